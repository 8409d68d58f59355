"""Requests of participants to have their data corrected."""

import django.db.models.deletion
import jht_portal.lib.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0022_claim_holds'),
        ('participants', '0005_code_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('field', models.CharField(choices=[('nama', 'Nama'), ('nik', 'NIK'), ('tanggal_lahir', 'Tanggal lahir'), ('jenis_kelamin', 'Jenis kelamin'), ('nama_ibu', 'Nama ibu kandung'), ('alamat', 'Alamat'), ('kepesertaan', 'KPJ, pemberi kerja, atau masa kerja'), ('iuran', 'Iuran atau saldo'), ('lain', 'Hal lain')], max_length=20, verbose_name='tentang')),
                ('wish', jht_portal.lib.fields.SealedTextField(verbose_name='permintaan')),
                ('asked_at', models.DateTimeField(verbose_name='diminta')),
                ('due_at', models.DateTimeField(verbose_name='batas jawab')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Belum dijawab'), ('fixed', 'Diperbaiki'), ('forwarded', 'Diteruskan'), ('refused', 'Tidak diubah')], max_length=10, verbose_name='hasil')),
                ('answer', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='jawaban')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='dijawab')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dijawab oleh')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='claims.office', verbose_name='kantor')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='data_requests', to='participants.participant', verbose_name='peserta')),
            ],
            options={
                'verbose_name': 'permintaan perbaikan data',
                'verbose_name_plural': 'permintaan perbaikan data',
                'indexes': [models.Index(fields=['office', 'answered_at', 'due_at'], name='data_request_by_office')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('participant', 'field'), name='one_open_request_per_field'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='data_request_is_answered_whole')],
            },
        ),
    ]
