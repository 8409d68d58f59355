"""The dashboard: every figure is the number of rows of the list that it leads to, for every role."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from claims.domain.deadlines import add_working_days
from claims.domain.ticket_life import TicketState
from claims.domain.workflow import ClaimStatus, Role
from claims.models import BatchState, Claim, ClaimEvent, Notification, OfficeDay, Officer, PaymentBatch
from claims.services import dashboard, expiring, tiles
from claims.services.deadlines import holidays, local_date
from claims.services.officers import desk_of
from tests.builders import make_claim, make_office, make_officer, make_ticket
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
S = ClaimStatus
READERS = (Role.COUNTER, Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.HEAD, Role.AUDITOR)
HOW_MANY = {
    S.SUBMITTED: 5, S.IN_REVIEW: 4, S.CORRECTED: 3, S.CORRECTION_REQUESTED: 2, S.AWAITING_APPROVAL: 6, S.APPROVED: 3, S.PAYING: 2,
    S.PAYMENT_FAILED: 1, S.PAID: 2, S.REJECTED: 1, S.DRAFT: 1,
}  # fmt: skip


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def due_days(office) -> list:
    """Return legal days that are over, today, tomorrow, and later, over and over again."""
    today = local_date(office, timezone.now())
    return [today + timedelta(days=ahead) for ahead in (-9, -1, 0, 1, -2, 6, 1, -3, 2)]


def make_day(office, officer) -> None:
    """Fill OFFICE with claims of every state and day, some of them in OFFICER's hands."""
    days = due_days(office)
    place = 0
    for status, count in HOW_MANY.items():
        for _ in range(count):
            waiting = status in (S.CORRECTION_REQUESTED, S.PAYMENT_FAILED)
            facts = {"due_on": None if waiting or status == S.DRAFT else days[place % len(days)], "slots": ()}
            if status in (S.IN_REVIEW, S.CORRECTED) and place % 2:
                facts["holder"] = officer
            make_claim(status, office=office, **facts)
            place += 1


def make_message(claim, state: str = "failed", **facts) -> Notification:
    now = timezone.now()
    facts = {"kind": "approved", "recipient": "budi@contoh.test", "body": "x", "next_try_at": now, "created_at": now} | facts
    office = claim and claim.office
    return Notification.objects.create(key=f"k{Notification.objects.count()}", claim=claim, office=office, state=state, **facts)


def make_queue(office) -> None:
    """Let three wait today, and others be elsewhere: called, not come yet, of yesterday, at another office."""
    today = local_date(office, timezone.now())
    for state in (TicketState.CHECKED_IN,) * 3 + (TicketState.CALLED, TicketState.BOOKED):
        make_ticket(office, state=state, day=today)
    make_ticket(office, state=TicketState.CHECKED_IN, day=today - timedelta(days=1))
    make_ticket(state=TicketState.CHECKED_IN, day=today)


@pytest.fixture
def office():
    return make_office()


def figures_of(page) -> dict[str, tuple[int, str]]:
    """Return count and link of every figure on the page."""
    found = {}
    for link in html.fromstring(page.content.decode()).xpath("//*[@data-figure]"):
        number = link.xpath(".//b | ./following-sibling::b")[0].text_content()
        found[link.get("data-figure")] = (int(number), link.get("href"))
    return found


def rows_on(browser, address: str) -> int:
    return len(html.fromstring(browser.get(address).content.decode()).xpath("//table[@id='result_list']/tbody/tr"))


@pytest.mark.parametrize("role", READERS)
def test_every_figure_is_the_number_of_rows_on_its_list(office, role):
    officer, browser = seat(role, office=office)
    make_day(office, officer)
    make_day(make_office(), officer)
    for state in ("failed", "failed", "sent", "queued"):
        make_message(Claim.objects.filter(office=office, status=S.PAID).first(), state)
    for number, state in enumerate((BatchState.PROPOSED, BatchState.PROPOSED, BatchState.DISSOLVED)):
        PaymentBatch.objects.create(reference=f"B{number}", office=office, state=state, created_by=officer, created_at=timezone.now())
    make_queue(office)
    figures = figures_of(browser.get("/petugas/"))

    shown = {code: rows_on(browser, address) for code, (_, address) in figures.items()}

    assert shown == {code: count for code, (count, _) in figures.items()}
    desk = desk_of(officer)
    own = {"batches": desk.sees_batches, "queue": desk.sees_queue}
    assert set(figures) == {*tiles.TILES, "messages", *(code for code, seen in own.items() if seen)}
    assert not desk.sees_queue or figures["queue"][0] == 3


