"""What a question begins with: the words that were searched for before, and the specialty asked from."""

from django.core import signing
from django.http import HttpRequest, HttpResponse

from consult.common.cookies import cookie, give_cookie, take_cookie
from consult.common.sealing import seal, unseal
from consult.language.normalise import normalise
from consult.models import Specialty
from consult.models.question_fields import BY_NAME

COOKIE = "prefill"
SALT = "consult.asking.prefill"
SECONDS = 3_600


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the address's `title` and `specialty` in a cookie for an hour.  Nothing is stored on our side."""
    found = {name: _clean(request.GET.get(name, "")) for name in ("title", "specialty")}
    found = {name: words for name, words in found.items() if words}
    if found:
        # Sealed, since whoever opens the browser of a shared computer reads its cookies.
        kept = seal(signing.dumps({**_kept(request), **found}, salt=SALT), purpose=SALT)
        give_cookie(response, COOKIE, kept, seconds=SECONDS)


def forget(response: HttpResponse) -> None:
    """Delete the cookie: the question is sent, and the next one begins empty."""
    take_cookie(response, COOKIE)


def prefilled_title(request: HttpRequest) -> str:
    """Return the words kept, "" when there are none."""
    return _kept(request).get("title", "")


def prefilled_specialty(request: HttpRequest) -> Specialty | None:
    """Return the specialty that the address names, else the one kept; None when there is no such specialty."""
    slug = _clean(request.GET.get("specialty", "")) or _kept(request).get("specialty", "")
    return Specialty.objects.filter(slug=slug).first() if slug else None


def _clean(words: str) -> str:
    """One line in its one form."""
    return " ".join(normalise(words).split())[: BY_NAME["title"].limit]


def _kept(request: HttpRequest) -> dict[str, str]:
    """What the cookie holds."""
    try:
        signed = unseal(cookie(request, COOKIE), purpose=SALT)
        return dict(signing.loads(signed, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, ValueError):
        return {}
