"""A thread's address reads like its title, in every script."""

from typing import Any
from urllib.parse import unquote

import pytest

from tests.factories import public_question

pytestmark = pytest.mark.django_db


def test_a_hindi_title_keeps_its_vowels(stranger: Any) -> None:
    question = public_question(title="बच्चे को बुखार क्यों है?")
    address = question.get_absolute_url()

    assert unquote(address) == f"/questions/{question.pk}/बच्चे-को-बुखार-क्यों-है/"
    assert stranger.get(address).status_code == 200


def test_the_address_of_before_leads_on(stranger: Any) -> None:
    question = public_question(title="बच्चे को बुखार क्यों है?")

    response = stranger.get(f"/questions/{question.pk}/बचच-क-बखर-कय-ह/")

    assert (response.status_code, response["Location"]) == (301, question.get_absolute_url())
