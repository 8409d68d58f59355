"""What time alone does, on days that the test chooses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from claims import storage
from claims.domain.workflow import ClaimStatus, Role
from claims.models import Claim, ClaimEvent, Document, DocumentPage, DocumentVersion, Heartbeat, Notification, SlotState
from claims.services import expiring, housekeeping, sweeping, verifying
from participants.models import ThrottleCounter
from tests.builders import make_claim

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # A Friday, 10.00 WIB.


def days(number):
    return timedelta(days=number)


def untouched_since(claim, moment):
    Claim.objects.filter(pk=claim.pk).update(updated_at=moment, held_since=moment)
    Document.objects.filter(claim=claim).update(updated_at=moment)
    return claim


def make_draft(moment=NOW, **facts):
    return untouched_since(make_claim(ClaimStatus.DRAFT, **facts), moment)


def make_correction(due_on, **facts):
    claim = make_claim(ClaimStatus.CORRECTION_REQUESTED, correction_due_on=due_on, **facts)
    claim.documents.filter(slot="kk").update(state=SlotState.REJECTED)
    claim.documents.get(slot="kk").versions.update(verdict="rejected", reasons=["BURAM"])
    ClaimEvent.objects.create(
        claim=claim,
        number=9,
        at=NOW,
        step="request_correction",
        old_status="in_review",
        new_status="correction_requested",
        role=Role.VERIFIER,
    )
    return claim


def send_all(moment):
    Notification.objects.filter(state="queued").update(state="sent", sent_at=moment)


def status_of(claim):
    claim.refresh_from_db()
    return claim.status


def planned():
    return list(Notification.objects.order_by("created_at").values_list("kind", flat=True))


# --- Drafts


def test_the_owner_of_a_draft_is_told_after_eleven_days_and_only_once():
    make_draft(NOW)
    told = []
    for day in (10, 11, 12, 13):
        expiring.close_drafts(NOW + days(day))
        told.append(planned())

    assert told == [[], ["draft_expiring"], ["draft_expiring"], ["draft_expiring"]]
    assert "akan ditutup pada Jumat, 4 Desember 2026." in Notification.objects.get().body


def test_a_draft_is_closed_after_fourteen_days_when_its_owner_was_told():
    draft = make_draft(NOW)
    expiring.close_drafts(NOW + days(11))
    send_all(NOW + days(11))
    closed = [expiring.close_drafts(NOW + days(day)) for day in (13, 14)]

    assert (closed, status_of(draft)) == ([0, 1], ClaimStatus.EXPIRED)
    assert draft.events.get().role == Role.SYSTEM


def test_a_draft_found_late_is_told_first_and_closed_three_days_later():
    draft = make_draft(NOW)
    expiring.close_drafts(NOW + days(30))
    send_all(NOW + days(30))
    closed = [expiring.close_drafts(NOW + days(day)) for day in (32, 33)]

    assert (closed, status_of(draft)) == ([0, 1], ClaimStatus.EXPIRED)


def test_a_draft_is_not_closed_while_its_message_waits():
    draft = make_draft(NOW)
    expiring.close_drafts(NOW + days(11))

    assert (expiring.close_drafts(NOW + days(20)), status_of(draft)) == (0, ClaimStatus.DRAFT)


def test_a_draft_whose_owner_was_told_late_is_closed_three_days_after_that():
    draft = make_draft(NOW)
    expiring.close_drafts(NOW + days(11))
    send_all(NOW + days(20))
    closed = [expiring.close_drafts(NOW + days(day)) for day in (20, 22, 23)]

    assert (closed, status_of(draft)) == ([0, 0, 1], ClaimStatus.EXPIRED)


def test_an_upload_keeps_a_draft_alive():
    draft = make_draft(NOW)
    Document.objects.filter(claim=draft, slot="kk").update(updated_at=NOW + days(13))
    expiring.close_drafts(NOW + days(15))

    assert (planned(), status_of(draft)) == ([], ClaimStatus.DRAFT)


def test_a_draft_touched_after_the_message_starts_anew():
    draft = make_draft(NOW)
    expiring.close_drafts(NOW + days(11))
    send_all(NOW + days(11))
    untouched_since(draft, NOW + days(12))
    expiring.close_drafts(NOW + days(14))
    expiring.close_drafts(NOW + days(23))

    assert (planned(), status_of(draft)) == (["draft_expiring", "draft_expiring"], ClaimStatus.DRAFT)


# --- Corrections


@pytest.mark.parametrize(("day", "reminders"), [(8, 0), (7, 1), (3, 1), (2, 1), (0, 1)])
def test_a_reminder_goes_out_seven_and_two_days_before_the_last_day(day, reminders):
    make_correction(NOW.date() + days(day))
    expiring.close_corrections(NOW)

    assert planned() == ["correction_reminder"] * reminders


def test_both_reminders_go_out_once_each():
    make_correction(NOW.date() + days(7))
    for day in range(8):
        expiring.close_corrections(NOW + days(day))

    assert planned() == ["correction_reminder", "correction_reminder"]
    assert [("7 hari lagi" in row.body, "2 hari lagi" in row.body) for row in Notification.objects.order_by("created_at")] == [
        (True, False),
        (False, True),
    ]


def test_a_correction_ends_the_day_after_its_last_day_when_the_reminders_arrived():
    claim = make_correction(NOW.date() + days(2))
    closed = []
    for day in range(4):
        closed.append(expiring.close_corrections(NOW + days(day)))
        send_all(NOW + days(day))

    assert (closed, status_of(claim)) == ([0, 0, 0, 1], ClaimStatus.EXPIRED)


@pytest.mark.parametrize("state", ["queued", "sending", "failed"])
def test_nobody_is_timed_out_whom_no_reminder_reached(state):
    claim = make_correction(NOW.date() + days(2))
    expiring.close_corrections(NOW)
    Notification.objects.update(state=state)

    assert (expiring.close_corrections(NOW + days(30)), status_of(claim)) == (0, ClaimStatus.CORRECTION_REQUESTED)


def test_a_reminder_sent_late_still_leaves_two_days():
    claim = make_correction(NOW.date() - days(1))
    expiring.close_corrections(NOW)
    send_all(NOW)
    closed = [expiring.close_corrections(NOW + days(day)) for day in (1, 2)]

    assert (closed, status_of(claim)) == ([0, 1], ClaimStatus.EXPIRED)


def test_the_last_day_is_the_offices_own():
    """F9: at 23.30 WIB of the last day it is already the next day in Jayapura."""
    last = date(2026, 11, 20)
    for zone in ("Asia/Jakarta", "Asia/Jayapura"):
        claim = make_correction(last)
        type(claim.office).objects.filter(pk=claim.office_id).update(timezone=zone)
    expiring.close_corrections(NOW - days(2))
    send_all(NOW - days(2))

    assert expiring.close_corrections(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == 1
    assert status_of(claim) == ClaimStatus.EXPIRED


# --- Claims that nobody works on


@pytest.mark.parametrize(("day", "released"), [(0, 0), (3, 0), (4, 0), (5, 1)])
def test_a_claim_goes_back_to_the_queue_after_two_idle_working_days(day, released):
    """Taken on Friday: Monday and Tuesday pass, on Wednesday it is free again."""
    claim = untouched_since(make_claim(ClaimStatus.IN_REVIEW), NOW)

    assert expiring.release_idle(NOW + days(day)) == released
    assert status_of(claim) == (ClaimStatus.SUBMITTED if released else ClaimStatus.IN_REVIEW)
    assert (claim.holder is None) == bool(released)


def test_a_verdict_on_a_document_keeps_the_claim_with_its_holder():
    claim = untouched_since(make_claim(ClaimStatus.IN_REVIEW), NOW)
    Document.objects.filter(claim=claim, slot="kk").update(updated_at=NOW + days(4))

    assert expiring.release_idle(NOW + days(5)) == 0


def test_a_verdict_keeps_a_claim_in_hand():
    now = timezone.now()
    claim = untouched_since(make_claim(ClaimStatus.IN_REVIEW), now - days(20))
    document = claim.documents.select_related("claim").get(slot="kk")
    DocumentVersion.objects.filter(document=document).update(sent_at=now - days(20))
    verifying.judge_version(document, verifying.ACCEPTED, (), "", officer=claim.holder, now=now)

    assert (expiring.release_idle(now), status_of(claim)) == (0, ClaimStatus.IN_REVIEW)


# --- Sweeping


def test_ended_counters_are_forgotten():
    ThrottleCounter.objects.create(key=b"1" * 16, count=1, expires=NOW.timestamp() * 1000 - 1)
    ThrottleCounter.objects.create(key=b"2" * 16, count=1, expires=NOW.timestamp() * 1000 + 60_000)

    assert sweeping.sweep_counters(NOW) == 1
    assert bytes(ThrottleCounter.objects.get().key) == b"2" * 16


def test_messages_with_codes_are_forgotten_after_a_day_and_news_stays():
    for number, (kind, age) in enumerate([("sign_in_code", 25), ("sign_in_code", 23), ("paid", 999)]):
        moment = NOW - timedelta(hours=age)
        Notification.objects.create(key=str(number), kind=kind, recipient="a@contoh.test", body="", next_try_at=moment, created_at=moment)

    assert sweeping.sweep_codes(NOW) == 1
    assert sorted(Notification.objects.values_list("key", flat=True)) == ["1", "2"]


def test_ended_sessions_are_forgotten():
    ended, open_one = SessionStore(), SessionStore()
    for session in (ended, open_one):
        session.save()
    Session.objects.filter(pk=ended.session_key).update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    sweeping.sweep_sessions(NOW)

    assert list(Session.objects.values_list("pk", flat=True)) == [open_one.session_key]


def test_a_file_without_a_row_is_deleted_after_a_day(settings, tmp_path):
    """I3: no file without a row older than the sweep; C13."""
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}"
    named, thumbnail, orphan = (storage.store(b"x", context="test") for _ in range(3))
    version = make_claim(ClaimStatus.DRAFT).documents.first().versions.get()
    DocumentPage.objects.create(
        version=version,
        position=1,
        storage_key=named,
        thumbnail_key=thumbnail,
        content_type="image/jpeg",
        size=1,
        original_size=1,
        original_sha256=b"",
        sha256=b"",
        created_at=NOW,
    )
    today = datetime.now(UTC)

    assert (sweeping.sweep_files(today + timedelta(hours=23)), sweeping.sweep_files(today + timedelta(hours=25))) == (0, 1)
    assert sorted(storage.keys_before(today + days(1))) == sorted([named, thumbnail])
    assert orphan not in {named, thumbnail}


# --- The round


def test_every_task_runs_at_its_own_pace():
    first = housekeeping.run_due(NOW)
    soon, later, tomorrow = (housekeeping.run_due(NOW + wait) for wait in (timedelta(minutes=9), timedelta(minutes=10), days(1)))
    at_most = {minutes: [task.name for task in housekeeping.TASKS if task.every <= timedelta(minutes=minutes)] for minutes in (1, 10)}

    assert first == tomorrow == [task.name for task in housekeeping.TASKS]
    assert (soon, later) == (at_most[1], at_most[10])


def test_a_task_that_fails_stops_no_other(monkeypatch):
    ran = []

    def fail(now):
        raise RuntimeError

    tasks = (housekeeping.Task("one", days(1), fail), housekeeping.Task("two", days(1), lambda now: ran.append(now) or 1))
    monkeypatch.setattr(housekeeping, "TASKS", tasks)

    assert (housekeeping.run_due(NOW), ran) == (["one", "two"], [NOW])
    assert Heartbeat.objects.count() == 2
