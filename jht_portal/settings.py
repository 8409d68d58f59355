"""Settings, from the environment only. Nothing set: SQLite, files under var/, mail to the console.

Every variable is described in .env.example; an empty one counts as not set. A value that cannot be
read stops the start, and so does a production that is not safe (checks.py).
"""

import base64
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from claims.channels.providers import NEEDED, SMS_KINDS, WHATSAPP_KINDS, read_provider
from claims.domain.quiet_hours import QuietHours, parse_quiet_hours
from jht_portal.lib.keys import local_secrets
from participants.domain.channels import LANGUAGES  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent


def env_str(name: str, *, default: str = "") -> str:
    """Read a text; an empty one is the default."""
    return os.environ.get(name, "").strip() or default


def env_choice(name: str, *, default: str, choices: tuple[str, ...]) -> str:
    """Read one of CHOICES; anything else is refused."""
    raw = env_str(name, default=default)
    if raw not in choices:
        raise ImproperlyConfigured(f"{name}={raw!r}: use one of {', '.join(choices)}.")
    return raw


def env_bool(name: str, *, default: bool) -> bool:
    """Read a switch; anything but True or False is refused."""
    return env_choice(name, default=str(default), choices=("True", "False")) == "True"


def env_int(name: str, *, default: int) -> int:
    """Read a whole number, zero or more; anything else is refused."""
    raw = env_str(name, default=str(default))
    if not (raw.isascii() and raw.isdecimal()):
        raise ImproperlyConfigured(f"{name}={raw!r}: use a whole number.")
    return int(raw)


def env_list(name: str, *, default: list[str]) -> list[str]:
    """Read words with commas between them."""
    return [word.strip() for word in env_str(name).split(",") if word.strip()] or default


def env_url(name: str, *, default: str, schemes: tuple[str, ...]) -> str:
    """Read an address; a scheme that the portal does not know is refused."""
    raw = env_str(name, default=default)
    if raw.partition("://")[0] not in schemes or "://" not in raw:
        raise ImproperlyConfigured(f"{name}: use an address that starts with one of {', '.join(f'{s}://' for s in schemes)}.")
    return raw


