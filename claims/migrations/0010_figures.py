"""Figures of each office and day, late claims handed to the head of an office, and whose message it is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jht_portal.lib.fields


def name_offices(apps, schema_editor):
    """Write on every message about a claim which office it belongs to."""
    claims, messages = apps.get_model("claims", "Claim").objects, apps.get_model("claims", "Notification").objects
    office = claims.filter(pk=models.OuterRef("claim")).values("office")
    messages.exclude(claim=None).update(office=models.Subquery(office))


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_payment_files"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="saat")),
                (
                    "reason",
                    models.CharField(
                        choices=[("bayar", "Lewat batas bayar"), ("periksa", "Lewat batas, belum selesai diperiksa")],
                        max_length=10,
                        verbose_name="sebab",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="batas")),
                ("told_at", models.DateTimeField(null=True, verbose_name="kepala kantor diberi tahu")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="selesai")),
            ],
            options={
                "verbose_name": "klaim terlambat",
                "verbose_name_plural": "klaim terlambat",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="saat")),
                ("note", jht_portal.lib.fields.SealedTextField(verbose_name="tindak lanjut")),
            ],
            options={
                "verbose_name": "tindak lanjut",
                "verbose_name_plural": "tindak lanjut",
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="OfficeDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filed", models.PositiveIntegerField(default=0, verbose_name="masuk")),
                ("reopened", models.PositiveIntegerField(default=0, verbose_name="dibuka kembali")),
                ("returned", models.PositiveIntegerField(default=0, verbose_name="perbaikan diminta")),
                ("approved", models.PositiveIntegerField(default=0, verbose_name="disetujui")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="ditolak")),
                ("paid", models.PositiveIntegerField(default=0, verbose_name="dibayar")),
                ("cancelled", models.PositiveIntegerField(default=0, verbose_name="dibatalkan")),
                ("expired", models.PositiveIntegerField(default=0, verbose_name="kedaluwarsa")),
                ("paid_in_time", models.PositiveIntegerField(default=0, verbose_name="dibayar dalam 5 hari kerja")),
                ("ended_after_return", models.PositiveIntegerField(default=0, verbose_name="pernah diperbaiki")),
                ("days_to_pay", models.JSONField(default=dict, verbose_name="hari kerja sampai dibayar")),
                ("return_reasons", models.JSONField(default=dict, verbose_name="alasan perbaikan")),
                ("gross_amount", models.BigIntegerField(default=0, verbose_name="jumlah kotor")),
                ("tax_amount", models.BigIntegerField(default=0, verbose_name="pajak")),
                ("day", models.DateField(verbose_name="tanggal")),
                ("computed_at", models.DateTimeField(verbose_name="dihitung")),
            ],
            options={
                "verbose_name": "angka harian",
                "verbose_name_plural": "angka harian",
            },
        ),
        migrations.CreateModel(
            name="OfficeMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filed", models.PositiveIntegerField(default=0, verbose_name="masuk")),
                ("reopened", models.PositiveIntegerField(default=0, verbose_name="dibuka kembali")),
                ("returned", models.PositiveIntegerField(default=0, verbose_name="perbaikan diminta")),
                ("approved", models.PositiveIntegerField(default=0, verbose_name="disetujui")),
                ("rejected", models.PositiveIntegerField(default=0, verbose_name="ditolak")),
                ("paid", models.PositiveIntegerField(default=0, verbose_name="dibayar")),
                ("cancelled", models.PositiveIntegerField(default=0, verbose_name="dibatalkan")),
                ("expired", models.PositiveIntegerField(default=0, verbose_name="kedaluwarsa")),
                ("paid_in_time", models.PositiveIntegerField(default=0, verbose_name="dibayar dalam 5 hari kerja")),
                ("ended_after_return", models.PositiveIntegerField(default=0, verbose_name="pernah diperbaiki")),
                ("days_to_pay", models.JSONField(default=dict, verbose_name="hari kerja sampai dibayar")),
                ("return_reasons", models.JSONField(default=dict, verbose_name="alasan perbaikan")),
                ("gross_amount", models.BigIntegerField(default=0, verbose_name="jumlah kotor")),
                ("tax_amount", models.BigIntegerField(default=0, verbose_name="pajak")),
                ("month", models.DateField(verbose_name="bulan")),
            ],
            options={
                "verbose_name": "angka bulanan",
                "verbose_name_plural": "angka bulanan",
            },
        ),
        migrations.AddField(
            model_name="escalation",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="claims.claim", verbose_name="klaim"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="escalation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follow_ups",
                to="claims.escalation",
                verbose_name="klaim terlambat",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="oleh"
            ),
        ),
        migrations.AddField(
            model_name="officeday",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="days", to="claims.office", verbose_name="kantor"
            ),
        ),
        migrations.AddField(
            model_name="officemonth",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="months", to="claims.office", verbose_name="kantor"
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="office",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.office", verbose_name="kantor"
            ),
        ),
        migrations.AddIndex(
            model_name="claimevent",
            index=models.Index(fields=["at"], name="event_by_moment"),
        ),
        migrations.AddIndex(
            model_name="claimevent",
            index=models.Index(fields=["actor", "at"], name="event_by_actor"),
        ),
        migrations.AddIndex(
            model_name="claimevent",
            index=models.Index(condition=models.Q(("role", "Sistem"), ("step", "release")), fields=["at"], name="event_released_by_system"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "approved",
                            "awaiting_approval",
                            "corrected",
                            "correction_requested",
                            "in_review",
                            "paying",
                            "payment_failed",
                            "submitted",
                        ],
                    )
                ),
                fields=["office", "due_on", "queue_on", "id"],
                name="claim_by_legal_day",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["office", "state", "-created_at"], name="notification_by_office"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at", None)), fields=("claim",), name="one_open_escalation_per_claim"
            ),
        ),
        migrations.AddIndex(
            model_name="officeday",
            index=models.Index(fields=["day"], name="office_day_by_day"),
        ),
        migrations.AddConstraint(
            model_name="officeday",
            constraint=models.UniqueConstraint(fields=("office", "day"), name="one_row_per_office_and_day"),
        ),
        migrations.AddIndex(
            model_name="officemonth",
            index=models.Index(fields=["month"], name="office_month_by_month"),
        ),
        migrations.AddConstraint(
            model_name="officemonth",
            constraint=models.UniqueConstraint(fields=("office", "month"), name="one_row_per_office_and_month"),
        ),
        migrations.RunPython(name_offices, migrations.RunPython.noop),
    ]
