"""What is kept while somebody types never breaks a page: a choice that there is not is not kept."""

from typing import Any

import pytest

from consult.models import Draft
from tests.cases import case

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
RUBBISH = [
    case("autosave-unknown-choice")["about"],
    "SELF",
    "self ",
    "\x00",
    "9" * 400,
    "0",
    "None",
]


def draft() -> dict[str, Any]:
    """What the one draft holds."""
    return dict(Draft.objects.get().answers)


@pytest.mark.parametrize("rubbish", RUBBISH)
@pytest.mark.parametrize(
    ("step", "name"),
    [("who", "about"), ("age", "age_range"), ("age", "sex"), ("specialty", "specialty")],
)
def test_a_choice_that_there_is_not_is_not_kept(patient: Any, step: str, name: str, rubbish: str) -> None:
    assert patient.post(f"/ask/save/{step}/", {name: rubbish}).status_code == 204

    assert name not in draft()
    for shown in ("who", "age", "what", "specialty", "name", "check", "privacy"):
        assert patient.get(f"/ask/{shown}/").status_code in (200, 302)


def test_a_guardian_s_consent_that_there_is_not_is_not_kept(patient: Any) -> None:
    patient.post("/ask/save/who/", {"about": "child"})
    patient.post("/ask/save/guardian/", {"guardian": "99999"})

    assert draft() == {"about": "child"}


def test_choices_and_unfinished_words_are_kept(patient: Any) -> None:
    patient.post("/ask/save/who/", {"about": "relative"})
    patient.post("/ask/save/age/", {"age_range": "", "sex": "female"})
    patient.post("/ask/save/name/", {"display_name": "Quiet\u200b Ma", "email": "jo@"})

    assert draft() == {
        "about": "relative", "age_range": "", "sex": "female", "display_name": "Quiet Ma", "email": "jo@",
    }  # fmt: skip


def test_a_draft_with_a_choice_that_there_is_not_can_be_gone_on_with(patient: Any) -> None:
    patient.post("/ask/save/what/", {"title": "My knee"})
    Draft.objects.update(answers={"about": "zzz", "sex": "zzz", "age_range": "zzz", "specialty": "zzz"})

    for page in ("", "who/", "age/", "what/", "specialty/", "name/", "privacy/", "similar/", "check/"):
        assert patient.get(f"/ask/{page}").status_code in (200, 302), page
