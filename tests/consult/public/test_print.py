"""The sheet that a patient takes to a doctor."""

import pytest

from consult.models import FollowUp
from tests.factories import NOON, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_sheet_holds_what_was_said_later_and_only_what_is_public(stranger):
    question = public_question()
    doctor = question.replies.get().doctor
    for number, approved_at in enumerate([NOON, None]):
        FollowUp.objects.create(
            question=question,
            text=f"Later {number}",
            answer=f"*Stop* the tablets {number}",
            answered_at=NOON,
            doctor=doctor,
            approved_at=approved_at,
        )
    page = stranger.get(f"{question.get_absolute_url()}print/").content.decode()
    assert "<p>Later 0</p>" in page
    assert "<em>Stop</em> the tablets 0" in page
    assert "Later 1" not in page
