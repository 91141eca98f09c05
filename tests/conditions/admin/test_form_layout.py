"""The page's form: its parts in the order of reading, and a summary that names each error and leads to it."""

from html import unescape

import pytest

from tests.conditions.admin.page_form import address, opened

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def summary(html):
    """The links of the summary, as (address, text)."""
    box = html.split("data-error-summary>")[1].split("</div>")[0]
    rows = [row.removeprefix('<a href="') for row in box.split("<ul>")[1].split("<li>")[1:]]
    return [tuple(unescape(row.split("</")[0]).split('">', 1)) for row in rows]


def test_the_form_has_its_parts_in_the_order_of_reading(editor_client, reference):
    html = editor_client.get(address(reference)).content.decode()
    names = ("lead", "warning_signs", "causes_intro", "groups-0-heading", "treatment", "reviewed_by")
    fields = [*names, "citations-TOTAL_FORMS", "change_reason"]
    places = [html.index(f'name="{name}"') for name in fields]
    assert places == sorted(places)


def test_a_refused_save_names_every_error_with_its_place(editor_client, reference):
    form = opened(editor_client, reference) | {
        "title": "",
        "last_reviewed_on": "soon",
        "groups-0-causes-1-slug": "palsy",
        "groups-0-causes-0-children-0-name": "",
        "groups-0-causes-0-citations-0-source": "",
        "groups-0-causes-0-children-0-children-0-move_to": "x" * 50,
        "groups-0-heading": "",
    }
    html = editor_client.post(address(reference), form).content.decode()
    row = "#id_groups-0-causes-0"
    assert summary(html) == [
        ("#id_title", "Title: This field is required."),
        ("#id_groups-0-heading", "Heading: This field is required."),
        (f"{row}-citations-0-source", "Palsy, Source: This field is required."),
        (f"{row}-children-0-name", "Palsy, Name: This field is required."),
        (
            "#groups-0-causes-0-children-0-children-0",
            "Tiny stroke: Ensure this value has at most 40 characters (it has 50).",
        ),
        (
            "#id_groups-0-causes-1-slug",
            "Stroke, Anchor: Another cause of this page has the anchor “palsy”.",
        ),
        ("#id_last_reviewed_on", "Last reviewed on: Enter a valid date."),
    ]
    # What a removed row would have wrong keeps nobody from saving, and is not told.
    form |= {f"groups-0-causes-{number}-DELETE": "on" for number in (0, 1)}
    form |= {"groups-0-causes-0-children-0-DELETE": "on", "groups-0-causes-0-citations-0-DELETE": "on"}
    form |= {"groups-0-causes-0-children-0-children-0-DELETE": "on", "groups-0-causes-TOTAL_FORMS": "x"}
    html = editor_client.post(address(reference), form).content.decode()
    fields = [field for field, _text in summary(html)]
    assert fields == ["#id_title", "#id_groups-0-heading", "#groups-0-causes-group", "#id_last_reviewed_on"]
