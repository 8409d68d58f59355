"""What warnings and changed contacts are found by."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jht_portal.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_presence"),
        ("participants", "0002_contact_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="saat")),
                ("bank_code", models.CharField(max_length=20, verbose_name="bank sebelumnya")),
                ("account_number", jht_portal.lib.fields.SealedTextField(blank=True, verbose_name="rekening sebelumnya")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="account_changes", to="claims.claim", verbose_name="klaim"
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan rekening",
                "verbose_name_plural": "perubahan rekening",
                "indexes": [models.Index(fields=["claim", "at"], name="account_change_by_claim")],
            },
        ),
        migrations.CreateModel(
            name="ContactProposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Menunggu"), ("done", "Berlaku"), ("refused", "Dibatalkan"), ("lapsed", "Lewat waktu")],
                        default="waiting",
                        max_length=7,
                        verbose_name="keadaan",
                    ),
                ),
                ("email", jht_portal.lib.fields.SealedTextField(blank=True, verbose_name="email baru")),
                ("phone", jht_portal.lib.fields.SealedTextField(blank=True, verbose_name="nomor HP baru")),
                ("reason", models.CharField(max_length=20, verbose_name="alasan")),
                ("note", jht_portal.lib.fields.SealedTextField(blank=True, verbose_name="penjelasan")),
                ("checks", models.JSONField(default=list, verbose_name="yang diperiksa")),
                ("proposed_at", models.DateTimeField(verbose_name="diusulkan")),
                ("needs_code", models.BooleanField(default=False, verbose_name="email baru perlu dibuktikan")),
                ("code_hash", models.BinaryField(max_length=16, null=True)),
                ("code_ends_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("proved_at", models.DateTimeField(null=True, verbose_name="email baru terbukti")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputus")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diputus oleh",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.office", verbose_name="kantor"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_proposals",
                        to="participants.participant",
                        verbose_name="peserta",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diusulkan oleh",
                    ),
                ),
            ],
            options={
                "verbose_name": "usul kontak baru",
                "verbose_name_plural": "usul kontak baru",
                "indexes": [models.Index(fields=["office", "state", "proposed_at"], name="contact_proposal_by_office")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("participant",), name="one_waiting_contact_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)),
                            _connector="OR",
                        ),
                        name="contact_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("needs_code", False), ("proved_at__isnull", False), _connector="OR"
                        ),
                        name="contact_email_was_proved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WarningNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=20, verbose_name="peringatan")),
                ("finding", models.BinaryField(max_length=16)),
                ("note", jht_portal.lib.fields.SealedTextField(verbose_name="hasil pemeriksaan")),
                ("at", models.DateTimeField(verbose_name="saat")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="warning_notes", to="claims.claim", verbose_name="klaim"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="petugas"
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan peringatan",
                "verbose_name_plural": "catatan peringatan",
                "indexes": [models.Index(fields=["claim", "at"], name="warning_note_by_claim")],
            },
        ),
    ]
