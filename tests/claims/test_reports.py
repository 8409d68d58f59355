"""Reports month by month: of the offices within reach, for those who oversee, on screen and as a table."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.utils import timezone
from lxml import html

from claims.domain.workflow import Role
from claims.models import AuditEntry, OfficeMonth, Officer
from tests.builders import make_office
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
PAGE, DOWNLOAD = "/petugas/laporan/", "/petugas/laporan/unduh/"


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def make_month(office, month=None, **facts) -> OfficeMonth:
    usual = {"filed": 150, "paid": 100, "paid_in_time": 80, "rejected": 25, "ended_after_return": 30, "days_to_pay": {"3": 50, "4": 50}}
    usual |= {"gross_amount": 1_200_000_000, "tax_amount": 60_000_000, "return_reasons": {"BURAM": 4, "TERPOTONG": 7}}
    return OfficeMonth.objects.create(office=office, month=month or this_month(), **usual | facts)


def rows_of(page) -> list[list[list[str]]]:
    tables = html.fromstring(page.content.decode()).xpath("//section[@aria-labelledby='h-klaim' or @aria-labelledby='h-uang']//tbody")
    return [[[" ".join(cell.text_content().split()) for cell in row] for row in table] for table in tables]


@pytest.fixture
def office():
    return make_office(name="Kantor Cabang Uji Satu")


def test_a_month_in_counts_shares_and_rupiah(office):
    make_month(office)
    claims, money = rows_of(seat(Role.HEAD, office=office)[1].get(PAGE))

    assert claims[0][1:] == ["150", "125", "100", "80%", "3,5", "24%", "20%"]
    assert money[0][1:] == ["Rp1.200.000.000", "Rp60.000.000", "Rp1.140.000.000", "Foto terpotong (7), Foto buram (4)"]


def test_the_running_month_is_named_and_months_stand_newest_first(office):
    for month in (date(2026, 1, 1), this_month(), date(2020, 1, 1)):
        make_month(office, month)
    claims, _ = rows_of(seat(Role.AUDITOR, office=office)[1].get(PAGE))

    assert len(claims) == 2
    assert claims[0][0].endswith("(berjalan)")


def test_offices_within_reach_can_be_asked_about_alone_and_together(office):
    near, far = make_office(code="dekat"), make_office(code="jauh")
    for each in (office, near, far):
        make_month(each)
    officer, browser = seat(Role.HEAD, office=office)
    Officer.objects.get(user=officer).other_offices.add(near)

    filed = {wanted: rows_of(browser.get(PAGE, {"kantor": wanted}))[0][0][1] for wanted in ("", "dekat", "semua", "jauh")}

    assert filed == {"": "150", "dekat": "150", "semua": "300", "jauh": "150"}
    assert "Laporan Kantor Cabang Uji Satu" in browser.get(PAGE, {"kantor": "jauh"}).content.decode()


@pytest.mark.parametrize("role", [Role.COUNTER, Role.VERIFIER, Role.APPROVER, Role.PAYER, Role.CONFIGURATOR])
def test_others_see_no_report(office, role):
    browser = seat(role, office=office)[1]

    assert (browser.get(PAGE).status_code, browser.post(DOWNLOAD, {"bentuk": "csv"}).status_code) == (403, 403)


def test_the_report_asks_as_little_whatever_there_is_to_add_up(office, django_assert_max_num_queries):
    """P2"""
    for month in range(1, 10):
        make_month(office, date(2026, month, 1))
    browser = seat(Role.HEAD, office=office)[1]
    browser.get(PAGE)
    with django_assert_max_num_queries(6):
        browser.get(PAGE)


def test_without_figures_the_report_says_so(office):
    assert "Belum ada angka untuk kantor ini." in seat(Role.HEAD, office=office)[1].get(PAGE).content.decode()


def test_a_download_has_the_same_figures_and_is_audited(office):
    office.name = "=HYPERLINK(1)"
    office.save()
    make_month(office)
    officer, browser = seat(Role.HEAD, office=office)
    sent = {kind: browser.post(DOWNLOAD, {"bentuk": kind, "kantor": ""}).getvalue() for kind in ("csv", "xlsx")}
    table = list(csv.reader(io.StringIO(sent["csv"].decode("utf-8-sig"))))
    sheet = list(openpyxl.load_workbook(io.BytesIO(sent["xlsx"])).active.values)

    expected = ["150", "125", "100", "80", "3,5", "30", "25", "1200000000", "60000000", "1140000000", "Foto terpotong (7), Foto buram (4)"]
    assert table[1] == [this_month().isoformat(), "'=HYPERLINK(1)", *expected]
    assert [str(cell) for cell in sheet[1][2:]] == expected
    assert list(AuditEntry.objects.filter(kind="export").order_by("number").values_list("user_id", "object", "details")) == [
        (officer.pk, f"report {kind}", {"rows": 1, "offices": [office.code]}) for kind in ("csv", "xlsx")
    ]


@pytest.mark.parametrize("kind", ["", "pdf"])
def test_a_forged_form_of_download_is_not_found(office, kind):
    assert seat(Role.HEAD, office=office)[1].post(DOWNLOAD, {"bentuk": kind}).status_code == 404
    assert AuditEntry.objects.filter(kind="export").count() == 0


def test_looking_at_the_address_of_a_download_leads_to_the_page(office):
    assert seat(Role.HEAD, office=office)[1].get(DOWNLOAD)["Location"] == PAGE
