"""Settings, from the environment only. Nothing set: SQLite, files under var/, mail to the console.

Every variable is described in .env.example. A value that cannot be read stops the start.
"""

import base64
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from jht_portal.lib.keys import local_secrets

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.smart_cast = False


def env_bool(name: str, *, default: bool) -> bool:
    """Read a switch; anything but True or False is refused."""
    raw = env.str(name, default=str(default))
    if raw not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={raw!r}: use 'True' or 'False'.")
    return raw == "True"


def env_int(name: str, *, default: int) -> int:
    """Read a whole number, zero or more; anything else is refused."""
    raw = env.str(name, default=str(default))
    if not raw.isdecimal():
        raise ImproperlyConfigured(f"{name}={raw!r}: use a whole number.")
    return int(raw)


def env_url(name: str, *, default: str, schemes: tuple[str, ...]) -> str:
    """Read an address; a scheme that the portal does not know is refused."""
    raw = env.str(name, default=default)
    if urlsplit(raw).scheme not in schemes:
        raise ImproperlyConfigured(f"{name}: use an address that starts with one of {', '.join(schemes)}.")
    return raw


# --- What kind of installation this is
DEBUG = env_bool("DEBUG", default=False)
DEMO = env_bool("DEMO", default=False)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
if DEMO and not set(ALLOWED_HOSTS) <= {*LOCAL_HOSTS, "testserver"}:
    raise ImproperlyConfigured("DEMO=True serves this machine only: leave ALLOWED_HOSTS empty, or set DEMO=False.")
PRODUCTION = not (DEBUG or DEMO)
PORT = env_int("PORT", default=8000)
PUBLIC_URL = env_url("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}", schemes=("http", "https")).rstrip("/")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Keys
GENERATED_KEYS = not all(env.str(name, default="") for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"))
_generated = local_secrets(DATA_DIR) if GENERATED_KEYS else {}
SECRET_KEY = env.str("SECRET_KEY", default="") or _generated["secret_key"]


def read_keys(raw: str) -> dict[int, bytes]:
    """Read ``1:base64,2:base64`` as {id: 32 bytes}; the highest id encrypts, every one decrypts."""
    try:
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in (pair.split(":", 1) for pair in raw.split(","))}
    except ValueError as error:
        raise ImproperlyConfigured("FIELD_KEYS: use 'id:base64' pairs with commas between them.") from error
    if any(len(key) != 32 for key in keys.values()) or not all(0 < number < 256 for number in keys):
        raise ImproperlyConfigured("FIELD_KEYS: every key needs an id from 1 to 255 and 32 bytes.")
    return keys


FIELD_KEYS = read_keys(env.str("FIELD_KEYS", default="") or _generated["field_keys"])
try:
    INDEX_KEY = base64.b64decode(env.str("INDEX_KEY", default="") or _generated["index_key"], validate=True)
except ValueError as error:
    raise ImproperlyConfigured("INDEX_KEY: use 32 bytes in base64.") from error
if len(INDEX_KEY) != 32:
    raise ImproperlyConfigured("INDEX_KEY: use 32 bytes in base64.")

# --- Application
INSTALLED_APPS = [
    "claims.apps.OfficerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "participants",
    "claims.apps.ClaimsConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jht_portal.lib.headers.GuardHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
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
DATABASE_URL = env_url(
    "DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}", schemes=("sqlite", "postgres", "postgresql")
)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": env_bool("PGBOUNCER", default=False)}

# --- Cache and sessions: the rate limiter and the outbox live in the database and need neither
CACHE_URL = env_url("CACHE_URL", default="locmemcache://", schemes=("locmemcache", "redis", "rediss"))
CACHES = {"default": env.cache_url_config(CACHE_URL)}
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
PARTICIPANT_IDLE_SECONDS = env_int("PARTICIPANT_IDLE_MINUTES", default=30) * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jht_portal.errors.csrf_failure"

# --- Mail
EMAIL_URL = env_url("EMAIL_URL", default="consolemail://", schemes=("consolemail", "filemail", "memorymail", "smtp", "smtp+tls", "smtp+ssl"))
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Portal JHT <portal@localhost>")

# --- Documents: never below a web root; in an S3 bucket when DOCUMENT_STORAGE_URL names one
DOCUMENT_STORAGE_URL = env_url("DOCUMENT_STORAGE_URL", default=f"file://{DATA_DIR / 'documents'}", schemes=("file", "s3", "s3+http"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- Static files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}

# --- Language and time: an office speaks its own time zone; storage is UTC
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- People who sign in at /petugas/
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# --- The office that runs this portal
OPERATOR_NAME = env.str("OPERATOR_NAME", default="Kantor Layanan Priangan")
OPERATOR_HOURS = env.str("OPERATOR_HOURS", default="Senin sampai Jumat, 08.00–15.00 WIB")
OPERATOR_PHONE = env.str("OPERATOR_PHONE", default="(022) 555-0175")
REQUIREMENT_POLICY = env.str("REQUIREMENT_POLICY", default="tujuh_dokumen")
if REQUIREMENT_POLICY not in ("tujuh_dokumen", "permenaker_4_2022"):
    raise ImproperlyConfigured(f"REQUIREMENT_POLICY={REQUIREMENT_POLICY!r}: use tujuh_dokumen or permenaker_4_2022.")

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
        "frame-src": ["'self'"],
        "manifest-src": ["'self'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
if PUBLIC_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 2 * 365 * 86400
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sesi", "__Host-csrf"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_numbers": {"()": "jht_portal.lib.logs.NumberFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_numbers"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING" if "pytest" in sys.modules else "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