def test_figures_differ_so_that_the_comparison_means_something(office):
    officer, browser = seat(Role.VERIFIER, office=office)
    make_day(office, officer)
    counts = {code: count for code, (count, _) in figures_of(browser.get("/petugas/")).items()}

    assert counts["running"] == 26
    assert [code for code, count in counts.items() if not count] == ["messages"]


@pytest.mark.parametrize("role", READERS)
def test_a_strip_has_at_most_six_figures(office, role):
    page = seat(role, office=office)[1].get("/petugas/")

    assert len(html.fromstring(page.content.decode()).xpath("//ul[@class='tiles']/li")) == 6


def test_of_another_office_within_reach_the_lists_are_that_office_s(office):
    other, (officer, browser) = make_office(), seat(Role.HEAD, office=office)
    Officer.objects.get(user=officer).other_offices.add(other)
    make_day(office, officer)
    late = make_claim(S.APPROVED, office=other, due_on=due_days(other)[0])
    for claim in (late, late, Claim.objects.filter(office=office).first()):
        make_message(claim)
    figures = figures_of(browser.get("/petugas/", {"kantor": other.code}))

    assert {code: count for code, (count, _) in figures.items() if count} == {
        "late": 1, "payment": 1, "payment_late": 1, "approved": 1, "running": 1, "messages": 2,
    }  # fmt: skip
    assert {code: rows_on(browser, address) for code, (_, address) in figures.items()} == {
        code: count for code, (count, _) in figures.items()
    }
    assert {parse_qs(urlsplit(address).query)["kantor"][0] for _, address in figures.values()} == {other.code}


def test_an_office_out_of_reach_is_not_shown(office):
    page = seat(Role.HEAD, office=office)[1].get("/petugas/", {"kantor": make_office().code})

    assert f"Dasbor {office.name}" in text_of(page)


def test_what_is_late_stands_first_in_words_and_what_will_be_late_is_told(office):
    today = local_date(office, timezone.now())
    for due in (today, today, today - timedelta(days=1)):
        make_claim(S.AWAITING_APPROVAL, office=office, due_on=due)
    make_claim(S.PAID, office=office, due_on=today)
    words = text_of(seat(Role.APPROVER, office=office)[1].get("/petugas/"))

    assert "1 klaim lewat batas 5 hari kerja." in words
    assert "2 klaim akan lewat batas besok bila tidak selesai hari ini. Dihitung dari klaim berjalan yang batasnya hari ini." in words
    assert words.index("lewat batas 5 hari kerja.") < words.index("Batas hari ini")


def test_a_day_without_late_claims_says_so(office):
    words = text_of(seat(Role.HEAD, office=office)[1].get("/petugas/"))

    assert "Tidak ada klaim yang lewat batas. Tidak ada klaim yang akan lewat batas besok." in words


def test_age_counts_working_days_of_the_office(office):
    """The day that a claim arrives does not count; a claim due today is on its fifth working day."""
    now = timezone.now()
    today, days_off = local_date(office, now), holidays()
    for ahead in (1, 1, 2, 3, 4, 5):
        make_claim(S.AWAITING_APPROVAL, office=office, due_on=add_working_days(today, ahead, days_off))
    make_claim(S.AWAITING_APPROVAL, office=office, due_on=today)
    make_claim(S.CORRECTION_REQUESTED, office=office, due_on=None)
    make_claim(S.APPROVED, office=office, due_on=today - timedelta(days=1))
    officer = make_officer(Role.HEAD, office=office)

    ages = tiles.count_tiles(tiles.Sight(officer, office, today), days_off)[1]

    assert ages == {
        "Lewat batas": 1, "Hari kerja 5": 1, "Hari kerja 4": 2, "Hari kerja 3": 1, "Hari kerja 2": 1, "Hari kerja 1": 1, "Baru tiba": 1,
        "Menunggu peserta": 1,
    }  # fmt: skip


def test_the_head_sees_what_each_officer_has_in_hand_and_did_since_monday(office):
    busy, idle = make_officer(Role.VERIFIER, office=office, username="wulan"), make_officer(Role.APPROVER, office=office, username="dian")
    away = make_officer(Role.VERIFIER, office=office, username="cuti")
    away.is_active = False
    away.save()
    held = [make_claim(S.IN_REVIEW, office=office, holder=busy, held_since=timezone.now()) for _ in range(2)]
    for number, (actor, at) in enumerate([(idle, timezone.now()), (busy, timezone.now() - timedelta(days=8))], 5):
        facts = {"old_status": "awaiting_approval", "new_status": "approved", "role": Role.APPROVER}
        ClaimEvent.objects.create(claim=held[0], number=number, at=at, step="approve", actor=actor, **facts)
    sight = tiles.Sight(busy, office, local_date(office, timezone.now()))

    assert [(load.name, load.held, load.done) for load in dashboard.load_of(sight)] == [("wulan", 2, 0), ("dian", 0, 1)]
    assert "Beban petugas" in text_of(seat(Role.HEAD, office=office)[1].get("/petugas/"))
    assert "Beban petugas" not in text_of(seat(Role.VERIFIER, office=office)[1].get("/petugas/"))


