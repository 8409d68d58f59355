"""Logs tell what happened, never to whom: numbers, addresses and secrets are struck out of every finished line.

Names of people cannot be told from other words; nothing here makes it safe to log one.
"""

import logging
import re

UUID = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
CLAIM_NUMBER = r"\bJHT-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
AUDIT_END = r"\baudit end [\w:-]{1,40} \d{1,12} [0-9a-f]{64}\b"
"""What ``verify_audit --against`` reads back, and must find whole."""
GAP = r"(?:[ \t.\-/_()+\u00a0\u2007\u2010-\u2015\u202f]|%2[0BDF]){0,3}"
STRUCK = (
    (re.compile(r"(?<=://)[^/\s@]{1,200}(?=@)"), "[rahasia]"),
    (re.compile(r"(?<=/hasil/)[^/\s]+"), "[token]"),
    (re.compile(r"[\w.+\-]{1,64}(?:@|%40)[\w.\-]{1,255}"), "[email]"),
    (re.compile(rf"(?P<kept>{UUID}|{CLAIM_NUMBER}|{AUDIT_END})|\d(?:{GAP}\d){{8,}}"), lambda found: found["kept"] or "[angka]"),
)
"""What is struck out, and what stands in its place. Nine digits or more are a NIK, a KPJ, an account or a telephone."""

CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029)) | {ord("\t"): "\t"}
ESCAPES = {code: kept or f"\\x{code:02x}" for code, kept in CONTROLS.items()}


def strike_out(text: str) -> str:
    """Return TEXT without long numbers, e-mail addresses, passwords in addresses and tokens of secret links."""
    for pattern, instead in STRUCK:
        text = pattern.sub(instead, text)
    return text


class LineFormatter(logging.Formatter):
    """One line an entry; a traceback follows indented, so that no text can pass for an entry of its own."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        entry = strike_out(super().format(record)).translate(ESCAPES | {ord("\n"): "\n    "})
        return f"{self.formatTime(record)} {entry}"

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.translate(ESCAPES)
        return super().formatMessage(record)
