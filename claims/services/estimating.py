"""What a claim pays: balance, share and tax, in whole rupiah.

A claim is about one KPJ: a full claim pays that KPJ's balance, a partial claim its percentage of the same balance,
rounded down. Nobody is paid twice: a payment of ours that the ledger does not show yet is taken off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from claims.domain.reasons import find_reason
from claims.domain.workflow import ClaimStatus
from claims.models import Claim
from claims.services import deadlines
from claims.services.applicants import COUNTS_AS_TAKEN
from claims.services.requirements import rules_day
from participants.domain.tax import FINAL_YEARS, Payment, TaxResult, needs_tax_number, tax_on_lump_sum
from participants.models import Membership
from participants.services.statements import Withdrawal, balance_of, withdrawals_of


class Amounts(NamedTuple):
    """What the claim's columns keep: whole rupiah, and ``final`` or ``progresif``."""

    gross: int
    tax: int
    basis: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """What CLAIM would pay on a day: the balance of its KPJ, the share in percent, and the tax on it."""

    balance: int
    percent: int
    tax: TaxResult
    asks_tax_number: bool

    @property
    def rest(self) -> int:
        """What stays on the KPJ, in whole rupiah."""
        return self.balance - self.tax.gross


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A partial claim now and the rest later: the tax when it all comes within two years, and when it comes after."""

    last_final_day: date
    within: TaxResult
    after: TaxResult

    @property
    def difference(self) -> int:
        """How much more tax waiting costs, in whole rupiah."""
        return self.after.amount - self.within.amount


def compute_amounts(claim: Claim, *, paid_on: date | None = None) -> Amounts:
    """Return gross amount, tax and its basis for a payment on a day (default: today at the claim's office)."""
    tax = estimate(claim, paid_on=paid_on).tax
    return Amounts(tax.gross, tax.amount, tax.basis)


def estimate(claim: Claim, *, paid_on: date | None = None) -> Estimate:
    """Return balance, share and tax of CLAIM in four queries at most. Law of the share: PP 46/2015 art 22; of the tax: domain.md 2.3."""
    on = paid_on or deadlines.local_date(claim.office, timezone.now())
    others = list(Claim.objects.filter(participant=claim.participant_id, status__in=COUNTS_AS_TAKEN).exclude(pk=claim.pk))
    withdrawals = withdrawals_of(claim.participant_id)
    balance = _left(claim.membership, others, withdrawals)
    percent = find_reason(claim.reason, rules_day(claim)).share_percent
    has_tax_number = bool(claim.tax_number or claim.participant.tax_number)
    tax = tax_on_lump_sum(
        balance * percent // 100,
        paid_on=on,
        earlier_payments=_earlier(claim.membership, others, withdrawals, on),
        has_tax_number=has_tax_number,
    )
    return Estimate(balance, percent, tax, asks_tax_number(balance, any(other.is_partial for other in others)))


def claimable_balance(membership: Membership, claims: Iterable[Claim]) -> int:
    """Return what is left on MEMBERSHIP in whole rupiah; CLAIMS are its owner's."""
    paid = [claim for claim in claims if claim.membership_id == membership.pk and claim.status == ClaimStatus.PAID]
    return _left(membership, paid, withdrawals_of(membership.participant_id) if paid else [])


def unbooked_payments(claims: Iterable[Claim], withdrawals: list[Withdrawal]) -> list[Claim]:
    """Return the paid claims of ours that the ledger does not show as a withdrawal yet."""
    booked = [(w.membership_id, w.amount, w.paid_on) for w in withdrawals]
    return [claim for claim in claims if claim.status == ClaimStatus.PAID and not _is_booked(claim, booked)]


def asks_tax_number(balance: int, took_part: bool) -> bool:
    """Tell whether an NPWP is asked for: more than Rp50 million on the KPJ, or an earlier partial claim (domain.md 1.3)."""
    return needs_tax_number(balance, took_part)


def two_ways(claim: Claim, outlook: Estimate, on: date) -> TwoWays:
    """Return what the rest costs in tax within two calendar years and from the third on, were it the same rupiah (PP 68/2009 art 5)."""
    first = [(on, outlook.tax.gross)]
    has_tax_number = bool(claim.tax_number or claim.participant.tax_number)
    third_year = date(on.year + FINAL_YEARS, 1, 1)
    return TwoWays(
        date(on.year + FINAL_YEARS - 1, 12, 31),
        tax_on_lump_sum(outlook.rest, paid_on=on, earlier_payments=first, has_tax_number=has_tax_number),
        tax_on_lump_sum(outlook.rest, paid_on=third_year, earlier_payments=first, has_tax_number=has_tax_number),
    )


def _left(membership: Membership, claims: Iterable[Claim], withdrawals: list[Withdrawal]) -> int:
    own = [claim for claim in unbooked_payments(claims, withdrawals) if claim.membership_id == membership.pk]
    return max(0, balance_of([membership]) - sum(claim.gross_amount for claim in own))


def _earlier(membership: Membership, claims: Iterable[Claim], withdrawals: list[Withdrawal], on: date) -> list[Payment]:
    """Return the payments that count for the tax of this one.

    A payment of the same KPJ and a partial claim begin the two years. The full payment of another KPJ closed those
    savings: it counts only while both fall into the same two calendar years.
    """
    unbooked = list(unbooked_payments(claims, withdrawals))
    partial = {claim.membership_id for claim in claims if claim.is_partial}
    payments = [(w.membership_id, w.paid_on, w.amount) for w in withdrawals]
    payments += [(claim.membership_id, _paid_on(claim), claim.gross_amount) for claim in unbooked]
    begins = partial | {membership.pk}
    return [(day, amount) for key, day, amount in payments if key in begins or day.year > on.year - FINAL_YEARS]


def _is_booked(claim: Claim, booked: list[tuple]) -> bool:
    return any(key == claim.membership_id and amount == claim.gross_amount and day >= _paid_on(claim) for key, amount, day in booked)


def _paid_on(claim: Claim) -> date:
    return timezone.localdate(claim.closed_at)
