"""A code for nobody enters as many indexes as one that is sent (safety.md A3)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0027_forgotten_visitors")]

    operations = [
        migrations.AddIndex(
            "notification",
            models.Index(fields=["priority", "next_try_at", "id"], name="notification_nobody", condition=models.Q(state="void")),
        ),
    ]
