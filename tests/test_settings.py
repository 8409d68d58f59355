"""Settings are read from the environment or refused, and an unsafe production does not start."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jht_portal.checks import installation_is_safe

ROOT = Path(__file__).resolve().parent.parent
KEYS = {"SECRET_KEY": "0123456789-test-only-" * 3, "FIELD_KEYS": "1:" + "A" * 43 + "=", "INDEX_KEY": "B" * 42 + "A="}
PRODUCTION = KEYS | {
    "ALLOWED_HOSTS": "jht.example.go.id",
    "PUBLIC_URL": "https://jht.example.go.id",
    "TRUSTED_PROXIES": "1",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.go.id:587",
    "DOCUMENT_STORAGE_URL": "file:///srv/jht/documents",
}


@pytest.fixture
def python(tmp_path):
    """Run Python with nothing but the given variables."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **variables}
        return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)

    return run


@pytest.fixture
def setting(python):
    """Read one setting as it is under the given variables; return what is printed, or the refusal."""

    def read(expression: str, **variables: str) -> str:
        done = python("-c", f"from jht_portal import settings; print({expression})", **variables)
        return done.stdout.strip() or done.stderr.strip().splitlines()[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ")

    return read


def test_every_variable_is_described_and_no_other():
    read = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', (ROOT / "jht_portal/settings.py").read_text()))
    read |= set(re.findall(r'for name in \(("[^)]+)\)', (ROOT / "jht_portal/settings.py").read_text())[0].replace('"', "").split(", "))
    described = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)

    assert sorted(described) == sorted(read)


def test_every_variable_has_a_line_of_explanation():
    lines = (ROOT / ".env.example").read_text().splitlines()
    bare = [line for before, line in zip(lines, lines[1:], strict=False) if re.match(r"#?[A-Z_]+=", line) and not before.startswith("# ")]

    assert bare == []


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("DEBUG", "yes", "DEBUG='yes': use one of True, False."),
        ("PORT", "80x", "PORT='80x': use a whole number."),
        ("PORT", "-1", "PORT='-1': use a whole number."),
        ("TRUSTED_PROXIES", "²", "TRUSTED_PROXIES='²': use a whole number."),
        ("DATABASE_URL", "mysql://db/jht", "DATABASE_URL: use an address that starts with one of sqlite://, postgres://, postgresql://."),
        ("DATABASE_URL", "sqlite://:memory:", "DATABASE_URL: web and worker share one file: use sqlite:///name, or sqlite:////path/name."),
        ("CACHE_URL", "redis", "CACHE_URL: use an address that starts with one of locmemcache://, redis://, rediss://."),
        ("PUBLIC_URL", "jht.example.go.id", "PUBLIC_URL: use an address that starts with one of http://, https://."),
        ("REQUIREMENT_POLICY", "strict", "REQUIREMENT_POLICY='strict': use one of tujuh_dokumen, permenaker_4_2022."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL='loud': use one of DEBUG, INFO, WARNING, ERROR."),
        ("FIELD_KEYS", "1:short", "FIELD_KEYS: use 'id:base64' pairs with commas between them."),
        ("FIELD_KEYS", "0:" + "A" * 43 + "=", "FIELD_KEYS: every key needs an id from 1 to 255 and 32 bytes."),
        ("SMS_URL", "twilio://AC1:rahasia@api.twilio.com", "SMS_URL: add ?from=…."),
        ("SMS_URL", "vonage://rest.nexmo.com?from=JHT&signature=rahasia", "SMS_URL: use vonage://user:password@host?from=…."),
        ("SMS_URL", "file://relative", "SMS_URL: use file:///folder."),
        ("WHATSAPP_URL", "cloud://1:rahasia@graph.facebook.com?secret=a", "WHATSAPP_URL: add ?verify=…."),
        ("QUIET_HOURS", "malam", "QUIET_HOURS: use two hours of the clock, 21-7; 0-0 for never."),
        ("INDEX_KEY", "AAAA", "INDEX_KEY: use 32 bytes in base64."),
    ],
)
def test_a_value_that_cannot_be_read_stops_the_start(setting, name, value, refusal):
    assert setting("'started'", **{name: value}) == refusal


def test_an_empty_value_counts_as_not_set(setting):
    assert setting("settings.PORT, settings.ALLOWED_HOSTS", PORT="", ALLOWED_HOSTS="") == "8000 ['localhost', '127.0.0.1', '[::1]']"


@pytest.mark.parametrize("host", ["jht.example.go.id", "*", "localhost,192.0.2.1"])
def test_demo_is_refused_for_any_host_but_the_local_one(setting, host):
    refusal = "DEMO=True serves this machine only: leave ALLOWED_HOSTS empty, or set DEMO=False."

    assert setting("'started'", DEMO="True", ALLOWED_HOSTS=host) == refusal


