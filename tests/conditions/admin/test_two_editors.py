"""Two people at the same page: nobody's words are lost, neither silently nor by a second save."""

import pytest

from conditions.models import Cause, DraftVersion, Revision, UnsavedWork
from conditions.revisions.document import Document
from tests.conditions.admin.page_form import address, decide, draft_of, opened, saved, screen
from tests.forms import filled

pytestmark = pytest.mark.django_db


def too_late(client, reference, form):
    """Save a form that is out of date; the screen that follows."""
    answer = client.post(address(reference), form)
    assert answer.headers["Location"] == screen(reference, "merge")
    return client.get(screen(reference, "merge"))


def join(client, reference, shown, **choices):
    form = {**filled(shown, "merge-form"), **choices}
    return client.post(screen(reference, "merge"), form, follow=True).content.decode()


def document_of(reference):
    return Document.from_json(draft_of(reference).content)


def test_what_only_one_of_them_changed_is_taken_from_both(editor_client, colleague_client, reference):
    mine, theirs = opened(editor_client, reference), opened(colleague_client, reference)
    saved(colleague_client, reference, {**theirs, "lead": "Their lead."})
    shown = too_late(editor_client, reference, {**mine, "treatment": "My treatment."})
    text = shown.content.decode()
    assert ("<ins>Their lead.</ins>" in text, "<ins>My treatment.</ins>" in text) == (True, True)
    assert "Take this" not in text
    assert "Both changes are in the draft now." in join(editor_client, reference, shown)
    fields = document_of(reference).fields
    assert (fields["lead"], fields["treatment"]) == ("Their lead.", "My treatment.")
    assert not UnsavedWork.objects.exists()


@pytest.mark.parametrize(("choice", "lead"), [("theirs", "Their lead."), ("mine", "My lead.")])
def test_what_both_changed_is_shown_in_three_versions_and_chosen(
    editor_client, colleague_client, reference, choice, lead
):
    mine, theirs = opened(editor_client, reference), opened(colleague_client, reference)
    theirs["groups-0-causes-0-text"] = "Their words."
    saved(colleague_client, reference, {**theirs, "lead": "Their lead."})
    shown = too_late(editor_client, reference, {**mine, "lead": "My lead."})
    text = shown.content.decode()
    for words in ("Several things can cause it.", "Their lead.", "My lead.", "The page: lead"):
        assert words in text
    assert "Choose one of the two" in join(editor_client, reference, shown)
    join(editor_client, reference, shown, **{"clash-page0-lead": choice})
    document = document_of(reference)
    assert (document.fields["lead"], next(document.causes()).text) == (lead, "Their words.")


def test_a_second_save_of_the_stale_form_takes_nothing_back(editor_client, colleague_client, reference):
    mine, theirs = opened(editor_client, reference), opened(colleague_client, reference)
    saved(colleague_client, reference, {**theirs, "lead": "Their lead."})
    for _time in range(2):
        too_late(editor_client, reference, {**mine, "treatment": "My treatment."})
    assert document_of(reference).fields["lead"] == "Their lead."


def test_who_was_late_twice_is_asked_twice(editor_client, colleague_client, reference):
    mine, theirs = opened(editor_client, reference), opened(colleague_client, reference)
    saved(colleague_client, reference, {**theirs, "lead": "Their lead."})
    shown = too_late(editor_client, reference, {**mine, "treatment": "My treatment."})
    saved(colleague_client, reference, {**opened(colleague_client, reference), "causes_intro": "Once more."})
    assert "Somebody saved again." in join(editor_client, reference, shown)
    join(editor_client, reference, editor_client.get(screen(reference, "merge")))
    fields = document_of(reference).fields
    assert (fields["lead"], fields["causes_intro"], fields["treatment"]) == (
        "Their lead.",
        "Once more.",
        "My treatment.",
    )


