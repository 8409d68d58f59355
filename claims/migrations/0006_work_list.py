"""Indexes of the work list, saved views, offices that an officer may look at, names to be found by how they begin.

The table of names is filled by the worker at its first look (claims/services/name_index.py).
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, Q

from claims.domain.workflow import OPEN

IS_OPEN, IS_SENT = Q(status__in=sorted(OPEN)), Q(submitted_at__isnull=False)
IN_LINE, NEWEST = ["queue_on", "submitted_at", "id"], ["-submitted_at", "-id"]
ASKED_FOR = ["status", "reason", "due_on", "holder"]
LIST_INDEXES = (
    models.Index(fields=["office", *IN_LINE, *ASKED_FOR], name="claim_list_open", condition=IS_OPEN),
    models.Index(fields=[*IN_LINE, "office", *ASKED_FOR], name="claim_list_open_wide", condition=IS_OPEN),
    models.Index(fields=["office", *NEWEST, *ASKED_FOR], name="claim_list_newest", condition=IS_SENT),
    models.Index(fields=[*NEWEST, "office", *ASKED_FOR], name="claim_list_newest_wide", condition=IS_SENT),
)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0005_second_factor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "officer",
            "other_offices",
            models.ManyToManyField(blank=True, related_name="visitors", to="claims.office", verbose_name="kantor lain yang boleh dilihat"),
        ),
        *(migrations.AddIndex("claim", index) for index in LIST_INDEXES),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(name="sent_claim_has_place", condition=Q(submitted_at=None) | Q(queue_on__isnull=False)),
        ),
        migrations.CreateModel(
            "SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30, verbose_name="nama")),
                ("question", models.JSONField(default=dict, verbose_name="saringan")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="saved_views", to=settings.AUTH_USER_MODEL, verbose_name="pemilik"
                    ),
                ),
                (
                    "shared_with",
                    models.ForeignKey(
                        null=True, on_delete=CASCADE, related_name="+", to="claims.office", verbose_name="dibagikan ke kantor"
                    ),
                ),
            ],
            options={
                "verbose_name": "tampilan",
                "verbose_name_plural": "tampilan",
                "constraints": [models.UniqueConstraint(name="one_view_per_name", fields=["owner", "name"])],
            },
        ),
        migrations.CreateModel(
            "NameKey",
            fields=[
                ("pk", models.CompositePrimaryKey("key", "claim_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                ("claim", models.ForeignKey(on_delete=CASCADE, related_name="name_keys", to="claims.claim")),
            ],
        ),
    ]
