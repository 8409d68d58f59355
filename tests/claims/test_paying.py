"""Drawing up and releasing a batch: two people, neither of whom verified or approved; nothing happens by halves."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AuditEntry, BatchState, Claim, ClaimEvent, OfficerIdentity, OrderState, PaymentBatch, PaymentOrder
from claims.services import bank_files, paying, releasing
from claims.services.guards import StepFacts
from claims.services.officers import desk_of
from claims.services.payment_batches import BatchChangedMeanwhile, BatchRefused, totals
from claims.services.workflow import StepRefused, advance
from participants.domain.banks import OTHER_BANK
from tests.builders import make_claim, make_membership, make_office, make_officer, officer_actor
from tests.claims.payments import approved_claim, drawn_up, proposed, released

pytestmark = pytest.mark.django_db
S = ClaimStatus
OTHER_PAYS = "Anda ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus membayar."
BARRED = "Di daftar ini ada 1 klaim milik Anda, atau yang Anda periksa atau setujui. Orang lain yang harus merilis."


@pytest.fixture
def office():
    return make_office()


def officer(office, *roles):
    return make_officer(*(roles or (Role.PAYER,)), office=office)


def enter(claims, user):
    return paying.enter({claim.pk: claim.version for claim in claims}, desk_of(user), now=timezone.now())


def refusal(act, *args, **kwargs):
    with pytest.raises(BatchRefused) as refused:
        act(*args, now=timezone.now(), **kwargs)
    return refused.value.reasons


def release(batch, user):
    return releasing.release(batch, desk_of(user), now=timezone.now())


# --- Drawing up


def test_claims_go_into_the_one_open_batch_of_the_officer(office):
    payer = officer(office)
    first, second = (enter([approved_claim(office)], payer).batch for _ in range(2))

    assert (first.pk, second.state, second.orders.count()) == (second.pk, BatchState.OPEN, 2)


def test_what_the_bank_is_told_is_written_down_with_a_key_of_its_own(office):
    claim = approved_claim(office, gross_amount=12_000_000, tax_amount=500_000)

    order = drawn_up([claim]).orders.get()

    assert (order.key, order.net_amount, order.bank_name) == (f"{claim.number}-1", 11_500_000, "BRI")
    assert (order.account_number, order.account_name) == (claim.account_number, claim.account_name)


def test_what_cannot_go_in_says_why(office):
    payer = officer(office)
    verified, elsewhere = approved_claim(office), approved_claim(make_office())
    ClaimEvent.objects.create(
        claim=verified,
        number=1,
        at=timezone.now(),
        step=Step.PROPOSE_PAYMENT,
        old_status="x",
        new_status="x",
        role=Role.VERIFIER,
        actor=payer,
    )
    not_approved, changed = make_claim(S.SUBMITTED, office=office), make_claim(S.APPROVED, office=office)
    nothing, taken, stale = approved_claim(office, gross_amount=0), approved_claim(office), approved_claim(office)
    drawn_up([taken])
    stale.version += 1

    entry = enter([verified, elsewhere, not_approved, changed, nothing, taken, stale], payer)

    assert (entry.batch, entry.entered) == (None, [])
    assert dict(entry.refused) == {
        verified: [OTHER_PAYS],
        not_approved: ["Klaim ini belum disetujui, atau sudah dibayar."],
        changed: ["Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."],
        nothing: ["Tidak ada uang yang harus ditransfer."],
        taken: ["Klaim ini sudah ada di daftar bayar."],
        stale: ["Klaim ini berubah sejak Anda melihatnya."],
    }


def test_a_full_batch_takes_no_more(office, monkeypatch):
    monkeypatch.setattr(paying, "MAX_ORDERS", 2)

    entry = enter([approved_claim(office) for _ in range(3)], officer(office))

    assert (len(entry.entered), [reasons for _, reasons in entry.refused]) == (2, [[paying.FULL]])


@pytest.mark.parametrize("role", [Role.HEAD, Role.APPROVER, Role.AUDITOR])
def test_only_a_payer_draws_up(office, role):
    assert refusal(paying.enter, {approved_claim(office).pk: None}, desk_of(officer(office, role))) == [
        "Hanya Petugas Bayar yang menyusun daftar bayar."
    ]


def test_an_order_taken_out_leaves_its_claim_free_and_its_key_used(office):
    payer = officer(office)
    claim = approved_claim(office)
    batch = drawn_up([claim], by=payer)

    paying.take_out(batch, [batch.orders.get().key, "karangan\x00"], desk_of(payer), now=timezone.now())
    enter([claim], payer)

    left, live = PaymentOrder.objects.order_by("key")
    assert (left.state, left.account_number, left.left_because) == (OrderState.DROPPED, None, "Dikeluarkan penyusun.")
    assert (live.state, live.key) == (OrderState.WAITING, f"{claim.number}-2")


def test_a_bank_that_no_list_has_must_be_named_first(office):
    payer = officer(office)
    batch = drawn_up([approved_claim(office, bank_code=OTHER_BANK)], by=payer)

    assert refusal(releasing.propose, batch, desk_of(payer)) == ["Tulis nama bank dari buku rekening untuk 1 klaim."]
    paying.name_banks(batch, {batch.orders.get().key: "bank sulselbar"}, desk_of(payer))
    releasing.propose(batch, desk_of(payer), now=timezone.now())

    assert (batch.state, batch.orders.get().bank_name) == (BatchState.PROPOSED, "BANK SULSELBAR")


def test_an_empty_batch_is_not_proposed(office):
    payer = officer(office)
    batch = paying.open_batch(payer, office, now=timezone.now())

    assert refusal(releasing.propose, batch, desk_of(payer)) == ["Daftar ini masih kosong."]


def test_references_count_within_the_day_of_the_office(office):
    now = timezone.now()
    batches = [paying.open_batch(officer(office), office, now=now) for _ in range(2)]

    assert [batch.reference[-3:] for batch in batches] == ["-01", "-02"]


# --- From hand to hand


def test_the_second_person_returns_a_batch_with_a_reason(office):
    batch, head = proposed([approved_claim(office)]), officer(office, Role.HEAD)

    assert refusal(releasing.give_back, batch, desk_of(head), " ") == ["Tulis alasannya."]
    releasing.give_back(batch, desk_of(head), "Periksa nama Ani.", now=timezone.now())

    assert (batch.state, batch.returned_note) == (BatchState.OPEN, "Periksa nama Ani.")


def test_the_builder_takes_a_batch_back_without_one(office):
    batch = proposed([approved_claim(office)])

    releasing.give_back(batch, desk_of(batch.created_by), "", now=timezone.now())

    assert (batch.state, batch.proposed_at) == (BatchState.OPEN, None)


def test_a_batch_comes_back_only_when_no_other_is_open(office):
    """One open batch an officer: the one that was begun meanwhile goes first."""
    batch = proposed([approved_claim(office)])
    enter([approved_claim(office)], batch.created_by)

    assert refusal(releasing.give_back, batch, desk_of(batch.created_by), "") == [
        "Penyusun sudah membuka daftar lain. Daftar itu harus diajukan atau dibongkar dulu."
    ]


@pytest.mark.parametrize("make", [drawn_up, proposed])
def test_a_batch_that_was_not_released_can_be_taken_apart(office, make):
    claim = approved_claim(office)
    batch = make([claim])

    releasing.dissolve(batch, desk_of(officer(office, Role.HEAD)), now=timezone.now())

    assert (batch.state, batch.orders.get().state) == (BatchState.DISSOLVED, OrderState.DROPPED)
    assert list(paying.approved(office)) == [claim]


def test_a_released_batch_is_never_taken_apart(office):
    batch = released([approved_claim(office)])

    with pytest.raises(BatchChangedMeanwhile):
        releasing.dissolve(batch, desk_of(batch.created_by), now=timezone.now())


def test_nobody_else_changes_the_batch_of_a_colleague(office):
    batch, colleague = drawn_up([approved_claim(office)]), desk_of(officer(office))
    only_builder = ["Hanya penyusun yang boleh mengubah daftar ini."]

    assert refusal(releasing.propose, batch, colleague) == only_builder
    assert refusal(paying.take_out, batch, ["x"], colleague) == only_builder
    assert refusal(releasing.dissolve, batch, colleague) == ["Hanya penyusun atau Kepala Kantor yang boleh membongkar daftar ini."]


# --- Releasing


@pytest.mark.parametrize("role", [Role.PAYER, Role.HEAD])
def test_release_starts_every_payment_in_the_name_of_the_one_who_releases(office, role):
    claims = [approved_claim(office) for _ in range(3)]
    batch, second = proposed(claims), officer(office, role)

    done = release(batch, second)

    assert (done.started, done.dropped, batch.state, batch.released_by) == (3, [], BatchState.RELEASED, second)
    assert set(Claim.objects.values_list("status", "payer", "batch")) == {(S.PAYING, second.pk, batch.pk)}
    assert set(ClaimEvent.objects.values_list("step", "role", "actor")) == {(Step.START_PAYMENT, role, second.pk)}
    assert set(batch.orders.values_list("state", "prepared_by", "released_by")) == {(OrderState.PAYING, batch.created_by_id, second.pk)}


def test_release_stands_in_the_audit(office):
    batch = released([approved_claim(office)])

    entry = AuditEntry.objects.get(kind="batch_released")
    assert (entry.user_id, entry.role, entry.object, entry.details) == (
        batch.released_by_id,
        Role.HEAD,
        batch.reference,
        {"orders": 1},
    )


def test_the_builder_cannot_release(office):
    """B5"""
    batch = proposed([approved_claim(office)], by=officer(office, Role.PAYER, Role.HEAD))

    assert refusal(releasing.release, batch, desk_of(batch.created_by)) == ["Anda menyusun daftar ini. Orang lain yang harus merilis."]


@pytest.mark.parametrize("column", ["verifier", "approver"])
@pytest.mark.parametrize("step", [Step.PROPOSE_PAYMENT, Step.APPROVE])
def test_who_verified_or_approved_one_of_the_claims_cannot_release_any(office, column, step):
    """B5: whatever role the person holds today."""
    second, claims = officer(office, Role.HEAD), [approved_claim(office) for _ in range(2)]
    ClaimEvent.objects.create(
        claim=claims[0], number=1, at=timezone.now(), step=step, old_status="x", new_status="x", role=Role.APPROVER, actor=second
    )
    batch = proposed(claims)

    assert refusal(releasing.release, batch, desk_of(second)) == [BARRED]
    assert set(Claim.objects.values_list("status", flat=True)) == {S.APPROVED}


def test_nobody_pays_an_own_claim(office):
    """B5: neither draws it up nor releases it."""
    someone, claim = officer(office, Role.PAYER, Role.HEAD), approved_claim(office)
    OfficerIdentity.objects.create(user=someone, nik=claim.participant.nik)

    entry = enter([claim], someone)
    batch = proposed([claim])

    assert entry.refused == [(claim, ["Klaim ini milik Anda sendiri. Petugas lain yang harus mengerjakannya."])]
    assert refusal(releasing.release, batch, desk_of(someone)) == [BARRED]


@pytest.mark.parametrize("kind", ["open", "proposed", "released by another"])
def test_step_itself_asks_for_a_release_by_the_one_who_takes_it(office, kind):
    """B5: a direct call with somebody's batch in hand pays nobody."""
    claim, someone = approved_claim(office), officer(office)
    batch = drawn_up([claim]) if kind == "open" else proposed([claim])
    if kind == "released by another":
        PaymentBatch.objects.filter(pk=batch.pk).update(state=BatchState.RELEASED, released_by=officer(office))

    with pytest.raises(StepRefused) as refused:
        advance(claim, Step.START_PAYMENT, actor=officer_actor(someone), facts=StepFacts(batch=batch), now=timezone.now())

    assert refused.value.reasons == ["Daftar bayar belum dirilis orang kedua."]


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.AUDITOR])
def test_other_roles_cannot_release(office, role):
    batch = proposed([approved_claim(office)])

    assert refusal(releasing.release, batch, desk_of(officer(office, role))) == [
        "Hanya Petugas Bayar dan Kepala Kantor dari kantor ini yang boleh."
    ]


