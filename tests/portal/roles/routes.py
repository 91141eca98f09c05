"""Every route of the site, and who gets a page there: one letter for each role of cast.py.

A route that is missing here fails test_every_route.py.  Who is not named is refused or led elsewhere.  A word in braces
is a row of world.py; TOKEN is the private link, or a made-up one for everybody but its patient.
"""

from tests.portal.roles.cast import EVERYBODY, STAFF

Addresses = dict[str, str]

SIGNED_IN = STAFF
STRANGERS = "SPL"


def table(
    path: str,
    row: str,
    *,
    lists: str = "",
    add: str = "",
    change: str | None = None,
    delete: str = "",
    old: str = "",
) -> dict[str, Addresses]:
    """The routes of an admin table: its list, the forms of a row, its history."""
    own = f"/admin/{path}/"
    return {
        own: {own: lists},
        f"{own}add/": {f"{own}add/": add},
        f"{own}<path:object_id>/change/": {f"{own}{{{row}}}/change/": lists if change is None else change},
        f"{own}<path:object_id>/history/": {f"{own}{{{row}}}/history/": old},
        f"{own}<path:object_id>/delete/": {f"{own}{{{row}}}/delete/": delete},
        f"{own}<path:object_id>/": {f"{own}{{{row}}}/": ""},
    }


def import_export(path: str, who: str, out: str) -> dict[str, Addresses]:
    """The routes by which a table is brought in and taken out."""
    own = f"/admin/{path}/"
    return {
        f"{own}import/": {f"{own}import/": who},
        f"{own}process_import/": {f"{own}process_import/": ""},
        f"{own}export/": {f"{own}export/": out},
    }


def alike(who: str, *paths: str) -> dict[str, Addresses]:
    """Routes without a row, open to the same people."""
    return {path: {path: who} for path in paths}


PUBLIC = {
    **alike(
        EVERYBODY,
        "/",
        "/search/",
        "/health/live/",
        "/health/ready/",
        "/conditions/",
        "/conditions/categories/",
        "/emergency/",
        "/questions/",
        "/questions/feed/",
        "/report/",
        "/specialties/",
        "/doctors/",
        "/ask/",
        "/case/find/",
        "/case/find/sent/",
        "/.well-known/security.txt",
        "/robots.txt",
        "/sitemap.xml",
        "/how-it-works/",
        "/about/",
        "/privacy/",
    ),
    **alike("", "/.well-known/change-password", "/favicon.ico", "/ask/answered/", "/ask/discard/"),
    "/conditions/category/<slug:slug>/": {"/conditions/category/{category}/": EVERYBODY},
    "/conditions/<slug:slug>/": {
        "/conditions/{page_slug}/": EVERYBODY,
        "/conditions/{unpublished_slug}/": "",
    },
    "/conditions/<slug:slug>/asked/<slug:anchor>/": {
        "/conditions/{page_slug}/asked/{cause_slug}/": EVERYBODY,
        "/conditions/{unpublished_slug}/asked/{cause_slug}/": "",
    },
    "/questions/<int:number>/": {"/questions/{public}/": "", "/questions/{shared}/": ""},
    "/questions/<int:number>/<str:slug>/": {
        "/questions/{public}/{public_slug}/": EVERYBODY,
        "/questions/{shared}/x/": "",
        "/questions/{other}/x/": "",
    },
    "/questions/<int:number>/<str:slug>/print/": {
        "/questions/{public}/{public_slug}/print/": EVERYBODY,
        "/questions/{shared}/x/print/": "",
    },
    "/questions/<int:number>/replies/<int:reply_pk>/vote/": {"/questions/{shared}/replies/{reply}/vote/": ""},
    "/specialties/<slug:slug>/": {"/specialties/{specialty_slug}/": EVERYBODY},
    "/specialties/<slug:slug>/all-topics/": {"/specialties/{specialty_slug}/all-topics/": EVERYBODY},
    "/specialties/<slug:slug>/<slug:topic_slug>/": {"/specialties/{specialty_slug}/{topic_slug}/": EVERYBODY},
    "/doctors/<slug:slug>/": {"/doctors/{doctor_slug}/": EVERYBODY},
    "/sitemap-<str:section>.xml": {"/sitemap-questions.xml": EVERYBODY, "/sitemap-topics.xml": EVERYBODY},
}

