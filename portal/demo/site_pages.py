"""Fills in, on the demo site, who runs it: the two sentences that editors of a real site replace."""

import re

from portal.models import SitePage

_TO_FILL_IN = re.compile(r"^\*Editors: .*\*$", re.MULTILINE)
_NOBODY = (
    "This is a demo site, run on somebody's own computer to try out Consilium. Every person and hospital on it is "
    "invented, and nobody answers what is asked here. On a real site, the name and address of the people responsible "
    "stand in this place."
)


def fill_in_pages() -> None:
    """Replace the open sentences.  Safe to run twice; what editors wrote stays."""
    for page in SitePage.objects.filter(body__contains="*Editors: "):
        page.body = _TO_FILL_IN.sub(_NOBODY, page.body)
        page.save()
