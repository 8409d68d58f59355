"""What the officers' groups may look up and keep since the desk grew, and what the database refuses whoever asks."""

from django.db import migrations

from claims import triggers
from claims.role_permissions import grant


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0011_reference_data"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop), migrations.RunPython(triggers.install, triggers.drop)]
