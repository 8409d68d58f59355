"""The warnings of many claims at once, in a word or two each: what stands beside a payment batch. Two queries for them all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import AccountChange, BatchState, Claim, DocumentPage, OrderState, PaymentBatch, WarningNote
from claims.services import comparing
from claims.services.deadlines import local_date
from claims.services.evidence import RECENT
from claims.services.warnings import LABELS
from participants.models import ContactChange

SIGNS = ("rekening_sama", "berkas", "telepon", "alamat", "ganti_email", "ganti_phone", "rekening_ganti")


@dataclass(frozen=True)
class Brief:
    """One warning of a claim by its code and in a word or two; NOTED when an officer wrote beside it."""

    code: str
    label: str
    noted: bool


@dataclass(frozen=True)
class Warned:
    """A claim with its warnings."""

    claim: Claim
    briefs: list[Brief]


def warned_in(batch: PaymentBatch, now: datetime) -> list[Warned]:
    """Return the claims of a payment batch that have a warning, by number; none once nobody can take a claim out."""
    if batch.state not in (BatchState.OPEN, BatchState.PROPOSED):
        return []
    return warned(batch.orders.exclude(state=OrderState.DROPPED).values("claim_id"), now)


def warned(keys: QuerySet | Collection[UUID], now: datetime) -> list[Warned]:
    """Return those of the claims with KEYS that have a warning, by number."""
    claims = Claim.objects.filter(pk__in=keys).select_related("participant", "office").annotate(**_signs(now)).order_by("number")
    codes = {claim: _codes(claim, now) for claim in claims}
    noted = set(WarningNote.objects.filter(claim__in=keys).values_list("claim_id", "code"))
    return [Warned(claim, [_brief(claim, code, noted) for code in found]) for claim, found in codes.items() if found]


def _brief(claim: Claim, code: str, noted: set[tuple[UUID, str]]) -> Brief:
    return Brief(code, LABELS.get(code, "data"), (claim.pk, code) in noted)


def _codes(claim: Claim, now: datetime) -> list[str]:
    rows = comparing.differing_rows(claim, local_date(claim.office, now))
    return [code for code in SIGNS if getattr(claim, f"sign_{code}")] + [f"data_{row.code}" for row in rows]


def _signs(now: datetime) -> dict[str, Exists | Q]:
    since = now - RECENT
    found = (
        Exists(_others(account_index=OuterRef("account_index"), bank_code=OuterRef("bank_code"))),
        Exists(_pages_that_others_sent_too()),
        _same_phone("phone_index") | _same_phone("participant__phone_index"),
        Exists(_others(participant__address_index=OuterRef("participant__address_index"))),
        *(
            Exists(ContactChange.objects.filter(participant=OuterRef("participant"), kind=kind, at__gt=since))
            for kind in ("email", "phone")
        ),
        Exists(AccountChange.objects.filter(claim=OuterRef("pk"), at__gt=since)),
    )
    return {f"sign_{code}": sign for code, sign in zip(SIGNS, found, strict=True)}


def _others(**shared: OuterRef) -> QuerySet[Claim]:
    return Claim.objects.sent().filter(**shared).exclude(participant=OuterRef("participant"))


def _same_phone(own: str) -> Q:
    return Q(Exists(_others(phone_index=OuterRef(own)))) | Q(Exists(_others(participant__phone_index=OuterRef(own))))


def _pages_that_others_sent_too() -> QuerySet[DocumentPage]:
    sent = DocumentPage.objects.filter(version__document__claim__submitted_at__isnull=False)
    twins = sent.filter(original_sha256=OuterRef("original_sha256"))
    of_others = twins.exclude(version__document__claim__participant=OuterRef("version__document__claim__participant"))
    return DocumentPage.objects.filter(version__document__claim=OuterRef("pk")).filter(Exists(of_others))
