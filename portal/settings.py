"""Settings of Consilium, driven by the environment.  docs/OPERATIONS.md lists every variable."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env
from whitenoise.compress import Compressor

from portal.host_names import in_ascii
from portal.log_config import log_config
from portal.replicas.databases import replicas

# Django's classes that take a type (ModelAdmin[Question]) learn to do so at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # patients' questions lie here: for nobody else
# What a version makes of its packages; beside the code, where versions have folders of their own (deploy/prepare).
BUILD_DIR = BASE_DIR / env.path("BUILD_DIR", VAR_DIR)

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Put a long random value into the environment or into .env, "
            "for example: SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))')"
        )
    SECRET_KEY = "for-development-only-never-in-production"  # noqa: S105

# Former keys: what they signed (sessions, links that stop mail) stays good, new signatures use SECRET_KEY.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])

ALLOWED_HOSTS = [in_ascii(host) for host in env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])]
CSRF_TRUSTED_ORIGINS: list[str] = list(map(in_ascii, env.list("CSRF_TRUSTED_ORIGINS", [])))
SITE_NAME = env.str("SITE_NAME", "Consilium")
SITE_URL = in_ascii(env.str("SITE_URL", "http://127.0.0.1:8000"))
# Whom a finder of a weakness writes to (/.well-known/security.txt): mailto:security@hospital.example, or a page.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "")

INSTALLED_APPS = [
    "portal",
    "conditions",
    "consult",
    "nested_admin",
    "portal.admin_apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.humanize",  # allauth's list of passkeys
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "portal.admin_apps.SecondFactorConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "heroicons",
    "simple_history",
    "import_export",
    "django_tasks",
    "portal.admin_apps.BackgroundTasksConfig",
]

MIDDLEWARE = [
    "portal.telemetry.middleware.Telemetry",
    "portal.replicas.reading.JustWrote",
    "portal.guards.headers.HeadersGuard",
    # What it stores has the headers of all that follows.
    "portal.reading.middleware.StoredPages",
    "portal.guards.emergency.EmergencyGuard",
    "django.middleware.security.SecurityMiddleware",
    "portal.static_storage.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Within those that give an answer its headers: what these refuse has them too.
    "portal.guards.charset.CharsetGuard",
    "portal.guards.nul.NulGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.guards.same_site.SameSiteGuard",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.guards.idle.IdleGuard",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]

# Database: SQLite unless DATABASE_URL names PostgreSQL.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue instead of failing, readers never wait, deleted text is overwritten, and what was answered as
        # stored is on the disk: a power cut takes nothing back.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA mmap_size=2147418112; PRAGMA cache_size=-10000;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # pgvector looks at 40 candidates unless told; the engine wants the nearest 100 (first_stage.NEAREST).
    longest = 1_000 * env.int("DATABASE_STATEMENT_SECONDS", 0)
    patience = int(1_000 * env.float("DATABASE_LOCK_SECONDS", 0))
    # A page's statements are short: parallel workers and compiling take longer than they save.
    # What the address says of TLS stands; a machine that is gone without a word is not waited for.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "options": "-c hnsw.ef_search=200 -c max_parallel_workers_per_gather=0 -c jit=off"
        f" -c statement_timeout={longest} -c lock_timeout={patience}",
        "connect_timeout": 10,
        "tcp_user_timeout": 10_000,
    }
# A new connection reads the whole schema again, on SQLite too.
connection_seconds = env.int("DATABASE_CONNECTION_SECONDS", 600)
DATABASES["default"]["CONN_MAX_AGE"] = connection_seconds
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql" and (
    most := env.int("DATABASE_POOL", 0)
):
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # The pool keeps the connections.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": most, "timeout": 10}
# Strangers' pages are read from these, as long as they are no further behind (portal/replicas/).
replica_urls: list[str] = env.list("DATABASE_REPLICA_URLS", [])
REPLICA_DATABASES = replicas(DATABASES["default"], replica_urls, connection_seconds)
DATABASES |= REPLICA_DATABASES
REPLICAS = list(REPLICA_DATABASES)
REPLICA_LAG_SECONDS = env.int("REPLICA_LAG_SECONDS", 5)
DATABASE_ROUTERS = ["portal.replicas.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits are counted here, by default in a file that all workers of the machine share.  Elsewhere Django would drop
# counts at random beyond 300 of them, and those of an hour that a table or files keep after 5 minutes of silence.
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "portal.shared_cache.SharedCache", "LOCATION": VAR_DIR / "cache.sqlite3"}
}
if env.str("CACHE_URL", ""):
    CACHES["default"] = env.dj_cache_url("CACHE_URL")
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"] |= {
        "BACKEND": "portal.redis_cache.SoftRedisCache",
        "OPTIONS": {
            **CACHES["default"].get("OPTIONS", {}),
            "serializer": "portal.redis_cache.JsonSerializer",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        },
    }
CACHES["default"] |= {"TIMEOUT": 7_200, "max_entries": 10_000}
# Strangers get public pages as they were stored (docs/adr/0007); off while templates are being written.
STORED_PAGES = env.bool("STORED_PAGES", not DEBUG)
# So long a cache that many share may show a public page without asking, and so a page that was withdrawn meanwhile.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", 0)
SESSION_ENGINE = "portal.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 12) * 3600
# Staff who do nothing for so long are signed out before that; 0 leaves them.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 60)

# Sign-in: staff and doctors only; patients need no account.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.passwords.GuessablePasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "portal.accounts.StaffAccountAdapter"
ACCOUNT_FORMS = {"login": "portal.sign_in.SignInForm", "reset_password": "portal.sign_in.NewPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
# Who changes an address, a second factor or where they are signed in types the password again, after five minutes.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
MFA_ADAPTER = "portal.accounts.StaffMFAAdapter"
MFA_TOTP_ISSUER = SITE_NAME
# A passkey serves as the second factor, and signs in alone; with TOTP and recovery codes beside it.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers make passkeys only over HTTPS and for localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
# Nobody signs up by themselves, so an address is no less sure for not being confirmed; staff could add none otherwise.
MFA_ALLOW_UNVERIFIED_EMAIL = True
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", not (DEBUG or DEMO))

# Language and time.  A site speaks the one language that its questions and pages are written in (locale/README.md).
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en-gb")
LANGUAGES = [(LANGUAGE_CODE, LANGUAGE_CODE)]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")
FORMAT_MODULE_PATH = ["portal.formats"]

# Static files: Bootstrap comes from its wheel (portal/bootstrap.py), everything is hashed and compressed.
STATIC_URL = "static/"
STATIC_ROOT = BUILD_DIR / "static"
# Those of every version that was prepared here: during an update two versions answer, and browsers mix their pages.
SHARED_STATIC_DIR = env.path("SHARED_STATIC_DIR", None)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.bootstrap.BootstrapFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_storage.StaticStorage"},
}

WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Compressing source maps, which only developers fetch, took most of collectstatic's time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = not DEBUG

# Security headers: no inline script or style, nothing from other hosts.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}
CSRF_FAILURE_VIEW = "portal.views.csrf_failure.csrf_failure"
HTTPS_ONLY = env.bool("HTTPS_ONLY", False)
# Browsers take cookies of such names from this host alone, and only over HTTPS (consult/common/cookies.py).
COOKIE_PREFIX = "__Host-" if HTTPS_ONLY else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "portal.messages.MessageStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
# Load balancers ask without TLS, from inside.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# Preloading binds every name of the domain for years: that is for its owner to decide, not for one of its sites.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Without it every visitor has the proxy's address, and all share one allowance of sign-ins and questions.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1)

# Mail: console in development, SMTP through EMAIL_URL elsewhere.
email = env.dj_email_url("EMAIL_URL", "console:" if DEBUG else "smtp://localhost:25")
if "EMAIL_BACKEND" not in email:
    raise ImproperlyConfigured("EMAIL_URL begins with smtp://, submission:// (with TLS), console: or file:.")
EMAIL_BACKEND = email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = email["EMAIL_HOST"], email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = email["EMAIL_HOST_USER"], email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]
# The library reads file:///path as the folder "path" of wherever the process was started.
EMAIL_FILE_PATH = "/" + email["EMAIL_FILE_PATH"].lstrip("/") if email["EMAIL_FILE_PATH"] else None
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Consilium <no-reply@localhost>")
STAFF_ALERT_EMAILS: list[str] = env.list("STAFF_ALERT_EMAILS", [])

TASKS = {
    "default": {
        "BACKEND": env.str("TASKS_BACKEND", "consult.notifications.background.ThreadBackend"),
    },
    # Lists are made anew where they are served, and wait for no mail (portal.reading.renewal).
    "pages": {"BACKEND": "consult.notifications.background.ThreadBackend"},
}

# Only who may change a table takes it in; only who may see it takes it out.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# The related-question engine (docs/RELATED.md); None stands for what the shipped model needs (related/calibration.py).
RELATED_ENCODER = {
    "name": env.str("RELATED_ENCODER_NAME", None),
    "path": env.path("RELATED_ENCODER_PATH", BUILD_DIR / "encoder"),
    "pooling": env.str("RELATED_ENCODER_POOLING", None),
    "prefix": env.str("RELATED_ENCODER_PREFIX", None),
    "scripts": env.list("RELATED_ENCODER_SCRIPTS", None),
}
# They find what rules miss (docs/SAFETY.md).
RED_FLAG_CLASSIFIER = env.bool("RED_FLAG_CLASSIFIER", True)
RED_FLAG_CLASSIFIER_PATH = env.path("RED_FLAG_CLASSIFIER_PATH", BUILD_DIR / "red_flags")
PERSONAL_DATA_CLASSIFIER = env.bool("PERSONAL_DATA_CLASSIFIER", True)
PERSONAL_DATA_CLASSIFIER_PATH = env.path("PERSONAL_DATA_CLASSIFIER_PATH", BUILD_DIR / "personal_data")
# Other names of drugs, conditions and symptoms (manage.py build_synonyms).
SYNONYMS_PATH = env.path("SYNONYMS_PATH", BUILD_DIR / "synonyms.safetensors")
RELATED_INDEX_DIR = env.path("RELATED_INDEX_DIR", VAR_DIR / "related")
RELATED_THREADS = env.int("RELATED_THREADS", min(2, os.cpu_count() or 1))

# The consultation.
COUNTRY = env.str("COUNTRY", "GB")
# Instead of the preset of COUNTRY: {"ambulance": {...}, "advice": {...}, "crisis": [{...}]} (docs/SAFETY.md).
EMERGENCY_NUMBERS: dict[str, Any] = dict(env.json("EMERGENCY_NUMBERS", {}))
# On public pages of rare specialties age and sex are hidden where fewer questions share them; 0 hides none.
SMALL_CELL = env.int("SMALL_CELL", 5)
ADULT_AGE = env.int("ADULT_AGE", 18)
# Hours in which a follow-up is left to the doctor who answered; then colleagues get it too.
FOLLOW_UP_HOURS = env.int("FOLLOW_UP_HOURS", 48)
# Hours in which a patient should have a reply, where the specialty sets no other target.
ANSWER_HOURS = env.int("ANSWER_HOURS", 96)
FOLLOW_UPS_PER_CASE = env.int("FOLLOW_UPS_PER_CASE", 3)
# So many questions a doctor may have at once, danger not counted (0: any number); a question that was given to
# somebody flows back after these hours.
OPEN_CLAIMS = env.int("OPEN_CLAIMS", 5)
ASSIGNED_HOURS = env.int("ASSIGNED_HOURS", 48)
# So many of a hundred replies of each doctor are drawn for review; 0 draws none.
QUALITY_PERCENT = env.int("QUALITY_PERCENT", 2)
MINIMUM_WAITING_SAMPLE = env.int("MINIMUM_WAITING_SAMPLE", 5)
# Reference pages: whether somebody else than who changed a page last has to approve it, and how long a review holds.
PAGES_NEED_SECOND_PERSON = env.bool("PAGES_NEED_SECOND_PERSON", True)
REVIEW_MONTHS = env.int("REVIEW_MONTHS", 36)
# Every night the addresses of sources are asked for; 0 where the server does not reach the web.
CHECK_SOURCES = env.bool("CHECK_SOURCES", True)
# Unsent questions are kept for this long; mailed links to a case work for this long.
DRAFT_DAYS = env.int("DRAFT_DAYS", 30)
CASE_LINK_DAYS = env.int("CASE_LINK_DAYS", 30)
# How long other things are kept (manage.py apply_retention); 0 keeps them for ever.
CLOSED_CASE_DAYS = env.int("CLOSED_CASE_DAYS", 0)
PRIVATE_CASE_DAYS = env.int("PRIVATE_CASE_DAYS", 0)
SENT_MAIL_DAYS = env.int("SENT_MAIL_DAYS", 365)
REJECTED_DAYS = env.int("REJECTED_DAYS", 30)
REPORT_DAYS = env.int("REPORT_DAYS", 365)
STAFF_LOG_DAYS = env.int("STAFF_LOG_DAYS", 730)
LOOK_DAYS = env.int("LOOK_DAYS", 365)
NOTICE_DAYS = env.int("NOTICE_DAYS", 60)
ROTA_DAYS = env.int("ROTA_DAYS", 180)
TASK_DAYS = env.int("TASK_DAYS", 14)
UNSAVED_WORK_DAYS = env.int("UNSAVED_WORK_DAYS", 90)
# Nobody fills in the pages of a question faster than this; a program does.
ASK_MINIMUM_SECONDS = env.int("ASK_MINIMUM_SECONDS", 4)
ASK_PER_ADDRESS_AN_HOUR = env.int("ASK_PER_ADDRESS_AN_HOUR", 30)
# Posts that look like those of a program are set aside until a moderator releases them (consult/abuse/).
ABUSE_CHECK = env.bool("ABUSE_CHECK", True)

# Figures for Prometheus; the library looks for the folder when it is imported.
METRICS = env.bool("METRICS", False)
METRICS_DIR = VAR_DIR / "metrics"
if METRICS:
    METRICS_DIR.mkdir(mode=0o700, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)
LOG_FORMAT = env.str("LOG_FORMAT", "text")
LOG_REQUESTS = env.bool("LOG_REQUESTS", False)
LOGGING = log_config(format=LOG_FORMAT, level=env.str("LOG_LEVEL", "INFO"))
