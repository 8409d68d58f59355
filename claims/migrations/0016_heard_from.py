"""Who wrote to us on WhatsApp lately."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0015_unconfirmed_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='HeardFrom',
            fields=[
                ('address_index', models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
