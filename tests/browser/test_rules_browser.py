"""Admin Konfigurasi in a real Chromium at 1280 × 720: strict policy, Django's own date field, files in and out, axe clean."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from claims.domain.workflow import Role
from claims.models import LimitRule, MessageText, ReasonRule
from tests.builders import make_office, make_officer

pytestmark = [pytest.mark.browser_context_args(viewport={"width": 1280, "height": 720})]


@pytest.fixture
def desk(context, live_server):
    """A page in which Admin Konfigurasi is signed in."""
    client = Client()
    client.force_login(make_officer(Role.CONFIGURATOR, office=make_office()))
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "domain": "localhost", "path": "/"}])
    return context.new_page()


def test_a_rule_is_amended_from_its_page_and_the_old_row_says_when_it_ends(desk):
    reason = ReasonRule.objects.get(code="RESIGN")

    desk.goto(reverse("admin:claims_reasonrule_change", args=[reason.pk]))
    desk.get_by_role("link", name="Ubah mulai tanggal baru").click()
    desk.get_by_label("Nama resmi").fill("Mengundurkan diri dari pekerjaan")
    desk.get_by_role("button", name="Simpan").click()

    expect(desk.get_by_text(re.compile("Baris sebelumnya berlaku sampai"))).to_be_visible()
    expect(desk.locator("#result_list")).to_contain_text("Mengundurkan diri dari pekerjaan")


def test_a_file_is_looked_at_refused_row_by_row_corrected_and_saved(desk, tmp_path):
    wrong, right = tmp_path / "salah.csv", tmp_path / "benar.csv"
    head = "batas,nilai,berlaku mulai,berlaku sampai\n"
    wrong.write_text(f"{head}idle_working_days,tiga,2099-01-01,\n")
    right.write_text(f"{head}idle_working_days,3,2099-01-01,\n")

    desk.goto(reverse("admin:claims_limitrule_import"))
    for file in (wrong, right):
        desk.get_by_label("Berkas CSV atau XLSX").set_input_files(file)
        desk.get_by_role("button", name="Lihat pratinjau").click()
        expect(desk.get_by_text("Belum ada yang disimpan")).to_be_visible()
    desk.get_by_role("button", name="Simpan 1 baris").click()

    expect(desk.get_by_text("Impor selesai: 1 baris baru, 0 baris berubah.")).to_be_visible()
    assert LimitRule.objects.get(code="idle_working_days", valid_to=None).value == 3


def test_a_message_is_written_looked_at_and_brought_back(desk):
    desk.goto(reverse("admin:claims_messagetext_page", args=["paid", "email"]))
    desk.get_by_label("Isi").fill("Uang sudah ditransfer bank.")
    desk.get_by_role("button", name="Lihat pratinjau").click()
    expect(desk.get_by_role("heading", name="Pratinjau teks baru, belum dipakai")).to_be_visible()
    desk.get_by_role("button", name="Simpan dan pakai").click()
    desk.get_by_role("button", name="Kembalikan ke bawaan").click()

    expect(desk.get_by_text("Teks bawaan dipakai lagi mulai sekarang.")).to_be_visible()
    assert MessageText.objects.count() == 2


PAGES = (
    "admin:index",
    "admin:configuration",
    "admin:claims_reasonrule_changelist",
    "admin:claims_requirementrule_changelist",
    "admin:claims_paperrule_changelist",
    "admin:claims_codedreasonrule_changelist",
    "admin:claims_limitrule_changelist",
    "admin:claims_holiday_changelist",
    "admin:claims_office_changelist",
    "admin:claims_messagetext_changelist",
    "admin:claims_reasonrule_import",
    "admin:claims_reasonrule_export",
)
FORMS = ("admin:claims_reasonrule_add", "admin:claims_codedreasonrule_add", "admin:claims_paperrule_add", "admin:claims_holiday_add")
"""Where Django's date field draws its calendar; axe itself would break the policy there."""


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_rule_keeps_the_policy(desk, name):
    desk.goto(reverse(name))

    expect(desk.get_by_role("button", name="Simpan", exact=True)).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_configuration_is_clean_at_1280(desk, axe, name):
    desk.goto(reverse(name))

    axe(desk)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 1280
