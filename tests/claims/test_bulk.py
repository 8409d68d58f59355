"""Many claims in one press: looked at first, each as it was seen, and nobody gets round the rules that way (B5)."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import OFFICER_ROLES, ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent, PaymentBatch
from claims.services import bulk
from claims.services.guards import StepFacts, obstacles
from claims.services.officers import desk_of
from claims.services.workflow import advance
from tests.builders import make_claim, make_office, make_officer, officer_actor
from tests.claims.desk import all_at_once, held_claim, seat
from tests.claims.payments import approved_claim

pytestmark = pytest.mark.django_db
S = ClaimStatus
PREVIEW, CONFIRM = (reverse(f"admin:claims_claim_{name}") for name in ("bulk", "bulk_confirm"))


@pytest.fixture
def office():
    return make_office()


def look(client, step, claims, **said):
    return client.post(PREVIEW, {"langkah": step, "klaim": [claim.pk for claim in claims], **said})


def run(client, step, claims, **said):
    return client.post(CONFIRM, {"langkah": step, "klaim": [f"{claim.pk}:{claim.version}" for claim in claims], **said})


def waiting(office, count=1, **facts):
    return [make_claim(S.SUBMITTED, office=office, **facts) for _ in range(count)]


def holders():
    return sorted(Claim.objects.exclude(holder=None).values_list("holder__username", flat=True))


def test_list_offers_what_each_role_may_do_to_many(office):
    """Approving in bulk does not exist, on purpose."""
    offered = {role: [step.code for step in bulk.steps_for(desk_of(make_officer(role, office=office)))] for role in OFFICER_ROLES}

    assert offered == {
        Role.COUNTER: [],
        Role.VERIFIER: ["ambil", "lepas"],
        Role.APPROVER: [],
        Role.PAYER: ["bayar"],
        Role.HEAD: ["tugaskan", "lepas"],
        Role.AUDITOR: [],
        Role.CONFIGURATOR: [],
    }


def test_work_list_has_boxes_for_who_may_move_many(office):
    claim = waiting(office)[0]
    pages = {role: seat(role, office=office)[1].get("/petugas/claims/claim/").content.decode() for role in (Role.HEAD, Role.APPROVER)}

    assert {role: f'name="klaim" value="{claim.pk}"' in page for role, page in pages.items()} == {Role.HEAD: True, Role.APPROVER: False}


def test_preview_says_what_will_move_and_what_cannot_and_why(office):
    verifier, client = seat(Role.VERIFIER, office=office)
    free, paid = waiting(office)[0], make_claim(S.PAID, office=office)
    colleague = make_officer(Role.VERIFIER, office=office)
    theirs = make_claim(S.CORRECTED, office=office, holder=colleague)

    page = look(client, "ambil", [free, paid, theirs])

    found = page.context["found"]
    assert found.movable == [free]
    assert dict(found.stuck) == {
        paid: ["Keadaannya: Dibayar."],
        theirs: obstacles(theirs, Step.TAKE, officer_actor(verifier), timezone.now()),
    }
    assert ClaimEvent.objects.count() == 0


def test_take_moves_what_was_seen(office):
    verifier, client = seat(Role.VERIFIER, office=office)
    claims = waiting(office, 3)

    page = run(client, "ambil", claims)

    assert [words for _, words in page.context["outcome"].moved] == ["Anda pegang"] * 3
    assert set(Claim.objects.values_list("status", "holder")) == {(S.IN_REVIEW, verifier.pk)}


def test_claim_that_changed_since_the_preview_stays(office):
    client = seat(Role.VERIFIER, office=office)[1]
    stale, fresh = waiting(office, 2)
    colleague = make_officer(Role.VERIFIER, office=office)
    advance(Claim.objects.get(pk=stale.pk), Step.TAKE, actor=officer_actor(colleague), now=timezone.now())

    outcome = run(client, "ambil", [stale, fresh]).context["outcome"]

    assert ([claim for claim, _ in outcome.moved], outcome.stayed) == ([fresh], [(stale, "Klaim ini berubah sejak Anda melihatnya.")])
    assert Claim.objects.get(pk=stale.pk).holder == colleague


def test_claim_that_went_and_came_back_stays(office):
    """It stands where it stood, but not as it was looked at."""
    client, colleague = seat(Role.VERIFIER, office=office)[1], officer_actor(make_officer(Role.VERIFIER, office=office))
    claim = waiting(office)[0]
    fresh = Claim.objects.get(pk=claim.pk)
    advance(fresh, Step.TAKE, actor=colleague, now=timezone.now())
    advance(fresh, Step.RELEASE, actor=colleague, facts=StepFacts(note="Dokumen palsu?"), now=timezone.now())

    outcome = run(client, "ambil", [claim]).context["outcome"]

    assert (outcome.moved, outcome.stayed) == ([], [(claim, "Klaim ini berubah sejak Anda melihatnya.")])


def test_head_spreads_claims_evenly_over_the_chosen_verifiers(office):
    client = seat(Role.HEAD, office=office)[1]
    chosen = [make_officer(Role.VERIFIER, office=office) for _ in range(3)]
    other = make_officer(Role.VERIFIER, office=office)

    run(client, "tugaskan", waiting(office, 7), verifikator=[user.pk for user in chosen])

    shares = sorted(Claim.objects.filter(holder=user).count() for user in chosen)
    assert (shares, Claim.objects.filter(holder=other).count()) == ([2, 2, 3], 0)


def test_head_sees_what_each_verifier_holds_now(office):
    client = seat(Role.HEAD, office=office)[1]
    verifier = make_officer(Role.VERIFIER, office=office)
    for _ in range(2):
        held_claim(verifier, office)

    page = look(client, "tugaskan", waiting(office))

    assert page.context["form"].fields["verifikator"].choices == [(verifier.pk, f"{verifier.username}, memegang 2 klaim")]


def test_a_verifier_who_may_not_is_passed_over(office):
    """B5: who decided on a claim before does not get it in a crowd."""
    client = seat(Role.HEAD, office=office)[1]
    barred, fit = (make_officer(Role.VERIFIER, office=office) for _ in range(2))
    claims = waiting(office, 3)
    for claim in claims:
        ClaimEvent.objects.create(
            claim=claim, number=1, at=timezone.now(), step=Step.APPROVE, old_status="x", new_status="x", role=Role.APPROVER, actor=barred
        )

    stayed = run(client, "tugaskan", claims[:1], verifikator=[barred.pk]).context["outcome"].stayed
    moved = run(client, "tugaskan", claims, verifikator=[barred.pk, fit.pk]).context["outcome"].moved

    assert stayed == [(claims[0], "Tidak ada verifikator terpilih yang boleh memeriksa klaim ini.")]
    assert ({claim.pk for claim, _ in moved}, holders()) == ({claim.pk for claim in claims}, [fit.username] * 3)


def test_nobody_of_another_office_is_given_a_claim(office):
    client, stranger = seat(Role.HEAD, office=office)[1], make_officer(Role.VERIFIER, office=make_office())

    page = run(client, "tugaskan", waiting(office), verifikator=[stranger.pk])

    assert page.context["form"].errors["verifikator"] == ["Salah satu verifikator tidak ada lagi di daftar. Pilih lagi."]
    assert Claim.objects.get().holder is None


@pytest.mark.parametrize("step", ["tugaskan", "lepas"])
def test_what_must_be_filled_in_is_told_and_the_choice_stays(office, step):
    client, verifier = seat(Role.HEAD, office=office)[1], make_officer(Role.VERIFIER, office=office)
    claim = waiting(office)[0] if step == "tugaskan" else held_claim(verifier, office)

    page = run(client, step, [claim])

    sentences = {"tugaskan": "Pilih paling sedikit satu verifikator.", "lepas": "Tulis alasannya."}
    assert [error for errors in page.context["form"].errors.values() for error in errors] == [sentences[step]]
    assert page.context["found"].movable == [claim]


def test_release_gives_back_with_the_reason(office):
    verifier, client = seat(Role.VERIFIER, office=office)
    mine, theirs = held_claim(verifier, office), held_claim(make_officer(Role.VERIFIER, office=office), office)

    shown = look(client, "lepas", [mine, theirs]).context["found"]
    run(client, "lepas", [mine, theirs], catatan="Cuti besok.")

    assert (shown.movable, shown.stuck) == ([mine], [(theirs, ["Anda tidak memegang klaim ini."])])
    assert set(Claim.objects.values_list("pk", "status")) == {(mine.pk, S.SUBMITTED), (theirs.pk, S.IN_REVIEW)}
    assert ClaimEvent.objects.get().note == "Cuti besok."


def test_payer_puts_many_into_the_batch_and_nothing_is_paid_yet(office):
    """B5: a bulk press draws up; a second person still has to release."""
    payer, client = seat(Role.PAYER, office=office)
    good, bad = approved_claim(office), make_claim(S.APPROVED, office=office)

    shown = look(client, "bayar", [good, bad]).context["found"]
    run(client, "bayar", [good, bad])

    batch = PaymentBatch.objects.get()
    assert (shown.movable, shown.stuck) == ([good], [(bad, ["Rekening berubah sesudah persetujuan. Klaim harus disetujui ulang."])])
    assert ([order.claim for order in batch.orders.all()], batch.created_by, Claim.objects.get(pk=good.pk).status) == (
        [good],
        payer,
        S.APPROVED,
    )


@pytest.mark.parametrize("step", ["approve", "setujui", "reject", "confirm_payment", "start_payment", "", "release"])
def test_there_is_no_other_step_in_bulk(office, step):
    """B5: approving, deciding and paying many by a direct POST leads nowhere."""
    client = seat(Role.APPROVER, Role.PAYER, Role.HEAD, office=office)[1]
    claim = make_claim(S.AWAITING_APPROVAL, office=office, proposal="bayar")

    assert [look(client, step, [claim]).status_code, run(client, step, [claim]).status_code] == [404, 404]


@pytest.mark.parametrize(
    ("role", "step"), [(Role.APPROVER, "ambil"), (Role.VERIFIER, "tugaskan"), (Role.PAYER, "lepas"), (Role.HEAD, "bayar")]
)
def test_role_decides_what_may_be_done_to_many(office, role, step):
    client = seat(role, office=office)[1]

    assert [look(client, step, waiting(office)).status_code, run(client, step, waiting(office)).status_code] == [403, 403]


def test_claims_of_another_office_are_never_moved(office):
    """B1: a guessed id is passed over, one within sight is named and stays."""
    verifier, client = seat(Role.VERIFIER, office=office)
    seen, hidden = (make_claim(S.SUBMITTED, office=make_office()) for _ in range(2))
    verifier.officer.other_offices.add(seen.office)

    shown = look(client, "ambil", [seen, hidden]).context["found"]
    run(client, "ambil", [seen, hidden])

    assert (shown.movable, shown.stuck) == ([], [(seen, ["Klaim ini milik kantor lain."])])
    assert ClaimEvent.objects.count() == 0


def test_at_most_two_hundred_at_a_time(office):
    client, claim = seat(Role.VERIFIER, office=office)[1], waiting(office)[0]
    many = [f"{timezone.now():%Y}{number:028d}" for number in range(201)]

    answers = [client.post(page, {"langkah": "ambil", "klaim": [f"{key}:1" for key in many]}, follow=True) for page in (PREVIEW, CONFIRM)]

    assert [[str(message) for message in answer.context["messages"]] for answer in answers] == [
        ["Pilih paling banyak 200 klaim sekali jalan."]
    ] * 2
    assert claim.events.count() == 0


@pytest.mark.parametrize("chosen", [[], ["karangan"], [""], ["x:y"]])
def test_nothing_chosen_is_told(office, chosen):
    client = seat(Role.VERIFIER, office=office)[1]

    page = client.post(PREVIEW, {"langkah": "ambil", "klaim": chosen}, follow=True)

    assert [str(message) for message in page.context["messages"]] == ["Belum ada klaim yang dipilih."]


def test_looking_at_the_address_leads_back_to_the_list(office):
    client = seat(Role.VERIFIER, office=office)[1]

    assert [client.get(page)["Location"] for page in (PREVIEW, CONFIRM)] == ["/petugas/claims/claim/"] * 2


@pytest.mark.django_db(transaction=True)
def test_officers_who_take_the_same_claims_at_once_share_them(office):
    """E1: every claim moves once, and each officer is told exactly what was got."""
    claims = waiting(office, 10)
    wishes = [
        bulk.Wish(desk_of(make_officer(Role.VERIFIER, office=office)), {claim.pk: claim.version for claim in claims}, timezone.now())
        for _ in range(5)
    ]

    outcomes = all_at_once([lambda wish=wish: bulk.run(bulk.BY_CODE["ambil"], wish) for wish in wishes])

    got = {wish.desk.user: {claim.pk for claim, _ in outcome.moved} for wish, outcome in zip(wishes, outcomes, strict=True)}
    assert sum(map(len, got.values())) == ClaimEvent.objects.count() == 10
    assert got == {
        user: set(Claim.objects.filter(holder=user).values_list("pk", flat=True))
        for user in User.objects.filter(pk__in=[u.pk for u in got])
    }
    assert {len(outcome.moved) + len(outcome.stayed) for outcome in outcomes} == {10}
