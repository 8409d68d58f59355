"""Codes on papers of a person's own: which person, and about which card and year."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("status", "Lembar status klaim"),
    ("receipt", "Tanda terima klaim"),
    ("result", "Surat hasil klaim"),
    ("form", "Formulir pencairan (F5)"),
    ("card", "Kartu digital"),
    ("savings", "Rincian saldo JHT (RSJHT)"),
    ("message", "Pesan kepada peserta"),
]


class Migration(migrations.Migration):
    dependencies = [("claims", "0016_heard_from"), ("participants", "0005_code_proofs")]

    operations = [
        migrations.AddField("issuedcode", "about", models.CharField(max_length=60, null=True, verbose_name="tentang")),
        migrations.AddField(
            "issuedcode",
            "participant",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="issued_codes",
                to="participants.participant",
                verbose_name="peserta",
            ),
        ),
        migrations.AlterField("issuedcode", "kind", models.CharField(choices=KINDS, max_length=10, verbose_name="jenis")),
    ]
