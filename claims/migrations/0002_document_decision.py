"""Who waived or insisted on a paper that a participant cannot get, when, and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jht_portal.lib.fields import SealedTextField


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("claims", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="decided_at",
            field=models.DateTimeField(null=True, verbose_name="diputus"),
        ),
        migrations.AddField(
            model_name="document",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="diputus oleh",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="decision_note",
            field=SealedTextField(blank=True, null=True, verbose_name="catatan petugas"),
        ),
    ]
