"""Every setting, from the environment. With nothing set, ``sightline`` works on SQLite under ``var/``.

=============================  ===============================================================  ========================
Variable                       Meaning                                                          Default
=============================  ===============================================================  ========================
DATABASE_URL                   ``postgresql://user:password@host:5432/name?sslmode=require``    SQLite in SIGHTLINE_VAR
SIGHTLINE_MAINTENANCE_         the same database as the role that owns its tables, for          DATABASE_URL
DATABASE_URL                   ``migrate``, ``database-roles`` and loading
SIGHTLINE_VAR                  folder for what the product writes: database, documents, caches  ``var`` in the checkout
SIGHTLINE_SECRET_KEY           secret that signs sessions; needed to serve pages                made and kept in
                                                                                                SIGHTLINE_VAR when a
                                                                                                demonstration or DEBUG
SIGHTLINE_DEMONSTRATION        1: invented data, sign-ins shown to anyone; never with real      0
                               e-mail. ``make demo`` marks its data folder, which counts as 1
SIGHTLINE_DEBUG                1: for developing; shows errors with their source                0
SIGHTLINE_HOSTS                host names served, with commas between                           this machine only in a
                                                                                                demonstration or DEBUG,
                                                                                                else none
SIGHTLINE_HTTPS                0: pages may be served without TLS                               1, 0 when demonstration
                                                                                                or DEBUG
SIGHTLINE_BEHIND_PROXY         1: believe the proxy's X-Forwarded-Proto and the last address in    0
                               its X-Forwarded-For
SIGHTLINE_HOME_ICB             ODS code of the Integrated Care Board that runs this             none, QZZ when
                                                                                                demonstration
SIGHTLINE_HELP_PHONE           the number to ring if someone is in danger now                   a sentence saying whom
SIGHTLINE_IDLE_MINUTES         minutes without a click before signing in again                  30, 480 when
                                                                                                demonstration
SIGHTLINE_SECOND_FACTOR        0: nobody needs a second factor; refused outside a demonstration   1, 0 when demonstration
                               and DEBUG
SIGHTLINE_OIDC_CIS2_ADDRESS    the discovery address of NHS CIS2; with it come the next two     none: nobody signs in by it
SIGHTLINE_OIDC_CIS2_           what NHS CIS2 calls this installation                            none
CLIENT_ID
SIGHTLINE_OIDC_CIS2_SECRET     the secret it gave                                               none
SIGHTLINE_OIDC_CIS2_NAME       what the button says                                             NHS CIS2
SIGHTLINE_OIDC_ENTRA_          the discovery address of one tenant of Entra ID, and the next twonone: nobody signs in by it
ADDRESS
SIGHTLINE_OIDC_ENTRA_          the id of this application there                                 none
CLIENT_ID
SIGHTLINE_OIDC_ENTRA_SECRET    its secret                                                       none
SIGHTLINE_OIDC_ENTRA_NAME      what the button says                                             Microsoft Entra ID
SIGHTLINE_OIDC_ENTRA_GROUPS    which group is which organisation, ``GROUP=ODS-CODE`` and so on, none: groups say nothing
                               with spaces between
SIGHTLINE_OIDC_REPORTERS       1: whom a provider says to work at an organisation that is here  0
                               may report there without an invitation
SIGHTLINE_DOCUMENT_MEGABYTES   largest document accepted                                        25
SIGHTLINE_S3_BUCKET            bucket of an S3-compatible store for documents; its keys are in  documents in SIGHTLINE_VAR
                               AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
SIGHTLINE_S3_ENDPOINT          its address, ``https://s3.example.org``                          Amazon's
SIGHTLINE_S3_REGION            its region                                                       what AWS_DEFAULT_REGION says
SIGHTLINE_S3_ENCRYPTION        encryption to ask of it for each document: AES256 or aws:kms     as the bucket is set
SIGHTLINE_CLAMD                virus scanner, ``host:port`` or the path of its socket           none: nothing is scanned
SIGHTLINE_LIMITS               0: how often people do things is not limited (a proxy does it)   1
SIGHTLINE_SIGN_INS_FILE        where a demonstration writes its sign-ins (JSON)                 SIGHTLINE_VAR/
                                                                                                sign-ins.json
SIGHTLINE_STATIC_ROOT          where collected static files are                                 SIGHTLINE_VAR/static
SIGHTLINE_EMAIL_HOST           mail server; none means no e-mail is sent                        none
SIGHTLINE_EMAIL_PORT           its port                                                         587
SIGHTLINE_EMAIL_USER           its user                                                         none
SIGHTLINE_EMAIL_PASSWORD       its password                                                     none
SIGHTLINE_EMAIL_TLS            0: do not ask for STARTTLS                                       1
SIGHTLINE_EMAIL_FROM           sender of messages                                               sightline@localhost
SIGHTLINE_ADDRESS              where people open it, such as ``https://sightline.example.org``: none, so notices are
                               links in e-mail begin with it                                    not sent by e-mail
SIGHTLINE_WORKERS              processes that run background work in one `sightline worker`     1
SIGHTLINE_BACKUP_HOURS         hours after which a missing backup is warned of [local default]  24
SIGHTLINE_ANCHORS              folder where each nightly proof leaves the head of the audit     none: they are only
                               trail; out of reach of whoever reaches the database              downloaded
SIGHTLINE_DRILL_DATABASE_URL   an empty PostgreSQL database kept for ``sightline drill``, for   none
                               a maintenance role that may make none
SIGHTLINE_LOG_LEVEL            DEBUG, INFO, WARNING or ERROR                                    INFO
=============================  ===============================================================  ========================
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from sightline.config import database, documents, guards, sign_in
from sightline.config.sign_in import *  # noqa: F403  what django-allauth reads
from sightline.policy.sign_in_figures import IDLE
from sightline.web import identity_providers

BASE_DIR = Path(__file__).resolve().parents[2]


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def _flag(name: str, default: bool) -> bool:
    value = _text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def _number(name: str, default: int) -> int:
    value = _text(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {value!r}.")
    return int(value)


def _kept_secret(path: Path) -> str:
    """A key made on first use and kept beside the data, so that a restart does not sign everyone out."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


