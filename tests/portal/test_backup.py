"""A backup comes back whole; what is damaged, newer or of another kind is refused and changes nothing."""

import json
import os
import sqlite3 as sqlite_library
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from consult.models import Question
from portal.backup import make, postgresql, sqlite
from portal.backup.former import Former
from portal.backup.manifest import MANIFEST, BackupError, StoredFile
from portal.backup.restore import restore_backup
from tests.factories import QuestionFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


@pytest.fixture
def question() -> Question:
    asked: Question = QuestionFactory.create(title="Why does my cheek go numb?")
    return asked


@pytest.fixture
def backup(question: Question, tmp_path: Path) -> Path:
    call_command("backup", str(tmp_path / "backups"))
    [found] = (tmp_path / "backups").iterdir()
    return found


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of another site of ours, with an empty database."""
    env = {**os.environ, "SECRET_KEY": "k", "VAR_DIR": str(tmp_path / "var"), "DEMO": "0"}
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    if connection.vendor != "postgresql":
        yield env
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE another")
    env["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path="/another").geturl()
    yield env
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE another WITH (FORCE)")


def restore(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", "restore", *arguments]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_other_site(env: dict[str, str], statement: str) -> list[tuple[object, ...]]:
    """Run SQL where the restored rows are."""
    if connection.vendor == "postgresql":
        import psycopg

        with psycopg.connect(env["DATABASE_URL"].replace("postgres://", "postgresql://")) as other:
            cursor = other.execute(statement)
            return cursor.fetchall() if cursor.description else []
    with closing(sqlite_library.connect(Path(env["VAR_DIR"]) / "db.sqlite3", isolation_level=None)) as file:
        return file.execute(statement).fetchall()


# Committed, since a dump is made by another program.
@pytest.mark.django_db(transaction=True)
def test_it_comes_back_without_what_was_erased_since(
    question: Question, tmp_path: Path, other_site: dict[str, str]
) -> None:
    kept = public_question(title="Why is my knee stiff?")
    call_command("backup", str(tmp_path / "backups"))
    [backup] = (tmp_path / "backups").iterdir()
    titles = "SELECT title FROM consult_question ORDER BY id"
    said = restore(other_site, str(backup))
    assert "Erase again what the log says" in said
    assert in_other_site(other_site, titles) == [(question.title,), (kept.title,)]
    in_other_site(
        other_site,
        f"INSERT INTO consult_tombstone (question_number, erased_at) VALUES ({question.pk}, CURRENT_TIMESTAMP)",
    )
    in_other_site(other_site, f"DELETE FROM consult_publicquestion WHERE question_id = {kept.pk}")
    said = restore(other_site, str(backup), "--overwrite")
    assert f"Erased again: {question.pk}." in said
    assert f"Not public any more, again: {kept.pk}." in said
    assert in_other_site(other_site, titles) == [(kept.title,)]
    assert in_other_site(other_site, "SELECT question_id FROM consult_publicquestion") == []
    reason = "It was taken down after the backup that was restored."
    assert in_other_site(other_site, "SELECT held_reason FROM consult_question") == [(reason,)]


@pytest.mark.postgres  # SQLite's indexes of words are tables like others
@pytest.mark.django_db(transaction=True)
def test_the_index_of_words_comes_back_with_the_entries(tmp_path: Path, other_site: dict[str, str]) -> None:
    from conditions.related.backends.postgresql import vectors, words

    public_question(title="Why is my knee stiff?", body="My knee is stiff.")
    call_command("rebuild_related", verbosity=0)
    call_command("backup", str(tmp_path / "backups"))
    [backup] = (tmp_path / "backups").iterdir()
    restore(other_site, str(backup))
    entries = in_other_site(other_site, "SELECT id FROM conditions_indexentry WHERE kind = 'question'")
    held = f"SELECT entry {words.holding('question', 'ARRAY[%s]')}"
    assert len(entries) == 1
    assert in_other_site(other_site, held % "'knee'") == entries
    assert in_other_site(other_site, held % "'elbow'") == []
    with_vector = "SELECT id, vector::text FROM conditions_indexentry WHERE vector IS NOT NULL"
    kept = in_other_site(other_site, f"SELECT entry, vector::text FROM {vectors.NAME}")
    assert kept == in_other_site(other_site, with_vector)


@pytest.mark.parametrize("kept", [Former(), Former(frozenset({3}), frozenset(), True)])
def test_a_restore_that_is_refused_leaves_what_was_kept(
    backup: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: Former
) -> None:
    def refuse(path: Path) -> None:
        raise BackupError("The database is in use.")

    settings.VAR_DIR = tmp_path
    if kept.is_known:
        kept.remember()
    public_question()
    monkeypatch.setattr(kind(), "put_back", refuse)
    with pytest.raises(BackupError):
        restore_backup(backup, overwrite=True)
    assert Former.remembered() == kept


def test_what_a_restore_that_was_cut_off_knew_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert Former.remembered() == Former()
    former = Former(frozenset({3, 1}), frozenset({2}), True)
    former.remember()
    assert oct((tmp_path / "restore-former.json").stat().st_mode & 0o77) == "0o0"
    assert Former.remembered() | Former() == former
    Former.forget()
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_for_its_user_alone_and_leaves_no_half(backup: Path) -> None:
    assert [oct(path.stat().st_mode & 0o77) for path in (backup.parent, backup)] == ["0o0", "0o0"]
    assert sorted(path.name for path in backup.iterdir()) == sorted([kind().FILE, MANIFEST])
    assert make.NAME.fullmatch(backup.name)


def kind():
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def test_a_whole_one_is_called_whole(backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(backup), "--check")
    assert capsys.readouterr().out.startswith("Whole, made 20")


def cut_short(backup: Path) -> None:
    path = backup / kind().FILE
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_byte(backup: Path) -> None:
    path = backup / kind().FILE
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    path.write_bytes(found)


def lose_the_file(backup: Path) -> None:
    (backup / kind().FILE).unlink()


def lose_the_manifest(backup: Path) -> None:
    (backup / MANIFEST).unlink()


def say(**words: object) -> Callable[[Path], None]:
    def write(backup: Path) -> None:
        told = json.loads((backup / MANIFEST).read_text())
        (backup / MANIFEST).write_text(json.dumps(told | words))

    return write


def replace_with_nonsense(backup: Path) -> None:
    """Checksums fit; the database inside does not."""
    path = backup / kind().FILE
    path.write_bytes(b"nonsense " * 1_000)
    file = StoredFile.of(path)
    say(files=[{"name": file.name, "size": file.size, "sha256": file.sha256}])(backup)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut_short, "is damaged"),
        (flip_a_byte, "is damaged"),
        (lose_the_file, "is missing"),
        (lose_the_manifest, "is no backup"),
        (replace_with_nonsense, "is no database|pg_restore failed"),
        (say(format=2), "made by a newer version of the site"),
        (say(migrations=["consult.9999_later"]), "consult.9999_later is not known"),
        (say(database="other"), "It is of other"),
        (say(files=[{"name": "../elsewhere", "size": 1, "sha256": ""}]), "is missing"),
        (lambda backup: None, "--overwrite"),
    ],
)
def test_what_cannot_be_trusted_or_would_overwrite_is_refused(
    backup: Path, question: Question, harm: Callable[[Path], None], words: str
) -> None:
    harm(backup)
    with pytest.raises(CommandError, match=words):
        call_command("restore", str(backup))
    assert Question.objects.get() == question


def test_old_ones_are_removed_and_the_newest_never(backup: Path) -> None:
    old = [backup.with_name(f"consilium-2020010{day}T000000Z") for day in (1, 2)]
    for folder in old:
        folder.mkdir()
    (backup.parent / "something else").mkdir()
    assert make.remove_older(backup.parent, days=7) == old
    backup.rename(old[0])
    assert make.remove_older(backup.parent, days=7) == []


def test_a_place_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="The backup cannot be written"):
        call_command("backup", str(tmp_path / "file"))
