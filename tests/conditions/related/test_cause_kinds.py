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


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        # By name, in every spelling of it.
        ([["Bell's palsy"], ["Kidney stones"], ["Bell’s Palsy (BP)"]], [[1, 3], [2]]),
        ([["Iron deficiency anaemia"], ["Iron-Deficiency Anemia"]], [[1, 2]]),
        # By an other name, whoever of the two carries it.
        ([["ARDS"], ["Acute respiratory distress syndrome", "ARDS"]], [[1, 2]]),
        ([["Graves disease", "Basedow disease"], ["Basedow disease"]], [[1, 2]]),
        # Conditions that share a word, each the other name of the other or not.
        (
            [["Alopecia areata", "Alopecia universalis"], ["Alopecia universalis", "Alopecia areata"]],
            [[1], [2]],
        ),
        ([["Cushing's syndrome"], ["Cushing disease", "Cushing's syndrome"]], [[1], [2]]),
        ([["Cockayne syndrome"], ["Cockayne syndrome type II", "Cockayne syndrome"]], [[1], [2]]),
        # A name that two causes carry is the name of a class.
        (
            [["Leukodystrophy"], ["CADASIL", "Leukodystrophy"], ["Krabbe disease", "Leukodystrophy"]],
            [[1], [2], [3]],
        ),
    ],
)
def test_causes_are_folded_by_name_and_by_another_name_that_shares_no_word(names, groups):
    assert folded(dict(enumerate(names, start=1))) == groups
