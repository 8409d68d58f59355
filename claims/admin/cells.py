"""Cells of a table that people fill in with a spreadsheet: read kindly, refused in words."""

from collections.abc import Mapping
from datetime import date, datetime
from time import strptime
from typing import Any

from import_export.widgets import Widget

FORMULA = tuple("=+-@＝＋－＠\t\r")
"""A cell that begins so is a formula to a spreadsheet."""
YES = {"ya": True, "y": True, "1": True, "true": True, "tidak": False, "t": False, "0": False, "false": False, "": False}
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S")


class CellError(ValueError):
    """A cell that cannot be read; the text is for the one who wrote it."""


def harmless(text: str) -> str:
    """Return TEXT so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_written(value: Any) -> str:
    """Return what a cell says as text, without the mark that keeps it from being a formula."""
    text = "" if value is None else str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


class Text(Widget):
    """Words; line breaks are one character whatever the spreadsheet writes."""

    def clean(self, value: Any, row: Mapping | None = None, **kwargs: Any) -> str:
        return as_written(value).replace("\r\n", "\n").replace("\r", "\n")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class Choice(Text):
    """One of a few codes; the words that pages show for a code are understood too."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        super().__init__()
        self.known = choices

    def clean(self, value: Any, row: Mapping | None = None, **kwargs: Any) -> str:
        text = super().clean(value, row)
        by_words = {words.casefold(): code for code, words in self.known.items()}
        code = text if text in self.known else by_words.get(text.casefold())
        if code is None:
            raise CellError(f"“{text}” tidak dikenal. Pakai salah satu: {', '.join(filter(None, self.known))}.")
        return code


class Number(Text):
    """A whole number, zero or more."""

    def clean(self, value: Any, row: Mapping | None = None, **kwargs: Any) -> int:
        text = super().clean(value, row).removesuffix(".0").replace(".", "")
        if not text.isascii() or not text.isdecimal() or len(text) > 15:
            raise CellError(f"“{as_written(value)}” bukan bilangan. Tulis angka saja, misalnya 14.")
        return int(text)


class YesNo(Text):
    """ya or tidak."""

    def clean(self, value: Any, row: Mapping | None = None, **kwargs: Any) -> bool:
        text = super().clean(value, row).casefold()
        if text not in YES:
            raise CellError(f"“{as_written(value)}” tidak dikenal. Tulis ya atau tidak.")
        return YES[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "ya" if value else "tidak"


class Day(Text):
    """A date, as a spreadsheet's own or as text."""

    def clean(self, value: Any, row: Mapping | None = None, **kwargs: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = super().clean(value, row)
        return _day(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


def _day(text: str) -> date:
    for form in DAY_FORMATS:
        try:
            return date(*strptime(text, form)[:3])
        except ValueError:
            continue
    raise CellError(f"“{text}” bukan tanggal. Tulis seperti 2026-12-31.")


class Several(Text):
    """Codes with commas between them."""

    def clean(self, value: Any, row: Mapping | None = None, **kwargs: Any) -> list[str]:
        return [word.strip() for word in super().clean(value, row).split(",") if word.strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ", ".join(value or ())
