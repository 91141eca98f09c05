"""Loads the library that runs the model."""

import importlib
import os
from types import ModuleType


def ctranslate2_library(threads: int) -> ModuleType:
    """The library, its threads spread over the cores: otherwise both may wake on one core and take turns there.

    On two cores a text of 128 pieces then takes 12 ms instead of 23 (bench/related.py, "of it encoder").
    """
    if threads > 1:
        os.environ.setdefault("OMP_PROC_BIND", "true")  # read by its OpenMP when it is loaded
    free = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    library = importlib.import_module("ctranslate2")
    if free is not None:
        # Loading it ties the thread that does so, and all that it starts, to one core.
        os.sched_setaffinity(0, free)
    return library
