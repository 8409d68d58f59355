"""Names and contacts of old queue numbers are emptied, and the steps of a number only grow."""

from django.db import migrations, models

from claims import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0026_other_heirs'),
        ('participants', '0006_counter_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='forgotten_at',
            field=models.DateTimeField(null=True, verbose_name='dilupakan'),
        ),
        migrations.AddField(
            model_name='waitingentry',
            name='forgotten_at',
            field=models.DateTimeField(null=True, verbose_name='dilupakan'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('forgotten_at', None)), fields=['day'], name='ticket_remembered'),
        ),
        migrations.AddIndex(
            model_name='waitingentry',
            index=models.Index(condition=models.Q(('forgotten_at', None)), fields=['joined_at'], name='waiting_entry_remembered'),
        ),
        migrations.RunPython(triggers.install, triggers.drop),
    ]
