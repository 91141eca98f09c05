"""What a title says of a cause: its names, whether it is one, and whether it must not wait."""

import pytest

from conditions.kinds import Named, is_urgent, named
from conditions.related.proposals.folding import folded


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bell's Palsy", Named("Bell's Palsy", (), True)),
        ("What I need to know about Kidney Stones", Named("Kidney Stones", (), True)),
        (
            "Parasites - Enterobiasis (also known as Pinworm Infection)",
            Named("Enterobiasis", ("Pinworm Infection",), True),
        ),
        ("Pyelonephritis: Kidney Infection", Named("Pyelonephritis", ("Kidney Infection",), True)),
        ("Causes of facial muscle loss", Named("Facial muscle loss", (), True)),
        ("Electrocardiogram", Named("Electrocardiogram", (), False)),
        ("Yellow Fever Vaccination", Named("Yellow Fever Vaccination", (), False)),
        ("Oxygen Therapy", Named("Oxygen Therapy", (), False)),
        ("Your Diabetes Care Records", Named("Your Diabetes Care Records", (), False)),
    ],
)
def test_a_title_names_a_condition_or_none(title, expected):
    assert named(title) == expected


def test_urgent_is_what_the_list_names_whole():
    assert [is_urgent([name]) for name in ("Stroke", "Heat stroke", "Meningitis", "Migraine")] == [
        True,
        False,
        True,
        False,
    ]


def test_causes_are_folded_by_name_and_alias_and_not_by_the_name_of_a_class():
    names = {
        1: ["Bell's palsy", "Facial palsy"],
        2: ["Kidney stones"],
        3: ["Bell’s Palsy (BP)"],
        4: ["Facial palsy"],
        5: ["Ataxia"],
        6: ["Friedreich ataxia", "Ataxia"],
        7: ["Episodic ataxia", "Ataxia"],
        8: ["Spastic ataxia", "Ataxia"],
    }
    assert folded(names) == [[1, 3, 4], [2], [5], [6], [7], [8]]
