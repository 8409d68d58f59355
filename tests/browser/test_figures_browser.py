"""Dashboard, reports, messages, late claims and the public figures in a real Chromium: strict policy, axe clean, no sideways scrolling."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Notification, OfficeDay, OfficeMonth
from claims.services import escalating
from tests.builders import make_claim, make_office, make_officer

DESK, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 740}
S = ClaimStatus
FIGURES = {"filed": 120, "paid": 100, "paid_in_time": 80, "rejected": 20, "ended_after_return": 30, "gross_amount": 1_200_000_000}
TABLES = {"days_to_pay": {"3": 80, "7": 20}, "return_reasons": {"BURAM": 12, "TERPOTONG": 40, "PAKLARING_TANPA_TTD_CAP": 11}}


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def office(live_server):
    """An office with a past, a late claim, and a message that failed."""
    office, now = make_office(), timezone.now()
    today = timezone.localdate()
    for back in range(45):
        facts = {name: value // 10 for name, value in FIGURES.items()}
        OfficeDay.objects.create(office=office, day=today - timedelta(days=back), computed_at=now, **facts, **TABLES)
    for month in {(today - timedelta(days=back)).replace(day=1) for back in range(200)}:
        OfficeMonth.objects.create(office=office, month=month, **FIGURES, **TABLES)
    holder = make_officer(Role.VERIFIER, office=office)
    for status, days in ((S.APPROVED, -2), (S.SUBMITTED, -1), (S.IN_REVIEW, 0), (S.AWAITING_APPROVAL, 3)):
        facts = {"holder": holder} if status == S.IN_REVIEW else {}
        claim = make_claim(status, office=office, due_on=today + timedelta(days=days), slots=(), **facts)
    Notification.objects.create(
        key="k", claim=claim, office=office, kind="approved", recipient="budi@contoh.test", body="x", state="failed", attempts=12,
        last_error="server refused: 550", next_try_at=now, created_at=now,
    )  # fmt: skip
    make_officer(Role.HEAD, office=office, username="kepala-uji")
    escalating.escalate(now)
    return office


@pytest.fixture
def page(new_context, office):
    """A browser in which the head of the office is signed in."""
    client = Client()
    client.force_login(office.officers.get(user__username="kepala-uji").user)
    context = new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "domain": "localhost", "path": "/"}])
    return context.new_page()


def scrolls_sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "address",
    [
        "/petugas/",
        "/petugas/laporan/",
        "/petugas/claims/notification/",
        "/petugas/claims/notification/kirim-ulang/",
        "/petugas/claims/escalation/",
    ],
)
def test_page_of_the_head_is_clean(page, axe, address, screen):
    page.set_viewport_size(screen)
    page.goto(address)

    axe(page)
    assert not scrolls_sideways(page) or screen == PHONE


def test_dashboard_never_scrolls_sideways(page):
    page.set_viewport_size(PHONE)
    page.goto("/petugas/")

    assert not scrolls_sideways(page)


def test_head_goes_from_what_is_late_to_a_written_follow_up(page, axe):
    page.goto("/petugas/")
    page.get_by_role("link", name="Tulis tindak lanjut").first.click()
    axe(page)
    page.get_by_role("button", name="Simpan tindak lanjut").click()
    expect(page.get_by_text("Tulis apa yang sudah diatur.")).to_be_visible()
    page.get_by_label("Tindak lanjut").fill("Dibagikan ke tim sore.")
    page.get_by_role("button", name="Simpan tindak lanjut").click()

    expect(page.get_by_role("cell", name="Dibagikan ke tim sore.")).to_be_visible()


def test_charts_unfold_their_table(page):
    page.goto("/petugas/")
    card = page.locator("section", has=page.get_by_role("heading", name="Umur klaim yang berjalan"))
    card.get_by_text("Lihat sebagai tabel").click()

    assert card.get_by_role("row", name="Lewat batas 2").is_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_public_figures_are_clean_without_script(page_without_js, office, screen):
    page_without_js.set_viewport_size(screen)
    page_without_js.goto("/kinerja/")
    page_without_js.get_by_label("Kantor").select_option(office.code)
    page_without_js.get_by_role("button", name="Tampilkan").click()

    assert f"kantor={office.code}" in page_without_js.url
    assert not scrolls_sideways(page_without_js)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_public_figures_pass_axe(new_context, office, axe, screen):
    page = new_context().new_page()
    page.set_viewport_size(screen)
    page.goto("/kinerja/")

    axe(page)
    assert not scrolls_sideways(page)
