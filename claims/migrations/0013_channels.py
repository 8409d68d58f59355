"""Channels: what is sent instead, what the provider said, a paused channel; a message never goes back."""

import django.db.models.deletion
import jht_portal.lib.fields
from django.conf import settings
from django.db import migrations, models

from claims import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0012_role_permissions'),
        ('participants', '0004_channels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(triggers.drop, triggers.install),
        migrations.CreateModel(
            name='ChannelState',
            fields=[
                ('channel', models.CharField(choices=[('email', 'email'), ('whatsapp', 'whatsapp'), ('sms', 'sms'), ('telephone', 'telephone')], max_length=10, primary_key=True, serialize=False, verbose_name='saluran')),
                ('paused_at', models.DateTimeField(null=True, verbose_name='dijeda')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='alasan')),
            ],
            options={
                'verbose_name': 'saluran',
                'verbose_name_plural': 'saluran',
            },
        ),
        migrations.AddField(
            model_name='notification',
            name='address_index',
            field=jht_portal.lib.fields.BlindIndexField(max_length=16, null=True, purpose='address', source='recipient'),
        ),
        migrations.AddField(
            model_name='notification',
            name='delivered_at',
            field=models.DateTimeField(null=True, verbose_name='sampai'),
        ),
        migrations.AddField(
            model_name='notification',
            name='fell_back_at',
            field=models.DateTimeField(null=True, verbose_name='dialihkan'),
        ),
        migrations.AddField(
            model_name='notification',
            name='instead_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replacements', to='claims.notification', verbose_name='menggantikan'),
        ),
        migrations.AddField(
            model_name='notification',
            name='language',
            field=models.CharField(max_length=2, null=True, verbose_name='bahasa'),
        ),
        migrations.AddField(
            model_name='notification',
            name='next_channels',
            field=jht_portal.lib.fields.SealedTextField(null=True),
        ),
        migrations.AddField(
            model_name='notification',
            name='provider_id',
            field=models.CharField(db_index=True, max_length=100, null=True, verbose_name='nomor penyedia'),
        ),
        migrations.AddField(
            model_name='notification',
            name='read_at',
            field=models.DateTimeField(null=True, verbose_name='dibaca'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='state',
            field=models.CharField(choices=[('queued', 'Menunggu'), ('sending', 'Sedang dikirim'), ('sent', 'Terkirim'), ('delivered', 'Sampai'), ('failed', 'Gagal'), ('void', 'Tanpa penerima'), ('dropped', 'Digantikan')], default='queued', max_length=10, verbose_name='keadaan'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'sending'))), fields=['priority', 'next_try_at', 'id'], name='notification_waiting'),
        ),
        migrations.AddField(
            model_name='channelstate',
            name='paused_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='oleh'),
        ),
        migrations.AddConstraint(
            model_name='channelstate',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ('email', 'whatsapp', 'sms', 'telephone'))), name='paused_channel_is_known'),
        ),
        migrations.RunPython(triggers.install, triggers.drop),
    ]
