"""Every text that somebody types comes through one door: form fields, tables brought in, the admin of every table."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.forms import UsernameField
from django.test import RequestFactory
from django.urls import get_resolver
from tablib import Dataset

from consult.case.edit_form import EditForm
from consult.common.forms import Typed
from consult.desk.admin.tables import SpecialtyResource
from consult.models import Question, Specialty
from tests.consult.desk.test_approval import screen, typed
from tests.factories import QuestionFactory, ReplyFactory

OWN = ("consult.", "conditions.", "portal.")


def subclasses(kind: Any) -> Iterator[Any]:
    """Every class below this one."""
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def untyped(fields: dict[str, forms.Field]) -> list[str]:
    """The fields that take text as it comes."""
    return [
        name
        for name, field in fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, Typed | UsernameField)
        # A password may hold what it likes, and JSON and the like are no words.
        and type(field) in (forms.CharField, forms.EmailField, forms.URLField, forms.SlugField)
    ]


def test_every_form_of_the_site_takes_typed_text() -> None:
    assert get_resolver().url_patterns  # every view and its forms are loaded
    ours = [form for form in subclasses(forms.BaseForm) if form.__module__.startswith(OWN)]
    # The admin makes its own fields for these; they are looked at below.
    ours = [
        form for form in ours if not form.__module__.startswith(("consult.desk.admin", "conditions.admin"))
    ]

    assert len(ours) >= 20
    assert {form.__qualname__: found for form in ours if (found := untyped(form.base_fields))} == {}


@pytest.mark.django_db
def test_the_form_of_the_case_page_takes_typed_text() -> None:
    assert untyped(EditForm(question=QuestionFactory.create()).fields) == []


@pytest.mark.django_db
def test_every_table_of_the_admin_takes_typed_text(rf: RequestFactory, admin_user: Any) -> None:
    request = rf.get("/admin/")
    request.user = admin_user
    found = {}
    seen = 0
    for model, model_admin in admin.site._registry.items():
        if model is EmailAddress or not model_admin.has_change_permission(request):
            continue
        made = [model_admin.get_form(request, each) for each in (None, model())]
        inlines = list(model_admin.get_inline_instances(request, model()))
        while inlines:
            inline = inlines.pop()
            made.append(inline.get_formset(request).form)
            inlines += [each(inline.model, admin.site) for each in getattr(inline, "inlines", [])]
        for form in made:
            seen += 1
            if names := untyped(form.base_fields):
                found[f"{model.__name__} {form.__name__}"] = names
    assert seen > 15
    assert found == {}


@pytest.mark.django_db
def test_a_table_brought_in_is_normalised() -> None:
    rows = Dataset(
        ["neu\u200brology", "Neuro\u200blogy\x0b", "Nerves\u00a0and \u202ebrain"],
        headers=["slug", "name", "description"],
    )

    result = SpecialtyResource().import_data(rows, raise_errors=True)

    assert result.has_errors() is False
    specialty = Specialty.objects.get(slug="neurology")
    assert (specialty.name, specialty.description) == ("Neurology", "Nerves and brain")


@pytest.mark.django_db
def test_what_nobody_touched_has_not_changed() -> None:
    question = QuestionFactory.create(title="I can\u2019t bend my knee", body="Line one\r\nline\u200b two")
    unchanged = {"title": question.title, "body": question.body, "display_name": question.display_name}
    form = EditForm({**unchanged, "version": 1}, question=question)

    assert form.is_valid() is True
    assert form.new_words() == {}


@pytest.mark.django_db
def test_staff_type_into_the_same_form(editor_client: Any, neurology: Any) -> None:
    question = ReplyFactory(question__specialty=neurology).question
    sent = typed(question, title="Knee\u000bclicks \u202eon\ufffe stairs", action="save")

    editor_client.post(screen(question), sent)

    assert Question.objects.get(pk=question.pk).title == "Knee clicks on stairs"