def test_another_office_cannot_release(office):
    batch = proposed([approved_claim(office)])

    assert refusal(releasing.release, batch, desk_of(officer(make_office(), Role.HEAD))) == [
        "Hanya Petugas Bayar dan Kepala Kantor dari kantor ini yang boleh."
    ]


def change_account(claim):
    claim.account_number = "999888777666555"
    claim.save(update_fields=["account_number", "account_index"])


CHANGES = {
    "account": (change_account, "Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."),
    "bank": (lambda claim: Claim.objects.filter(pk=claim.pk).update(bank_code="008"), releasing.CHANGED),
    "amount": (lambda claim: Claim.objects.filter(pk=claim.pk).update(gross_amount=99_000_000), releasing.CHANGED),
    "version": (lambda claim: Claim.objects.filter(pk=claim.pk).update(version=7), releasing.CHANGED),
    "status": (lambda claim: Claim.objects.filter(pk=claim.pk).update(status=S.IN_REVIEW, holder=claim.verifier), releasing.CHANGED),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_claim_that_changed_meanwhile_drops_out_and_says_why(office, change):
    verifier = officer(office, Role.VERIFIER)
    good, bad = approved_claim(office), approved_claim(office, verifier=verifier)
    batch = proposed([good, bad])
    act, reason = CHANGES[change]
    act(bad)

    done = release(batch, officer(office, Role.HEAD))

    assert (done.started, [order.claim for order in done.dropped]) == (1, [bad])
    left = batch.orders.get(claim=bad)
    assert (left.state, left.account_number) == (OrderState.DROPPED, None)
    assert left.left_because.startswith(reason.rstrip("."))
    assert totals(batch).count == 1


def test_a_batch_of_which_everything_dropped_out_is_done(office):
    claim = approved_claim(office)
    batch = proposed([claim])
    change_account(claim)

    release(batch, officer(office, Role.HEAD))

    assert (batch.state, batch.ended_at is not None) == (BatchState.SETTLED, True)


def test_a_page_opened_before_a_change_releases_nothing(office):
    batch = proposed([approved_claim(office)])
    stale = PaymentBatch.objects.get(pk=batch.pk)
    releasing.give_back(batch, desk_of(batch.created_by), "", now=timezone.now())
    releasing.propose(batch, desk_of(batch.created_by), now=timezone.now())

    with pytest.raises(BatchChangedMeanwhile):
        release(stale, officer(office, Role.HEAD))


def test_a_release_that_broke_off_is_carried_out_in_the_name_of_who_released(office, monkeypatch):
    """Nothing is lost, nothing starts twice, and the bank hears nothing before all is started."""
    head, colleague = officer(office, Role.HEAD), officer(office)
    batch, begun, real = proposed([approved_claim(office) for _ in range(3)]), [], releasing.advance

    def crash(claim, *args, **kwargs):
        begun.append(claim)
        if len(begun) == 2:
            raise KeyboardInterrupt
        return real(claim, *args, **kwargs)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(releasing, "advance", crash)
        release(batch, head)
    assert sorted(Claim.objects.values_list("status", flat=True)) == [S.APPROVED, S.APPROVED, S.PAYING]
    assert refusal(bank_files.take, batch, "csv", desk_of(colleague)) == ["Rilis daftar ini terputus. Lanjutkan rilis dulu."]

    done = [releasing.carry_out(batch, desk_of(colleague), now=timezone.now()).started for _ in range(2)]

    assert (done, set(Claim.objects.values_list("status", "payer"))) == ([2, 0], {(S.PAYING, head.pk)})
    assert list(ClaimEvent.objects.values_list("actor", flat=True)) == [head.pk] * 3


def test_who_drew_up_the_batch_may_not_verify_or_approve_later(office):
    """B5: drawing up counts as paying, in every later round."""
    payer = officer(office, Role.PAYER, Role.VERIFIER)
    claim = approved_claim(office)
    released([claim], by=payer)
    Claim.objects.filter(pk=claim.pk).update(status=S.SUBMITTED)
    claim.refresh_from_db()

    with pytest.raises(StepRefused, match="pernah memutuskan atau membayar klaim ini"):
        advance(claim, Step.TAKE, actor=officer_actor(payer), facts=StepFacts(), now=timezone.now())


# --- What the database keeps


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE claims_paymentbatch SET released_by_id = created_by_id",
        "UPDATE claims_paymentbatch SET released_by_id = NULL",
        "UPDATE claims_paymentorder SET released_by_id = prepared_by_id",
        "UPDATE claims_paymentorder SET released_by_id = verifier_id",
        "UPDATE claims_paymentorder SET released_by_id = approver_id",
        "UPDATE claims_paymentorder SET prepared_by_id = verifier_id",
        "UPDATE claims_paymentorder SET prepared_by_id = approver_id",
        "UPDATE claims_paymentorder SET released_by_id = NULL",
        "UPDATE claims_paymentorder SET gross_amount = tax_amount",
    ],
)
def test_database_refuses_one_person_in_two_parts_and_payments_of_nothing(office, sql):
    """B5, raw SQL."""
    people = {"verifier": officer(office, Role.VERIFIER), "approver": officer(office, Role.APPROVER)}
    batch = released([approved_claim(office, **people)])

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert batch.orders.get().state == OrderState.PAYING


