"""The public page of figures: months that are over, small counts hidden, nothing invented."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from lxml import html

from claims.domain.publishing import Shown
from claims.models import OfficeMonth
from claims.services.performance import performance
from tests.builders import make_office
from tests.claims.past import wib

pytestmark = pytest.mark.django_db
NOW = wib(24)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
PAGE = "/kinerja/"


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def last_month() -> date:
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def make_month(office=None, month=OCTOBER, **facts) -> OfficeMonth:
    """Store a month in which 100 claims were paid, 90 of them in time, and 20 rejected."""
    usual = {"paid": 100, "paid_in_time": 80, "rejected": 20, "ended_after_return": 30, "days_to_pay": {"3": 80, "7": 20}}
    usual |= {"return_reasons": {"BURAM": 12, "TERPOTONG": 40, "NIK_BEDA": 9}}
    return OfficeMonth.objects.create(office=office or make_office(), month=month, **usual | facts)


def table_of(page) -> list[list[str]]:
    rows = html.fromstring(page.content.decode()).xpath("//table[contains(@class, 'by-month')]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_a_month_shows_what_it_came_to(client):
    make_month(month=last_month())
    page = client.get(PAGE)

    assert table_of(page)[0][1:] == ["120", "80%", "3 hari kerja", "25%", "17%"]
    assert "separuh klaim dibayar dalam 3 hari kerja atau kurang. Batasnya 5 hari kerja." in text_of(page)
    assert html.fromstring(page.content.decode()).xpath("//ol/li/text()") == ["Foto terpotong", "Foto buram"]


def test_the_month_that_still_grows_is_not_shown():
    """Whoever looks every day could see single claims arrive."""
    for month in (NOVEMBER, OCTOBER, date(2025, 11, 1), date(2025, 10, 1)):
        make_month(month=month)

    assert [each.month for each in performance(None, NOW).months] == [OCTOBER, date(2025, 11, 1)]


def test_without_figures_the_page_says_so(client):
    page = client.get(PAGE)

    assert (page.status_code, table_of(page)) == (200, [])
    assert "Belum ada angka. Angka tampil setelah satu bulan selesai." in text_of(page)


def test_small_counts_are_words(client):
    office = make_office(code="kecil")
    small = {"paid": 7, "paid_in_time": 5, "rejected": 1, "ended_after_return": 2, "days_to_pay": {"3": 7}, "return_reasons": {"BURAM": 9}}
    make_month(office, last_month(), **small)
    for _ in range(3):
        make_month(month=last_month())
    page = client.get(PAGE, {"kantor": "kecil"})

    assert table_of(page)[0][1:] == ["kurang dari 10", "kurang dari 10", "tidak tampil", "kurang dari 10", "kurang dari 10"]
    assert "Tiap alasan kurang dari 10 kali." in text_of(page)
    assert f"kurang dari 10 klaim dibayar di {office.name}" in text_of(page)


def test_a_hidden_count_cannot_be_got_by_subtraction():
    """From everything on every page of a month, the small office's counts could be anything from nought to nine."""
    small = {"paid": 4, "paid_in_time": 3, "rejected": 1, "ended_after_return": 2}
    sizes = {"small": small, "middle": {"paid": 60, "rejected": 20}, "large": {"paid": 300, "paid_in_time": 250, "rejected": 40}}
    offices = {name: make_month(**facts).office for name, facts in sizes.items()}
    pages = {name: performance(office, NOW).latest for name, office in offices.items()}
    whole = performance(None, NOW).latest

    assert {name: page.ended.shown for name, page in pages.items()} == {"small": Shown.FEW, "middle": Shown.COVERED, "large": Shown.OPEN}
    assert (whole.ended.value, pages["large"].ended.value) == (425, 340)
    assert all(page.in_time.value is None and page.rejected.value is None for page in (pages["small"], pages["middle"]))


def test_nearly_all_in_time_does_not_tell_how_many_were_late(client):
    office = make_office(code="cepat")
    make_month(office, last_month(), paid_in_time=97)
    for _ in range(3):
        make_month(month=last_month())

    assert table_of(client.get(PAGE, {"kantor": "cepat"}))[0][2] == "semua, kecuali kurang dari 10"


def test_an_office_without_a_month_among_others_shows_that_it_is_few(client):
    make_office(code="baru")
    make_month(month=last_month())

    assert table_of(client.get(PAGE, {"kantor": "baru"}))[0][1] == "kurang dari 10"


def test_an_unknown_office_is_told_beside_the_field(client):
    make_month(month=last_month())
    page = client.get(PAGE, {"kantor": "atlantis"})

    assert page.status_code == 200
    assert "Kantor itu tidak ada dalam daftar. Pilih lagi." in text_of(page)
    assert html.fromstring(page.content.decode()).xpath("//select/@aria-invalid") == ["true"]


@pytest.mark.parametrize("offices", [1, 6])
def test_the_page_costs_two_queries_whatever_the_number_of_offices(client, offices, django_assert_num_queries):
    """P2"""
    for _ in range(offices):
        office = make_office()
        for month in range(1, 10):
            make_month(office, date(2026, month, 1))
    with django_assert_num_queries(2):
        client.get(PAGE)
    with django_assert_num_queries(1):  # The offices to choose from.
        client.get(PAGE)


def test_footer_and_help_lead_there(client):
    assert f'href="{PAGE}"' in client.get("/bantuan/").content.decode()
    assert client.get("/bantuan/").content.decode().count(f'href="{PAGE}"') == 2
