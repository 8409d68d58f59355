"""E1: of all who press at once exactly one wins; the others are told kindly. On SQLite and PostgreSQL alike."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step, StepNotAllowed
from claims.models import Claim, ClaimEvent, Notification, PaymentBatch, SlotState
from claims.services import verifying, work_queue
from claims.services.guards import StepFacts
from claims.services.officers import desk_of
from claims.services.paying import open_batch
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance
from tests.builders import make_claim, make_office, make_officer, officer_actor
from tests.claims.desk import all_at_once, held_claim, seated, step_url

pytestmark = pytest.mark.django_db(transaction=True)
S = ClaimStatus
ROUNDS = 5


def outcome(act):
    """Do ACT; return "won", or the name of what it met."""
    try:
        act()
    except (ClaimChangedMeanwhile, StepRefused, StepNotAllowed) as lost:
        return type(lost).__name__
    return "won"


def press(claim, step, officer, facts=None):
    return advance(claim, step, actor=officer_actor(officer), facts=facts or StepFacts(), now=timezone.now())


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_eight_officers_take_one_claim_and_one_gets_it(_round):
    """E1: one holder, one line, and seven who hear that a colleague was faster."""
    office = make_office()
    officers = [make_officer(Role.VERIFIER, office=office) for _ in range(8)]
    claim = make_claim(S.SUBMITTED, office=office)
    copies = [Claim.objects.get(pk=claim.pk) for _ in officers]

    met = all_at_once([partial(outcome, partial(press, mine, Step.TAKE, who)) for mine, who in zip(copies, officers, strict=True)])

    claim.refresh_from_db()
    assert Counter(met) == {"won": 1, "ClaimChangedMeanwhile": 7}
    assert (claim.status, claim.holder, claim.events.count()) == (S.IN_REVIEW, officers[met.index("won")], 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_approvers_decide_one_claim_and_one_decision_stands(_round):
    """E1: approve and challenge at the same moment; one line, one message or none."""
    office = make_office()
    verifier, one, other = (make_officer(role, office=office) for role in (Role.VERIFIER, Role.APPROVER, Role.APPROVER))
    claim = make_claim(S.AWAITING_APPROVAL, office=office, verifier=verifier, proposal="bayar")
    first, second = Claim.objects.get(pk=claim.pk), Claim.objects.get(pk=claim.pk)

    met = all_at_once(
        [
            partial(outcome, partial(press, first, Step.APPROVE, one)),
            partial(outcome, partial(press, second, Step.CHALLENGE, other, StepFacts(note="Periksa nama."))),
        ]
    )

    claim.refresh_from_db()
    assert sorted(met) == ["ClaimChangedMeanwhile", "won"]
    assert claim.status == (S.APPROVED if met[0] == "won" else S.IN_REVIEW)
    assert (ClaimEvent.objects.count(), Notification.objects.count()) == (1, int(met[0] == "won"))


WORKERS = 20


@pytest.mark.parametrize("count", [WORKERS - 3, WORKERS, WORKERS + 3])
def test_twenty_presses_on_take_next_give_twenty_different_claims(count, monkeypatch):
    """E1: those closest to their deadline, each to one officer; where there are too few, the rest hear that nothing is left."""
    office = make_office()
    desks = [desk_of(make_officer(Role.VERIFIER, office=office)) for _ in range(WORKERS)]
    line = [make_claim(S.SUBMITTED, office=office, slots=(), queue_on=date(2026, 12, 1) + timedelta(days=day)).pk for day in range(count)]
    tries = []
    monkeypatch.setattr(work_queue, "advance", lambda *args, **facts: (tries.append(None), advance(*args, **facts))[1])

    taken = all_at_once([partial(work_queue.take_next, desk, now=timezone.now()) for desk in desks])

    got = [claim.pk for claim in taken if claim]
    assert (len(got), set(got)) == (min(count, WORKERS), set(line[:WORKERS]))
    assert dict(Claim.objects.exclude(holder=None).values_list("pk", "holder")) == {
        claim.pk: desk.user.pk for desk, claim in zip(desks, taken, strict=True) if claim
    }
    assert ClaimEvent.objects.count() == len(got)
    assert tries == [None] * len(got)


def test_own_corrected_claim_comes_first_for_each_of_twenty():
    """However near the deadlines of the others are."""
    office = make_office()
    officers = [make_officer(Role.VERIFIER, office=office) for _ in range(WORKERS)]
    own = [make_claim(S.CORRECTED, office=office, slots=(), holder=officer, queue_on=date(2026, 12, 9)).pk for officer in officers]
    for _ in range(5):
        make_claim(S.SUBMITTED, office=office, slots=(), queue_on=date(2026, 12, 1))

    taken = all_at_once([partial(work_queue.take_next, desk_of(officer), now=timezone.now()) for officer in officers])

    assert [claim.pk for claim in taken] == own


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_verdict_never_slips_in_beside_the_proposal(_round):
    """E1: what is proposed for payment has no rejected document, whoever of the two was first."""
    office = make_office()
    officer = make_officer(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)
    claim.documents.update(state=SlotState.ACCEPTED)
    document = Claim.objects.get(pk=claim.pk).documents.get(slot="ktp")
    mine = Claim.objects.get(pk=claim.pk)

    def reject():
        try:
            verifying.judge_version(document, "rejected", ["BURAM"], "", officer=officer, now=timezone.now())
        except verifying.NotTheHolder as error:
            raise ClaimChangedMeanwhile from error

    met = all_at_once([partial(outcome, reject), partial(outcome, partial(press, mine, Step.PROPOSE_PAYMENT, officer))])

    claim.refresh_from_db()
    document.refresh_from_db()
    assert (claim.status, document.state) == (
        (S.AWAITING_APPROVAL, SlotState.ACCEPTED) if met[1] == "won" else (S.IN_REVIEW, SlotState.REJECTED)
    )
    assert "won" in met


def test_lost_race_is_told_kindly_on_the_page():
    """E1, E2: the other press answers 409 with what the colleague did, and nothing typed is lost."""
    office = make_office()
    officers = [make_officer(Role.APPROVER, office=office) for _ in range(2)]
    claim = make_claim(S.AWAITING_APPROVAL, office=office, verifier=make_officer(Role.VERIFIER, office=office), proposal="bayar")
    said = {"versi": claim.version, "catatan": "Sudah saya periksa."}
    clients = [seated(officer) for officer in officers]

    answers = all_at_once([partial(client.post, step_url(claim, "approve"), said) for client in clients])

    lost = next(answer for answer in answers if answer.status_code != 302)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert "Rekan Anda lebih cepat" in lost.content.decode()
    assert lost.context["form"]["catatan"].value() == "Sudah saya periksa."
    assert claim.events.count() == 1


def test_one_open_batch_an_officer_however_many_ask_at_once():
    office = make_office()
    payer = make_officer(Role.PAYER, office=office)

    batches = all_at_once([partial(open_batch, payer, office, now=timezone.now())] * 8)

    assert {batch.pk for batch in batches} == set(PaymentBatch.objects.values_list("pk", flat=True))
    assert PaymentBatch.objects.count() == 1
