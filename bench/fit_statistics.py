"""Fits the statistics of the shipped encoder on texts without labels.

    python -m bench.fit_statistics QUESTIONS.jsonl PAGES.jsonl

Writes conditions/related/data/<name>.safetensors: the mean vector of the questions, the projection of word
pieces on their principal directions, and the idf of every word piece.  No label of any evaluation file is used.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np

DIMS = 96
SAMPLE = 1_700


def main() -> None:
    """Read the two files and fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("pages", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    fit(options.questions, options.pages)


def fit(questions: Path, pages: Path) -> None:
    """Count, project, save."""
    from safetensors.numpy import save_file

    from conditions.related.encoder.build import STATISTICS
    from conditions.related.encoder.encoder import Encoder, EncoderSettings
    from conditions.related.text.prepare import clean, encode_text
    from consult.language.transformer import manifest

    rows = [json.loads(line) for line in questions.read_text().splitlines()]
    asked = list(dict.fromkeys(encode_text(row["title"], row["body"]) for row in rows))
    sections = [
        clean(f"{page['title']}. {section['text']}")
        for page in map(json.loads, pages.read_text().splitlines())
        for section in page["sections"]
    ]
    encoder = Encoder(EncoderSettings.current(), plain=True)
    mean = encoder.encode(asked).mean(axis=0)

    idf = encoder.piece_idf([*asked, *sections])
    rng = np.random.default_rng(0)
    sample = [str(text) for text in rng.permutation(asked)[: SAMPLE * 2 // 3]]
    sample += [str(text)[:400] for text in rng.permutation(sections)[: SAMPLE // 3]]
    pieces = np.concatenate([hidden[1:-1] for hidden, _ids in encoder.hidden(sample)])
    pieces /= np.linalg.norm(pieces, axis=1, keepdims=True)
    _values, axes = np.linalg.eigh(np.cov(pieces, rowvar=False))

    STATISTICS.parent.mkdir(exist_ok=True)
    save_file(
        {
            "mean": mean.astype(np.float16),
            "projection": np.ascontiguousarray(axes[:, ::-1][:, :DIMS]).astype(np.float16),
            "idf": idf.astype(np.float16),
        },
        STATISTICS,
    )
    print(
        f"SHA-256 {manifest.sha256(STATISTICS)}: MODEL.statistics_sha256 in conditions/related/calibration.py"
    )
    print(f"{STATISTICS.stat().st_size} bytes from {len(asked)} questions and {len(sections)} passages")


if __name__ == "__main__":
    main()
