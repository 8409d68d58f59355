"""Days off that ship with the portal; officers keep the table afterwards.

2026 is complete: 17 national holidays and 8 days of joint leave of the joint decree (SKB) of three ministers, numbers
1497, 2 and 5 of 2025, signed on 19 September 2025, read in several reprints that agree, the text itself not seen. For
2027 no list could be confirmed, so only the holidays with a fixed date stand here: an officer adds the movable ones and
the joint leave from the decree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

NATIONAL = "nasional"
JOINT_LEAVE = "cuti_bersama"
SKB_2026 = "SKB 3 Menteri Nomor 1497, 2, dan 5 Tahun 2025"
FIXED_DATE = "tanggal tetap setiap tahun"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day off: a national holiday or joint leave, and where it is known from.

    ``certain`` is False where the day hangs on the sighting of the moon, as the government may still move it.
    """

    day: date
    name: str
    kind: str = NATIONAL
    source: str = SKB_2026
    certain: bool = True


_FIXED = (
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Hari Kemerdekaan Republik Indonesia"),
    (12, 25, "Hari Raya Natal"),
)

_MOVABLE_2026 = (
    (1, 16, "Isra Mikraj Nabi Muhammad", True),
    (2, 17, "Tahun Baru Imlek 2577", True),
    (3, 19, "Hari Suci Nyepi, Tahun Baru Saka 1948", True),
    (3, 21, "Idulfitri 1447 Hijriah", False),
    (3, 22, "Idulfitri 1447 Hijriah, hari kedua", False),
    (4, 3, "Wafat Yesus Kristus", True),
    (4, 5, "Kebangkitan Yesus Kristus (Paskah)", True),
    (5, 14, "Kenaikan Yesus Kristus", True),
    (5, 27, "Iduladha 1447 Hijriah", False),
    (5, 31, "Hari Raya Waisak 2570", True),
    (6, 16, "Tahun Baru Islam 1448 Hijriah", False),
    (8, 25, "Maulid Nabi Muhammad", False),
)
_JOINT_LEAVE_2026 = (
    (2, 16, "Tahun Baru Imlek"),
    (3, 18, "Hari Suci Nyepi"),
    (3, 20, "Idulfitri"),
    (3, 23, "Idulfitri"),
    (3, 24, "Idulfitri"),
    (5, 15, "Kenaikan Yesus Kristus"),
    (5, 28, "Iduladha"),
    (12, 24, "Hari Raya Natal"),
)


def fixed_holidays(year: int) -> Iterator[Holiday]:
    """Yield the holidays of YEAR that fall on the same date every year; movable ones and joint leave come from the decree."""
    return (Holiday(date(year, month, day), name, source=FIXED_DATE) for month, day, name in _FIXED)


def _by_day(*holidays: Holiday) -> tuple[Holiday, ...]:
    return tuple(sorted(holidays, key=lambda holiday: holiday.day))


HOLIDAYS: tuple[Holiday, ...] = _by_day(
    *fixed_holidays(2026),
    *(Holiday(date(2026, month, day), name, certain=certain) for month, day, name, certain in _MOVABLE_2026),
    *(Holiday(date(2026, month, day), f"Cuti bersama {name}", JOINT_LEAVE) for month, day, name in _JOINT_LEAVE_2026),
    *fixed_holidays(2027),
)
HOLIDAY_DATES: frozenset[date] = frozenset(holiday.day for holiday in HOLIDAYS)
