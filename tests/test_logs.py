"""What a log line keeps, and what it strikes out."""

import logging
import sys

import pytest

from jht_portal.lib.logs import LineFormatter


def line(message: str, *args: object, exc_info: object = None) -> str:
    """Return the line that is written, without its time."""
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, message, args, exc_info)
    return LineFormatter().format(record).split(" ", 2)[2]


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("NIK 3174051508690001 dicari", "NIK [16 angka] dicari"),
        ("KPJ 165 7465 0011", "KPJ [13 angka]"),
        ("telepon +62-812-3456-789", "telepon +[15 angka]"),
        ("Not Found: /tracking/hasil/eyJhIjoxfQ:1vK:x-Y_z/", "Not Found: /tracking/hasil/[token]/"),
        ("Klaim JHT-26-7K3M-9QX2 dibuka, 12 dokumen", "Klaim JHT-26-7K3M-9QX2 dibuka, 12 dokumen"),
        ("nama\nERROR palsu\r", "nama\\nERROR palsu\\r"),
    ],
)
def test_a_line_keeps_what_happened_and_strikes_out_to_whom(message, written):
    """A5, D4."""
    assert line(message) == f"INFO portal {written}"


def test_arguments_are_struck_out_too():
    """A5."""
    assert line("%s gagal", "3174051508690001") == "INFO portal [16 angka] gagal"


def test_a_traceback_is_struck_out_too():
    """A5: an exception often repeats the value that it choked on."""
    try:
        raise ValueError("3174051508690001")
    except ValueError:
        written = line("gagal", exc_info=sys.exc_info())

    assert written.splitlines()[-1] == "ValueError: [16 angka]"


def test_the_time_of_a_line_stays_legible():
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, "mulai", (), None)
    record.created, record.msecs = 0, 0

    assert LineFormatter().format(record) == "1970-01-01 07:00:00,000 INFO portal mulai"
