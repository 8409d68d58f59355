"""The eleven reasons for a claim (sebab klaim), in their official order, as dated data. Source: domain.md 1.1 and 1.2.

Code asks for the reason in force on a day; an amended rule is a new row with its own dates, the old row gets an end.
"""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from claims.domain.shelves import Shelf, holds_on
from participants.domain.dates import add_months, first_of_next_month

PERMENAKER_4_2022_FROM = date(2022, 4, 26)
PP_46_2015_FROM = date(2015, 7, 1)

EMPLOYED = frozenset({"PU", "PMI"})
SELF_EMPLOYED = frozenset({"BPU"})
ANY_SEGMENT = EMPLOYED | SELF_EMPLOYED


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long after the event day a claim may be filed: calendar months, then days; or from the first of the next month."""

    months: int = 0
    days: int = 0
    from_first_of_next_month: bool = False

    def over_on(self, event_on: date) -> date:
        """Return the first day on which a claim may be filed; a month later is clamped to the end of a shorter month."""
        if self.from_first_of_next_month:
            return first_of_next_month(event_on)
        return date.fromordinal(add_months(event_on, self.months).toordinal() + self.days)


NO_WAITING = Waiting()
DAY_AFTER = Waiting(days=1)
MONTH_AND_A_DAY = Waiting(months=1, days=1)
FIRST_OF_NEXT_MONTH = Waiting(from_first_of_next_month=True)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its official label, its article, what share it pays and what has to be true before it can be filed.

    ``event_date_label`` is the date that the form asks for, None where it asks for none; ``share_percent`` is the most
    that is paid of the balance; ``segments`` are the membership segments that may use it; ``valid_to`` is its last day.
    """

    code: str
    label: str
    summary: str
    article: str
    share_percent: int = 100
    event_date_label: str | None = None
    waiting: Waiting = NO_WAITING
    segments: frozenset[str] = ANY_SEGMENT
    needs_inactive_membership: bool = False
    valid_from: date = PERMENAKER_4_2022_FROM
    valid_to: date | None = None

    @property
    def event_is_past(self) -> bool:
        """Whether the event has happened before anybody asks: a death, a doctor's finding. Work may end tomorrow."""
        return self.event_date_label is not None and not self.needs_inactive_membership

    @property
    def is_partial(self) -> bool:
        """Whether it pays a part of the balance, which is allowed once in a lifetime (PP 46/2015 art 22(6))."""
        return self.share_percent < 100

    def is_in_force(self, on: date) -> bool:
        """Whether the reason may be used on a day."""
        return holds_on(self, on)


