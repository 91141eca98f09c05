"""The roles of staff and what each may do: the least that its work needs.  A person may have several.

A superuser may do everything that anybody may; the group of administrators is enough to run a site.  What nobody may
do, a superuser included, is said by the admin class of the table: rules, audit trail, wordings and cases are never
deleted there.

Only administrators delete, but for small things of daily work that are no record of a patient or that a history brings
back: doctors their own absences and snippets, editors snippets of specialties and causes within their drafts,
moderators absences and duties.
"""

from typing import Any

DOCTORS = "Doctors"
EDITORS = "Editors"
MODERATORS = "Moderators"
REVIEWERS = "Clinical reviewers"
ADMINISTRATORS = "Administrators"
HEADS = "Heads of service"


def _may(app: str, models: str, *verbs: str) -> set[str]:
    """The permissions of these verbs on these models of an app."""
    return {f"{app}.{verb}_{model}" for model in models.split() for verb in verbs}


# Answer patients of their specialties.  Everything that they write goes through the desk, which asks for
# `reply_to_question` and a licence.
DOCTOR_PERMISSIONS = {
    "consult.reply_to_question",
    *_may("consult", "question", "view", "change"),
    *_may("consult", "reply followup topic specialty doctor oncall", "view"),
    # Their own.
    *_may("consult", "absence", "view", "add", "change", "delete"),
    *_may("conditions", "referencepage cause passage", "view"),
    # Their own only: the screen shows no others.
    *_may("consult", "snippet", "view", "add", "change", "delete"),
}

# Write the reference pages, the site's own pages, specialties and topics.  They read no patient's question.  Parts of a
# page are removed on its form, from where its history brings them back; a whole page is deleted by administrators.
EDITOR_PERMISSIONS = {
    *_may("conditions", "referencepage category source", "view", "add", "change"),
    *_may("conditions", "cause causegroup causealias citation", "view", "add", "change", "delete"),
    *_may("conditions", "deflection revision", "view"),
    "conditions.publish_revision",
    *_may("consult", "specialty topic", "view", "add", "change"),
    *_may("consult", "doctor", "view"),
    *_may("portal", "sitepage", "view", "add", "change"),
    # What readers look for in vain, and which pages are due: no patient's words.
    "portal.read_figures",
    "consult.share_snippet",
    *_may("consult", "snippet", "view", "add", "change", "delete"),
}

# Decide what becomes public, share work out, look after reports, mail and the rules that warn.
MODERATOR_PERMISSIONS = {
    "consult.approve_question",
    "portal.read_figures",
    "consult.decide_rule_change",
    "consult.assign_question",
    *_may("consult", "absence oncall", "view", "add", "change", "delete"),
    *_may("consult", "claim", "view"),
    *_may("consult", "question pagereport outboxmessage suspicion", "view", "change"),
    *_may("consult", "reply followup helpfulvote tombstone consentwording doctor", "view"),
    *_may("consult", "specialty topic", "view"),
    *_may("consult", "redflagrule", "view", "add", "change"),
    *_may("consult", "rulechange", "view"),
    *_may("conditions", "referencepage cause source passage", "view"),
}

# Clinicians of the site who sign the rules by which the site warns, and score replies of the quality sample.  A person
# can be a doctor and a reviewer.
REVIEWER_PERMISSIONS = {
    "consult.view_redflagrule",
    "consult.view_rulechange",
    "consult.sign_red_flag_rule",
    "consult.score_reply",
}

# Answer for the doctors: read how good their replies were found to be.  They read no patient's question.
HEAD_PERMISSIONS = {
    "consult.read_quality",
    "portal.read_figures",
    "consult.view_doctor",
}

# Run the site: staff and their sign-ins, doctors and their licences, wordings, what is deleted or erased, and who read
# what (the audit trail).  They neither answer patients nor sign rules: that takes a doctor and a clinician.
ADMINISTRATOR_PERMISSIONS = {
    *EDITOR_PERMISSIONS,
    *MODERATOR_PERMISSIONS,
    "consult.erase_question",
    "consult.view_auditentry",
    *_may("conditions", "referencepage category source", "delete"),
    *_may("consult", "doctor", "add", "change", "delete"),
    *_may("consult", "specialty topic", "delete"),
    *_may("consult", "consentwording", "add"),
    *_may("auth", "user", "view", "add", "change", "delete"),
    *_may("auth", "group", "view"),
    *_may("mfa", "authenticator", "view", "delete"),
    *_may("account", "emailaddress", "delete"),
}

ROLES = {
    DOCTORS: DOCTOR_PERMISSIONS,
    EDITORS: EDITOR_PERMISSIONS,
    MODERATORS: MODERATOR_PERMISSIONS,
    REVIEWERS: REVIEWER_PERMISSIONS,
    ADMINISTRATORS: ADMINISTRATOR_PERMISSIONS,
    HEADS: HEAD_PERMISSIONS,
}


def ensure_roles(**_: Any) -> None:
    """Create the groups of staff and give each its permissions, no others.  Safe to run twice."""
    from django.contrib.auth.models import Group, Permission

    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for group_name, wanted in ROLES.items():
        group, _created = Group.objects.get_or_create(name=group_name)
        group.permissions.set(by_name[name] for name in wanted if name in by_name)
