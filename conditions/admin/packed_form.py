"""A form that its script sends as one field: a server refuses a thousand, and a page of 40 causes has more."""

from urllib.parse import parse_qsl

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict

PACKED = "packed"
# For editors only, who have signed in: a page of some 900 causes.
MOST_FIELDS = 20_000


def unpack(request: HttpRequest) -> None:
    """Let `request.POST` hold the fields that static/js/nested-form.js packed; a form sent as usual stays as it is."""
    packed = request.POST.get(PACKED)
    if packed is None:
        return
    # With the packed ones, for who is asked to send it again.
    sent = QueryDict(mutable=True)
    for name, value in [*fields(str(packed)), (PACKED, str(packed))]:
        sent.appendlist(name, value)
    request.POST = sent  # type: ignore[assignment]


def fields(packed: str) -> list[tuple[str, str]]:
    """The fields that were packed, by name; raises TooManyFieldsSent."""
    try:
        return parse_qsl(packed, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise TooManyFieldsSent(str(error)) from error
