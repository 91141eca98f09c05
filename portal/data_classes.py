"""What every column of the database is, said once: public, personal, special (about health), secret or operational.

Tests read it: a column without a class fails; what is personal or special in the tables of a case is exported or named
in NOT_EXPORTED with the reason, is gone from every store after erasure, and stands in no message of the log.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models

Model = type[models.Model]


class DataClass(Enum):
    """How much a column tells of whom."""

    PUBLIC = "public"
    """Of nobody in particular: medicine, the site itself, and what doctors say of themselves to readers."""
    PERSONAL = "personal"
    """Of a person: an address, a name, who did what."""
    SPECIAL = "special"
    """Of somebody's health: what patients write, what doctors answer them, what is made of both."""
    SECRET = "secret"  # noqa: S105  (the name of a class)
    """It opens a door: a password, a session, the hash of a link."""
    OPERATIONAL = "operational"
    """What the machinery needs: keys, times, states, counts."""


Classes = dict[DataClass, str]
PUBLIC, PERSONAL, SPECIAL = DataClass.PUBLIC, DataClass.PERSONAL, DataClass.SPECIAL
SECRET, OPERATIONAL = DataClass.SECRET, DataClass.OPERATIONAL

PORTAL: dict[str, Classes] = {
    "portal.StoredPage": {PUBLIC: "address headers body", OPERATIONAL: "id build seen fresh_until etag"},
    "portal.PageTag": {OPERATIONAL: "id page kind number"},
    "portal.Change": {OPERATIONAL: "id kind number at"},
    # Counts of days.  The key is a specialty, a cause, an age or kind, or a name of the lexicon, never a typed word.
    "portal.DailyTotal": {OPERATIONAL: "id day measure key value"},
    "portal.ScheduledGroup": {OPERATIONAL: "id name started_at ended_at problem"},
    "portal.StaffSession": {
        SECRET: "session_key",
        PERSONAL: "user device began_at seen_at",
        OPERATIONAL: "id",
    },
    "portal.SitePage": {PUBLIC: "slug title body", OPERATIONAL: "id version updated_at"},
}

CONDITIONS: dict[str, Classes] = {
    "conditions.ReferencePage": {
        PUBLIC: "category kind title slug question_heading lead warning_signs causes_intro treatment reviewed_by "
        "last_reviewed_on index_name related",
        OPERATIONAL: "id published_at next_review_on is_overdue import_key is_demo updated_at version",
    },
    "conditions.ReferencePage_related": {OPERATIONAL: "id from_referencepage to_referencepage"},
    "conditions.Category": {PUBLIC: "name slug description", OPERATIONAL: "id"},
    "conditions.CauseGroup": {PUBLIC: "heading text", OPERATIONAL: "id page is_after_treatment position"},
    "conditions.Cause": {
        PUBLIC: "name slug text is_condition is_subject is_urgent is_editorial",
        OPERATIONAL: "id page group parent position is_retired",
    },
    "conditions.CauseAlias": {PUBLIC: "name", OPERATIONAL: "id cause"},
    "conditions.ConditionName": {
        PUBLIC: "name words first_word index_name is_other_name is_best writing",
        OPERATIONAL: "id page cause",
    },
    "conditions.Source": {
        PUBLIC: "publisher title url accessed_on archived_url dead_url",
        OPERATIONAL: "id",
    },
    "conditions.SourceCheck": {PUBLIC: "url problem", OPERATIONAL: "id source checked_at failing_since"},
    "conditions.Citation": {PUBLIC: "statement", OPERATIONAL: "id source cause page section"},
    "conditions.FormerAddress": {PUBLIC: "slug", OPERATIONAL: "id page"},
    "conditions.FormerCategoryAddress": {PUBLIC: "slug", OPERATIONAL: "id category"},
    "conditions.FoldedImport": {OPERATIONAL: "id import_key page"},
    "conditions.FormerAnchor": {PUBLIC: "slug name", OPERATIONAL: "id page cause group target was"},
    "conditions.Deflection": {OPERATIONAL: "id question cause happened_on"},
    "conditions.IndexEntry": {
        SPECIAL: "terms reply_terms facets vector sketch",
        OPERATIONAL: "id kind question cause page digest encoder seq listed_at",
    },
    "conditions.IndexState": {OPERATIONAL: "kind token seq file_seq removals scrub_due"},
    "conditions.RemovedVector": {OPERATIONAL: "id kind entry_number"},
    "conditions.HiddenEntry": {OPERATIONAL: "question"},
    "conditions.PublicLink": {OPERATIONAL: "id cause question score published_at"},
    "conditions.CauseLink": {
        SPECIAL: "reasons",
        PERSONAL: "decided_by",
        OPERATIONAL: "id reply cause page state score decided_at",
    },
    "conditions.Neighbour": {
        SPECIAL: "reasons",
        PERSONAL: "decided_by",
        OPERATIONAL: "id question other score cosine lexical choice position decided_at",
    },
    "conditions.Passage": {
        PUBLIC: "name page_title full_text text sources",
        OPERATIONAL: "id reply cause page position left_out taken_at changed_at confirmed",
    },
    "conditions.StoredProposals": {
        SPECIAL: "causes cases",
        OPERATIONAL: "id question made_of made_at is_stale made_at_change",
    },
    "conditions.ProposalsChange": {OPERATIONAL: "id number"},
    "conditions.CauseRanking": {
        OPERATIONAL: "id common weights causes decisions held_out shipped_mrr learned_mrr is_used made_at"
    },
    "conditions.Revision": {
        PUBLIC: "content reason",
        PERSONAL: "author reviewer writers",
        OPERATIONAL: "id page based_on state version begun_at changed_at sent_at reviewed_at publish_at published_at "
        "superseded_at page_version trouble",
    },
    "conditions.Revision_writers": {PERSONAL: "user", OPERATIONAL: "id revision"},
    "conditions.DraftVersion": {PUBLIC: "content", OPERATIONAL: "id revision version saved_at"},
    "conditions.DraftComment": {
        PUBLIC: "about text",
        PERSONAL: "author settled_by",
        OPERATIONAL: "id revision said_at settled_at",
    },
    "conditions.UnsavedWork": {
        PUBLIC: "content reason",
        PERSONAL: "user",
        OPERATIONAL: "id page form seen kept_at",
    },
}

