"""What an officer needs besides a password."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_audit"),
        ("otp_totp", "0003_add_timestamps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuthenticatorApp',
            fields=[],
            options={'proxy': True, 'indexes': [], 'constraints': []},
            bases=('otp_totp.totpdevice',),
        ),
        migrations.CreateModel(
            name='OfficerSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('device', models.CharField(max_length=80)),
                ('address', models.CharField(max_length=40)),
                ('factor', models.CharField(max_length=20)),
                ('session_key', models.CharField(max_length=40)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='officer_sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={'indexes': [models.Index(fields=['user', '-at'], name='officer_sign_in_by_user')]},
        ),
        migrations.CreateModel(
            name='OfficerNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=30)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='officer_notices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
