"""The four roles of staff and what each may do.  An administrator is a superuser."""

from typing import Any

DOCTORS = "Doctors"
EDITORS = "Editors"
REVIEWERS = "Clinical reviewers"

DOCTOR_PERMISSIONS = {
    "consult.view_question",
    "consult.change_question",
    "consult.reply_to_question",
    "consult.view_reply",
    "consult.add_reply",
    "consult.change_reply",
    "consult.view_followup",
    "consult.change_followup",
    "consult.view_topic",
    "consult.view_specialty",
    "consult.view_doctor",
    "conditions.view_referencepage",
    "conditions.view_cause",
}

# Clinicians of the site who sign the rules by which the site warns.  A person can be a doctor and a reviewer.
REVIEWER_PERMISSIONS = {
    "consult.view_redflagrule",
    "consult.view_rulechange",
    "consult.sign_red_flag_rule",
}

# Editors own every model of these apps except what only doctors write or only the system keeps.
EDITOR_APPS = ("consult", "conditions", "portal")
EDITOR_EXCLUDED = {
    "consult.add_reply",
    "consult.reply_to_question",
    "consult.delete_auditentry",
    "consult.change_auditentry",
    "consult.add_auditentry",
    # Who read what is for administrators.
    "consult.view_auditentry",
    "consult.add_auditlink",
    "consult.change_auditlink",
    "consult.delete_auditlink",
    "consult.view_auditlink",
    "consult.delete_question",
    "consult.add_question",
    "consult.delete_redflagrule",
    "consult.sign_red_flag_rule",
}


def ensure_roles(**_: Any) -> None:
    """Create the groups of staff and give each its permissions.  Safe to run twice."""
    from django.contrib.auth.models import Group, Permission

    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    editor_names = {name for name in by_name if name.split(".")[0] in EDITOR_APPS} - EDITOR_EXCLUDED
    roles = (
        (DOCTORS, DOCTOR_PERMISSIONS),
        (EDITORS, editor_names),
        (REVIEWERS, REVIEWER_PERMISSIONS),
    )
    for group_name, wanted in roles:
        group, _created = Group.objects.get_or_create(name=group_name)
        group.permissions.set(by_name[name] for name in wanted if name in by_name)
