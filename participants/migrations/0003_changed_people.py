"""Find the people whose row was written since a moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0002_contact_changes")]

    operations = [migrations.AddIndex("participant", models.Index(fields=["updated_at"], name="participant_changed"))]
