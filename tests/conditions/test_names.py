"""The names of conditions: in the A to Z each stands once, with the best of its places."""

import re
from collections.abc import Sequence
from html import unescape
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from conditions.actions.pages import delete_page
from conditions.actions.revisions import publish, save_draft, take_down
from conditions.models import CauseAlias, ConditionName, ReferencePage
from conditions.name_index import forget_names, renew_all_names, renew_names
from conditions.revisions.read import standing_document
from conditions.revisions.state import open_revision, state_of_page
from portal.models import Change
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory

pytestmark = pytest.mark.django_db


def page_with(title: str, *causes: Sequence[str], text: str = "") -> ReferencePage:
    """A page with causes, each given by its name and its other names."""
    page = ReferencePageFactory(title=title, slug=slugify(title))
    group = CauseGroupFactory(page=page)
    for name, *others in causes:
        cause = CauseFactory(group=group, name=name, text=text)
        CauseAlias.objects.bulk_create(CauseAlias(cause=cause, name=other) for other in others)
    return page


def places() -> dict[str, str]:
    return {row.name: row.get_absolute_url() for row in ConditionName.objects.in_index()}


def stored() -> set[tuple[Any, ...]]:
    return set(ConditionName.objects.values_list("name", "page", "cause", "is_best", "is_other_name"))


def revised(page: ReferencePage, change: Any) -> None:
    """Publish the page with its document changed."""
    document = standing_document(page)
    change(document)
    save_draft(page=page, document=document, seen=state_of_page(page, open_revision(page)), author=None)
    draft = open_revision(page)
    assert draft is not None
    publish(revision=draft, actor=None, index=False)


def test_a_name_stands_once_with_the_page_about_it_before_a_cause_called_so_before_another_name() -> None:
    faces = page_with("Causes of weak faces", ["Stroke"], ["Bell’s palsy", "facial palsy"], ["Ataxia"])
    falls = page_with("Causes of falls", ["Strokes"], ["Facial palsy"], ["Clumsiness", "ataxia"])
    about = page_with("What is a stroke?", text="Longer.")
    renew_names(faces, falls, about)
    found = places()
    assert found["Stroke"] == about.get_absolute_url()
    assert found["Facial palsy"] == falls.causes.get(name="Facial palsy").get_absolute_url()
    assert found["Ataxia"] == faces.causes.get(name="Ataxia").get_absolute_url()
    assert sorted(found) == [
        "Ataxia", "Bell’s palsy", "Clumsiness", "Facial palsy", "Falls", "Stroke", "Weak faces",
    ]  # fmt: skip


def test_what_a_page_is_about_is_told_by_the_page_as_a_whole() -> None:
    about, faces = (
        page_with("What is a stroke?", ["Stroke", "brain attack"]),
        page_with("Causes of falls", ["Brain attack"]),
    )
    about.causes.update(is_subject=True)
    renew_names(about, faces)
    found = {row.name: (row.get_absolute_url(), row.told_as) for row in ConditionName.objects.in_index()}
    assert found["Stroke"] == (about.get_absolute_url(), "")
    assert found["brain attack"] == (about.get_absolute_url(), "Stroke")
    assert ConditionName.objects.filter(page=about).count() == 2


def test_what_is_never_proposed_has_no_name() -> None:
    page = page_with("Causes of falls", ["Blood tests", "blood work"], ["Stroke"])
    page.causes.filter(name="Blood tests").update(is_condition=False)
    renew_names(page)
    assert sorted(places()) == ["Falls", "Stroke"]


def test_readers_find_every_name_and_what_it_is_called_there(stranger: Client) -> None:
    page = page_with("Causes of weak faces", ["Bell's palsy", "Facial palsy", "口眼歪斜"])
    renew_names(page)
    text = unescape(stranger.get("/conditions/").content.decode())
    rows = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="soft">([^<]*)</span>', text)
    anchor = page.causes.get().get_absolute_url()
    assert rows == [
        (anchor, "Bell's palsy", "in “Causes of weak faces”"),
        (anchor, "Facial palsy", "see Bell's palsy"),
        (page.get_absolute_url(), "Weak faces", page.category.name),
        (anchor, "口眼歪斜", "see Bell's palsy"),
    ]
    assert "Weak faces</a>" not in stranger.get("/conditions/?letter=B").content.decode()
    assert ConditionName.objects.best().letters() == ["B", "F", "W", "口"]


def test_publishing_renames_and_taking_down_leaves_the_name_to_another_page() -> None:
    faces, falls = page_with("Causes of weak faces", ["Stroke"]), page_with("Causes of falls", ["Stroke"])
    renew_names(faces, falls)
    assert places()["Stroke"] == faces.causes.get().get_absolute_url()

    def rename(document: Any) -> None:
        document.groups[0].causes[0].name = "Brain attack"

    revised(faces, rename)
    assert places()["Stroke"] == falls.causes.get().get_absolute_url()
    assert places()["Brain attack"] == faces.causes.get().get_absolute_url()
    take_down(page=faces, actor=None, reason="")
    assert sorted(places()) == ["Falls", "Stroke"]
    renew_names(page_with("Causes of sleep", ["Stroke"]))
    delete_page(page=falls, target=faces, actor=None)
    assert sorted(places()) == ["Sleep", "Stroke"]


def test_what_stands_already_is_not_written_again() -> None:
    page = page_with("Causes of weak faces", ["Stroke", "brain attack"])
    renew_names(page)
    before = Change.objects.filter(kind="names").count()
    renew_names(page)
    renew_all_names()
    assert Change.objects.filter(kind="names").count() == before


def test_all_are_made_anew_as_the_migration_made_them() -> None:
    pages = [
        page_with("Causes of weak faces", ["Stroke", "brain attack"], ["???"]),
        page_with("Brain attack"),
    ]
    ReferencePageFactory(title="Causes of secrets", published_at=None)
    pages[0].causes.filter(name="Stroke").update(is_subject=True)
    migration: Any = import_module("conditions.migrations.0101_fill_condition_names")
    migration.fill(apps, None)
    made = stored()
    renew_names(*pages)
    assert stored() == made
    ConditionName.objects.all().delete()
    renew_all_names()
    assert stored() == made
    assert len(made) == 4


def test_a_hidden_page_has_no_names(stranger: Client) -> None:
    page = page_with("Causes of weak faces", ["Stroke"])
    renew_names(page)
    assert "Stroke" in stranger.get("/conditions/").content.decode()
    ReferencePage.objects.update(published_at=None)
    assert "Stroke" not in stranger.get("/conditions/").content.decode()
    ReferencePage.objects.update(published_at=timezone.now())
    assert "Stroke" in stranger.get("/conditions/").content.decode()
    forget_names(page)
    assert "Stroke" not in stranger.get("/conditions/").content.decode()


def test_the_writing_of_names_that_an_old_version_added_is_mended_and_makes_no_page_anew() -> None:
    page = page_with("Weak faces", ["口眼歪斜"])
    renew_names(page)
    names = ConditionName.objects.order_by("name")
    for mend in (
        lambda: import_module("conditions.migrations.0114_fill_writing").fill(apps, None),
        renew_all_names,
    ):
        Change.objects.all().delete()
        names.update(writing="")
        assert not Change.objects.filter(kind="names").exists()
        mend()
        assert list(names.values_list("name", "writing")) == [("Weak faces", "latin"), ("口眼歪斜", "cjk")]
