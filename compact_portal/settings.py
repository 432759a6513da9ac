"""Settings: one file, safe by default, changed only through the environment (table in README.md)."""

import sys
from datetime import time
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def required(name, what_it_is):
    """The value of an environment variable the portal cannot run without.

    Raises ImproperlyConfigured with a sentence that says what to set.
    """
    if value := env.str(name, default=""):
        return value
    raise ImproperlyConfigured(f"Set the environment variable {name}: {what_it_is}. README.md lists all of them.")


# The demonstration: sample data may be loaded, plain http on this machine is allowed, a banner says so.
DEMO = env.bool("PORTAL_DEMO", default=False)
DEBUG = env.bool("PORTAL_DEBUG", default=False)
SECRET_KEY = (
    env.str("SECRET_KEY", default="for-demonstration-only-and-known-to-everybody-so-never-for-real-people")
    if DEMO
    else required("SECRET_KEY", "a long random text, for example from `openssl rand -base64 48`")
)
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    if DEMO
    else required("ALLOWED_HOSTS", "the host names the portal answers to, parted by commas").split(",")
)
PORTAL_NAME = env.str("PORTAL_NAME", default="Compact Portal")
PORTAL_CONTACT = env.str("PORTAL_CONTACT", default="")  # The address for help and complaints about the portal.
SITE_URL = (
    env.str("SITE_URL", default="http://localhost:8000")
    if DEMO
    else required("SITE_URL", "the address people open, like https://compacts.example.gov.uk")
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Transport security: everything but a demonstration is https only.
HTTPS = not DEMO
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # Rate limits count the address that the proxy names.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "compact_portal.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "compact_portal",
    "compact_portal.accounts",
    "compact_portal.compacts",
    "codes",
    "signatories",
    "disputes",
    "actionplans",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "guardian",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "compact_portal.caching.KeptPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "compact_portal.caching.CacheHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "compact_portal.access.TermsMiddleware",
    "signatories.acting.ActingMiddleware",
]

ROOT_URLCONF = "compact_portal.urls"
WSGI_APPLICATION = "compact_portal.wsgi.application"

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
                "compact_portal.renderer.page_context",
            ],
        },
    },
]
FORM_RENDERER = "compact_portal.renderer.PortalRenderer"

# Database: SQLite by default, PostgreSQL through DATABASE_URL.
VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without these, two writers at once fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A public page drawn before is given again for so long without looking whether it has changed (caching.py).
KEPT_PAGE_SECONDS = 1.0

