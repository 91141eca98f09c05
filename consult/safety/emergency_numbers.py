"""The local numbers to call: from the setting EMERGENCY_NUMBERS, else the preset of the setting COUNTRY.

The presets were compared with public pages of the services and of health authorities as stored copies, on 21 and
27 November 2026 (docs/SAFETY.md lists them).  Check them again before a site goes live.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number to call.  `how` says when it answers or what to press."""

    name: str
    number: str
    how: str = ""

    @property
    def tel(self) -> str:
        """The number for a tel: link: digits and a leading plus."""
        return "".join(mark for mark in self.number if mark.isdecimal() or mark == "+")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call.  What a site does not know is None or empty, and its cards say so in words."""

    ambulance: Helpline | None
    advice: Helpline | None
    """Urgent advice that is no ambulance."""
    crisis: tuple[Helpline, ...]
    police: Helpline | None = None
    safeguarding: tuple[Helpline, ...] = ()
    """For people who are being hurt, and for those who see it."""
    young: tuple[Helpline, ...] = ()
    """For young people on their own, in confidence."""


_AMBULANCE = _("Ambulance")
_POLICE = _("Police")
_ALWAYS = _("free, day and night")

PRESETS: dict[str, dict[str, Any]] = {
    "GB": {
        "ambulance": {"name": _AMBULANCE, "number": "999", "how": ""},
        "advice": {
            "name": _("NHS 111"),
            "number": "111",
            "how": _(
                "urgent advice, day and night. For a child under 5 call: the online service is not for them"
            ),
        },
        "crisis": [
            {"name": _("Samaritans"), "number": "116 123", "how": _ALWAYS},
            {"name": _("NHS 111, mental health"), "number": "111", "how": _("choose option 2")},
            {"name": _("Childline, for under 19s"), "number": "0800 1111", "how": _("free")},
        ],
        "police": {"name": _POLICE, "number": "999", "how": ""},
        "safeguarding": [
            {"name": _("National Domestic Abuse Helpline"), "number": "0808 2000 247", "how": _ALWAYS},
            {
                "name": _("NSPCC, if you are worried about a child"),
                "number": "0808 800 5000",
                "how": _("free, at set hours"),
            },
            {
                "name": _("Hourglass, if you are worried about an older person"),
                "number": "0808 808 8141",
                "how": _("free"),
            },
        ],
        "young": [{"name": _("Childline"), "number": "0800 1111", "how": _ALWAYS}],
    },
    "TW": {
        "ambulance": {"name": _AMBULANCE, "number": "119", "how": ""},
        "advice": None,
        "crisis": [
            {"name": _("Ministry of Health hotline"), "number": "1925", "how": _ALWAYS},
            {"name": _("Lifeline"), "number": "1995", "how": _("day and night")},
            {"name": _("Teacher Chang"), "number": "1980", "how": _("at set hours")},
        ],
        "police": {"name": _POLICE, "number": "110", "how": ""},
        "safeguarding": [{"name": _("Protection hotline"), "number": "113", "how": _ALWAYS}],
        "young": [
            {"name": _("Protection hotline"), "number": "113", "how": _ALWAYS},
            {"name": _("Lifeline"), "number": "1995", "how": _("day and night")},
        ],
    },
    "US": {
        "ambulance": {"name": _AMBULANCE, "number": "911", "how": ""},
        "advice": None,
        "crisis": [
            {"name": _("988 Lifeline"), "number": "988", "how": _("call or text, day and night")},
        ],
        "police": {"name": _POLICE, "number": "911", "how": ""},
        "safeguarding": [
            {
                "name": _("National Domestic Violence Hotline"),
                "number": "1-800-799-7233",
                "how": _("day and night"),
            },
            {
                "name": _("National Child Abuse Hotline"),
                "number": "1-800-422-4453",
                "how": _("day and night"),
            },
        ],
        "young": [
            {"name": _("988 Lifeline"), "number": "988", "how": _("call or text, day and night")},
        ],
    },
}


def emergency_numbers() -> Numbers:
    """Return the numbers of this site; of an unknown country without the setting there are none."""
    chosen = settings.EMERGENCY_NUMBERS or PRESETS.get(settings.COUNTRY, {})
    return Numbers(
        ambulance=_helpline(chosen.get("ambulance")),
        advice=_helpline(chosen.get("advice")),
        crisis=_helplines(chosen.get("crisis")),
        police=_helpline(chosen.get("police")),
        safeguarding=_helplines(chosen.get("safeguarding")),
        young=_helplines(chosen.get("young")),
    )


def _helpline(line: Mapping[str, str] | None) -> Helpline | None:
    return Helpline(**line) if line else None


def _helplines(lines: Iterable[Mapping[str, str]] | None) -> tuple[Helpline, ...]:
    return tuple(Helpline(**line) for line in lines or ())


@register
def check_emergency_numbers(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when the site cannot say whom to call."""
    try:
        numbers = emergency_numbers()
    except (TypeError, AttributeError):
        numbers = Numbers(None, None, ())
    if numbers.ambulance and numbers.crisis:
        return []
    return [
        Warning(
            "The site does not know the local emergency numbers.",
            hint='Set COUNTRY to GB, TW or US, or EMERGENCY_NUMBERS to {"ambulance": {"name": "Ambulance", '
            '"number": "112"}, "crisis": [{"name": "Crisis line", "number": "123"}]}.',
            id="consult.W001",
        )
    ]
