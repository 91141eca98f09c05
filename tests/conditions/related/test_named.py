"""Which causes a text names, where the names of one are parts of those of another."""

import pytest

from conditions.related.proposals.named import named_in

NAMES = {
    1: ["Alpha-thalassemia", "Thalassemia"],
    2: ["Beta-thalassemia", "Beta thalassemia minor", "Thalassemia"],
    3: ["Diabetes"],
    4: ["Diabetes mellitus type 1", "Type 1 diabetes"],
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I have beta thalassemia minor.", {2}),
        ("Is thalassemia inherited?", {1, 2}),
        ("My brother has beta-thalassemia, and thalassemia is in the family.", {1, 2}),
        ("Alpha thalassemia", {1}),
        ("I have type 1 diabetes", {3, 4}),
        ("Thalassemic", set()),
    ],
)
def test_another_name_counts_only_outside_longer_names(text, named):
    assert named_in(text, NAMES) == named
