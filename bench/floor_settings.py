"""Settings of the project with the floors of bench/floors.py inside the same server."""

from portal.settings import *  # noqa: F403
from portal.settings import MIDDLEWARE

ROOT_URLCONF = "bench.floors"
_AT = MIDDLEWARE.index("portal.reading.middleware.StoredPages")
MIDDLEWARE = [*MIDDLEWARE[:_AT], "bench.floors.BareFloor", *MIDDLEWARE[_AT:]]
