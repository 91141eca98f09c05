"""The first page: what waits for this person, danger first, each row with what one has to know."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.desk.actions.claim import take_question
from consult.desk.my_desk import ROWS, OtherPart, Section
from consult.models import Claim, DeskDraft, FollowUp, Question
from consult.models.querysets import QuestionQuerySet
from portal.admin import DeskAdmin
from portal.admin_site import PortalAdminSite
from tests.factories import (
    DoctorFactory,
    FindingFactory,
    QuestionFactory,
    ReplyFactory,
    SpecialtyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def desk(client: Client) -> dict[str, list[Question]]:
    """The rows of each part, in the order of the page."""
    return {section.name: section.rows for section in client.get("/admin/").context["sections"]}


def counted_calls(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> list[tuple[Any, ...]]:
    """What a method is called with from now on; it does what it did."""
    calls: list[tuple[Any, ...]] = []
    method = getattr(owner, name)

    def counting(*given: Any) -> Any:
        calls.append(given)
        return method(*given)

    monkeypatch.setattr(owner, name, counting)
    return calls


@pytest.fixture
def shift(doctor: Any, neurology: Any) -> dict[str, Question]:
    """One question for each part of a doctor's desk."""
    now = timezone.now()
    found = {
        name: QuestionFactory(specialty=neurology, title=name, asked_at=now - timedelta(days=days))
        for days, name in enumerate(("young", "claimed", "typed", "drafted", "old"))
    }
    found["danger"] = FindingFactory(question__specialty=neurology, question__title="danger").question
    take_question(question=found["claimed"], doctor=doctor, actor=doctor.user)
    ReplyFactory(question=found["drafted"], doctor=doctor, published_at=None)
    DeskDraft.objects.create(question=found["typed"], user=doctor.user, fields={"text": ["Hello"]})
    answered = ReplyFactory(doctor=doctor, question__specialty=neurology).question
    FollowUp.objects.create(question=answered, text="And now?", meant_for=doctor)
    return {**found, "followup": answered}


def test_each_part_has_its_rows_danger_first_and_oldest_first(doctor_client, shift):
    parts = desk(doctor_client)
    assert list(parts) == ["danger", "waiting", "claimed", "followups", "drafts", "changed"]
    assert parts["danger"] == [shift["danger"]]
    assert parts["claimed"] == [shift["claimed"]]
    assert parts["followups"] == [shift["followup"]]
    assert parts["drafts"] == [shift["drafted"], shift["typed"]]
    # What stands in a part of one's own is not told twice.
    assert parts["waiting"] == [shift["old"], shift["young"]]


def test_what_waits_stands_in_the_order_of_its_list(doctor_client, doctor, neurology):
    now = timezone.now()
    for days in (1, 3, 5, 7, 9, 11, 13):
        asked = QuestionFactory(specialty=neurology, asked_at=now - timedelta(days=days))
        answered = ReplyFactory(
            question__specialty=neurology, question__asked_at=now - timedelta(days=30)
        ).question
        message = FollowUp.objects.create(
            question=answered, text="?", asked_at=now - timedelta(days=days + 1)
        )
        if days == 5:
            FindingFactory(question=answered, followup=message)
        if days == 7:
            Question.objects.filter(pk=asked.pk).update(waits_from=now)
    listed = list(Question.objects.for_doctor(doctor).waiting(doctor))
    assert len(listed) == 14
    section = next(
        each for each in doctor_client.get("/admin/").context["sections"] if each.name == "waiting"
    )
    in_danger = desk(doctor_client)["danger"]
    assert in_danger == listed[:1]
    assert section.rows == [row for row in listed if row not in in_danger][:ROWS]
    assert section.count == 14


def test_each_tile_leads_to_a_list_of_as_many(doctor_client, shift):
    for section in doctor_client.get("/admin/").context["sections"]:
        listed = doctor_client.get(section.address).context["cl"].result_list
        assert (section.name, len(listed)) == (section.name, section.count)


def test_a_row_tells_person_first_words_danger_and_how_long(doctor_client, doctor, neurology):
    question = QuestionFactory(
        specialty=neurology,
        age_range="20-29",
        sex="female",
        body="My cheek goes numb.",
        asked_at=timezone.now() - timedelta(hours=3),
    )
    FindingFactory(question=question, words="crushing chest pain")
    page = doctor_client.get("/admin/").content.decode()
    row = page[page.index('class="desk-row-of row-now"') :].partition("</li>")[0]
    for words in ("3 hours", "20 to 29, female", "My cheek goes numb.", "Now: chest pain", "Neurology"):
        assert words in row


def test_a_follow_up_tells_its_own_words_and_a_draft_on_what_is_answered_no_wait(
    doctor_client, doctor, neurology
):
    question = ReplyFactory(
        doctor=doctor, question__specialty=neurology, question__body="Old words."
    ).question
    FollowUp.objects.create(question=question, text="And now?", meant_for=doctor)
    answered = ReplyFactory(question__specialty=neurology).question
    ReplyFactory(question=answered, doctor=doctor, published_at=None)
    page = doctor_client.get("/admin/").content.decode()
    rows = {
        part: page.partition(f'id="part-{part}"')[2].partition("</ul>")[0] for part in ("followups", "drafts")
    }
    assert ("And now?" in rows["followups"], "Old words." in rows["followups"]) == (True, False)
    assert (answered.title in rows["drafts"], 'class="wait ' in rows["drafts"]) == (True, False)


