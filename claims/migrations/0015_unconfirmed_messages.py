"""What was handed over and has not arrived yet, found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0014_queueing'),
        ('participants', '0004_channels'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('channel__in', ('sms', 'whatsapp')), ('fell_back_at__isnull', True), ('next_channels__isnull', False), ('state', 'sent')), fields=['sent_at'], name='notification_unconfirmed'),
        ),
    ]
