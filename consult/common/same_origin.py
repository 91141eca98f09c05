"""Whether a form was sent from a page of this site, told by the browser itself."""

from django.http import HttpRequest


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches for it; no page of another site can claim that.

    Browsers since 2020 to 2023 send `Sec-Fetch-Site`, and nearly all before them `Origin` with every form.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