REASONS: tuple[Reason, ...] = (
    Reason(
        code="USIA_56",
        label="Usia Pensiun 56 Tahun",
        summary="Anda sudah berumur 56 tahun. Boleh masih bekerja.",
        article="Permenaker 4/2022 Pasal 6 ayat (1) huruf b",
    ),
    Reason(
        code="USIA_PKB",
        label="Usia Pensiun Perjanjian Kerja Bersama (PKB) Perusahaan",
        summary="Anda mencapai usia pensiun yang tertulis di perjanjian kerja, peraturan perusahaan, atau PKB.",
        article="Permenaker 4/2022 Pasal 6 ayat (1) huruf a",
        segments=EMPLOYED,
    ),
    Reason(
        code="PKWT",
        label="Perjanjian Kerja Waktu Tertentu (PKWT)",
        summary="Kontrak kerja Anda sudah berakhir dan Anda tidak bekerja lagi.",
        article="Permenaker 4/2022 Pasal 6 ayat (2) huruf a",
        event_date_label="Tanggal kontrak berakhir",
        waiting=DAY_AFTER,
        segments=EMPLOYED,
        needs_inactive_membership=True,
    ),
    Reason(
        code="BPU_BERHENTI",
        label="Berhenti usaha Bukan Penerima Upah (BPU)",
        summary="Anda bekerja sendiri dan sudah berhenti bekerja atau berusaha.",
        article="Permenaker 4/2022 Pasal 6 ayat (2) huruf b",
        event_date_label="Tanggal berhenti usaha",
        segments=SELF_EMPLOYED,
        needs_inactive_membership=True,
    ),
    Reason(
        code="RESIGN",
        label="Mengundurkan diri",
        summary="Anda mengundurkan diri dan tidak bekerja lagi di mana pun.",
        article="Permenaker 4/2022 Pasal 8 dan 9",
        event_date_label="Tanggal surat keterangan pengunduran diri",
        waiting=MONTH_AND_A_DAY,
        segments=EMPLOYED,
        needs_inactive_membership=True,
    ),
    Reason(
        code="PHK",
        label="Pemutusan Hubungan Kerja (PHK)",
        summary="Perusahaan memutuskan hubungan kerja dan Anda tidak bekerja lagi di mana pun.",
        article="Permenaker 4/2022, ketentuan tentang PHK",
        event_date_label="Tanggal PHK",
        waiting=MONTH_AND_A_DAY,
        segments=EMPLOYED,
        needs_inactive_membership=True,
    ),
    Reason(
        code="TINGGALKAN_RI",
        label="Meninggalkan Indonesia untuk selama-lamanya",
        summary="Anda warga negara asing dan meninggalkan Indonesia untuk selamanya, sebelum atau sesudah berangkat.",
        article="Permenaker 4/2022 Pasal 5 ayat (2) huruf c dan Pasal 12",
    ),
    Reason(
        code="CACAT_TOTAL_TETAP",
        label="Cacat total tetap",
        summary="Dokter menyatakan Anda cacat total tetap sebelum usia 56 tahun.",
        article="Permenaker 4/2022, ketentuan tentang cacat total tetap",
        event_date_label="Tanggal surat keterangan dokter",
        waiting=FIRST_OF_NEXT_MONTH,
    ),
    Reason(
        code="MENINGGAL",
        label="Meninggal dunia",
        summary="Peserta meninggal dunia. Ahli waris yang mengajukan klaim.",
        article="PP 46/2015 Pasal 22 dan Permenaker 4/2022",
        event_date_label="Tanggal meninggal",
    ),
    Reason(
        code="SEBAGIAN_10",
        label="Klaim Sebagian JHT 10%",
        summary="Anda sudah menjadi peserta paling sedikit 10 tahun dan belum pernah mengambil sebagian.",
        article="PP 46/2015 Pasal 22 ayat (4) sampai (6)",
        share_percent=10,
        valid_from=PP_46_2015_FROM,
    ),
    Reason(
        code="SEBAGIAN_30",
        label="Klaim Sebagian JHT 30%",
        summary="Untuk rumah. Anda sudah menjadi peserta paling sedikit 10 tahun dan belum pernah mengambil sebagian.",
        article="PP 46/2015 Pasal 22 ayat (4) sampai (6)",
        share_percent=30,
        valid_from=PP_46_2015_FROM,
    ),
)


REASON_SHELF: Shelf[Reason] = Shelf(REASONS)


def reasons_in_force(on: date) -> tuple[Reason, ...]:
    """Return the reasons that may be used on a day, in their official order."""
    return tuple(REASON_SHELF.on(on))


def find_reason(code: str, on: date) -> Reason:
    """Return the reason with a code as it stands on a day; raise KeyError when none is in force."""
    for reason in REASON_SHELF.on(on):
        if reason.code == code:
            return reason
    raise KeyError(code)


def is_in_force(code: str, on: date) -> bool:
    """Tell whether the reason with a code may be used on a day."""
    return any(reason.code == code for reason in REASON_SHELF.on(on))


def last_known(code: str) -> Reason:
    """Return the reason with a code as it stood last; raise KeyError for one that never was."""
    known = [reason for reason in REASON_SHELF.rows if reason.code == code]
    if not known:
        raise KeyError(code)
    return max(known, key=attrgetter("valid_from"))


def reason_labels() -> dict[str, str]:
    """Return the newest label of every reason that ever was, by code, in their official order."""
    labels = dict.fromkeys((reason.code for reason in REASON_SHELF.rows), "")
    return labels | {reason.code: reason.label for reason in sorted(REASON_SHELF.rows, key=attrgetter("valid_from"))}
