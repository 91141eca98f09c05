"""Two in a hundred replies of each doctor are scored; the figures are for that doctor and for the head alone."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from conditions.actions.passages import take_passages
from consult.case.actions.followup import give_information
from consult.case.export import export
from consult.desk.actions.quality import AlreadyScoredError, draw_sample, score_reply
from consult.desk.actions.reply import request_information
from consult.models import AuditEntry, CaseLink, Doctor, Question, Reply
from consult.models.quality import ITEMS, QualityReview
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import withdraw_question
from portal.roles import ADMINISTRATORS, EDITORS, HEADS, MODERATORS, REVIEWERS
from tests.consult.case.erased_words import tables_with
from tests.consult.desk.team.conftest import a_doctor, client_of, desk
from tests.factories import (
    NOON,
    CauseFactory,
    CauseLinkFactory,
    QuestionFactory,
    ReplyFactory,
    UserFactory,
)
from tests.portal.test_leaks import crawl
from tests.portal.world import world

pytestmark = pytest.mark.django_db
QUALITY, FIGURES = "/admin/consult/question/quality/", "/admin/consult/question/quality/figures/"
REMARK = "Zyxwvremark"


def replies(doctor: Any, count: int, question: Question) -> None:
    """So many replies of the doctor, all to one question."""
    Reply.objects.bulk_create(
        Reply(
            question=question,
            doctor=doctor,
            specialty=question.specialty,
            text="Rest.",
            safety_net="Fever.",
            published_at=NOON,
        )
        for _number in range(count)
    )


def somebody(role: str) -> Client:
    """Somebody with this role and no other."""
    user: Any = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def scored(doctor: Any, value: int, *, remark: str = "", question: Question | None = None) -> QualityReview:
    """A scored review of a new reply of the doctor."""
    reply = ReplyFactory(doctor=doctor, **({"question": question} if question else {}))
    review = QualityReview.objects.create(reply=reply)
    scores = dict.fromkeys(ITEMS, value)
    return score_reply(review=review, scores=scores, remark=remark, actor=UserFactory())


def test_two_in_a_hundred_of_each_doctor_are_drawn_whoever_writes_more(neurology: Any, rare: Any) -> None:
    question = QuestionFactory(specialty=neurology)
    busy, calm = a_doctor("Dr Bea Busy", neurology), a_doctor("Dr Cal Calm", rare)
    replies(busy, 400, question)
    replies(calm, 100, question)
    out = StringIO()
    for _run in range(2):
        call_command("draw_sample", stdout=out)
    drawn = QualityReview.objects.filter
    assert (drawn(reply__doctor=busy).count(), drawn(reply__doctor=calm).count()) == (8, 2)
    assert out.getvalue() == "Replies drawn for review: 10.\nReplies drawn for review: 0.\n"
    replies(calm, 50, question)
    assert draw_sample(percent=2) == 1


def test_drafts_and_what_was_not_asked_here_are_not_drawn(doctor: Any) -> None:
    ReplyFactory(doctor=doctor, published_at=None)
    ReplyFactory(doctor=doctor, question__origin="imported")
    assert draw_sample(percent=100) == 0
    ReplyFactory(doctor=doctor)
    assert [draw_sample(percent=percent) for percent in (0, 100, 100)] == [0, 1, 0]


def test_a_reviewer_reads_and_scores_without_the_doctor_s_name(doctor: Any, neurology: Any) -> None:
    reply = ReplyFactory(doctor=doctor, question__specialty=neurology)
    review = QualityReview.objects.create(reply=reply)
    reviewer = somebody(REVIEWERS)
    assert "1 reply waits for your review" in reviewer.get("/admin/").content.decode()
    assert f"{QUALITY}{review.pk}/" in reviewer.get(QUALITY).content.decode()
    page = reviewer.get(f"{QUALITY}{review.pk}/").content.decode()
    assert (reply.text in page, reply.question.body in page, doctor.name in page) == (True, True, False)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["opened"]
    incomplete = reviewer.post(f"{QUALITY}{review.pk}/", {"is_right": "2"})
    wrong = {text for _field, text in incomplete.context["errors"]}
    assert (len(wrong), all(": choose one of the three." in text for text in wrong)) == (len(ITEMS) - 1, True)
    reviewer.post(f"{QUALITY}{review.pk}/", dict.fromkeys(ITEMS, "1") | {"remark": REMARK})
    review.refresh_from_db()
    assert (review.is_kind, review.remark, review.reviewer is not None) == (1, REMARK, True)
    assert reviewer.get(f"{QUALITY}{review.pk}/").status_code == 404


def test_a_reviewer_sees_what_the_reply_rests_on_and_what_was_asked_before(
    doctor: Any, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    request_information(question=question, message="Since when?", actor=doctor.user)
    give_information(question=question, text="Since May.")
    cause = CauseFactory(name="Bell's palsy", text="The nerve swells.")
    reply = ReplyFactory(doctor=doctor, question=question, more_info="My own words.")
    CauseLinkFactory(reply=reply, cause=cause)
    take_passages(reply=reply)
    review = QualityReview.objects.create(reply=reply)
    page = somebody(REVIEWERS).get(f"{QUALITY}{review.pk}/").content.decode()
    for words in ("Since when?", "Since May.", "Bell&#x27;s palsy", "The nerve swells.", "own words"):
        assert words in page
    assert doctor.name not in page


def test_nobody_scores_their_own_reply_or_one_twice(doctor_client: Client, doctor: Any) -> None:
    doctor.user.groups.add(Group.objects.get(name=REVIEWERS))
    review = QualityReview.objects.create(reply=ReplyFactory(doctor=doctor))
    assert doctor_client.get(f"{QUALITY}{review.pk}/").status_code == 404
    scores = dict.fromkeys(ITEMS, 2)
    score_reply(review=review, scores=scores, remark="", actor=UserFactory())
    with pytest.raises(AlreadyScoredError):
        score_reply(review=review, scores=scores, remark="", actor=UserFactory())


def test_the_doctor_is_not_told_who_scored(doctor_client: Client, doctor: Any) -> None:
    question = QuestionFactory()
    review = QualityReview.objects.create(reply=ReplyFactory(doctor=doctor, question=question))
    reviewer = UserFactory(username="secretreviewer")
    score_reply(review=review, scores=dict.fromkeys(ITEMS, 2), remark="Good.", actor=reviewer)
    pages = [doctor_client.get(address).content.decode() for address in (desk(question), FIGURES)]
    assert [reviewer.username in page for page in pages] == [False, False]
    assert AuditEntry.objects.filter(action="reply reviewed", actor=reviewer).count() == 1


def test_a_doctor_reads_the_own_figures_and_remarks_and_the_head_those_of_all(
    doctor_client: Client, doctor: Any, colleague: Any
) -> None:
    for value in (2, 2, 1):
        scored(doctor, value, remark=REMARK)
    scored(colleague, 0)
    own = doctor_client.get(FIGURES)
    figures = own.context["own"]
    assert (figures.count, figures.shares) == (3, [83] * len(ITEMS))
    page = own.content.decode()
    assert (REMARK in page, colleague.name in page, own.context["all"]) == (True, False, [])
    client = somebody(HEADS)
    first = client.get("/admin/").content.decode()
    tiles = [f'queue-place" href="{address}"' in first for address in (FIGURES, "/admin/figures/")]
    assert tiles == [True, True]
    head = client.get(FIGURES)
    assert [(row.doctor, row.count, row.shares[0]) for row in head.context["all"]] == [
        (colleague, 1, None),
        (doctor, 3, 83),
    ]
    assert REMARK not in head.content.decode()


@pytest.mark.one_database
def test_no_score_is_on_any_page_of_anybody_else(stranger: Client) -> None:
    rows = world(3)
    question = rows.questions[0]
    subject, colleague = (a_doctor(name, rows.specialty) for name in ("Dr Sue Subject", "Dr Col League"))
    for _number in range(3):
        scored(subject, 1, remark=REMARK, question=question)
    assert REMARK in client_of(subject).get(FIGURES).content.decode()

    pages = crawl(stranger)
    token = CaseLink.to_case(question)
    pages["case"] = stranger.get(f"/case/{token}/", follow=True).content.decode()
    pages["data"] = stranger.get(f"/case/{token}/data/").content.decode() + str(export(question))
    staff = {role: somebody(role) for role in (EDITORS, MODERATORS, ADMINISTRATORS, REVIEWERS)}
    staff["colleague"] = client_of(colleague)
    for name, client in staff.items():
        for address in ("/admin/", desk(question), QUALITY, FIGURES, f"{desk(question)[:-7]}history/"):
            pages[f"{name} {address}"] = client.get(address, follow=True).content.decode()
    assert [address for address, text in pages.items() if REMARK in text or "Quality review" in text] == []
    assert tables_with(REMARK) == ["consult_qualityreview"]

    erase_question(question=question)
    assert tables_with(REMARK) == []


def test_figures_cost_the_same_for_any_number_of_doctors(django_assert_num_queries: Any) -> None:
    head = somebody(HEADS)
    for number in range(6):
        scored(a_doctor(f"Dr Many M{number}"), 2)
        if number in (0, 5):
            head.get(FIGURES)
            with django_assert_num_queries(7):
                head.get(FIGURES)
    assert Doctor.objects.filter(user__isnull=False).count() == 6


def test_what_a_patient_took_back_is_neither_drawn_nor_read(doctor: Any, neurology: Any) -> None:
    reply = ReplyFactory(doctor=doctor, question__specialty=neurology)
    withdraw_question(question=reply.question)
    assert draw_sample(percent=100) == 0
    review = QualityReview.objects.create(reply=reply)
    client = somebody(REVIEWERS)
    assert list(client.get(QUALITY).context["reviews"]) == []
    assert client.get(f"{QUALITY}{review.pk}/").status_code == 404
