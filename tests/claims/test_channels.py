"""Every notice on every channel: short where it must be, bold where it may be, and never more told than in the e-mail."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from claims.domain.numbers import mask_claim_number
from claims.domain.sms import sms_size
from claims.domain.workflow import TRANSITIONS, ClaimStatus
from claims.models import DocumentVersion, SlotState
from claims.services.composing import EMAIL, ENDINGS, SMS, WHATSAPP, compose, render_everywhere, render_notice
from tests.builders import make_claim, make_membership, make_participant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FOLDER = Path(settings.BASE_DIR) / "templates" / "messages"
OF_CLAIMS = sorted({t.notice for t in TRANSITIONS if t.notice} | {"correction_reminder", "draft_expiring", "account_changed"})
OF_PEOPLE = {
    "sign_in_code": {"name": "Budi", "code": "123 456"},
    "contact_code": {"name": "Budi", "code": "123 456", "office": "Kantor Cabang Bandung Soekarno Hatta"},
    "own_code": {"name": "Budi", "code": "123 456", "purpose": "contact"},
    "counter_code": {"name": "Budi", "code": "123 456", "office": "Kantor Cabang Bandung Soekarno Hatta"},
    "own_contact_changed": {"name": "Budi", "changed": "Nomor HP", "day": NOW, "until": NOW, "check_code": "7KQ2-M9XD"},
    "data_answered": {"name": "Budi"},
    "own_contact_undone": {"name": "Budi", "now": NOW},
    "contact_changed": {
        "name": "Budi",
        "changed": "Email dan nomor HP",
        "office": "Kantor Cabang Bandung Soekarno Hatta",
        "now": NOW,
        "zone": "Asia/Jakarta",
    },
}


@pytest.fixture
def claim():
    """A claim of somebody with a long name that asks for everything again."""
    person = make_participant(name="Muhammad Nur’aini Ibáñez")
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL, membership=make_membership(person), due_on=date(2026, 11, 27))
    DocumentVersion.objects.filter(document__claim=claim).update(verdict="rejected", reasons=["BURAM", "TERPOTONG"])
    claim.documents.update(state=SlotState.REJECTED)
    return claim


def on(channel, notice, claim):
    return render_notice(notice, claim, now=NOW, channel=channel, closing=date(2026, 12, 1))


def test_every_notice_to_a_participant_has_its_words_for_every_channel():
    endings = {"subject", *ENDINGS.values()}
    wanted = {f"{notice}.{ending}" for notice in (*OF_CLAIMS, *OF_PEOPLE) for ending in endings}

    assert wanted - {path.name for path in FOLDER.iterdir()} == set()


@pytest.mark.parametrize("notice", OF_CLAIMS)
def test_sms_fits_two_parts_on_one_line_and_says_which_claim(notice, claim, settings):
    """With a name that would halve it, every paper asked again and a long address of the portal."""
    settings.PUBLIC_URL = "https://portal-jht.kantor-layanan-priangan.example"
    text = on(SMS, notice, claim).body
    size = sms_size(text)

    assert (size.alphabet, size.parts <= 2, "\n" in text) == ("GSM-7", True, False)
    assert (text.startswith("Muhammad, klaim "), mask_claim_number(claim.number) in text, "Kode cek XXXX-XXXX." in text) == (True,) * 3


@pytest.mark.parametrize("notice", OF_PEOPLE)
def test_sms_about_a_person_fits_two_parts(notice):
    assert sms_size(compose(notice, OF_PEOPLE[notice], SMS).body).parts <= 2


@pytest.mark.parametrize("channel", [SMS, WHATSAPP])
@pytest.mark.parametrize("notice", OF_CLAIMS)
def test_no_channel_tells_a_number_an_amount_or_a_link(notice, channel, claim):
    """A4, A5."""
    told = on(channel, notice, claim).body
    private = [claim.participant.nik, claim.membership.kpj, claim.account_number, claim.participant.phone, claim.number, "12.000.000", "Rp"]

    assert [each for each in [*private, "http", "/masuk", "{{", "{%", "<"] if each in told] == []


def test_whatsapp_names_every_paper_with_its_reasons_and_the_last_day_in_bold(claim):
    told = on(WHATSAPP, "correction_requested", claim).body

    assert "*7 dokumen perlu diganti*, paling lambat *Jumat, 4 Desember 2026*." in told
    assert "• *Kartu Keluarga*: Foto buram, Foto terpotong." in told


def test_sms_of_a_correction_says_how_many_papers_and_until_when(claim):
    number = mask_claim_number(claim.number)
    host = settings.PUBLIC_URL.partition("://")[2]

    assert on(SMS, "correction_requested", claim).body == (
        f"Muhammad, klaim {number}: 7 dokumen perlu diganti paling lambat 4 Desember 2026. "
        f"Ketik {host} di peramban, pilih Masuk. Kode cek XXXX-XXXX."
    )


def test_preview_on_every_channel_is_what_each_would_carry(claim):
    everywhere = render_everywhere("correction_requested", claim, now=NOW)

    assert everywhere == {channel: on(channel, "correction_requested", claim) for channel in (EMAIL, SMS, WHATSAPP)}