# The draft of the device, which only the patient has.
ASKING = {
    # Each leads to the first that is still open.
    **alike("", "/ask/privacy/", "/ask/similar/"),
    **alike("L", "/ask/check/"),
    **alike("", "/ask/stop/", "/ask/similar/live/"),
    "/ask/<slug:slug>/": {"/ask/what/": EVERYBODY, "/ask/name/": EVERYBODY},
    "/ask/save/<slug:slug>/": {"/ask/save/what/": ""},
}

CASE = {
    **{
        f"/case/<str:token>/{page}": {f"/case/TOKEN/{page}": "L"}
        for page in (
            "",
            "email/",
            "follow-up/",
            "link/",
            "withdraw/",
            "data/",
            "data.json",
            "erase/",
            "received/",
        )
    },
    **{
        f"/case/<str:token>/{page}": {f"/case/TOKEN/{page}": ""}
        for page in ("edit/", "information/", "publish/", "unpublish/")  # a doctor has replied; buttons
    },
    "/case/erased/<str:signed>/": {"/case/erased/TOKEN/": ""},
    "/cases/<str:token>/": {"/cases/TOKEN/": "", "/cases/MAILED/": "L"},
    "/cases/<str:token>/<int:number>/": {"/cases/MAILED/{shared}/": "", "/cases/MAILED/{other}/": ""},
    "/unsubscribe/<str:token>/": {"/unsubscribe/TOKEN/": ""},
}

ACCOUNTS = {
    **alike(
        EVERYBODY,
        "/accounts/inactive/",
        "/accounts/password/reset/key/done/",
        "/accounts/password/reset/done/",
    ),
    **alike(EVERYBODY, "/accounts/password/reset/", "/accounts/confirm-email/"),
    **alike(STRANGERS, "/accounts/login/", "/accounts/signup/"),
    **alike(
        SIGNED_IN,
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ),
    **alike(SIGNED_IN, "/accounts/reauthenticate/", "/accounts/sessions/"),
    **alike("", "/accounts/password/set/", "/accounts/login/code/confirm/"),
    **{
        f"/accounts/2fa/{page}": {f"/accounts/2fa/{page}": ""}
        for page in (
            "authenticate/",
            "totp/activate/",
            "totp/deactivate/",
            "recovery-codes/",
            "recovery-codes/generate/",
            "recovery-codes/download/",
            "webauthn/add/",
            "webauthn/reauthenticate/",
            "webauthn/login/",
        )
    },
    **alike(SIGNED_IN, "/accounts/2fa/reauthenticate/", "/accounts/2fa/webauthn/"),
    "/accounts/2fa/webauthn/keys/<int:pk>/remove/": {"/accounts/2fa/webauthn/keys/{passkey}/remove/": ""},
    "/accounts/2fa/webauthn/keys/<int:pk>/edit/": {"/accounts/2fa/webauthn/keys/{passkey}/edit/": ""},
    r"/accounts/^confirm-email/(?P<key>[-:\w]+)/$": {"/accounts/confirm-email/x/": EVERYBODY},
    "/accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {
        "/accounts/password/reset/key/1-x/": EVERYBODY
    },
}

