"""One step for many claims of the work list: first what can move and what cannot, then each claim in its own transaction.

Approving many claims at once does not exist, on purpose: four eyes look at each claim, not at a list.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, Q

from claims.domain.workflow import ClaimStatus, Role, Step, StepNotAllowed, find_transition
from claims.labels import STATUS_WORDING
from claims.models import Claim
from claims.services import paying
from claims.services.four_eyes import own_claims
from claims.services.guards import OWN_CLAIM, StepFacts, obstacles
from claims.services.officers import Desk, shown_name, verifiers_of
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance

LIMIT = 200
"""Claims that one press moves at most."""
FASTER = "Klaim ini berubah sejak Anda melihatnya."
OTHER_OFFICE = "Klaim ini milik kantor lain."
NOBODY_FITS = "Tidak ada verifikator terpilih yang boleh memeriksa klaim ini."

Seen = Mapping[UUID, int]
Hinders = Callable[[list[Claim], Desk, datetime], dict[UUID, list[str]]]
"""Tells for each claim why a step cannot be taken now; nothing where it can."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: the claims with the versions that were looked at, and what was filled in."""

    desk: Desk
    seen: Seen
    now: datetime
    verifiers: tuple[User, ...] = ()
    note: str = ""


@dataclass
class Outcome:
    """What moved, with what became of it, and what did not, with the reason."""

    moved: list[tuple[Claim, str]] = field(default_factory=list)
    stayed: list[tuple[Claim, str]] = field(default_factory=list)
    given: Counter[int] = field(default_factory=Counter)
    """How many claims each officer got, by account."""


@dataclass(frozen=True)
class BulkStep:
    """Something that can be done to many claims: who may, what stands in the way of one claim, how it is done."""

    code: str
    label: str
    roles: frozenset[Role]
    hinders: Hinders
    do: Callable[["BulkStep", Wish], Outcome]
    asks: frozenset[str] = frozenset()
    """What must be filled in: verifikator, catatan."""


# --- What stands in the way


def _in_the_way_of(step: Step) -> Hinders:
    def reasons(claim: Claim, desk: Desk, now: datetime) -> list[str]:
        try:
            find_transition(step, status=claim.status, roles=desk.roles)
        except StepNotAllowed:
            return [f"Keadaannya: {STATUS_WORDING[ClaimStatus(claim.status)].officer}."]
        return obstacles(claim, step, desk.actor, now)

    return lambda claims, desk, now: {claim.pk: reasons(claim, desk, now) for claim in claims}


def _keeps_from_batch(claims: list[Claim], desk: Desk, now: datetime) -> dict[UUID, list[str]]:
    return paying.hindrances_of(claims, desk.user)


@dataclass(frozen=True)
class Preview:
    """What a press would move, and what it would leave with the reasons."""

    movable: list[Claim]
    stuck: list[tuple[Claim, list[str]]]


def preview(step: BulkStep, claim_ids: Iterable[UUID], desk: Desk, now: datetime) -> Preview:
    """Sort claims within the officer's reach by whether STEP could be taken now; others are passed over."""
    claims = _claims(claim_ids, desk)
    reasons = step.hinders(claims, desk, now)
    reasons |= dict.fromkeys(own_claims(Claim.objects.filter(pk__in=reasons), desk.user).values_list("pk", flat=True), [OWN_CLAIM])
    reasons |= {claim.pk: [OTHER_OFFICE] for claim in claims if not desk.acts_on(claim)}
    stuck = [(claim, reasons[claim.pk]) for claim in claims if reasons[claim.pk]]
    return Preview([claim for claim in claims if not reasons[claim.pk]], stuck)


def _claims(claim_ids: Iterable[UUID], desk: Desk) -> list[Claim]:
    within = Claim.objects.sent().of_offices(desk.offices).filter(pk__in=list(claim_ids)[:LIMIT])
    return list(within.select_related("office", "holder").order_by("queue_on", "submitted_at", "id"))


