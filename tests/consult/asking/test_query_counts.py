"""Every page of the way to ask has a fixed number of queries."""

import pytest

from tests.consult.asking.walk import fill
from tests.factories import SpecialtyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# The draft; and where they are shown, the red flags, the specialties, the wordings of the consents, the waiting
# time and the specialty it is of.
COUNTS = {"": 2, "who/": 1, "age/": 1, "what/": 1, "specialty/": 2, "name/": 1, "check/": 4}


@pytest.mark.parametrize(("page", "count"), COUNTS.items())
def test_a_page_costs_the_same_for_few_and_many(patient, django_assert_num_queries, page, count):
    fill(patient)
    for rows in (1, 30):
        for number in range(rows):
            SpecialtyFactory(name=f"Specialty {rows} {number}")
        with django_assert_num_queries(count):
            patient.get(f"/ask/{page}")