CONSULT: dict[str, Classes] = {
    "consult.AuditEntry": {PERSONAL: "actor colleague", OPERATIONAL: "id at action question_number"},
    "consult.AuditLink": {OPERATIONAL: "id entry previous digest"},
    "consult.Tombstone": {OPERATIONAL: "id question_number erased_at"},
    "consult.CaseLink": {
        SECRET: "token_hash",
        OPERATIONAL: "id question contact created_at expires_at revoked_at",
    },
    "consult.Specialty": {PUBLIC: "name slug description is_rare", OPERATIONAL: "id target_hours"},
    "consult.Topic": {PUBLIC: "name slug", OPERATIONAL: "id specialty"},
    "consult.Doctor": {
        PUBLIC: "name slug profession title employer biography specialties",
        PERSONAL: "user licence_verified_by licence_verified_on licence_expires_on",
        OPERATIONAL: "id is_active is_demo",
    },
    "consult.Doctor_specialties": {OPERATIONAL: "id doctor specialty"},
    "consult.Claim": {PERSONAL: "doctor assigned_by", OPERATIONAL: "id question until"},
    "consult.ConsentWording": {PUBLIC: "kind version text", OPERATIONAL: "id created_at"},
    "consult.Consent": {PERSONAL: "kind given_at withdrawn_at", OPERATIONAL: "id question wording"},
    "consult.Contact": {PERSONAL: "email", OPERATIONAL: "id unsubscribed_at created_at"},
    "consult.Question": {
        SPECIAL: "title body began tried seen wants age_range sex specialty topics staff_message danger_level "
        "held_reason",
        PERSONAL: "display_name about contact approved_by",
        OPERATIONAL: "id origin import_key status asked_at waits_from paused_at answered_at published_at held_at "
        "version",
    },
    "consult.Question_topics": {OPERATIONAL: "id question topic"},
    "consult.Reply": {
        SPECIAL: "text safety_net more_info specialty examination",
        PERSONAL: "doctor",
        OPERATIONAL: "id question created_at updated_at published_at approved_at corrected_at import_key version",
    },
    "consult.Correction": {
        SPECIAL: "text safety_net more_info panels specialty examination",
        PERSONAL: "written_by",
        OPERATIONAL: "id reply written_at",
    },
    "consult.FollowUp": {
        SPECIAL: "text answer new_answer",
        PERSONAL: "doctor meant_for",
        OPERATIONAL: "id question kind asked_at answered_at approved_at new_answer_at corrected_at decided_at",
    },
    "consult.InformationRequest": {
        SPECIAL: "text",
        PERSONAL: "asked_by",
        OPERATIONAL: "id question asked_at answer",
    },
    "consult.DeskDraft": {
        SPECIAL: "fields",
        PERSONAL: "user",
        OPERATIONAL: "id question kept_at",
    },
    "consult.OwedScrub": {OPERATIONAL: "id noted_at"},
    "consult.CaseLook": {
        SPECIAL: "marks",
        PERSONAL: "user",
        OPERATIONAL: "id question seen version looked_at",
    },
    "consult.Snippet": {PUBLIC: "name text", PERSONAL: "doctor", OPERATIONAL: "id specialty"},
    "consult.Draft": {
        SECRET: "key_hash",
        SPECIAL: "answers",
        OPERATIONAL: "id question created_at updated_at",
    },
    "consult.HelpfulVote": {PERSONAL: "voter_hash missing", OPERATIONAL: "id reply helped created_at"},
    "consult.PageReport": {
        PERSONAL: "path details resolution",
        OPERATIONAL: "id question reason created_at resolved_at",
    },
    "consult.Suspicion": {
        PERSONAL: "signs reason decided_by",
        OPERATIONAL: "id question followup report vote noted_at outcome decided_at",
    },
    "consult.OutboxMessage": {
        SECRET: "sealed",
        PERSONAL: "contact staff",
        OPERATIONAL: "id kind question dedupe_key state attempts next_attempt_at last_error created_at sent_at",
    },
    "consult.PublicQuestion": {OPERATIONAL: "question"},
    "consult.PublicTag": {OPERATIONAL: "id topic question published_at"},
    "consult.RedFlagRule": {
        PUBLIC: "name kind danger sign advice phrases exceptions skip_denied skip_past source_publisher source_title "
        "source_url",
        PERSONAL: "reviewed_by reviewed_on",
        OPERATIONAL: "id is_active position updated_at",
    },
    "consult.RedFlagFinding": {
        SPECIAL: "kind danger level name words",
        PERSONAL: "looked_by",
        OPERATIONAL: "id question followup rule made_by found_at looked_at",
    },
    "consult.InternalNote": {
        SPECIAL: "text passed_from passed_to",
        PERSONAL: "author",
        OPERATIONAL: "id question kind written_at",
    },
    "consult.SecondOpinion": {
        SPECIAL: "request view of_specialty",
        PERSONAL: "asked_by of_doctor given_by",
        OPERATIONAL: "id question asked_at given_at used_at",
    },
    "consult.QualityReview": {
        PERSONAL: "is_right is_safe answers is_clear is_kind remark reviewer",
        OPERATIONAL: "id reply drawn_at reviewed_at",
    },
    "consult.Absence": {PERSONAL: "doctor first_day last_day", OPERATIONAL: "id"},
    "consult.OnCall": {PERSONAL: "doctor starts_at ends_at", OPERATIONAL: "id"},
    "consult.NoticeChoices": {
        PERSONAL: "user",
        OPERATIONAL: "id new_question follow_up overdue alert work",
    },
    "consult.StaffNotice": {
        PERSONAL: "user",
        OPERATIONAL: "id question kind how key created_at seen_at mail",
    },
    "consult.RuleChange": {
        PUBLIC: "values reason dry_run decision_reason",
        PERSONAL: "proposed_by decided_by",
        OPERATIONAL: "id rule kind based_on proposed_at dry_run_at state decided_at",
    },
}

