"""Hub, Cek Saldo and RSJHT: a person sees the own cards and money, and nobody else's."""

import csv
import io
import os
import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.domain.workflow import ClaimStatus
from claims.models import IssuedCode
from jht_portal.lib.formats import number, rupiah
from jht_portal.lib.languages import NAME
from participants.models import LedgerEntry, Membership
from participants.services.statements import balance_of
from tests.builders import make_claim, make_membership, make_participant, signed_in_client
from tests.claims.pdf_text import open_pdf, pdf_text

pytestmark = pytest.mark.django_db
PAGES = ("hub", "balance", "statement", "statement_csv")
SHEETS = ("year_print", "year_pdf")


def book(membership: Membership, *entries: tuple[str, str, int]) -> None:
    LedgerEntry.objects.bulk_create(
        LedgerEntry(membership=membership, booked_on=date.fromisoformat(day), kind=kind, amount=amount, row_key=os.urandom(16))
        for day, kind, amount in entries
    )


def url(name: str, card: Membership | None = None, **asked: object) -> str:
    address = reverse(f"claims:{name}", args=[2024] if name in SHEETS else [])
    asked |= {"kartu": card.pk} if card else {}
    return address + ("?" + "&".join(f"{key}={value}" for key, value in asked.items()) if asked else "")


@pytest.fixture
def cards() -> list[Membership]:
    """Two cards of one person, the newer first."""
    person = make_participant(name="Siti Aminah")
    newer, older = make_membership(person, started_on=date(2020, 1, 1)), make_membership(person, started_on=date(2012, 1, 1))
    book(newer, ("2024-01-01", "iuran_pemberi_kerja", 185_000), ("2024-01-01", "iuran_pekerja", 100_000))
    book(newer, ("2024-12-31", "hasil_pengembangan", 14_250), ("2025-02-01", "iuran_pekerja", 100_001))
    book(older, ("2012-02-01", "iuran_mandiri", 50_000), ("2013-05-20", "penarikan", -20_000))
    return [newer, older]


@pytest.fixture
def phone(cards) -> Client:
    return signed_in_client(cards[0].participant)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- Who sees what


@pytest.mark.parametrize("name", PAGES + SHEETS)
def test_card_of_another_person_is_not_found(cards, name):
    """B1: a card's key opens nothing for anybody but its owner."""
    stranger = make_membership()
    book(stranger, ("2024-01-01", "iuran_pekerja", 1))

    assert signed_in_client(stranger.participant).get(url(name, stranger)).status_code == 200
    assert signed_in_client(stranger.participant).get(url(name, cards[0])).status_code == 404


@pytest.mark.parametrize("name", PAGES + SHEETS)
def test_somebody_who_is_not_signed_in_is_asked_to(cards, name):
    response = Client().get(url(name, cards[0]))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/masuk/")


@pytest.mark.parametrize("key", ["bukan-kunci", "00000000-0000-0000-0000-000000000007", "%00", "' OR 1=1"])
def test_key_that_names_no_card_is_not_found(phone, key):
    assert phone.get(reverse("claims:balance"), {"kartu": key}).status_code == 404


@pytest.mark.parametrize("name", PAGES + SHEETS)
def test_no_page_shows_a_whole_number(phone, cards, name):
    response = phone.get(url(name))
    content = pdf_text(response.content) if name == "year_pdf" else response.getvalue().decode()

    assert [secret for secret in (cards[0].kpj, cards[1].kpj, cards[0].participant.nik) if secret in content.replace(" ", "")] == []


# --- Hub


def test_hub_greets_and_lists_every_card(phone, cards):
    said = words(phone.get(url("hub")))

    assert "Anda telah terdaftar di layanan ini Siti Aminah" in said
    assert re.findall(r"KPJ (\dXXX XXXX \d{3})", said) == [f"{card.kpj[0]}XXX XXXX {card.kpj[-3:]}" for card in cards]


def test_a_card_whose_end_lies_ahead_is_active_until_then(phone, cards):
    """An employer may report the end of a contract beforehand."""
    Membership.objects.filter(pk=cards[0].pk).update(ended_on=date(2099, 12, 31))

    assert "Aktif sampai 31 Desember 2099" in words(phone.get(url("hub", cards[0])))
    assert "2020–sekarang, masih aktif" in words(phone.get(reverse("claims:start")))


