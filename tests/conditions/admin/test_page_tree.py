"""The tree of causes on the form of a reference page: anchors, moves, sources, other names."""

from typing import Any

import pytest

from conditions.models import Cause, Citation
from tests.conditions.admin.page_form import address, opened, put_on_the_site
from tests.factories import CauseGroupFactory, CauseLinkFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def drag(form: dict[str, Any], item: str, target: str) -> None:
    """Change the form as the script does when a stored item is dragged to the end of another form set."""
    source, number = item.rsplit("-", 1)
    last = int(form[f"{source}-TOTAL_FORMS"]) - 1
    place = f"{target}-{form[f'{target}-TOTAL_FORMS']}"
    rename(form, f"{item}-", f"{place}-")
    parent, relation = target.rsplit("-", 1)
    form[f"{place}-{'group' if relation == 'causes' else 'parent'}"] = form[f"{parent}-id"]
    for following in range(int(number) + 1, last + 1):
        rename(form, f"{source}-{following}-", f"{source}-{following - 1}-")
    for formset, step in ((source, -1), (target, 1)):
        for count in ("TOTAL_FORMS", "INITIAL_FORMS"):
            form[f"{formset}-{count}"] = str(int(form[f"{formset}-{count}"]) + step)


def rename(form: dict[str, Any], old: str, new: str) -> None:
    """Give every field whose name begins with `old` the name that begins with `new`."""
    for name in [name for name in form if name.startswith(old)]:
        form[new + name.removeprefix(old)] = form.pop(name)


def cited(source: Any, prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """A new citation as the form sends it."""
    given = {"source": source.pk, "statement": "", "id": "", **fields}
    return {f"{prefix}-{number}-{name}": value for name, value in given.items()}


@pytest.mark.parametrize("typed", ["palsy", ""], ids=["as it was", "emptied"])
def test_an_anchor_stays_when_the_name_changes(editor_client, reference, typed):
    form = opened(editor_client, reference)
    form.update({"groups-0-causes-0-name": "Bell's palsy", "groups-0-causes-0-slug": typed})
    put_on_the_site(editor_client, reference, form)
    assert Cause.objects.get(name="Bell's palsy").slug == "palsy"


def test_a_cause_of_another_group_is_the_same_cause_with_all_that_hangs_on_it(editor_client, reference):
    CauseGroupFactory(page=reference, heading="Blood vessels", position=1)
    palsy = Cause.objects.get(name="Palsy")
    link = CauseLinkFactory(cause=palsy)
    form = opened(editor_client, reference)
    drag(form, "groups-0-causes-0", "groups-1-causes")
    put_on_the_site(editor_client, reference, form)
    palsy.refresh_from_db()
    assert (palsy.group.heading, palsy.slug, palsy.parent) == ("Blood vessels", "palsy", None)
    parts = Cause.objects.filter(name__in=["Small stroke", "Tiny stroke"])
    assert {part.group.heading for part in parts} == {"Blood vessels"}
    assert (list(palsy.links.all()), palsy.citations.count()) == ([link], 1)


def test_a_cause_becomes_a_part_and_a_cause_again(editor_client, reference):
    for parent, item, target in (
        ("Palsy", "groups-0-causes-1", "groups-0-causes-0-children"),
        (None, "groups-0-causes-0-children-1", "groups-0-causes"),
    ):
        form = opened(editor_client, reference)
        drag(form, item, target)
        put_on_the_site(editor_client, reference, form)
        stroke = Cause.objects.select_related("parent").get(name="Stroke")
        assert (stroke.parent.name if stroke.parent else None, stroke.slug) == (parent, "stroke")


@pytest.mark.parametrize(
    ("place", "parents"),
    [
        ("group", {"Palsy": None, "Stroke": None, "Small stroke": None, "Tiny stroke": "Small stroke"}),
        ("Stroke", {"Palsy": None, "Stroke": None, "Small stroke": "Stroke", "Tiny stroke": "Small stroke"}),
        ("Tiny stroke", None),
        ("Small stroke", None),
        ("cause:999", None),
        ("x:", None),
    ],
)
def test_a_cause_is_moved_to_another_place_by_choosing_it(editor_client, reference, place, parents):
    rows = {cause.name: cause for cause in reference.causes.all()}
    before = {cause.name: cause.parent and cause.parent.name for cause in rows.values()}
    if place == "group":
        place = f"group:{reference.groups.get().pk}"
    elif place in rows:
        place = f"cause:{rows[place].pk}"
    form = {**opened(editor_client, reference), "lead": "New.", "groups-0-causes-0-children-0-move_to": place}
    put_on_the_site(editor_client, reference, form)
    causes = reference.causes.select_related("parent")
    assert {cause.name: cause.parent and cause.parent.name for cause in causes} == (parents or before)
    assert {cause.name: cause.pk for cause in causes} == {name: row.pk for name, row in rows.items()}


def test_a_new_part_stands_in_the_group_and_on_the_page_of_its_cause(editor_client, reference):
    palsy, prefix = Cause.objects.get(name="Palsy"), "groups-0-causes-0-children"
    form = opened(editor_client, reference)
    new = {
        "name": "Shingles",
        "slug": "",
        "other_names": "",
        "text": "",
        "position": 1,
        "id": "",
        "parent": palsy.pk,
    }
    form.update({f"{prefix}-1-{name}": value for name, value in new.items()})
    for nested in ("citations", "children"):
        form.update({f"{prefix}-1-{nested}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")})
    put_on_the_site(editor_client, reference, {**form, f"{prefix}-TOTAL_FORMS": 2})
    shingles = Cause.objects.get(name="Shingles")
    assert (shingles.parent, shingles.group, shingles.page) == (palsy, palsy.group, reference)
    assert shingles.slug == "shingles"


