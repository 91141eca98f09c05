"""The demo content fits together: every key, topic, anchor, source and length."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.validators import URLValidator
from django.db.models import Model
from django.utils.text import slugify

from consult.models import Question, Reply, Status
from consult.models.question import AgeRange, Sex
from consult.models.status import APART
from portal.demo import content

THREADS = content.threads()
PAGES = content.pages()
DOCTORS = {entry["key"]: entry for entry in content.doctors()}
AT_ONCE = re.compile(r"\b(ambulance|emergency|crisis line|now|today|the same day|at once|urgent help)\b")
TOPICS = {entry["name"]: entry["topics"] for entry in content.specialties()}
SEED_TOPICS = [
    "Muscular Diseases",
    "Neurology",
    "Osteogenesis Imperfecta",
    "Tourette Syndrome",
    "Height",
    "Hair",
    "Congenital Metabolic Disorders",
    "Whole Exome Sequencing",
    "G6PD Deficiency",
]


def longest(model: type[Model], name: str) -> int:
    """The most characters that a field takes."""
    field: Any = model._meta.get_field(name)
    return int(field.max_length)


def causes_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Every cause of a page, at any depth."""
    found: list[dict[str, Any]] = []
    waiting = [cause for group in page["group"] for cause in group["cause"]]
    while waiting:
        cause = waiting.pop(0)
        found.append(cause)
        waiting += cause.get("cause", [])
    return found


ANCHORS = {f"{page['slug']}#{slugify(cause['name'])}" for page in PAGES for cause in causes_of(page)}


@pytest.mark.parametrize("thread", THREADS, ids=lambda thread: thread["key"])
def test_a_thread_fits(thread):
    assert slugify(thread["key"]) == thread["key"]
    assert len(thread["title"]) <= longest(Question, "title")
    assert len(thread["display_name"]) <= longest(Question, "display_name")
    assert thread["age_range"] in [str(age.label) for age in AgeRange]
    assert thread.get("sex", "") in Sex.values
    assert thread["status"] in Status.values
    assert thread["asked_on"] <= date.today()
    assert set(thread.get("topics", [])) <= set(TOPICS[thread["specialty"]])
    answered = thread["status"] in (Status.ANSWERED, Status.PUBLISHED)
    assert bool(thread.get("reply")) == answered
    assert ("message" in thread) == (thread["status"] in (Status.NEEDS_INFO, Status.DECLINED))
    for reply in thread.get("reply", []):
        assert reply["specialty"] in DOCTORS[reply["doctor"]]["specialties"]
        assert thread["asked_on"] <= reply["replied_on"]
        assert [line for line in reply["safety_net"].splitlines() if not AT_ONCE.search(line)] == []
        assert reply["safety_net"]
        assert len(reply["text"]) <= longest(Reply, "text")
        assert set(reply.get("causes", [])) <= ANCHORS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["slug"])
def test_a_page_fits(page):
    causes = causes_of(page)
    anchors = [slugify(cause["name"]) for cause in causes]
    assert [anchor for anchor, count in Counter(anchors).items() if count > 1] == []
    assert page["reviewed_by"] in DOCTORS
    assert page["last_reviewed"] < page["next_review"]
    assert set(page["related"]) <= {other["slug"] for other in PAGES} - {page["slug"]}
    uses = [use for cause in causes for use in cause["sources"]] + page["treatment_sources"]
    assert page["lead_sources"] != []
    used = {use if isinstance(use, str) else use["source"] for use in uses}
    assert used == set(page["sources"])
    for source in page["sources"].values():
        URLValidator(schemes=["https"])(source["url"])
        assert source["accessed_on"] <= page["last_reviewed"]


def test_keys_and_pseudonyms_are_used_once():
    for field in ("key", "display_name"):
        counted = Counter(thread[field] for thread in THREADS)
        assert [value for value, count in counted.items() if count > 1] == []


def test_the_site_looks_alive():
    assert TOPICS["Rare Disease"] == SEED_TOPICS
    assert {thread["specialty"] for thread in THREADS} == set(TOPICS)
    assert {reply["doctor"] for thread in THREADS for reply in thread.get("reply", [])} == set(DOCTORS)
    assert {thread["status"] for thread in THREADS} == set(Status.values) - {Status.WITHDRAWN, *APART}
    assert {entry["profession"] for entry in DOCTORS.values()} == {"doctor", "pharmacist", "dietitian"}
    linked = {address for t in THREADS for r in t.get("reply", []) for address in r.get("causes", [])}
    assert {address.split("#")[0] for address in linked} == {page["slug"] for page in PAGES}


def test_the_facial_muscle_loss_page_has_every_cause_and_publisher_of_its_model():
    page = next(page for page in PAGES if page["slug"] == "facial-muscle-loss")

    def tree(causes: list[dict[str, Any]]) -> list[Any]:
        return [
            (cause["name"], tree(cause["cause"])) if "cause" in cause else cause["name"] for cause in causes
        ]

    assert {group["name"]: tree(group["cause"]) for group in page["group"]} == {
        "Neurological conditions": [
            (
                "Nerve damage",
                [
                    "Bell's palsy",
                    "Stroke",
                    "Brain tumour",
                    "Injury to the face or head",
                    "Ramsay Hunt syndrome",
                    "Conditions present from birth",
                ],
            ),
            "Muscular dystrophy",
            (
                "Other nerve and muscle diseases",
                ["Spinal muscular atrophy", "Congenital myasthenic syndromes"],
            ),
        ],
        "Other factors": ["Parry-Romberg syndrome", "Rapid weight loss", "Ageing"],
    }
    assert {
        "Mayo Clinic",
        "Johns Hopkins Medicine",
        "National Institute of Neurological Disorders and Stroke",
        "Boston Children's Hospital",
        "Harvard Health",
        "NCBI",
        "Cleveland Clinic",
    } <= {source["publisher"] for source in page["sources"].values()}


def test_nobody_replies_before_the_licence_was_checked() -> None:
    replies = [reply for thread in THREADS for reply in thread.get("reply", []) if "replied_on" in reply]
    assert replies
    for reply in replies:
        assert DOCTORS[reply["doctor"]]["licence_verified_on"] <= reply["replied_on"]
