"""How an office receives people, kept at the desk: by whom, within which limits, written down, and never over somebody's number."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from claims.domain.workflow import Role
from claims.models import AuditEntry, Closure, Counter, OpeningHours, SlotDay, SlotMove, SlotQuota, Ticket, WaitingEntry
from tests.builders import make_office, make_office_service, make_visitor
from tests.claims.desk import seat
from tests.claims.queue import NINE, booked, fill, tomorrow
from tests.claims.test_waiting import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return make_office_service(make_office(), capacity=2)


@pytest.fixture
def head(service):
    return seat(Role.HEAD, office=service.office)[1]


def week(service, **changed: str) -> dict[str, str]:
    """Return the form of a week as it stands, with some cells changed (k0_0900="5")."""
    cells = {f"k{quota.weekday}_{quota.starts_at:%H%M}": str(quota.capacity) for quota in service.quotas.all()}
    return cells | changed


def places_url(service) -> str:
    return reverse("admin:claims_officeservice_places", args=[service.pk])


def noted() -> list[tuple[str, str, dict]]:
    return list(AuditEntry.objects.filter(kind="configuration").order_by("number").values_list("role", "object", "details"))


# --- Places


def test_the_head_sets_the_places_of_a_week_and_only_what_changed_is_written_down(head, service):
    answer = head.post(places_url(service), week(service, k0_0900="7", k1_1000=""))

    assert (answer.status_code, SlotQuota.objects.get(weekday=0, starts_at=NINE).capacity) == (302, 7)
    assert SlotQuota.objects.get(weekday=1, starts_at=time(10)).capacity == 0
    assert noted() == [
        (Role.HEAD, f"slotquota {service.pk} 0 09:00:00", {"capacity": [2, 7]}),
        (Role.HEAD, f"slotquota {service.pk} 1 10:00:00", {"capacity": [2, 0]}),
    ]


def test_days_to_come_follow_and_whoever_holds_a_number_keeps_it(head, service):
    tickets = [booked(service) for _ in range(2)]
    weekday = tomorrow(service).weekday()

    head.post(places_url(service), week(service, **{f"k{weekday}_0900": "1", f"k{weekday}_1000": "9"}))

    rows = dict(SlotDay.objects.filter(day=tomorrow(service)).values_list("starts_at", "capacity"))
    assert (rows[NINE], rows[time(10)], {ticket.state for ticket in tickets}) == (2, 9, {"booked"})


def test_new_places_go_to_those_who_wait_first(head, service):
    fill(service)
    for _ in range(3):
        join(service)

    head.post(places_url(service), week(service, **{f"k{tomorrow(service).weekday()}_0900": "4"}))

    assert list(WaitingEntry.objects.order_by("number").values_list("state", flat=True)) == ["offered", "offered", "waiting"]
    assert (SlotDay.objects.get(starts_at=NINE).capacity, SlotDay.objects.get(starts_at=NINE).taken) == (4, 4)


@pytest.mark.parametrize("typed", ["-1", "201", "lima", "2.5"])
def test_what_is_no_number_of_places_is_refused_beside_its_cell(head, service, typed):
    answer = head.post(places_url(service), week(service, k0_0900=typed))

    assert answer.context["form"].errors["k0_0900"] == ["Senin 09.00–10.00: tulis angka 0 sampai 200."]
    assert (SlotQuota.objects.get(weekday=0, starts_at=NINE).capacity, typed in answer.content.decode()) == (2, True)


@pytest.mark.parametrize(("role", "own", "status"), [(Role.COUNTER, True, 403), (Role.HEAD, False, 404), (Role.CONFIGURATOR, False, 302)])
def test_only_the_own_head_and_admin_konfigurasi_set_places(service, role, own, status):
    client = seat(role, office=service.office if own else make_office())[1]

    answer = client.post(places_url(service), week(service, k0_0900="7"))

    assert (answer.status_code, SlotQuota.objects.get(weekday=0, starts_at=NINE).capacity == 7) == (status, status == 302)


# --- Hours, closed days, counters


def test_a_day_is_closed_with_its_reason_and_written_down(head, service):
    day = tomorrow(service)

    head.post(reverse("admin:claims_closure_add"), {"office": service.office.pk, "first_on": day, "last_on": day, "reason": "Banjir"})

    assert Closure.objects.get().reason == "Banjir"
    assert [(role, what) for role, what, _ in noted()] == [(Role.HEAD, f"closure {service.office.pk} {day}")]


def test_a_day_on_which_people_hold_numbers_is_not_closed_silently(head, service):
    booked(service)
    day = tomorrow(service)

    answer = head.post(
        reverse("admin:claims_closure_add"), {"office": service.office.pk, "first_on": day, "last_on": day, "reason": "Banjir"}
    )

    errors = answer.context["adminform"].form.errors
    assert errors["first_on"] == ["1 orang sudah memegang nomor untuk hari-hari itu. Pindahkan dulu lewat Pemindahan jadwal."]
    assert Closure.objects.count() == 0


@pytest.mark.parametrize(("first", "last", "field"), [(3, 2, "last_on"), (-3, 0, "last_on")])
def test_days_that_cannot_be_meant_are_refused(head, service, first, last, field):
    today = tomorrow(service) - timedelta(days=1)
    days = {"first_on": today + timedelta(days=first), "last_on": today + timedelta(days=last)}

    answer = head.post(reverse("admin:claims_closure_add"), {"office": service.office.pk, "reason": "Banjir"} | days)

    assert (list(answer.context["adminform"].form.errors), Closure.objects.count()) == ([field], 0)


def test_the_head_closes_no_day_of_another_office(head):
    other = make_office_service(make_office())
    day = tomorrow(other)

    head.post(reverse("admin:claims_closure_add"), {"office": other.office.pk, "first_on": day, "last_on": day, "reason": "Banjir"})

    assert Closure.objects.count() == 0


def test_hours_do_not_shrink_over_somebodys_number(head, service):
    booked(service)
    hours = OpeningHours.objects.get(office=service.office, weekday=tomorrow(service).weekday())
    address = reverse("admin:claims_openinghours_change", args=[hours.pk])

    refused = head.post(address, {"opens_at": "10:00", "closes_at": "15:00"})
    kept = head.post(reverse("admin:claims_openinghours_delete", args=[hours.pk]), {"post": "yes"})
    taken = head.post(address, {"opens_at": "09:00", "closes_at": "15:00"})

    hours.refresh_from_db()
    assert (refused.status_code, kept.status_code, taken.status_code, hours.opens_at) == (200, 403, 302, NINE)


def test_a_counter_is_kept_with_what_it_serves(head, service):
    head.post(
        reverse("admin:claims_counter_add"),
        {"office": service.office.pk, "number": "3", "services": ["klaim"], "lanes": ["P", "B"], "is_open": "on"},
    )

    counter = Counter.objects.get()
    assert (counter.number, counter.services, counter.lanes, str(counter)) == (3, ["klaim"], ["P", "B"], "Loket 3")


# --- Moving a slot


def test_the_head_moves_a_slot_from_the_list_and_sees_it_counted(head, service):
    ticket = booked(service, visitor=make_visitor(email="sari@contoh.test"))
    page = head.get(reverse("admin:claims_slotmove_changelist"))
    address = reverse("admin:claims_slotmove_move", args=[ticket.place_id])

    bare = head.post(address, {"alasan": " "})
    head.post(address, {"alasan": "Listrik padam"})

    after = head.get(reverse("admin:claims_slotmove_changelist"))
    assert [(place.pk, place.held) for place in page.context["coming"]] == [(ticket.place_id, 1)]
    assert bare.context["form"].errors["alasan"] == ["Tulis alasannya. Peserta membacanya."]
    assert [(move.reason, move.people, move.chose) for move in after.context["cl"].result_list] == [("Listrik padam", 1, 0)]
    assert sorted(Ticket.objects.values_list("state", flat=True)) == ["booked", "moved"]


@pytest.mark.parametrize(("role", "own", "status"), [(Role.COUNTER, True, 403), (Role.CONFIGURATOR, True, 403), (Role.HEAD, False, 404)])
def test_nobody_else_moves_a_slot(service, role, own, status):
    ticket = booked(service)
    client = seat(role, office=service.office if own else make_office())[1]

    answer = client.post(reverse("admin:claims_slotmove_move", args=[ticket.place_id]), {"alasan": "Listrik padam"})

    assert (answer.status_code, SlotMove.objects.count()) == (status, 0)
