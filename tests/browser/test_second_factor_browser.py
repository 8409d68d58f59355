"""The officers' second step in a real Chromium, under the strict content policy: passkeys, and codes without JavaScript."""

import base64
import re

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuthenticatorApp
from claims.services import second_factor
from tests.browser.people import DESK
from tests.builders import make_claim, make_office
from tests.claims.desk import step_url
from tests.claims.second_step import ACCOUNT, LOGIN, PASSWORD, make_app, make_officer_with_password

pytestmark = pytest.mark.django_db(transaction=True)
AUTHENTICATOR = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
AUTHENTICATOR |= {"isUserVerified": True, "automaticPresenceSimulation": True}


@pytest.fixture(autouse=True)
def required(settings):
    """As everywhere but in a demo."""
    settings.SECOND_FACTOR_REQUIRED, settings.FRESH_SIGN_IN_SECONDS = True, 600


@pytest.fixture
def officer(live_server):
    return make_officer_with_password(Role.APPROVER, office=make_office())


class Fingerprint:
    """What makes passkeys in one browser: a finger that is always there."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        self.number = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def forget(self) -> None:
        self.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": self.number})


@pytest.fixture
def laptop(new_context) -> Page:
    """A browser on an officer's screen."""
    page = new_context().new_page()
    page.set_viewport_size(DESK)
    return page


@pytest.fixture(autouse=True)
def fingerprint(laptop) -> Fingerprint:
    return Fingerprint(laptop)


def enter(page: Page, username: str) -> None:
    page.goto(LOGIN)
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def go_out(page: Page) -> None:
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.get_by_role("heading", name="Anda sudah keluar").wait_for()


def at_home(page: Page) -> None:
    page.wait_for_url(re.compile("/petugas/$"))
    expect(page.get_by_role("heading", name=re.compile("^Dasbor"))).to_be_visible()


def set_up_passkey(page: Page, username: str) -> None:
    enter(page, username)
    page.get_by_role("button", name="Pasang passkey").click()
    page.get_by_role("heading", name="Simpan kode cadangan Anda").wait_for()


def test_officer_sets_up_a_passkey_and_signs_in_with_it(laptop, officer, axe):
    enter(laptop, officer.username)
    expect(laptop.get_by_role("heading", name="Pasang langkah kedua")).to_be_visible()
    axe(laptop)
    laptop.get_by_role("button", name="Pasang passkey").click()
    expect(laptop.locator(".codes-list code")).to_have_count(10)
    axe(laptop)
    laptop.get_by_role("button", name="Sudah saya simpan").click()
    at_home(laptop)
    go_out(laptop)

    enter(laptop, officer.username)
    expect(laptop.get_by_role("heading", name=re.compile("^Buktikan ini Anda"))).to_be_visible()
    axe(laptop)
    laptop.get_by_role("button", name="Pakai passkey").click()
    at_home(laptop)

    laptop.goto(ACCOUNT)
    expect(laptop.get_by_role("table").first).to_contain_text("Chrome di Linux")
    axe(laptop)
    assert [passkey.sign_count > 0 for passkey in second_factor.devices_of(officer).passkeys] == [True]


def test_passkey_of_somebody_else_opens_nothing(laptop, officer):
    """B7: the fingerprint fits the laptop, not the account."""
    set_up_passkey(laptop, officer.username)
    laptop.get_by_role("button", name="Sudah saya simpan").click()
    at_home(laptop)
    go_out(laptop)
    other = make_officer_with_password()
    make_app(other)
    second_factor.KINDS["passkey"].objects.filter(user=officer).update(user=other)
    key = second_factor.devices_of(other).passkeys[0]

    enter(laptop, other.username)
    second_factor.KINDS["passkey"].objects.filter(pk=key.pk).update(user=officer)
    laptop.get_by_role("button", name="Pakai passkey").click()

    expect(laptop.get_by_role("alert").filter(has_text="Passkey belum terbaca.").first).to_be_visible()
    laptop.goto("/petugas/")
    expect(laptop.get_by_role("heading", name=re.compile("^Buktikan ini Anda"))).to_be_visible()


