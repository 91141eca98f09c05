"""What kind of page: how an import files, orders and heads pages, what is said of them, and what is proposed."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from conditions.actions.revisions import save_draft
from conditions.actions.unsaved import keep_unsaved
from conditions.importing.folding import About, related
from conditions.importing.grammar import spoken
from conditions.importing.layout import Section, lay_out
from conditions.importing.named_causes import NamedCause
from conditions.importing.pages import _Store, import_reference_pages
from conditions.importing.wording import HEADING, TEXT, Block, as_markdown, blocks_of
from conditions.kinds import kind_of
from conditions.models import Cause, DraftVersion, FoldedImport, ReferencePage, Revision, UnsavedWork
from conditions.revisions.checks import problems
from conditions.revisions.document import CauseEntry, Document, new_key
from conditions.revisions.state import open_revision, opened_with, state_of_page
from conditions.structured import medical_web_page
from conditions.tree import page_tree
from tests.conditions.admin.page_form import address, draft_of, opened, screen
from tests.forms import filled

KINDS = [
    ("Bell's Palsy", "condition"),
    ("Causes of facial muscle loss", "symptom"),
    ("Causes of Diabetes", "condition"),
    ("Headache", "symptom"),
    ("Electrocardiogram", "test"),
    ("Varicella (Chickenpox) Vaccination", "medicine"),
    ("Oxygen Therapy", "procedure"),
    ("What I need to know about Living with Kidney Failure", "guide"),
    ("Parasites - Scabies", "condition"),
]


def row(title: str, url: str, **changes: Any) -> dict[str, Any]:
    """A row of a file with one section."""
    section = {"type": "information", "heading": "What is it ?", "text": f"{title} is told of here."}
    return {
        "title": title,
        "synonyms": [],
        "publisher": "NIDDK",
        "url": f"https://{url}.example/",
        "sections": [section],
    } | changes


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_a_title_says_what_kind_of_page_it_is(title, kind):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("name", "text", "phrase", "verb"),
    [
        ("Heart Attack", "You may have a heart attack. A heart attack is sudden.", "a heart attack", "is"),
        ("Kidney Stones", "People with kidney stones know. Kidney stones are hard.", "kidney stones", "are"),
        (
            "Broken Heart Syndrome",
            "Triggers of broken heart syndrome are many.",
            "broken heart syndrome",
            "is",
        ),
        ("Hashimoto's Disease", "In Hashimoto's disease it swells.", "Hashimoto's disease", "is"),
        ("Diabetes", "", "diabetes", "is"),
        ("CADASIL", "", "CADASIL", "is"),
    ],
)
def test_a_name_is_said_as_the_texts_say_it(name, text, phrase, verb):
    said = spoken(name, [text])
    assert (said.phrase, said.verb) == (phrase, verb)


@pytest.mark.parametrize(
    ("flat", "readable"),
    [
        ("- a rash - a fever", "- a rash\n- a fever"),
        ("Tests include:\nA scan\nBlood tests", "Tests include:\n\n- A scan\n- Blood tests"),
        (
            "Medical History\nYour doctor asks you for what you had before this.",
            "### Medical History\n\nYour doctor asks you for what you had before this.",
        ),
        ("What causes X? It isnt known.", "It isn't known."),
        ("It is common at that age.1 It ends..", "It is common at that age. It ends."),
        ("Causes of it include\n- a virus - stress", "Causes of it include\n\n- a virus\n- stress"),
        ("Longer than5days. See the NIDDK health topic, X.", "Longer than 5 days."),
        ("More on: Handwashing\nIt ends.", "It ends."),
        ("Hereditary NephritisAlport Syndrome is one.", "Hereditary Nephritis – Alport Syndrome is one."),
        (
            "Chest Pain\nShortness of Breath\nCold Sweat\nNausea",
            "- Chest Pain\n- Shortness of Breath\n- Cold Sweat\n- Nausea",
        ),
        ("- Take 5 - 10 mg daily - Rest", "- Take 5 - 10 mg daily\n- Rest"),
        (
            "See www.ClinicalTrials.gov or a@HealthCareline.org.",
            "See www.ClinicalTrials.gov or a@HealthCareline.org.",
        ),
        ("A SmartPill is swallowed.", "A SmartPill is swallowed."),
        ("Image\nImage-guided biopsy may be done.", "Image-guided biopsy may be done."),
        ("It is [red] *now*.", "It is \\[red\\] \\*now\\*."),
    ],
)
def test_flattened_text_can_be_read_again(flat, readable):
    assert as_markdown(blocks_of(flat)) == readable


LIVER = "If the liver isn't working well, the body stops making what helps the blood clot."
KIDNEYS = "If the kidneys aren't working well, what is in the blood changes, and the heart becomes weaker."
SPLEEN = (
    "A big spleen may also cause pain on the left side of the belly, under the ribs. Parents can feel it."
)


@pytest.mark.parametrize(
    ("flat", "readable"),
    [
        # A box that the text repeats from its first word on, and goes on.
        (f"{SPLEEN}\n{SPLEEN} It is soft.", f"{SPLEEN} It is soft."),
        # A text that the line before has told, which says more.
        (f"A crisis. It is sudden. {SPLEEN}\n{SPLEEN}", f"A crisis. It is sudden. {SPLEEN}"),
        (
            f"As organs stop working, shock gets worse. For example: - {KIDNEYS} - {LIVER}\n{KIDNEYS}\n{LIVER}",
            f"As organs stop working, shock gets worse. For example: - {KIDNEYS} - {LIVER}",
        ),
        # Two that begin alike and end otherwise.
        (f"{SPLEEN} It is hard.\n{SPLEEN} It is soft.", f"{SPLEEN} It is hard.\n\n{SPLEEN} It is soft."),
        # What only looks like words about another page.
        (
            "More on one side than on the other.\nImage tests show where it is.\nTo view the colon, a scope is used.",
            "More on one side than on the other.\n\nImage tests show where it is.\n\n"
            "To view the colon, a scope is used.",
        ),
        # A name within another word is not told before.
        ("Rashes are not seen with it.\nAsh", "Rashes are not seen with it.\n\nAsh"),
    ],
)
def test_only_what_is_told_twice_is_left_out(flat, readable):
    assert as_markdown(blocks_of(flat)) == readable


def test_a_heading_stays_with_its_text_where_the_lead_ends():
    points = "\n".join(f"- Sign {number}" for number in range(7))
    text = f"{points}\nMedical History\nYour doctor asks you for what you had before this."
    layout = lay_out("X", [Section("information", "", text)])
    assert layout.about == "### Medical History\n\nYour doctor asks you for what you had before this."


def test_headings_without_a_text_are_not_lost():
    signs = "Chest Pain\nShortness of Breath\nCold Sweat"
    layout = lay_out("X", [Section("information", "", signs), Section("causes", "", f"{signs}\nIt is so.")])
    points = "- Chest Pain\n- Shortness of Breath\n- Cold Sweat"
    assert (layout.lead, layout.parts[-1].text) == (points, f"{points}\n\nIt is so.")
    assert as_markdown([Block(TEXT, "It is so."), Block(HEADING, "Signs")]) == "It is so.\n\nSigns"


@pytest.mark.parametrize(("list_of", "points"), [("", ""), (" They include:\n- B*27", "\n\n- B\\*27")])
def test_no_sign_of_a_lead_is_taken_for_a_mark(list_of, points):
    layout = lay_out("X", [Section("information", "", f"HLA-B*27 and HLA-B*51 are seen.{list_of}")])
    assert layout.lead.startswith("HLA-B\\*27 and HLA-B\\*51 are seen.")
    assert layout.lead.endswith(points)


def test_sections_stand_as_a_patient_asks_and_nothing_stands_twice():
    kinds = ("research", "outlook", "exams and tests", "causes", "symptoms", "information", "information")
    layout = lay_out(
        "Fainting fits", [Section(kind, "", f"All about {kind} of this condition.") for kind in kinds]
    )
    assert [(part.heading, part.is_after_treatment) for part in layout.parts] == [
        ("Signs and symptoms", False),
        ("Causes", False),
        ("Tests and diagnosis", False),
        ("Outlook", True),
        ("Research", True),
    ]
    assert layout.lead == "All about information of this condition."


@pytest.mark.parametrize(
    "text",
    [
        "Rotavirus\nRotavirus is found in most children with it.\nWhat is next\n",
        "- Rotavirus. Rotavirus is found in most children with it. - Stress. Nobody knows how it can do so.",
        "Chronic Bronchitis\nRotavirus is found in most children with it, and so on.",
        "- a virus - stress",
    ],
)
def test_causes_are_made_only_of_what_the_file_names_as_one(text):
    layout = lay_out("Bronchitis", [Section("information", "", "It aches."), Section("causes", "", text)])
    names = [cause.name for part in layout.parts for cause in part.causes]
    assert (
        names
        == {"R": ["Rotavirus"], "-": ["Rotavirus", "Stress"] if "Rotavirus" in text else [], "C": []}[text[0]]
    )


def test_a_cause_has_the_words_under_its_name():
    text = "Viruses cause it.\nRotavirus\nRotavirus is found in most children with it."
    [about, causes] = lay_out(
        "Colic", [Section("information", "", "It aches."), Section("causes", "", text)]
    ).parts
    assert (about.causes, causes.text) == ([], "Viruses cause it.")
    assert causes.causes == [NamedCause("Rotavirus", "Rotavirus is found in most children with it.")]


@pytest.fixture
def imported(write_lines, db) -> None:
    """A condition told by two rows, a page that names it as a cause, a guide to it, and a test."""
    causes = {
        "type": "causes",
        "heading": "",
        "text": "Gout\nGout makes the joints hurt in all who have it.\nStress\nStress makes the joints hurt in some.",
    }
    more = {"type": "outlook", "heading": "", "text": "It comes back."}
    gout, sore = row("Gout", "gout", synonyms=["Podagra"]), row("Sore joints", "joints")
    easy = row("What I need to know about Gout", "easy")
    rows = [
        easy,
        {**gout, "sections": [*gout["sections"], more]},
        {**sore, "sections": [*sore["sections"], causes]},
        row("Living with Gout", "living"),
        row("Blood Test", "test"),
    ]
    import_reference_pages(write_lines(*rows), publish=True)


def test_rows_about_one_condition_are_one_page_and_stay_so(imported, write_lines):
    gout = ReferencePage.objects.get(title="Gout")
    # What the other row tells, this one tells too.
    assert [use.source.url for use in gout.citations.filter(section="lead")] == ["https://gout.example/"]
    assert FoldedImport.objects.get().page == gout
    again = import_reference_pages(write_lines(row("What I need to know about Gout", "easy")), publish=True)
    assert (again.already_there, ReferencePage.objects.count()) == (1, 4)


def test_folding_keeps_the_names_in_titles_and_cites_who_told_something(write_lines, db):
    more = {"type": "outlook", "heading": "", "text": "It comes back."}
    full = row("Enterobiasis", "full")
    rows = [
        {**full, "sections": [*full["sections"], more]},
        row("Parasites - Enterobiasis (also known as Pinworm Infection)", "twice"),
        {**row("Enterobiasis", "other"), "sections": [{**more, "type": "causes"}]},
    ]
    import_reference_pages(write_lines(*rows), publish=True)
    page = ReferencePage.objects.get()
    about = page.causes.get(is_subject=True)
    assert [alias.name for alias in about.aliases.all()] == ["Pinworm Infection"]
    assert sorted(use.source.url for use in about.citations.all()) == [
        "https://full.example/",
        "https://other.example/",
    ]


def test_pages_that_share_a_condition_are_related_for_readers_and_in_their_revisions(imported):
    gout, guide = (ReferencePage.objects.get(title=title) for title in ("Gout", "Living with Gout"))
    assert ([*gout.related.all()], [*guide.related.all()]) == ([guide], [gout])
    assert gout.revisions.get().content["related"] == [guide.pk]


PAIR = [row("Gout", "gout"), row("Living with Gout", "living")]


def test_a_second_run_relates_what_the_first_one_left_unrelated(write_lines, db, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(_Store, "relate", lambda store: None)
        import_reference_pages(write_lines(*PAIR), publish=True)
    gout, guide = (ReferencePage.objects.get(title=title) for title in ("Gout", "Living with Gout"))
    gout.related.add(guide)
    import_reference_pages(write_lines(*PAIR), publish=True)
    assert ([*gout.related.all()], [*guide.related.all()]) == ([guide], [gout])
    assert gout.revisions.get().content["related"] == [guide.pk]


def test_what_somebody_changed_before_pages_are_related_stays(write_lines, db, monkeypatch, editor):
    relate = _Store.relate

    def edit_first(store: _Store) -> None:
        draft = Revision.objects.get(page__title="Gout")
        document = Document.from_json(draft.content)
        document.fields["lead"] = "Edited"
        save_draft(page=draft.page, document=document, seen=f"draft {draft.pk} 1", author=editor)
        chosen = Revision.objects.get(page__title="Living with Gout")
        chosen.content["related"] = [chosen.page_id]
        chosen.save()
        relate(store)

    monkeypatch.setattr(_Store, "relate", edit_first)
    import_reference_pages(write_lines(*PAIR))
    edited, chosen = (Revision.objects.get(page__title=title) for title in ("Gout", "Living with Gout"))
    assert (edited.content["fields"]["lead"], edited.content["related"]) == ("Edited", [])
    assert chosen.content["related"] == [chosen.page_id]


@pytest.mark.one_database
@pytest.mark.parametrize("is_public", [True, False])
def test_a_form_that_was_opened_before_takes_no_relation_back(
    write_lines, monkeypatch, editor_client, is_public
):
    with monkeypatch.context() as patched:
        patched.setattr(_Store, "relate", lambda store: None)
        import_reference_pages(write_lines(*PAIR), publish=is_public)
    gout, guide = (ReferencePage.objects.get(title=title) for title in ("Gout", "Living with Gout"))
    form = opened(editor_client, gout)
    import_reference_pages(write_lines(*PAIR), publish=is_public)
    answer = editor_client.post(address(gout), {**form, "lead": "My lead."})
    assert answer.headers["Location"] == screen(gout, "merge")
    joined = filled(editor_client.get(screen(gout, "merge")), "merge-form")
    editor_client.post(screen(gout, "merge"), joined | {"clash-page0-lead": "mine"})
    content = draft_of(gout).content
    assert (content["fields"]["lead"], content["related"]) == ("My lead.", [guide.pk])


def test_only_conditions_and_causes_are_proposed(imported):
    proposed = Cause.objects.public().conditions().order_by("pk")
    assert [(cause.page.title, cause.name, cause.is_subject) for cause in proposed] == [
        ("Gout", "Gout", True),
        ("Sore joints", "Sore joints", True),
        ("Sore joints", "Gout", False),
    ]


def test_search_engines_are_told_no_cause_that_is_none(imported):
    def about(title: str) -> Any:
        page = ReferencePage.objects.select_related("category").get(title=title)
        return medical_web_page(page, page_tree(page)).get("about")

    assert about("Gout") == {"@type": "MedicalCondition", "name": "Gout", "alternateName": ["Podagra"]}
    assert [cause["name"] for cause in about("Sore joints")["cause"]] == ["Gout", "Stress"]
    assert about("Blood Test") == {"@type": "MedicalTest", "name": "Blood Test"}
    assert about("Living with Gout") is None


def test_readers_see_what_a_page_is_about_as_no_cause_of_it(imported, stranger):
    text = stranger.get(ReferencePage.objects.get(title="Sore joints").get_absolute_url()).content.decode()
    assert 'id="sore-joints"' in text
    assert "<h3>Sore joints</h3>" not in text
    assert "<h3>Gout</h3>" in text


def test_a_page_is_about_one_thing(imported):
    page = ReferencePage.objects.get(title="Sore joints")
    document = Document.from_json(page.revisions.get().content)
    for cause in document.causes():
        cause.is_subject = True
    assert "Two causes are marked as what the page is about." in problems(page, document)


@pytest.mark.parametrize("is_public", [True, False])
def test_the_migration_marks_the_same_cause_in_every_document(write_lines, db, editor, is_public):
    import_reference_pages(write_lines(row("Gout", "gout")), publish=is_public)
    page = ReferencePage.objects.get()
    draft = open_revision(page)
    document = opened_with(page, draft)
    about = next(document.causes())
    about.is_subject = False
    document.groups[0].causes = [CauseEntry(new_key(), "Stress", "stress"), about]
    save_draft(page=page, document=document, seen=state_of_page(page, draft), author=editor)
    keep_unsaved(page=page, document=document, seen="page 1", author=editor, reason="")
    Cause.objects.update(is_subject=False)
    documents = [model.objects for model in (Revision, DraftVersion, UnsavedWork)]
    for each in (each for rows in documents for each in rows.all()):
        del each.content["fields"]["kind"]
        for cause in each.content["groups"][0]["causes"]:
            cause["is_subject"] = False
        each.save()
    migration: Any = import_module("conditions.migrations.0096_say_kinds")
    migration.say(apps, None)
    found = [Document.from_json(each.content) for rows in documents for each in rows.all()]
    assert len(found) == (5 if is_public else 4)
    assert {each.fields["kind"] for each in found} == {"condition"}
    assert [[cause.name for cause in each.causes() if cause.is_subject] for each in found] == [
        ["Gout"] for _each in found
    ]
    assert Cause.objects.filter(is_subject=True).count() == int(is_public)


def test_a_name_that_many_pages_carry_relates_none_of_them():
    pages = [
        About(number, "condition", f"Ataxia {number}", [f"Ataxia {number}", "Ataxia"]) for number in range(5)
    ]
    assert related(pages) == {}
    two = [
        About(number, "condition", name, [name])
        for number, name in enumerate(["Gout in men", "Gout in women"])
    ]
    assert related(two) == {0: [1], 1: [0]}
