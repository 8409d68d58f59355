"""The wizard through its pages: card and reason, data, office, check, receipt (issue 2 item 6, product.md section 6)."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from claims.domain.workflow import ClaimStatus
from claims.models import Claim, Office, SlotState
from claims.models.document import Document
from participants.domain.identifiers import written_phone
from participants.models import LedgerEntry
from tests.builders import SEVEN, make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.pdf_text import pdf_text

pytestmark = pytest.mark.django_db

TODAY = "2026-11-24 03:00"
START = "/klaim/baru/"
PAYOUT = {
    "email": "budi@example.test",
    "phone": "0812 3456 7890",
    "bank_code": "002",
    "account_number": "0123 4567 8901 234",
    "account_name": "Budi Santoso",
}
ALONE = {"ada_ahli_waris_lain": "tidak"}


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def budi():
    """Somebody who turned 57, with one card."""
    person = make_participant(name="Budi Santoso", birth_date=date(1969, 8, 15))
    make_membership(person, ended_on=None, end_reason="")
    return person


@pytest.fixture
def phone(budi):
    return signed_in_client(budi)


def card_of(person):
    return person.memberships.get()


def begin(client, person, reason="USIA_56"):
    """Choose the only card and a reason that asks for nothing else."""
    return client.post(START, {"kpj": str(card_of(person).pk), "sebab": reason})


def page(name, claim):
    return reverse(f"claims:{name}", args=[claim.number])


def fill_every_slot(claim):
    for document in claim.documents.all():
        document.state = SlotState.UPLOADED
        document.save()
        document.versions.create(number=1, created_at=claim.created_at)


def ready_draft(client, person):
    """A draft that lacks nothing but the declaration."""
    begin(client, person)
    claim = Claim.objects.get()
    client.post(page("data", claim), PAYOUT)
    fill_every_slot(claim)
    client.post(page("office", claim), {"kantor": make_office().code})
    claim.refresh_from_db()
    return claim


def mark_on(response):
    """The hidden mark of what the check page showed."""
    return response.context["mark"]


def warnings_on(response):
    return [warning for group in response.context["groups"] for warning in group.get("warnings", [])]


def send(client, claim, **fields):
    mark = mark_on(client.get(page("review", claim)))
    return client.post(page("review", claim), {"versi": mark, "pernyataan": "on"} | fields)


# --- Card and reason


def test_a_stranger_is_sent_to_sign_in_and_back(client):
    response = client.get(START)

    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=%2Fklaim%2Fbaru%2F")


def test_the_start_page_offers_eleven_reasons_in_their_official_order(phone):
    codes = [code for code, _ in phone.get(START).context["form"].fields["sebab"].choices]

    assert codes == [
        "USIA_56",
        "USIA_PKB",
        "PKWT",
        "BPU_BERHENTI",
        "RESIGN",
        "PHK",
        "TINGGALKAN_RI",
        "CACAT_TOTAL_TETAP",
        "MENINGGAL",
        "SEBAGIAN_10",
        "SEBAGIAN_30",
    ]


def test_the_start_page_shows_cards_masked(phone, budi):
    html = phone.get(START).content.decode()

    assert card_of(budi).kpj not in html
    assert f"{card_of(budi).kpj[0]}XXX XXXX {card_of(budi).kpj[-3:]}" in html


def test_choosing_card_and_reason_begins_a_draft_with_seven_slots(phone, budi):
    response = begin(phone, budi)

    claim = Claim.objects.get()
    assert (response.status_code, response["Location"]) == (303, page("data", claim))
    assert (claim.status, claim.reason, claim.policy, claim.participant) == ("draft", "USIA_56", "tujuh_dokumen", budi)
    assert tuple(claim.documents.values_list("slot", flat=True)) == SEVEN
    assert tuple(claim.documents.values_list("position", flat=True)) == (1, 2, 3, 4, 5, 6, 7)


def test_the_card_may_be_named_by_its_number_in_any_spacing(phone, budi):
    kpj = card_of(budi).kpj

    phone.post(START, {"kpj": f"{kpj[:4]} {kpj[4:7]}-{kpj[7:]}", "sebab": "USIA_56"})

    assert Claim.objects.get().membership == card_of(budi)


def test_another_persons_card_is_refused(phone):
    stranger = make_membership()

    response = phone.post(START, {"kpj": stranger.kpj, "sebab": "USIA_56"})

    assert response.context["form"].errors["kpj"] == ["Kartu (KPJ) ini bukan milik Anda. Pilih dari daftar."]
    assert Claim.objects.count() == 0


def test_nothing_chosen_is_told_beside_each_question(phone):
    response = phone.post(START, {})

    assert response.context["form"].errors == {"kpj": ["Pilih kartu (KPJ) yang diklaim."], "sebab": ["Pilih sebab klaim."]}
    assert 'aria-describedby="id_sebab_error"' in response.content.decode()


def test_only_what_the_rule_asks_is_asked_under_the_other_policy(phone, budi, settings):
    settings.REQUIREMENT_POLICY = "permenaker_4_2022"

    begin(phone, budi)

    assert list(Claim.objects.get().documents.values_list("slot", flat=True)) == ["kartu_peserta", "ktp"]


# --- Not yet


def test_who_is_too_young_is_told_the_day_before_any_upload(client):
    person = make_participant(birth_date=date(1990, 5, 12))
    make_membership(person)

    response = begin(signed_in_client(person), person)

    verdict = response.context["verdict"]
    assert (verdict.outcome, verdict.from_date) == ("belum_bisa", date(2046, 5, 13))
    assert "Klaim bisa diajukan mulai Minggu, 13 Mei 2046." in response.content.decode()
    assert Claim.objects.count() == 0


def test_who_is_still_active_gets_a_letter_for_the_employer(client):
    person = make_participant()
    make_membership(person, ended_on=None)

    response = begin(signed_in_client(person), person, "RESIGN")

    html = response.content.decode()
    assert "Contoh surat untuk bagian personalia" in html
    assert "Permenaker 4/2022 Pasal 8 dan 9" in html
    assert Claim.objects.count() == 0


def test_a_reason_that_needs_a_date_asks_for_it_on_the_next_page_and_puts_no_number_in_the_address(client):
    person = make_participant()
    card = make_membership(person)

    response = begin(signed_in_client(person), person, "PHK")

    assert (response.status_code, response["Location"]) == (303, f"/klaim/baru/fakta/?kartu={card.pk}&sebab=PHK")
    assert Claim.objects.count() == 0


def facts_page(person, reason):
    return f"/klaim/baru/fakta/?kartu={card_of(person).pk}&sebab={reason}"


def test_the_date_of_a_dismissal_is_kept(client):
    person = make_participant()
    make_membership(person)

    response = signed_in_client(person).post(facts_page(person, "PHK"), {"event_on": "2026-06-30"})

    claim = Claim.objects.get()
    assert response["Location"] == page("data", claim)
    assert (claim.reason, claim.event_on) == ("PHK", date(2026, 6, 30))


def test_a_month_that_has_not_passed_is_told_with_its_day(client):
    person = make_participant()
    make_membership(person, ended_on=date(2026, 10, 31))

    response = signed_in_client(person).post(facts_page(person, "RESIGN"), {"event_on": "31-10-2026"})

    assert response.context["verdict"].from_date == date(2026, 12, 1)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Isi tanggal PHK."),
        ("kemarin", "Tulis tanggal seperti 31-12-2026, atau pilih dari kalender."),
        ("2016-06-30", "Tanggal ini sebelum kepesertaan mulai (1 Januari 2018). Periksa tahunnya."),
        ("9999-06-30", "Tahun ini terlalu jauh. Periksa lagi."),
    ],
)
def test_a_date_that_cannot_be_is_told_beside_the_field(client, typed, error):
    person = make_participant()
    make_membership(person)

    response = signed_in_client(person).post(facts_page(person, "PHK"), {"event_on": typed})

    assert response.context["form"].errors == {"event_on": [error]}


def test_an_heir_says_who_they_are(client):
    person = make_participant(birth_date=date(1980, 1, 1))
    make_membership(person)
    stated = {
        "heir_name": "Sri Wahyuni",
        "heir_nik": "3273 0152 0392 0002",
        "heir_relation": "janda_duda",
        "event_on": "2026-10-01",
    } | ALONE

    signed_in_client(person).post(facts_page(person, "MENINGGAL"), stated)

    claim = Claim.objects.get()
    assert (claim.heir_name, claim.heir_nik, claim.heir_relation) == ("Sri Wahyuni", "3273015203920002", "janda_duda")
    assert "surat_ahli_waris" in claim.documents.values_list("slot", flat=True)


def test_a_citizen_who_leaves_for_good_goes_on_under_review(client):
    person = make_participant()
    make_membership(person)

    begin(signed_in_client(person), person, "TINGGALKAN_RI")

    claim = Claim.objects.get()
    assert claim.review_note.endswith("Untuk WNI, siapkan bukti pindah kewarganegaraan.")


def test_a_second_partial_claim_is_told_kindly_whatever_the_card(client):
    person = make_participant()
    make_claim(ClaimStatus.PAID, membership=make_membership(person, started_on=date(2001, 1, 1)), reason="SEBAGIAN_10")
    second = make_membership(person, started_on=date(2010, 1, 1))

    response = signed_in_client(person).post(START, {"kpj": str(second.pk), "sebab": "SEBAGIAN_10"})

    assert response.context["verdict"].explanation == (
        "Klaim sebagian hanya sekali seumur hidup, dan Anda sudah memakainya. Sisa saldo bisa diambil saat klaim penuh."
    )


def test_money_taken_before_our_time_is_looked_at_before_a_partial_claim(client):
    person = make_participant()
    card = make_membership(person, started_on=date(2001, 1, 1))
    LedgerEntry.objects.create(membership=card, booked_on=date(2019, 3, 1), kind="penarikan", amount=-1_000_000, row_key=b"1" * 16)

    begin(signed_in_client(person), person, "SEBAGIAN_10")

    assert Claim.objects.get().review_note.endswith("Ada penarikan lama di kartu Anda. Petugas memeriksa apakah itu klaim sebagian.")


# --- What is already there


def test_an_open_claim_is_shown_instead_of_a_second_one(phone, budi):
    running = make_claim(ClaimStatus.IN_REVIEW, membership=card_of(budi))

    response = begin(phone, budi)

    assert response.context["open_claim"] == running
    assert reverse("claims:claim", args=[running.number]) in response.content.decode()
    assert Claim.objects.count() == 1


def test_an_open_partial_claim_is_shown_as_itself_not_as_used_up(client):
    person = make_participant()
    card = make_membership(person, started_on=date(2001, 1, 1))
    running = make_claim(ClaimStatus.SUBMITTED, membership=card, reason="SEBAGIAN_10")

    response = begin(signed_in_client(person), person, "SEBAGIAN_10")

    assert response.context["open_claim"] == running


def test_choosing_again_resumes_the_draft(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    response = begin(phone, budi)

    assert (response["Location"], Claim.objects.count()) == (page("data", claim), 1)


def test_the_start_page_offers_the_draft_on_another_device(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    html = signed_in_client(budi).get(START).content.decode()

    assert f'href="{page("resume", claim)}"' in html


def test_another_reason_keeps_what_was_uploaded(client):
    person = make_participant(birth_date=date(1969, 8, 15))
    make_membership(person)
    browser = signed_in_client(person)
    browser.post(facts_page(person, "PHK"), {"event_on": "2026-06-30"})
    claim = Claim.objects.get()
    claim.documents.filter(slot="ktp").update(state=SlotState.UPLOADED)

    begin(browser, person, "USIA_56")

    claim.refresh_from_db()
    assert (claim.reason, claim.event_on) == ("USIA_56", None)
    assert claim.documents.get(slot="ktp").state == SlotState.UPLOADED


def test_a_paper_that_is_asked_no_more_is_kept_but_not_asked(client):
    person = make_participant(birth_date=date(1969, 8, 15))
    make_membership(person)
    browser = signed_in_client(person)
    heir = {"heir_name": "Sri", "heir_nik": "3273015203920002", "heir_relation": "anak", "event_on": "2026-10-01"} | ALONE
    browser.post(facts_page(person, "MENINGGAL"), heir)
    claim = Claim.objects.get()
    Document.objects.filter(claim=claim, slot="surat_ahli_waris").update(state=SlotState.UPLOADED)

    begin(browser, person, "USIA_56")

    left = dict(claim.documents.exclude(slot__in=SEVEN).values_list("slot", "required"))
    assert left == {"surat_ahli_waris": False}


def test_another_claimant_fills_in_their_own_account(client):
    person = make_participant(name="Hendra Gunawan", birth_date=date(1960, 8, 15))
    make_membership(person)
    browser = signed_in_client(person)
    begin(browser, person, "USIA_56")
    claim = Claim.objects.get()
    browser.post(page("data", claim), PAYOUT)
    heir = {"heir_name": "Sri", "heir_nik": "3273015203920002", "heir_relation": "anak", "event_on": "2026-10-01"} | ALONE

    response = browser.post(facts_page(person, "MENINGGAL"), heir)

    claim.refresh_from_db()
    assert response["Location"] == page("data", claim)
    assert (claim.account_number, claim.account_index, claim.data_saved_at) == ("", None, None)
    assert browser.get(page("data", claim)).context["form"].initial["account_name"] == "Sri"


def test_a_paper_that_is_asked_no_more_is_not_sent(phone, budi):
    claim = ready_draft(phone, budi)
    stray = Document.objects.create(claim=claim, slot="surat_ahli_waris", position=8, required=False, state=SlotState.UPLOADED)
    stray.versions.create(number=1, created_at=claim.created_at)

    send(phone, claim)

    assert tuple(claim.documents.values_list("slot", flat=True)) == SEVEN


def tax_read(browser: Client, claim: Claim) -> dict[str, str]:
    """Tick that the tax comparison was read, as the page shows it now."""
    return {"tax_warning_read": "on", "dilihat": browser.get(page("data", claim)).context["tax_notice"].mark}


def test_another_partial_claim_asks_to_read_the_tax_warning_again(client):
    person = make_participant()
    make_membership(person, started_on=date(2001, 1, 1))
    browser = signed_in_client(person)
    begin(browser, person, "SEBAGIAN_10")
    claim = Claim.objects.get()
    browser.post(page("data", claim), PAYOUT | tax_read(browser, claim))

    response = browser.post(facts_page(person, "SEBAGIAN_30"), {"housing": "tunai"})

    claim.refresh_from_db()
    assert response["Location"] == page("data", claim)
    assert (claim.tax_warning_read_at, claim.tax_warning) == (None, None)


# --- Data


def test_data_is_saved_and_leads_to_the_documents(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    response = phone.post(page("data", claim), PAYOUT)

    claim.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, page("documents", claim))
    assert (claim.phone, claim.account_number, claim.account_name) == ("+6281234567890", "012345678901234", "Budi Santoso")
    assert claim.phone_index and claim.account_index


def test_data_starts_from_what_is_known(phone, budi):
    begin(phone, budi)

    initial = phone.get(page("data", Claim.objects.get())).context["form"].initial

    assert initial == {"email": budi.email, "phone": written_phone(budi.phone), "account_name": "Budi Santoso", "tax_number": ""}


def test_wrong_data_is_told_beside_each_field_and_nothing_typed_is_lost(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    response = phone.post(page("data", claim), PAYOUT | {"phone": "022 555 0175", "account_number": "12a", "email": "budi@"})

    form = response.context["form"]
    assert form.errors == {
        "email": ["Alamat email belum lengkap. Contoh: nama@contoh.id."],
        "phone": ["Nomor HP mulai dengan 08 atau +62 8. Tulis nomor HP, bukan telepon rumah."],
        "account_number": ["Ada huruf atau tanda lain. Nomor rekening hanya berisi angka."],
    }
    assert 'value="022 555 0175"' in response.content.decode()
    claim.refresh_from_db()
    assert claim.data_saved_at is None


def test_a_name_with_line_breaks_and_signs_is_kept_on_one_line(phone, budi):
    """Safety D4."""
    begin(phone, budi)
    claim = Claim.objects.get()

    phone.post(page("data", claim), PAYOUT | {"account_name": " Budi\r\nSantoso\x1b[31m\u202e  李 "})

    claim.refresh_from_db()
    assert claim.account_name == "Budi Santoso[31m 李"


def test_what_is_far_too_long_is_told_in_words(phone, budi):
    begin(phone, budi)

    response = phone.post(page("data", Claim.objects.get()), PAYOUT | {"account_number": "1" * 61, "account_name": "B" * 101})

    assert response.context["form"].errors == {
        "account_number": ["Ini terlalu panjang. Paling banyak 60 angka."],
        "account_name": ["Ini terlalu panjang. Paling banyak 100 huruf."],
    }


def test_an_unusual_account_is_a_warning_not_a_wall(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    phone.post(page("data", claim), PAYOUT | {"account_number": "12345678", "account_name": "Siti Aminah"})
    claim.refresh_from_db()

    assert claim.data_saved_at is not None
    assert warnings_on(phone.get(page("review", claim))) == [
        "Rekening BRI biasanya 15 angka, yang ini 8. Periksa di buku rekening.",
        "Nama pemilik rekening berbeda dari nama Anda di data kami. Rekening harus atas nama Anda.",
    ]


def test_the_same_name_in_other_letters_is_no_warning(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()
    phone.post(page("data", claim), PAYOUT | {"account_name": "SANTOSO, BUDI"})

    assert warnings_on(phone.get(page("review", claim))) == []


# --- Office, check, send


def test_only_open_offices_can_be_chosen(phone, budi):
    begin(phone, budi)
    claim, closed = Claim.objects.get(), make_office(is_open=False)

    response = phone.post(page("office", claim), {"kantor": closed.code})

    assert response.context["form"].errors == {"kantor": ["Kantor ini tidak menerima klaim. Pilih kantor lain."]}


def test_an_office_that_closed_meanwhile_must_be_chosen_anew(phone, budi):
    claim = ready_draft(phone, budi)
    Office.objects.update(is_open=False)

    response = send(phone, claim)

    claim.refresh_from_db()
    assert (claim.status, [part["url"] for part in response.context["missing"]]) == ("draft", [page("office", claim)])


def test_a_partial_claim_waits_for_the_tax_warning(client):
    person = make_participant()
    make_membership(person, started_on=date(2001, 1, 1))
    browser = signed_in_client(person)
    begin(browser, person, "SEBAGIAN_30")
    assert Claim.objects.count() == 0
    browser.post(facts_page(person, "SEBAGIAN_30"), {"housing": "kredit"})
    claim = Claim.objects.get()

    refused = browser.post(page("data", claim), PAYOUT)
    taken = browser.post(page("data", claim), PAYOUT | tax_read(browser, claim))

    claim.refresh_from_db()
    assert refused.context["form"].errors == {"tax_warning_read": ["Baca perbandingan pajak, lalu centang di sini."]}
    assert (taken["Location"], claim.tax_warning_read_at) == (page("documents", claim), claim.data_saved_at)


def test_the_check_page_lists_what_is_missing_with_links(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    missing = phone.get(page("review", claim)).context["missing"]

    assert [part["url"] for part in missing] == [
        page("data", claim),
        *(reverse("claims:slot", args=[claim.number, slot]) for slot in SEVEN),
        page("office", claim),
    ]


def test_a_complete_draft_is_sent_with_everything_sealed(phone, budi):
    claim = ready_draft(phone, budi)

    response = send(phone, claim)

    claim.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, page("receipt", claim))
    assert (claim.status, claim.version) == ("submitted", 1)
    assert {version.sent_at for document in claim.documents.all() for version in document.versions.all()} == {claim.submitted_at}
    assert (claim.declared_at, claim.due_on) == (claim.submitted_at, date(2026, 12, 1))
    assert [event.role for event in claim.events.all()] == ["Peserta"]


def test_an_heir_sends_as_heir(client):
    person = make_participant()
    make_membership(person)
    browser = signed_in_client(person)
    heir = {"heir_name": "Sri", "heir_nik": "3273015203920002", "heir_relation": "anak", "event_on": "2026-10-01"} | ALONE
    browser.post(facts_page(person, "MENINGGAL"), heir)
    claim = Claim.objects.get()
    browser.post(page("data", claim), PAYOUT | {"account_name": "Sri"})
    fill_every_slot(claim)
    browser.post(page("office", claim), {"kantor": make_office().code})

    send(browser, claim)

    assert claim.events.get().role == "Ahli waris"


def test_without_the_declaration_nothing_is_sent(phone, budi):
    claim = ready_draft(phone, budi)

    response = send(phone, claim, pernyataan="")

    claim.refresh_from_db()
    assert response.context["form"].errors == {"pernyataan": ["Centang pernyataan ini lebih dulu."]}
    assert claim.status == "draft"


def test_pressing_twice_gives_the_same_receipt(phone, budi):
    """Safety E3, E8."""
    claim = ready_draft(phone, budi)
    fields = {"versi": mark_on(phone.get(page("review", claim))), "pernyataan": "on"}

    answers = [phone.post(page("review", claim), fields) for _ in range(3)]

    assert {answer["Location"] for answer in answers} == {page("receipt", claim)}
    assert claim.events.count() == 1


def test_a_page_opened_before_a_change_is_not_sent_unseen(phone, budi):
    """Safety E2, E4: the last one saved wins, and nobody declares what they have not seen."""
    claim = ready_draft(phone, budi)
    old = mark_on(phone.get(page("review", claim)))
    with time_machine.travel("2026-11-24 03:05", tick=False):
        phone.post(page("data", claim), PAYOUT | {"account_number": "999999999999999"})
        response = phone.post(page("review", claim), {"versi": old, "pernyataan": "on"})
        again = phone.post(page("review", claim), {"versi": mark_on(response), "pernyataan": "on"})

    assert response.context["form"].non_field_errors() == ["Isian berubah di tab atau perangkat lain. Periksa sekali lagi, lalu kirim."]
    assert again["Location"] == page("receipt", claim)


def test_a_page_of_a_sent_claim_leads_to_its_receipt(phone, budi):
    claim = ready_draft(phone, budi)
    send(phone, claim)

    for name in ("data", "office", "review", "resume"):
        response = phone.get(page(name, claim))
        assert (name, response["Location"]) == (name, page("receipt", claim))


def test_a_late_save_does_not_touch_a_sent_claim(phone, budi):
    claim = ready_draft(phone, budi)
    send(phone, claim)

    response = phone.post(page("data", claim), PAYOUT | {"account_number": "999999999999999"})

    claim.refresh_from_db()
    assert (response["Location"], claim.account_number) == (page("receipt", claim), "012345678901234")


def test_rules_are_asked_again_when_sending(phone, budi):
    claim = ready_draft(phone, budi)
    make_claim(ClaimStatus.PAID, membership=make_membership(budi), reason="SEBAGIAN_10")
    Claim.objects.filter(pk=claim.pk).update(reason="SEBAGIAN_10", tax_warning_read_at=claim.data_saved_at, tax_warning={})

    response = send(phone, claim)

    claim.refresh_from_db()
    assert (response.context["verdict"].outcome, claim.status) == ("belum_bisa", "draft")


def test_the_receipt_tells_what_happens_next_and_when(phone, budi):
    claim = ready_draft(phone, budi)
    send(phone, claim)

    html = phone.get(page("receipt", claim)).content.decode()

    assert claim.number in html
    assert "<b>Kamis, 26 November 2026</b>" in html
    assert "<b>Selasa, 1 Desember 2026</b>" in html


def test_a_draft_has_no_receipt(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()

    papers = [phone.get(page(name, claim)).status_code for name in ("receipt_print", "receipt_pdf")]
    assert (phone.get(page("receipt", claim))["Location"], papers) == (page("resume", claim), [404, 404])


def test_the_receipt_is_printed_and_kept_as_pdf(phone, budi):
    claim = ready_draft(phone, budi)
    send(phone, claim)

    pdf = phone.get(page("receipt_pdf", claim))

    assert (phone.get(page("receipt_print", claim)).status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert claim.number in pdf_text(pdf.content)


def test_nobody_else_sees_any_page_of_the_claim(phone, budi):
    """Safety B6."""
    claim = ready_draft(phone, budi)
    stranger = signed_in_client(make_participant())

    names = ("resume", "data", "office", "review", "receipt", "form_pdf", "consent_pdf", "receipt_print", "receipt_pdf")
    assert {name: stranger.get(page(name, claim)).status_code for name in names} == dict.fromkeys(names, 404)


def test_a_closed_draft_leads_to_a_new_beginning(phone, budi):
    begin(phone, budi)
    claim = Claim.objects.get()
    Claim.objects.filter(pk=claim.pk).update(status="expired")

    assert phone.get(page("data", claim))["Location"] == START


# --- Cost


@pytest.mark.parametrize(("name", "most"), [("data", 6), ("office", 6), ("review", 6), ("receipt", 6)])
def test_a_page_costs_few_queries(phone, budi, django_assert_max_num_queries, name, most):
    claim = ready_draft(phone, budi)
    if name == "receipt":
        send(phone, claim)

    with django_assert_max_num_queries(most):
        assert phone.get(page(name, claim)).status_code == 200


def test_the_start_page_costs_few_queries(phone, budi, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        phone.get(START)


def test_a_step_that_saves_costs_few_queries(phone, budi, django_assert_max_num_queries):
    """Savepoints of the test's own transaction are counted too: two a transaction."""
    card, office = card_of(budi), make_office()
    with django_assert_max_num_queries(6 + 4):
        phone.post(START, {"kpj": str(card.pk), "sebab": "USIA_56"})
    claim = Claim.objects.get()
    with django_assert_max_num_queries(8 + 2):
        phone.post(page("data", claim), PAYOUT)
    with django_assert_max_num_queries(6 + 2):
        phone.post(page("office", claim), {"kantor": office.code})


def test_unread_tax_comparison_is_named_among_what_is_missing(client):
    claim = make_claim(ClaimStatus.DRAFT, reason="SEBAGIAN_10")

    page = signed_in_client(claim.participant).get(reverse("claims:review", args=[claim.number])).content.decode()

    assert ("Perbandingan pajak belum dibaca." in page, "belum diisi.</a>" in page) == (True, False)


def test_heir_is_not_offered_the_contact_of_the_deceased(client):
    claim = make_claim(ClaimStatus.DRAFT, reason="MENINGGAL", heir_name="Sri Wahyuni", data_saved_at=None)

    known = signed_in_client(claim.participant).get(reverse("claims:data", args=[claim.number])).context["form"].initial

    assert known == {"account_name": "Sri Wahyuni"}
