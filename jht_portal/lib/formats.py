"""Numbers, sizes, dates and times as Indonesian readers expect them."""

import math
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

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
KB = 1024
MB = 1024 * KB


def rupiah(amount: int) -> str:
    """Write whole rupiah: Rp38.640.215, below zero with a true minus."""
    digits = f"{abs(amount):,}".replace(",", ".")
    return f"{'−' if amount < 0 else ''}Rp{digits}"


def size(byte_count: int) -> str:
    """Write a file size: 8,4 MB, 34 KB, 12 byte; rounded up, so that a file above a limit never reads like the limit."""
    if byte_count < KB:
        return f"{byte_count} byte"
    if byte_count < MB:
        return f"{math.ceil(byte_count / KB)} KB"
    tenths = math.ceil(byte_count * 10 / MB)
    return f"{tenths / 10:g} MB".replace(".", ",")


def local(moment: date | datetime, zone: str = "") -> date | datetime:
    """Move a moment to the zone (default: the portal's own); a plain date stays as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment, ZoneInfo(zone) if zone else None)
    return moment


def short_date(day: date | datetime, zone: str = "") -> str:
    """Write a date without its weekday: 24 November 2026."""
    day = local(day, zone)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date | datetime, zone: str = "") -> str:
    """Write a date with its weekday: Selasa, 24 November 2026."""
    return f"{DAYS[local(day, zone).weekday()]}, {short_date(day, zone)}"


def day_name(day: date | datetime, zone: str = "") -> str:
    """Write the weekday in three letters: Sel."""
    return DAYS[local(day, zone).weekday()][:3]


def box_date(day: date | datetime, zone: str = "") -> str:
    """Write a date for a small box: Sel 24."""
    return f"{day_name(day, zone)} {local(day, zone).day}"


def clock_time(moment: datetime, zone: str = "") -> str:
    """Write the time of day with its zone: 09.14 WIB (WITA, WIT)."""
    moment = local(moment, zone)
    return f"{moment:%H.%M} {moment.tzname() or ''}".rstrip()


def full_time(moment: datetime, zone: str = "") -> str:
    """Write a moment in full: Selasa, 24 November 2026, 09.14 WIB."""
    return f"{long_date(moment, zone)}, {clock_time(moment, zone)}"
