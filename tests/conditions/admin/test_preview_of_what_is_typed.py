"""What is typed is previewed in the public template, valid or not, before anything is saved."""

import pytest

from conditions.models import Category, Revision, UnsavedWork
from tests.conditions.admin.page_form import opened, screen

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_what_is_typed_is_shown_to_who_typed_it_alone(editor_client, colleague_client, reference):
    form = opened(editor_client, reference) | {"lead": "Half a sen", "groups-0-causes-0-name": "Weak nerve"}
    answer = editor_client.post(screen(reference, "preview"), form, follow=True)
    assert answer.redirect_chain == [(f"{screen(reference, 'preview')}?unsaved={form['form_key']}", 302)]
    html = answer.content.decode()
    assert ("Half a sen" in html, "Weak nerve" in html, "It is not saved yet." in html) == (True, True, True)
    assert Revision.objects.count() == 0
    for client, query in ((editor_client, ""), (colleague_client, "?unsaved=1")):
        shown = client.get(screen(reference, "preview") + query).content.decode()
        assert ("Half a sen" in shown, "how the saved page will look" in shown) == (False, True)


def test_what_no_page_can_be_shown_without_is_filled_in(editor_client, reference):
    form = opened(editor_client, reference) | {
        "slug": "no address",
        "category": "",
        "last_reviewed_on": "soon",
        "groups-0-causes-0-slug": "no anchor",
        "groups-0-causes-1-name": "",
        "groups-0-causes-1-slug": "é",
    }
    answer = editor_client.post(screen(reference, "preview"), form, follow=True)
    html = answer.content.decode()
    assert [f'id="{anchor}"' in html for anchor in ("palsy", "cause")] == [True, True]
    assert (reference.get_absolute_url() in html, Category.objects.get().name in html) == (True, True)


def test_only_who_may_change_a_page_has_it_previewed_so(doctor_client, reference):
    assert doctor_client.post(screen(reference, "preview"), {"lead": "x"}).status_code == 403
    assert UnsavedWork.objects.count() == 0
