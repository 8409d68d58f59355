"""The heads of an office are told once a working day how many messages did not arrive."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count

from claims.domain.deadlines import is_working_day
from claims.models import Notification, Office
from claims.services import notifying
from claims.services.deadlines import holidays
from claims.services.escalating import DIGEST_FROM, heads_of, was_sent
from claims.services.officers import shown_name
from claims.services.resending import STATES

DIGEST = "failure_digest"
LOOKED_BACK = timedelta(days=30)


def tell_failures(now: datetime) -> int:
    """Write one mail to every head of an office with messages that failed and were not sent again; return how many offices there were."""
    days_off = holidays()
    failed = Notification.objects.filter(STATES["failed"], created_at__gt=now - LOOKED_BACK).exclude(kind__in=(DIGEST, "late_digest"))
    counts = dict(failed.exclude(office=None).order_by().values_list("office").annotate(Count("pk")))
    due = [office for office in Office.objects.filter(pk__in=counts) if _is_due(office, days_off, now)]
    for office in due:
        _tell_heads_of(office, counts[office.pk], now)
    return len(due)


@transaction.atomic
def _tell_heads_of(office: Office, count: int, now: datetime) -> None:
    """Write to every head or to none: one mail stands for the day (``was_sent``)."""
    today = now.astimezone(ZoneInfo(office.timezone)).date()
    for head in heads_of(office).exclude(email=""):
        cause, name = f"failures-{office.pk}-{today:%Y%m%d}", shown_name(head)
        notifying.plan_for_officer(DIGEST, head, office, cause=cause, now=now, name=name, count=count)


def _is_due(office: Office, days_off: frozenset, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(office.timezone))
    return local.time() >= DIGEST_FROM and is_working_day(local.date(), days_off) and not was_sent(DIGEST, office, local)
