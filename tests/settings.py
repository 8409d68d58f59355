"""The portal's settings in a throw-away folder, with fixed keys: what every test runs on."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="jht-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if not os.environ["DATA_DIR"].endswith(worker):  # Of parallel test processes, each has a corner of the first one's folder.
    os.environ["DATA_DIR"] += f"/{worker}"
Path(os.environ["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
os.environ.setdefault("DEMO", "True")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("QUIET_HOURS", "0-0")  # A test that is run at night sees what one by day sees.
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("SECRET_KEY", "test-only-" + "s" * 50)
os.environ.setdefault("FIELD_KEYS", "1:" + "A" * 43 + "=")
os.environ.setdefault("INDEX_KEY", "B" * 42 + "A=")

from jht_portal.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: threads of the live server and of the races each get their own connection.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
