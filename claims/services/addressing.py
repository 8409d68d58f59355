"""Who is told about a claim, and on which channels: the first is used, the others stand in for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from claims.channels.offered import is_offered
from claims.domain.heirs import HEIR_REASON
from claims.domain.message_words import ENGLISH
from claims.domain.workflow import OPEN, ClaimStatus
from claims.models import Claim, Notification
from claims.services.composing import addressee, first_name
from participants.domain.channels import CHANNELS, EMAIL, SMS, TELEPHONE
from participants.models import Participant
from participants.services.channels import order_of
from participants.services.contacts import lately_registered

TOLD_TO_OLD_CONTACT = frozenset({"claim_received", "cancelled", "account_changed"})
"""What the registered contact is told even when the claim names another one: somebody may be acting in its name."""
ALARMS = frozenset({"account_changed", "contact_changed", "payment_failed"})
"""What is told even to those who muted every channel: their money or their way in is at stake."""
ALWAYS_TOLD = ALARMS | TOLD_TO_OLD_CONTACT


@dataclass(frozen=True)
class Contact:
    """A person to greet by NAME, and the addresses that lead there."""

    name: str
    email: str
    phone: str

    def __repr__(self) -> str:
        return "Contact()"

    def address(self, channel: str) -> str:
        """Return where a message on CHANNEL goes; empty where the person has nothing for it."""
        return self.email.lower() if channel == EMAIL else self.phone


@dataclass(frozen=True)
class Way:
    """A channel and the address that it leads to."""

    channel: str
    address: str

    def __repr__(self) -> str:
        return f"Way({self.channel})"


def registered(person: Participant) -> Contact:
    """Return the registered contact of PERSON."""
    return Contact(person.name, person.email, person.phone)


def greeting_of(person: Participant) -> str:
    """Return how whoever reads the registered contact of PERSON is greeted: by the first name, or as the family once an heir has filed."""
    filed = Claim.objects.filter(participant=person.pk, reason=HEIR_REASON, status__in=OPEN | {ClaimStatus.PAID})
    return _family_of(person) if filed.exists() else first_name(person.name)


def _family_of(person: Participant) -> str:
    name = first_name(person.name)
    return f"family of {name}" if person.language == ENGLISH else f"Keluarga {name}"


def ways_to(contact: Contact, order: tuple[str, ...], *, telephone: bool = False) -> list[Way]:
    """Return how CONTACT is reached, in ORDER, on the channels that this installation has; officers TELEPHONE for an office."""
    usable = [channel for channel in order if contact.address(channel) and is_offered(channel)]
    return [Way(channel, contact.address(channel)) for channel in usable if telephone or channel != TELEPHONE]


def proving_address(person: Participant) -> tuple[str, str] | None:
    """Return kind and address of the contact by which PERSON proves a wish with a code: the e-mail, else the phone; None without."""
    if person.email:
        return "email", person.email
    return ("phone", person.phone) if person.phone and is_offered(SMS) else None


def order_for(person: Participant, notice: str) -> tuple[str, ...]:
    """Return the channels on which PERSON is told NOTICE, in order."""
    return order_of(person.pk) or (CHANNELS if notice in ALARMS else ())


def is_muted(row: Notification, channel: str) -> bool:
    """Tell whether CHANNEL may not be used for ROW, news of a claim: its person muted it, maybe since the row was written."""
    return bool(row.claim_id) and row.kind not in ALWAYS_TOLD and channel not in order_of(row.participant_id)


def told_about(claim: Claim, notice: str, now: datetime) -> Iterator[tuple[str, list[Way]]]:
    """Yield how to greet everybody who is told NOTICE about CLAIM, and the ways there; nobody twice at one address."""
    person, by_phone = registered(claim.participant), claim.office_id is not None
    order = order_for(claim.participant, notice)
    known_as = _family_of(claim.participant) if claim.heir_name else first_name(claim.participant.name)
    name = first_name(addressee(claim)) if claim.email or claim.phone else known_as
    chosen = ways_to(Contact(name, claim.email or person.email, claim.phone or person.phone), order, telephone=by_phone)
    old = ways_to(person, order, telephone=by_phone)
    if notice in TOLD_TO_OLD_CONTACT and old and old[0] not in chosen:
        yield known_as, old
    if notice in TOLD_TO_OLD_CONTACT:
        yield from ((known_as, [way]) for way in _until_lately(claim, now) if way not in (*chosen, *old))
    if chosen:
        yield name, chosen


def _until_lately(claim: Claim, now: datetime) -> Iterator[Way]:
    """Yield the e-mails that were registered until a month ago or less: somebody may have taken the account over first."""
    for email in dict.fromkeys(lately_registered(claim.participant_id, now)):
        yield Way(EMAIL, email.lower())
