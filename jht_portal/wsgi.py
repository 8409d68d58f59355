"""The door for a WSGI server: ``gunicorn jht_portal.wsgi``. It stays shut where production would be unsafe."""

import os

from django.core.wsgi import get_wsgi_application

from jht_portal.checks import installation_is_safe, refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jht_portal.settings")
application = get_wsgi_application()
refuse_unsafe_start(installation_is_safe())
