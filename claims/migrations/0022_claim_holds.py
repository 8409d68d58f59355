"""Claims that their participants denied, which the database keeps from being paid."""

import django.db.models.deletion
import jht_portal.lib.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from claims import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0021_tax_warning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='saat')),
                ('source', models.CharField(choices=[('code', 'Kode ke kontak terdaftar'), ('signed_in', 'Peserta yang sedang masuk'), ('undone', 'Kontak lama dikembalikan'), ('officer', 'Kepala kantor')], max_length=10, verbose_name='lewat')),
                ('cleared_at', models.DateTimeField(null=True, verbose_name='dilepas')),
                ('reason', jht_portal.lib.fields.SealedTextField(blank=True, verbose_name='alasan dilepas')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='claims.claim', verbose_name='klaim')),
                ('cleared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dilepas oleh')),
            ],
            options={
                'verbose_name': 'klaim ditahan',
                'verbose_name_plural': 'klaim ditahan',
                'indexes': [models.Index(fields=['claim', '-at'], name='hold_by_claim')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at', None)), fields=('claim',), name='one_open_hold_per_claim'), models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='hold_is_cleared_by_somebody')],
            },
        ),
        migrations.RunPython(triggers.install, triggers.drop),
    ]
