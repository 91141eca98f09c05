"""Two floors to which pages of the same server are compared (bench/pages.py).

A floor is a bare Django view: one query by primary key, and a template of 10 KB.  `/floor/` goes through all the
middleware that a view of the project goes through.  `/bare-floor/` is answered at the place where stored pages are
answered, and so is spared the same middleware.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import Context, Engine
from django.urls import include, path

TEMPLATE = Engine().from_string(
    "<!DOCTYPE html><html><head><title>{{ question.title }}</title></head><body><h1>{{ question.title }}</h1>"
    "<p>{{ question.body }}</p>"
    + "<p>Words that are the same on every page of this site, for 10 KB.</p>" * 145
    + "</body></html>"
)


def floor(request: HttpRequest) -> HttpResponse:
    """One query by primary key and a template of 10 KB."""
    from consult.models import Question

    question = Question.objects.get(pk=int(request.GET["pk"]))
    response = HttpResponse(TEMPLATE.render(Context({"question": question})))
    response.headers["Content-Length"] = str(len(response.content))
    return response


class BareFloor:
    """Answers /bare-floor/ where stored pages are answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The floor, or whatever follows."""
        return floor(request) if request.path_info == "/bare-floor/" else self.get_response(request)


urlpatterns = [path("floor/", floor), path("", include("portal.urls"))]