OTHERS: dict[str, Classes] = {
    "admin.LogEntry": {
        SPECIAL: "object_repr change_message",
        PERSONAL: "user",
        OPERATIONAL: "id action_time content_type object_id action_flag",
    },
    "auth.Permission": {OPERATIONAL: "id name content_type codename"},
    "auth.Group": {OPERATIONAL: "id name permissions"},
    "auth.Group_permissions": {OPERATIONAL: "id group permission"},
    "auth.User": {
        SECRET: "password",
        PERSONAL: "username first_name last_name email last_login date_joined",
        OPERATIONAL: "id is_superuser is_staff is_active groups user_permissions",
    },
    "auth.User_groups": {OPERATIONAL: "id user group"},
    "auth.User_user_permissions": {OPERATIONAL: "id user permission"},
    "contenttypes.ContentType": {OPERATIONAL: "id app_label model"},
    "sessions.Session": {SECRET: "session_key session_data", OPERATIONAL: "expire_date"},
    "account.EmailAddress": {PERSONAL: "email", OPERATIONAL: "id user verified primary"},
    "account.EmailConfirmation": {SECRET: "key", OPERATIONAL: "id email_address created sent"},
    "mfa.Authenticator": {SECRET: "data", OPERATIONAL: "id user type created_at last_used_at"},
    "django_tasks_database.DBTaskResult": {
        OPERATIONAL: "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids "
        "queue_name backend_name run_after return_value exception_class_path traceback"
    },
}