def test_what_an_officer_has_in_hand_leads_to_those_claims(office):
    other, (head, browser) = make_office(), seat(Role.HEAD, office=office)
    head.officer.other_offices.add(other)
    for place, count in ((office, 2), (other, 1)):
        holder = make_officer(Role.VERIFIER, office=place)
        for status in (S.IN_REVIEW,) * count + (S.CORRECTED,):
            make_claim(status, office=place, holder=holder, slots=())
        make_claim(S.IN_REVIEW, office=place, holder=make_officer(Role.APPROVER, office=place), slots=())
    boards = [html.fromstring(browser.get("/petugas/", {"kantor": place.code}).content.decode()) for place in (office, other)]

    links = [board.xpath("//section[@aria-labelledby='h-beban']//td/a") for board in boards]

    assert [[int(link.text) for link in found] for found in links] == [[2, 1], [1, 1]]
    assert [[rows_on(browser, link.get("href")) for link in found] for found in links] == [[2, 1], [1, 1]]


def test_officer_and_head_are_told_what_went_back_to_the_queue(office):
    officer, browser = seat(Role.VERIFIER, office=office)
    claim = make_claim(S.IN_REVIEW, office=office, holder=officer)
    long_ago = timezone.now() - timedelta(days=8)
    Claim.objects.filter(pk=claim.pk).update(updated_at=long_ago)
    claim.documents.update(updated_at=long_ago)
    expiring.release_idle(timezone.now())
    told = "1 klaim kembali ke antrean karena tidak ada kegiatan"

    assert told in text_of(browser.get("/petugas/"))
    assert f"{told}: {claim.number} (tadinya {officer.username})" in text_of(seat(Role.HEAD, office=office)[1].get("/petugas/"))
    assert told not in text_of(seat(Role.VERIFIER, office=office)[1].get("/petugas/"))


def test_charts_say_in_a_table_what_they_draw(office):
    today = local_date(office, timezone.now())
    facts = {"filed": 7, "paid": 4, "paid_in_time": 3, "returned": 2, "return_reasons": {"BURAM": 5, "TERPOTONG": 1}}
    OfficeDay.objects.create(office=office, day=today, computed_at=timezone.now(), days_to_pay={"3": 3, "7": 1}, **facts)
    page = html.fromstring(seat(Role.HEAD, office=office)[1].get("/petugas/").content.decode())
    drawn = {svg.xpath("./*[local-name()='title']")[0].text: svg for svg in page.xpath("//svg[@role='img']")}
    tables = {
        card.xpath("./h2")[0].text: [cell.text for cell in card.xpath(".//tbody//th | .//tbody//td")]
        for card in page.xpath("//section[.//table and .//svg]")
    }

    assert set(drawn) <= set(tables)
    assert len(drawn) == 4
    assert all(svg.xpath("./*[local-name()='desc']")[0].text for svg in drawn.values())
    assert all(len(svg.xpath("./*[@class='grid']")) <= 4 for svg in drawn.values())
    assert tables["Alasan perbaikan, 20 hari kerja terakhir"] == ["Foto buram", "5", "Foto terpotong", "1"]
    assert page.xpath("//@style") == []


@pytest.mark.parametrize(("role", "most"), [(Role.VERIFIER, 10), (Role.HEAD, 11), (Role.AUDITOR, 10)])
def test_the_dashboard_asks_as_little_whatever_there_is_to_count(office, role, most):
    """P2"""
    officer, browser = seat(role, office=office)
    make_day(office, officer)
    browser.get("/petugas/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/petugas/")
    make_day(office, officer)
    with CaptureQueriesContext(connection) as many:
        browser.get("/petugas/")

    assert len(few) == len(many)
    assert len(many) <= most, "\n".join(re.sub(r"\s+", " ", query["sql"])[:160] for query in many)


def test_whoever_has_no_claims_to_read_sees_the_lists_to_keep(office):
    page = seat(Role.CONFIGURATOR, office=office)[1].get("/petugas/")

    assert figures_of(page) == {}
    assert "Daftar" in text_of(page)


def test_desk_of_is_what_the_board_is_made_for(office):
    officer = make_officer(Role.HEAD, office=office)
    board = dashboard.board_of(desk_of(officer), office, now=datetime.now(timezone.get_current_timezone()))

    assert (board.late, board.late_tomorrow, [figure.code for figure in board.strip][:2]) == (0, 0, ["late", "today"])
