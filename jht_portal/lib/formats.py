"""Numbers, sizes, dates and times as the reader of a page expects them: in Indonesian 1.000 and 09.14, in English 1,000 and 09:14."""

import math
from calendar import month_name
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ENGLISH = "en"
ENGLISH_MONTHS = tuple(month_name)[1:]
KB = 1024
MB = 1024 * KB


def in_english() -> bool:
    """Tell whether the page speaks English."""
    return get_language() == ENGLISH


def rupiah(amount: int) -> str:
    """Write whole rupiah: Rp38.640.215 (Rp38,640,215), below zero with a true minus."""
    return f"{'−' if amount < 0 else ''}Rp{number(abs(amount))}"


def number(count: int) -> str:
    """Write a whole number: 1.000 (1,000)."""
    return f"{count:,}" if in_english() else f"{count:,}".replace(",", ".")


def decimal(value: float) -> str:
    """Write a number that may have a fraction: 3,5 (3.5)."""
    return f"{value:g}" if in_english() else f"{value:g}".replace(".", ",")


def size(byte_count: int) -> str:
    """Write a file size: 8,4 MB, 34 KB, 12 byte; rounded up, so that a file above a limit never reads like the limit."""
    if byte_count < KB:
        return ngettext("%(count)d byte", "%(count)d byte", byte_count) % {"count": byte_count}
    if byte_count < MB:
        return f"{math.ceil(byte_count / KB)} KB"
    return f"{decimal(math.ceil(byte_count * 10 / MB) / 10)} MB"


def local(moment: date | datetime, zone: str = "") -> date | datetime:
    """Move a moment to the zone (default: the portal's own); a plain date stays as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment, ZoneInfo(zone) if zone else None)
    return moment


def short_date(day: date | datetime, zone: str = "") -> str:
    """Write a date without its weekday: 24 November 2026."""
    day = local(day, zone)
    return f"{day.day} {month_of(day)} {day.year}"


def month_of(day: date) -> str:
    """Name the month of a day: November."""
    return gettext(MONTHS[day.month - 1])


def month_and_year(day: date) -> str:
    """Write a month: November 2026."""
    return f"{month_of(day)} {day.year}"


def day_and_month(day: date) -> str:
    """Write a near day in a table: 24 Nov."""
    return f"{day.day} {month_of(day)[:3]}"


def long_date(day: date | datetime, zone: str = "") -> str:
    """Write a date with its weekday: Selasa, 24 November 2026."""
    return f"{_weekday(day, zone)}, {short_date(day, zone)}"


def _weekday(day: date | datetime, zone: str) -> str:
    return gettext(DAYS[local(day, zone).weekday()])


def day_name(day: date | datetime, zone: str = "") -> str:
    """Write the weekday in three letters: Sel."""
    return _weekday(day, zone)[:3]


def box_date(day: date | datetime, zone: str = "") -> str:
    """Write a date for a small box: Sel 24."""
    return f"{day_name(day, zone)} {local(day, zone).day}"


def clock_time(moment: datetime, zone: str = "") -> str:
    """Write the time of day with its zone: 09.14 WIB (09:14 WIB; WITA, WIT)."""
    moment = local(moment, zone)
    return f"{moment:{'%H:%M' if in_english() else '%H.%M'}} {moment.tzname() or ''}".rstrip()


def slot_hours(slot: object) -> str:
    """Write a piece of the day that says itself as 09.00–10.00: so in Indonesian, in English 09:00–10:00."""
    return str(slot).replace(".", ":") if in_english() else str(slot)


def full_time(moment: datetime, zone: str = "") -> str:
    """Write a moment in full: Selasa, 24 November 2026, 09.14 WIB."""
    return f"{long_date(moment, zone)}, {clock_time(moment, zone)}"


def waiting_time(seconds: int) -> str:
    """Write a time to wait: 45 detik, 3 menit, 2 jam; rounded up."""
    if seconds < 60:
        return ngettext("%(count)d detik", "%(count)d detik", seconds) % {"count": seconds}
    if seconds <= 90 * 60:
        minutes = math.ceil(seconds / 60)
        return ngettext("%(count)d menit", "%(count)d menit", minutes) % {"count": minutes}
    hours = math.ceil(seconds / 3600)
    return ngettext("%(count)d jam", "%(count)d jam", hours) % {"count": hours}
