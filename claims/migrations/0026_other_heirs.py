"""The other heirs of a claim, and the letter in which they agree: where the rules were shipped without it, it is added."""

from datetime import date

from django.db import migrations

import jht_portal.lib.fields

SLOT = "persetujuan_ahli_waris"
RULE = {"policy": "tujuh_dokumen", "reason": "MENINGGAL", "slot": SLOT, "requirement": "bersyarat", "valid_from": date(2026, 11, 1)}
PAPER = {
    "slot": SLOT,
    "reason": "",
    "situation": "",
    "label": "Surat persetujuan ahli waris",
    "what_counts": "Surat persetujuan yang ditandatangani semua ahli waris lain",
    "hint": "Hanya bila ada ahli waris lain yang ikut berhak. Setiap ahli waris menandatangani di samping namanya.",
    "valid_from": date(2022, 4, 26),
}
REFUSED = {
    "kind": "dokumen",
    "code": "BELUM_SEMUA_TTD",
    "short": "Tanda tangan ahli waris belum lengkap",
    "advice": "Belum semua ahli waris menandatangani. Minta tanda tangan yang kurang, foto semua halaman, lalu unggah lagi.",
    "fixer": "peserta",
    "slots": [SLOT],
    "valid_from": date(2022, 4, 26),
}
EVERY_PAPER = {"kk", "standing_instruction", "surat_ahli_waris"}
"""A coded reason that fits these fits every paper of several pages, so it fits the letter too."""


def ship(apps, schema_editor):
    """Add rule, words and coded reason where they are missing; the stamp stays, as processes of before do not know the slot."""
    for name, row in (("RequirementRule", RULE), ("PaperRule", PAPER)):
        model = apps.get_model("claims", name)
        if not model.objects.filter(slot=SLOT).exists():
            model.objects.create(**row)
    coded = apps.get_model("claims", "CodedReasonRule").objects.filter(kind="dokumen")
    for row in coded:
        if EVERY_PAPER <= set(row.slots) and SLOT not in row.slots:
            row.slots = sorted([*row.slots, SLOT])
            row.save(update_fields=["slots"])
    if not coded.filter(code=REFUSED["code"]).exists():
        last = coded.order_by("-position").values_list("position", flat=True).first() or 1
        coded.create(position=last, **REFUSED)  # Beside "Hal lain", which the order of codes puts after it.


def take_away(apps, schema_editor):
    """Take rule, words and coded reason out again."""
    for name in ("RequirementRule", "PaperRule"):
        apps.get_model("claims", name).objects.filter(slot=SLOT).delete()
    coded = apps.get_model("claims", "CodedReasonRule").objects.filter(kind="dokumen")
    coded.filter(code=REFUSED["code"]).delete()
    for row in coded:
        if SLOT in row.slots:
            row.slots = [slot for slot in row.slots if slot != SLOT]
            row.save(update_fields=["slots"])


class Migration(migrations.Migration):
    dependencies = [("claims", "0025_calls")]

    operations = [
        migrations.AddField("claim", "other_heirs", jht_portal.lib.fields.SealedTextField(null=True, verbose_name="ahli waris lain")),
        migrations.RunPython(ship, take_away),
    ]
