"""A fault in the demo's content is named, and what is missing is left out."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conditions.models import CauseLink, ReferencePage
from consult.models import Question
from portal.demo import content
from portal.models import SitePage

pytestmark = pytest.mark.django_db
DEMO = content.FOLDER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Demo content with doctors and specialties and nothing else yet."""
    for name in ("doctors.toml", "specialties.toml"):
        shutil.copy(DEMO / name, tmp_path)
    for name in ("pages", "threads"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(content, "FOLDER", tmp_path)
    return tmp_path


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "threads" / "odd.toml").write_text("[[thread]]\nkey = ")
    with pytest.raises(CommandError, match=r"^odd\.toml: Invalid value"):
        call_command("seed_demo")


def test_a_thread_of_an_unknown_doctor_is_named(folder: Path) -> None:
    text = (DEMO / "threads" / "hearing.toml").read_text().replace('"stonebridge"', '"nobody"')
    (folder / "threads" / "hearing.toml").write_text(text)
    with pytest.raises(CommandError, match=r"^Thread “.*”: 'nobody' is missing or unknown"):
        call_command("seed_demo")
    assert Question.objects.count() == 0


def test_a_page_that_cites_an_unknown_source_is_named(folder: Path) -> None:
    text = (
        (DEMO / "pages" / "heartburn.toml").read_text().replace("[sources.nhs-heartburn]", "[sources.lost]")
    )
    (folder / "pages" / "heartburn.toml").write_text(text)
    with pytest.raises(CommandError, match=r"^heartburn: there is no source “nhs-heartburn”\.$"):
        call_command("seed_demo")
    assert ReferencePage.objects.count() == 0


def test_a_cause_that_is_not_there_is_not_linked(folder: Path) -> None:
    shutil.copy(DEMO / "threads" / "hearing.toml", folder / "threads")
    call_command("seed_demo")
    assert Question.objects.public().count() > 0
    assert CauseLink.objects.filter(state=CauseLink.State.CONFIRMED).count() == 0


def test_a_site_for_development_keeps_its_own_pages(folder: Path, settings) -> None:
    settings.DEBUG, settings.DEMO = True, False
    call_command("seed_demo")
    assert SitePage.objects.filter(body__contains="*Editors: ").count() > 0
