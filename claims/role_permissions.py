"""What each group of officers may look up or keep in the admin besides claims.

Claims themselves are opened by role and office (claims/services/officers.py), never by a permission that could be
handed out by hand. A line added here needs a migration that calls ``grant`` again.
"""

from collections.abc import Iterable

from claims.domain.workflow import OFFICER_ROLES, Role

LOOK = ("view",)
KEEP = ("view", "add", "change")
TITLES = {"view": "Can view", "add": "Can add", "change": "Can change", "delete": "Can delete"}
READERS = frozenset(set(OFFICER_ROLES) - {Role.CONFIGURATOR})
OVERSEERS = frozenset({Role.HEAD, Role.AUDITOR})

QUEUE_KEEPERS = frozenset({Role.HEAD, Role.CONFIGURATOR})

Line = tuple[tuple[str, str, tuple[str, ...]], Iterable[Role]]
RULES = ("reasonrule", "requirementrule", "paperrule", "codedreasonrule", "limitrule", "messagetext")
"""What Admin Konfigurasi keeps and everybody at the desk may look up."""
QUEUE_RULES = ("officeservice", "openinghours", "slotquota", "closure", "counter")
"""How offices receive people: kept by Admin Konfigurasi for all, by the head for the own office."""
PERMISSIONS: tuple[Line, ...] = (
    (("claims", "auditentry", LOOK), OVERSEERS),
    *((("claims", model, LOOK), READERS) for model in RULES),
    *((("claims", model, (*KEEP, "delete")), {Role.CONFIGURATOR}) for model in RULES),
    *((("claims", model, LOOK), READERS) for model in QUEUE_RULES),
    *((("claims", model, (*KEEP, "delete")), QUEUE_KEEPERS) for model in QUEUE_RULES),
)


def grant(apps: object, schema_editor: object) -> None:
    """Give every group what PERMISSIONS says; models that do not exist yet at this migration are left for a later one."""
    group_model = apps.get_model("auth", "Group")
    groups = {role: group_model.objects.get_or_create(name=role.value)[0] for role in OFFICER_ROLES}
    for (app, model, actions), roles in PERMISSIONS:
        if model in apps.all_models.get(app, {}):
            for action in actions:
                permission = _permission(apps, app, model, action)
                for role in roles:
                    groups[role].permissions.add(permission)


def _permission(apps: object, app: str, model: str, action: str) -> object:
    """Return a permission, made here when Django has not made it yet (it does so after the last migration)."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    title = f"{TITLES[action]} {apps.get_model(app, model)._meta.verbose_name}"
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=kind, codename=f"{action}_{model}", defaults={"name": title})[0]
