"""The file that goes to the bank: our own format, described in docs/bank_files.md. Money is whole rupiah.

No bank's official format is known to us; who connects a bank writes a translation of this one.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

COLUMNS = ("jenis", "kunci", "kode_bank", "nama_bank", "nomor_rekening", "nama_rekening", "jumlah", "keterangan")
PAY, TOTAL = "BAYAR", "TOTAL"
NOT_PLAIN = re.compile(r"[^A-Z0-9 .,'/()&-]+")
NOT_AT_THE_START = re.compile(r"^[^A-Z0-9]+")

Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One transfer: KEY comes back with the bank's answer, AMOUNT is what the account receives."""

    key: str
    bank_code: str
    bank_name: str
    account_number: str
    account_name: str
    amount: int
    description: str


def order_key(claim_number: str, attempt: int) -> str:
    """Return the key of a try to pay a claim; the first try is 1."""
    return f"{claim_number}-{attempt}"


def plain(text: str) -> str:
    """Return TEXT in capitals without accents, in letters that every bank and spreadsheet reads as text and as nothing else."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return NOT_AT_THE_START.sub("", " ".join(NOT_PLAIN.sub(" ", letters).split()))


def pay_row(line: PaymentLine) -> Row:
    """Return one transfer as a row of the file."""
    name, bank = plain(line.account_name), plain(line.bank_name)
    return (PAY, line.key, line.bank_code, bank, line.account_number, name, line.amount, plain(line.description))


def rows_of(reference: str, lines: Sequence[PaymentLine]) -> list[Row]:
    """Return the whole file: headings, transfers in order of their keys, and the row of totals that proves them."""
    pays = [pay_row(line) for line in sorted(lines, key=lambda line: line.key)]
    amount = sum(line.amount for line in lines)
    return [COLUMNS, *pays, (TOTAL, reference, "", "", len(pays), "", amount, fingerprint(pays))]


def fingerprint(pays: Sequence[Row]) -> str:
    """Return the SHA-256 of the rows of transfers as they stand in the CSV file, in hexadecimal digits."""
    return sha256(csv_bytes(pays)).hexdigest()


def csv_bytes(rows: Sequence[Row]) -> bytes:
    """Return rows as CSV after RFC 4180: comma, CRLF, UTF-8 without a mark at its start."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
