"""Guidance pages: made from the rules, alive for every reason, answering in words."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.domain.reasons import REASONS

CODES = [reason.code for reason in REASONS]


def ask(code: str, **answers: str):
    return Client().post(reverse("claims:eligibility_reason", args=[code]), answers)


@pytest.mark.parametrize("name", ["eligibility", "requirements", "status_meanings", "help", "privacy", "accessibility"])
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
