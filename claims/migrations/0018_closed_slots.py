"""A slot that the office moved takes nobody any more; a visitor is reminded once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0017_personal_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='slotday',
            name='closed_at',
            field=models.DateTimeField(null=True, verbose_name='ditutup'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='reminded_at',
            field=models.DateTimeField(null=True, verbose_name='diingatkan'),
        ),
    ]
