"""Hostile requests as every role: none is answered with an error of ours, or with words that are not for it.

FUZZ_REQUESTS=100000 for a long run (`python -m bench.hard` does it); the table of the answers is printed at its end.
"""

import os
import time
from typing import Any

import pytest
from django.db import connection

from tests.portal.attacks.fuzz import fuzz, send
from tests.portal.attacks.hostile_requests import Hostile, Site
from tests.portal.roles.cast import READERS, STAFF, Person
from tests.portal.roles.planted import plant
from tests.portal.roles.routes import ROUTES

SEED = 20_261_127
LONG_RUN = int(os.environ.get("FUZZ_REQUESTS", "0"))
# PostgreSQL is asked less: what it alone refuses are numbers and NUL, and these come often.
USUAL = {"sqlite": 2_000, "postgresql": 1_000}
HOME = {"L": "/case/TOKEN/", **dict.fromkeys(STAFF, "/admin/")}
"""What somebody gets who is signed in, or has the link."""


def opened(cast: list[Person]) -> dict[str, int]:
    """How each role is answered at home."""
    return {
        each.letter: send(
            each, Hostile("GET", HOME.get(each.letter, "/admin/"), [], "text/plain", b"")
        ).status
        for each in cast
    }


@pytest.mark.django_db
@pytest.mark.no_cover
@pytest.mark.timeout(0 if LONG_RUN else 120)
def test_no_hostile_request_is_answered_with_an_error_of_ours(quiet: None, settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES = 0  # what a request notes is undone, so a long run would look idle
    cast, rows = plant()
    # Without names that are planted themselves: an error page shows the address that was asked for.
    planted = {word.lower() for word in READERS}
    there = [address.format(**rows) for found in ROUTES.values() for address in found]
    there = [address for address in there if not any(word in address for word in planted)]
    known = {str(value) for value in rows.values()} - planted
    site = Site(known=sorted(known | {"1", "change", "TOKEN"}), there=there)
    signed_in = {person.letter: 200 if person.letter in HOME else 302 for person in cast}
    assert opened(cast) == signed_in

    started, count = time.monotonic(), LONG_RUN or USUAL[connection.vendor]
    told = fuzz(cast, seed=SEED, count=count, site=site)

    print("\n".join(["", *told.table()]))
    print(
        f"{count:,} requests, seed {SEED}, {len(site.forms)} forms seen, {time.monotonic() - started:.0f} s"
    )
    assert (told.failed, told.leaked) == ([], [])
    # Or the requests of a role would have been those of a stranger.
    assert (told.answered.total(), opened(cast)) == (count, signed_in)
