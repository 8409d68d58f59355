"""The door for a WSGI server: ``gunicorn jht_portal.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jht_portal.settings")
application = get_wsgi_application()
