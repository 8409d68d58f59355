"""Drawing up a payment batch: which approved claims go in, what cannot and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, QuerySet

from claims.domain.bank_files import order_key, plain
from claims.domain.workflow import ClaimStatus, Part, Role
from claims.models import BatchState, Claim, Office, OrderState, PaymentBatch, PaymentOrder
from claims.services.comparing import bank_label
from claims.services.deadlines import local_date
from claims.services.four_eyes import barred as barred_in
from claims.services.four_eyes import own_claims
from claims.services.guards import ACCOUNT_CHANGED, HELD, OTHER_PAYS, OWN_CLAIM, account_as_approved, held_among
from claims.services.officers import Desk
from claims.services.payment_batches import BatchRefused, change, drop, hold
from claims.services.payment_orders import UNFINISHED
from participants.domain.banks import OTHER_BANK

MAX_ORDERS = 300
"""Claims in one batch: twice the day of a busy office, and still one short transaction."""
FULL = f"Daftar penuh: paling banyak {MAX_ORDERS} klaim. Ajukan dulu, lalu susun daftar baru."
TAKEN = "Klaim ini sudah ada di daftar bayar."
CHANGED = "Klaim ini berubah sejak Anda melihatnya."
TAKEN_OUT = "Dikeluarkan penyusun."


@transaction.atomic
def open_batch(officer: AbstractBaseUser, office: Office, *, now: datetime) -> PaymentBatch:
    """Return the batch that the officer is drawing up, made on first use: one however many ask at once."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    mine = PaymentBatch.objects.filter(office=office, created_by=officer, state=BatchState.OPEN).first()
    return mine or PaymentBatch.objects.create(reference=_next_reference(office, now), office=office, created_by=officer, created_at=now)


def batch_in_hand(desk: Desk) -> PaymentBatch | None:
    """Return the batch that the officer is drawing up, if there is one."""
    return PaymentBatch.objects.filter(office=desk.office, created_by=desk.user, state=BatchState.OPEN).first()


def _next_reference(office: Office, now: datetime) -> str:
    """Return the next number of the office's own day, such as 261124-3-01; the caller holds the office."""
    day = f"{local_date(office, now):%y%m%d}-{office.pk}-"
    return f"{day}{PaymentBatch.objects.filter(reference__startswith=day).count() + 1:02d}"


def approved(office: Office) -> QuerySet[Claim]:
    """Return the approved claims of an office that are in no batch, nearest legal day first."""
    free = Claim.objects.of_office(office).filter(status=ClaimStatus.APPROVED).exclude(orders__state__in=UNFINISHED)
    return free.order_by("due_on", "queue_on", "id")


def hindrances(claim: Claim, barred: Mapping[UUID, str]) -> list[str]:
    """Return why a claim cannot go into the batch of an officer who is BARRED from some; empty when it can."""
    if claim.status != ClaimStatus.APPROVED:
        return ["Klaim ini belum disetujui, atau sudah dibayar."]
    return [
        *([barred[claim.pk]] if claim.pk in barred else []),
        *([] if account_as_approved(claim) else [ACCOUNT_CHANGED]),
        *([] if (claim.net_amount or 0) > 0 else ["Tidak ada uang yang harus ditransfer."]),
        *([] if claim.bank_code and plain(claim.account_name) else ["Bank atau nama pemilik rekening belum terisi."]),
    ]


def hindrances_of(claims: list[Claim], user: AbstractBaseUser) -> dict[UUID, list[str]]:
    """Return for each claim why it cannot go into the officer's batch, in four queries for all; empty where it can."""
    asked = Claim.objects.filter(pk__in=[claim.pk for claim in claims])
    barred = barred_from_paying(asked, user) | dict.fromkeys(held_among([claim.pk for claim in claims]), HELD)
    taken = set(PaymentOrder.objects.filter(claim__in=asked, state__in=UNFINISHED).values_list("claim_id", flat=True))
    return {claim.pk: [TAKEN] if claim.pk in taken else hindrances(claim, barred) for claim in claims}


def barred_from_paying(claims: QuerySet[Claim], user: AbstractBaseUser) -> dict[UUID, str]:
    """Return which of CLAIMS the user may not pay, and why, in two queries."""
    played = dict.fromkeys(barred_in(claims, user, Part.PAYING).values_list("pk", flat=True), OTHER_PAYS)
    return played | dict.fromkeys(own_claims(claims, user).values_list("pk", flat=True), OWN_CLAIM)


@dataclass(frozen=True)
class PayDoor:
    """The way from one claim to its batch: into the officer's own where there is none yet, as far as nothing HINDERS."""

    batch: PaymentBatch | None
    hindrances: list[str]


