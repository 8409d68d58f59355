"""Two at once: one batch is released once, a file of results counts once, whoever presses (B5, E1, E2)."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step, StepNotAllowed
from claims.models import BankFile, BatchState, Claim, ClaimEvent, Notification, OrderState, PaymentOrder, ResultFile
from claims.services import bank_files, bank_results, paying, releasing
from claims.services.bank_results import AlreadyUploaded
from claims.services.guards import StepFacts
from claims.services.officers import desk_of
from claims.services.payment_batches import BatchChangedMeanwhile, BatchRefused
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused, advance
from tests.builders import make_office, make_officer, officer_actor
from tests.claims.desk import all_at_once
from tests.claims.payments import about_to_start, approved_claim, proposed, released
from tests.claims.test_payment_results import answer, paid

pytestmark = pytest.mark.django_db(transaction=True)
S = ClaimStatus
LOST = (BatchChangedMeanwhile, BatchRefused, AlreadyUploaded, ClaimChangedMeanwhile, StepNotAllowed, StepRefused)


@pytest.fixture
def office():
    return make_office()


def outcome(act):
    """Return "won", or the name of what told that somebody was faster."""
    try:
        act()
    except LOST as lost:
        return type(lost).__name__
    return "won"


def desks(office, count, role=Role.PAYER):
    return [desk_of(make_officer(role, office=office)) for _ in range(count)]


def test_a_batch_is_released_once(office):
    claims = [approved_claim(office) for _ in range(4)]
    batch, now = proposed(claims), timezone.now()
    copies = [type(batch).objects.get(pk=batch.pk) for _ in range(4)]

    met = all_at_once(
        [partial(outcome, partial(releasing.release, copy, desk, now=now)) for copy, desk in zip(copies, desks(office, 4), strict=True)]
    )

    assert Counter(met) == {"won": 1, "BatchChangedMeanwhile": 3}
    assert ClaimEvent.objects.filter(step=Step.START_PAYMENT).count() == 4
    assert len(set(ClaimEvent.objects.values_list("actor", flat=True))) == 1


def test_a_release_that_broke_off_is_carried_out_once(office):
    claims, now = [approved_claim(office) for _ in range(5)], timezone.now()
    batch = about_to_start(claims, make_officer(Role.HEAD, office=office))

    done = all_at_once([partial(releasing.carry_out, batch, desk, now=now) for desk in desks(office, 4)])

    assert sum(each.started for each in done) == ClaimEvent.objects.filter(step=Step.START_PAYMENT).count() == 5
    assert ([each.dropped for each in done], set(batch.orders.values_list("state", flat=True))) == ([[]] * 4, {OrderState.PAYING})


def test_a_batch_is_either_released_or_taken_apart(office):
    batch, head, now = proposed([approved_claim(office)]), desks(office, 1, Role.HEAD)[0], timezone.now()
    builder = desk_of(batch.created_by)
    one, other = (type(batch).objects.get(pk=batch.pk) for _ in range(2))

    met = all_at_once(
        [
            partial(outcome, partial(releasing.release, one, head, now=now)),
            partial(outcome, partial(releasing.dissolve, other, builder, now=now)),
        ]
    )

    batch.refresh_from_db()
    assert sorted(met) == ["BatchChangedMeanwhile", "won"]
    assert (batch.state, Claim.objects.get().status) in {(BatchState.RELEASED, S.PAYING), (BatchState.DISSOLVED, S.APPROVED)}


def test_a_claim_goes_into_one_batch_only(office):
    """Eight officers put the same five claims into their own batches at once."""
    claims, now = [approved_claim(office) for _ in range(5)], timezone.now()
    seen = {claim.pk: claim.version for claim in claims}

    entries = all_at_once([partial(paying.enter, seen, desk, now=now) for desk in desks(office, 8)])

    assert sum(len(entry.entered) for entry in entries) == 5
    assert PaymentOrder.objects.filter(state=OrderState.WAITING).count() == PaymentOrder.objects.count() == 5


def test_same_file_uploaded_at_once_is_kept_once(office):
    batch, now = released([approved_claim(office)]), timezone.now()
    content = answer(paid(batch.orders.get()))

    met = all_at_once([partial(outcome, partial(bank_results.take_in, batch, content, desk, now=now)) for desk in desks(office, 5)])

    assert Counter(met) == {"won": 1, "AlreadyUploaded": 4}
    assert ResultFile.objects.count() == 1


def test_same_results_recorded_at_once_pay_nobody_twice(office):
    """Bank file twice at once: every claim is paid once, told once, and the batch is settled."""
    batch, now = released([approved_claim(office) for _ in range(6)]), timezone.now()
    rows = [paid(order, f"T-{number}") for number, order in enumerate(batch.orders.all())]
    payers = desks(office, 4)
    files = [bank_results.take_in(batch, answer(*turned), payers[0], now=now) for turned in (rows, rows[::-1])]

    done = all_at_once([partial(bank_results.record_results, files[number % 2], desk, now=now) for number, desk in enumerate(payers)])

    batch.refresh_from_db()
    assert sum(each.paid for each in done) == 6
    assert sum(each.known for each in done) == 6
    assert (sum(each.review + each.failed for each in done), [each.refused for each in done]) == (0, [[], [], [], []])
    assert (ClaimEvent.objects.filter(step=Step.CONFIRM_PAYMENT).count(), Notification.objects.filter(kind="paid").count()) == (6, 6)
    assert (batch.state, set(batch.orders.values_list("state", flat=True))) == (BatchState.SETTLED, {OrderState.PAID})


def test_a_result_at_the_desk_and_one_of_a_file_count_once(office):
    batch, now = released([approved_claim(office)]), timezone.now()
    order, (one, other) = batch.orders.get(), desks(office, 2)
    file = bank_results.take_in(batch, answer(paid(order, "T-1")), one, now=now)
    claim = Claim.objects.get(pk=order.claim_id)

    met = all_at_once(
        [
            partial(bank_results.record_results, file, one, now=now),
            partial(
                outcome, partial(advance, claim, Step.CONFIRM_PAYMENT, actor=other.actor, facts=StepFacts(bank_reference="T-1"), now=now)
            ),
        ]
    )

    assert (met[0].paid == 1) != (met[1] == "won")
    assert (ClaimEvent.objects.filter(step=Step.CONFIRM_PAYMENT).count(), Claim.objects.get().status) == (1, S.PAID)


def test_last_two_answers_at_once_settle_the_batch(office):
    """Each of the two sees the other's order, so neither leaves the batch unsettled."""
    batch, now = released([approved_claim(office) for _ in range(2)]), timezone.now()
    payer = officer_actor(make_officer(Role.PAYER, office=office))

    all_at_once(
        [
            partial(advance, order.claim, Step.CONFIRM_PAYMENT, actor=payer, facts=StepFacts(bank_reference=order.key), now=now)
            for order in batch.orders.select_related("claim__office")
        ]
    )

    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED


def test_files_taken_at_once_are_all_logged_and_alike(office):
    batch, now = released([approved_claim(office) for _ in range(2)]), timezone.now()

    taken = all_at_once([partial(bank_files.take, batch, "csv", desk, now=now) for desk in desks(office, 5)])

    assert (len({file.content for file in taken}), BankFile.objects.count()) == (1, 5)
