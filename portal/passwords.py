"""Passwords that somebody who knows this site would try."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.models import Specialty

LEAST = 12
"""So many characters has a password, and so many has what is written several times over."""
LEAST_BESIDE = 8
"""So many have to stand beside a word that is known."""
TRADE = "consilium hospital clinic doctor patient nurse health medical medicine password welcome admin login secret"


class GuessablePasswordValidator(CommonPasswordValidator):
    """Django's list of common passwords, whatever stands beside them; the site's own words; repetitions."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what is little more than words that anybody would try."""
        super().validate(password, user)
        typed = password.lower()
        if (again := re.fullmatch(r"(.+?)\1+", typed)) and len(again[1]) < LEAST:
            raise ValidationError(_("This password says the same several times."), code="password_repeats")
        letters = "".join(re.findall(r"[^\W\d_]", typed))
        known = [*own_words(), *([letters] if letters in self.passwords else [])]
        beside = re.sub("|".join(map(re.escape, known)), "", typed)
        if beside != typed and (len(beside) < LEAST_BESIDE or beside in self.passwords):
            raise ValidationError(
                _("This password is little more than a word that people try: add several others."),
                code="password_too_guessable",
            )

    def get_help_text(self) -> str:
        """What is refused, in one line."""
        return _(
            "Your password can’t be a common one, a word of this site with a few digits, or a repetition."
        )


def own_words() -> list[str]:
    """Words of the site's name and address, of its specialties and of its trade; the longest first."""
    named = [settings.SITE_NAME, urlsplit(settings.SITE_URL).hostname or "", TRADE]
    named += Specialty.objects.values_list("name", flat=True)
    words = {word for text in named for word in re.findall(r"[^\W\d_]{4,}", text.lower())}
    return sorted(words, key=len, reverse=True)
