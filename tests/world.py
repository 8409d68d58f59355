"""A portal with something behind every address, and something recognisable (a canary) in every private field."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone

from claims import storage
from claims.domain.heirs import OtherHeir, read, written
from claims.domain.workflow import ClaimStatus, Role
from claims.models import (
    AccountChange,
    BatchState,
    Claim,
    ClaimEvent,
    ClaimHold,
    Closure,
    ContactProof,
    ContactProposal,
    DataRequest,
    Document,
    DocumentPage,
    DocumentVersion,
    Notification,
    Office,
    OrderState,
    PaymentBatch,
    PaymentOrder,
    ResultFile,
    ResultRow,
    RowState,
    WarningNote,
)
from claims.services.intake import page_context, thumbnail_context
from claims.services.queue_places import slot_day
from jht_portal.lib.fields import SealedDateField, SealedTextField
from jht_portal.lib.formats import MONTHS
from participants.models import CodeProof, ContactChange, Participant
from tests.builders import (
    make_claim,
    make_contact_proof,
    make_counter,
    make_kiosk,
    make_membership,
    make_nik,
    make_office,
    make_office_service,
    make_officer,
    make_participant,
    make_ticket,
    make_visitor,
    make_waiting_entry,
)
from tests.claims.past import make_tracked_claim
from tests.claims.samples import photo

DIGITS = {"kpj": 11, "account_number": 15, "family_card_number": 16, "tax_number": 16}
LETTERS = "bcdfghjklmnpqrstvwxyz"
AMOUNT = 87_654_321
_serial = itertools.count(1)


@dataclass(frozen=True)
class World:
    """A person with a claim in every state (the draft first), another with one, and officers of their office."""

    person: Participant
    other: Participant
    claims: tuple[Claim, ...]
    office: Office
    officers: dict[Role, User]


def make_world() -> World:
    """Fill the database and the document store."""
    office, person, other = make_office(), make_participant(), make_participant()
    officers = {role: make_officer(role, office=office) for role in (Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD, Role.AUDITOR)}
    claims = [_claim(status, person, office, officers[Role.VERIFIER]) for status in ClaimStatus]
    _claim(ClaimStatus.SUBMITTED, other, office, officers[Role.VERIFIER])
    for claim in Claim.objects.all():
        _fill(claim)
    for officer in officers.values():
        officer.first_name = word(next(_serial))
        officer.save()
    _change_contact_and_account(person, claims[0], office, officers[Role.HEAD])
    _ask(person, office)
    _hold(next(claim for claim in claims if claim.status == ClaimStatus.PAID), officers[Role.HEAD])
    _send_to_bank(next(claim for claim in claims if claim.status == ClaimStatus.PAYING), officers)
    _wait_at(office, person, officers[Role.HEAD])
    plant()
    person.refresh_from_db()
    other.refresh_from_db()
    fresh = tuple(Claim.objects.get(pk=claim.pk) for claim in claims)
    return World(person, other, fresh, office, officers)


def _claim(status: ClaimStatus, person: Participant, office: Office, holder: User) -> Claim:
    facts: dict[str, Any] = {"membership": make_membership(person), "office": office, "gross_amount": AMOUNT}
    if status == ClaimStatus.DRAFT:
        return make_claim(status, **facts)
    return make_tracked_claim(status, **facts, **({"holder": holder} if status == ClaimStatus.IN_REVIEW else {}))


def _fill(claim: Claim) -> None:
    """Give CLAIM its version, a file and a message, and where something is asked again a refused paper."""
    now = timezone.now()
    Claim.objects.filter(pk=claim.pk).update(version=claim.events.count())
    for document in claim.documents.filter(slot__in=("kk", "ktp")):
        _add_page(document.versions.get())
    if claim.status == ClaimStatus.CORRECTION_REQUESTED:
        claim.documents.filter(slot="kk").update(state="rejected")
        DocumentVersion.objects.filter(document__claim=claim, document__slot="kk").update(verdict="rejected", reasons=["BURAM"])
    Notification.objects.create(
        key=claim.number, claim=claim, participant=claim.participant, kind="claim_received", recipient="x", subject="x", body="x",
        next_try_at=now, created_at=now, state="sent",
    )  # fmt: skip


def _change_contact_and_account(person: Participant, claim: Claim, office: Office, officer: User) -> None:
    """Let a contact wait, one be replaced, an account too, and an officer write beside a warning."""
    at = {"at": timezone.now()}
    ContactProposal.objects.create(
        participant=person,
        office=office,
        reason="NOMOR_GANTI",
        email="x",
        phone="x",
        note="x",
        proposed_by=officer,
        proposed_at=timezone.now(),
    )
    proof = {"purpose": "email", "kind": "email", "code_hash": b"0" * 16, "code_ends_at": timezone.now(), "started_at": timezone.now()}
    CodeProof.objects.create(participant=person, address="x", **proof)
    ContactChange.objects.create(participant=person, kind="email", source="officer", old_value="x", **at)
    AccountChange.objects.create(claim=claim, bank_code="002", account_number="x", **at)
    WarningNote.objects.create(claim=claim, code="kontak", finding=b"0" * 16, note="x", user=officer, **at)


def _wait_at(office: Office, person: Participant, head: User) -> None:
    """Let PERSON and somebody without a sign-in hold a number, another one wait for one, one prove a phone, and a kiosk stand there."""
    service, today = make_office_service(office), timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    for visitor in (make_visitor(person), make_visitor()):
        make_ticket(office, visitor=visitor)
    place = slot_day(service, monday, service.quotas.first().starts_at)
    make_ticket(office, day=place.day, place=place)
    make_counter(office)
    make_kiosk(office, made_by=head)
    Closure.objects.create(office=office, first_on=monday + timedelta(days=30), last_on=monday + timedelta(days=30), reason="x")
    make_waiting_entry(service)
    make_contact_proof()


def _ask(person: Participant, office: Office) -> None:
    """Let PERSON ask for a correction."""
    now = timezone.now()
    DataRequest.objects.create(participant=person, office=office, field="nama", wish="x", asked_at=now, due_at=now + timedelta(days=3))


def _hold(claim: Claim, head: User) -> None:
    """Let the participant have denied CLAIM once, and the head have cleared it."""
    now = timezone.now()
    ClaimHold.objects.create(claim=claim, at=now, source="code", cleared_at=now, cleared_by=head, reason="x")


def _add_page(version: DocumentVersion) -> None:
    content, now = photo(), timezone.now()
    page = DocumentPage(version=version, position=1, content_type="image/jpeg", size=len(content), original_name="x", created_at=now)
    page.original_size, page.original_sha256, page.sha256 = len(content), sha256(content).digest(), sha256(content).digest()
    page.storage_key = storage.store(content, context=page_context(page.pk))
    page.thumbnail_key = storage.store(content, context=thumbnail_context(page.pk))
    page.save()


def _send_to_bank(claim: Claim, officers: dict[Role, User]) -> None:
    """Give CLAIM an order of a batch that two officers released, and an answer of the bank that nobody settled yet."""
    now, builder, head = timezone.now(), officers[Role.PAYER], officers[Role.HEAD]
    facts = {"state": BatchState.SENT, "created_by": builder, "created_at": now, "released_by": head, "released_at": now}
    batch = PaymentBatch.objects.create(reference="260101-1-01", office=claim.office, **facts)
    order = PaymentOrder.objects.create(
        batch=batch, claim=claim, key=f"{claim.number}-1", state=OrderState.PAYING, claim_version=claim.version, gross_amount=AMOUNT,
        tax_amount=0, bank_code="002", bank_name="BRI", account_number="1", account_name="x", prepared_by=builder, released_by=head,
        created_at=now,
    )  # fmt: skip
    by = {"uploaded_by": builder, "uploaded_at": now, "confirmed_by": builder, "confirmed_at": now}
    file = ResultFile.objects.create(batch=batch, sha256="0" * 64, **by)
    said = {"succeeded": True, "bank_reference": "T", "booked_on": now.date(), "amount": 1, "state": RowState.REVIEW, "problem": "amount"}
    ResultRow.objects.create(file=file, line=2, key=order.key, order=order, resolution="x", **said)


# --- Canaries


def sealed_columns() -> list[SealedTextField]:
    """Return every sealed field of the project, found in the models."""
    return [field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, SealedTextField)]


def plant() -> None:
    """Write a canary of its own into every sealed field of every row."""
    for field in sealed_columns():
        for row in field.model.objects.all():
            setattr(row, field.name, canary(field, next(_serial)))
            row.save()


def planted(row: Any) -> Any:
    """Write a canary of its own into every sealed field of a ROW that came later; return it."""
    for field in (each for each in row._meta.local_fields if isinstance(each, SealedTextField)):
        setattr(row, field.name, canary(field, next(_serial)))
    row.save()
    return row


def canary(field: SealedTextField, serial: int) -> Any:
    """Return a value that fits FIELD and stands nowhere else."""
    if isinstance(field, SealedDateField):
        return date(1961, 1, 1) + timedelta(days=serial)
    if field.name == "other_heirs":
        return written([OtherHeir(f"Kenari {word(serial).title()}", "anak")])
    if field.name in ("nik", "heir_nik"):
        return make_nik(serial, birth_date=date(1961, 1, 1) + timedelta(days=serial))
    if field.name == "phone":
        return f"+628{_digits(serial, 10)}"
    if field.name in DIGITS:
        return _digits(serial, DIGITS[field.name])
    return f"{word(serial)}@kenari.test" if field.name in ("email", "recipient") else f"Kenari {word(serial).title()}"


def _digits(serial: int, length: int) -> str:
    return str(int.from_bytes(sha256(b"%d" % serial).digest()))[:length]


def word(serial: int) -> str:
    """Return a word of twelve letters that no language has."""
    return "".join(LETTERS[byte % len(LETTERS)] for byte in sha256(b"word %d" % serial).digest()[:12])


def canaries(person: Participant | None = None) -> dict[str, str]:
    """Return what must not be seen, by the place that it comes from: of everyone, or of PERSON."""
    found = [(each, row) for each in sealed_columns() for row in each.model.objects.all() if person is None or owner(row) == person.pk]
    told = [(each.place(row.pk), getattr(row, each.name)) for each, row in found if getattr(row, each.name)]
    return {f"{place} as {spelling}": spelling for place, value in told for spelling in spellings(value)}


def officers_names() -> list[str]:
    return list(User.objects.exclude(first_name="").values_list("first_name", flat=True))


def owner(row: Any) -> Any:
    """Return the id of the participant whom a sealed ROW tells of."""
    if isinstance(row, Participant):
        return row.pk
    if isinstance(row, ContactProof):
        return None  # Somebody who is nobody's participant.
    return row.participant_id if hasattr(row, "participant_id") else owner(getattr(row, UP[type(row)]))


UP = {
    PaymentOrder: "claim",
    ResultRow: "order",
    AccountChange: "claim",
    WarningNote: "claim",
    ClaimHold: "claim",
    ClaimEvent: "claim",
    Document: "claim",
    DocumentVersion: "document",
    DocumentPage: "version",
}


def spellings(value: Any) -> Iterator[str]:
    """Yield the ways in which VALUE could stand in a text that was squeezed and lowered."""
    if isinstance(value, date):
        yield from (value.isoformat().replace("-", ""), f"{value:%d%m%Y}", f"{value.day}{MONTHS[value.month - 1].lower()}{value.year}")
    elif value.startswith("[{"):
        yield from (spelling for heir in read(value) for spelling in spellings(heir.name))
    elif value.startswith("Kenari "):
        yield value.removeprefix("Kenari ").lower()
    elif "@" in value:
        yield value.partition("@")[0]
    else:
        yield value.removeprefix("+62")
