"""One appointment as an iCalendar file (RFC 5545). Moments are written in UTC, so every calendar shows them in its own zone."""

from dataclasses import dataclass
from datetime import UTC, datetime

LINE_BYTES = 75


@dataclass(frozen=True)
class Appointment:
    """What stands in somebody's calendar. KEY makes a later file replace this one."""

    key: str
    title: str
    where: str
    notes: str
    begins: datetime
    ends: datetime
    written: datetime


def calendar_file(appointment: Appointment) -> bytes:
    """Return the file, with a reminder two hours before."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Portal JHT//Antrian//ID",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{appointment.key}@portal-jht",
        f"DTSTAMP:{_moment(appointment.written)}",
        f"DTSTART:{_moment(appointment.begins)}",
        f"DTEND:{_moment(appointment.ends)}",
        f"SUMMARY:{_text(appointment.title)}",
        f"LOCATION:{_text(appointment.where)}",
        f"DESCRIPTION:{_text(appointment.notes)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(appointment.title)}",
        "TRIGGER:-PT2H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return LINE with its end, broken where it is longer than 75 bytes, never within a letter."""
    parts, part = [], b""
    for char in line:
        encoded = char.encode()
        if len(part) + len(encoded) > (LINE_BYTES if not parts else LINE_BYTES - 1):
            parts.append(part)
            part = b""
        part += encoded
    return b"\r\n ".join([*parts, part]) + b"\r\n"
