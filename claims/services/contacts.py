"""A participant's registered contact is replaced at the counter: proposed by one officer, confirmed by a second.

Codes to sign in go to the registered e-mail, so who replaces it can read a claim and name another account. One person,
deceived or dishonest, must not be enough. Therefore: both officers see the person and the original card; a code proves
that the new e-mail is read by whoever stands there; the second officer types the new contact once more, from the
person's mouth, without seeing what the first one typed; the old contact is told at once, every open sign-in ends, and
warnings stand beside the person's claims for thirty days. All of it takes minutes while the person is at the counter:
nobody has to come again.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from claims.domain.contacts import IDENTITY_CHECKS
from claims.domain.workflow import LIVE, Role
from claims.models import Claim, ContactProposal, OfficerIdentity
from claims.services import auditing, notifying
from claims.services.officers import PEOPLE_FINDERS, Desk
from jht_portal.lib import sessions
from jht_portal.lib.crypto import blind_index
from participants.models import Participant
from participants.services import contacts, signing_in

PROPOSERS = PEOPLE_FINDERS
CONFIRMERS = PEOPLE_FINDERS
LIFE = timedelta(hours=24)
"""How long a proposal waits for the second officer: the person is there now or comes again."""
CODE_LIFE = timedelta(minutes=15)
TRIES = 5
NOT_YOUR_ROLE = "Peran Anda tidak boleh mengganti kontak peserta."
OVER = "Usul ini sudah selesai atau lewat waktunya. Mulai lagi dari halaman peserta."


class ContactRefused(Exception):
    """Nothing was written. ``sentence`` is for the officer; ``field`` names what it is about, empty for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True)
class Wish:
    """What a participant asks for at the counter: new contacts (empty: stays), why, and what the officer has seen."""

    email: str = ""
    phone: str = ""
    reason: str = ""
    note: str = ""
    checks: frozenset[str] = field(default_factory=frozenset)

    @property
    def contacts(self) -> dict[str, str]:
        """Return the new contacts by kind."""
        return {kind: value for kind, value in (("email", self.email.lower()), ("phone", self.phone)) if value}


@transaction.atomic
def propose(person: Participant, wish: Wish, *, desk: Desk, now: datetime) -> ContactProposal:
    """Keep what PERSON asks for, and send a code to a new e-mail. A proposal that still waits is replaced.

    Raises ContactRefused.
    """
    _may(desk, PROPOSERS, person)
    _saw_the_person(wish.checks)
    new = {kind: value for kind, value in wish.contacts.items() if value != (getattr(person, kind) or "").lower()}
    if not new:
        raise ContactRefused("Kontak ini sudah terdaftar. Tulis kontak yang baru.")
    Participant.objects.select_for_update().get(pk=person.pk)  # Two colleagues at once: the second one replaces the first.
    for waiting in ContactProposal.objects.select_for_update().filter(participant=person, state="waiting"):
        _close(waiting, "lapsed", now)
    proposal = ContactProposal(
        participant=person,
        office=desk.office,
        email=new.get("email", ""),
        phone=new.get("phone", ""),
        reason=wish.reason,
        note=wish.note,
        checks=sorted(wish.checks),
        proposed_by=desk.user,
        proposed_at=now,
        needs_code="email" in new,
    )
    digits = _new_code(proposal, now) if proposal.needs_code else ""
    proposal.save(force_insert=True)
    if digits:
        notifying.plan_contact_code(proposal, digits, now)
    _record("contact_proposed", proposal, desk, now, kinds=sorted(new), reason=wish.reason, checks=proposal.checks)
    return proposal


@transaction.atomic
def send_another_code(proposal_id: UUID, *, desk: Desk, now: datetime) -> ContactProposal:
    """Send one more code to the new e-mail; the one before ends. Raises ContactRefused."""
    proposal = _waiting(proposal_id, desk, PROPOSERS, now)
    if not proposal.needs_code or proposal.proved_at:
        raise ContactRefused("Email baru sudah terbukti. Kode tidak diperlukan lagi.")
    digits = _new_code(proposal, now)
    proposal.save(update_fields=["code_hash", "code_ends_at"])
    notifying.plan_contact_code(proposal, digits, now)
    return proposal


