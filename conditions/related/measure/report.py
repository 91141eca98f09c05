"""Evaluation results as a table that can be pasted into a document."""

from collections.abc import Mapping

_COLUMNS = {
    "recall_at_1": "recall@1",
    "recall_at_5": "recall@5",
    "mrr_at_10": "MRR@10",
    "near_miss_below": "near miss below",
}


def table(results: Mapping[str, Mapping[str, float] | None]) -> str:
    """A Markdown table, one row per ranking, '-' where there is no number."""
    lines = [f"| ranking | {' | '.join(_COLUMNS.values())} |", "| --- | --- | --- | --- | --- |"]
    for name, found in results.items():
        cells = [f"{found[key]:.3f}" if found and key in found else "-" for key in _COLUMNS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
