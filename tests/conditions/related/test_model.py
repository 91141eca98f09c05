"""A whole model serves; a missing, truncated or tampered one is named and the lexical ranking serves."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from conditions.related.encoder import build
from conditions.related.encoder import encoder as engine
from consult.language.transformer import manifest


@pytest.fixture
def copied(encoder: engine.Encoder, tmp_path: Path, settings):
    """A copy of the model that a test may damage."""
    source = engine.EncoderSettings.current().path
    target = tmp_path / "encoder"
    shutil.copytree(source, target)
    settings.RELATED_ENCODER = {"name": "copy", "path": target}
    engine.reset_encoder()
    yield target
    engine.reset_encoder()


def test_a_paraphrase_is_nearer_than_another_subject(encoder: engine.Encoder) -> None:
    vectors = encoder.encode(["My face goes numb in the cold", "Numb cheek in winter", "How to bake bread"])
    assert vectors.shape == (3, encoder.dim)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.6
    assert vectors[0] @ vectors[2] < 0.3


def test_a_text_has_the_same_vector_alone_and_in_a_batch(encoder: engine.Encoder) -> None:
    texts = ["A short one", "A much longer one " * 30, "Another"]
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.all(np.sum(alone * encoder.encode(texts), axis=1) > 0.995)


def test_no_texts_give_no_rows(encoder: engine.Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dim)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("my knee hurts", True),
        ("膝蓋痛", False),
        ("колено болит", False),
        ("😀😀", False),
        ("", False),
        ("123", False),
    ],
)
def test_only_scripts_of_the_model_are_understood(encoder: engine.Encoder, text: str, known: bool) -> None:
    assert encoder.understands(text) is known


def test_the_copy_serves(copied: Path) -> None:
    assert engine.encoder_problem() == ""
    assert engine.get_encoder() is not None


def _truncate(directory: Path) -> None:
    with (directory / "model.bin").open("r+b") as stream:
        stream.truncate(1_000_000)


def _tamper(directory: Path) -> None:
    with (directory / "model.bin").open("r+b") as stream:
        stream.seek(5_000_000)
        stream.write(b"\xff\x00\xff\x00")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda directory: (directory / "model.bin").unlink(), "model.bin is missing"),
        (lambda directory: (directory / "tokenizer.json").unlink(), "tokenizer.json is missing"),
        (lambda directory: (directory / "manifest.json").unlink(), "manifest.json is missing"),
        (lambda directory: (directory / "manifest.json").write_text("{"), "manifest.json cannot be read"),
        (lambda directory: (directory / "manifest.json").write_text("[]"), "manifest.json cannot be read"),
        (_truncate, "model.bin is truncated"),
        (_tamper, "model.bin is not the file that was built"),
        (shutil.rmtree, "manifest.json is missing"),
    ],
)
def test_a_damaged_model_is_named_and_not_used(copied: Path, damage, named: str) -> None:
    damage(copied)
    assert engine.get_encoder() is None
    assert named in engine.encoder_problem()
    assert "manage.py build_encoder" in engine.encoder_problem()


def test_the_build_repairs_a_damaged_model_and_then_does_nothing(copied: Path) -> None:
    _truncate(copied)
    call_command("build_encoder", stdout=io.StringIO())
    assert engine.encoder_problem() == ""
    again = io.StringIO()
    call_command("build_encoder", stdout=again)
    assert "nothing to do" in again.getvalue()


def test_other_weights_are_refused(tmp_path: Path) -> None:
    package = tmp_path / "model.zip"
    import zipfile

    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("model.safetensors", b"not the weights")
        archive.writestr("tokenizer.json", b"{}")
    with pytest.raises(manifest.ModelError, match="published weights"):
        build.build(tmp_path / "encoder", package)
    assert not (tmp_path / "encoder").exists()


def test_an_unreadable_package_is_a_named_error(tmp_path: Path, monkeypatch, settings) -> None:
    (tmp_path / "model.zip").write_bytes(b"no zip")
    settings.RELATED_ENCODER = {"path": tmp_path / "encoder"}
    monkeypatch.setattr(build, "find_package", lambda: tmp_path / "model.zip")
    with pytest.raises(CommandError, match=r"model\.zip cannot be read"):
        call_command("build_encoder")