def test_who_is_late_after_publication_is_asked_too(editor_client, colleague_client, editor, reference):
    mine = opened(editor_client, reference)
    saved(colleague_client, reference, {**opened(colleague_client, reference), "lead": "Their lead."})
    decide(colleague_client, reference, "send")
    decide(editor_client, reference, "approve")
    shown = too_late(editor_client, reference, {**mine, "treatment": "My treatment."})
    join(editor_client, reference, shown)
    fields = document_of(reference).fields
    assert (fields["lead"], fields["treatment"]) == ("Their lead.", "My treatment.")
    assert draft_of(reference).author == editor


def with_shingles(client, reference):
    """Save a draft with a new cause."""
    form, prefix = opened(client, reference), "groups-0-causes"
    new = {"name": "Shingles", "slug": "", "other_names": "", "text": "A rash.", "id": "", "position": 2}
    form |= {f"{prefix}-2-{name}": value for name, value in new.items()}
    for nested in ("citations", "children"):
        form |= {f"{prefix}-2-{nested}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")}
    saved(client, reference, {**form, f"{prefix}-TOTAL_FORMS": 3, f"{prefix}-2-is_editorial": "on"})


def put_on_site(sender, approver, reference):
    decide(sender, reference, "send")
    assert "Published: readers see it now." in decide(approver, reference, "approve")


def rows(reference):
    return sorted(reference.causes.values_list("name", "pk"))


@pytest.mark.parametrize(
    "changed", [{}, {"groups-0-causes-2-text": "A painful rash."}], ids=["page", "cause"]
)
def test_a_cause_that_was_new_in_a_draft_is_the_same_cause_after_its_publication(
    editor_client, colleague_client, reference, changed
):
    with_shingles(colleague_client, reference)
    mine = {**opened(editor_client, reference), "treatment": "My treatment.", **changed}
    put_on_site(colleague_client, editor_client, reference)
    before = rows(reference)
    shown = too_late(editor_client, reference, mine)
    assert ("Take this" in shown.content.decode(), "Shingles" in shown.content.decode()) == (
        False,
        bool(changed),
    )
    join(editor_client, reference, shown)
    put_on_site(editor_client, colleague_client, reference)
    assert rows(reference) == before
    reference.refresh_from_db()
    shingles = Cause.objects.get(name="Shingles")
    assert (reference.treatment, shingles.text) == ("My treatment.", [*changed.values(), "A rash."][0])


@pytest.mark.parametrize("fate", ["published", "thrown away"])
def test_a_form_that_is_older_than_the_last_version_of_a_draft_reverts_nothing(
    editor_client, colleague_client, reference, fate
):
    saved(colleague_client, reference, {**opened(colleague_client, reference), "lead": "First lead."})
    mine = {**opened(editor_client, reference), "treatment": "My treatment."}
    saved(colleague_client, reference, {**opened(colleague_client, reference), "lead": "Second lead."})
    if fate == "published":
        put_on_site(colleague_client, editor_client, reference)
        stands = "Second lead."
    else:
        decide(colleague_client, reference, "throw_away")
        stands = "Several things can cause it."
    join(editor_client, reference, too_late(editor_client, reference, mine))
    fields = document_of(reference).fields
    assert (fields["lead"], fields["treatment"]) == (stands, "My treatment.")


@pytest.mark.parametrize(
    "seen", ["", "draft", "draft x 1", "draft 99999999999999999999 1", "page 7 7", "page ²", "?"]
)
def test_who_comes_from_a_state_that_nobody_knows_is_asked_for_all_that_differs(
    editor_client, reference, seen
):
    form = {**opened(editor_client, reference), "lead": "My lead.", "seen_state": seen}
    assert editor_client.post(screen(reference, "autosave"), form).status_code == 200
    shown = too_late(editor_client, reference, form)
    text = shown.content.decode()
    assert ("The page: lead" in text, text.count('value="mine"'), "Not known any more" in text) == (
        True,
        1,
        True,
    )
    join(editor_client, reference, shown, **{"clash-page0-lead": "theirs"})
    assert not Revision.objects.filter(content__fields__lead="My lead.").exists()