# --- Doing it


def run(step: BulkStep, wish: Wish) -> Outcome:
    """Take STEP for every claim that is still as it was looked at; the caller has checked the role."""
    return step.do(step, wish)


def _each(act: Callable[[Claim, Wish, Outcome], str]) -> Callable[[BulkStep, Wish], Outcome]:
    """Make a way to do a step claim by claim, each in its own transaction; ACT returns what became of one."""

    def do(step: BulkStep, wish: Wish) -> Outcome:
        outcome = Outcome()
        for claim in _claims(wish.seen, wish.desk):
            try:
                if claim.version != wish.seen[claim.pk]:
                    raise ClaimChangedMeanwhile
                outcome.moved.append((claim, act(claim, wish, outcome)))
            except StepRefused as refusal:
                outcome.stayed.append((claim, " ".join(refusal.reasons)))
            except (ClaimChangedMeanwhile, StepNotAllowed):
                outcome.stayed.append((claim, FASTER))
        return outcome

    return do


def _take(claim: Claim, wish: Wish, outcome: Outcome) -> str:
    advance(claim, Step.TAKE, actor=wish.desk.actor, now=wish.now)
    return "Anda pegang"


def _release(claim: Claim, wish: Wish, outcome: Outcome) -> str:
    advance(claim, Step.RELEASE, actor=wish.desk.actor, facts=StepFacts(note=wish.note), now=wish.now)
    return "Kembali ke antrean"


def _assign(claim: Claim, wish: Wish, outcome: Outcome) -> str:
    """Give the claim to the chosen verifier who got fewest in this press and may verify it."""
    for verifier in sorted(wish.verifiers, key=lambda verifier: outcome.given[verifier.pk]):
        try:
            advance(claim, Step.TAKE, actor=wish.desk.actor, facts=StepFacts(assignee=verifier, note=wish.note), now=wish.now)
        except StepRefused:
            continue
        outcome.given[verifier.pk] += 1
        return f"Kepada {shown_name(verifier)}"
    raise StepRefused([NOBODY_FITS])


def _put_in_batch(step: BulkStep, wish: Wish) -> Outcome:
    entry = paying.enter(wish.seen, wish.desk, now=wish.now)
    words = f"Daftar bayar {entry.batch.reference}" if entry.batch else ""
    return Outcome([(claim, words) for claim in entry.entered], [(claim, " ".join(reasons)) for claim, reasons in entry.refused])


STEPS = (
    BulkStep("ambil", "Ambil", frozenset({Role.VERIFIER}), _in_the_way_of(Step.TAKE), _each(_take)),
    BulkStep("tugaskan", "Tugaskan", frozenset({Role.HEAD}), _in_the_way_of(Step.TAKE), _each(_assign), frozenset({"verifikator"})),
    BulkStep(
        "lepas", "Lepas", frozenset({Role.VERIFIER, Role.HEAD}), _in_the_way_of(Step.RELEASE), _each(_release), frozenset({"catatan"})
    ),
    BulkStep("bayar", "Masukkan ke daftar bayar", frozenset({Role.PAYER}), _keeps_from_batch, _put_in_batch),
)
BY_CODE = {step.code: step for step in STEPS}


def steps_for(desk: Desk) -> list[BulkStep]:
    """Return what the officer may do to many claims at once."""
    return [step for step in STEPS if desk.office and step.roles & desk.roles]


def verifiers_with_load(desk: Desk) -> list[tuple[User, int]]:
    """Return the office's verifiers, each with how many claims are in their hands now; two queries."""
    verifiers = verifiers_of(desk.office)
    in_hand = Count("pk", filter=Q(status=ClaimStatus.IN_REVIEW))
    loads = dict(Claim.objects.filter(office=desk.office, holder__in=verifiers).values_list("holder").annotate(count=in_hand))
    return [(verifier, loads.get(verifier.pk, 0)) for verifier in verifiers]
