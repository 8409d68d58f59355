
import django.db.models.deletion
import jht_portal.lib.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0004_channels'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contactchange',
            name='source',
            field=models.CharField(choices=[('participant', 'Peserta'), ('officer', 'Petugas'), ('import', 'Impor data'), ('undone', 'Dikembalikan')], max_length=11, verbose_name='oleh'),
        ),
        migrations.CreateModel(
            name='CodeProof',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('contact', 'Kontak baru'), ('email', 'Email dipastikan'), ('data', 'Salinan data'), ('not_mine', 'Bukan saya')], max_length=10)),
                ('kind', models.CharField(choices=[('email', 'Email'), ('phone', 'Nomor HP')], max_length=5)),
                ('address', jht_portal.lib.fields.SealedTextField()),
                ('code_hash', models.BinaryField(max_length=16)),
                ('code_ends_at', models.DateTimeField()),
                ('started_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('proved_at', models.DateTimeField(null=True)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='code_proofs', to='participants.participant')),
            ],
            options={
                'indexes': [models.Index(fields=['started_at'], name='code_proof_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['contact', 'email', 'data', 'not_mine'])), name='code_proof_has_purpose')],
            },
        ),
    ]