def env_provider(name: str, *, default: str, kinds: tuple[str, ...]) -> str:
    """Read where messages are handed over; an address that lacks something is refused, and not repeated: it holds secrets."""
    raw = env_url(name, default=default, schemes=(*kinds, *(f"{kind}+http" for kind in kinds if kind in NEEDED)))
    try:
        read_provider(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from None
    return raw


def env_hours(name: str, *, default: str) -> QuietHours:
    """Read two hours of the clock, 21-7."""
    try:
        return parse_quiet_hours(env_str(name, default=default))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: use two hours of the clock, 21-7; 0-0 for never.") from error


# --- What kind of installation this is
DEBUG = env_bool("DEBUG", default=False)
DEMO = env_bool("DEMO", default=False)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
if DEMO and not set(ALLOWED_HOSTS) <= {*LOCAL_HOSTS, "testserver"}:
    raise ImproperlyConfigured("DEMO=True serves this machine only: leave ALLOWED_HOSTS empty, or set DEMO=False.")
PRODUCTION = not (DEBUG or DEMO)
PORT = env_int("PORT", default=8000)
PUBLIC_URL = env_url("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}", schemes=("http", "https")).rstrip("/")
DATA_DIR = Path(env_str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Keys
GENERATED_KEYS = [name for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY") if not env_str(name)]
_generated = local_secrets(DATA_DIR) if GENERATED_KEYS else {}
SECRET_KEY = env_str("SECRET_KEY") or _generated["secret_key"]


def read_keys(raw: str) -> dict[int, bytes]:
    """Read ``1:base64,2:base64`` as {id: 32 bytes}; the highest id encrypts, every one decrypts."""
    try:
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in (pair.split(":", 1) for pair in raw.split(","))}
    except ValueError as error:
        raise ImproperlyConfigured("FIELD_KEYS: use 'id:base64' pairs with commas between them.") from error
    if any(len(key) != 32 for key in keys.values()) or not all(0 < number < 256 for number in keys):
        raise ImproperlyConfigured("FIELD_KEYS: every key needs an id from 1 to 255 and 32 bytes.")
    return keys


FIELD_KEYS = read_keys(env_str("FIELD_KEYS") or _generated["field_keys"])
try:
    INDEX_KEY = base64.b64decode(env_str("INDEX_KEY") or _generated["index_key"], validate=True)
except ValueError as error:
    raise ImproperlyConfigured("INDEX_KEY: use 32 bytes in base64.") from error
if len(INDEX_KEY) != 32:
    raise ImproperlyConfigured("INDEX_KEY: use 32 bytes in base64.")

# --- Application
INSTALLED_APPS = [
    "jht_portal.apps.PortalConfig",
    "claims.apps.OfficerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "import_export",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
    "participants",
    "claims.apps.ClaimsConfig",
]
MIDDLEWARE = [
    "jht_portal.lib.headers.GuardHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jht_portal.lib.compression.PageCompressionMiddleware",
    "jht_portal.lib.languages.LanguageMiddleware",
    "csp.middleware.CSPMiddleware",
    "claims.views.current_rules.CurrentRulesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "jht_portal.urls"
WSGI_APPLICATION = "jht_portal.wsgi.application"
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
                "jht_portal.lib.site.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database: SQLite unless DATABASE_URL names another
DATABASE_URL = env_url("DATABASE_URL", default="sqlite:///portal.sqlite3", schemes=("sqlite", "postgres", "postgresql"))
DATABASES = {"default": Env.db_url_config(DATABASE_URL)}
PGBOUNCER = env_bool("PGBOUNCER", default=False)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if DATABASE_URL in ("sqlite://", "sqlite:///", "sqlite://:memory:"):
        raise ImproperlyConfigured("DATABASE_URL: web and worker share one file: use sqlite:///name, or sqlite:////path/name.")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["NAME"] = str(DATA_DIR / DATABASES["default"]["NAME"])  # An absolute path stays as it is.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": PGBOUNCER,
    }

# --- Cache and sessions: the rate limiter and the outbox live in the database and need neither
CACHE_URL = env_url("CACHE_URL", default="locmemcache://", schemes=("locmemcache", "redis", "rediss"))
CACHES = {"default": Env.cache_url_config(CACHE_URL)}
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
PARTICIPANT_IDLE_SECONDS = env_int("PARTICIPANT_IDLE_MINUTES", default=30) * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jht_portal.errors.csrf_failure"

# --- Mail
EMAIL_URL = env_url(
    "EMAIL_URL", default="consolemail://", schemes=("consolemail", "filemail", "memorymail", "smtp", "smtp+tls", "smtp+ssl")
)
vars().update(Env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_str("DEFAULT_FROM_EMAIL", default="Portal JHT <portal@localhost>")

# --- SMS and WhatsApp
PROVIDERLESS = "off://" if PRODUCTION else "console://"
SMS_URL = env_provider("SMS_URL", default=PROVIDERLESS, kinds=SMS_KINDS)
WHATSAPP_URL = env_provider("WHATSAPP_URL", default=PROVIDERLESS, kinds=WHATSAPP_KINDS)

QUIET_HOURS = env_hours("QUIET_HOURS", default="21-7")

# --- Documents: never below a web root; in an S3 bucket when DOCUMENT_STORAGE_URL names one
DOCUMENT_STORAGE_URL = env_url("DOCUMENT_STORAGE_URL", default=f"file://{DATA_DIR / 'documents'}", schemes=("file", "s3", "s3+http"))
DOCUMENT_STORAGE_CHOSEN = bool(env_str("DOCUMENT_STORAGE_URL"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = ["jht_portal.lib.uploads.BoundedUploadHandler"]

# --- Static files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # Nobody else builds on our files.
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Language (LANGUAGES above, the first one until a reader says otherwise) and time: an office speaks its own time zone; storage is UTC
LANGUAGE_CODE = "id"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- People who sign in at /petugas/
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["claims.permissions.GroupsAlone"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- The office that runs this portal
OPERATOR_NAME = env_str("OPERATOR_NAME", default="Kantor Layanan Priangan")
OPERATOR_HOURS = env_str("OPERATOR_HOURS", default="Senin sampai Jumat, 08.00–15.00 WIB")
OPERATOR_PHONE = env_str("OPERATOR_PHONE", default="(022) 555-0175")
REQUIREMENT_POLICY = env_choice("REQUIREMENT_POLICY", default="tujuh_dokumen", choices=("tujuh_dokumen", "permenaker_4_2022"))

# --- The officers' second step: a passkey, or codes from an app
SECOND_FACTOR_REQUIRED = not DEMO
FRESH_SIGN_IN_SECONDS = (10 if SECOND_FACTOR_REQUIRED else 30) * 60
OTP_TOTP_ISSUER = "Portal JHT"
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # Wrong codes are counted by our own limiter, which knows the officer's browsers.
OTP_WEBAUTHN_RP_NAME = f"Portal JHT {OPERATOR_NAME}"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [PUBLIC_URL if PUBLIC_URL.startswith("https://") else f"http://localhost:{PORT}"]
OTP_WEBAUTHN_RP_ID = urlsplit(OTP_WEBAUTHN_ALLOWED_ORIGINS[0]).hostname
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False

# --- Browser guards
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", default=0)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # With "no-referrer" browsers send "Origin: null", and every form is refused.
SECURE_CONTENT_TYPE_NOSNIFF = True
if PUBLIC_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)/$"]  # A balancer asks these inside the network, without TLS.
    SECURE_HSTS_SECONDS = 2 * 365 * 86400
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sesi", "__Host-csrf"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs and reports of faults
DEFAULT_EXCEPTION_REPORTER = "jht_portal.lib.reports.DiscreetReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "jht_portal.lib.reports.DiscreetFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "jht_portal.lib.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
