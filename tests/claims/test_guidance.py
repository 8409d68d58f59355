"""Guidance pages: made from the rules, alive for every reason, answering in words."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.domain.letters import GAP, LETTERS
from claims.domain.reasons import REASONS
from tests.claims.pdf_text import pdf_text

CODES = [reason.code for reason in REASONS]


def ask(code: str, **answers: str):
    return Client().post(reverse("claims:eligibility_reason", args=[code]), answers)


@pytest.mark.parametrize(
    "name",
    ["eligibility", "requirements", "status_meanings", "help", "brokers", "complaints", "letters_to_employer", "privacy", "accessibility"],
)
def test_page_needs_neither_sign_in_nor_database(name):
    assert Client().get(reverse(f"claims:{name}")).status_code == 200


@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_its_questions_and_its_papers(code):
    questions = Client().get(reverse("claims:eligibility_reason", args=[code]))
    papers = Client().get(reverse("claims:requirement", args=[code]))

    assert (questions.status_code, papers.status_code) == (200, 200)
    assert len(papers.context["papers"]) >= 7


@pytest.mark.parametrize("name", ["eligibility_reason", "requirement"])
def test_unknown_reason_is_not_found(name):
    assert Client().get(reverse(f"claims:{name}", args=["MENANG_LOTRE"])).status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_unanswered_questions_are_told_beside_each_field(code):
    response = ask(code)

    assert set(response.context["form"].errors) == set(response.context["form"].fields)


def test_recent_resignation_is_told_from_which_day(time_machine):
    time_machine.move_to("2026-11-22T03:00:00Z")

    verdict = ask("RESIGN", segmen="PU", kejadian="10-11-2026", masih_aktif="tidak").context["verdict"]

    assert (verdict.outcome, str(verdict.from_date)) == ("belum_bisa", "2026-12-11")


def test_old_resignation_may_file_now(time_machine):
    time_machine.move_to("2026-11-22T03:00:00Z")

    assert ask("RESIGN", segmen="PU", kejadian="2026-09-01", masih_aktif="tidak").context["verdict"].outcome == "bisa"


def test_card_that_is_still_active_is_told_what_to_ask_of_the_employer(time_machine):
    time_machine.move_to("2026-11-22T03:00:00Z")

    verdict = ask("PHK", segmen="PU", kejadian="2026-09-01", masih_aktif="ya").context["verdict"]

    assert (verdict.outcome, verdict.from_date) == ("belum_bisa", None)
    assert verdict.explanation.startswith("Kepesertaan Anda masih tercatat aktif. Minta bagian personalia melaporkan")


@pytest.mark.parametrize("day", ["31-02-2026", "kemarin", "0000-00-00", "99999-01-01"])
def test_day_that_does_not_exist_is_told_in_words(day):
    response = ask("USIA_56", tanggal_lahir=day)

    assert response.context["form"].errors["tanggal_lahir"] == ["Tulis tanggal seperti 31-12-2026, atau pilih dari kalender."]


@pytest.mark.parametrize(
    ("code", "answers", "error"),
    [
        ("USIA_56", {"tanggal_lahir": "9999-12-31"}, "Tanggal ini belum tiba. Periksa lagi."),
        ("USIA_56", {"tanggal_lahir": "0001-01-01"}, "Tahun ini terlalu lama. Periksa lagi."),
        ("SEBAGIAN_10", {"mulai": "2030-01-01"}, "Tanggal ini belum tiba. Periksa lagi."),
        ("MENINGGAL", {"kejadian": "2026-11-23"}, "Tanggal ini belum tiba. Periksa lagi."),
        ("CACAT_TOTAL_TETAP", {"kejadian": "2026-11-23"}, "Tanggal ini belum tiba. Periksa lagi."),
        ("PHK", {"kejadian": "9999-12-31"}, "Tahun ini terlalu jauh. Periksa lagi."),
        ("USIA_PKB", {"usia_pensiun": "limapuluh"}, "Tulis usia pensiun dalam tahun, antara 40 dan 70."),
    ],
)
def test_answer_that_cannot_be_is_told_beside_its_field(time_machine, code, answers, error):
    time_machine.move_to("2026-11-22T03:00:00Z")
    (field,) = answers

    assert ask(code, **answers).context["form"].errors[field] == [error]


def test_end_of_work_may_lie_ahead(time_machine):
    time_machine.move_to("2026-11-22T03:00:00Z")

    verdict = ask("PHK", segmen="PU", kejadian="2026-12-31", masih_aktif="tidak").context["verdict"]

    assert str(verdict.from_date) == "2027-02-01"


@pytest.mark.parametrize("code", CODES)
def test_every_missing_answer_is_named(code):
    """One summary with the same words twice would not tell which question is meant."""
    said = [words for errors in ask(code).context["form"].errors.values() for words in errors]

    assert len(said) == len(set(said))


def test_answer_leads_to_the_claim_with_its_reason(time_machine):
    time_machine.move_to("2026-11-22T03:00:00Z")

    page = ask("USIA_56", tanggal_lahir="1969-08-15").content.decode()

    assert 'href="/klaim/baru/?sebab=USIA_56"' in page
    assert [">Cek lagi</button>" in page, page.count("btn-primary")] == [True, 1]
    assert "Sebab klaim: Usia Pensiun 56 Tahun." in page


def test_waiting_time_is_told_to_somebody_still_active():
    page = ask("PHK", segmen="PU", kejadian="2026-09-01", masih_aktif="ya").content.decode()

    assert "Tanggal PHK menjadi awal masa tunggu satu bulan." in page


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.code)
def test_a_letter_says_the_same_on_the_page_and_as_pdf(letter):
    page = Client().get(reverse("claims:letter_to_employer", args=[letter.code]))
    pdf = Client().get(reverse("claims:letter_to_employer_pdf", args=[letter.code]))
    said = pdf_text(pdf.content)

    assert (page.status_code, pdf["Content-Disposition"]) == (200, f'attachment; filename="surat-{letter.code}.pdf"')
    for paragraph in (letter.subject, *letter.paragraphs, *letter.enclosures):
        words = paragraph.replace(GAP, "").strip()
        assert (words in page.content.decode(), words in said) == (True, True)


def test_a_letter_that_is_not_there_is_not_found():
    pages = [Client().get(reverse(f"claims:{name}", args=["minta-uang"])) for name in ("letter_to_employer", "letter_to_employer_pdf")]

    assert [page.status_code for page in pages] == [404, 404]


def test_who_is_still_active_is_handed_the_letter_at_once(time_machine):
    time_machine.move_to("2026-11-22T03:00:00Z")

    active = ask("PHK", segmen="PU", kejadian="2026-09-01", masih_aktif="ya").content.decode()
    ended = ask("PHK", segmen="PU", kejadian="2026-09-01", masih_aktif="tidak").content.decode()

    assert [reverse("claims:letter_to_employer", args=["lapor-berhenti"]) in page for page in (active, ended)] == [True, False]
