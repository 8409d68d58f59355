"""Logs tell what happened, never to whom: long digit runs are struck out before a line is written."""

import logging
import re

NUMBERS = re.compile(r"\d(?:[ .\-]?\d){8,}")


class NumberFilter(logging.Filter):
    """Replace every run of nine digits or more (NIK, KPJ, account, phone) by its length."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = NUMBERS.sub(lambda m: f"[{len(m.group())} angka]", record.getMessage())
        record.args = None
        return True
