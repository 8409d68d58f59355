"""Counters call: who sits at them, to whom a number was sent on, kiosks, and the limits that lanes are called by."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from claims.domain.rulebook import SHIPPED

OF_CALLING = ("queue_priority_share", "queue_booked_share", "queue_walk_in_share", "queue_calls")


def ship(apps, schema_editor):
    """Write the limits that came with calling where an earlier version shipped its rows without them."""
    rule = apps.get_model("claims", "LimitRule")
    for row in SHIPPED.limits:
        if row.code in OF_CALLING:
            rule.objects.get_or_create(code=row.code, defaults={"value": row.value, "valid_from": row.valid_from, "valid_to": row.valid_to})


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0019_earlier_papers'),
        ('participants', '0005_code_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CounterShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField(verbose_name='mulai')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='selesai')),
            ],
            options={
                'verbose_name': 'jaga loket',
                'verbose_name_plural': 'jaga loket',
                'ordering': ['-began_at'],
            },
        ),
        migrations.CreateModel(
            name='KioskDevice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=40, verbose_name='nama perangkat')),
                ('code_hash', models.BinaryField(max_length=16, null=True, verbose_name='kode sekali pakai')),
                ('code_until', models.DateTimeField(null=True, verbose_name='kode berlaku sampai')),
                ('key_hash', models.BinaryField(max_length=16, null=True, verbose_name='kunci perangkat')),
                ('made_at', models.DateTimeField(verbose_name='dibuat')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='dipasang')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='dicabut')),
            ],
            options={
                'verbose_name': 'mesin antrian',
                'verbose_name_plural': 'mesin antrian',
                'ordering': ['office', 'made_at'],
            },
        ),
        migrations.CreateModel(
            name='KioskPress',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='ticket',
            name='sent_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.counter', verbose_name='diteruskan ke'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('called', 'serving'))), fields=('counter',), name='one_ticket_at_a_counter'),
        ),
        migrations.AddField(
            model_name='countershift',
            name='counter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='claims.counter', verbose_name='loket'),
        ),
        migrations.AddField(
            model_name='countershift',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='petugas'),
        ),
        migrations.AddField(
            model_name='kioskdevice',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dibuat oleh'),
        ),
        migrations.AddField(
            model_name='kioskdevice',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kiosks', to='claims.office', verbose_name='kantor'),
        ),
        migrations.AddField(
            model_name='kioskpress',
            name='device',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.kioskdevice'),
        ),
        migrations.AddField(
            model_name='kioskpress',
            name='ticket',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.ticket'),
        ),
        migrations.AddConstraint(
            model_name='countershift',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('counter',), name='one_officer_at_a_counter'),
        ),
        migrations.AddConstraint(
            model_name='countershift',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user',), name='one_counter_an_officer'),
        ),
        migrations.AddIndex(
            model_name='kioskpress',
            index=models.Index(fields=['at'], name='kiosk_press_by_age'),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
