"""The outbox: messages are written in the transaction of what causes them and sent later by the worker."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from claims.channels.offered import is_offered
from claims.domain.message_words import ENGLISH, INDONESIAN
from claims.models import Claim, ClaimEvent, ContactProposal, Notification, Office
from claims.models.notification import CODES
from claims.services import outbox
from claims.services.addressing import Contact, Way, greeting_of, order_for, registered, told_about, ways_to
from claims.services.composing import compose, first_name, notice_context
from claims.services.falling_back import prefer_open
from claims.services.issuing import forget_codes, issue_code, issue_personal_code
from claims.services.outbox import Parcel
from participants.domain.channels import CHANNELS, EMAIL, SMS, TELEPHONE, WHATSAPP
from participants.domain.identifiers import parse_phone
from participants.domain.proofs import HEIR
from participants.models import ContactChange, Participant
from participants.services.channels import order_of
from participants.services.contacts import UNDO_LIFE
from participants.services.proving import FreshProof
from participants.services.signing_in import FreshCode

AT_ANY_HOUR = frozenset({"payment_failed"})
"""What is told at night too (product.md section 5)."""
EACH_ONE = AT_ANY_HOUR | {"account_changed"}
"""What is told each time it happens, however soon after the last."""
CODE_CHANNELS = (EMAIL, WHATSAPP, SMS)
"""On which a code for signing in may go, to the contact that is registered."""
NO_ADDRESS = "-"
CONTACT_CODE, OWN_CODE, COUNTER_CODE = "contact_code", "own_code", "counter_code"
OWN_CONTACT_CHANGED = "own_contact_changed"
HEIR_NAME = "Ahli Waris"
"""How somebody is greeted whose name the portal does not know yet."""
CHANNEL_OF = {"email": EMAIL, "phone": SMS}
"""On which channel a contact of a kind is reached."""
CONTACT_LABELS = {"email": "email", "phone": "nomor HP"}
CONTACTS_IN_ENGLISH = {"email": "email", "phone": "mobile number"}
WORDS_OF = {TELEPHONE: SMS}
"""What an officer reads out is as short as an SMS."""
CODES_KEPT = timedelta(days=1)
CHECKED_FOR = timedelta(days=30)
"""How long /cek/ knows of a message that carried a one-time code."""


def plan(event: ClaimEvent, notice: str | None) -> None:
    """Write the outbox rows of NOTICE for EVENT, in the caller's transaction; nothing where the step has no notice."""
    if notice:
        _plan(event.claim, notice, str(event.pk), now=event.at, event=event)


def plan_account_changed(claim: Claim, now: datetime) -> None:
    """Tell the claim's and the registered contact that the bank account of CLAIM is another one since NOW."""
    _plan(claim, "account_changed", f"{claim.pk}:{now:%Y%m%dT%H%M%S%f}", now=now, event=None)


@transaction.atomic
def plan_reminder(claim: Claim, notice: str, cause: str, *, now: datetime, **more: Any) -> bool:
    """Queue NOTICE, which no step causes; CAUSE tells one occasion from the next. Return False where nobody can be reached."""
    return _plan(claim, notice, cause, now=now, event=None, **more)


def was_planned(claim: Claim, notice: str, cause: str) -> list[Notification]:
    """Return the rows that were written for NOTICE and CAUSE."""
    return list(Notification.objects.filter(claim=claim, kind=notice, key__startswith=f"{cause}:{notice}:"))


