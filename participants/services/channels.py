"""In which order a participant is told on which channels, and in which language. Somebody must always be reachable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from jht_portal.lib.crypto import blind_index
from participants.domain.channels import CHANNELS, EMAIL, LANGUAGES
from participants.models import ChannelChoice, Participant


class NoChannelLeft(Exception):
    """Nothing was written: no channel would be left on which the person has an address."""


@dataclass(frozen=True)
class Channel:
    """One channel as it stands for a person: muted or not, and whether the person has an address for it."""

    code: str
    muted: bool
    reachable: bool


def channels_of(person: Participant) -> list[Channel]:
    """Return every channel in the person's own order; while nothing was chosen in the portal's."""
    rows = list(ChannelChoice.objects.filter(participant=person).order_by("rank"))
    chosen = [(row.channel, row.muted) for row in rows]
    known = {code for code, _ in chosen}
    chosen += [(code, False) for code in CHANNELS if code not in known]
    return [Channel(code, muted, _reachable(person, code)) for code, muted in chosen]


def order_of(person_id: UUID) -> tuple[str, ...]:
    """Return the channels to try for a person, in order; empty where all of them are muted."""
    rows = list(ChannelChoice.objects.filter(participant=person_id).order_by("rank"))
    known = {row.channel for row in rows}
    return (*(row.channel for row in rows if not row.muted), *(code for code in CHANNELS if code not in known))


@transaction.atomic
def mute(phone: str, channel: str) -> int:
    """Use CHANNEL no more for whoever has PHONE, as the owner of that number asks; return how many people that are."""
    people = Participant.objects.select_for_update().filter(phone_index=blind_index(phone, "phone"))
    for person in people:
        rows = [ChannelChoice(participant=person, channel=each.code, rank=rank) for rank, each in enumerate(channels_of(person), 1)]
        ChannelChoice.objects.bulk_create(rows, ignore_conflicts=True)
        ChannelChoice.objects.filter(participant=person, channel=channel).update(muted=True)
    return len(people)


@transaction.atomic
def choose(person_id: UUID, order: Sequence[str], muted: Collection[str], language: str, *, offered: Collection[str] = CHANNELS) -> None:
    """Keep the ORDER of channels, best first, those that are MUTED, and the LANGUAGE of messages; only those OFFERED reach anybody.

    Raises NoChannelLeft.
    """
    person = Participant.objects.select_for_update().get(pk=person_id)
    ranked = [*dict.fromkeys(code for code in order if code in CHANNELS)]
    ranked += [code for code in CHANNELS if code not in ranked]
    if not any(code not in muted and _reachable(person, code) for code in offered):
        raise NoChannelLeft
    ChannelChoice.objects.filter(participant=person).delete()
    rows = [ChannelChoice(participant=person, channel=code, rank=rank, muted=code in muted) for rank, code in enumerate(ranked, 1)]
    ChannelChoice.objects.bulk_create(rows)
    person.language = language if language in dict(LANGUAGES) else None
    person.save(update_fields=["language", "updated_at"])


def _reachable(person: Participant, channel: str) -> bool:
    return bool(person.email if channel == EMAIL else person.phone)