CLASSES = {**PORTAL, **CONDITIONS, **CONSULT, **OTHERS}
# Of a history table, beside the columns of what it is the history of.
HISTORY: Classes = {
    SPECIAL: "history_change_reason",
    PERSONAL: "history_user",
    OPERATIONAL: "history_id history_date history_type",
}
# What a patient's file leaves out of the personal and special columns of the case.
NOT_EXPORTED = {
    "consult.Claim": "which doctor has it open just now",
    "consult.Correction.panels": "which causes the doctor has ticked, not published yet",
    "consult.Correction.written_by": "who of the staff; the doctor's name stands on the reply",
    "consult.CaseLook": "which of the staff has looked at it",
    "consult.DeskDraft": "a doctor's unsent words, as drafts of replies are",
    "consult.FollowUp.meant_for": "who is to answer; who did is told",
    "consult.InformationRequest.asked_by": "who of the staff",
    "consult.Draft.answers": "of a sent question it is empty",
    "consult.HelpfulVote": "of readers, not of the patient",
    "consult.PageReport": "of readers, not of the patient",
    "consult.InternalNote": "what staff say among themselves",
    "consult.SecondOpinion": "a colleague's view for the doctor; what the doctor takes of it stands in the reply",
    "consult.QualityReview": "of the doctor's work, not of the patient",
    "consult.StaffNotice": "whom of the staff we told",
    "consult.OutboxMessage.staff": "who of the staff",
    "consult.OutboxMessage.contact": "the address stands in the question",
    "consult.Question.danger_level": "stands with each mark of the safety check",
    "consult.Question.held_reason": "a note of the staff",
    "consult.Question.approved_by": "who of the staff",
    "consult.Suspicion.decided_by": "who of the staff; when is told",
    "consult.RedFlagFinding.kind": "its name and level are told",
    "consult.RedFlagFinding.danger": "its name and level are told",
    "consult.RedFlagFinding.looked_by": "who of the staff; when is told",
    "consult.Consent.kind": "the words that were agreed to are told",
    "conditions.IndexEntry": "made from the texts, and unreadable",
    "conditions.CauseLink": "made from the texts; the causes stand in the reply",
    "conditions.Neighbour": "made from the texts",
    "conditions.StoredProposals": "made from the texts; the causes that were chosen stand in the reply",
}


def class_of(model: Model, name: str) -> DataClass | None:
    """The class of a column; None when nobody has given it one."""
    original = model.instance_type if hasattr(model, "instance_type") else model
    tables = [CLASSES.get(original._meta.label, {})] + ([HISTORY] if original is not model else [])
    return next((kind for table in tables for kind, names in table.items() if name in names.split()), None)


def columns(model: Model) -> Iterator[Any]:
    """The columns of a table, and its links of many to many."""
    yield from (*model._meta.concrete_fields, *model._meta.many_to_many)


def telling(model: Model) -> list[Any]:
    """The columns that tell of a person."""
    return [column for column in columns(model) if class_of(model, column.name) in (PERSONAL, SPECIAL)]


def case_models() -> list[Model]:
    """The tables whose rows belong to one question, with their histories: those that hang on it, and the address."""
    question, contact = apps.get_model("consult.Question"), apps.get_model("consult.Contact")
    found: list[Model] = [question, contact]
    for model in found:
        # The hidden ones too: nothing leads to an internal note, and it is erased all the same.
        for relation in model._meta.get_fields(include_hidden=True):
            if not (isinstance(relation, models.ForeignObjectRel)):
                continue
            away: Any = relation.related_model
            if relation.on_delete is models.CASCADE and away not in found and not away._meta.auto_created:
                found.append(away)
    return [*found, *(model.history.model for model in found if hasattr(model, "history"))]


def is_exported(model: Model, name: str) -> bool:
    """Whether a patient's file has to hold this column."""
    label = model._meta.label
    return label not in NOT_EXPORTED and f"{label}.{name}" not in NOT_EXPORTED
