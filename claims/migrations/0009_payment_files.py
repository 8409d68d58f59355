"""Payment batches that two people release, bank files out and in."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jht_portal.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("claims", "0008_warnings"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("csv", "CSV"), ("xlsx", "XLSX")], max_length=4, verbose_name="bentuk")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="sidik")),
                ("taken_at", models.DateTimeField(verbose_name="diambil")),
            ],
            options={
                "verbose_name": "berkas bank",
                "verbose_name_plural": "berkas bank",
                "ordering": ["taken_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=24, unique=True, verbose_name="kunci")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu rilis"),
                            ("dropped", "Tidak ikut"),
                            ("paying", "Sedang ditransfer"),
                            ("paid", "Dibayar"),
                            ("failed", "Transfer gagal"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("left_because", models.CharField(blank=True, max_length=300, verbose_name="alasan tidak ikut")),
                ("claim_version", models.PositiveIntegerField(verbose_name="versi klaim")),
                ("gross_amount", models.BigIntegerField(verbose_name="jumlah kotor")),
                ("tax_amount", models.BigIntegerField(verbose_name="pajak")),
                ("bank_code", models.CharField(max_length=20, verbose_name="kode bank")),
                ("bank_name", models.CharField(blank=True, max_length=60, verbose_name="nama bank")),
                ("account_number", jht_portal.lib.fields.SealedTextField(null=True, verbose_name="nomor rekening")),
                ("account_name", jht_portal.lib.fields.SealedTextField(null=True, verbose_name="nama pemilik rekening")),
                ("created_at", models.DateTimeField(verbose_name="masuk daftar")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="hasil dicatat")),
                ("bank_reference", models.CharField(blank=True, max_length=40, verbose_name="referensi bank")),
                ("return_code", models.CharField(blank=True, max_length=30, verbose_name="kode retur")),
            ],
            options={
                "verbose_name": "perintah bayar",
                "verbose_name_plural": "perintah bayar",
            },
        ),
        migrations.CreateModel(
            name="ResultFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="sidik")),
                ("uploaded_at", models.DateTimeField(verbose_name="diunggah")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="dicatat")),
            ],
            options={
                "verbose_name": "berkas hasil",
                "verbose_name_plural": "berkas hasil",
                "ordering": ["uploaded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ResultRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("line", models.PositiveIntegerField(verbose_name="baris")),
                ("key", models.CharField(max_length=40, verbose_name="kunci")),
                ("succeeded", models.BooleanField(verbose_name="berhasil")),
                ("bank_reference", models.CharField(blank=True, max_length=40, verbose_name="referensi bank")),
                ("return_code", models.CharField(blank=True, max_length=30, verbose_name="kode retur")),
                ("booked_on", models.DateField(verbose_name="tanggal")),
                ("amount", models.BigIntegerField(verbose_name="jumlah")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Belum dicatat"),
                            ("recorded", "Dicatat"),
                            ("known", "Sudah tercatat"),
                            ("review", "Perlu ditinjau"),
                            ("resolved", "Sudah ditinjau"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=20, verbose_name="yang tidak cocok")),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="ditinjau")),
                ("resolution", jht_portal.lib.fields.SealedTextField(null=True, verbose_name="hasil tinjauan")),
            ],
            options={
                "verbose_name": "baris hasil",
                "verbose_name_plural": "baris hasil",
                "ordering": ["line"],
            },
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="ended_at",
            field=models.DateTimeField(null=True, verbose_name="selesai"),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="proposed_at",
            field=models.DateTimeField(null=True, verbose_name="diajukan"),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="released_at",
            field=models.DateTimeField(null=True, verbose_name="dirilis"),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="released_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="dirilis oleh",
            ),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="returned_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="alasan dikembalikan"),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Sedang disusun"),
                    ("proposed", "Menunggu rilis"),
                    ("released", "Dirilis, berkas belum diambil"),
                    ("sent", "Berkas diambil, menunggu hasil bank"),
                    ("settled", "Selesai"),
                    ("dissolved", "Dibongkar"),
                    ("earlier", "Sebelum rilis dua orang"),
                ],
                default="earlier",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.AlterField(
            model_name="paymentbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Sedang disusun"),
                    ("proposed", "Menunggu rilis"),
                    ("released", "Dirilis, berkas belum diambil"),
                    ("sent", "Berkas diambil, menunggu hasil bank"),
                    ("settled", "Selesai"),
                    ("dissolved", "Dibongkar"),
                    ("earlier", "Sebelum rilis dua orang"),
                ],
                default="open",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.AddField(
            model_name="paymentbatch",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="versi"),
        ),
        migrations.AlterField(
            model_name="paymentbatch",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="disusun oleh"
            ),
        ),
        migrations.AddIndex(
            model_name="paymentbatch",
            index=models.Index(fields=["office", "state", "-created_at"], name="batch_by_state"),
        ),
        migrations.AddConstraint(
            model_name="paymentbatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("office", "created_by"), name="one_open_batch_per_officer"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by", None), models.Q(("released_by", models.F("created_by")), _negated=True), _connector="OR"
                ),
                name="releaser_did_not_draw_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["released", "sent", "settled"]), _negated=True), ("released_by__isnull", False), _connector="OR"
                ),
                name="released_batch_has_releaser",
            ),
        ),
        migrations.AddField(
            model_name="bankfile",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="claims.paymentbatch", verbose_name="daftar bayar"
            ),
        ),
        migrations.AddField(
            model_name="bankfile",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="diambil oleh"
            ),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="approver",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="penyetuju",
            ),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="claims.paymentbatch", verbose_name="daftar bayar"
            ),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="claims.claim", verbose_name="klaim"
            ),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="prepared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="disusun oleh"
            ),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="released_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="dirilis oleh",
            ),
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="verifier",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="verifikator",
            ),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="claims.paymentbatch", verbose_name="daftar bayar"
            ),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="dicatat oleh",
            ),
        ),
        migrations.AddField(
            model_name="resultfile",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="diunggah oleh"
            ),
        ),
        migrations.AddField(
            model_name="resultrow",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="claims.resultfile", verbose_name="berkas hasil"
            ),
        ),
        migrations.AddField(
            model_name="resultrow",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.paymentorder",
                verbose_name="perintah bayar",
            ),
        ),
        migrations.AddField(
            model_name="resultrow",
            name="resolved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ditinjau oleh",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "paying"])), fields=("claim",), name="one_live_order_per_claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("gross_amount__gt", models.F("tax_amount")), ("tax_amount__gte", 0)), name="order_pays_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "dropped"]), ("released_by__isnull", False), _connector="OR"),
                name="sent_order_was_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("prepared_by", models.F("verifier")), _negated=True),
                    models.Q(("prepared_by", models.F("approver")), _negated=True),
                ),
                name="preparer_played_no_other_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_by", models.F("prepared_by")), _negated=True),
                    models.Q(("released_by", models.F("verifier")), _negated=True),
                    models.Q(("released_by", models.F("approver")), _negated=True),
                ),
                name="releaser_played_no_other_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultfile",
            constraint=models.UniqueConstraint(fields=("batch", "sha256"), name="one_result_file_once"),
        ),
        migrations.AddConstraint(
            model_name="resultrow",
            constraint=models.UniqueConstraint(fields=("file", "line"), name="one_result_row_per_line"),
        ),
    ]