def test_chosen_card_goes_along_to_the_pages_about_cards(phone, cards):
    menu = {item["view"]: item["url"] for item in phone.get(url("hub", cards[1])).context["menu"]}

    assert menu["claims:balance"] == url("balance", cards[1])
    assert menu["claims:statement"] == url("statement", cards[1])
    assert menu["claims:mine"] == reverse("claims:mine")


def test_hub_tells_what_waits_the_asked_claim_before_the_draft(phone, cards):
    person = cards[0].participant
    person.email_confirmed_at = timezone.now()
    person.save()
    draft = make_claim(ClaimStatus.DRAFT, membership=cards[0])
    asked = make_claim(ClaimStatus.CORRECTION_REQUESTED, membership=cards[1])
    make_claim(ClaimStatus.CORRECTION_REQUESTED)

    todos = phone.get(url("hub")).context["todos"]

    assert [todo["url"] for todo in todos] == [reverse("claims:repair", args=[asked.number]), reverse("claims:resume", args=[draft.number])]


def test_hub_asks_for_a_proof_of_the_email_until_there_is_one(phone, cards):
    todos = phone.get(url("hub")).context["todos"]
    assert [(todo["url"], phone.get(todo["url"]).status_code) for todo in todos] == [(reverse("claims:contact"), 200)]

    person = cards[0].participant
    person.email_confirmed_at = timezone.now()
    person.save()

    assert "Tidak ada yang perlu Anda lakukan sekarang." in words(phone.get(url("hub")))


def test_person_without_a_card_is_told_where_to_go():
    nobody = signed_in_client(make_participant())

    for name in ("hub", "balance"):
        assert "Kami belum mencatat kepesertaan Anda." in words(nobody.get(url(name)))
    assert "Belum ada iuran yang tercatat." in words(nobody.get(url("statement")))


# --- Cek Saldo


def test_balance_of_all_cards_and_of_each_is_the_ledgers(phone, cards):
    totals = [phone.get(url("balance", card)).context["total"] for card in (None, *cards)]

    assert totals == [balance_of(cards), balance_of(cards[:1]), balance_of(cards[1:])]


@time_machine.travel("2026-11-20T03:00:00Z", tick=False)
def test_balance_says_as_of_which_day_what_it_is_made_of_and_the_last_contributions(phone, cards):
    said = words(phone.get(url("balance", cards[0])))

    assert "Saldo per 20 November 2026 Rp399.251 Catatan terakhir tertanggal 1 Februari 2025." in said
    assert "Iuran pemberi kerja Rp185.000 Iuran Anda Rp200.001 Hasil pengembangan Rp14.250 Saldo Rp399.251" in said
    assert "Februari 2025 Rp100.001 Januari 2024 Rp285.000" in said


def test_merged_card_says_where_its_balance_counts(phone, cards):
    Membership.objects.filter(pk=cards[1].pk).update(merged_into=cards[0])

    response = phone.get(url("balance"))

    assert [card["balance"] for card in response.context["cards"]] == [balance_of(cards), 0]
    assert f"Nomor ini sudah digabung ke KPJ {cards[0].kpj[0]}XXX XXXX {cards[0].kpj[-3:]}. Saldonya dihitung di sana." in words(response)


@pytest.mark.parametrize("name", ["balance", "statement", "year_print"])
def test_merged_card_by_itself_is_not_told_a_balance_of_now(phone, cards, name):
    """It counts in the other card: Rp0 stood above a chart of what it once held."""
    Membership.objects.filter(pk=cards[0].pk).update(merged_into=cards[1])

    page = words(phone.get(url(name, cards[0])))

    assert f"Nomor ini sudah digabung ke KPJ {cards[1].kpj[0]}XXX XXXX {cards[1].kpj[-3:]}. Saldonya dihitung di sana." in page
    assert [told for told in ("Saldo sekarang", "Saldo per", "Belum ada iuran") if told in page] == []


def test_payment_that_the_ledger_does_not_show_yet_is_told(phone, cards):
    make_claim(ClaimStatus.PAID, membership=cards[0], gross_amount=399_251)

    response = phone.get(url("balance", cards[0]))

    assert (response.context["total"], response.context["left"]) == (399_251, 0)
    assert "Sesudah dibukukan, saldo menjadi Rp0." in words(response)


# --- RSJHT


def test_statement_lists_years_newest_first_and_ends_at_the_balance(phone, cards):
    context = phone.get(url("statement")).context

    assert [(row["name"], row["closing"]) for row in context["rows"]] == [
        ("2025", 429_251),
        ("2024", 329_250),
        ("2013", 30_000),
        ("2012", 50_000),
    ]
    assert context["closing"] == balance_of(cards)


