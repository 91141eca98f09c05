"""The classifier of personal data as it is built: the encoder with what bench/personal_data/train.py changed."""

from pathlib import Path

from consult.language.transformer.trained import Trained

PERSONAL_DATA = Trained("personal data", Path(__file__).parent / "delta.safetensors", layers=4)