VAR = Path(_text("SIGHTLINE_VAR", str(BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = _flag("SIGHTLINE_DEBUG", False)
DATABASE_URL = database.address(
    everyday=_text("DATABASE_URL"), maintenance=_text("SIGHTLINE_MAINTENANCE_DATABASE_URL")
)
# A folder marked by `make demo` is a demonstration for every command run on it, so that
# `sightline sign-ins` works beside it. The mark never reaches a database that was named by hand.
SIGHTLINE_DEMONSTRATION = _flag(
    "SIGHTLINE_DEMONSTRATION", (VAR / "demonstration").exists() and not DATABASE_URL
)

EMAIL_HOST = _text("SIGHTLINE_EMAIL_HOST")
EMAIL_PORT = _number("SIGHTLINE_EMAIL_PORT", 587)
EMAIL_HOST_USER = _text("SIGHTLINE_EMAIL_USER")
EMAIL_HOST_PASSWORD = _text("SIGHTLINE_EMAIL_PASSWORD")
EMAIL_USE_TLS = _flag("SIGHTLINE_EMAIL_TLS", True)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _text("SIGHTLINE_EMAIL_FROM", "sightline@localhost")
#: Seconds; a server that takes longer is tried again later.
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.dummy.EmailBackend"
)

if SIGHTLINE_DEMONSTRATION and EMAIL_HOST and not DEBUG:
    raise ImproperlyConfigured(
        "SIGHTLINE_DEMONSTRATION shows its sign-ins to anyone, so it is refused where real e-mail is set. "
        "Unset SIGHTLINE_EMAIL_HOST, or unset SIGHTLINE_DEMONSTRATION."
    )

SIGHTLINE_ADDRESS = _text("SIGHTLINE_ADDRESS").rstrip("/")
if SIGHTLINE_ADDRESS and not (
    urlsplit(SIGHTLINE_ADDRESS).scheme in {"http", "https"} and urlsplit(SIGHTLINE_ADDRESS).hostname
):
    raise ImproperlyConfigured(
        f"SIGHTLINE_ADDRESS must look like https://sightline.example.org, not {SIGHTLINE_ADDRESS!r}."
    )

_TRYING_OUT = SIGHTLINE_DEMONSTRATION or DEBUG

# Empty is refused by Django at the first use of a signature, and by wsgi.py before the first page; commands
# that sign nothing, such as `sightline due`, need no key.
_GIVEN_SECRET = _text("SIGHTLINE_SECRET_KEY")
SECRET_KEY = _GIVEN_SECRET if _TRYING_OUT else guards.checked_secret(_GIVEN_SECRET)
if _TRYING_OUT and not SECRET_KEY:
    SECRET_KEY = _kept_secret(VAR / "secret-key")
ALLOWED_HOSTS = [host.strip() for host in _text("SIGHTLINE_HOSTS").split(",") if host.strip()] or (
    ["localhost", "127.0.0.1", "[::1]"] if _TRYING_OUT else []
)

# QZZ is the invented Avonmere ICB of the demonstration; no real organisation has that code.
SIGHTLINE_HOME_ICB = _text("SIGHTLINE_HOME_ICB", "QZZ" if SIGHTLINE_DEMONSTRATION else "").upper()
SIGHTLINE_HELP_PHONE = _text(
    "SIGHTLINE_HELP_PHONE", "your site's emergency number, or the on-call manager through switchboard"
)
SIGHTLINE_SIGN_INS_FILE = Path(_text("SIGHTLINE_SIGN_INS_FILE", str(VAR / "sign-ins.json")))
SIGHTLINE_LIMITS = _flag("SIGHTLINE_LIMITS", True)
SIGHTLINE_CLAMD = guards.clamd(_text("SIGHTLINE_CLAMD"))
SIGHTLINE_DOCUMENT_BYTES = _number("SIGHTLINE_DOCUMENT_MEGABYTES", 25) * 1024 * 1024

DATABASES = {
    "default": database.postgresql(DATABASE_URL)
    if DATABASE_URL
    else database.sqlite(VAR / "sightline.sqlite3")
}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What is counted against a limit is counted once for all servers, in a table that `migrate` makes. Pages read nothing
# here. When there are more rows than this, those whose time is over are deleted.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

INSTALLED_APPS = [
    "sightline.audit",
    "sightline.upkeep",
    "sightline.notifications",
    "sightline.organisations",
    "sightline.incidents",
    "sightline.breaches",
    "sightline.governance",
    "sightline.jobs",
    "sightline.demonstration",
    "sightline.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sightline.web.headers.OutsideHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sightline.web.middleware.StorableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sightline.web.middleware.HatMiddleware",
    "sightline.web.middleware.KeptFormMiddleware",
    "sightline.web.asked_words.AskedWordsMiddleware",
    # Every address asks for a sign-in unless it says otherwise (default deny).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sightline.web.proof.SecondFactorMiddleware",
    "sightline.web.rate_limits.RateLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sightline.web.sessions.IdleTimeout",
    "sightline.web.middleware.ScopeMiddleware",
    "sightline.web.middleware.LooksMiddleware",
    "sightline.web.middleware.ErrorPagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "sightline.config.urls"
WSGI_APPLICATION = "sightline.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "sightline" / "web"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "sightline.config.jinja.environment"},
    },
    {
        # Only for the libraries' own pages, such as allauth's messages.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Static files, and documents, which no address serves directly.

STATIC_URL = "/static/"
STATIC_ROOT = Path(_text("SIGHTLINE_STATIC_ROOT", str(VAR / "static")))
STATICFILES_DIRS: list[Path] = []
MEDIA_ROOT = VAR / "documents"
STORAGES = {
    "documents": documents.store(
        folder=MEDIA_ROOT,
        bucket=_text("SIGHTLINE_S3_BUCKET"),
        endpoint=_text("SIGHTLINE_S3_ENDPOINT"),
        region=_text("SIGHTLINE_S3_REGION"),
        encryption=_text("SIGHTLINE_S3_ENCRYPTION"),
    ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# 100,000 characters pasted in any alphabet arrive whole and are answered beside the field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Background work (ADR 12). The library carries messages; sightline.jobs keeps what ran and tries again.

SIGHTLINE_WORKERS = _number("SIGHTLINE_WORKERS", 1)
Q_CLUSTER = {
    "name": "sightline",
    "orm": "default",
    "workers": SIGHTLINE_WORKERS,
    "timeout": 3600,
    "retry": 3660,
    "ack_failures": True,
    "max_attempts": 1,
    "save_limit": -1,
    "scheduler": False,
    "poll": 0.5,
    "queue_limit": 2 * SIGHTLINE_WORKERS,
    "bulk": 1,
    "label": "Background work",
}

# Copies that are known to restore. Local default of 26 November 2026, from no source: an installation says its own.

SIGHTLINE_BACKUP_HOURS = _number("SIGHTLINE_BACKUP_HOURS", 24)
# Heads of the audit trail, kept where nobody reaches who could make the trail anew.
SIGHTLINE_ANCHORS = _text("SIGHTLINE_ANCHORS")
_DRILL_URL = _text("SIGHTLINE_DRILL_DATABASE_URL")
SIGHTLINE_DRILL_DATABASE = database.postgresql(_DRILL_URL) if _DRILL_URL else None

# Signing in

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = sign_in.PASSWORD_VALIDATORS
SIGHTLINE_SECOND_FACTOR = sign_in.second_factor(
    _flag("SIGHTLINE_SECOND_FACTOR", not SIGHTLINE_DEMONSTRATION), trying_out=_TRYING_OUT
)
SIGHTLINE_OIDC = identity_providers.providers(
    identity_providers.Given(
        _text("SIGHTLINE_OIDC_CIS2_ADDRESS"),
        _text("SIGHTLINE_OIDC_CIS2_CLIENT_ID"),
        _text("SIGHTLINE_OIDC_CIS2_SECRET"),
        _text("SIGHTLINE_OIDC_CIS2_NAME", "NHS CIS2"),
    ),
    identity_providers.Given(
        _text("SIGHTLINE_OIDC_ENTRA_ADDRESS"),
        _text("SIGHTLINE_OIDC_ENTRA_CLIENT_ID"),
        _text("SIGHTLINE_OIDC_ENTRA_SECRET"),
        _text("SIGHTLINE_OIDC_ENTRA_NAME", "Microsoft Entra ID"),
        _text("SIGHTLINE_OIDC_ENTRA_GROUPS"),
    ),
    trying_out=_TRYING_OUT,
)
SIGHTLINE_OIDC_REPORTERS = _flag("SIGHTLINE_OIDC_REPORTERS", False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# Browsers themselves take passkeys over plain HTTP from this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _TRYING_OUT

SIGHTLINE_IDLE_SECONDS = 60 * _number(
    "SIGHTLINE_IDLE_MINUTES", 480 if SIGHTLINE_DEMONSTRATION else IDLE.number
)
SESSION_COOKIE_AGE = SIGHTLINE_IDLE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SIGHTLINE_HTTPS = _flag("SIGHTLINE_HTTPS", not _TRYING_OUT)
# Browsers take this name only over TLS, so a host beside ours that somebody took over can plant no session.
SIGHTLINE_COOKIE_PREFIX = "__Host-" if SIGHTLINE_HTTPS else ""
SESSION_COOKIE_NAME = f"{SIGHTLINE_COOKIE_PREFIX}sightline_session"
CSRF_COOKIE_NAME = f"{SIGHTLINE_COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "sightline.web.cookies.Messages"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sightline.web.error_pages.forgery"
CSRF_COOKIE_SAMESITE = "Lax"

# Headers

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SIGHTLINE_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SIGHTLINE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SIGHTLINE_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SIGHTLINE_PERMISSIONS_POLICY = guards.PERMISSIONS_POLICY
SIGHTLINE_BEHIND_PROXY = _flag("SIGHTLINE_BEHIND_PROXY", False)
if SIGHTLINE_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = guards.CONTENT_SECURITY_POLICY

# Logs say what failed and where in the code. Who it was and what they typed are in the database, not here.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _text("SIGHTLINE_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # It says a line for each message.
        "django-q": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
