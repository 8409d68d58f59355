"""The numbers an office may set: how many days, how many tries, within bounds that no setting leaves, as dated data.

The five legal working days, the pension age and the ten years of membership are law and stand in the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.domain.reasons import PERMENAKER_4_2022_FROM
from claims.domain.shelves import Shelf, day_of_rules

DAYS, WORKING_DAYS, RUPIAH, TIMES = "hari", "hari kerja", "rupiah", "kali"


class Limit(StrEnum):
    """What can be set."""

    CORRECTION_DAYS = "correction_days"
    FIRST_REMINDER_DAYS = "first_reminder_days"
    LAST_REMINDER_DAYS = "last_reminder_days"
    DRAFT_DAYS = "draft_days"
    DRAFT_NOTICE_DAYS = "draft_notice_days"
    IDLE_WORKING_DAYS = "idle_working_days"
    FIRST_LOOK_WORKING_DAYS = "first_look_working_days"
    APP_BALANCE = "app_balance"
    LOOKUPS_A_MINUTE = "lookups_a_minute"
    LOOKUPS_AN_HOUR = "lookups_an_hour"
    QUEUE_PRIORITY_SHARE = "queue_priority_share"
    QUEUE_BOOKED_SHARE = "queue_booked_share"
    QUEUE_WALK_IN_SHARE = "queue_walk_in_share"
    QUEUE_CALLS = "queue_calls"


@dataclass(frozen=True, slots=True)
class LimitKind:
    """A limit in words, its unit, the lowest and the highest value that make sense, and where it comes from."""

    label: str
    unit: str
    lowest: int
    highest: int
    source: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """The value of a limit, with the days on which it holds."""

    code: str
    value: int
    valid_from: date = PERMENAKER_4_2022_FROM
    valid_to: date | None = None


_OWN = "Aturan portal, bukan undang-undang."
KINDS: Mapping[Limit, LimitKind] = {
    Limit.CORRECTION_DAYS: LimitKind("Waktu peserta mengirim perbaikan", DAYS, 7, 60, _OWN),
    Limit.FIRST_REMINDER_DAYS: LimitKind("Pengingat perbaikan pertama, sebelum batas", DAYS, 3, 30, _OWN),
    Limit.LAST_REMINDER_DAYS: LimitKind("Pengingat perbaikan terakhir, sebelum batas", DAYS, 1, 7, _OWN),
    Limit.DRAFT_DAYS: LimitKind("Draf tanpa kegiatan ditutup sesudah", DAYS, 7, 90, _OWN),
    Limit.DRAFT_NOTICE_DAYS: LimitKind("Pemberitahuan sebelum draf ditutup", DAYS, 1, 6, _OWN),
    Limit.IDLE_WORKING_DAYS: LimitKind("Klaim diam dikembalikan ke antrean sesudah", WORKING_DAYS, 1, 10, _OWN),
    Limit.FIRST_LOOK_WORKING_DAYS: LimitKind("Petugas mulai melihat klaim paling lambat", WORKING_DAYS, 1, 5, _OWN),
    Limit.APP_BALANCE: LimitKind("Saldo terbesar untuk klaim lewat JMO", RUPIAH, 1_000_000, 1_000_000_000, "Batas JMO sejak Mei 2025."),
    Limit.LOOKUPS_A_MINUTE: LimitKind("Pelacakan dari satu alamat internet, per menit", TIMES, 3, 100, _OWN),
    Limit.LOOKUPS_AN_HOUR: LimitKind("Pelacakan dari satu alamat internet, per jam", TIMES, 10, 1000, _OWN),
    Limit.QUEUE_PRIORITY_SHARE: LimitKind("Panggilan jalur prioritas dalam satu putaran", TIMES, 1, 10, _OWN),
    Limit.QUEUE_BOOKED_SHARE: LimitKind("Panggilan jalur pesan lewat portal dalam satu putaran", TIMES, 1, 10, _OWN),
    Limit.QUEUE_WALK_IN_SHARE: LimitKind("Panggilan jalur datang langsung dalam satu putaran", TIMES, 1, 10, _OWN),
    Limit.QUEUE_CALLS: LimitKind("Panggilan sebelum nomor antrian boleh dilewati", TIMES, 1, 5, _OWN),
}
LIMIT_ROWS: tuple[LimitRow, ...] = (
    LimitRow(Limit.CORRECTION_DAYS, 14),
    LimitRow(Limit.FIRST_REMINDER_DAYS, 7),
    LimitRow(Limit.LAST_REMINDER_DAYS, 2),
    LimitRow(Limit.DRAFT_DAYS, 14),
    LimitRow(Limit.DRAFT_NOTICE_DAYS, 3),
    LimitRow(Limit.IDLE_WORKING_DAYS, 2),
    LimitRow(Limit.FIRST_LOOK_WORKING_DAYS, 2),
    LimitRow(Limit.APP_BALANCE, 15_000_000, date(2025, 5, 1)),
    LimitRow(Limit.LOOKUPS_A_MINUTE, 10),
    LimitRow(Limit.LOOKUPS_AN_HOUR, 60),
    LimitRow(Limit.QUEUE_PRIORITY_SHARE, 2),
    LimitRow(Limit.QUEUE_BOOKED_SHARE, 2),
    LimitRow(Limit.QUEUE_WALK_IN_SHARE, 1),
    LimitRow(Limit.QUEUE_CALLS, 3),
)
LIMIT_SHELF: Shelf[LimitRow] = Shelf(LIMIT_ROWS)


def limit(kind: Limit, on: date | None = None) -> int:
    """Return the value of a limit on a day, in its own unit: the last one that had begun; before any, the first."""
    known = sorted((row for row in LIMIT_SHELF.rows if row.code == kind), key=lambda row: row.valid_from)
    begun = [row for row in known if row.valid_from <= (on or day_of_rules())]
    return (begun[-1] if begun else known[0]).value