def test_download_says_whether_it_holds_every_year_or_one(phone, cards):
    pages = [words(phone.get(url("statement", **asked))) for asked in ({}, {"tahun": 2024})]

    assert [("Unduh semua catatan (CSV)" in page, "Unduh catatan 2024 (CSV)" in page) for page in pages] == [(True, False), (False, True)]


def test_year_shows_its_months_from_the_balance_before_it(phone, cards):
    context = phone.get(url("statement", tahun=2024)).context

    assert (context["opening"], context["closing"]) == (30_000, 329_250)
    assert [(row["name"], row["closing"]) for row in context["rows"]] == [("Januari", 315_000), ("Desember", 329_250)]


@pytest.mark.parametrize("year", ["1999", "dua ribu", "-1", "٢٠٢٤"])
def test_year_without_a_booking_is_told_beside_the_field(phone, cards, year):
    response = phone.get(reverse("claims:statement"), {"tahun": year})

    assert response.context["form"].errors == {"tahun": ["Tidak ada catatan pada tahun itu. Pilih tahun dari daftar."]}
    assert [row["name"] for row in response.context["rows"]] == ["2025", "2024", "2013", "2012"]


def test_english_figures_have_the_right_heads(phone, cards):
    """The sum of a table was called Amount, and a contribution that never came Missing."""
    phone.cookies[NAME] = "en"
    make_membership(cards[0].participant)

    assert "Total Rp185,000 Rp100,000 Rp14,250 Rp299,250" in words(phone.get(url("statement", cards[0], tahun=2024)))
    assert "Last contribution None yet." in words(phone.get(url("balance")))


def test_csv_holds_every_booking_of_the_choice_and_sums_to_the_balance(phone, cards):
    tables = {
        year: list(csv.DictReader(io.StringIO(phone.get(url("statement_csv", tahun=year)).getvalue().decode("utf-8-sig"))))
        for year in ("semua", 2024)
    }

    assert sum(int(row["Jumlah"]) for row in tables["semua"]) == balance_of(cards)
    assert [(row["Tanggal"], row["Jenis"], row["Jumlah"]) for row in tables[2024]] == [
        ("2024-01-01", "Iuran pemberi kerja", "185000"),
        ("2024-01-01", "Iuran Anda", "100000"),
        ("2024-12-31", "Hasil pengembangan", "14250"),
    ]


@pytest.mark.parametrize("year", ["0000", "99999", "%00"])
def test_csv_of_a_year_that_cannot_be_is_that_of_every_year(phone, cards, year):
    rows = phone.get(url("statement_csv", tahun=year)).getvalue().decode("utf-8-sig").splitlines()

    assert len(rows) == 1 + LedgerEntry.objects.count()


# --- The sheet of a year


def test_sheet_is_one_page_with_the_months_and_a_code_that_the_portal_confirms(phone, cards):
    response = phone.get(url("year_pdf", cards[0]))

    text = re.sub(r"\s+", " ", pdf_text(response.content))
    with open_pdf(response.content) as paper:
        assert len(paper.pages) == 1
    assert f"Saldo akhir tahun 2024: {rupiah(299_250)}." in text
    assert [month in text for month in ("Januari", "Desember", number(285_000))] == [True, True, True]
    code = IssuedCode.objects.get(kind="savings").code
    assert code in text
    assert "Rincian saldo JHT (RSJHT)" in words(Client().get(reverse("claims:check_code", args=[code])))


def test_check_page_tells_nothing_but_kind_and_day(phone, cards):
    phone.get(url("year_pdf", cards[0]))
    page = words(Client().get(reverse("claims:check_code", args=[IssuedCode.objects.get(kind="savings").code])))

    assert [secret for secret in ("Siti", "Aminah", cards[0].kpj[-3:] + " ", "299.250") if secret in page] == []


def test_same_sheet_keeps_its_code_for_the_day(phone, cards):
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False):
        for name in (*SHEETS, "year_print"):
            phone.get(url(name, cards[0]))
        phone.get(url("year_print"))
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        signed_in_client(cards[0].participant).get(url("year_print", cards[0]))

    assert IssuedCode.objects.filter(kind="savings").count() == 3


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_of_a_year_without_a_booking_is_not_found(phone, cards, name):
    assert phone.get(reverse(f"claims:{name}", args=[1999])).status_code == 404
