"""The words of the reference side, one module each."""

from conditions.models.category import Category
from conditions.models.cause import Cause, CauseAlias, CauseGroup
from conditions.models.comment import DraftComment
from conditions.models.deflection import Deflection
from conditions.models.former import FoldedImport, FormerAddress, FormerAnchor, FormerCategoryAddress
from conditions.models.index import HiddenEntry, IndexEntry, IndexState, RemovedVector
from conditions.models.link import CauseLink
from conditions.models.name import ConditionName
from conditions.models.neighbour import Neighbour
from conditions.models.page import ReferencePage
from conditions.models.passage import Passage
from conditions.models.proposals import ProposalsChange, StoredProposals
from conditions.models.public_link import PublicLink
from conditions.models.ranking import CauseRanking
from conditions.models.revision import DraftVersion, Revision, UnsavedWork
from conditions.models.source import Citation, Source, SourceCheck

__all__ = [
    "Category",
    "Cause",
    "CauseAlias",
    "CauseGroup",
    "CauseLink",
    "CauseRanking",
    "Citation",
    "ConditionName",
    "Deflection",
    "DraftComment",
    "DraftVersion",
    "FoldedImport",
    "FormerAddress",
    "FormerAnchor",
    "FormerCategoryAddress",
    "HiddenEntry",
    "IndexEntry",
    "IndexState",
    "Neighbour",
    "Passage",
    "ProposalsChange",
    "PublicLink",
    "ReferencePage",
    "RemovedVector",
    "Revision",
    "Source",
    "SourceCheck",
    "StoredProposals",
    "UnsavedWork",
]
