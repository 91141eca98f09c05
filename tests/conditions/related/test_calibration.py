"""With an encoder that no number was set with the engine orders by rank, calls nothing certain, and says so."""

import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.urls import reverse

from conditions.models import IndexEntry, Neighbour
from conditions.related.backends.keyword_index import LIST_BUDGET
from conditions.related.calibration import BY_RANK, MEASURED, MODEL, calibration_for
from conditions.related.encoder import build
from conditions.related.encoder.encoder import (
    EncoderSettings,
    calibration_in_use,
    encoder_problem,
    get_encoder,
    reset_encoder,
)
from conditions.related.lists import read
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.proposals.while_asking import suggest
from conditions.related.ranking.first_stage import first_stage
from conditions.related.ranking.query import asked
from conditions.related.ranking.second_stage import find
from conditions.related.upkeep.index import index_page
from conditions.templatetags.similarity import similarity
from consult.language.transformer import manifest
from portal.search import hits, ranked
from portal.views import health
from tests.factories import CauseFactory, CauseGroupFactory, QuestionFactory, public_question

PAIRS = Path(__file__).parent / "pairs.csv"
SUBJECTS = [
    "numb cheek in winter",
    "numb face in cold wind",
    "knee pain after running",
    "itchy rash on both arms",
    "ringing in one ear",
    "blood in the urine",
    "hair loss in patches",
    "grapefruit and tablets",
    "sore throat and fever",
    "trip to Brazil",
    "night sweats",
    "swollen ankles",
]


@pytest.fixture
def another(encoder, settings):
    """The same weights, pooled another way: another encoder, whose cosines lie elsewhere."""
    settings.RELATED_ENCODER = {**settings.RELATED_ENCODER, "name": "another", "pooling": "cls"}
    reset_encoder()
    yield get_encoder()
    reset_encoder()


@pytest.fixture
def questions(db, another):
    """Public questions with their lists."""
    made = [public_question(title=f"{text}?", body=f"I have {text} since Monday.") for text in SUBJECTS]
    call_command("rebuild_related", verbosity=0)
    return made


def test_the_numbers_are_bound_to_the_shipped_build(encoder):
    assert manifest.made_from(EncoderSettings.current().path) == MODEL.made_from
    assert manifest.sha256(build.STATISTICS) == MODEL.statistics_sha256
    assert manifest.sha256(build.DIFFERENCE) == MODEL.difference_sha256
    assert calibration_in_use() is MEASURED


@pytest.mark.parametrize(
    ("made_from", "pooling", "prefix"),
    [("unknown", "mean", ""), (MODEL.made_from, "cls", ""), (MODEL.made_from, "mean", "query: ")],
)
def test_other_weights_pooling_or_prefix_are_not_calibrated(made_from, pooling, prefix):
    assert calibration_for(made_from, pooling, prefix) is BY_RANK