def prove(proposal_id: UUID, digits: str, *, desk: Desk, now: datetime) -> None:
    """Take the code that the person reads out; each call counts as a try before the code is looked at. Raises ContactRefused."""
    if not may_change(desk):
        raise ContactRefused(NOT_YOUR_ROLE)
    proposal = _of_office(desk).filter(pk=proposal_id, proposed_at__gt=now - LIFE)
    if proposal.exclude(proved_at=None).exists():
        raise ContactRefused("Email baru sudah terbukti. Kode tidak diperlukan lagi.", "kode")
    if not proposal.filter(tries__lt=TRIES, proved_at=None).update(tries=F("tries") + 1):
        raise ContactRefused("Sudah lima kali salah. Batalkan usul ini, lalu mulai lagi.", "kode")
    found = proposal.filter(code_hash=_code_hash(proposal_id, digits))
    if not found.exists():
        raise ContactRefused("Kode belum cocok. Minta peserta membacakan kode terbaru.", "kode")
    with transaction.atomic():
        if not found.filter(code_ends_at__gt=now).update(proved_at=now):
            raise ContactRefused("Kode sudah lewat 15 menit. Kirim kode lagi.", "kode")
        _record("contact_proved", found.get(), desk, now)


@transaction.atomic
def confirm(proposal_id: UUID, retyped: Wish, *, desk: Desk, now: datetime) -> None:
    """Let a proposal count: RETYPED is what the second officer heard and saw. Raises ContactRefused."""
    proposal = _waiting(proposal_id, desk, CONFIRMERS, now)
    if proposal.proposed_by_id == desk.user.pk:
        raise ContactRefused("Anda yang mengusulkan. Petugas lain yang harus mengonfirmasi.")
    _saw_the_person(retyped.checks)
    if proposal.needs_code and not proposal.proved_at:
        raise ContactRefused("Email baru belum terbukti. Masukkan dulu kode yang dibacakan peserta.")
    _same(proposal, retyped)
    new = {"email": proposal.email, "phone": proposal.phone}
    changed = contacts.change_contact(proposal.participant_id, new, source="officer", officer=desk.user, now=now)
    carry_over(changed, new)
    for key in signing_in.end_all(proposal.participant_id, now=now):
        sessions.end(key)
    notifying.plan_contact_changed(changed.person, changed.before, desk.office, now, cause=str(proposal.pk))
    _close(proposal, "done", now, desk)
    _record("contact_changed", proposal, desk, now, kinds=sorted(changed.before), checks=sorted(retyped.checks))


@transaction.atomic
def withdraw(proposal_id: UUID, *, desk: Desk, now: datetime) -> None:
    """End a proposal that waits; nothing changes for the participant. Raises ContactRefused."""
    proposal = _waiting(proposal_id, desk, PROPOSERS | CONFIRMERS, now)
    _close(proposal, "refused", now, desk)
    _record("contact_refused", proposal, desk, now)


def proposal_at(proposal_id: UUID, desk: Desk) -> ContactProposal | None:
    """Return a proposal of the officer's own office, None for any other and for who has no part in it."""
    if not desk.roles & (PROPOSERS | CONFIRMERS):
        return None
    found = ContactProposal.objects.filter(office=desk.office, pk=proposal_id)
    return found.select_related("participant", "office", "proposed_by", "decided_by").first()


def waiting_at(desk: Desk, now: datetime) -> list[ContactProposal]:
    """Return the proposals that wait at the officer's office, oldest first."""
    return list(_of_office(desk).filter(proposed_at__gt=now - LIFE).select_related("participant", "proposed_by").order_by("proposed_at"))


def may_change(desk: Desk) -> bool:
    """Tell whether the officer may propose a new contact."""
    return desk.office is not None and bool(desk.roles & PROPOSERS)


