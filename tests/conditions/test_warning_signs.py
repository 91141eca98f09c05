"""A reference page shows its warning signs on the card that threads have, out of a field."""

import pytest

from conditions.importing.layout import Section, lay_out
from conditions.importing.pages import import_reference_pages
from conditions.models import ReferencePage
from portal.demo import content
from tests.conditions.admin.page_form import opened, put_on_the_site
from tests.conditions.test_import_reference_pages import ROW
from tests.factories import ReferencePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SIGNS = "A stiff neck: call an ambulance\n\n  Fever for a week: see a doctor  "


def test_each_line_is_one_sign_on_the_card(stranger):
    page = ReferencePageFactory(warning_signs=SIGNS)
    html = stranger.get(page.get_absolute_url()).content.decode()
    assert page.warning_sign_lines == ["A stiff neck: call an ambulance", "Fever for a week: see a doctor"]
    card = html.partition('<section class="care-card care-card-urgent">')[2].partition("</section>")[0]
    assert "When to seek care now" in card
    assert card.count("<li>") == 2
    assert html.index("care-card-urgent") < html.index('class="contents"')


def test_without_signs_there_is_no_card(stranger):
    assert "care-card" not in stranger.get(ReferencePageFactory().get_absolute_url()).content.decode()


def test_editors_change_it_with_history(editor_client):
    page = ReferencePageFactory(warning_signs="Old")
    put_on_the_site(editor_client, page, {**opened(editor_client, page), "warning_signs": "New"})
    page.refresh_from_db()
    assert page.warning_signs == "New"
    assert page.history.first().warning_signs == "New"


def test_every_page_of_the_demo_has_them():
    assert [page["slug"] for page in content.pages() if not page["warning_signs"]] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- A stiff neck\n- A fit", ["A stiff neck", "A fit"]),
        ("1. A stiff neck\n2) A fit", ["A stiff neck", "A fit"]),
        (
            "Call for a stiff neck. See a doctor for fever.",
            ["Call for a stiff neck.", "See a doctor for fever."],
        ),
    ],
)
@pytest.mark.parametrize(
    "heading", ["When to get help", "When should I see a doctor?", "Warning signs", "Emergency"]
)
def test_a_section_that_tells_when_to_get_help_becomes_signs(heading, text, lines):
    layout = lay_out(
        "X", [Section("information", "What is X?", "It aches."), Section("other", heading, text)]
    )
    assert layout.warning_signs.splitlines() == lines
    assert (layout.lead, [part.heading for part in layout.parts]) == ("It aches.", ["About X"])


def test_what_is_too_long_for_a_card_or_all_there_is_stays_a_section():
    long = Section("other", "When to get help", "Go at once. " * 200)
    layout = lay_out("X", [Section("information", "What is X?", "It aches."), long])
    assert (layout.warning_signs, [part.heading for part in layout.parts]) == ("", ["When to get help"])
    alone = lay_out("X", [Section("other", "When to get help", "Go at once.")])
    assert (alone.warning_signs, alone.lead) == ("", "Go at once.")


def test_imported_pages_keep_them(write_lines):
    section = {"type": "emergency", "heading": "When to get help", "text": "- A fit"}
    import_reference_pages(write_lines({**ROW, "sections": [*ROW["sections"], section]}), publish=True)
    assert ReferencePage.objects.get().warning_signs == "A fit"