def test_passkey_that_is_not_there_leaves_the_code(laptop, officer, fingerprint):
    """The word stands beside the button, and the page goes on without a reload."""
    set_up_passkey(laptop, officer.username)
    code = laptop.locator(".codes-list code").first.inner_text()
    laptop.get_by_role("button", name="Sudah saya simpan").click()
    at_home(laptop)
    go_out(laptop)
    enter(laptop, officer.username)
    fingerprint.forget()

    laptop.get_by_role("button", name="Pakai passkey").click()
    expect(laptop.get_by_text("Passkey belum terbaca. Coba sekali lagi, atau pakai kode.")).to_be_visible(timeout=15_000)
    laptop.get_by_label("Kode dari aplikasi, atau kode cadangan").fill(code)
    laptop.get_by_role("button", name="Masuk dengan kode").click()

    at_home(laptop)
    expect(laptop.get_by_text("Kode cadangan Anda tinggal 9.")).to_be_visible()


def test_decision_is_proved_with_the_passkey_and_keeps_what_was_written(laptop, officer, settings, axe):
    claim = make_claim(
        ClaimStatus.AWAITING_APPROVAL, office=officer.officer.office, verifier=make_officer_with_password(), proposal="bayar"
    )
    set_up_passkey(laptop, officer.username)
    laptop.goto(step_url(claim, "approve"))
    laptop.locator("[name=catatan]").first.fill("Sesuai dengan berkas.")
    settings.FRESH_SIGN_IN_SECONDS = -1
    laptop.locator("form button[type=submit].btn-primary").first.click()
    expect(laptop.get_by_role("heading", name="Masukkan kata sandi sekali lagi")).to_be_visible()
    axe(laptop)

    laptop.get_by_role("button", name="Pakai passkey").click()
    laptop.wait_for_url(re.compile("/change/"))

    claim.refresh_from_db()
    assert (claim.status, claim.events.get().note) == (ClaimStatus.APPROVED, "Sesuai dengan berkas.")


def test_app_and_recovery_codes_work_without_javascript(page_without_js, officer, watch):
    """Everything but the passkey."""
    page = page_without_js
    page.set_viewport_size(DESK)
    enter(page, officer.username)
    expect(page.get_by_role("button", name="Pasang passkey")).to_be_hidden()
    page.get_by_role("link", name="Pasang aplikasi kode").click()
    secret = base64.b32decode(page.locator(".secret__letters").inner_text().replace(" ", ""))
    page.get_by_label("Kode 6 angka yang tampil di aplikasi").fill(f"{TOTP(secret).token():06d}")
    page.get_by_role("button", name="Pasang", exact=True).click()
    recovery = page.locator(".codes-list code").first.inner_text()
    page.get_by_role("button", name="Sudah saya simpan").click()
    at_home(page)
    go_out(page)

    AuthenticatorApp.objects.update(last_t=-1)
    for code in (f"{TOTP(secret).token():06d}", recovery):
        enter(page, officer.username)
        page.get_by_label("Kode dari aplikasi, atau kode cadangan").fill(code)
        page.get_by_role("button", name="Masuk dengan kode").click()
        at_home(page)
        go_out(page)


@pytest.mark.answers(403)
def test_what_was_written_can_be_copied_when_the_session_is_over(laptop, officer, settings, axe):
    settings.SECOND_FACTOR_REQUIRED = False
    claim = make_claim(
        ClaimStatus.AWAITING_APPROVAL, office=officer.officer.office, verifier=make_officer_with_password(), proposal="bayar"
    )
    enter(laptop, officer.username)
    laptop.goto(step_url(claim, "approve"))
    laptop.locator("[name=catatan]").first.fill("Saldo dan rekening sudah cocok.")
    laptop.context.clear_cookies(name="sesi")

    laptop.locator("form button[type=submit].btn-primary").first.click()

    expect(laptop.get_by_role("blockquote")).to_have_text("Saldo dan rekening sudah cocok.")
    axe(laptop)
    laptop.get_by_role("link", name="Masuk lagi").click()
    expect(laptop.locator("[name=next]")).to_have_value(step_url(claim, "approve"))
