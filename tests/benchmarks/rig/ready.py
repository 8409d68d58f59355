"""Django set up in a throw-away folder. Import it before anything of the portal."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()


def migrate() -> None:
    """Make an empty portal."""
    call_command("migrate", verbosity=0)
