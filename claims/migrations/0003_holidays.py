"""The days off that ship with the portal; officers keep the table afterwards."""

from django.db import migrations

from claims.domain.holidays import HOLIDAYS


def add_holidays(apps, schema_editor):
    holiday_model = apps.get_model("claims", "Holiday")
    days = [holiday_model(day=holiday.day, name=holiday.name, kind=holiday.kind) for holiday in HOLIDAYS]
    holiday_model.objects.bulk_create(days, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_roles")]

    operations = [migrations.RunPython(add_holidays, migrations.RunPython.noop)]
