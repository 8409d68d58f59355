"""How the channels do: what waits, what arrived, how long it took, in the last thirty days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet

from claims.channels.offered import is_offered, reports_delivery
from claims.domain.workflow import Role
from claims.models import ChannelState, Notification
from claims.models.notification import WAITING
from claims.services import channel_states
from claims.services.officers import OVERSEERS, Desk
from participants.domain.channels import CHANNELS, TELEPHONE

LOOKED_BACK = timedelta(days=30)
MEASURED = 1000
"""The median is that of so many of the latest messages."""
LABELS = dict(Notification.CHANNELS)
READERS = OVERSEERS | {Role.CONFIGURATOR}


@dataclass(frozen=True)
class ChannelLine:
    """One channel: whether it is set up, paused, and its figures; CONFIRMS: arrival is reported, else handing over is counted."""

    code: str
    label: str
    offered: bool
    confirms: bool
    paused: ChannelState | None
    waiting: int
    arrived: int
    ended: int
    seconds: int | None

    @property
    def share(self) -> int | None:
        """Return how many of a hundred arrived, of those that arrived or failed; None where there were none."""
        return 100 * self.arrived // self.ended if self.ended else None


def may_look(desk: Desk) -> bool:
    """Tell whether the officer sees how the channels do."""
    return bool(desk.roles & READERS)


def channel_lines(desk: Desk, now: datetime) -> Iterator[ChannelLine]:
    """Yield every channel: to who keeps the configuration for the whole portal, to others for the offices within reach."""
    seen, paused = _within_reach(desk).filter(created_at__gt=now - LOOKED_BACK), channel_states.paused()
    counted = {row.pop("channel"): row for row in _counted(seen)}
    for code in CHANNELS:
        confirms = code == TELEPHONE or reports_delivery(code)
        row = counted.get(code, {"waiting": 0, "sent": 0, "delivered": 0, "failed": 0})
        arrived = row["delivered"] if confirms else row["delivered"] + row["sent"]
        ended = row["delivered"] + row["sent"] + row["failed"]
        facts = (row["waiting"], arrived, ended, _median(seen.filter(channel=code), confirms))
        yield ChannelLine(code, LABELS[code], is_offered(code), confirms, paused.get(code), *facts)


def _within_reach(desk: Desk) -> QuerySet[Notification]:
    return Notification.objects.all() if Role.CONFIGURATOR in desk.roles else Notification.objects.filter(office__in=desk.offices)


def _counted(seen: QuerySet[Notification]) -> QuerySet:
    states = {name: Count("pk", filter=Q(state=name)) for name in ("sent", "delivered", "failed")}
    return seen.order_by().values("channel").annotate(waiting=Count("pk", filter=Q(state__in=WAITING)), **states)


def _median(seen: QuerySet[Notification], confirms: bool) -> int | None:
    """Return how many seconds it took from writing to arriving."""
    field = "delivered_at" if confirms else "sent_at"
    rows = seen.filter(**{f"{field}__isnull": False}).order_by("-created_at").values_list("created_at", field)[:MEASURED]
    return round(median((end - begin).total_seconds() for begin, end in rows)) if rows else None