def test_versions_of_a_draft_are_kept_until_the_next_one_is_published(
    editor_client, colleague_client, reference
):
    for number, kept in ((1, [1]), (2, [2]), (3, [3])):
        saved(colleague_client, reference, {**opened(colleague_client, reference), "lead": f"Lead {number}."})
        if number == 1:
            decide(colleague_client, reference, "throw_away")
        else:
            put_on_site(colleague_client, editor_client, reference)
        versions = DraftVersion.objects.filter(revision__page=reference)
        leads = versions.order_by("pk").values_list("content__fields__lead", flat=True)
        assert list(leads) == [f"Lead {each}." for each in kept]


def test_mine_can_be_thrown_away(editor_client, colleague_client, reference):
    mine, theirs = opened(editor_client, reference), opened(colleague_client, reference)
    saved(colleague_client, reference, {**theirs, "lead": "Their lead."})
    shown = too_late(editor_client, reference, {**mine, "lead": "My lead."})
    editor_client.post(screen(reference, "forget"), filled(shown, "forget-form"))
    assert editor_client.get(screen(reference, "merge")).headers["Location"] == address(reference)
    assert opened(editor_client, reference)["lead"] == "Their lead."


def test_a_cause_that_one_removed_and_the_other_changed_is_asked_for(
    editor_client, colleague_client, reference
):
    mine, theirs = opened(editor_client, reference), opened(colleague_client, reference)
    saved(colleague_client, reference, {**theirs, "groups-0-causes-1-DELETE": "on"})
    shown = too_late(editor_client, reference, {**mine, "groups-0-causes-1-text": "My words."})
    assert "Stroke: kept or removed" in shown.content.decode()
    key = reference.causes.get(name="Stroke").pk
    join(editor_client, reference, shown, **{f"clash-cause{key}-": "mine"})
    assert "My words." in [cause.text for cause in document_of(reference).causes()]


def test_what_is_typed_is_kept_and_given_back(editor_client, colleague_client, reference):
    form = {**opened(editor_client, reference), "lead": "Half a sen", "groups-0-causes-0-name": ""}
    answer = editor_client.post(screen(reference, "autosave"), form)
    assert list(answer.json()) == ["kept"]
    assert Revision.objects.count() == 0
    assert opened(colleague_client, reference)["lead"] == "Several things can cause it."
    first = editor_client.get(address(reference)).content.decode()
    assert "did not save it." in first
    again = opened(editor_client, reference, "?unsaved=1")
    assert (again["lead"], again["groups-0-causes-0-name"]) == ("Half a sen", "")
    again["groups-0-causes-0-name"] = "Palsy"
    saved(editor_client, reference, again)
    assert not UnsavedWork.objects.exists()


def test_a_form_that_is_opened_afresh_takes_nothing_of_what_was_kept_before(
    editor_client, colleague_client, reference
):
    first, second = ({**opened(editor_client, reference), "lead": lead} for lead in ("Hours of work.", "A."))
    saved(colleague_client, reference, {**opened(colleague_client, reference), "lead": "Their lead."})
    shown = too_late(editor_client, reference, first)
    editor_client.post(screen(reference, "autosave"), second)
    text = editor_client.get(address(reference)).content.decode()
    assert text.count("did not save it.") == 2
    for form in (first, second):
        again = opened(editor_client, reference, f"?unsaved={form['form_key']}")
        assert (again["lead"], again["form_key"]) == (form["lead"], form["form_key"])
    join(editor_client, reference, shown, **{"clash-page0-lead": "mine"})
    assert document_of(reference).fields["lead"] == "Hours of work."
    assert [work.form for work in UnsavedWork.objects.all()] == [second["form_key"]]
    editor_client.post(screen(reference, "forget"), {"form_key": second["form_key"]})
    assert not UnsavedWork.objects.exists()


def test_what_is_typed_is_kept_for_editors_only(doctor_client, reference):
    assert doctor_client.post(screen(reference, "autosave")).status_code == 403
    assert doctor_client.post(screen(reference, "forget")).status_code == 403
    assert doctor_client.get(screen(reference, "autosave")).status_code == 405