def plan_sign_in_code(code: FreshCode, now: datetime, channel: str = "") -> None:
    """Queue a one-time code before everything else, on CHANNEL where one is named; for nobody a row is written and never sent.

    The code is written for every channel, whoever is asked about and whatever is registered: the work is always the same.
    """
    person = code.participant
    told = {"name": greeting_of(person), "code": f"{code.digits[:3]} {code.digits[3:]}"} | _checked("sign_in_code", now)
    contact = registered(person)
    ways = ways_to(contact, order_of(person.pk)) or ways_to(contact, CHANNELS)  # Nobody mutes the way in.
    written = _parcels("sign_in_code", told, [Way(each, contact.address(each) or NO_ADDRESS) for each in CODE_CHANNELS], person.language)
    order = [way.channel for way in ways if channel in ("", way.channel)]
    parcels = prefer_open(sorted((each for each in written if each.channel in order), key=lambda each: order.index(each.channel)))
    outbox.put(
        "sign_in_code",
        str(code.id),
        parcels or written[:1],
        now=now,
        participant_id=None if code.nobody else person.pk,
        priority=Notification.CODE,
        language=person.language,
        state="queued" if parcels and not code.nobody else "void",
    )


def plan_contact_code(proposal: ContactProposal, digits: str, now: datetime) -> None:
    """Queue the code that proves a new e-mail, to that e-mail; PROPOSAL comes with its participant and office."""
    person, office = proposal.participant, proposal.office
    told = {"name": first_name(person.name), "code": f"{digits[:3]} {digits[3:]}", "office": office.name} | _checked(CONTACT_CODE, now)
    parcels = _parcels(CONTACT_CODE, told, [Way(EMAIL, proposal.email)], person.language)
    about = {"participant": person, "office": office, "priority": Notification.CODE, "language": person.language}
    outbox.put(CONTACT_CODE, f"{proposal.pk}:{now:%H%M%S%f}", parcels, now=now, **about)


def plan_contact_changed(person: Participant, before: dict[str, str], office: Office, now: datetime, *, cause: str) -> None:
    """Tell PERSON, and every contact that was replaced at OFFICE on its own channel, what it was BEFORE."""
    told = {"name": greeting_of(person), "changed": changed_words(before, person.language)}
    told |= {"office": office.name, "now": now, "zone": office.timezone} | _checked("contact_changed", now)
    about = {"participant": person, "office": office, "priority": Notification.URGENT, "language": person.language}
    for ways in _old_and_new(person, before):
        outbox.put("contact_changed", cause, _parcels("contact_changed", told, ways, person.language), now=now, **about)


def _old_and_new(person: Participant, before: dict[str, str]) -> Iterator[list[Way]]:
    """Yield the ways to the contacts that were replaced, each by itself, and to PERSON as registered now."""
    order = order_for(person, "contact_changed")
    old = [Contact(person.name, before.get("email", ""), ""), Contact(person.name, "", before.get("phone", ""))]
    everybody = [*(ways_to(contact, CHANNELS) for contact in old), ways_to(registered(person), order)]
    yield from {ways[0]: ways for ways in everybody if ways}.values()


def changed_words(kinds: Collection[str], language: str | None) -> str:
    """Name the contacts of KINDS as a message says them: at the beginning of a sentence, in English within one."""
    if language == ENGLISH:
        return " and ".join(label for kind, label in CONTACTS_IN_ENGLISH.items() if kind in kinds)
    said = " dan ".join(label for kind, label in CONTACT_LABELS.items() if kind in kinds)
    return said[:1].upper() + said[1:]


def _checked(notice: str, now: datetime) -> dict[str, str]:
    """Return the check code of a message that no claim belongs to, for its words."""
    return {"check_code": issue_code("message", None, now, notice).code}


def plan_own_code(fresh: FreshProof, now: datetime, *, also: Iterable[str] = ()) -> None:
    """Queue the code that shows that an address is read: to that address, and to ALSO other e-mails of the same person."""
    proof, digits, person = fresh.proof, fresh.digits, fresh.proof.participant
    told = {"name": greeting_of(person), "code": f"{digits[:3]} {digits[3:]}", "purpose": proof.purpose} | _checked(OWN_CODE, now)
    about = {"participant": person, "priority": Notification.CODE, "language": person.language}
    parcels = [(CHANNEL_OF[proof.kind], proof.address), *((EMAIL, email) for email in also)]
    for channel, address in dict.fromkeys(parcels):
        way = Way(channel, _spelled(channel, address))
        outbox.put(OWN_CODE, f"{proof.pk}:{now:%H%M%S%f}", _parcels(OWN_CODE, told, [way], person.language), now=now, **about)