def test_an_anchor_that_another_cause_of_the_page_has_is_refused(editor_client, reference):
    before = dict(reference.causes.values_list("pk", "slug"))
    form = {**opened(editor_client, reference), "groups-0-causes-1-slug": "palsy"}
    response = editor_client.post(address(reference), form)
    assert response.status_code == 200
    assert "Another cause of this page has the anchor “palsy”." in response.content.decode()
    assert dict(reference.causes.values_list("pk", "slug")) == before


def test_two_causes_exchange_their_anchors(editor_client, reference):
    form = opened(editor_client, reference)
    form.update({"groups-0-causes-0-slug": "stroke", "groups-0-causes-1-slug": "palsy"})
    put_on_the_site(editor_client, reference, form)
    top = reference.causes.filter(parent=None)
    assert dict(top.values_list("name", "slug")) == {"Palsy": "stroke", "Stroke": "palsy"}


def test_one_source_twice_for_a_cause_is_refused(editor_client, reference):
    palsy, prefix = Cause.objects.get(name="Palsy"), "groups-0-causes-0-citations"
    form = opened(editor_client, reference)
    form.update(cited(palsy.citations.get().source, prefix, 1, cause=palsy.pk))
    response = editor_client.post(address(reference), {**form, f"{prefix}-TOTAL_FORMS": 2})
    assert "This source stands here already." in response.content.decode()
    # In the place of one that is removed it may stand.
    form.update({f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-0-DELETE": "on"})
    assert editor_client.post(address(reference), form).status_code == 302
    assert palsy.citations.count() == 1


@pytest.mark.parametrize(("second", "status"), [("lead", 200), ("treatment", 302)])
def test_one_source_may_stand_for_two_sections_but_not_twice_for_one(
    editor_client, reference, second, status
):
    source = SourceFactory()
    form = opened(editor_client, reference)
    for number, section in enumerate(("lead", second)):
        form.update(cited(source, "citations", number, section=section, page=reference.pk))
    assert editor_client.post(address(reference), {**form, "citations-TOTAL_FORMS": 2}).status_code == status


def test_two_citations_exchange_their_sources_in_one_save(editor_client, reference):
    palsy, prefix = Cause.objects.get(name="Palsy"), "groups-0-causes-0-citations"
    first = palsy.citations.get()
    second = Citation.objects.create(cause=palsy, source=SourceFactory())
    form = opened(editor_client, reference)
    form.update({f"{prefix}-0-source": second.source_id, f"{prefix}-1-source": first.source_id})
    put_on_the_site(editor_client, reference, form)
    assert list(palsy.citations.values_list("source", flat=True)) == [second.source_id, first.source_id]


def test_other_names_are_those_of_the_form(editor_client, reference):
    palsy = Cause.objects.get(name="Palsy")
    kept, _gone = (palsy.aliases.create(name=name) for name in ("facial palsy", "drooping"))
    form = opened(editor_client, reference)
    assert form["groups-0-causes-0-other_names"] == "facial palsy\ndrooping"
    form["groups-0-causes-0-other_names"] = "facial palsy\n\n weak face \nweak face"
    put_on_the_site(editor_client, reference, form)
    assert list(palsy.aliases.values_list("name", flat=True)) == ["facial palsy", "weak face"]
    assert palsy.aliases.first() == kept
