"""The call list of an office in a real Chromium at 1280 × 720: from the list to what came of a call, axe clean on the way."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus, Role
from claims.models import Call, Notification
from claims.services import outbox
from claims.services.outbox import Parcel
from tests.builders import make_claim, make_membership, make_office, make_participant
from tests.claims.desk import seat

pytestmark = [pytest.mark.browser_context_args(viewport={"width": 1280, "height": 720})]
PHONE = "+6281234567890"


@pytest.fixture
def message(live_server) -> Notification:
    """A message that somebody at the office must read to Siti."""
    office, now = make_office(), timezone.now()
    person = make_participant(name="Siti Aminah", phone=PHONE)
    claim = make_claim(ClaimStatus.APPROVED, membership=make_membership(person), office=office, slots=(), phone=PHONE)
    parcel = Parcel("telephone", PHONE, "", f"Siti, klaim {claim.number}: disetujui.")
    outbox.put("approved", str(claim.pk), [parcel], now=now, claim=claim, participant=person, office=office)
    return Notification.objects.get(claim=claim)


@pytest.fixture
def desk(context, message) -> Page:
    """A page in which Loket of that office is signed in."""
    key = seat(Role.COUNTER, office=message.office)[1].session.session_key
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "domain": "localhost", "path": "/"}])
    return context.new_page()


def looked_at(page: Page, axe) -> None:
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_call_is_made_written_down_and_made_again(desk, message, axe):
    desk.goto("/petugas/telepon/")
    looked_at(desk, axe)
    assert [each for each in ("Aminah", "81234567890") if each in desk.content()] == []

    desk.locator("#result_list").get_by_role("link", name="Disetujui").click()
    looked_at(desk, axe)
    desk.get_by_role("button", name="Tampilkan nama dan nomor").click()
    expect(desk.get_by_text("Siti Aminah")).to_be_visible()
    looked_at(desk, axe)

    desk.get_by_role("button", name="Catat hasil").click()
    expect(desk.get_by_role("heading", name="Hasil belum tercatat")).to_be_visible()
    looked_at(desk, axe)
    desk.get_by_label("Tidak diangkat").check()
    desk.get_by_role("button", name="Catat hasil").click()
    expect(desk.get_by_text("Tercatat: tidak diangkat.")).to_be_visible()
    looked_at(desk, axe)

    desk.locator("#result_list").get_by_role("link", name="Disetujui").click()
    expect(desk.get_by_role("heading", name="Sudah dicoba")).to_be_visible()
    looked_at(desk, axe)
    desk.get_by_label(dict(Call.OUTCOMES)[Call.REACHED]).check()
    desk.get_by_role("button", name="Catat hasil").click()

    expect(desk.get_by_text("Tidak ada yang perlu ditelepon sekarang.")).to_be_visible()
    message.refresh_from_db()
    assert (message.state, [call.outcome for call in message.calls.order_by("at")]) == ("delivered", [Call.UNANSWERED, Call.REACHED])


def test_who_asks_for_another_time_is_rung_then(desk, message):
    desk.goto(f"/petugas/telepon/{message.pk}/")
    desk.get_by_label(dict(Call.OUTCOMES)[Call.LATER]).check()
    desk.get_by_role("button", name="Catat hasil").click()
    expect(desk.locator("#id_lagi_error")).to_have_text("Tulis hari dan jam peserta minta ditelepon lagi.")

    tomorrow = timezone.localtime() + timedelta(days=1)
    desk.get_by_label("Telepon lagi pada").fill(f"{tomorrow:%Y-%m-%dT10:30}")
    desk.get_by_role("button", name="Catat hasil").click()

    expect(desk.get_by_text("Tercatat: ditelepon lagi pada waktu yang diminta.")).to_be_visible()
    message.refresh_from_db()
    assert f"{timezone.localtime(message.next_try_at):%Y-%m-%d %H:%M}" == f"{tomorrow:%Y-%m-%d} 10:30"
