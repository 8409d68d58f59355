"""Reasons, papers, coded reasons, message templates and limits as rows with dates."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from claims.domain.rulebook import SHIPPED


def ship(apps, schema_editor):
    """Write what ships as the first rows."""
    rows = {
        "ReasonRule": [reason_row(place, reason) for place, reason in enumerate(SHIPPED.reasons, 1)],
        "RequirementRule": [
            {"policy": rule.policy, "reason": rule.reason, "slot": rule.slot.value, "requirement": rule.requirement.value} | days(rule)
            for rule in SHIPPED.paper_rules
        ],
        "PaperRule": [paper_row(words) for words in SHIPPED.paper_words],
        "CodedReasonRule": [
            coded_row(kind, place, reason)
            for kind, reasons in (
                ("dokumen", SHIPPED.return_reasons),
                ("penolakan", SHIPPED.rejection_reasons),
                ("retur", SHIPPED.bank_returns),
            )
            for place, reason in enumerate(reasons, 1)
        ],
        "LimitRule": [{"code": row.code, "value": row.value} | days(row) for row in SHIPPED.limits],
        "RulesStamp": [{"pk": 1, "number": 1, "recounted": 1}],
    }
    for name, columns in rows.items():
        model = apps.get_model("claims", name)
        model.objects.bulk_create([model(**each) for each in columns])


def days(row):
    return {"valid_from": row.valid_from, "valid_to": row.valid_to}


def reason_row(place, reason):
    return {
        "code": reason.code,
        "position": place,
        "label": reason.label,
        "summary": reason.summary,
        "article": reason.article,
        "share_percent": reason.share_percent,
        "event_date_label": reason.event_date_label or "",
        "waiting_months": reason.waiting.months,
        "waiting_days": reason.waiting.days,
        "waiting_from_next_month": reason.waiting.from_first_of_next_month,
        "segments": sorted(reason.segments),
        "needs_inactive_membership": reason.needs_inactive_membership,
    } | days(reason)


def paper_row(words):
    return {
        "slot": words.slot.value,
        "reason": words.reason,
        "situation": words.situation,
        "label": words.paper.label,
        "what_counts": "\n".join(words.paper.what_counts),
        "hint": words.paper.hint,
    } | days(words)


def coded_row(kind, place, reason):
    row = {
        "kind": kind,
        "code": reason.code,
        "position": place,
        "short": reason.short,
        "advice": reason.advice,
        "needs_text": reason.needs_text,
    } | days(reason)
    return row | {"fixer": reason.fixer.value, "slots": sorted(reason.slots)} if kind == "dokumen" else row


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_figures"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="RulesStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("recounted", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CodedReasonRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                ("valid_to", models.DateField(blank=True, help_text="Kosong: berlaku terus.", null=True, verbose_name="berlaku sampai")),
                (
                    "kind",
                    models.CharField(
                        choices=[("dokumen", "Dokumen dikembalikan"), ("penolakan", "Klaim ditolak"), ("retur", "Transfer ditolak bank")],
                        max_length=10,
                        verbose_name="untuk",
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="kode")),
                ("position", models.PositiveSmallIntegerField(default=99, verbose_name="urutan")),
                ("short", models.CharField(help_text="Beberapa kata, tanpa titik.", max_length=60, verbose_name="yang salah")),
                (
                    "advice",
                    models.CharField(
                        help_text="Fakta dulu, lalu tindakan. Kalimat lengkap.", max_length=250, verbose_name="yang harus dilakukan"
                    ),
                ),
                ("needs_text", models.BooleanField(default=False, verbose_name="petugas harus menulis penjelasan")),
                (
                    "fixer",
                    models.CharField(
                        choices=[("peserta", "Peserta"), ("perusahaan", "Perusahaan"), ("bank", "Bank"), ("dukcapil", "Dukcapil")],
                        default="peserta",
                        max_length=12,
                        verbose_name="yang memperbaiki",
                    ),
                ),
                ("slots", models.JSONField(blank=True, default=list, verbose_name="dokumen")),
            ],
            options={
                "verbose_name": "alasan berkode",
                "verbose_name_plural": "alasan berkode",
                "ordering": ["kind", "position", "code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code", "valid_from"), name="one_coded_reason_per_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="coded_reason_ends_after_it_begins",
                        violation_error_message="Hari terakhir harus sama dengan hari pertama atau sesudahnya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LimitRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                ("valid_to", models.DateField(blank=True, help_text="Kosong: berlaku terus.", null=True, verbose_name="berlaku sampai")),
                ("code", models.CharField(max_length=30, verbose_name="batas")),
                ("value", models.PositiveBigIntegerField(verbose_name="nilai")),
            ],
            options={
                "verbose_name": "batas",
                "verbose_name_plural": "batas",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="one_limit_per_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="limit_ends_after_it_begins",
                        violation_error_message="Hari terakhir harus sama dengan hari pertama atau sesudahnya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                ("valid_to", models.DateField(blank=True, help_text="Kosong: berlaku terus.", null=True, verbose_name="berlaku sampai")),
                ("slot", models.CharField(max_length=30, verbose_name="dokumen")),
                ("reason", models.CharField(blank=True, help_text="Kosong: untuk semua sebab.", max_length=20, verbose_name="sebab klaim")),
                (
                    "situation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Biasa"),
                            ("tunai", "Rumah dibeli tunai"),
                            ("kredit", "Rumah dibeli dengan kredit"),
                            ("paspor", "Paspor sebagai ganti KTP"),
                        ],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="nama dokumen")),
                (
                    "what_counts",
                    models.TextField(
                        help_text="Satu jenis per baris. Peserta cukup mengirim salah satu.", max_length=800, verbose_name="yang diterima"
                    ),
                ),
                (
                    "hint",
                    models.CharField(help_text="Satu kalimat untuk peserta, diakhiri titik.", max_length=200, verbose_name="petunjuk"),
                ),
            ],
            options={
                "verbose_name": "nama dan petunjuk dokumen",
                "verbose_name_plural": "nama dan petunjuk dokumen",
                "ordering": ["reason", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("reason", "slot", "situation", "valid_from"), name="one_paper_per_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="paper_ends_after_it_begins",
                        violation_error_message="Hari terakhir harus sama dengan hari pertama atau sesudahnya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReasonRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                ("valid_to", models.DateField(blank=True, help_text="Kosong: berlaku terus.", null=True, verbose_name="berlaku sampai")),
                ("code", models.CharField(max_length=20, verbose_name="kode")),
                ("position", models.PositiveSmallIntegerField(default=99, verbose_name="urutan")),
                ("label", models.CharField(max_length=80, verbose_name="nama resmi")),
                (
                    "summary",
                    models.CharField(help_text="Satu kalimat untuk peserta, diakhiri titik.", max_length=200, verbose_name="untuk siapa"),
                ),
                ("article", models.CharField(max_length=120, verbose_name="dasar hukum")),
                ("share_percent", models.PositiveSmallIntegerField(default=100, verbose_name="bagian saldo (persen)")),
                (
                    "event_date_label",
                    models.CharField(
                        blank=True, help_text="Kosong: tidak ada tanggal.", max_length=60, verbose_name="tanggal yang ditanyakan"
                    ),
                ),
                ("waiting_months", models.PositiveSmallIntegerField(default=0, verbose_name="masa tunggu, bulan")),
                ("waiting_days", models.PositiveSmallIntegerField(default=0, verbose_name="masa tunggu, hari")),
                ("waiting_from_next_month", models.BooleanField(default=False, verbose_name="mulai tanggal 1 bulan berikutnya")),
                ("segments", models.JSONField(default=list, verbose_name="segmen")),
                ("needs_inactive_membership", models.BooleanField(default=False, verbose_name="kepesertaan harus sudah berhenti")),
            ],
            options={
                "verbose_name": "sebab klaim",
                "verbose_name_plural": "sebab klaim",
                "ordering": ["position", "code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="one_reason_per_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="reason_ends_after_it_begins",
                        violation_error_message="Hari terakhir harus sama dengan hari pertama atau sesudahnya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                ("valid_to", models.DateField(blank=True, help_text="Kosong: berlaku terus.", null=True, verbose_name="berlaku sampai")),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("tujuh_dokumen", "Tujuh dokumen untuk semua sebab"),
                            ("permenaker_4_2022", "Hanya yang diminta Permenaker 4/2022"),
                        ],
                        max_length=20,
                        verbose_name="aturan",
                    ),
                ),
                ("reason", models.CharField(max_length=20, verbose_name="sebab klaim")),
                ("slot", models.CharField(max_length=30, verbose_name="dokumen")),
                (
                    "requirement",
                    models.CharField(
                        choices=[("wajib", "Wajib"), ("bersyarat", "Bila berlaku"), ("pendukung", "Bila ada")],
                        max_length=10,
                        verbose_name="keperluan",
                    ),
                ),
            ],
            options={
                "verbose_name": "dokumen per sebab",
                "verbose_name_plural": "dokumen per sebab",
                "ordering": ["reason", "policy", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "reason", "slot", "valid_from"), name="one_requirement_per_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                        name="requirement_ends_after_it_begins",
                        violation_error_message="Hari terakhir harus sama dengan hari pertama atau sesudahnya.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SamplePicture",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=30, verbose_name="kode")),
                ("is_good", models.BooleanField(verbose_name="contoh yang benar")),
                ("content", models.BinaryField(verbose_name="gambar")),
                ("uploaded_at", models.DateTimeField(verbose_name="diunggah")),
            ],
            options={
                "verbose_name": "gambar contoh",
                "verbose_name_plural": "gambar contoh",
                "constraints": [models.UniqueConstraint(fields=("code", "is_good"), name="one_sample_picture_of_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="MessageText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice", models.CharField(max_length=30, verbose_name="pesan")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("sms", "SMS"), ("whatsapp", "WhatsApp")], max_length=10, verbose_name="saluran"
                    ),
                ),
                ("language", models.CharField(choices=[("id", "Indonesia")], default="id", max_length=2, verbose_name="bahasa")),
                ("version", models.PositiveIntegerField(verbose_name="versi")),
                ("shipped", models.BooleanField(default=False, verbose_name="kembali ke bawaan")),
                ("subject", models.CharField(blank=True, max_length=90, verbose_name="judul")),
                ("body", models.TextField(blank=True, max_length=2000, verbose_name="isi")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="oleh"
                    ),
                ),
            ],
            options={
                "verbose_name": "teks pesan",
                "verbose_name_plural": "teks pesan",
                "ordering": ["notice", "channel", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "channel", "language", "version"), name="one_message_text_per_version")
                ],
            },
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
