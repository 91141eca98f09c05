"""A patient who takes names out, as the check proposes, is told of no other danger than with the names."""

import pytest

from consult.safety.scan import scan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("My son {} has crushing chest pain and cannot breathe.", {"emergency"}),
        ("My daughter {} has eczema on both elbows that itches at night. What can we do?", set()),
        ("My son {} fell from the wall at school and his knee is swollen.", {"emergency"}),
        ("My wife {} is tired since spring and her hair falls out.", set()),
    ],
)
def test_a_name_that_was_removed_is_read_as_a_name(text, kinds):
    with_name, without = (
        {flag.kind for flag in scan(text.format(name))} for name in ("Tommy", "[name removed]")
    )
    assert (with_name, without) == (kinds, kinds)
