"""What the former database knows of patients' decisions, carried over a restore that may be cut off."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from consult.models import Question, Tombstone

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Former:
    """Numbers of cases."""

    erased: frozenset[int] = frozenset()
    not_public: frozenset[int] = frozenset()
    is_known: bool = False
    """Whether a former database could say so."""

    @classmethod
    def of_database(cls) -> "Former":
        """What the present database tells; nothing when it is broken."""
        try:
            erased = frozenset(Tombstone.objects.values_list("question_number", flat=True))
            public = Question.objects.public().values("pk")
            others = frozenset(Question.objects.exclude(pk__in=public).values_list("pk", flat=True))
            return cls(erased, others, True)
        except DatabaseError:
            logger.warning("The former database does not tell which cases were erased since the backup.")
            return cls()

    @classmethod
    def remembered(cls) -> "Former":
        """What a restore that was cut off had kept; nothing where there was none."""
        if not _file().exists():
            return cls()
        found = json.loads(_file().read_text())
        return cls(frozenset(found["erased"]), frozenset(found["not_public"]), True)

    def __or__(self, other: "Former") -> "Former":
        """Both."""
        return Former(
            self.erased | other.erased, self.not_public | other.not_public, self.is_known or other.is_known
        )

    def remember(self) -> None:
        """Keep it until `forget`: once the database is replaced nothing else knows."""
        unfinished = _file().with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(
            json.dumps({"erased": sorted(self.erased), "not_public": sorted(self.not_public)})
        )
        unfinished.replace(_file())

    @staticmethod
    def forget() -> None:
        """It was carried over."""
        _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "restore-former.json"