def plan_counter_code(fresh: FreshProof, office: Office, now: datetime) -> None:
    """Queue the code that somebody at the counter of OFFICE reads out to the officer there."""
    proof, digits, person = fresh.proof, fresh.digits, fresh.proof.participant
    name = HEIR_NAME if proof.purpose == HEIR else first_name(person.name)
    language = None if proof.purpose == HEIR else person.language
    told = {"name": name, "code": f"{digits[:3]} {digits[3:]}", "office": office.name} | _checked(COUNTER_CODE, now)
    channel = CHANNEL_OF[proof.kind]
    parcels = _parcels(COUNTER_CODE, told, [Way(channel, _spelled(channel, proof.address))], language)
    about = {"participant": person, "office": office, "priority": Notification.CODE, "language": language}
    outbox.put(COUNTER_CODE, f"{proof.pk}:{now:%H%M%S%f}", parcels, now=now, **about)


def plan_own_contact_changed(person: Participant, kind: str, before: str, now: datetime, *, cause: str) -> None:
    """Tell PERSON on every address, the one BEFORE among them, that the contact of KIND was replaced by a code alone."""
    facts = {"changed": changed_words([kind], person.language), "now": now, "until": now + UNDO_LIFE, "day": now}
    facts["check_code"] = issue_personal_code("message", person.pk, "kontak", now, OWN_CONTACT_CHANGED).code
    _tell_contacts(person, OWN_CONTACT_CHANGED, {kind: before}, facts, now, cause=cause)


def plan_contact_reminder(change: ContactChange, now: datetime) -> bool:
    """Tell the contact that CHANGE replaced once more, while it can still be put back; tell whether it was not told before."""
    person, cause, channel = change.participant, f"again-{change.pk}", CHANNEL_OF[change.kind]
    if not is_offered(channel) or Notification.objects.filter(participant=person, key__startswith=f"{cause}:").exists():
        return False
    facts = {"changed": changed_words([change.kind], person.language), "now": now, "until": change.at + UNDO_LIFE, "day": change.at}
    facts["check_code"] = issue_personal_code("message", person.pk, "kontak", now, OWN_CONTACT_CHANGED).code
    _tell_contact(person, OWN_CONTACT_CHANGED, channel, change.old_value, facts, now, cause)
    return True


def plan_contact_undone(person: Participant, before: dict[str, str], now: datetime, *, cause: str) -> None:
    """Tell PERSON on every address, those BEFORE among them, that the old contacts stand again."""
    _tell_contacts(person, "own_contact_undone", before, {"now": now}, now, cause=cause)


def plan_data_answered(person: Participant, now: datetime, *, cause: str) -> None:
    """Tell PERSON that the office answered a request about the own data."""
    if person.email:
        _tell_contact(person, "data_answered", EMAIL, person.email, {}, now, cause)


def _tell_contacts(person: Participant, notice: str, before: dict[str, str], facts: dict[str, Any], now: datetime, *, cause: str) -> None:
    for kind, channel in CHANNEL_OF.items():
        for address in sorted({getattr(person, kind) or "", before.get(kind, "")} - {""}):
            if is_offered(channel):
                _tell_contact(person, notice, channel, address, facts, now, cause)


def _tell_contact(person: Participant, notice: str, channel: str, address: str, facts: dict[str, Any], now: datetime, cause: str) -> None:
    about = {"participant": person, "urgent": True, "language": person.language or INDONESIAN}
    plan_for_contact(notice, channel=channel, address=address, facts=facts | {"name": greeting_of(person)}, cause=cause, now=now, **about)


