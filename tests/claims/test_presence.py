"""Who has a claim open, how long that counts, and how a colleague goes on where somebody else stopped."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccessLog, Claim, Visit
from claims.services import presence
from claims.services.guards import QUIET, StepFacts
from claims.services.taking_over import take_over
from claims.services.tracking import load_progress
from claims.services.workflow import ClaimChangedMeanwhile, StepRefused
from tests.builders import make_claim, make_office, make_officer, officer_actor
from tests.claims.desk import all_at_once, desk_url, held_claim, judge_url, seat, seated, step_url

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
S = ClaimStatus


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def holder(office):
    return make_officer(Role.VERIFIER, office=office, username="siti")


@pytest.fixture
def claim(office, holder):
    return held_claim(holder, office, held_since=MORNING - timedelta(hours=2))


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


def attend_url(claim):
    return reverse("admin:claims_claim_attend", args=[claim.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def company(claim, user, now):
    found = presence.arrive(Claim.objects.get(pk=claim.pk), user, now=now)[1]
    return [(other.name, other.minutes, other.holds) for other in found.others]


# --- Presence


def test_colleague_is_seen_with_the_minutes(clock, claim, holder, office):
    seated(holder).get(desk_url(claim.pk))
    clock.shift(4 * MINUTE)

    page = seat(Role.APPROVER, office=office)[1].get(desk_url(claim.pk))

    assert "Sedang diperiksa oleh rekan lain, siti (4 menit)." in words(page)


@pytest.mark.parametrize(("signs", "lasts"), [(False, 10 * MINUTE), (True, 2 * MINUTE)])
def test_visit_ends_some_minutes_after_the_page_or_the_last_sign(clock, claim, holder, office, signs, lasts):
    """A page without a script counts for ten minutes, one that gives signs of life for two."""
    browser, colleague = seated(holder), make_officer(Role.APPROVER, office=office)
    browser.get(desk_url(claim.pk))
    if signs:
        browser.post(attend_url(claim))

    assert company(claim, colleague, MORNING + lasts - MINUTE) == [("siti", int((lasts - MINUTE) / MINUTE), True)]
    assert company(claim, colleague, MORNING + lasts) == []


def test_sign_of_life_keeps_the_visit_and_tells_who_else_came(clock, claim, holder, office):
    mine, theirs = seated(holder), seat(Role.APPROVER, office=office)
    mine.get(desk_url(claim.pk))
    clock.shift(MINUTE)
    theirs[1].get(desk_url(claim.pk))
    clock.shift(MINUTE)

    answer = mine.post(attend_url(claim))

    assert words(answer).endswith(f"<b>Anda memegang klaim ini.</b> {theirs[0].username} juga membukanya (1 menit), hanya melihat. </div>")
    visit = Visit.objects.get(user=holder)
    assert (visit.since, visit.seen_at, visit.until) == (MORNING, MORNING + 2 * MINUTE, MORNING + 4 * MINUTE)


def test_access_is_logged_once_a_visit(clock, claim, holder):
    browser = seated(holder)
    for pause in (MINUTE, MINUTE, 20 * MINUTE):
        browser.get(desk_url(claim.pk))
        browser.post(attend_url(claim))
        clock.shift(pause)
    browser.get(desk_url(claim.pk))

    assert AccessLog.objects.filter(object="meja").count() == 2


def test_holder_who_left_is_told_with_the_time(clock, claim, holder, office):
    seated(holder).get(desk_url(claim.pk))
    clock.shift(timedelta(hours=1))

    page = seat(Role.VERIFIER, office=office)[1].get(desk_url(claim.pk))

    assert "<b>siti memegang klaim ini.</b> Terakhir dibuka Selasa, 17 November 2026, 09.00 WIB. Anda hanya melihat." in words(page)


def test_sign_of_life_is_refused_from_another_office_and_on_get(claim, holder):
    """B1"""
    stranger = seat(Role.VERIFIER, office=make_office())[1]

    assert stranger.post(attend_url(claim)).status_code == 404
    assert seated(holder).get(attend_url(claim))["Location"] == desk_url(claim.pk)
    assert Visit.objects.count() == 0


def test_visits_are_swept_a_day_later_but_not_before_their_officer_was_told(claim, holder, office):
    colleague, now = make_officer(Role.VERIFIER, office=office), MORNING
    presence.arrive(claim, holder, now=now)
    presence.arrive(claim, colleague, now=now)
    event = take_over(claim, actor=officer_actor(colleague), facts=StepFacts(note="Cuti."), now=now + QUIET)

    assert presence.sweep_visits(now + timedelta(days=2)) == 1
    assert list(Visit.objects.values_list("user", "lost_to")) == [(holder.pk, event.pk)]


# --- Taking over


def test_silent_colleagues_claim_is_taken_over_with_a_reason(clock, claim, holder, office):
    """B6, E1: one line with who, why and from whom; the data are compared anew."""
    officer, browser = seat(Role.VERIFIER, office=office)

    answer = browser.post(step_url(claim, Step.TAKE_OVER), {"versi": claim.version, "catatan": "Siti sakit hari ini."})

    claim.refresh_from_db()
    event = claim.events.get()
    assert (answer["Location"], claim.holder, claim.held_since, claim.data_ticks) == (desk_url(claim.pk), officer, MORNING, [])
    assert (event.step, event.actor, event.note, event.details["holder"]) == ("take_over", officer, "Siti sakit hari ini.", holder.pk)


def test_former_holder_is_told_once_on_the_next_page(clock, claim, holder, office):
    browser, colleague = seated(holder), make_officer(Role.VERIFIER, office=office, username="rudi")
    browser.get(desk_url(claim.pk))
    take_over(claim, actor=officer_actor(colleague), facts=StepFacts(note="Siti sakit."), now=MORNING + QUIET)

    told, again = (browser.get(reverse("admin:claims_claim_changelist")).context["messages"] for _ in range(2))

    assert [str(message) for message in told] == [f"Klaim {claim.number} diambil alih oleh rudi: “Siti sakit.”"]
    assert list(again) == []


def test_words_of_the_former_holder_are_not_lost(clock, claim, holder, office):
    """E1: a verdict that was being written when the claim changed hands."""
    colleague = make_officer(Role.VERIFIER, office=office)
    said = {"versi": claim.version, "putusan": "tolak", "alasan": "BURAM", "catatan": "Foto ulang di meja."}
    take_over(claim, actor=officer_actor(colleague), facts=StepFacts(note="Giliran saya."), now=MORNING)

    page = seated(holder).post(judge_url(claim, "ktp"), said, follow=True)

    assert "Tulisan Anda tadi belum tersimpan: “Foto ulang di meja.”" in [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize(("seen", "left"), [(MINUTE, 14), (QUIET - MINUTE, 1)])
def test_colleague_who_is_at_work_keeps_the_claim(clock, claim, holder, office, seen, left):
    presence.arrive(claim, holder, now=MORNING - seen)

    page = seat(Role.VERIFIER, office=office)[1].get(desk_url(claim.pk))

    why = f"Rekan Anda masih bekerja di klaim ini. Minta dilepas, atau tunggu {left} menit lagi."
    assert [(offer.step, offer.obstacles) for offer, _ in page.context["offers"]] == [("take_over", [why])]


def test_claim_that_was_taken_a_moment_ago_is_not_taken_over(claim, office):
    Claim.objects.filter(pk=claim.pk).update(held_since=MORNING - MINUTE)
    claim.refresh_from_db()

    with pytest.raises(StepRefused):
        take_over(claim, actor=officer_actor(make_officer(Role.VERIFIER, office=office)), facts=StepFacts(note="x"), now=MORNING)


def test_head_hands_a_claim_on_at_any_time_but_not_to_its_holder(claim, holder, office):
    head, other = make_officer(Role.HEAD, office=office), make_officer(Role.VERIFIER, office=office)
    presence.arrive(claim, holder, now=MORNING)

    with pytest.raises(StepRefused, match="Petugas ini sudah memegang klaim ini"):
        take_over(claim, actor=officer_actor(head), facts=StepFacts(note="Bagi tugas.", assignee=holder), now=MORNING)
    take_over(claim, actor=officer_actor(head), facts=StepFacts(note="Bagi tugas.", assignee=other), now=MORNING)

    claim.refresh_from_db()
    assert (claim.holder, claim.events.get().role) == (other, Role.HEAD)


def test_who_decided_on_a_claim_does_not_take_it_over(claim, office):
    """B5: four eyes hold whatever way a claim changes hands."""
    officer = make_officer(Role.VERIFIER, Role.APPROVER, office=office)
    facts = {"number": 1, "at": MORNING, "old_status": S.AWAITING_APPROVAL, "new_status": S.IN_REVIEW, "role": Role.APPROVER}
    claim.events.create(step=Step.CHALLENGE, actor=officer, **facts)

    with pytest.raises(StepRefused, match="Anda pernah memutuskan"):
        take_over(claim, actor=officer_actor(officer), facts=StepFacts(note="x"), now=MORNING)


def test_holder_is_not_offered_the_own_claim(claim, holder):
    offers = seated(holder).get(desk_url(claim.pk)).context["offers"]

    assert Step.TAKE_OVER not in [offer.step for offer, _ in offers]


def test_participant_sees_nothing_of_it(claim, office):
    before = load_progress(claim, MORNING)
    take_over(
        claim, actor=officer_actor(make_officer(Role.VERIFIER, office=office)), facts=StepFacts(note="Siti sakit."), now=MORNING + MINUTE
    )

    assert load_progress(claim, MORNING) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(5))
def test_two_colleagues_take_over_at_once_and_one_gets_it(_round):
    """E1: one holder, one line, one word to the former holder."""
    office = make_office()
    officers = [make_officer(Role.VERIFIER, office=office) for _ in range(2)]
    claim = make_claim(S.IN_REVIEW, office=office)

    def press(officer):
        try:
            take_over(Claim.objects.get(pk=claim.pk), actor=officer_actor(officer), facts=StepFacts(note="Giliran saya."), now=MORNING)
        except (ClaimChangedMeanwhile, StepRefused) as lost:
            return type(lost)
        return "won"

    met = all_at_once([partial(press, officer) for officer in officers])

    former, fresh = claim.holder, Claim.objects.get(pk=claim.pk)
    assert Counter(met)["won"] == 1
    assert (fresh.holder, fresh.events.count()) == (officers[met.index("won")], 1)
    assert list(Visit.objects.lost().values_list("user", flat=True)) == [former.pk]
