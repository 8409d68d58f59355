"""Bring the database up to date and load the demo people: ``python -m scripts.prepare``.

Both in one process, because starting Django takes longer than finding that nothing is left to do.
"""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jht_portal.settings")
django.setup()
call_command("migrate", verbosity=0)
call_command("demo")
