"""Names of hosts as browsers send them: an internationalised one in its A-labels (IDNA 2008)."""

import re

import idna

_HOST = re.compile(
    r"^(?P<before>[a-z][a-z0-9+.-]*://)?(?P<dot>\.?)(?P<host>[^/:\[\]]+)(?P<after>.*)$", re.IGNORECASE
)


def in_ascii(address: str) -> str:
    """Return the address, or the name of a host, with its host in ASCII; what is ASCII stays as it is."""
    found = _HOST.match(address)
    if address.isascii() or found is None:
        return address
    host = idna.encode(found["host"], uts46=True, transitional=False).decode()
    return f"{found['before'] or ''}{found['dot']}{host}{found['after']}"
