"""The page of figures: charts with their tables, any period, files, for who may read them, at a fixed cost."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.figures.figures import FIGURES
from portal.figures.read import Period, Totals
from portal.figures.tables import Measure
from portal.models import DailyTotal
from portal.roles import HEADS
from tests.factories import CauseFactory, SpecialtyFactory
from tests.portal.roles.groups import with_role

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LAST = date(2026, 8, 2)  # a Sunday
FIRST = LAST - timedelta(days=27)
WHOLE = Period(FIRST, LAST)
ADDRESS = f"?first={FIRST}&last={LAST}"


def count(measure: Measure, value: int, key: str = "", on: date = LAST) -> None:
    DailyTotal.objects.create(day=on, measure=measure, key=key, value=value)


def figure(name: str, period: Period = WHOLE) -> Any:
    totals = Totals.read(period)
    found = FIGURES[name](totals)
    assert found.name == name
    return found


def lines(name: str, period: Period = WHOLE) -> dict[str, list[Any]]:
    return {row.label: list(row.cells) for row in figure(name, period).rows}


@pytest.fixture
def head(db: Any) -> Client:
    return with_role(HEADS)


def test_waiting_times_stand_against_the_target_of_the_specialty() -> None:
    specialty = SpecialtyFactory(name="Dermatology", target_hours=36)
    key = str(specialty.pk)
    for day, edge in ((FIRST, 12), (LAST, 24), (LAST - timedelta(days=1), "more")):
        count(Measure.ANSWERED, 2, key, day)
        count(Measure.WAITED, 2, f"{key}:{edge}", day)
    count(Measure.IN_TARGET, 3, key)
    count(Measure.ANSWERED, 9, key, FIRST - timedelta(days=1))
    found = figure("waiting")
    assert [(row.label, list(row.cells)) for row in found.rows] == [
        ("Dermatology", [36, 6, 3, 50, 24, "> 672"])
    ]
    [(_row, shapes)] = found.bars
    assert [(shape.x, shape.width, shape.colour) for shape in shapes] == [
        (0, 50, "part-good"),
        (50, 50, "part-bad"),
    ]


def test_steps_without_a_number_stand_there_too() -> None:
    count(Measure.ASKED, 4, on=FIRST)
    count(Measure.ANSWERED, 2)
    found = figure("answered")
    assert [(row.label, list(row.cells)) for row in found.rows] == [
        ("6 Jul 2026", [4, 0]),
        ("13 Jul 2026", [0, 0]),
        ("20 Jul 2026", [0, 0]),
        ("27 Jul 2026", [0, 2]),
    ]
    assert [(shape.x, shape.y, shape.width, shape.height) for shape in found.shapes] == [
        (1, 0, 4, 100),
        (35, 50, 4, 50),
    ]


@pytest.mark.parametrize(
    ("years", "number", "last"), [(0.5, 27, "27 Jul 2026"), (3, 37, "August 2026"), (20, 21, "2026")]
)
def test_a_long_period_is_cut_into_months_and_years(years: float, number: int, last: str) -> None:
    count(Measure.ASKED, 4)
    rows = figure("answered", Period(LAST - timedelta(days=int(365 * years)), LAST)).rows
    assert (len(rows), rows[-1].label, list(rows[-1].cells)) == (number, last, [4, 0])


def test_what_stood_is_that_of_the_last_day_of_the_period_that_was_counted() -> None:
    for day, number in ((LAST - timedelta(days=3), 5), (LAST - timedelta(days=2), 7)):
        count(Measure.BACKLOG_TAKEN, 1, on=day)
        count(Measure.BACKLOG, number, "24", day)
    count(Measure.BACKLOG_TAKEN, 1, on=LAST + timedelta(days=1))
    count(Measure.BACKLOG, 9, "24", LAST + timedelta(days=1))
    assert lines("backlog")["up to 1 day"] == [7]
    assert "31 July 2026" in str(figure("backlog").note)


def test_shares_are_of_what_was_counted() -> None:
    for measure, number in ((Measure.ASKED, 3), (Measure.DEFLECTED, 1), (Measure.HELPED, 2)):
        count(measure, number)
    assert lines("deflection")["27 Jul 2026"] == [3, 1, 25]
    assert lines("helpfulness") == {
        "6 Jul 2026": [0, 0, None],
        "13 Jul 2026": [0, 0, None],
        "20 Jul 2026": [0, 0, None],
        "27 Jul 2026": [2, 0, 100],
    }


def test_red_flags_say_who_looked_when_and_what_became_of_the_question() -> None:
    for key, number in (("emergency:hour", 2), ("emergency:nobody", 1)):
        count(Measure.DANGER_LOOKED, number, key)
    count(Measure.DANGER_CASE, 3, "emergency:declined")
    assert lines("red-flags")["Emergency"] == [3, 2, 0, 0, 1, 0, 3, 0, 0]


def test_names_sought_in_vain_stand_there_from_three_times_on() -> None:
    for name, number in (("gout", 3), ("scurvy", 2)):
        count(Measure.SEARCH_NAME, number, name)
    assert lines("sought") == {"gout": [3]}


def test_causes_are_named_as_they_are_called_now_and_lead_to_their_page(head: Client) -> None:
    cause = CauseFactory(name="Palsy")
    count(Measure.BACKLOG_TAKEN, 1)
    for key in (str(cause.pk), "999999"):
        count(Measure.OVERDUE, 4, key)
    assert lines("overdue") == {"Palsy": [cause.page.title, None, 4]}
    page = head.get(f"/admin/figures/{ADDRESS}").content.decode()
    assert f'href="/admin/conditions/referencepage/{cause.page_id}/change/">Palsy</a>' in page


def test_every_chart_has_its_table_and_its_file(head: Client) -> None:
    keys = {
        Measure.OVERDUE: str(CauseFactory().pk),
        Measure.BACKLOG: "24",
        Measure.DANGER_LOOKED: "emergency:hour",
        Measure.DANGER_CASE: "emergency:open",
    }
    for measure in Measure:
        count(measure, 5, keys.get(measure, ""))
    response = head.get(f"/admin/figures/{ADDRESS}")
    page = response.content.decode()
    assert " style=" not in page.partition('id="content"')[2]
    sections = page.split('<section class="told-box figure"')[1:]
    assert len(sections) == len(FIGURES) == len(response.context["figures"])
    for section, found in zip(sections, response.context["figures"], strict=True):
        assert ("<svg" in section, "<table" in section) == (True, True), found.name
        file = head.get(f"/admin/figures/{found.name}.csv{ADDRESS}")
        assert file["Content-Type"] == "text/csv; charset=utf-8"
        text = file.content.decode()
        assert text[0] == "\ufeff"
        assert list(csv.reader(io.StringIO(text[1:]))) == [[str(cell) for cell in row] for row in found.table]


def test_a_file_holds_no_formula(head: Client) -> None:
    count(Measure.SEARCH_NAME, 3, "=cmd|' /C calc'!A0")
    text = head.get(f"/admin/figures/sought.csv{ADDRESS}").content.decode()
    assert text == "\ufeffName,Searches\r\n'=cmd|' /C calc'!A0,3\r\n"


@pytest.mark.parametrize(
    "asked",
    [
        "?first=x&last=",
        f"?first={LAST}&last={FIRST}",
        "?first=0001-01-01&last=2020-01-01",
        "?first=2020-01-01&last=9999-12-31",
    ],
)
def test_a_period_that_is_none_is_said_and_the_usual_one_is_shown(head: Client, asked: str) -> None:
    response = head.get(f"/admin/figures/{asked}")
    assert (response.status_code, response.context["form"].is_valid()) == (200, False)
    assert response.context["period"] == Period.usual(None)


def test_the_usual_period_is_twelve_weeks_up_to_the_newest_day(head: Client) -> None:
    today = timezone.localdate()
    count(Measure.BACKLOG_TAKEN, 1, on=today - timedelta(days=1))
    period = head.get("/admin/figures/").context["period"]
    assert (period.last, period.first.weekday()) == (today - timedelta(days=1), 0)
    assert len(period.steps) in (12, 13)


def test_the_cost_is_the_same_for_any_number_of_days(head: Client) -> None:
    costs = []
    for days in (3, 90):
        DailyTotal.objects.all().delete()
        for back in range(days):
            for measure in Measure:
                count(measure, 5, on=LAST - timedelta(days=back))
        DailyTotal.objects.filter(measure=Measure.OVERDUE).update(key=str(CauseFactory().pk))
        with CaptureQueriesContext(connection) as captured:
            assert head.get(f"/admin/figures/{ADDRESS}").status_code == 200
        costs.append(len(captured))
    assert costs == [11, 11]
