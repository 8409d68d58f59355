"""Days off per year: what is missing, the days that return, and the deadlines that move with them."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AuditEntry, Heartbeat, Holiday
from claims.services import days_off
from tests.builders import make_claim, make_office, make_office_service
from tests.claims.desk import seat
from tests.claims.queue import booked

pytestmark = pytest.mark.django_db
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+07:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def keeper():
    return seat(Role.CONFIGURATOR, office=make_office())[1]


def add(client, day, name="Libur tambahan", kind="nasional"):
    return client.post(reverse("admin:claims_holiday_add"), {"day": day, "name": name, "kind": kind})


def test_who_holds_a_number_for_a_day_that_becomes_a_day_off_is_not_forgotten(keeper):
    service = make_office_service(make_office())
    ticket = booked(service)
    head = seat(Role.HEAD, office=service.office)[1]
    assert head.get(reverse("admin:queue")).context["stranded"] == 0

    answer = keeper.post(
        reverse("admin:claims_holiday_add"), {"day": ticket.day.isoformat(), "name": "Pemilu", "kind": "nasional"}, follow=True
    )

    assert any("1 orang sudah memegang nomor antrian" in str(message) for message in answer.context["messages"])
    page = head.get(reverse("admin:queue"))
    assert (page.context["stranded"], reverse("admin:claims_slotmove_changelist") in page.content.decode()) == (1, True)
    assert "Kantor tutup" in head.get(reverse("admin:claims_slotmove_changelist")).content.decode()


def errors(response):
    return [sentence for sentences in response.context["adminform"].form.errors.values() for sentence in sentences]


def test_what_ships_is_said_by_year(keeper):
    page = keeper.get(reverse("admin:claims_holiday_changelist"))

    assert [year.sentence for year in page.context["years"]] == [
        "Tahun 2026: 17 libur nasional dan 8 hari cuti bersama.",
        "Tahun 2027 baru memuat hari bertanggal tetap. Tambahkan libur lain dan cuti bersama dari SKB 3 Menteri.",
    ]


def test_the_list_shows_one_year(keeper):
    shown = keeper.get(reverse("admin:claims_holiday_changelist"), {"tahun": "2027"}).context["cl"].result_list

    assert [holiday.day for holiday in shown] == [
        date(2027, 1, 1),
        date(2027, 5, 1),
        date(2027, 6, 1),
        date(2027, 8, 17),
        date(2027, 12, 25),
    ]


def test_a_year_that_nobody_offers_shows_this_one(keeper):
    usual = keeper.get("/petugas/claims/holiday/").context["cl"].result_count
    answers = [keeper.get(f"/petugas/claims/holiday/?tahun={year}") for year in ("abc", "99999", "-1")]

    assert [(answer.status_code, answer.context["cl"].result_count) for answer in answers] == [(200, usual)] * 3


def test_days_that_return_every_year_are_copied_once(keeper):
    Holiday.objects.filter(day__year=2027).exclude(day=date(2027, 1, 1)).delete()

    for _ in range(2):
        keeper.post(reverse("admin:claims_holiday_copy"))

    assert Holiday.objects.filter(day__year=2027).count() == 5
    assert AuditEntry.objects.filter(kind="configuration", object__startswith="holiday 2027").count() == 4


def test_a_new_day_off_moves_the_legal_day_of_open_claims(keeper):
    open_claim = make_claim(ClaimStatus.IN_REVIEW, now=MONDAY, due_on=date(2026, 11, 30))
    paid = make_claim(ClaimStatus.PAID, now=MONDAY, due_on=date(2026, 11, 30))

    add(keeper, "2026-11-26")
    call_command("work", once=True)

    for claim in (open_claim, paid):
        claim.refresh_from_db()
    assert (open_claim.due_on, paid.due_on) == (date(2026, 12, 1), date(2026, 11, 30))


def test_deadlines_are_counted_anew_once_and_only_after_a_change(keeper):
    make_claim(ClaimStatus.IN_REVIEW, now=MONDAY, due_on=date(2026, 11, 30))
    before = days_off.recount(MONDAY)
    add(keeper, "2026-11-26")

    assert (before, days_off.recount(MONDAY), days_off.recount(MONDAY)) == (0, 1, 0)


def test_the_clock_of_a_claim_that_was_opened_again_counts_from_then(keeper):
    """Its first arrival lies long back; the legal day counts from the moment it was opened again."""
    claim = make_claim(ClaimStatus.IN_REVIEW, now=datetime.fromisoformat("2026-09-01T10:00:00+07:00"), due_on=date(2026, 11, 30))
    claim.events.create(number=1, step=Step.REOPEN, old_status="rejected", new_status="in_review", role=Role.HEAD, at=MONDAY)

    add(keeper, "2026-11-26")
    days_off.recount(MONDAY)
    claim.refresh_from_db()

    assert claim.due_on == date(2026, 12, 1)


def test_a_day_of_the_past_is_not_added_changed_or_removed(keeper):
    """Deadlines of the past were counted with the days as they were."""
    past = Holiday.objects.get(day=date(2026, 8, 17))
    change, delete = (reverse(f"admin:claims_holiday_{act}", args=[past.pk]) for act in ("change", "delete"))

    refused = errors(add(keeper, "2026-11-20"))
    answers = [keeper.post(change, {"day": "2026-12-30", "name": "x", "kind": "nasional"}), keeper.post(delete, {"post": "yes"})]

    assert refused == ["Paling cepat besok, Selasa, 24 November 2026. Batas yang sudah lewat tidak dihitung ulang."]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_the_same_day_twice_is_refused(keeper):
    assert len(errors(add(keeper, "2026-12-25"))) == 1


def test_others_look_and_copy_nothing():
    _, client = seat(Role.HEAD, office=make_office())
    Holiday.objects.filter(day__year=2027).delete()

    assert client.post(reverse("admin:claims_holiday_copy")).status_code == 403
    assert Holiday.objects.filter(day__year=2027).count() == 0


def test_a_worker_that_is_busy_counts_within_ten_minutes(keeper, clock):
    claim = make_claim(ClaimStatus.IN_REVIEW, now=MONDAY, due_on=date(2026, 11, 30))
    call_command("work", once=True)
    add(keeper, "2026-11-26")
    clock.move_to("2026-11-23T10:10:00+07:00")

    call_command("work", once=True)
    claim.refresh_from_db()

    assert (claim.due_on, Heartbeat.objects.filter(name="task:recount_deadlines").count()) == (date(2026, 12, 1), 1)
