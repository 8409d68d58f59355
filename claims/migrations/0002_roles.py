"""The officers' groups, with what each may look up or keep besides claims.

Claims themselves are opened by role and office (claims/services/officers.py), never by a permission that could be
handed out by hand.
"""

from django.db import migrations

from claims.domain.workflow import OFFICER_ROLES, Role

NAMES = {"view": "Can view", "add": "Can add", "change": "Can change", "delete": "Can delete"}
KEEP = ("view", "add", "change")
LOOK = ("view",)
READERS = frozenset(set(OFFICER_ROLES) - {Role.CONFIGURATOR})
OVERSEERS = {Role.HEAD, Role.AUDITOR}

PERMISSIONS = (
    (("participants", "participant", LOOK), {Role.VERIFIER, Role.APPROVER, *OVERSEERS}),
    (("participants", "membership", LOOK), {Role.VERIFIER, Role.APPROVER, *OVERSEERS}),
    (("claims", "accesslog", LOOK), OVERSEERS),
    (("claims", "claimevent", LOOK), OVERSEERS),
    (("claims", "paymentbatch", LOOK), {Role.PAYER, *OVERSEERS}),
    (("claims", "notification", LOOK), OVERSEERS),
    (("claims", "office", LOOK), READERS),
    (("claims", "office", KEEP), {Role.CONFIGURATOR}),
    (("claims", "holiday", LOOK), READERS),
    (("claims", "holiday", (*KEEP, "delete")), {Role.CONFIGURATOR}),
    (("auth", "user", KEEP), {Role.CONFIGURATOR}),
    (("auth", "user", LOOK), OVERSEERS),
    (("claims", "officer", KEEP), {Role.CONFIGURATOR}),
)


def make_groups(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    groups = {role: group_model.objects.get_or_create(name=role.value)[0] for role in OFFICER_ROLES}
    for (app, model, actions), roles in PERMISSIONS:
        for action in actions:
            permission = find_permission(apps, app, model, action)
            for role in roles:
                groups[role].permissions.add(permission)


def find_permission(apps, app, model, action):
    """Return a permission, made here when Django has not made it yet (it does so after the last migration)."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    title = f"{NAMES[action]} {apps.get_model(app, model)._meta.verbose_name}"
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{action}_{model}", defaults={"name": title}
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("participants", "0001_initial"),
        ("claims", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
