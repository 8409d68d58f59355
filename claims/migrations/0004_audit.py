"""The audit: entries in hashed chains, who an officer is as a citizen, and the history until now under the first seals.

The rules that the database keeps by itself (claims/triggers.py) are installed by the last migration of the row.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from claims.domain.audit import FIRST_SEAL, chain_of_acts, chain_of_reads
from claims.services.auditing import DESK_OPENED, OPENED, READINGS, STEP, digest_of_event, digest_of_reading, seal_of
from jht_portal.lib.fields import BlindIndexField, SealedTextField

BATCH = 1000
SEALED_LATER = {"sealed": "later"}
"""What the entries of rows say that were there before the audit was."""


def index_heirs(apps, schema_editor):
    """Fill the index of the heirs' NIK; who files for a dead participant is an heir."""
    for claim in apps.get_model("claims", "Claim").objects.filter(reason="MENINGGAL").iterator(BATCH):
        claim.save(update_fields=["heir_nik_index"])


def seal_history(apps, schema_editor):
    """Begin the chains with the history and the access log as they are, oldest first."""
    entry_model, chain_model = apps.get_model("claims", "AuditEntry"), apps.get_model("claims", "AuditChain")
    ends, batch = {}, []
    for chain, entry in entries(apps, entry_model):
        number, seal = ends.get(chain, (0, FIRST_SEAL))
        entry.chain, entry.number = chain, number + 1
        entry.seal = seal_of(entry, seal)
        ends[chain] = entry.number, entry.seal
        batch.append(entry)
        if len(batch) == BATCH:
            entry_model.objects.bulk_create(batch)
            batch.clear()
    entry_model.objects.bulk_create(batch)
    chain_model.objects.bulk_create(chain_model(name=name, length=number, seal=seal) for name, (number, seal) in ends.items())


def entries(apps, entry_model):
    for event in apps.get_model("claims", "ClaimEvent").objects.select_related("claim").order_by("at", "number").iterator(BATCH):
        claim = event.claim
        yield chain_of_acts(claim.office_id), entry_model(
            at=event.at, kind=STEP, user_id=event.actor_id, role=event.role, object=event.step, details=SEALED_LATER, event_id=event.pk,
            office_id=claim.office_id, claim_id=claim.pk, person_id=claim.participant_id, digest=digest_of_event(event),
        )  # fmt: skip
    works_at = dict(apps.get_model("claims", "Officer").objects.values_list("user", "office"))
    for reading in apps.get_model("claims", "AccessLog").objects.select_related("claim").order_by("at", "pk").iterator(BATCH):
        office_id = reading.claim.office_id if reading.claim else works_at.get(reading.user_id)
        kind = OPENED if reading.object == DESK_OPENED else READINGS[reading.kind]
        yield chain_of_reads(office_id, reading.claim_id), entry_model(
            at=reading.at, kind=kind, user_id=reading.user_id, object=reading.object, details=SEALED_LATER, access_id=reading.pk,
            office_id=office_id, claim_id=reading.claim_id, person_id=reading.participant_id, digest=digest_of_reading(reading),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_holidays"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='AuditChain',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('length', models.PositiveBigIntegerField(default=0)),
                ('seal', models.BinaryField(default=bytes(32), max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=40, verbose_name='rangkaian')),
                ('number', models.PositiveBigIntegerField(verbose_name='urutan')),
                ('at', models.DateTimeField(verbose_name='saat')),
                ('kind', models.CharField(max_length=20, verbose_name='jenis')),
                ('user_id', models.BigIntegerField(null=True, verbose_name='petugas')),
                ('role', models.CharField(blank=True, max_length=20, verbose_name='sebagai')),
                ('office_id', models.BigIntegerField(null=True, verbose_name='kantor')),
                ('claim_id', models.UUIDField(null=True, verbose_name='klaim')),
                ('person_id', models.UUIDField(null=True, verbose_name='peserta')),
                ('object', models.CharField(blank=True, max_length=120, verbose_name='objek')),
                ('details', models.JSONField(default=dict, verbose_name='rincian')),
                ('event_id', models.UUIDField(null=True, unique=True, verbose_name='peristiwa')),
                ('access_id', models.BigIntegerField(null=True, unique=True, verbose_name='catatan akses')),
                ('digest', models.BinaryField(max_length=32, null=True)),
                ('seal', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': 'jejak audit',
                'verbose_name_plural': 'jejak audit',
                'indexes': [
                    models.Index(fields=['office_id', '-at', '-id'], name='audit_by_office'),
                    models.Index(fields=['claim_id', '-at'], name='audit_by_claim'),
                    models.Index(fields=['person_id', '-at'], name='audit_by_person'),
                    models.Index(fields=['user_id', '-at'], name='audit_by_user'),
                ],
                'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='one_audit_entry_per_number')],
            },
        ),
        migrations.CreateModel(
            name='OfficerIdentity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('nik', SealedTextField(verbose_name='NIK')),
                ('nik_index', BlindIndexField(max_length=16, purpose='nik', source='nik', unique=True)),
                (
                    'user',
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name='identity',
                        to=settings.AUTH_USER_MODEL,
                        verbose_name='akun',
                    ),
                ),
            ],
            options={
                'verbose_name': 'identitas petugas',
                'verbose_name_plural': 'identitas petugas',
            },
        ),
        migrations.AddField("claim", "heir_nik_index", BlindIndexField(max_length=16, null=True, purpose="nik", source="heir_nik")),
        migrations.RunPython(index_heirs, migrations.RunPython.noop),
        migrations.RunPython(seal_history, migrations.RunPython.noop),
    ]
