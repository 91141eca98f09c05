"""A page of many causes is opened and saved: what its form costs, and that no server refuses it."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.admin import packed_form
from conditions.models import Cause, CauseAlias, Citation
from conditions.related.upkeep.index import index_page
from tests.conditions.admin.page_form import address, draft_of, opened, screen
from tests.factories import CauseFactory, SourceFactory
from tests.forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def long_page(reference):
    """A page of 40 causes, each with a name and two sources, half of them parts of others, that the engine knows."""
    group, sources = reference.groups.get(), SourceFactory.create_batch(2)
    while (number := Cause.objects.count()) < 40:
        top = CauseFactory(group=group, page=reference, name=f"Cause {number}", position=number)
        CauseFactory(group=group, page=reference, name=f"Part {number}", parent=top)
    causes = Cause.objects.all()
    CauseAlias.objects.bulk_create(CauseAlias(cause=cause, name=f"Other {cause.pk}") for cause in causes)
    Citation.objects.bulk_create(
        Citation(cause=cause, source=source) for cause in causes for source in sources
    )
    index_page(reference)
    return reference


def packed(form):
    return {"packed": urlencode(form, doseq=True)}


def test_a_page_of_forty_causes_costs_at_most_25_queries_and_is_saved(editor_client, editor, long_page):
    editor_client.get(address(long_page))
    with CaptureQueriesContext(connection) as queries:
        form = opened(editor_client, long_page)
    assert len(queries) <= 25
    assert len([name for name in form if name.endswith("-citations-0-source")]) == 40
    # Too many for a server, unless they come as one field.
    assert editor_client.post(address(long_page), form).status_code == 400
    form |= {"lead": "New lead.", "_continue": "yes"}
    with CaptureQueriesContext(connection) as queries:
        answer = editor_client.post(address(long_page), packed(form))
    assert len(queries) <= 50
    assert (answer.status_code, answer.headers["Location"]) == (302, address(long_page))
    content = draft_of(long_page).content
    assert (content["fields"]["lead"], len(content["groups"][0]["causes"])) == ("New lead.", 20)
    form["lead"] = "Typed on."
    with CaptureQueriesContext(connection) as queries:
        assert editor_client.post(screen(long_page, "autosave"), packed(form)).status_code == 200
    assert len(queries) <= 30
    assert opened(editor_client, long_page, "?unsaved=1")["lead"] == "Typed on."


def test_an_empty_form_stands_once_for_each_kind_of_row(editor_client, long_page):
    html = editor_client.get(address(long_page)).content.decode()
    patterns = [
        part.split('"')[0] for part in html.split('id="')[1:] if part.split('"')[0].endswith("-empty")
    ]
    inside = "groups-empty-causes-empty"
    assert sorted(patterns) == sorted(
        [
            "citations-empty",
            "groups-empty",
            inside,
            f"{inside}-citations-empty",
            f"{inside}-children-empty",
            f"{inside}-children-empty-citations-empty",
            f"{inside}-children-empty-children-empty",
            f"{inside}-children-empty-children-empty-citations-empty",
        ]
    )


def test_a_packed_form_that_came_after_the_session_ended_is_shown_and_sent_again(
    editor_client, stranger, reference
):
    form = packed({**opened(editor_client, reference), "lead": "Typed & kept.", "_continue": "yes"})
    shown = stranger.post(address(reference), form)
    assert shown.status_code == 403
    html = shown.content.decode()
    assert ("readonly rows" in html, "Typed &amp; kept." in html, ">on<" in html) == (True, True, False)
    again = filled(shown, "again")
    assert {name for name in again if name} == {"csrfmiddlewaretoken", "packed"}
    assert editor_client.post(address(reference), again).headers["Location"] == address(reference)
    assert draft_of(reference).content["fields"]["lead"] == "Typed & kept."


def test_even_a_packed_form_has_a_bound(editor_client, reference, monkeypatch):
    monkeypatch.setattr(packed_form, "MOST_FIELDS", 3)
    assert editor_client.post(address(reference), {"packed": "a=1&b=2&c=3&d=4"}).status_code == 400
