"""The words of the reference side, one module each."""

from conditions.models.category import Category
from conditions.models.cause import Cause, CauseAlias, CauseGroup
from conditions.models.link import CauseLink
from conditions.models.page import ReferencePage
from conditions.models.source import Citation, Source

__all__ = [
    "Category",
    "Cause",
    "CauseAlias",
    "CauseGroup",
    "CauseLink",
    "Citation",
    "ReferencePage",
    "Source",
]
