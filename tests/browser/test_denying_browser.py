""" "Bukan saya" on a phone: with the code of a message, and while signed in; with and without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.domain.workflow import ClaimStatus
from claims.models import ClaimHold
from claims.services.issuing import issue_code
from tests.browser.people import newest_code, press, sign_in
from tests.builders import make_claim, make_membership


@pytest.fixture
def claim(transactional_db):
    return make_claim(ClaimStatus.SUBMITTED, membership=make_membership())


def look(page: Page, axe) -> None:
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_holds_a_claim_filed_in_their_name(new_context, claim, axe, javascript):
    page = new_context(java_script_enabled=javascript).new_page()
    page.goto("/bukan-saya/")
    press(page, "Lanjutkan")
    expect(page.get_by_role("alert")).to_contain_text("Kode cek belum diisi.")
    look(page, axe) if javascript else None
    page.get_by_label("Kode cek di pesan kami").fill(issue_code("message", claim, timezone.now()).code.lower().replace("-", " "))
    press(page, "Lanjutkan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Isi kode dari email")
    look(page, axe) if javascript else None
    inbox = page.context.new_page()
    code = newest_code(inbox)
    inbox.close()
    page.get_by_label("Kode 6 angka").fill(code)
    press(page, "Tahan klaim ini")
    expect(page.get_by_role("heading", level=1)).to_have_text("Klaim itu ditahan. Tidak ada uang yang dibayarkan.")
    look(page, axe) if javascript else None

    assert ClaimHold.objects.get().claim_id == claim.pk


def test_an_owner_who_is_signed_in_holds_the_claim(page: Page, claim, axe):
    sign_in(page, claim.membership.kpj, claim.participant.nik)
    page.goto(f"/jht/klaim/{claim.number}/")
    press(page, "Bukan saya yang mengajukan")
    look(page, axe)
    page.get_by_label("Ya, bukan saya yang mengajukan klaim ini.").check()
    press(page, "Tahan klaim ini")
    expect(page.get_by_role("heading", name="Klaim ini ditahan")).to_be_visible()
    look(page, axe)

    assert ClaimHold.objects.get().source == "signed_in"
