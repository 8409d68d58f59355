"""The daily and monthly figures, counted from steps on days that the test chooses."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.domain.figures import Tally, median, most_frequent, percent
from claims.domain.workflow import ClaimStatus
from claims.models import ClaimEvent, Holiday, OfficeDay, OfficeMonth
from claims.services import figures
from tests.builders import make_claim, make_office
from tests.claims.past import take_steps, wib

pytestmark = pytest.mark.django_db
NOW = wib(24, 10)  # A Tuesday.
NOVEMBER = date(2026, 11, 1)


def on(day: int, office) -> dict:
    """Return every figure of a day of November that is not zero."""
    row = OfficeDay.objects.filter(office=office, day=date(2026, 11, day)).first()
    shown = {name: value for name, value in vars(row).items() if name in vars(Tally())} if row else {}
    return {name: value for name, value in shown.items() if value}


def pay(office, complete: datetime, paid: datetime, **facts):
    """Store a claim that was complete and paid at these moments."""
    facts = {"submitted_at": complete, "complete_at": complete, "closed_at": paid} | facts
    return take_steps(make_claim(ClaimStatus.PAID, office=office, **facts), ("submit", complete), ("confirm_payment", paid))


def test_every_step_is_counted_on_its_own_day():
    office = make_office()
    take_steps(
        make_claim(ClaimStatus.REJECTED, office=office),
        ("submit", wib(16)), ("take", wib(17)), ("request_correction", wib(17)), ("correct", wib(18)),
        ("propose_rejection", wib(19)), ("reject", wib(20)), ("reopen", wib(23)),
    )  # fmt: skip
    take_steps(make_claim(ClaimStatus.CANCELLED, office=office), ("submit", wib(16)), ("cancel", wib(16)))
    take_steps(make_claim(ClaimStatus.EXPIRED, office=office), ("submit", wib(16)), ("request_correction", wib(17)), ("expire", wib(23)))
    figures.refresh(NOW)

    assert {day: on(day, office) for day in (16, 17, 18, 20, 23)} == {
        16: {"filed": 3, "cancelled": 1} | {"filed": 3},
        17: {"returned": 2},
        18: {},
        20: {"rejected": 1, "ended_after_return": 1},
        23: {"reopened": 1, "expired": 1},
    }


def test_a_draft_that_ends_was_never_a_claim():
    office = make_office()
    draft = make_claim(ClaimStatus.DRAFT, office=office)
    ClaimEvent.objects.create(claim=draft, number=1, at=wib(23), step="expire", old_status="draft", new_status="expired", role="Sistem")
    figures.refresh(NOW)

    assert on(23, office) == {}


def test_an_approved_claim_that_is_looked_at_again_does_not_come_in_again():
    office = make_office()
    take_steps(
        make_claim(ClaimStatus.IN_REVIEW, office=office),
        ("submit", wib(16)), ("take", wib(17)), ("propose_payment", wib(18)), ("approve", wib(19)), ("reopen", wib(20)),
    )  # fmt: skip
    figures.refresh(NOW)

    assert (on(16, office), on(20, office)) == ({"filed": 1}, {})


@pytest.mark.parametrize(
    ("complete", "paid", "number", "in_time"),
    [
        (wib(17), wib(17, 15), "0", 1),
        (wib(17), wib(24), "5", 1),
        (wib(13), wib(20), "5", 1),
        (wib(12), wib(20), "6", 0),
        (wib(13), wib(21), "5", 0),
        (wib(16, 23, 59), wib(23), "5", 1),
    ],
)
def test_working_days_to_payment_are_those_of_the_legal_clock(complete, paid, number, in_time):
    """Permenaker 4/2022: the day of arrival does not count, weekends do not; a Saturday after the fifth day is late."""
    office = make_office()
    pay(office, complete, paid)
    figures.refresh(NOW)

    assert on(paid.day, office) == {
        "paid": 1, "days_to_pay": {number: 1}, "gross_amount": 12_000_000, **({"paid_in_time": 1} if in_time else {}),
        **({"filed": 1} if complete.day == paid.day else {}),
    }  # fmt: skip


def test_holidays_and_days_of_the_participant_do_not_count():
    office = make_office()
    Holiday.objects.create(day=date(2026, 11, 18), name="Libur uji", kind="nasional")
    pay(office, wib(9), wib(20), clock_pauses=[["2026-11-11", "2026-11-16"]])
    figures.refresh(NOW)

    assert on(20, office)["days_to_pay"] == {"5": 1}


def test_a_day_is_the_office_s_own():
    """23.30 in Jakarta is already the next day in Jayapura."""
    jakarta, jayapura = make_office(), make_office(timezone="Asia/Jayapura")
    for office in (jakarta, jayapura):
        take_steps(make_claim(office=office), ("submit", wib(19, 23, 30)))
    figures.refresh(NOW)

    assert [(on(19, office), on(20, office)) for office in (jakarta, jayapura)] == [({"filed": 1}, {}), ({}, {"filed": 1})]


def test_reasons_are_counted_once_a_document():
    office = make_office()
    claim = take_steps(make_claim(office=office), ("submit", wib(19)))
    ClaimEvent.objects.create(
        claim=claim,
        number=2,
        at=wib(20),
        step="request_correction",
        old_status="in_review",
        new_status="correction_requested",
        details={"slots": {"kk": ["BURAM", "TERPOTONG"], "ktp": ["BURAM"], "npwp": []}},
    )
    figures.refresh(NOW)

    assert on(20, office)["return_reasons"] == {"BURAM": 2, "TERPOTONG": 1}


def test_counting_again_changes_nothing_and_what_is_gone_is_taken_out():
    office = make_office()
    claim = pay(office, wib(17), wib(20))
    figures.refresh(NOW)
    before = list(OfficeDay.objects.order_by("day").values("day", "paid", "days_to_pay"))
    figures.recompute(date(2026, 11, 1), NOW)
    again = list(OfficeDay.objects.order_by("day").values("day", "paid", "days_to_pay"))
    claim.delete()
    figures.recompute(date(2026, 11, 1), NOW)

    assert (before, OfficeDay.objects.count(), OfficeMonth.objects.count()) == (again, 0, 0)


def test_after_a_downtime_every_missed_day_is_counted():
    office = make_office()
    take_steps(make_claim(office=office), ("submit", wib(10)))
    figures.refresh(wib(10, 10))
    for day in (10, 12, 19, 23):
        take_steps(make_claim(office=office), ("submit", wib(day, 16)))
    figures.refresh(NOW)

    assert {day: on(day, office)["filed"] for day in (10, 12, 19, 23)} == {10: 2, 12: 1, 19: 1, 23: 1}


def test_a_month_is_the_sum_of_its_days():
    office = make_office()
    for complete, paid in ((wib(2), wib(5)), (wib(9), wib(20)), (wib(12), wib(20))):
        pay(office, complete, paid, gross_amount=1_000_000, tax_amount=50_000)
    figures.refresh(NOW)
    month = OfficeMonth.objects.get(office=office, month=NOVEMBER)

    assert (month.paid, month.paid_in_time, month.days_to_pay, month.gross_amount, month.tax_amount) == (
        3, 1, {"3": 1, "9": 1, "6": 1}, 3_000_000, 150_000,
    )  # fmt: skip
    assert Tally.of([month]).median_days == 6


def test_the_command_counts_since_a_day():
    office = make_office()
    pay(office, wib(17), wib(20))
    out = StringIO()
    OfficeDay.objects.create(office=office, day=date(2026, 11, 1), filed=99, computed_at=NOW)
    call_command("figures", "--since", "2026-11-01", stdout=out)

    assert (on(1, office), on(20, office)["paid"], out.getvalue()) == ({}, 1, "2 days of offices counted.\n")


@pytest.mark.parametrize("given", ["kemarin", "2999-01-01"])
def test_the_command_refuses_what_is_no_past_day(given):
    with pytest.raises(CommandError):
        call_command("figures", "--since", given)


def test_a_database_without_claims_counts_nothing():
    make_office()

    assert (figures.refresh(datetime.now(UTC) + timedelta(days=3)), OfficeDay.objects.count()) == (0, 0)


# --- Sums


@pytest.mark.parametrize(
    ("counted", "middle"), [({}, None), ({"3": 1}, 3), ({"2": 1, "10": 1}, 6), ({"1": 1, "2": 2, "9": 1}, 2), ({"3": 1, "4": 1}, 3.5)]
)
def test_median_is_of_numbers_not_of_words(counted, middle):
    assert median(counted) == middle


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, None), (0, 9, 0), (1, 999, 1), (998, 999, 99), (1, 2, 50), (1, 8, 13), (7, 7, 100)]
)
def test_percent_is_whole_and_says_all_only_of_all(part, whole, shown):
    assert percent(part, whole) == shown


def test_most_frequent_are_largest_first_and_equal_ones_by_name():
    assert most_frequent({"B": 2, "A": 2, "C": 5, "D": 1}, 3) == [("C", 5), ("A", 2), ("B", 2)]
