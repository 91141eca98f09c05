"""Makes the lists anew that a publication has made stale, beside the requests: few readers then wait for one.

Only pages that somebody has read before: nothing is made that nobody asks for.
"""

from contextvars import copy_context
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django_tasks import task

from consult.models import Question
from portal.reading import store
from portal.reading.middleware import StoredPages


def renew_after_commit(question: Question, **_: Any) -> None:
    """Ask for it where readers are served: a command that changes many questions leaves the pages to them."""
    if settings.STORED_PAGES and StoredPages.serving:
        specialty = question.specialty_id
        transaction.on_commit(lambda: renew_lists.enqueue(specialty), robust=True)


@task(backend="pages")
def renew_lists(specialty: int | None) -> None:
    """Make and store what is stale of the first pages of the lists of all questions and of this specialty (its key)."""
    made = [page for address in store.stale_lists(specialty) if (page := _make(address))]
    if made:
        store.store_all(made)


def _make(address: str) -> store.Made | None:
    """The page at this address, as a stranger gets it; None when it cannot be stored."""
    seen = store.last_change_of_all()
    if seen is None or StoredPages.serving is None:
        return None
    # Where tasks are done at once, the request around this one goes on with what it has noted for itself.
    _response, page, tags = copy_context().run(StoredPages.serving.made, _request(address))
    return store.Made(address, page, tags, seen) if page else None


def _request(address: str) -> WSGIRequest:
    """A stranger asks for it by the address of the site."""
    site = urlsplit(settings.SITE_URL)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address.encode().decode("latin-1"),  # as WSGI has it
            "HTTP_HOST": site.netloc,
            "SERVER_NAME": site.hostname or "",
            "SERVER_PORT": str(site.port or ""),
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
