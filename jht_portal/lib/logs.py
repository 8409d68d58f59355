"""Logs tell what happened, never to whom: numbers and secret links are struck out before a line is written."""

import logging
import re

NUMBERS = re.compile(r"\d(?:[ .\-]?\d){8,}")
SECRET_LINKS = re.compile(r"(/hasil/)[^/\s]+")


def strike_out(text: str) -> str:
    """Replace every run of nine digits or more (NIK, KPJ, account, phone) by its length, and the token of a link."""
    return SECRET_LINKS.sub(r"\1[token]", NUMBERS.sub(lambda m: f"[{len(m.group())} angka]", text))


class LineFormatter(logging.Formatter):
    """One line an entry; message and traceback are struck out, the time is not."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = strike_out(record.message).replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)

    def formatException(self, exc_info: tuple) -> str:
        return strike_out(super().formatException(exc_info))

    def formatStack(self, stack_info: str) -> str:
        return strike_out(stack_info)
