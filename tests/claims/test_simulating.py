"""Simulasi: for anybody, prefilled for who is signed in, and nothing that was typed in an address."""

import os
import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from claims.domain.workflow import ClaimStatus
from participants.models import LedgerEntry
from tests.builders import make_claim, make_membership, make_participant, signed_in_client

PAGE = "/jht/simulasi/"
FIVE_YEARS = {"lahir": "20-11-1975", "segmen": "PU", "upah": "5.000.000", "saldo": "0", "hasil": "5", "npwp": "on"}


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False):
        yield


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(client: Client, **changes: str):
    return client.post(PAGE, FIVE_YEARS | changes)


def test_five_years_of_a_wage_hit_the_vector(client, db):
    """Vector of domain.md 2.5."""
    said = words(asked(client))

    assert "Perkiraan saldo pada usia 56 tahun (20 November 2031) Rp19.409.470" in said
    assert "Iuran sebulan Rp285.000 Tahun yang dihitung 5 Iuran seluruhnya Rp17.100.000 Hasil pengembangan Rp2.309.470" in said
    assert "2031 Rp849.618 Rp19.409.470" in said


def test_thirty_years_hit_the_vector_with_both_ways_side_by_side(client, db):
    """Vectors of domain.md 2.5; with 10 % taken today the rest falls under progressive rates."""
    response = asked(client, lahir="20-11-2000", saldo="10.000.000")
    whole, part = response.context["whole"], response.context["part"]

    assert (whole.end.gross, whole.end.basis, whole.end.amount) == (276_594_180, "final", 11_329_709)
    assert (part.received_now, part.end.basis) == (1_000_000, "progresif")
    assert part.end.gross == 276_594_180 - 4_321_942  # 1,000,000 × 1.05^30
    assert f"Rp{whole.received_in_all - part.received_in_all:,}".replace(",", ".") + " lebih sedikit" in words(response).replace("  ", " ")


@pytest.mark.parametrize("saldo", ["10000000", "10.000.000", "Rp10.000.000", "rp 10 000 000", "10,000,000"])
def test_amount_is_read_in_every_usual_spelling(client, db, saldo):
    assert asked(client, saldo=saldo).context["plan"].opening == 10_000_000


@pytest.mark.parametrize(
    ("field", "typed", "words_said"),
    [
        ("saldo", "", "Tulis saldo sekarang. Baru mulai? Tulis 0."),
        ("saldo", "-5", "Tulis angka saja, dalam rupiah. Contoh: 5.000.000."),
        ("saldo", "1.5", "Tulis angka saja, dalam rupiah. Contoh: 5.000.000."),
        ("saldo", "sepuluh juta", "Tulis angka saja, dalam rupiah. Contoh: 5.000.000."),
        ("saldo", "100000000001", "Paling banyak Rp100.000.000.000."),
        ("upah", "٥٠٠", "Tulis angka saja, dalam rupiah. Contoh: 5.000.000."),
        ("hasil", "16", "Tulis persen dari 0 sampai 15, misalnya 5,5."),
        ("hasil", "lima", "Tulis persen dari 0 sampai 15, misalnya 5,5."),
        ("lahir", "2999-01-01", "Tanggal ini belum tiba. Periksa lagi."),
        ("segmen", "XX", "Pilih jenis kepesertaan."),
        ("segmen", "", "Pilih jenis kepesertaan."),
    ],
)
def test_what_cannot_be_meant_is_told_beside_its_field_and_stays(client, db, field, typed, words_said):
    response = asked(client, **{field: typed})

    assert (response.status_code, response.context["form"].errors) == (200, {field: [words_said]})
    assert response.context["form"][field].value() == typed


def test_who_is_past_56_is_told_that_all_can_be_claimed(client, db):
    said = words(asked(client, lahir="15-08-1969", saldo="70.000.000"))

    assert "Saldo yang bisa diambil sekarang Rp70.000.000 Diterima Rp69.000.000, sesudah pajak Rp1.000.000." in said
    assert "seluruh saldo bisa diklaim" in said


