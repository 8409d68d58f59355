"""The tax comparison of a partial claim, word for word as it was confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0020_calling")]

    operations = [migrations.AddField("claim", "tax_warning", models.JSONField(null=True, verbose_name="peringatan pajak"))]
