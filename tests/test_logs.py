"""Logs and error pages tell what happened, never to whom."""

import io
import logging
import re
import time
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from jht_portal import urls as portal
from jht_portal.lib.access import public
from jht_portal.lib.crypto import SealBroken
from jht_portal.lib.logs import LineFormatter, strike_out

NIK = "3174051508690001"
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")


@public
def broken_page(request: HttpRequest) -> HttpResponse:
    """Fail in the way that shows most: the number posted, in a variable, and in the words of the error."""
    number, contact = request.POST["nik"], request.POST["email"]
    raise ValueError(f"{number} of {contact}")


urlpatterns = [path("rusak/", broken_page), *portal.urlpatterns]
handler500 = portal.handler500


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Read what the portal's own handler writes."""
    [handler] = [h for h in logging.getLogger().handlers if isinstance(h.formatter, LineFormatter)]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        (NIK, "[angka]"),
        ("3174 0515 0869 0001", "[angka]"),
        ("317405.150869.0001", "[angka]"),
        ("3174-0515/0869_0001", "[angka]"),
        ("3174%200515%200869+0001", "[angka]"),
        ("3174\u00a00515\u20130869\u202f0001", "[angka]"),
        ("٣١٧٤٠٥١٥٠٨٦٩٠٠٠١", "[angka]"),
        ("'22002345671'", "'[angka]'"),
        ("+62 (812) 3456-7890 ok", "+[angka] ok"),
        ("nik=3174051508690001&kpj=22002345671", "nik=[angka]&kpj=[angka]"),
        ("{'ratna.kenari@example.test': (550, b'no')}", "{'[email]': (550, b'no')}"),
        ("to <ratna+jht@mail.example.co.id>, again", "to <[email]>, again"),
        ("?email=ratna%40example.test", "?email=[email]"),
        ("postgres://portal:s3cret@db.internal/jht down", "postgres://[rahasia]@db.internal/jht down"),
        ("GET /tracking/hasil/AbC-_123/cetak/ 404", "GET /tracking/hasil/[token]/cetak/ 404"),
    ],
)
def test_private_text_is_struck_out(text, struck):
    """A5"""
    assert strike_out(text) == struck


@pytest.mark.parametrize(
    "text",
    [
        "claim 12345678-1234-5678-1234-567812345678 kept",
        "Not Found: /jht/klaim/JHT-26-1234-5678/",
        "200 OK in 1234 ms, 83886080 bytes",
        'File "claims/services/filing.py", line 124, in save_data',
        "127.0.0.1:8000",
        "10:11:12",
        f"audit end office:12 4567 {'0123456789' * 6}abcd",
    ],
)
def test_what_helps_to_find_a_fault_is_kept(text):
    assert strike_out(text) == text


def test_strike_out_is_quick_about_a_long_text():
    """F12: no text makes the filter slow."""
    text = ("9" * 8 + "a.") * 20_000 + "@" * 20_000 + "x" * 100_000
    begun = time.process_time()
    strike_out(text)

    assert time.process_time() - begun < 2


def test_a_number_in_arguments_is_struck_out(log):
    """A5"""
    logging.getLogger("claims").warning("refused %s for %r", NIK, {"kpj": "22002345671"})

    assert TIME.sub("", log.getvalue()) == "WARNING claims refused [angka] for {'kpj': '[angka]'}\n"


def test_extra_facts_are_not_written(log):
    """A5"""
    logging.getLogger("claims").warning("refused", extra={"nik": NIK, "status_code": 400})

    assert TIME.sub("", log.getvalue()) == "WARNING claims refused\n"


def fail_with(number: str) -> None:
    try:
        int(f"{number}x")
    except ValueError as error:
        raise SealBroken(f"row of {number}") from error


def test_a_traceback_is_struck_out_with_its_causes(log):
    """A5"""
    try:
        fail_with(NIK)
    except SealBroken:
        logging.getLogger("claims").exception("failed", stack_info=True)
    text = log.getvalue()

    assert NIK not in text
    assert "ValueError: invalid literal for int() with base 10: '[angka]x'" in text
    assert "SealBroken: row of [angka]" in text


def test_a_traceback_that_another_handler_wrote_first_is_struck_out_too(log):
    """A5: the standard formatter keeps its text on the record for the next one."""
    try:
        fail_with(NIK)
    except SealBroken as error:
        record = logging.LogRecord("claims", logging.ERROR, __file__, 1, "failed", None, (type(error), error, error.__traceback__))
    assert NIK in logging.Formatter().format(record)

    assert NIK not in LineFormatter().format(record)


def test_no_text_makes_a_line_or_a_colour_of_its_own(log):
    """D4"""
    forged = "x\r\n2026-11-24 10:00:00,000 INFO claims forged\u2028\x1b[31m"
    logging.getLogger("claims").warning("typed: %s", forged)
    try:
        raise ValueError(forged)
    except ValueError:
        logging.getLogger("claims").exception("failed")
    lines = log.getvalue().splitlines()

    assert lines[0].endswith("WARNING claims typed: x\\x0d\\x0a[angka]:00:00,000 INFO claims forged\\x2028\\x1b[31m")
    assert [line for line in lines[1:] if not line.startswith("    ")] == [lines[1]]
    assert "\x1b" not in log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path_", "line"),
    [
        (f"/berkas/{NIK}/", "WARNING django.request Not Found: /berkas/[angka]/"),
        ("/tracking/hasil/AbC123/tidak-ada/", "WARNING django.request Not Found: /tracking/hasil/[token]/tidak-ada/"),
    ],
)
def test_a_line_about_a_request_is_struck_out(log, client, path_, line):
    """A5"""
    client.get(path_)

    assert [TIME.sub("", each) for each in log.getvalue().splitlines()] == [line]


def broken_answer(settings) -> HttpResponse:
    settings.ROOT_URLCONF = __name__
    posted = {"nik": NIK, "nama": "Ratna Kenari", "email": "ratna.kenari@example.test"}
    return Client(raise_request_exception=False).post("/rusak/", posted, headers={"cookie": "sesi=rahasia-sesi"})


CANARIES = (NIK, "ratna.kenari", "Ratna Kenari", "rahasia-sesi")


@pytest.mark.django_db
def test_the_page_and_the_log_of_a_fault_tell_nobodys_data(settings, log):
    """A4, A5"""
    answer = broken_answer(settings)

    assert (answer.status_code, "Traceback" in answer.text, "Traceback" in log.getvalue()) == (500, False, True)
    assert [c for c in CANARIES if c in answer.text + str(answer.headers) + log.getvalue()] == []


@pytest.mark.django_db
def test_the_page_for_developers_hides_what_was_posted(settings, log):
    """A5: DEBUG is for developers, and one day it is left on beside real data."""
    settings.DEBUG = True
    answer = broken_answer(settings)

    assert (answer.status_code, "[angka] of [email]" in answer.text) == (500, True)
    assert [c for c in CANARIES if c in answer.text] == []
    assert "<td>nik</td>" in answer.text