# A star is the doctor of the specialty of the case.
QUESTIONS = {
    f"/admin/consult/question/{pattern}": {
        f"/admin/consult/question/{{shared}}/{page}": opens.replace("*", "N"),
        f"/admin/consult/question/{{other}}/{page.replace('version', 'other_version')}": opens.replace(
            "*", "D"
        ),
    }
    for pattern, page, opens in (
        ("<int:number>/similar/", "similar/", "MA"),
        ("<int:number>/approve/", "approve/", "MA"),
        ("<int:number>/preview/", "preview/", "MA"),
        ("<int:number>/live/", "live/", ""),
        ("<int:number>/record/", "record/", "*MA"),
        ("<path:object_id>/history/<str:kind>/<int:number>/", "history/question/{version}/", "*MA"),
        ("<path:object_id>/history/", "history/", "*MA"),
        ("<path:object_id>/delete/", "delete/", ""),
        ("<path:object_id>/change/", "change/", "*MA"),
        ("<path:object_id>/", "", ""),
    )
}

ADMIN = {
    **alike(STAFF, "/admin/", "/admin/password_change/", "/admin/password_change/done/", "/admin/jsi18n/"),
    **alike("", "/admin/login/", "/admin/logout/"),
    **alike("MEA", "/admin/figures/"),
    "/admin/figures/<slug:name>.csv": {
        "/admin/figures/waiting.csv": "MEA",
        "/admin/figures/nothing.csv": "",
    },
    **alike(EVERYBODY, "/admin/session/"),
    **alike(STAFF, "/admin/signed-in/"),
    r"/_nested_admin/^server-data\.js$": {"/_nested_admin/server-data.js": STAFF},
    "/admin/autocomplete/": {
        "/admin/autocomplete/?app_label=conditions&model_name=citation&field_name=source": "MEA",
        "/admin/autocomplete/?app_label=conditions&model_name=citation&field_name=source&term=Z": "MEA",
    },
    "/admin/r/<path:content_type_id>/<path:object_id>/": {"/admin/r/{question_type}/{shared}/": ""},
    "/admin/^(?P<app_label>consult|conditions|portal|auth|mfa|django_tasks_database)/$": {
        "/admin/consult/": STAFF,
        "/admin/auth/": "A",
    },
    "/admin/(?P<url>.*)$": {"/admin/nowhere/": ""},
    "/admin/consult/question/": {
        "/admin/consult/question/": "NDMA",
        "/admin/consult/question/?queue=all": "NDMA",
    },
    **alike("", "/admin/consult/question/add/", "/admin/consult/question/take/"),
    **alike("ND", "/admin/consult/question/opinions/", "/admin/consult/question/quality/figures/"),
    # Asked of the doctor of Neurology by name.
    "/admin/consult/question/opinions/<int:number>/": {"/admin/consult/question/opinions/{opinion}/": "N"},
    **alike("NDMA", "/admin/consult/question/notices/"),
    **alike("", "/admin/consult/question/notices/noted/"),
    # For clinical reviewers, who open nothing else.
    **alike("", "/admin/consult/question/quality/"),
    "/admin/consult/question/quality/<int:number>/": {"/admin/consult/question/quality/{review}/": ""},
    # The absence of the doctor of Neurology.
    **table("consult/absence", "absence", lists="NDMA", add="NDMA", change="NMA", delete="NMA", old="NMA"),
    **table("consult/oncall", "duty", lists="NDMA", add="MA", delete="MA", old="NDMA"),
    **table("consult/claim", "claim", lists="MA", old="MA"),
    **QUESTIONS,
    **table("auth/group", "group", lists="A", old="A"),
    **table("auth/user", "user", lists="A", add="A", delete="A", old="A"),
    "/admin/auth/user/<id>/password/": {"/admin/auth/user/{user}/password/": ""},  # asks who it is first
    **table("consult/specialty", "specialty", lists="NDMEA", add="EA", delete="A", old="NDMEA"),
    **import_export("consult/specialty", "EA", out="NDMEA"),
    **table("consult/topic", "topic", lists="NDMEA", add="EA", delete="A", old="NDMEA"),
    **import_export("consult/topic", "EA", out="NDMEA"),
    **table("consult/doctor", "doctor", lists="NDMEA", add="A", delete="A", old="NDMEA"),
    **table("consult/snippet", "snippet", lists="NDEA", add="NDEA", change="NEA", delete="EA", old="NEA"),
    **table("consult/consentwording", "wording", lists="MA", add="A", old="MA"),
    **table("consult/redflagrule", "rule", lists="MA", add="MA", old="MA"),
    "/admin/consult/redflagrule/dry-run/": {"/admin/consult/redflagrule/dry-run/": "MA"},
    "/admin/consult/redflagrule/<path:object_id>/dry-run/": {
        "/admin/consult/redflagrule/{rule}/dry-run/": "MA"
    },
    "/admin/consult/redflagrule/<path:object_id>/sign/": {"/admin/consult/redflagrule/{rule}/sign/": ""},
    "/admin/consult/redflagrule/<path:object_id>/history/<str:kind>/<int:number>/": {
        "/admin/consult/redflagrule/{rule}/history/redflagrule/{rule_version}/": "MA"
    },
    **table("consult/rulechange", "rule_change", lists="MA", old="MA"),
    **table("consult/pagereport", "report", lists="MA", old="MA"),
    **table("consult/suspicion", "suspicion", lists="MA", old="MA"),
    **table("consult/outboxmessage", "message", lists="MA", old="MA"),
    **table("consult/helpfulvote", "vote", lists="MA", old="MA"),
    **table("consult/auditentry", "audit", lists="A", old="A"),
    "/admin/consult/auditentry/export/": {"/admin/consult/auditentry/export/": "A"},
    **table("consult/tombstone", "tombstone", lists="MA", old="MA"),
    **table("conditions/category", "category_row", lists="EA", add="EA", delete="A", old="EA"),
    **table("conditions/referencepage", "page", lists="NDMEA", add="EA", delete="A", old="NDMEA"),
    **{
        f"/admin/conditions/referencepage/<int:number>/{page}/": {
            f"/admin/conditions/referencepage/{{page}}/{page}/": who
        }
        for page, who in (
            ("preview", "NDMEA"),
            ("autosave", ""),
            ("forget", ""),
            ("publication", "NDMEA"),
            ("markdown", "NDMEA"),
            ("merge", ""),
            ("compare", "NDMEA"),
            ("restore", ""),
        )
    },
    "/admin/conditions/referencepage/<path:object_id>/history/<str:kind>/<int:number>/": {
        "/admin/conditions/referencepage/{page}/history/referencepage/{page_version}/": "NDMEA"
    },
    # A cause is edited on its page: its form leads there.
    **table("conditions/cause", "cause", lists="NDMEA", change="", old="NDMEA"),
    **table("conditions/conditionname", "condition_name", lists="NDMEA", old="NDMEA"),
    **import_export("conditions/conditionname", "EA", out="NDMEA"),
    **table("conditions/source", "source", lists="MEA", add="EA", delete="A", old="MEA"),
    **import_export("conditions/source", "EA", out="MEA"),
    # Cited by a reply to the case of Neurology.
    **table("conditions/passage", "passage", lists="NDMA", change="NMA", old="NMA"),
    **table("conditions/deflection", "deflection", lists="EA", old="EA"),
    **table("portal/sitepage", "site_page", lists="EA", old="EA"),
    "/admin/portal/sitepage/<path:object_id>/history/<str:kind>/<int:number>/": {
        "/admin/portal/sitepage/{site_page}/history/sitepage/{site_page_version}/": "EA"
    },
    **table("mfa/authenticator", "authenticator", lists="A", delete="A", old="A"),
    **table("django_tasks_database/dbtaskresult", "task", lists=""),
}

ROUTES: dict[str, Addresses] = {**PUBLIC, **ASKING, **CASE, **ACCOUNTS, **ADMIN}
