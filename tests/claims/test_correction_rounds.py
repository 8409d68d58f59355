"""A correction and what follows: one message, only what was asked for is repaired, back to the same officer, place kept."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Claim, DocumentVersion, Notification, SlotState
from claims.services import work_queue
from claims.services.deadlines import free_for_colleagues_on, left_lying_before, local_date
from claims.services.officers import desk_of
from claims.services.workflow import StepRefused, advance
from tests.builders import make_claim, make_office, make_officer, officer_actor, signed_in_client
from tests.claims.desk import desk_url, judge_url, seat, step_url

pytestmark = pytest.mark.django_db
S = ClaimStatus
MONDAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
"""No holiday falls into the two weeks after it."""


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


def corrected(office, holder, arrived_at=MONDAY, **facts):
    """Store a claim that came back to HOLDER with a correction."""
    return make_claim(S.CORRECTED, office=office, holder=holder, last_arrival_at=arrived_at, **facts)


def may_take(claim, officer, now):
    try:
        advance(Claim.objects.get(pk=claim.pk), Step.TAKE, actor=officer_actor(officer), now=now)
    except StepRefused as refusal:
        return refusal.reasons
    return []


def test_refused_papers_go_out_in_one_message_and_come_back_to_the_same_officer_at_the_same_place(office, verifier):
    """Through public doors: judged at the desk, repaired on the participant's page, taken again from the queue."""
    claim = make_claim(S.IN_REVIEW, office=office, holder=verifier[0])
    place = claim.queue_on
    for slot in claim.documents.values_list("slot", flat=True):
        refused = {"putusan": "tolak", "alasan": ["BURAM", "TERPOTONG"]} if slot in ("kk", "ktp") else {"putusan": "terima"}
        assert verifier[1].post(judge_url(claim, slot), {"versi": claim.version, **refused}).status_code == 302
    verifier[1].post(step_url(claim, "request_correction"), {"versi": claim.version})

    [message] = Notification.objects.filter(kind="correction_requested")
    assert [name in message.body for name in ("KTP", "Kartu Keluarga", "Foto buram.", "Foto terpotong.")] == [True] * 4
    phone = signed_in_client(claim.participant)
    page = phone.get(reverse("claims:repair", args=[claim.number]))
    assert [slot.code for slot in page.context["slots"]] == ["ktp", "kk"]
    for document in claim.documents.filter(slot__in=("kk", "ktp")):
        DocumentVersion.objects.create(document=document, number=2, created_at=claim.created_at)
    claim.documents.filter(slot__in=("kk", "ktp")).update(state=SlotState.REPLACED)
    assert phone.post(reverse("claims:repair", args=[claim.number])).status_code == 303

    colleague = seat(Role.VERIFIER, office=office)[1]
    colleague.post("/petugas/claims/claim/berikutnya/")
    assert Claim.objects.get(pk=claim.pk).status == S.CORRECTED
    answer = verifier[1].post("/petugas/claims/claim/berikutnya/")
    back = Claim.objects.get(pk=claim.pk)
    assert (answer["Location"], back.holder, back.queue_on) == (desk_url(claim.pk), verifier[0], place)


def test_own_correction_comes_before_an_older_claim(office, verifier):
    make_claim(S.SUBMITTED, office=office, queue_on=MONDAY.date() - timedelta(days=9))
    own = corrected(office, verifier[0], queue_on=MONDAY.date())

    assert work_queue.take_next(desk_of(verifier[0]), now=MONDAY) == own


@pytest.mark.parametrize(("days", "free"), [(0, False), (1, False), (2, False), (3, True), (7, True)])
def test_colleague_may_take_it_after_two_whole_working_days(office, verifier, days, free):
    claim, colleague = corrected(office, verifier[0]), make_officer(Role.VERIFIER, office=office)
    now = MONDAY + timedelta(days=days)

    found = work_queue.take_next(desk_of(colleague), now=now)

    assert (found == claim, claim.last_arrival_at < left_lying_before(office, now)) == (free, free)


def test_who_comes_too_early_reads_from_which_day_on(office, verifier):
    claim, colleague = corrected(office, verifier[0]), make_officer(Role.VERIFIER, office=office)

    assert may_take(claim, colleague, MONDAY) == [
        "Perbaikan ini kembali dulu ke pemeriksanya. Boleh Anda ambil mulai Kamis, 5 November 2026."
    ]


def test_queue_and_guard_agree_on_every_day(office):
    """Weekends too: the list never offers what the guard refuses, nor hides what it allows."""
    for arrival, days in itertools.product(range(14), range(9)):
        claim = Claim(office=office, last_arrival_at=MONDAY + timedelta(days=arrival, hours=arrival))
        now = claim.last_arrival_at + timedelta(days=days)

        assert (claim.last_arrival_at < left_lying_before(office, now)) == (free_for_colleagues_on(claim, now) <= local_date(office, now))


def test_correction_of_an_officer_who_left_is_free_at_once(office, verifier):
    claim, colleague = corrected(office, verifier[0]), make_officer(Role.VERIFIER, office=office)
    verifier[0].is_active = False
    verifier[0].save()

    assert work_queue.take_next(desk_of(colleague), now=MONDAY) == claim


def test_head_assigns_it_to_a_colleague_at_any_time(office, verifier):
    claim, colleague = corrected(office, verifier[0]), make_officer(Role.VERIFIER, office=office)
    head = seat(Role.HEAD, office=office)[1]

    answer = head.post(step_url(claim, "take"), {"versi": claim.version, "verifikator": colleague.pk})

    assert (answer.status_code, Claim.objects.get(pk=claim.pk).holder) == (302, colleague)
