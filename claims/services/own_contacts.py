"""A participant replaces the own registered contact, with a code to the new one, and shows that the e-mail is read.

Codes to sign in go to the registered e-mail, so somebody who has another's mailbox for an hour could take the account
away for good. Therefore: the old contact is told at once and may put itself back for a week
(``participants.services.contacts.UNDO_LIFE``), every other sign-in ends, warnings stand beside the person's claims for
thirty days, and after a replacement was undone only two officers at the counter replace a contact.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.channels.offered import is_offered
from claims.domain.workflow import Role
from claims.services import auditing, notifying
from claims.services.contacts import carry_over
from jht_portal.lib import sessions
from participants.domain.channels import SMS
from participants.domain.proofs import CONTACT, EMAIL
from participants.models import Participant
from participants.services import contacts, proving, signing_in

UNCHANGED = _("Ini sudah kontak terdaftar Anda. Tulis kontak yang baru.")
ONLY_AT_COUNTER = _("Penggantian terakhir dikembalikan. Demi keamanan, kontak sekarang hanya bisa diganti di kantor.")
NO_SMS = _("Nomor HP diganti di kantor. Bawa KTP asli.")
NO_EMAIL = _("Belum ada email terdaftar. Datang ke kantor dengan KTP asli.")


class OwnContactRefused(Exception):
    """Nothing was written; ``sentence`` is for the participant."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def ask(participant_id: UUID, kind: str, value: str, *, now: datetime) -> UUID:
    """Send a code to the new contact VALUE of KIND; return the proof that waits for it. Raises OwnContactRefused."""
    person = Participant.objects.get(pk=participant_id)
    if obstacle := why_not(person, kind, now):
        raise OwnContactRefused(obstacle)
    if value == (getattr(person, kind) or "").lower():
        raise OwnContactRefused(UNCHANGED)
    return _send(proving.start(person, CONTACT, kind, value, now=now), now)


def why_not(person: Participant, kind: str, now: datetime) -> str | Promise:
    """Say why a contact of KIND cannot be replaced here; empty where it can."""
    if contacts.undone_lately(person.pk, now):
        return ONLY_AT_COUNTER
    return NO_SMS if kind == "phone" and not is_offered(SMS) else ""


@transaction.atomic
def ask_to_confirm(participant_id: UUID, *, now: datetime) -> UUID:
    """Send a code to the registered e-mail; return the proof that waits for it. Raises OwnContactRefused."""
    person = Participant.objects.get(pk=participant_id)
    if not person.email:
        raise OwnContactRefused(NO_EMAIL)
    return _send(proving.start(person, EMAIL, "email", person.email, now=now), now)


@transaction.atomic
def send_again(proof_id: UUID, purpose: str, *, now: datetime) -> None:
    """Send one more code; the one before ends. Raises AttemptOver."""
    _send(proving.renew(proof_id, purpose, now=now), now)


def replace(proof_id: UUID, digits: str, *, session_key: str, now: datetime) -> str:
    """Register the contact that DIGITS were sent to; return its kind.

    Sign-ins other than SESSION_KEY end. Raises CodeWrong, CodeExpired, AttemptOver and OwnContactRefused.
    """
    proof = proving.prove(proof_id, CONTACT, digits, now=now)
    with transaction.atomic():
        person = Participant.objects.select_for_update().get(pk=proof.participant_id)
        if obstacle := why_not(person, proof.kind, now):
            raise OwnContactRefused(obstacle)
        new = {proof.kind: proof.address}
        changed = contacts.change_contact(person.pk, new, source="participant", now=now)
        if proof.kind == "email":
            contacts.confirm_email(person.pk, proof.address, now=now)
        carry_over(changed, new)
        for key in signing_in.end_all(person.pk, now=now, but=session_key):
            sessions.end(key)
        notifying.plan_own_contact_changed(changed.person, proof.kind, changed.before.get(proof.kind, ""), now, cause=str(proof.pk))
        _record("own_contact_changed", person.pk, proof.kind, now)
    return proof.kind


def confirm(proof_id: UUID, digits: str, *, now: datetime) -> bool:
    """Keep that the registered e-mail is read; tell whether it is still the address that the code went to.

    Raises CodeWrong, CodeExpired and AttemptOver.
    """
    proof = proving.prove(proof_id, EMAIL, digits, now=now)
    with transaction.atomic():
        confirmed = contacts.confirm_email(proof.participant_id, proof.address, now=now)
        if confirmed:
            _record("email_confirmed", proof.participant_id, "email", now)
    return confirmed


def _send(fresh: proving.FreshProof, now: datetime) -> UUID:
    notifying.plan_own_code(fresh, now)
    return fresh.proof.pk


def _record(kind: str, person_id: UUID, contact: str, now: datetime) -> None:
    what, details = f"person {person_id}", {"kinds": [contact]}
    auditing.record(kind, now=now, role=Role.PARTICIPANT, person_id=person_id, what=what, details=details)
