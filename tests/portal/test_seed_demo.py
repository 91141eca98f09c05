"""`manage.py seed_demo`."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from conditions.models import Cause, CauseLink, Citation, IndexEntry, ReferencePage, Source, StoredProposals
from conditions.related.lists import read
from conditions.related.proposals.for_desk import make
from conditions.tree import page_tree
from consult.common.database import analyze
from consult.models import (
    CaseLink,
    Doctor,
    FollowUp,
    OutboxMessage,
    Question,
    Reply,
    Snippet,
    Specialty,
    Status,
    Topic,
)
from consult.models.question import Origin
from portal.demo import content
from portal.demo.sign_ins import create_sign_ins
from tests.portal.first_load import addresses, first_load

pytestmark = pytest.mark.django_db

COUNTED: list[Any] = [
    CaseLink,
    Cause,
    CauseLink,
    Citation,
    Doctor,
    FollowUp,
    Question,
    ReferencePage,
    Reply,
    Snippet,
    Source,
    Specialty,
    Topic,
]


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The demo site, loaded once for all tests of this module and rolled back after them."""
    folder = override_settings(RELATED_INDEX_DIR=tmp_path_factory.mktemp("related"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        if connection.vendor == "postgresql":  # one transaction: no index is made while checks are pending
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            analyze()  # the planner saw the tables empty, as on a fresh site
        call_command("build_encoder", verbosity=0)
        call_command("seed_demo")
        yield
        transaction.set_rollback(True)


def facial_atrophy() -> Question:
    """The thread that the product is modelled on."""
    found: Question = Question.objects.public().get(import_key="demo:hollow-forehead-and-shrinking-left-face")
    return found


def test_every_thread_stands_where_it_says(demo):
    wanted = {f"demo:{thread['key']}": thread["status"] for thread in content.threads()}
    assert dict(Question.objects.values_list("import_key", "status")) == wanted
    public = {key for key, status in wanted.items() if status == Status.PUBLISHED}
    assert set(Question.objects.public().values_list("import_key", flat=True)) == public
    assert set(Question.objects.values_list("origin", flat=True)) == {Origin.DEMO}
    assert OutboxMessage.objects.count() == 0


def test_the_dates_are_those_of_the_story(demo):
    question = facial_atrophy()
    reply = question.replies.get()
    days: list[Any] = [question.asked_at, reply.published_at, question.answered_at, question.published_at]
    assert [timezone.localdate(moment).isoformat() for moment in days] == ["2026-09-09"] * 4
    assert days == sorted(days)
    assert Question.objects.filter(asked_at__gt=timezone.now()).count() == 0


def test_the_facial_atrophy_thread_is_whole(demo):
    question = facial_atrophy()
    reply = question.replies.get()
    assert (question.display_name, question.patient_facts) == ("Blue Heron", "20 to 29 year old female")
    assert [str(topic) for topic in question.topics.all()] == [
        "Muscular Diseases (Rare Disease)",
        "Neurology (Rare Disease)",
    ]
    assert reply.specialty.name == "Rare Disease"
    assert reply.safety_net_lines[0].startswith("Call an ambulance if your face droops suddenly")
    assert [link.cause.get_absolute_url() for link in reply.cause_links.public().order_by("pk")] == [
        "/conditions/facial-muscle-loss/#parry-romberg-syndrome",
        "/conditions/facial-muscle-loss/#nerve-damage",
        "/conditions/facial-muscle-loss/#bells-palsy",
        "/conditions/hair-loss/#scarring-hair-loss",
    ]


def test_the_facial_atrophy_thread_shows_four_that_the_engine_found(demo):
    similar = read.similar_questions(facial_atrophy())
    assert sorted(str(item.question.import_key) for item in similar) == [
        "demo:daughter-one-cheek-getting-thinner",
        "demo:groove-from-forehead-into-hair",
        "demo:half-my-face-numb-and-aching-in-cold",
        "demo:when-can-a-hollow-cheek-be-filled",
    ]
    assert [item for item in similar if item.pinned or not item.reasons] == []
    specialties = sorted(item.reply.specialty.name for item in similar)
    assert specialties == ["Dermatology", "Neurology", "Rare Disease", "Rheumatology"]


def test_nearly_every_thread_shows_a_similar_one_and_nine_of_ten_show_two_or_more(demo):
    counted = [len(read.similar_questions(question)) for question in Question.objects.public()]
    assert len([count for count in counted if count >= 1]) >= 0.98 * len(counted)
    assert len([count for count in counted if count >= 2]) >= 0.9 * len(counted)


def test_every_desk_has_its_proposals_made_from_the_whole_site(demo):
    def proposed() -> dict[int, Any]:
        rows = StoredProposals.objects.values_list("question", "causes", "cases")
        return {question: (causes, cases) for question, causes, cases in rows}

    found = proposed()
    for question in Question.objects.waiting():
        make(question)
    assert (proposed(), any(causes for causes, _cases in found.values())) == (found, True)


def test_the_facial_muscle_loss_page_is_whole(demo):
    page = ReferencePage.objects.public().get(slug="facial-muscle-loss")
    bells = page.causes.get(slug="bells-palsy")
    assert (bells.parent.name, bells.group.heading) == ("Nerve damage", "Neurological conditions")
    citation = bells.citations.get()
    assert (citation.source.publisher, citation.statement[:15]) == ("Mayo Clinic", "Taste may fade,")
    assert page_tree(page).reading_minutes == 4
    assert sorted(other.slug for other in page.related.all()) == [
        "facial-twitching",
        "numbness-and-tingling",
    ]
    assert page.reviewed_by == "Dr Linden Ashgrove, Consultant neurologist"
    assert ReferencePage.objects.filter(is_demo=False).count() == 0


def test_everybody_is_marked_as_invented(demo):
    assert list(Doctor.objects.filter(is_demo=False)) == []


def test_a_second_run_adds_nothing_and_changes_nothing(demo, capsys):
    question = facial_atrophy()
    question.title = "Edited by an editor"
    question.save()
    Reply.objects.filter(question=question).update(text="Corrected")
    Doctor.objects.filter(slug="dr-linden-ashgrove").update(name="Dr Renamed")
    Specialty.objects.filter(slug="neurology").update(slug="nerves")
    page = ReferencePage.objects.get(slug="headache")
    page.slug = "headaches"
    page.save()
    user = get_user_model().objects.get(username="demo-editor")
    user.set_password("changed by its owner")
    user.save()
    before = {model.__name__: model.objects.count() for model in COUNTED}

    call_command("seed_demo")

    assert capsys.readouterr().out.startswith(
        "Demo site: 0 specialties, 0 doctors, 0 reference pages and 0 threads added.\n"
    )
    assert {model.__name__: model.objects.count() for model in COUNTED} == before
    assert facial_atrophy().title == "Edited by an editor"
    assert facial_atrophy().replies.get().text == "Corrected"
    assert authenticate(username="demo-editor", password="changed by its owner") == user


def test_what_was_deleted_does_not_come_back(demo):
    facial_atrophy().delete()
    ReferencePage.objects.get(slug="headache").delete()

    call_command("seed_demo")

    assert Question.objects.filter(title__startswith="Why is one side of my face").count() == 0
    assert ReferencePage.objects.filter(slug="headache").count() == 0


def test_the_sign_ins_work_and_are_printed(demo, capsys):
    call_command("seed_demo")

    out = capsys.readouterr().out
    for name, role in (("doctor", "doctor"), ("editor", "editor"), ("admin", "administrator")):
        user = authenticate(username=f"demo-{name}", password=f"consilium-demo-{name}")
        assert f"Sign in as {role}: {user.username} / consilium-demo-{name}\n" in out
        assert user.is_staff
    doctor = get_user_model().objects.get(username="demo-doctor")
    assert doctor.doctor.name == "Dr Linden Ashgrove"
    assert doctor.has_perm("consult.reply_to_question")
    waiting = Question.objects.waiting().for_doctor(doctor.doctor).values_list("specialty__name", flat=True)
    assert sorted(waiting) == ["Neurology", "Rare Disease"]
    assert get_user_model().objects.get(username="demo-editor").has_perm("consult.approve_question")


def test_a_real_site_gets_nothing_of_the_demo(demo, settings, capsys):
    settings.DEBUG = settings.DEMO = False
    # A sign-in that stands in the audit trail is not deleted; under another name the demo's own is missing.
    for user in get_user_model().objects.all():
        user.username, user.email = f"real-{user.pk}", ""
        user.save()
    people = get_user_model().objects.count()
    Question.objects.filter(title="Why does my eyelid flutter?").delete()
    standing = Question.objects.count()

    call_command("seed_demo")

    assert (get_user_model().objects.count(), Question.objects.count()) == (people, standing)
    assert "nothing is added" in capsys.readouterr().err
    with pytest.raises(PermissionError):
        create_sign_ins()


def test_what_a_stopped_run_left_out_of_the_index_is_indexed_by_the_next(demo):
    IndexEntry.objects.filter(question=facial_atrophy()).delete()

    call_command("seed_demo")

    assert IndexEntry.objects.filter(question=facial_atrophy(), listed_at__isnull=False).exists()


@pytest.mark.one_database
def test_the_first_visit_of_no_page_is_above_40_kb(demo, stranger):
    sizes = {address: first_load(stranger, address) for address in addresses(stranger)}
    assert len(sizes) > 300
    assert {address: size for address, size in sizes.items() if size > 40_000} == {}
