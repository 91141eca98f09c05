"""`manage.py import_reference_pages`."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.importing.layout import NO_SIGNS, Part, Section, lay_out, split_lead
from conditions.importing.pages import import_reference_pages
from conditions.importing.phenotypes import SENTENCE, readable
from conditions.models import Category, Cause, Citation, ReferencePage, Source

ROW: dict[str, Any] = {
    "title": "Parry-Romberg Syndrome",
    "synonyms": ["Progressive hemifacial atrophy", "PRS", "PRS", "Parry-Romberg Syndrome"],
    "publisher": "NINDS",
    "url": "http://www.ninds.nih.gov/disorders/parry_romberg/parry_romberg.htm",
    "sections": [
        {
            "type": "information",
            "heading": "What is (are) Parry-Romberg Syndrome ?",
            "text": "Half of the face shrinks. " + "It is slow. " * 60,
        },
        {"type": "research", "heading": "what research is being done ?", "text": "Goes on."},
        {"type": "symptoms", "heading": "What are the symptoms ?", "text": "A hollow cheek."},
        {"type": "treatment", "heading": "What are the treatments ?", "text": "Surgery can help."},
        {"type": "treatment", "heading": "What are the treatments ?", "text": "Medicine can too."},
        {"type": "folklore", "heading": "What people say", "text": "Many things."},
    ],
}

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_page_about_its_condition_in_the_order_of_a_patient(write_lines, capsys):
    call_command("import_reference_pages", str(write_lines(ROW)), "--publish")

    assert capsys.readouterr().out == "Imported 1 reference pages; 0 of 1 lines were there already.\n"
    page = ReferencePage.objects.public().get()
    assert (page.title, page.slug) == ("Parry-Romberg Syndrome", "parry-romberg-syndrome")
    assert page.question_heading == "What is Parry-Romberg Syndrome?"
    assert page.category.name == "Brain and Nerve Conditions"
    assert page.treatment == "Surgery can help.\n\nMedicine can too."
    assert page.kind == ReferencePage.Kind.CONDITION
    about = page.causes.get()
    assert (about.name, about.slug) == ("Parry-Romberg Syndrome", "parry-romberg-syndrome")
    assert (about.is_subject, about.is_condition) == (True, True)
    told = f"{page.lead} {about.text}".split()
    assert told == ROW["sections"][0]["text"].split()
    assert [alias.name for alias in about.aliases.all()] == ["Progressive hemifacial atrophy", "PRS"]
    assert [(group.heading, group.text, group.is_after_treatment) for group in page.groups.all()] == [
        ("About Parry-Romberg Syndrome", "", False),
        ("Signs and symptoms", "A hollow cheek.", False),
        ("Research", "Goes on.", True),
        ("What people say", "Many things.", False),
    ]


def test_the_source_is_cited_for_lead_treatment_and_cause(write_lines):
    import_reference_pages(write_lines(ROW), publish=True)

    source = Source.objects.get()
    assert source.publisher == "National Institute of Neurological Disorders and Stroke"
    assert (source.title, source.url) == (ROW["title"], ROW["url"])
    citations = Citation.objects.on_page(ReferencePage.objects.get())
    assert [(c.section, c.source) for c in citations] == [
        ("lead", source),
        ("treatment", source),
        ("", source),
    ]


def test_a_second_run_changes_nothing_that_staff_edited(write_lines):
    path = write_lines(ROW)
    import_reference_pages(path, publish=True)
    ReferencePage.objects.update(lead="Edited by staff")

    outcome = import_reference_pages(path, publish=True)

    assert (dict(outcome.made), outcome.already_there) == ({"reference pages": 0}, 1)
    assert ReferencePage.objects.get().lead == "Edited by staff"
    assert (Cause.objects.count(), Citation.objects.count(), Source.objects.count()) == (1, 3, 1)


def test_pages_of_one_title_from_several_files_get_addresses_of_their_own(write_lines):
    rows = [
        ROW,
        {**ROW, "url": "https://b.example/", "publisher": "GARD"},
        {**ROW, "url": "https://c.example/", "publisher": "GARD"},
        {**ROW, "url": "https://d.example/", "publisher": "Somebody Else"},
    ]
    for row in rows:
        import_reference_pages(write_lines(row), publish=True)

    assert list(ReferencePage.objects.order_by("pk").values_list("slug", "category__name")) == [
        ("parry-romberg-syndrome", "Brain and Nerve Conditions"),
        ("parry-romberg-syndrome-gard", "Rare Diseases"),
        ("parry-romberg-syndrome-gard-2", "Rare Diseases"),
        ("parry-romberg-syndrome-somebody-else", "Somebody Else"),
    ]


def test_pages_are_filed_under_the_category_of_their_name_whatever_its_address(write_lines):
    mine = Category.objects.create(name="Brain and Nerve Conditions", slug="brain")

    import_reference_pages(write_lines(ROW), publish=True)

    assert ReferencePage.objects.get().category == mine
    assert Category.objects.count() == 1


def test_a_new_category_gets_no_address_that_leads_to_another(write_lines):
    renamed = Category.objects.create(name="Nerves", slug="nerves")
    renamed.former_addresses.create(slug="brain-and-nerve-conditions")

    import_reference_pages(write_lines(ROW), publish=True)

    assert ReferencePage.objects.get().category.slug == "brain-and-nerve-conditions-2"


def test_publishers_without_latin_letters_get_categories_of_their_own(write_lines):
    names = ("衛生福利部", "疾病管制署")
    rows = [
        {**ROW, "title": name, "publisher": name, "url": f"https://{n}.example/"}
        for n, name in enumerate(names)
    ]

    import_reference_pages(write_lines(*rows), publish=True)

    assert list(Category.objects.order_by("pk").values_list("name", "slug")) == [
        ("衛生福利部", "category"),
        ("疾病管制署", "category-2"),
    ]


def test_two_rows_of_one_address_in_one_file_make_one_page_of_the_first(write_lines):
    outcome = import_reference_pages(write_lines(ROW, {**ROW, "title": "Another title"}), publish=True)

    assert (outcome.made["reference pages"], outcome.already_there) == (1, 1)
    assert ReferencePage.objects.get().title == ROW["title"]


BAD_LINES = [
    (b"{", "Line 2: not JSON: Expecting property name enclosed in double quotes (character 2)."),
    ({**ROW, "url": "not an address"}, "Line 2: “url” is not a web address."),
    ({**ROW, "url": "javascript:alert(1)"}, "Line 2: “url” is not a web address."),
    ({**ROW, "sections": []}, "Line 2: “sections” is not a list with at least one section."),
    ({**ROW, "sections": ["text"]}, "Line 2: a section is not a JSON object."),
    ({**ROW, "sections": [{"type": "causes", "heading": "x"}]}, "Line 2: “text” is missing."),
    ({**ROW, "title": ""}, "Line 2: “title” is empty."),
    ({**ROW, "synonyms": "PRS"}, "Line 2: “synonyms” is not a list."),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES, ids=[message for _line, message in BAD_LINES])
def test_a_malformed_line_is_named_and_the_others_go_on(write_lines, capsys, line, message):
    last = {**ROW, "title": "Last", "url": "https://last.example/"}

    with pytest.raises(CommandError, match=r"^1 of 3 lines were not imported\.$"):
        call_command("import_reference_pages", str(write_lines(ROW, line, last)), "--publish")

    assert message in capsys.readouterr().err.splitlines()
    assert list(ReferencePage.objects.values_list("title", flat=True)) == ["Last", "Parry-Romberg Syndrome"]


def test_a_file_of_another_kind_is_refused_clearly(tmp_path):
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"title": "why?", "body": "why", "reply": "so", "doctor": "Doctor 1"}) + "\n")

    with pytest.raises(
        CommandError, match="is not a JSON Lines file with title, synonyms, publisher, url and"
    ):
        call_command("import_reference_pages", str(path))
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("import_reference_pages", str(tmp_path / "nowhere"))
    assert Category.objects.count() == 0


def test_a_page_without_information_opens_with_its_symptoms():
    sections = [
        Section("treatment", "What are the treatments for X ?", "Rest."),
        Section("causes", "What causes X ?", "Nobody knows."),
        Section("symptoms", "What are the symptoms of X? ?", "A rash."),
    ]

    layout = lay_out("X", sections)

    assert (layout.question_heading, layout.lead, layout.about) == ("What are the signs of X?", "A rash.", "")
    assert layout.parts == [Part("Signs and symptoms"), Part("Causes", "Nobody knows.")]
    assert layout.treatment == "Rest."


def test_a_page_with_nothing_but_treatment_loses_no_word():
    layout = lay_out("X", [Section("treatment", "What are the treatments for X ?", "Rest.")])

    assert (layout.lead, layout.about, layout.treatment) == ("Rest.", "", "")
    assert layout.parts == [Part("About X")]


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("Short.", "Short.", ""),
        ("One. Two. Three. Four.", "One. Two. Three.", "Four."),
        ("no sentence ends here at all", "no sentence …", "… ends here at all"),
        ("x" * 30, "x" * 16 + " …", "… " + "x" * 14),
    ],
)
def test_split_lead(text, lead, rest):
    assert split_lead(text, 16) == (lead, rest)


TABLE = (
    "What are the signs and symptoms of X syndrome? The Human Phenotype Ontology provides the following list of signs "
    "and symptoms for X syndrome. If the information is available, see below. Signs and Symptoms Approximate number "
    "of patients (when available) Short stature 90% Low-set ears 7.5% Seizures 3/4 Deafness - {last}"
    "The Human Phenotype Ontology (HPO) has collected information on this. Often the sign or symptom may be rare or "
    "common."
)


def test_a_table_of_signs_in_one_line_becomes_a_list():
    expected = "- Short stature (90%)\n- Low-set ears (7.5%)\n- Seizures (3 of 4 patients)\n- Deafness"
    assert readable(f"Before. {TABLE.format(last='')} After.") == f"Before. {SENTENCE}\n\n{expected} After."


@pytest.mark.parametrize(
    "text", ["A short face.", TABLE.format(last="no share "), TABLE.format(last="x" * 121 + " - ")]
)
def test_any_other_text_stays_as_it_is(text):
    assert readable(text) == text


def test_a_page_of_signs_alone_has_them_under_its_cause():
    layout = lay_out("X", [Section("symptoms", "What are the symptoms of X ?", f"{SENTENCE}\n\n- Seizures")])

    assert (layout.lead, layout.about) == ("Among its signs: Seizures.", f"{SENTENCE}\n\n- Seizures")


def test_a_lead_of_signs_has_no_shares_and_does_not_only_name_the_condition():
    section = Section("symptoms", "What are the symptoms of X ?", TABLE.format(last=""))
    assert lay_out("X", [section]).lead == "Among its signs: Short stature; Low-set ears; Seizures; Deafness."
    causes = Section("causes", "What causes it ?", "A change of one gene.")
    named = "Short stature syndrome with Seizures, Deafness and Low-set ears"
    assert lay_out(named, [section]).lead == NO_SIGNS
    assert lay_out(named, [section, causes]).lead == "A change of one gene."


def test_a_guide_has_each_heading_once():
    sections = [
        Section(kind, "x", f"{kind} is told.") for kind in ("information", "prevention", "considerations")
    ]
    layout = lay_out("Keep your diabetes under control", sections)
    said = [(part.heading, part.text) for part in layout.parts]
    assert said[-1] == ("What you can do", "prevention is told.\n\nconsiderations is told.")
    assert len({heading for heading, _text in said}) == len(said)


def test_how_a_condition_is_passed_on_and_begins_is_no_sign():
    table = TABLE.replace(
        "Seizures 3/4", "Seizures 3/4 Infantile onset - Autosomal recessive inheritance -"
    ).format(last="")
    points = "- Short stature (90%)\n- Low-set ears (7.5%)\n- Seizures (3 of 4 patients)\n- Deafness"
    course = "Inheritance and course: Infantile onset; Autosomal recessive inheritance."
    assert readable(table) == f"{SENTENCE}\n\n{points}\n\n{course}"


def test_the_history_of_page_groups_and_cause_says_who_imported_them(write_lines, editor, editor_client):
    call_command("import_reference_pages", str(write_lines(ROW)), by="editor", publish=True)

    page = ReferencePage.objects.get()
    rows: list[Any] = [page, *page.groups.all(), page.causes.get()]
    for row in rows:
        lines = set(row.history.values_list("history_user", "history_change_reason"))
        assert (row.history.last().history_type, lines) == ("+", {(editor.pk, "imported from rows.jsonl")})
    assert page.revisions.get().state == "published"
    shown = editor_client.get(
        reverse("admin:conditions_referencepage_history", args=[page.pk])
    ).content.decode()
    assert "imported from rows.jsonl" in shown


def test_what_nobody_told_to_publish_waits_as_a_draft(write_lines, stranger, editor, editor_client):
    call_command("import_reference_pages", str(write_lines(ROW)), by="editor")
    page = ReferencePage.objects.get()
    draft = page.revisions.get()
    assert (draft.state, draft.author, page.published_at) == ("draft", editor, None)
    assert (page.causes.count(), page.groups.count()) == (0, 0)
    assert stranger.get(page.get_absolute_url()).status_code == 404
    preview = editor_client.get(reverse("admin:conditions_referencepage_preview", args=[page.pk]))
    assert f"<h1>{ROW['title']}</h1>" in preview.content.decode()
    assert import_reference_pages(write_lines(ROW), publish=True).already_there == 1


@pytest.mark.one_database
def test_each_page_more_costs_the_same_few_queries(write_lines):
    def queries(first: int, count: int) -> int:
        rows = [
            {
                **ROW,
                "title": f"Disease {number}",
                "synonyms": [f"D{number}"],
                "url": f"https://a.example/{number}",
            }
            for number in range(first, first + count)
        ]
        with CaptureQueriesContext(connection) as asked:
            import_reference_pages(write_lines(*rows), publish=True)
        return len(asked)

    queries(10, 1)  # the category is new only once
    two = queries(20, 2)
    # One page of four headings and a cause; names, sources and folded rows are stored for all at once.
    assert queries(30, 6) - two == 4 * 35
