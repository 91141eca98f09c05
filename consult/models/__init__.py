"""The words of the consultation, one module each."""

# Registered here; who may use them imports them by their module.
from consult.models import internal, look, quality, scrub, staffing  # noqa: F401
from consult.models.audit import AuditEntry, AuditLink, Tombstone
from consult.models.case_link import CaseLink
from consult.models.claim import Claim
from consult.models.consent import Consent, ConsentWording
from consult.models.contact import Contact
from consult.models.correction import Correction
from consult.models.desk_draft import DeskDraft
from consult.models.doctor import Doctor
from consult.models.draft import Draft
from consult.models.feedback import HelpfulVote, PageReport
from consult.models.followup import FollowUp
from consult.models.information_request import InformationRequest
from consult.models.outbox import OutboxMessage
from consult.models.public_question import PublicQuestion
from consult.models.public_tag import PublicTag
from consult.models.question import Question
from consult.models.red_flag_finding import RedFlagFinding
from consult.models.reply import Reply
from consult.models.rule_change import RuleChange
from consult.models.safety import RedFlagRule
from consult.models.snippet import Snippet
from consult.models.specialty import Specialty, Topic
from consult.models.status import Status
from consult.models.suspicion import Suspicion

__all__ = [
    "AuditEntry",
    "AuditLink",
    "CaseLink",
    "Claim",
    "Consent",
    "ConsentWording",
    "Contact",
    "Correction",
    "DeskDraft",
    "Doctor",
    "Draft",
    "FollowUp",
    "HelpfulVote",
    "InformationRequest",
    "OutboxMessage",
    "PageReport",
    "PublicQuestion",
    "PublicTag",
    "Question",
    "RedFlagFinding",
    "RedFlagRule",
    "Reply",
    "RuleChange",
    "Snippet",
    "Specialty",
    "Status",
    "Suspicion",
    "Tombstone",
    "Topic",
]