def test_generated_keys_are_kept_for_the_next_start_and_only_the_owner_reads_them(setting, tmp_path):
    """G2: an installation without keys makes them once."""
    first, second = (setting("settings.SECRET_KEY, settings.INDEX_KEY, settings.FIELD_KEYS") for _ in range(2))

    assert first == second
    assert (tmp_path / "data/secrets.json").stat().st_mode & 0o777 == 0o600


def test_the_first_start_makes_its_folder(python, tmp_path):
    done = python("manage.py", "migrate", "--verbosity", "0", **PRODUCTION)

    assert (done.returncode, (tmp_path / "data/portal.sqlite3").exists()) == (0, True)


def test_check_deploy_is_clean_with_production_variables(python):
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("kind", "is_required", "host"),
    [(PRODUCTION, True, "jht.example.go.id"), ({"DEBUG": "True"}, True, "localhost"), ({"DEMO": "True"}, False, "localhost")],
    ids=["production", "debug", "demo"],
)
def test_only_a_demo_lets_officers_in_with_a_password_alone(setting, kind, is_required, host):
    """B7"""
    assert setting("settings.SECOND_FACTOR_REQUIRED, settings.OTP_WEBAUTHN_RP_ID", **kind) == f"{is_required} {host}"


SAFE = {
    "PRODUCTION": True,
    "PUBLIC_URL": "https://jht.example.go.id",
    "ALLOWED_HOSTS": ["jht.example.go.id"],
    "GENERATED_KEYS": [],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
    "DOCUMENT_STORAGE_CHOSEN": True,
    "DOCUMENT_STORAGE_URL": "file:///srv/jht/documents",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SMS_URL": "twilio://AC1:token@api.twilio.com?from=JHT",
    "WHATSAPP_URL": "cloud://1:token@graph.facebook.com/v23.0?secret=a&verify=b",
}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({}, []),
        ({"PUBLIC_URL": "http://jht.example.go.id"}, ["E001"]),
        ({"PUBLIC_URL": "https://other.example.go.id"}, ["E002"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["E002"]),
        ({"GENERATED_KEYS": ["INDEX_KEY"]}, ["E003"]),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, ["E004"]),
        ({"DOCUMENT_STORAGE_CHOSEN": False}, ["E005"]),
        ({"DOCUMENT_STORAGE_URL": f"file://{ROOT}/static/documents"}, ["E006"]),
        ({"DOCUMENT_STORAGE_URL": f"file://{ROOT}/claims/../static"}, ["E006"]),
        ({"DOCUMENT_STORAGE_URL": "s3://key:secret@s3.example.go.id/static"}, []),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, ["E007"]),
        ({"SMS_URL": "console://"}, ["E008"]),
        ({"SMS_URL": "vonage+http://key:secret@gateway?from=JHT&signature=a"}, ["E008"]),
        ({"WHATSAPP_URL": "file:///srv/jht/whatsapp"}, ["E009"]),
        ({"SMS_URL": "off://", "WHATSAPP_URL": "off://"}, []),
        ({"ALLOWED_HOSTS": ["*"], "PRODUCTION": False}, []),
    ],
)
def test_each_danger_of_a_production_is_found(settings, change, broken):
    for name, value in (SAFE | change).items():
        setattr(settings, name, value)

    assert [error.id.removeprefix("jht_portal.") for error in installation_is_safe()] == broken


@pytest.mark.parametrize("door", [("-c", "import jht_portal.wsgi"), ("manage.py", "check")])
def test_a_production_that_was_told_nothing_does_not_start(python, door):
    """The web server's door and the commands (the worker is one) refuse alike, and name each fault."""
    done = python(*door)

    assert (done.returncode, sorted(set(re.findall(r"jht_portal\.(E\d+)", done.stderr)))) == (1, ["E001", "E003", "E004", "E005", "E007"])


def test_gunicorn_refuses_unsafe_production_in_words(python):
    done = python("-m", "gunicorn", "jht_portal.wsgi", **PRODUCTION | {"CACHE_URL": "", "PORT": "18999"})

    assert done.returncode != 0
    assert "CACHE_URL: set a cache that all processes share, redis://…" in done.stderr


def test_safe_production_opens_the_door(python, tmp_path):
    (tmp_path / "data/static").mkdir(parents=True)
    done = python("-c", "import jht_portal.wsgi; print(jht_portal.wsgi.application is not None)", **PRODUCTION)

    assert (done.stderr, done.stdout) == ("", "True\n")