def test_page_costs_a_stranger_no_query_and_keeps_nothing_in_the_address(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = asked(client)

    assert (response.status_code, response.request["QUERY_STRING"]) == (200, "")
    assert 'method="post"' in response.content.decode()


# --- Signed in


@pytest.fixture
def person(db):
    """Somebody of 51 with a month of contributions on a card that is active."""
    person = make_participant(birth_date=date(1975, 11, 20), tax_number="3174051508690001")
    card = make_membership(person, ended_on=None)
    for kind, amount in (("iuran_pemberi_kerja", 185_000), ("iuran_pekerja", 100_000)):
        LedgerEntry.objects.create(membership=card, booked_on=date(2026, 10, 1), kind=kind, amount=amount, row_key=os.urandom(16))
    return person


def test_form_knows_the_person(person):
    form = signed_in_client(person).get(PAGE).context["form"]

    assert {name: form[name].value() for name in ("lahir", "segmen", "upah", "saldo", "hasil", "npwp")} == {
        "lahir": date(1975, 11, 20),
        "segmen": "PU",
        "upah": "5.000.000",
        "saldo": "285.000",
        "hasil": "5",
        "npwp": True,
    }


def test_form_of_a_stranger_knows_nobody(client, person):
    assert client.get(PAGE).context["form"]["lahir"].value() is None


def test_money_that_was_paid_already_is_not_counted_again(person):
    make_claim(ClaimStatus.PAID, membership=person.memberships.get(), gross_amount=285_000)

    assert signed_in_client(person).get(PAGE).context["form"]["saldo"].value() == "0"


def test_who_took_a_part_is_not_offered_another_one(person):
    make_claim(ClaimStatus.PAID, membership=person.memberships.get(), gross_amount=28_500, reason="SEBAGIAN_10")

    response = asked(signed_in_client(person), saldo="1.000.000")

    assert response.context["part"] is None
    assert "Anda sudah pernah mengambil sebagian." in words(response)


def test_withdrawal_from_a_card_that_goes_on_makes_the_rest_progressive(person):
    card = person.memberships.get()
    LedgerEntry.objects.create(membership=card, booked_on=date(2020, 1, 1), kind="penarikan", amount=-10_000, row_key=os.urandom(16))

    assert asked(signed_in_client(person)).context["whole"].end.basis == "progresif"


def test_a_part_taken_now_may_bring_more_where_both_are_taxed_progressively(person):
    """Each year fills the low brackets anew: 7.5 + 187 million of tax instead of 214."""
    card = person.memberships.get()
    LedgerEntry.objects.create(membership=card, booked_on=date(2020, 1, 1), kind="penarikan", amount=-10_000, row_key=os.urandom(16))

    said = words(asked(signed_in_client(person), upah="0", saldo="900.000.000", hasil="0"))

    assert "seluruhnya Anda menerima Rp19.500.000 lebih banyak" in re.sub(r"\s+", " ", said)


def test_withdrawal_that_closed_another_card_does_not(person):
    closed = make_membership(person)
    for kind, amount in (("iuran_mandiri", 10_000), ("penarikan", -10_000)):
        LedgerEntry.objects.create(membership=closed, booked_on=date(2020, 1, 1), kind=kind, amount=amount, row_key=os.urandom(16))

    assert asked(signed_in_client(person)).context["whole"].end.basis == "final"


def test_own_simulation_costs_at_most_six_queries(person, django_assert_max_num_queries):
    browser = signed_in_client(person)
    with django_assert_max_num_queries(6):
        asked(browser)


def test_person_without_a_card_starts_with_an_empty_form(db):
    assert signed_in_client(make_participant()).get(reverse("claims:simulation")).context["form"]["saldo"].value() is None
