"""The small tables of the reference side in the admin."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tablib import Dataset

from conditions.admin.source_import import SourceResource
from conditions.models import Citation, Deflection, Source
from tests.factories import CauseFactory, CauseLinkFactory, SourceFactory, public_question

pytestmark = pytest.mark.django_db


def test_a_cause_is_edited_on_the_form_of_its_page(editor_client):
    cause = CauseFactory()
    response = editor_client.get(reverse("admin:conditions_cause_change", args=[cause.pk]))
    assert response.headers["Location"] == reverse(
        "admin:conditions_referencepage_change", args=[cause.page_id]
    )
    for name in ("add", "delete"):
        arguments = [cause.pk] if name == "delete" else []
        assert editor_client.get(reverse(f"admin:conditions_cause_{name}", args=arguments)).status_code == 403


@pytest.mark.parametrize("typed", ["x", "0", "9" * 30, "1" * 5_000])
def test_what_names_no_cause_is_not_found(editor_client, typed):
    assert editor_client.get(reverse("admin:conditions_cause_change", args=[typed])).status_code == 404


def test_the_list_of_causes_counts_confirmed_links(editor_client):
    link = CauseLinkFactory()
    CauseLinkFactory(cause=link.cause, state="rejected")
    [listed] = editor_client.get(reverse("admin:conditions_cause_changelist")).context["cl"].result_list
    assert (listed, listed.links_count) == (link.cause, 1)


def test_answers_found_while_asking_are_listed_with_what_answered(editor_client, doctor_client):
    question, cause = public_question(), CauseFactory()
    Deflection.objects.create(question=question)
    Deflection.objects.create(cause=cause)
    listed = reverse("admin:conditions_deflection_changelist")
    text = editor_client.get(listed).content.decode()
    for answer in (question, cause):
        assert f'<a href="{answer.get_absolute_url()}">{answer}</a>' in text
    assert doctor_client.get(listed).status_code == 403


def test_a_source_in_use_says_where_it_is_cited(administrator_client):
    cause = CauseFactory(name="Bell's palsy", group__page__title="Causes of a weak face")
    source = SourceFactory()
    Citation.objects.create(cause=cause, source=source)
    page = administrator_client.get(reverse("admin:conditions_source_delete", args=[source.pk]))
    assert "Bell&#x27;s palsy, on “Causes of a weak face”" in page.content.decode()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://files.example/x", "data:text/html,x"])
def test_a_source_that_is_not_on_the_web_comes_in_nowhere(editor_client, url):
    given = {"publisher": "P", "title": "T", "accessed_on": "2026-08-06"}
    editor_client.post(reverse("admin:conditions_source_add"), {**given, "url": url})
    assert (
        SourceResource()
        .import_data(Dataset([*given.values(), url], headers=[*given, "url"]))
        .has_validation_errors()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceFactory(url=url)
    assert not Source.objects.filter(publisher="P").exists()