def is_over(proposal: ContactProposal, now: datetime) -> bool:
    """Tell whether a proposal can no longer be confirmed."""
    return proposal.state != "waiting" or proposal.proposed_at <= now - LIFE


def sweep(now: datetime) -> int:
    """End proposals that nobody confirmed within a day and forget what they asked for; return how many."""
    late = list(ContactProposal.objects.filter(state="waiting", proposed_at__lte=now - LIFE).values_list("pk", flat=True))
    for pk in late:
        with transaction.atomic():
            proposal = ContactProposal.objects.select_for_update().filter(pk=pk, state="waiting").first()
            if proposal:
                _close(proposal, "lapsed", now)
    return len(late)


# --- Guards and effects


def _may(desk: Desk, roles: frozenset[Role], person: Participant) -> None:
    if desk.office is None or not desk.roles & roles:
        raise ContactRefused(NOT_YOUR_ROLE)
    if OfficerIdentity.objects.filter(user=desk.user, nik_index=person.nik_index).exists():
        raise ContactRefused("Ini data Anda sendiri. Petugas lain yang harus mengerjakannya.")


def _saw_the_person(checks: frozenset[str]) -> None:
    if set(checks) != set(IDENTITY_CHECKS):
        raise ContactRefused("Centang semua pemeriksaan identitas. Tanpa itu kontak tidak boleh diganti.", "checks")


def _of_office(desk: Desk) -> QuerySet[ContactProposal]:
    return ContactProposal.objects.filter(office=desk.office, state="waiting")


def _waiting(proposal_id: UUID, desk: Desk, roles: frozenset[Role], now: datetime) -> ContactProposal:
    """Lock a proposal that waits at the officer's office."""
    locked = _of_office(desk).select_for_update(of=("self",)).filter(pk=proposal_id, proposed_at__gt=now - LIFE)
    proposal = locked.select_related("participant", "office").first()
    if proposal is None:
        raise ContactRefused(OVER)
    _may(desk, roles, proposal.participant)
    return proposal


def _same(proposal: ContactProposal, retyped: Wish) -> None:
    for kind, label in (("email", "Email"), ("phone", "Nomor HP")):
        if retyped.contacts.get(kind, "") != getattr(proposal, kind):
            raise ContactRefused(f"{label} berbeda dari yang diusulkan. Tanyakan lagi kepada peserta.", kind)


def carry_over(changed: contacts.Changed, new: dict[str, str]) -> None:
    """Let the person's live claims that named the old contact name the new one; an heir's contact stays."""
    for claim in Claim.objects.select_for_update().filter(participant=changed.person, status__in=LIVE):
        same = [kind for kind, old in changed.before.items() if old and (getattr(claim, kind) or "").lower() == old.lower()]
        if same and not claim.heir_name:
            for kind in same:
                setattr(claim, kind, new[kind])
            claim.save(update_fields=["email", "phone", "phone_index", "updated_at"])


def _close(proposal: ContactProposal, state: str, now: datetime, desk: Desk | None = None) -> None:
    """End a proposal and forget the contacts in it."""
    proposal.state, proposal.email, proposal.phone, proposal.code_hash = state, "", "", None
    proposal.decided_by, proposal.decided_at = desk and desk.user, now
    proposal.save(update_fields=["state", "email", "phone", "code_hash", "decided_by", "decided_at"])


def _new_code(proposal: ContactProposal, now: datetime) -> str:
    digits = f"{secrets.randbelow(10**6):06d}"
    proposal.code_hash, proposal.code_ends_at = _code_hash(proposal.pk, digits), now + CODE_LIFE
    return digits


def _code_hash(proposal_id: UUID, digits: str) -> bytes:
    return blind_index(f"{proposal_id}:{digits}", "contact_code")


def _record(kind: str, proposal: ContactProposal, desk: Desk, now: datetime, **details: object) -> None:
    role = next((role.value for role in Role if role in desk.roles & PROPOSERS), "")
    what = f"person {proposal.participant_id}"
    auditing.record(kind, now=now, user=desk.user, role=role, office=desk.office, what=what, details=details)
