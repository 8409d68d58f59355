"""What every page knows of the installation."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Context of every template: the operator and whether this is the demo."""
    return {
        "operator_name": settings.OPERATOR_NAME,
        "operator_hours": settings.OPERATOR_HOURS,
        "operator_phone": settings.OPERATOR_PHONE,
        "demo": settings.DEMO,
    }
