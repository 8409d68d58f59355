"""English words of every notice: whole, short, without what no message may say, and chosen by the person who reads them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from claims.domain.message_words import CHANNELS, ENGLISH, INDONESIAN, LANGUAGES, NOTICES, faults_of, first_text
from claims.domain.message_words_english import IN_ENGLISH
from claims.domain.numbers import mask_claim_number
from claims.domain.sms import sms_size
from claims.domain.workflow import TRANSITIONS, ClaimStatus, Role
from claims.models import DocumentVersion, IssuedCode, MessageText, Notification, SlotState
from claims.services import notifying
from claims.services.composing import EMAIL, ENDINGS, SMS, compose, notice_context
from claims.services.resending import kind_words
from jht_portal.lib.wording import say
from participants.models import Participant
from tests.builders import make_claim, make_membership, make_office, make_participant
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FOLDER = Path(settings.BASE_DIR) / "templates" / "messages"
FOR_OFFICERS = {"late_digest", "failure_digest", "claim_held", "data_asked"}
NOTICE_NAMES = sorted({path.stem for path in FOLDER.glob("*.subject")} - FOR_OFFICERS)
OF_CLAIMS = {t.notice for t in TRANSITIONS if t.notice} | {"correction_reminder", "draft_expiring", "account_changed"}
PLACE = {"office": "Kantor Cabang Bandung Soekarno Hatta", "address": "Jalan Soekarno Hatta 320", "day": date(2026, 11, 23)}
PLACE |= {"slot": "08.00–09.00", "zone": "Asia/Jakarta", "zone_name": "WIB"}
FACTS = {
    "code": "123 456",
    "purpose": "Klaim JHT",
    "changed": "email",
    "ticket": "A-012",
    "ahead": 3,
    "until": NOW,
    "reason": "Listrik padam",
    "old": PLACE,
    "now": NOW,
    "check_code": "AB12-CD34",
    "closing": date(2026, 12, 1),
    **PLACE,
}


@pytest.fixture
def claim():
    """A claim that asks for everything again, of somebody with a long name; its officer's note holds a number."""
    person = make_participant(name="Muhammad Nur’aini Ibáñez", language=ENGLISH)
    claim = make_claim(ClaimStatus.AWAITING_APPROVAL, membership=make_membership(person), due_on=date(2026, 11, 27))
    note = f"NIK {person.nik} terpotong"
    for version in DocumentVersion.objects.filter(document__claim=claim):
        version.verdict, version.reasons, version.note = "rejected", ["BURAM", "TERPOTONG"], note
        version.save(update_fields=["verdict", "reasons", "note"])
    claim.documents.update(state=SlotState.REJECTED)
    return claim


def written(notice, channel, claim, language=ENGLISH):
    told = notice_context(notice, claim, now=NOW) if notice in OF_CLAIMS else {"name": "Budi"}
    told |= {"day": NOW} if notice == "own_contact_changed" else {}  # A moment there, a day in the messages of the queue.
    return compose(notice, FACTS | told | {"check_code": "AB12-CD34"}, channel, language)


