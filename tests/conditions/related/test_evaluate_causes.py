"""`evaluate_causes` measures what is proposed for questions whose right cause is known."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from conditions.related.measure.causes import Outcome, Told, measured
from conditions.related.upkeep.rebuild import rebuild_all
from tests.factories import CauseFactory, ReferencePageFactory

pytestmark = pytest.mark.django_db


def test_it_counts_the_right_causes(encoder, tmp_path):
    page = ReferencePageFactory(title="Carpal Tunnel Syndrome")
    CauseFactory(page=page, name="Carpal tunnel syndrome", text="Tingling fingers at night, a weak thumb.")
    rebuild_all(lambda *_: None)
    file = tmp_path / "told.csv"
    file.write_text(
        "half,title,body,causes\n"
        "set,Carpal tunnel syndrome,My fingers tingle at night and my thumb is weak.,Carpal Tunnel Syndrome\n"
        "held,Hair falls out,Since the summer.,Alopecia Areata\n"
    )
    out = io.StringIO()
    call_command("evaluate_causes", file, "--show", "--json", stdout=out)
    results = json.loads(out.getvalue().splitlines()[-1])
    assert {half: (found["questions"], found["first"]) for half, found in results.items()} == {
        "all": (2, 1),
        "held": (1, 0),
        "set": (1, 1),
    }
    assert results["set"]["mrr"] == 1.0


def test_a_half_called_all_is_counted_once():
    row = Outcome(Told("all", "Hair", "It falls out.", frozenset({"alopecia"})), None, (), ())
    assert measured([row])["all"]["questions"] == 1


def test_a_file_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "told.csv"
    file.write_text("title,body\n")
    with pytest.raises(CommandError, match="lacks the columns half, causes"):
        call_command("evaluate_causes", file)