@pytest.mark.parametrize("column", ["prepared_by", "released_by"])
@pytest.mark.parametrize("deed", ["verified before", "judged a paper", "own claim"])
def test_database_keeps_others_away_from_an_order(office, column, deed):
    """B5, whatever the service believes: who had another part in an earlier round, and whose claim it is."""
    claim, someone = approved_claim(office), officer(office)
    order = proposed([claim]).orders.get()
    if deed == "verified before":
        steps = {"step": Step.PROPOSE_PAYMENT, "old_status": "x", "new_status": "x", "role": Role.VERIFIER, "actor": someone}
        ClaimEvent.objects.create(claim=claim, number=1, at=timezone.now(), **steps)
    elif deed == "judged a paper":
        claim.documents.filter(slot="kk").update(decided_by=someone)
    else:
        OfficerIdentity.objects.create(user=someone, nik=claim.participant.nik)

    with pytest.raises(IntegrityError), transaction.atomic():
        if column == "released_by":
            PaymentOrder.objects.filter(pk=order.pk).update(released_by=someone)
        else:
            PaymentOrder.objects.bulk_create(
                [PaymentOrder(**_facts(order) | {"prepared_by": someone, "key": "x", "state": OrderState.DROPPED})]
            )


def test_database_refuses_a_claim_in_two_live_orders(office):
    claim = approved_claim(office)
    order = drawn_up([claim]).orders.get()
    order.pk, order.key = None, "lain"

    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.bulk_create([PaymentOrder(**_facts(order))])