def plan_for_contact(
    notice: str,
    *,
    channel: str,
    address: str,
    facts: dict[str, Any],
    cause: str,
    now: datetime,
    name: str = "",
    office: Office | None = None,
    participant: Participant | None = None,
    urgent: bool = False,
    language: str = INDONESIAN,
) -> Notification:
    """Queue NOTICE on CHANNEL to an ADDRESS that may be nobody's of ours, once for CAUSE; return its row.

    ADDRESS is an e-mail address or a phone number (+628…). FACTS fill the words ``templates/messages/<notice>.*``.
    What is URGENT is sent at night too, and before what is not; a one-time code goes before everything.
    """
    way = Way(channel, _spelled(channel, address))
    rows = Notification.objects.filter(key=outbox.key_of(cause, notice, channel, way.address))
    if row := rows.first():
        return row
    outbox.put(
        notice,
        cause,
        _parcels(notice, {"name": first_name(name)} | _checked(notice, now) | facts, [way], language),
        now=now,
        participant=participant,
        office=office,
        language=language,
        priority=Notification.CODE if notice in CODES else Notification.URGENT if urgent else Notification.NORMAL,
    )
    return rows.get()


def _spelled(channel: str, address: str) -> str:
    """Return ADDRESS in the one spelling that tells two rows to the same person apart from none."""
    return address.strip().lower() if channel == EMAIL else parse_phone(address)


def plan_for_officer(notice: str, officer: AbstractBaseUser, office: Office, *, cause: str, now: datetime, **facts: Any) -> None:
    """Queue NOTICE for an officer of OFFICE at the address of the own account, once for CAUSE; FACTS hold no participant's data."""
    message = compose(notice, {"office": office.name} | facts)
    outbox.put(notice, cause, [Parcel(EMAIL, officer.email.lower(), *message)], now=now, office=office)


def told(channel: str = "") -> QuerySet[Notification]:
    """Return every message to somebody, sent or not, the newest first; on CHANNEL where one is named."""
    told = Notification.objects.exclude(state="void").order_by("-created_at", "-pk")
    return told.filter(channel=channel) if channel else told


def sweep(now: datetime) -> int:
    """Forget messages with one-time codes after a day, and what /cek/ tells of them after thirty; return how many messages there were."""
    forget_codes(CODES, now - CHECKED_FOR)
    return Notification.objects.filter(kind__in=CODES, created_at__lte=now - CODES_KEPT).delete()[0]


def _plan(claim: Claim, notice: str, cause: str, *, now: datetime, event: ClaimEvent | None, **more: Any) -> bool:
    told = list(told_about(claim, notice, now))
    if not told:
        return False
    code = issue_code("message", claim, now, notice).code
    for name, ways in told:
        context = notice_context(notice, claim, now=now, check_code=code, name=name) | more
        _put(claim, notice, cause, _parcels(notice, context, ways, claim.participant.language), now=now, event=event)
    return True


def _parcels(notice: str, context: dict[str, Any], ways: Iterable[Way], language: str | None) -> list[Parcel]:
    """Return NOTICE in the words of every one of WAYS."""
    return [
        Parcel(way.channel, way.address, *compose(notice, context, WORDS_OF.get(way.channel, way.channel), language or INDONESIAN))
        for way in ways
    ]


def _put(claim: Claim, notice: str, cause: str, parcels: list[Parcel], *, now: datetime, event: ClaimEvent | None) -> None:
    urgent = notice in AT_ANY_HOUR
    outbox.put(
        notice,
        cause,
        prefer_open(parcels) if urgent else parcels,
        now=now,
        once_a_quarter=notice not in EACH_ONE,
        claim=claim,
        event=event,
        participant_id=claim.participant_id,
        office_id=claim.office_id,
        language=claim.participant.language,
        priority=Notification.URGENT if urgent else Notification.NORMAL,
    )