def door(claim: Claim, desk: Desk) -> PayDoor | None:
    """Return what the desk of one claim says about paying; None for who has nothing to do with it."""
    if not desk.acts_on(claim) or not desk.sees_batches:
        return None
    orders = claim.orders.exclude(state=OrderState.DROPPED).select_related("batch").order_by("-created_at")
    latest = orders.first()
    if latest and (latest.state in UNFINISHED or claim.status != ClaimStatus.APPROVED):
        return PayDoor(latest.batch, [])
    if claim.status != ClaimStatus.APPROVED or Role.PAYER not in desk.roles:
        return None
    return PayDoor(None, hindrances_of([claim], desk.user)[claim.pk])


@dataclass(frozen=True)
class Entry:
    """What went into a batch and what did not, with the reasons; no batch where nothing could go."""

    batch: PaymentBatch | None
    entered: list[Claim]
    refused: list[tuple[Claim, list[str]]]


@transaction.atomic
def enter(seen: Mapping[UUID, int | None], desk: Desk, *, now: datetime) -> Entry:
    """Put claims of the officer's office into the officer's open batch, as far as they can go.

    SEEN gives each claim with the version that was looked at, or None. Raises BatchRefused for who draws up no batches.
    """
    if Role.PAYER not in desk.roles or desk.office is None:
        raise BatchRefused(["Hanya Petugas Bayar yang menyusun daftar bayar."])
    wanted = Claim.objects.of_office(desk.office).filter(pk__in=seen)
    claims = sorted(
        wanted.select_for_update(of=("self",), no_key=True).order_by("pk"), key=lambda claim: (claim.due_on or date.max, claim.pk)
    )
    found = hindrances_of(claims, desk.user)
    reasons = {claim.pk: found[claim.pk] if seen[claim.pk] in (None, claim.version) else [CHANGED] for claim in claims}
    fit = [claim for claim in claims if not reasons[claim.pk]]
    refused = [(claim, reasons[claim.pk]) for claim in claims if reasons[claim.pk]]
    if not fit:
        return Entry(None, [], refused)
    batch = open_batch(desk.user, desk.office, now=now)
    hold(batch, BatchState.OPEN)
    room = max(0, MAX_ORDERS - batch.orders.filter(state=OrderState.WAITING).count())
    _write_orders(batch, fit[:room], desk.user, now)
    return Entry(batch, fit[:room], refused + [(claim, [FULL]) for claim in fit[room:]])


def _write_orders(batch: PaymentBatch, claims: list[Claim], officer: AbstractBaseUser, now: datetime) -> None:
    tries = dict(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).annotate(tries=Count("orders")).values_list("pk", "tries"))
    PaymentOrder.objects.bulk_create(_order(batch, claim, tries[claim.pk] + 1, officer, now) for claim in claims)
    if claims:
        change(batch)


def _order(batch: PaymentBatch, claim: Claim, attempt: int, officer: AbstractBaseUser, now: datetime) -> PaymentOrder:
    """Write down what the bank will be told, as the claim says it now; release compares."""
    return PaymentOrder(
        batch=batch,
        claim=claim,
        key=order_key(claim.number, attempt),
        claim_version=claim.version,
        gross_amount=claim.gross_amount,
        tax_amount=claim.tax_amount,
        bank_code=claim.bank_code,
        bank_name="" if claim.bank_code == OTHER_BANK else bank_label(claim.bank_code),
        account_number=claim.account_number,
        account_name=claim.account_name,
        verifier_id=claim.verifier_id,
        approver_id=claim.approver_id,
        prepared_by=officer,
        created_at=now,
    )


@transaction.atomic
def take_out(batch: PaymentBatch, keys: Iterable[str], desk: Desk, *, now: datetime) -> int:
    """Take orders out of the officer's open batch again; return how many. Raises what ``hold`` raises."""
    hold(batch, BatchState.OPEN)
    must_be_builder(batch, desk)
    wanted = set(keys)
    held = [pk for pk, key in batch.orders.values_list("pk", "key") if key in wanted]
    count = drop(batch.orders.filter(pk__in=held), TAKEN_OUT, now)
    change(batch)
    return count


@transaction.atomic
def name_banks(batch: PaymentBatch, names: Mapping[str, str], desk: Desk) -> None:
    """Write the banks that no list has, by order key, as the builder read them in the bank books."""
    hold(batch, BatchState.OPEN)
    must_be_builder(batch, desk)
    for key, name in names.items():
        batch.orders.filter(key=key, bank_code=OTHER_BANK, state=OrderState.WAITING).update(bank_name=plain(name))
    change(batch)


def must_be_builder(batch: PaymentBatch, desk: Desk) -> None:
    """Raise BatchRefused unless the officer draws this batch up."""
    if batch.created_by_id != desk.user.pk or Role.PAYER not in desk.roles:
        raise BatchRefused(["Hanya penyusun yang boleh mengubah daftar ini."])
