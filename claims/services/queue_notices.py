"""What visitors are told about their numbers, on the channel where they are reached; nothing where nobody can be reached."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from claims.domain.message_words import INDONESIAN
from claims.models import Office, SlotDay, Ticket, WaitingEntry
from claims.services import notifying
from claims.services.deadlines import local_date
from participants.domain.channels import EMAIL, SMS

Holder = Ticket | WaitingEntry


def booked(ticket: Ticket, now: datetime) -> None:
    """Tell the number and its booking code."""
    _tell("queue_booked", ticket, str(ticket.pk), now, urgent=True, **_facts(ticket))


def cancelled(ticket: Ticket, now: datetime) -> None:
    """Tell that the number was given back: somebody else may have done so."""
    _tell("queue_cancelled", ticket, str(ticket.pk), now, **_facts(ticket))


def offer(entry: WaitingEntry, now: datetime) -> None:
    """Tell that a place is held, and until when; ENTRY comes with its place, the place with its office."""
    place, office = entry.place, entry.place.service.office
    told = _place(place, office) | {"code": entry.code, "until": entry.held_until}
    _tell("queue_offer", entry, f"{entry.pk}:{place.pk}", now, **told)


def reminder(ticket: Ticket, now: datetime) -> None:
    """Remind of tomorrow's slot."""
    _tell("queue_reminder", ticket, f"{ticket.pk}:{local_date(ticket.office, now)}", now, **_facts(ticket))


def near(ticket: Ticket, ahead: int, now: datetime) -> None:
    """Tell, once, that few people are ahead."""
    _tell("queue_near", ticket, str(ticket.pk), now, urgent=True, ahead=ahead, **_facts(ticket))


def moved(old: Ticket, new: Ticket, reason: str, now: datetime) -> None:
    """Tell on every channel that is known that the office moved the slot, why, and where to choose another."""
    told = _facts(new) | {"old": _place(old.place, old.office), "reason": reason}
    for channel in _every_channel(new):
        _tell("queue_moved", new, f"{new.pk}:{channel}", now, channel=channel, urgent=True, **told)


def _every_channel(holder: Holder) -> Iterable[str]:
    phone = SMS if holder.channel in ("", EMAIL) else holder.channel
    return [*([EMAIL] if holder.email else []), *([phone] if holder.phone else [])]


def _tell(notice: str, holder: Holder, cause: str, now: datetime, *, channel: str = "", urgent: bool = False, **told: Any) -> None:
    channel = channel or holder.channel
    address = holder.email if channel == EMAIL else holder.phone
    if channel and address:
        notifying.plan_for_contact(
            notice,
            channel=channel,
            address=address,
            facts=told,
            cause=f"queue:{cause}",
            now=now,
            name=holder.name,
            office=holder.line.service.office if isinstance(holder, WaitingEntry) else holder.office,
            participant=holder.participant,
            language=(holder.participant and holder.participant.language) or INDONESIAN,
            urgent=urgent,
        )


def _facts(ticket: Ticket) -> dict[str, Any]:
    place = _place(ticket.place, ticket.office) if ticket.place else {"office": ticket.office.name}
    return place | {"ticket": ticket.label, "code": ticket.code, "purpose": ticket.get_service_display()}


def _place(place: SlotDay, office: Office) -> dict[str, Any]:
    return {
        "office": office.name,
        "address": office.address,
        "day": place.day,
        "slot": str(place.slot),
        "zone": office.timezone,
        "zone_name": office.get_timezone_display(),
    }