def test_a_model_from_elsewhere_serves_and_is_not_calibrated(encoder, settings, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(EncoderSettings.current().path, folder)
    manifest.write(folder, {"name": "elsewhere", "dim": 384})
    settings.RELATED_ENCODER = {"name": "elsewhere", "path": folder}
    reset_encoder()
    assert (encoder_problem(), calibration_in_use()) == ("", BY_RANK)
    reset_encoder()


def test_a_new_model_is_built_without_statistics_so_that_they_can_be_fitted(
    encoder, settings, tmp_path, monkeypatch
):
    settings.RELATED_ENCODER = {"path": tmp_path / "model"}
    monkeypatch.setattr(build, "STATISTICS", tmp_path / "not fitted yet.safetensors")
    monkeypatch.setattr(build, "DIFFERENCE", tmp_path / "not trained.safetensors")
    call_command("build_encoder", stdout=io.StringIO())
    reset_encoder()
    vectors, sketches = get_encoder().encode_with_token_sketches(["My cheek is numb"])
    assert (len(vectors), sketches) == (1, [b""])
    assert calibration_in_use() is BY_RANK
    reset_encoder()


def test_without_a_model_stored_lists_are_read_as_they_were_made(settings, tmp_path):
    settings.RELATED_ENCODER = {"path": tmp_path / "nowhere"}
    reset_encoder()
    assert calibration_in_use() is MEASURED
    reset_encoder()


@pytest.mark.django_db
def test_the_system_check_health_and_admin_say_so(another, admin_client, client):
    (warning,) = [message for message in run_checks() if message.id.startswith("conditions.")]
    assert warning.id == "conditions.W003"
    assert warning.msg.startswith("The engine is not calibrated for the language model another")
    health.forget()
    answer = client.get("/health/ready/").json()
    health.forget()
    assert answer["status"] == answer["related"]["status"] == "degraded"
    assert answer["related"]["ranking"] == "by rank, not calibrated"
    assert warning.msg in admin_client.get(reverse("admin:index")).content.decode()
    assert warning.msg in admin_client.get("/search/", {"q": "knee"}).content.decode()
    assert warning.msg not in client.get("/search/", {"q": "knee"}).content.decode()


def test_the_shipped_encoder_brings_no_warning(encoder):
    assert [message.id for message in run_checks() if message.id.startswith("conditions.")] == []


def test_lists_are_as_long_as_usual_in_the_order_of_the_ranks_and_nothing_is_close(questions):
    entry = IndexEntry.objects.get(question=questions[0])
    assert entry.encoder == get_encoder().fingerprint
    items = read.similar_questions(questions[0])
    assert len(items) == 4
    assert items[0].question == questions[1]
    assert [item.close for item in items] == [False] * 4
    assert items[0].score == 1
    assert Neighbour.objects.filter(question=questions[0]).count() == len(SUBJECTS) - 1


def test_the_second_stage_is_off(questions):
    query = asked("Is my cheek numb from the cold?")
    both, first = find("question", query, 5), first_stage("question", query, 5, LIST_BUDGET)
    assert [hit.entry for hit in both] == first.entries[:5].tolist()
    assert [hit.score for hit in both] == first.score[:5].tolist()


def test_a_script_that_the_model_does_not_know_goes_by_words_as_ever(questions):
    question = public_question(title="臉部麻木", body="冬天的時候我的左臉會麻木")
    call_command("rebuild_related", verbosity=0)
    assert [item.question for item in suggest("左臉麻木", "冬天左臉麻木").cases] == [question]
    assert suggest("膝蓋痛").cases == []


def test_an_asker_is_shown_no_cause_that_is_not_named_and_a_doctor_the_usual_number(questions):
    group = CauseGroupFactory()
    for number in range(10):
        CauseFactory(group=group, name=f"Condition {number}", slug=str(number), text=SUBJECTS[number])
    index_page(group.page)
    assert suggest("Numb cheek", "My cheek is numb in the winter.").causes == []
    (named,) = suggest("Numb cheek", "My cheek is numb. Is it condition 7?").causes
    assert named.cause.name == "Condition 7"
    question = QuestionFactory(title="Numb cheek", body="My cheek is numb in the winter.")
    assert len(propose_causes(question)) == 8


def test_a_score_is_not_put_into_words(another):
    assert similarity(0.9) == "by rank only"


def test_search_shows_what_holds_the_words_and_a_page_of_the_nearest(client, questions):
    rows = ranked.ranked("question", hits.Wanted(asked("tired legs"), {"tire": 1.0, "leg": 1.0}))
    assert len(rows) == 10
    html = client.get("/search/", {"q": "swollen ankles"}).content.decode()
    assert questions[SUBJECTS.index("swollen ankles")].get_absolute_url() in html


def test_it_can_be_measured(another):
    out = io.StringIO()
    call_command("evaluate_related", PAIRS, "--json", stdout=out)
    results = json.loads(out.getvalue().splitlines()[-1])
    assert set(results["shipped"]) == set(results["encoder"])
    assert results["shipped"]["mrr_at_10"] > results["bm25"]["mrr_at_10"]