def test_the_colour_follows_the_target_of_the_specialty(doctor_client, doctor, neurology, settings):
    settings.ANSWER_HOURS = 96
    QuestionFactory(specialty=neurology, asked_at=timezone.now() - timedelta(hours=13))
    for hours, colour in ((None, "wait-new"), (24, "wait-amber"), (12, "wait-red")):
        neurology.target_hours = hours
        neurology.save()
        part = doctor_client.get("/admin/").content.decode().partition('class="desk-rows"')[2]
        assert f'class="wait {colour}"' in part


def test_the_list_of_all_tables_is_folded_below(doctor_client, doctor):
    page = doctor_client.get("/admin/").content.decode()
    assert page.index("desk-part" if "desk-part" in page else "queues") < page.index(
        '<details class="all-tables">'
    )


def test_unsent_words_of_others_and_of_withdrawn_questions_are_no_drafts_of_mine(
    doctor_client, doctor, shift
):
    DeskDraft.objects.create(question=shift["old"], user=UserFactory(), fields={})
    Question.objects.filter(pk=shift["typed"].pk).update(status="withdrawn")
    assert desk(doctor_client)["drafts"] == [shift["drafted"]]


def test_another_app_adds_its_part_behind_the_doctors_own(doctor_client, doctor, shift, monkeypatch):
    def changed(request: Any, doctor: Any) -> OtherPart:
        number = shift["young"].pk
        return OtherPart(
            [number],
            lambda rows: Section("changed", "Reference changed", 1, "/admin/", rows=[rows[number]]),
        )

    monkeypatch.setattr(DeskAdmin, "desk_parts", (changed,))
    parts = desk(doctor_client)
    assert list(parts)[-2:] == ["drafts", "changed"]
    assert "Reference changed" in doctor_client.get("/admin/").content.decode()


def test_next_is_found_also_behind_what_colleagues_have_taken(doctor_client, doctor, neurology, settings):
    settings.OPEN_CLAIMS = 0
    colleague = DoctorFactory()
    for question in QuestionFactory.create_batch(2 * ROWS, specialty=neurology):
        take_question(question=question, doctor=colleague, actor=None)
    assert doctor_client.get("/admin/").context["first"] is None
    young = QuestionFactory(specialty=neurology, asked_at=timezone.now())
    assert doctor_client.get("/admin/").context["first"] == young


def test_it_costs_at_most_25_queries_for_somebody_who_has_everything(
    doctor, shift, neurology, django_assert_max_num_queries
):
    doctor.user.groups.set(Group.objects.all())
    client = Client()
    client.force_login(doctor.user)
    client.get("/admin/")
    costs = []
    for _round in range(2):
        for _number in range(3):
            question = FindingFactory(question__specialty=neurology).question
            take_question(question=question, doctor=doctor, actor=doctor.user)
            ReplyFactory(question__specialty=SpecialtyFactory(name="Rare Disease"))
        with django_assert_max_num_queries(25) as queries:
            response = client.get("/admin/")
        costs.append(len(queries))
    assert len(response.context["sections"]) == 8
    assert costs[0] == costs[1]


def test_a_doctor_who_also_approves_is_given_the_questions_of_the_own_specialties(doctor, neurology):
    doctor.user.groups.set(Group.objects.all())
    client = Client()
    client.force_login(doctor.user)
    QuestionFactory(
        specialty=SpecialtyFactory(name="Dermatology"), asked_at=timezone.now() - timedelta(days=9)
    )
    mine = QuestionFactory(specialty=neurology)
    found = client.post(reverse("admin:consult_question_take"))["Location"]
    assert found == reverse("admin:consult_question_change", args=[mine.pk])


def test_what_a_doctor_may_open_is_said_once_for_all_parts(doctor_client, shift, monkeypatch):
    asked = counted_calls(monkeypatch, QuestionQuerySet, "for_doctor")
    assert len(desk(doctor_client)) == 6
    assert len(asked) == 2  # once more inside the part of changed references


def test_what_runs_out_between_two_looks_leaves_its_part(doctor_client, shift):
    assert desk(doctor_client)["claimed"] == [shift["claimed"]]
    Claim.objects.update(until=timezone.now())
    parts = desk(doctor_client)
    assert parts["claimed"] == []
    assert shift["claimed"] in parts["waiting"]
    assert "You have taken it" not in doctor_client.get("/admin/").content.decode()


def test_the_tables_are_looked_up_once_for_a_page(doctor_client, monkeypatch):
    built = counted_calls(monkeypatch, PortalAdminSite, "_build_app_dict")
    context = doctor_client.get("/admin/").context
    assert context["app_list"] == context["available_apps"] != []
    assert len(built) == 1
