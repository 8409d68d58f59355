""" "Bukan saya": a person objects to a claim filed in their name, or to a contact replaced behind their back.

A check code alone proves nothing, it stands in a message and may be passed on. It only says what is meant; the proof is
a code read at the registered contact, or at one that was registered in the last thirty days. A contact is put back only
by whoever reads the old one. Nobody can be troubled by guessing: a check code has forty random bits, asking is counted
by address, sending by person, and five wrong codes end it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from claims.domain.workflow import OPEN, Role
from claims.models import Claim, IssuedCode
from claims.services import auditing, holding, notifying
from claims.services.addressing import proving_address
from claims.services.contacts import carry_over
from jht_portal.lib import sessions
from participants.domain.proofs import NOT_MINE
from participants.models import ContactChange, Participant
from participants.services import contacts, proving, signing_in

NOTHING = _("Kode ini dari pesan kami, tetapi tidak ada lagi yang bisa ditahan. Telepon kami bila ada yang bukan Anda lakukan.")
NO_CONTACT = _("Belum ada kontak terdaftar yang bisa kami kirimi kode. Telepon kami, atau datang dengan KTP asli.")


class DenialRefused(Exception):
    """Nothing can be done with this code here; ``sentence`` is for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Denial:
    """What a message's code is about: an open CLAIM of PERSON, or replacements of the contact that may be undone."""

    person: Participant
    claim: Claim | None = None
    changes: tuple[ContactChange, ...] = ()

    @property
    def kind(self) -> str:
        return "claim" if self.claim else "contact"


def find_denial(code: str, now: datetime) -> Denial | None:
    """Return what can be objected to with CODE, of a message of ours; None for any other. Raises DenialRefused."""
    issued = (
        IssuedCode.objects.filter(code=code, kind="message").select_related("claim__participant", "claim__office", "participant").first()
    )
    if issued is None or (issued.claim is None and issued.participant is None):
        return None
    if issued.claim is None:
        return _of_contacts(issued.participant, now)
    if issued.claim.status not in OPEN:
        raise DenialRefused(NOTHING)
    return Denial(issued.claim.participant, issued.claim)


def _of_contacts(person: Participant, now: datetime) -> Denial:
    changes = tuple(contacts.undoable(person.pk, now))
    if not changes:
        raise DenialRefused(NOTHING)
    return Denial(person, changes=changes)


@transaction.atomic
def ask(denial: Denial, *, now: datetime) -> UUID:
    """Send a code to whoever may object; return the proof that waits for it. Raises DenialRefused."""
    kind, address, *others = _addresses(denial, now)
    fresh = proving.start(denial.person, NOT_MINE, kind, address, now=now)
    notifying.plan_own_code(fresh, now, also=others)
    return fresh.proof.pk


def _addresses(denial: Denial, now: datetime) -> list[str]:
    """Return the kind of the first address, that address, and further e-mails that may speak for the person."""
    if denial.changes:
        change = denial.changes[0]
        return [change.kind, change.old_value]
    emails = list(
        dict.fromkeys(email.lower() for email in (denial.person.email, *contacts.lately_registered(denial.person.pk, now)) if email)
    )
    if emails:
        return ["email", *emails]
    if phone := proving_address(denial.person):
        return [*phone]
    raise DenialRefused(NO_CONTACT)


@transaction.atomic
def send_again(proof_id: UUID, denial: Denial, *, now: datetime) -> None:
    """Send one more code; the one before ends. Raises AttemptOver."""
    fresh = proving.renew(proof_id, NOT_MINE, now=now)
    notifying.plan_own_code(fresh, now, also=[] if denial.changes else _addresses(denial, now)[2:])


def deny(proof_id: UUID, digits: str, denial: Denial, *, now: datetime) -> None:
    """Hold the claim, or put the old contact back and hold what was filed since; the person's sign-ins end.

    Raises CodeWrong, CodeExpired, AttemptOver and DenialRefused.
    """
    proof = proving.prove(proof_id, NOT_MINE, digits, now=now)
    if proof.participant_id != denial.person.pk:
        raise DenialRefused(NOTHING)
    if denial.claim:
        hold_own(denial.claim, "code", now=now)
    else:
        _put_back(denial, now)


def hold_own(claim: Claim, source: str, *, now: datetime) -> None:
    """Hold a claim that its participant denies. Raises DenialRefused once it is closed."""
    if holding.put_on_hold(claim, source, now=now) is None:
        raise DenialRefused(NOTHING)


@transaction.atomic
def _put_back(denial: Denial, now: datetime) -> None:
    """Register the old contacts again; what was filed since the first of the changes is held."""
    person = Participant.objects.select_for_update().get(pk=denial.person.pk)
    changes = contacts.undoable(person.pk, now)
    if not changes:
        raise DenialRefused(NOTHING)
    old = {change.kind: change.old_value for change in changes}
    changed = contacts.change_contact(person.pk, old, source="undone", now=now)
    carry_over(changed, old)
    for key in signing_in.end_all(person.pk, now=now):
        sessions.end(key)
    proving.forget(person.pk)
    notifying.plan_contact_undone(changed.person, changed.before, now, cause=str(changes[0].pk))
    details = {"kinds": sorted(old)}
    auditing.record("contact_undone", now=now, role=Role.PARTICIPANT, person_id=person.pk, what=f"person {person.pk}", details=details)
    since = min(change.at for change in changes)
    for claim in Claim.objects.open().filter(participant=person, submitted_at__gt=since).order_by("pk"):
        holding.put_on_hold(claim, "undone", now=now)


def remind_changed(now: datetime) -> int:
    """Tell the old contact once more, a day after a contact was replaced by its participant alone; return how many were told.

    Who had the mailbox for an hour deletes the first message, and does not see the second.
    """
    day = timedelta(days=1)
    due = ContactChange.objects.filter(source="participant", at__lte=now - day, at__gt=now - 2 * day).select_related("participant")
    return sum(_remind(change, now) for change in due)


def _remind(change: ContactChange, now: datetime) -> bool:
    if not change.old_value or contacts.latest_change(change.participant_id, change.kind) != change:
        return False
    return notifying.plan_contact_reminder(change, now)
