"""Antrian: services, hours, quotas and counters of offices; places, tickets and the waiting list."""

import claims.domain.ticket_life
import claims.models.queue_office
import django.core.validators
import django.db.models.deletion
import jht_portal.lib.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from claims.role_permissions import grant


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0013_channels'),
        ('participants', '0004_channels'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactProof',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', jht_portal.lib.fields.SealedTextField(verbose_name='nama')),
                ('phone', jht_portal.lib.fields.SealedTextField(verbose_name='telepon')),
                ('phone_index', jht_portal.lib.fields.BlindIndexField(max_length=16, purpose='phone', source='phone')),
                ('channel', models.CharField(choices=[('email', 'email'), ('whatsapp', 'whatsapp'), ('sms', 'sms'), ('telephone', 'telephone')], max_length=10, verbose_name='saluran')),
                ('code_hash', models.BinaryField(max_length=16)),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('started_at', models.DateTimeField(verbose_name='mulai')),
                ('proved_at', models.DateTimeField(null=True, verbose_name='terbukti')),
            ],
            options={
                'indexes': [models.Index(fields=['started_at'], name='contact_proof_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='nomor loket')),
                ('services', models.JSONField(blank=True, default=list, verbose_name='layanan')),
                ('lanes', models.JSONField(default=claims.models.queue_office.every_lane, verbose_name='jalur')),
                ('is_open', models.BooleanField(default=True, verbose_name='dipakai')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='claims.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'loket',
                'verbose_name_plural': 'loket',
                'ordering': ['office', 'number'],
            },
        ),
        migrations.CreateModel(
            name='LaneDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('lane', models.CharField(choices=[('P', 'Prioritas'), ('B', 'Pesan lewat portal'), ('A', 'Datang langsung')], max_length=1)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.office')),
            ],
        ),
        migrations.CreateModel(
            name='OfficeService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(choices=[('klaim', 'Klaim JHT'), ('perbaikan', 'Perbaikan dokumen klaim'), ('data', 'Pembaruan data peserta'), ('informasi', 'Informasi dan konsultasi')], max_length=12, verbose_name='layanan')),
                ('is_open', models.BooleanField(default=True, verbose_name='menerima antrian')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='claims.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'layanan kantor',
                'verbose_name_plural': 'layanan kantor',
                'ordering': ['office', 'service'],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Senin'), (1, 'Selasa'), (2, 'Rabu'), (3, 'Kamis'), (4, 'Jumat'), (5, 'Sabtu'), (6, 'Minggu')], verbose_name='hari')),
                ('opens_at', models.TimeField(verbose_name='buka')),
                ('closes_at', models.TimeField(verbose_name='tutup')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opening_hours', to='claims.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'jam buka',
                'verbose_name_plural': 'jam buka',
                'ordering': ['office', 'weekday'],
            },
        ),
        migrations.CreateModel(
            name='SlotDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='tanggal')),
                ('starts_at', models.TimeField(verbose_name='mulai')),
                ('ends_at', models.TimeField(verbose_name='selesai')),
                ('capacity', models.PositiveSmallIntegerField(verbose_name='tempat')),
                ('taken', models.PositiveSmallIntegerField(default=0, verbose_name='terisi')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slot_days', to='claims.officeservice', verbose_name='layanan')),
            ],
            options={
                'ordering': ['day', 'starts_at'],
            },
        ),
        migrations.CreateModel(
            name='SlotMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='alasan')),
                ('at', models.DateTimeField(verbose_name='saat')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slot_moves', to='claims.office', verbose_name='kantor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='claims.slotday', verbose_name='jam')),
            ],
            options={
                'verbose_name': 'pemindahan jadwal',
                'verbose_name_plural': 'pemindahan jadwal',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='SlotQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Senin'), (1, 'Selasa'), (2, 'Rabu'), (3, 'Kamis'), (4, 'Jumat'), (5, 'Sabtu'), (6, 'Minggu')], verbose_name='hari')),
                ('starts_at', models.TimeField(verbose_name='mulai')),
                ('ends_at', models.TimeField(verbose_name='selesai')),
                ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(200)], verbose_name='tempat')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='claims.officeservice', verbose_name='layanan')),
            ],
            options={
                'verbose_name': 'kuota jam',
                'verbose_name_plural': 'kuota jam',
                'ordering': ['service', 'weekday', 'starts_at'],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='nama')),
                ('phone', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='telepon')),
                ('phone_index', jht_portal.lib.fields.BlindIndexField(db_index=True, max_length=16, null=True, purpose='phone', source='phone')),
                ('email', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='email')),
                ('channel', models.CharField(blank=True, choices=[('email', 'email'), ('whatsapp', 'whatsapp'), ('sms', 'sms'), ('telephone', 'telephone')], max_length=10, verbose_name='saluran')),
                ('code', models.CharField(max_length=14, unique=True, verbose_name='kode booking')),
                ('day', models.DateField(verbose_name='tanggal')),
                ('lane', models.CharField(choices=[('P', 'Prioritas'), ('B', 'Pesan lewat portal'), ('A', 'Datang langsung')], max_length=1, verbose_name='jalur')),
                ('number', models.PositiveIntegerField(verbose_name='nomor')),
                ('service', models.CharField(choices=[('klaim', 'Klaim JHT'), ('perbaikan', 'Perbaikan dokumen klaim'), ('data', 'Pembaruan data peserta'), ('informasi', 'Informasi dan konsultasi')], max_length=12, verbose_name='layanan')),
                ('state', models.CharField(choices=[('booked', 'Sudah dipesan'), ('checked_in', 'Sudah datang, menunggu dipanggil'), ('called', 'Dipanggil'), ('serving', 'Sedang dilayani'), ('served', 'Selesai dilayani'), ('no_show', 'Tidak hadir'), ('cancelled', 'Dibatalkan'), ('moved', 'Diganti nomor lain')], max_length=10, verbose_name='keadaan')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versi')),
                ('issued_at', models.DateTimeField(verbose_name='diambil')),
                ('checked_in_at', models.DateTimeField(null=True, verbose_name='datang')),
                ('called_at', models.DateTimeField(null=True, verbose_name='dipanggil')),
                ('served_at', models.DateTimeField(null=True, verbose_name='mulai dilayani')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='selesai')),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tickets', to='claims.claim', verbose_name='klaim')),
                ('counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='claims.counter', verbose_name='loket')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='claims.office', verbose_name='kantor')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.participant', verbose_name='peserta')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='claims.slotday', verbose_name='jam')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='claims.ticket', verbose_name='pengganti dari')),
            ],
            options={
                'verbose_name': 'nomor antrian',
                'verbose_name_plural': 'nomor antrian',
                'ordering': ['day', 'lane', 'number'],
            },
        ),
        migrations.CreateModel(
            name='MovedTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alternatives', models.JSONField(default=list, verbose_name='pilihan')),
                ('chosen_at', models.DateTimeField(null=True, verbose_name='dipilih')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='claims.slotmove', verbose_name='pemindahan')),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='moved_by_office', to='claims.ticket', verbose_name='nomor antrian')),
            ],
            options={
                'verbose_name': 'nomor yang dipindah',
                'verbose_name_plural': 'nomor yang dipindah',
            },
        ),
        migrations.CreateModel(
            name='TicketEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='urutan')),
                ('at', models.DateTimeField(verbose_name='saat')),
                ('step', models.CharField(max_length=12, verbose_name='langkah')),
                ('old_state', models.CharField(blank=True, max_length=10, verbose_name='dari')),
                ('new_state', models.CharField(max_length=10, verbose_name='ke')),
                ('role', models.CharField(max_length=20, verbose_name='sebagai')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='alasan')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh')),
                ('counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.counter', verbose_name='loket')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='claims.ticket', verbose_name='nomor antrian')),
            ],
            options={
                'verbose_name': 'peristiwa antrian',
                'verbose_name_plural': 'peristiwa antrian',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='WaitingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='tanggal')),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_lines', to='claims.officeservice', verbose_name='layanan')),
            ],
        ),
        migrations.CreateModel(
            name='WaitingEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='nama')),
                ('phone', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='telepon')),
                ('phone_index', jht_portal.lib.fields.BlindIndexField(db_index=True, max_length=16, null=True, purpose='phone', source='phone')),
                ('email', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='email')),
                ('channel', models.CharField(blank=True, choices=[('email', 'email'), ('whatsapp', 'whatsapp'), ('sms', 'sms'), ('telephone', 'telephone')], max_length=10, verbose_name='saluran')),
                ('code', models.CharField(max_length=14, unique=True, verbose_name='kode')),
                ('number', models.PositiveIntegerField(verbose_name='urutan')),
                ('service', models.CharField(choices=[('klaim', 'Klaim JHT'), ('perbaikan', 'Perbaikan dokumen klaim'), ('data', 'Pembaruan data peserta'), ('informasi', 'Informasi dan konsultasi')], max_length=12, verbose_name='layanan')),
                ('is_priority', models.BooleanField(default=False, verbose_name='jalur prioritas')),
                ('state', models.CharField(choices=[('waiting', 'Menunggu tempat'), ('offered', 'Ada tempat untuk Anda'), ('taken', 'Tempat diambil'), ('lapsed', 'Waktu memilih habis'), ('left', 'Keluar dari daftar'), ('over', 'Harinya sudah lewat')], default='waiting', max_length=8, verbose_name='keadaan')),
                ('held_until', models.DateTimeField(null=True, verbose_name='disimpan sampai')),
                ('joined_at', models.DateTimeField(verbose_name='masuk daftar')),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='claims.claim', verbose_name='klaim')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.participant', verbose_name='peserta')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='claims.slotday', verbose_name='tempat yang ditawarkan')),
                ('ticket', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='waited_as', to='claims.ticket', verbose_name='nomor antrian')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='claims.waitingline', verbose_name='daftar tunggu')),
            ],
            options={
                'verbose_name': 'daftar tunggu',
                'verbose_name_plural': 'daftar tunggu',
                'ordering': ['line', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='dari tanggal')),
                ('last_on', models.DateField(verbose_name='sampai tanggal')),
                ('reason', models.CharField(max_length=120, verbose_name='alasan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='claims.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'hari tutup kantor',
                'verbose_name_plural': 'hari tutup kantor',
                'ordering': ['-first_on', 'office'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('last_on'))), name='closure_lasts')],
            },
        ),
        migrations.AddConstraint(
            model_name='counter',
            constraint=models.UniqueConstraint(fields=('office', 'number'), name='one_counter_per_number'),
        ),
        migrations.AddConstraint(
            model_name='laneday',
            constraint=models.UniqueConstraint(fields=('office', 'day', 'lane'), name='one_count_per_lane_and_day'),
        ),
        migrations.AddConstraint(
            model_name='officeservice',
            constraint=models.UniqueConstraint(fields=('office', 'service'), name='one_row_per_office_service'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.UniqueConstraint(fields=('office', 'weekday'), name='one_row_of_hours_per_weekday'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('closes_at'))), name='hours_last'),
        ),
        migrations.AddConstraint(
            model_name='slotday',
            constraint=models.UniqueConstraint(fields=('service', 'day', 'starts_at'), name='one_row_per_slot_and_day'),
        ),
        migrations.AddConstraint(
            model_name='slotday',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='slot_never_oversold'),
        ),
        migrations.AddIndex(
            model_name='slotmove',
            index=models.Index(fields=['office', 'at'], name='slot_move_by_office'),
        ),
        migrations.AddConstraint(
            model_name='slotmove',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='move_says_why'),
        ),
        migrations.AddConstraint(
            model_name='slotquota',
            constraint=models.UniqueConstraint(fields=('service', 'weekday', 'starts_at'), name='one_quota_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='slotquota',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='slot_lasts'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['office', 'day', 'state', 'lane', 'number'], name='ticket_of_the_day'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['day', 'state'], name='ticket_by_day'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(fields=('office', 'day', 'lane', 'number'), name='one_ticket_per_number'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='ticket_numbers_begin_at_one'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'checked_in', 'called', 'serving', 'served', 'no_show', 'cancelled', 'moved'])), name='ticket_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', [claims.domain.ticket_life.TicketState['BOOKED'], claims.domain.ticket_life.TicketState['CALLED'], claims.domain.ticket_life.TicketState['CHECKED_IN'], claims.domain.ticket_life.TicketState['SERVING']]), ('participant__isnull', False)), fields=('participant', 'service'), name='one_ticket_per_participant'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', [claims.domain.ticket_life.TicketState['BOOKED'], claims.domain.ticket_life.TicketState['CALLED'], claims.domain.ticket_life.TicketState['CHECKED_IN'], claims.domain.ticket_life.TicketState['SERVING']]), ('participant__isnull', True), ('phone_index__isnull', False)), fields=('phone_index', 'service'), name='one_ticket_per_phone'),
        ),
        migrations.AddIndex(
            model_name='ticketevent',
            index=models.Index(fields=['at'], name='ticket_event_by_moment'),
        ),
        migrations.AddConstraint(
            model_name='ticketevent',
            constraint=models.UniqueConstraint(fields=('ticket', 'number'), name='one_event_per_ticket_step'),
        ),
        migrations.AddConstraint(
            model_name='waitingline',
            constraint=models.UniqueConstraint(fields=('service', 'day'), name='one_waiting_line_per_day'),
        ),
        migrations.AddIndex(
            model_name='waitingentry',
            index=models.Index(fields=['state', 'held_until'], name='waiting_entry_held'),
        ),
        migrations.AddConstraint(
            model_name='waitingentry',
            constraint=models.UniqueConstraint(fields=('line', 'number'), name='one_entry_per_number'),
        ),
        migrations.AddConstraint(
            model_name='waitingentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), models.Q(('held_until__isnull', False), ('place__isnull', False)), _connector='OR'), name='offer_has_place_and_end'),
        ),
        migrations.AddConstraint(
            model_name='waitingentry',
            constraint=models.UniqueConstraint(condition=models.Q(('participant__isnull', False), ('state__in', ('waiting', 'offered'))), fields=('participant', 'service'), name='one_wait_per_participant'),
        ),
        migrations.AddConstraint(
            model_name='waitingentry',
            constraint=models.UniqueConstraint(condition=models.Q(('participant__isnull', True), ('phone_index__isnull', False), ('state__in', ('waiting', 'offered'))), fields=('phone_index', 'service'), name='one_wait_per_phone'),
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
