"""What every page knows of the installation and of who reads it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jht_portal.lib.sessions import counter_stay, signed_in_id


def site(request: HttpRequest) -> dict[str, object]:
    """Context of every template: the operator, whether this is the demo, whether a participant is signed in."""
    return {
        "operator_name": settings.OPERATOR_NAME,
        "operator_hours": settings.OPERATOR_HOURS,
        "operator_phone": settings.OPERATOR_PHONE,
        "demo": settings.DEMO,
        "counter": SimpleLazyObject(lambda: signed_in_id(request) is not None and counter_stay(request)),
        "signed_in": SimpleLazyObject(lambda: signed_in_id(request) is not None),
    }
