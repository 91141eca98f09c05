"""A model that is loaded once per process, at the first call, or not at all: then its problem is told."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from consult.language.transformer.manifest import ModelError

Model = TypeVar("Model")


class Loaded(Generic[Model]):
    """Loads a model of the directory that `where` names; None turns it off.

    `without` says what is done without it.
    """

    def __init__(self, load: Callable[[Path], Model], where: Callable[[], Path | None], without: str) -> None:
        self._load, self._where, self._without = load, where, without
        self._lock = threading.Lock()
        self._found: dict[tuple[int, Path], tuple[Model | None, str]] = {}

    def get(self) -> Model | None:
        """The model of this process; None when it is off or cannot be used."""
        return self._look()[0]

    def problem(self) -> str:
        """What is wrong with it and which command repairs it; "" when it is in use or off."""
        return self._look()[1]

    def reset(self) -> None:
        """Forget what was loaded, so that the next call looks at the files again."""
        with self._lock:
            self._found.clear()

    def _look(self) -> tuple[Model | None, str]:
        directory = self._where()
        if directory is None:
            return None, ""
        key = (os.getpid(), directory)
        with self._lock:
            if key not in self._found:
                try:
                    self._found[key] = (self._load(directory), "")
                except ModelError as problem:
                    words = f"{problem}. {self._without} Run: python manage.py build_encoder"
                    self._found[key] = (None, words)
            return self._found[key]
