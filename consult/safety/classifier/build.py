"""The classifier of red flags as it is built: the published encoder plus what bench/red_flags/train.py changed."""

from pathlib import Path

from consult.language.transformer.trained import Trained

RED_FLAGS = Trained("red flags", Path(__file__).parent / "delta.safetensors")