# Rate limits are counted here, so it is shared by all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Beyond it entries are thrown out before their time, and with them what was counted.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# People and rights.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "compact_portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # Accounts begin with an invitation sent to the address.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "compact_portal.accounts.forms.LoginForm",
    "request_login_code": "compact_portal.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "compact_portal.accounts.forms.ConfirmLoginCodeForm",
    "reset_password": "compact_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "compact_portal.accounts.forms.ResetPasswordKeyForm",
    "change_password": "compact_portal.accounts.forms.ChangePasswordForm",
    "reauthenticate": "compact_portal.accounts.forms.ReauthenticateForm",
}
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Besides allauth's own: comments, applications to sign, concerns, links and codes for signing, files to verify; by
# network, request and address (of who logs a concern only a keyed digest of the network); how often a private calendar
# is asked for, by person, and a wrong one, by network.
ACCOUNT_RATE_LIMITS = {
    "comment": "30/h/ip,5/h/key",
    "apply": "20/h/ip,5/h/key",
    "concern": "10/h/key",
    "signing_link": "60/h/ip,10/h/key",
    "signing_again": "30/h/ip,3/d/key",
    "signing_code": "60/h/ip,10/h/key",
    "signing_try": "120/h/ip,30/h/key",
    "verify": "60/h/ip",
    "calendar": "60/h/key",
    "calendar_wrong": "60/h/ip",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
INVITATION_DAYS = 14
# Address and browser of a signing are deleted after so many days; the log of signing holds without them.
SIGNING_TRACE_DAYS = env.int("SIGNING_TRACE_DAYS", default=180)

# What the page of a clause shows beside it, from apps that stand on the texts (compact_portal/compacts/beside.py).
BESIDE_CLAUSES = [
    "actionplans.beside.of_clause",
    "disputes.beside.of_clause",
    "signatories.beside.of_clause",
    "signatories.beside.decisions_of_clause",
]
BESIDE_EDITIONS = [
    "compact_portal.compacts.said.comments_of_edition",
    "compact_portal.compacts.said.ways_to_comment",
    "actionplans.beside.of_edition",
    "disputes.beside.of_edition",
    "signatories.beside.of_edition",
    "signatories.beside.decisions_of_edition",
]

# What the pages of organisations and their people know of the apps that stand on them (signatories/hooks.py).
ORGANISATION_HOOKS = ["signatories.concerned", "actionplans.organisations", "disputes.organisations"]
# What higher apps link to decisions of a Forum (modules with NAME, `field`, `save`, `panel`), and show of its groups.
LINKED_TO_DECISIONS = ["actionplans.deciding"]
BESIDE_GROUPS = ["actionplans.deciding.of_group"]
# What higher apps have sealed, by the number printed on it: functions that tell no more than its kind and its seal.
SEALED_DOCUMENTS = ["disputes.printing.sealed_under"]
# Where lessons of disputes go (a module with `may_take`, `form`; see disputes/actions/lessons.py).
LESSONS_GO_TO = "actionplans.lessons"

# Mail leaves through the outbox (compact_portal/mail.py).
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://" if DEMO else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="Compact Portal <no-reply@localhost>")

# Who has chosen one mail a day gets it on working days, from this hour on by the portal's own clock.
DAILY_MAIL_AT = time(7, 30)
# What must still hold when a mail is delivered, by the kind of check that the mail names (compact_portal/mail.py).
MAIL_VALID_WHILE = {
    "dispute-step": "disputes.holding.step_is_over",
    "dispute-reminder": "disputes.holding.reminder_is_over",
}
# The dates in a person's private calendar: functions that get the person (compact_portal/accounts/calendars.py).
DATES_OF_PEOPLE = ["disputes.dates.of_person"]

# Jobs run in `manage.py db_worker`; timed work in `manage.py tick`.
TIMED_WORK = [
    "compact_portal.access.settle_everybody",
    "compact_portal.compacts.models.consultation.keep_consultations",
    "compact_portal.compacts.models.edition.keep_time",
    "compact_portal.compacts.models.comment.keep_comments",
    "compact_portal.compacts.printing.keep_printed",
    "disputes.printing.keep_printed",
    "compact_portal.compacts.models.pending.throw_away",
    "signatories.models.register.throw_away_uploads",
    "signatories.actions.leaving.tell_officers",
    "signatories.actions.withdrawing.end_notices",
    "signatories.models.application.keep_applications",
    "signatories.models.campaign.keep_requests",
    "signatories.models.member.keep_members",
    "signatories.printing.keep_printed",
    "signatories.retention.forget",
    "disputes.models.concern.forget_words",
    "signatories.forum_printing.keep_printed",
    "signatories.checking.check_daily",
    "disputes.actions.clocks.keep_clocks",
    "actionplans.actions.remind",
    "disputes.actions.evidence.scan_waiting",
    "disputes.actions.keeping.keep",
    "disputes.case_file.keep_printed",
    "compact_portal.pdf.expiry.warn",
    "disputes.actions.reminding.remind",
    "compact_portal.daily.send",
    "compact_portal.mail.deliver",
    "compact_portal.housekeeping.clear_out",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Files: our own css, js and fonts are built into static/build; documents stay outside the web root.
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = env.path("DOCUMENTS_DIR", default=str(VAR_DIR / "documents"))
# With what documents are sealed (compact_portal/pdf/keys.py): the key made here, or a council's own certificate.
# A name with two underscores and the slug of a Compact at its end is for that Compact alone: SEAL_PKCS12__DERBY.
KEYS_DIR = env.path("KEYS_DIR", default=str(Path(MEDIA_ROOT).parent / "keys"))
SEALING = {name: value for name, value in env.ENVIRON.items() if name.startswith("SEAL_") and value}
# Where the virus scanner listens (compact_portal/clamd.py): the path of its socket, or HOST:PORT.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Words and times.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "compact_portal" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = ["compact_portal.formats"]

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_links": {"()": "compact_portal.accounts.logs.WithoutLinks"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "line",
            "filters": ["without_links"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
