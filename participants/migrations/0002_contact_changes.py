"""Addresses that can be found again, and the registered contacts that people had before."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jht_portal.lib.fields
import participants.models.participant
from jht_portal.lib.crypto import blind_index
from participants.domain.addresses import normalise_address

BATCH = 500


def index_addresses(apps, schema_editor):
    """Index the addresses that stand already, in batches: only the index is written."""
    people = apps.get_model("participants", "Participant").objects.using(schema_editor.connection.alias)
    batch = list(_next(people, None))
    while batch:
        for person in batch:
            if spelling := normalise_address(person.address or ""):
                people.filter(pk=person.pk).update(address_index=blind_index(spelling, "address"))
        batch = list(_next(people, batch[-1].pk))


def _next(people, last):
    rest = people.order_by("pk").only("pk", "address")
    return (rest.filter(pk__gt=last) if last else rest)[:BATCH]


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="address_index",
            field=participants.models.participant.AddressIndexField(
                db_index=True, max_length=16, null=True, purpose="address", source="address"
            ),
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("email", "Email"), ("phone", "Nomor HP")], max_length=5, verbose_name="kontak")),
                ("at", models.DateTimeField(verbose_name="saat")),
                (
                    "source",
                    models.CharField(
                        choices=[("participant", "Peserta"), ("officer", "Petugas"), ("import", "Impor data")],
                        max_length=11,
                        verbose_name="oleh",
                    ),
                ),
                ("old_value", jht_portal.lib.fields.SealedTextField(blank=True, verbose_name="sebelumnya")),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="petugas",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_changes",
                        to="participants.participant",
                        verbose_name="peserta",
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan kontak",
                "verbose_name_plural": "perubahan kontak",
                "indexes": [models.Index(fields=["participant", "-at"], name="contact_change_by_person")],
            },
        ),
        migrations.RunPython(index_addresses, migrations.RunPython.noop),
    ]