def _facts(order):
    names = ("batch", "claim", "key", "claim_version", "gross_amount", "tax_amount", "bank_code", "prepared_by", "created_at")
    return {name: getattr(order, name) for name in names}


def test_totals_are_the_sum_of_the_rows(office):
    claims = [
        approved_claim(office, gross_amount=7_000_001 + n, tax_amount=n, bank_code=bank) for n, bank in enumerate(("002", "008", "002"))
    ]
    batch = released(claims)

    sums, orders = totals(batch), list(batch.orders.all())

    assert (sums.count, sums.gross, sums.tax) == (3, sum(o.gross_amount for o in orders), sum(o.tax_amount for o in orders))
    assert sums.net == sum(o.net_amount for o in orders) == sum(net for _, _, net in sums.banks)
    assert sums.banks == [("BRI", 2, 14_000_002), ("Mandiri", 1, 7_000_001)]


def test_a_refused_transfer_is_tried_again_under_a_new_key(office):
    claim = approved_claim(office, membership=make_membership())
    released([claim])
    claim.refresh_from_db()
    payer = officer_actor(officer(office))
    advance(claim, Step.FAIL_PAYMENT, actor=payer, facts=StepFacts(return_code="REKENING_TIDAK_AKTIF"), now=timezone.now())
    Claim.objects.filter(pk=claim.pk).update(status=S.APPROVED, payer=None, batch=None)

    again = drawn_up([claim]).orders.get()

    first = claim.orders.exclude(pk=again.pk).get()
    assert (first.state, first.return_code, first.batch.state) == (OrderState.FAILED, "REKENING_TIDAK_AKTIF", BatchState.SETTLED)
    assert again.key == f"{claim.number}-2"