def test_every_notice_to_a_participant_has_english_words_for_every_channel():
    wanted = {f"{notice}.{ending}" for notice in NOTICE_NAMES for ending in ("subject", *ENDINGS.values())}

    assert set(NOTICE_NAMES) >= OF_CLAIMS
    assert wanted - {path.name for path in (FOLDER / "en").iterdir()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_shipped_text_tells_a_number_an_amount_or_a_link(language, claim):
    """A4, A5: on every channel, in both languages, with all of it at hand."""
    texts = {(notice, channel): "\n".join(written(notice, channel, claim, language)) for notice in NOTICE_NAMES for channel in CHANNELS}
    person = claim.participant
    private = [person.nik, claim.membership.kpj, claim.account_number, person.phone, person.email, claim.number, "Ibáñez", "12.000.000"]

    never = [*private, "Rp", "http", "/masuk", "{", "<"]
    assert [(where, each) for where, told in texts.items() for each in never if each in told] == []
    assert [where for where, told in texts.items() if "AB12-CD34" not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sms_is_one_line_of_at_most_two_parts(language, claim):
    texts = [written(notice, SMS, claim, language).body for notice in NOTICE_NAMES]

    assert [text for text in texts if "\n" in text or sms_size(text).parts > 2] == []


def test_no_indonesian_word_is_left_in_english(claim, settings):
    settings.OPERATOR_NAME, settings.OPERATOR_HOURS = "Operator", "8 to 5"
    texts = {(notice, channel): "\n".join(written(notice, channel, claim)).lower() for notice in NOTICE_NAMES for channel in CHANNELS}
    words = re.compile(r"\b(anda|klaim|sudah|kode|tidak|petugas|ketik|halo|jumat|senin|berlaku|foto|nomor|telepon|layanan)\b")

    service = FACTS["purpose"].lower()  # Its English stands in the catalogue, with the pages of the queue.
    assert [(where, found) for where, told in texts.items() if (found := set(words.findall(told.replace(service, ""))))] == []


def test_english_is_chosen_by_the_person_whatever_the_page_speaks(claim):
    for language in (INDONESIAN, ENGLISH):
        Participant.objects.filter(pk=claim.participant_id).update(language=language)
        claim.participant.refresh_from_db()
        with translation.override(ENGLISH if language == INDONESIAN else INDONESIAN):
            notifying.plan_reminder(claim, "approved", f"cause-{language}", now=NOW)

    rows = {row.language: row for row in Notification.objects.filter(kind="approved")}
    assert rows["id"].subject == "Klaim JHT Anda disetujui"
    assert "paling lambat Jumat, 27 November 2026." in rows["id"].body
    assert rows["en"].subject == "Your JHT claim is approved"
    assert "on Friday, 27 November 2026 at the latest." in rows["en"].body


def test_documents_are_named_in_english(claim):
    told = written("correction_requested", EMAIL, claim).body

    assert f"Claim number: {mask_claim_number(claim.number)}\n" in told
    assert "7 documents need to be replaced, by Friday, 4 December 2026 at the latest." in told
    assert "Family card (KK)\n   Blurred photo. " in told


@pytest.mark.parametrize("notice", NOTICES)
def test_the_english_text_to_begin_from_is_one_that_may_be_sent(notice):
    assert list(faults_of(notice, EMAIL, *first_text(notice, ENGLISH))) == []
    assert set(IN_ENGLISH) == set(NOTICES)


def test_officers_write_english_words_and_the_indonesian_ones_stay(claim):
    _, browser = seat(Role.CONFIGURATOR, office=make_office())
    before = written("paid", EMAIL, claim, INDONESIAN)
    page = f"{reverse('admin:claims_messagetext_page', args=['paid', 'email'])}?bahasa=en"
    begun = browser.get(page).context["form"]["isi"].value()

    said = {"judul": "The money is on its way", "isi": "The bank has it.", "bahasa": "en"}
    answer = browser.post(reverse("admin:claims_messagetext_save", args=["paid", "email"]), said)

    assert begun == IN_ENGLISH["paid"][1]
    assert answer["Location"] == page
    assert [(text.language, text.version) for text in MessageText.objects.all()] == [("en", 1)]
    assert written("paid", EMAIL, claim).subject == "The money is on its way"
    assert written("paid", EMAIL, claim).body.startswith("Hello Muhammad,\n\nThe bank has it.\n")
    assert written("paid", EMAIL, claim, INDONESIAN) == before

    browser.post(reverse("admin:claims_messagetext_go_back", args=["paid", "email"]), {"bahasa": "en"})
    assert written("paid", EMAIL, claim).subject == "Your JHT claim is paid"


# --- Check codes


def test_a_message_of_no_claim_carries_a_code_that_cek_knows(client):
    office = make_office()
    row = notifying.plan_for_contact(
        "queue_cancelled",
        channel=SMS,
        address="+628123456789",
        facts=PLACE | {"ticket": "A-012"},
        cause="x",
        now=timezone.now(),
        office=office,
    )
    issued = IssuedCode.objects.get()
    page = client.get(f"/cek/{issued.code}/").content.decode()

    assert row.body.endswith(f" Kode cek {issued.code}.")
    assert "<dt>Tentang</dt><dd>Nomor antrian dibatalkan</dd>" in page
    assert [each for each in ("A-012", "8123456789") if each in page] == []


def test_every_message_has_words_for_what_it_is_about():
    """They stand at /cek/ in both languages, and in the officers' list."""
    assert [notice for notice in [*NOTICE_NAMES, *FOR_OFFICERS] if kind_words(notice) == notice] == []
    with translation.override(ENGLISH):
        assert [notice for notice in NOTICE_NAMES if say(kind_words(notice)) == kind_words(notice)] == []


def test_the_same_cause_issues_one_code():
    for _ in range(2):
        notifying.plan_for_contact(
            "queue_cancelled", channel=SMS, address="+628123456789", facts=PLACE | {"ticket": "A-012"}, cause="x", now=timezone.now()
        )

    assert (IssuedCode.objects.count(), Notification.objects.count()) == (1, 1)


def test_codes_of_two_messages_about_one_claim_say_which_was_which(claim):
    for notice in ("approved", "account_changed", "approved"):
        notifying.plan_reminder(claim, notice, f"a-{notice}", now=NOW)

    assert sorted(IssuedCode.objects.values_list("notice", flat=True)) == ["account_changed", "approved"]
