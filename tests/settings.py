"""The portal's settings in a throw-away folder, with fixed keys: what every test runs on."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="jht-test-"))
os.environ.setdefault("DEMO", "True")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("SECRET_KEY", "test-only-" + "s" * 50)
os.environ.setdefault("FIELD_KEYS", "1:" + "A" * 43 + "=")
os.environ.setdefault("INDEX_KEY", "B" * 42 + "A=")

from jht_portal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
