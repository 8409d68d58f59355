"""Who has a claim open, and who took it over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_work_list"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="dibuka")),
                ("seen_at", models.DateTimeField(verbose_name="terakhir terlihat")),
                ("until", models.DateTimeField(verbose_name="dianggap terbuka sampai")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="claims.claim", verbose_name="klaim"
                    ),
                ),
                (
                    "lost_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.claimevent",
                        verbose_name="diambil alih",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="petugas",
                    ),
                ),
            ],
            options={
                "verbose_name": "kunjungan meja",
                "verbose_name_plural": "kunjungan meja",
                "indexes": [
                    models.Index(fields=["until"], name="visit_by_end"),
                    models.Index(condition=models.Q(("lost_to__isnull", False)), fields=["user"], name="visit_lost"),
                ],
                "constraints": [models.UniqueConstraint(fields=("claim", "user"), name="one_visit_per_officer")],
            },
        ),
    ]
