"""What a rule must not say: values out of bounds, words that fit no page, rules that contradict each other."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from claims.domain.documents import Requirement
from claims.domain.limits import KINDS, RUPIAH, Limit
from claims.domain.papers import KREDIT, PASPOR, TUNAI, Slot
from claims.domain.reasons import ANY_SEGMENT
from claims.models import CodedReasonRule, LimitRule, PaperRule, ReasonRule, RequirementRule
from claims.models.reference import SLOT_LABELS, DatedRule
from claims.services import dating
from claims.services.dating import Fault
from jht_portal.lib.formats import rupiah

CODE = re.compile(r"[A-Z][A-Z0-9_]{2,}")
MOST_PAID = {"SEBAGIAN_10": 10, "SEBAGIAN_30": 30}
"""Percent that a partial claim pays at most (PP 46/2015 art 22(4)); the database allows one of these two in a lifetime."""
ALWAYS_NEEDED = (Slot.KARTU_PESERTA, Slot.KTP)
DECIDED_BY_FACTS = (Slot.NPWP, Slot.STANDING_INSTRUCTION)
OTHER = "LAINNYA"
SEVERAL = 8
LAST_DAY = date(2999, 12, 31)
Check = Callable[[DatedRule], Iterator[Fault]]


def faults(row: DatedRule, today: date) -> list[Fault]:
    """Return every fault of ROW as (field, sentence); none where it may be saved on a day."""
    if far := [name for name in ("valid_from", "valid_to") if (getattr(row, name) or today) > LAST_DAY]:
        return [(name, "Isi tanggal sebelum tahun 3000.") for name in far]
    return [*CHECKS[type(row)](row), *dating.faults(row, today)]


def of_reason(row: ReasonRule) -> Iterator[Fault]:
    if not CODE.fullmatch(row.code):
        yield "code", "Kode terdiri dari huruf besar, angka, dan garis bawah, misalnya PINDAH_NEGARA."
    yield from _share(row)
    yield from _waiting(row)
    if not row.segments or not set(row.segments) <= ANY_SEGMENT:
        yield "segments", "Pilih paling sedikit satu segmen: PU, BPU, atau PMI."
    yield from _sentence(row, "summary")


def _share(row: ReasonRule) -> Iterator[Fault]:
    if not 1 <= row.share_percent <= 100:
        yield "share_percent", "Isi persen antara 1 dan 100."
    elif row.code in MOST_PAID and row.share_percent > MOST_PAID[row.code]:
        yield "share_percent", f"Menurut PP 46/2015 paling banyak {MOST_PAID[row.code]} persen."
    elif row.code not in MOST_PAID and row.share_percent < 100:
        yield "share_percent", "Klaim sebagian hanya SEBAGIAN_10 dan SEBAGIAN_30, sekali seumur hidup. Isi 100."


def _waiting(row: ReasonRule) -> Iterator[Fault]:
    waits = bool(row.waiting_months or row.waiting_days)
    if (waits or row.waiting_from_next_month) and not row.event_date_label:
        yield "event_date_label", "Masa tunggu perlu tanggal yang ditanyakan. Tulis nama tanggalnya."
    if waits and row.waiting_from_next_month:
        yield "waiting_from_next_month", "Pilih salah satu: hitungan bulan dan hari, atau tanggal 1 bulan berikutnya."
    if row.waiting_months > 12 or row.waiting_days > 31:
        yield "waiting_months", "Masa tunggu paling lama 12 bulan dan 31 hari."


def of_requirement(row: RequirementRule) -> Iterator[Fault]:
    if not ReasonRule.objects.filter(code=row.reason).exists():
        yield "reason", f"Sebab klaim {row.reason} belum ada."
    if row.slot not in SLOT_LABELS:
        yield "slot", f"Dokumen {row.slot} tidak dikenal."
    if row.slot in ALWAYS_NEEDED and row.requirement != Requirement.WAJIB:
        yield "requirement", "Kartu peserta dan KTP selalu wajib."
    if row.slot in ALWAYS_NEEDED and row.valid_to and not _is_followed(row):
        yield "valid_to", "Kartu peserta dan KTP tidak bisa diakhiri. Akhiri sebab klaimnya."
    if row.slot in DECIDED_BY_FACTS and row.requirement != Requirement.BERSYARAT:
        yield "requirement", "Pilih “Bila berlaku”. Portal tahu dari data kapan dokumen ini wajib."


def of_paper(row: PaperRule) -> Iterator[Fault]:
    if row.slot not in SLOT_LABELS:
        yield "slot", f"Dokumen {row.slot} tidak dikenal."
    if row.reason and not ReasonRule.objects.filter(code=row.reason).exists():
        yield "reason", f"Sebab klaim {row.reason} belum ada."
    if row.situation == PASPOR and row.slot != Slot.KTP:
        yield "situation", "Paspor hanya mengganti KTP."
    if row.situation in (TUNAI, KREDIT) and row.reason != "SEBAGIAN_30":
        yield "situation", "Tunai dan kredit hanya untuk SEBAGIAN_30."
    if not (row.reason or row.situation) and row.valid_to and not _is_followed(row):
        yield "valid_to", "Nama umum dokumen selalu diperlukan. Buat perubahan, jangan diakhiri."
    if not 1 <= len(_lines(row.what_counts)) <= SEVERAL:
        yield "what_counts", f"Tulis 1 sampai {SEVERAL} jenis, satu per baris."
    yield from _sentence(row, "hint")


def of_coded_reason(row: CodedReasonRule) -> Iterator[Fault]:
    if not CODE.fullmatch(row.code):
        yield "code", "Kode terdiri dari huruf besar, angka, dan garis bawah, misalnya TANPA_MATERAI."
    if row.kind == row.DOCUMENT and not row.slots:
        yield "slots", "Pilih dokumen yang bisa dikembalikan dengan alasan ini."
    if unknown := sorted(set(row.slots) - set(SLOT_LABELS)):
        yield "slots", f"Dokumen {', '.join(unknown)} tidak dikenal."
    if row.code == OTHER and not row.needs_text:
        yield "needs_text", "Alasan lain selalu perlu penjelasan petugas."
    if row.code == OTHER and row.valid_to and not _is_followed(row):
        yield "valid_to", "Alasan lain selalu diperlukan dan tidak bisa diakhiri."
    if row.short.endswith("."):
        yield "short", "Tulis tanpa titik di akhir."
    yield from _sentence(row, "advice")


def of_limit(row: LimitRule) -> Iterator[Fault]:
    if row.code not in KINDS:
        yield "code", f"Batas {row.code} tidak dikenal."
        return
    kind = KINDS[Limit(row.code)]
    if row.valid_to and not _is_followed(row):
        yield "valid_to", "Batas selalu berlaku. Buat perubahan dengan nilai baru."
    if not kind.lowest <= row.value <= kind.highest:
        yield "value", f"Isi antara {in_unit(kind.lowest, kind.unit)} dan {in_unit(kind.highest, kind.unit)}."
    else:
        yield from _order(row)


LESS_THAN = (
    (Limit.LAST_REMINDER_DAYS, Limit.FIRST_REMINDER_DAYS),
    (Limit.FIRST_REMINDER_DAYS, Limit.CORRECTION_DAYS),
    (Limit.DRAFT_NOTICE_DAYS, Limit.DRAFT_DAYS),
    (Limit.LOOKUPS_A_MINUTE, Limit.LOOKUPS_AN_HOUR),
)


def _order(row: LimitRule) -> Iterator[Fault]:
    """Yield where a limit would not lie below, or above, the one that it belongs to, now or later."""
    for low, high in LESS_THAN:
        if row.code in (low, high):
            for other in LimitRule.objects.filter(code=high if row.code == low else low).exclude(valid_to__lt=row.valid_from):
                if (row.value >= other.value) if row.code == low else (row.value <= other.value):
                    words = "kurang dari" if row.code == low else "lebih dari"
                    yield "value", f"Harus {words} “{other}”, yaitu {in_unit(other.value, KINDS[Limit(other.code)].unit)}."


def in_unit(value: int, unit: str) -> str:
    """Return a limit's value with its unit: ``14 hari``, ``Rp15.000.000``."""
    return rupiah(value) if unit == RUPIAH else f"{value} {unit}"


def _sentence(row: DatedRule, name: str) -> Iterator[Fault]:
    text = getattr(row, name)
    if not text.endswith("."):
        yield name, "Tulis kalimat lengkap, diakhiri titik."
    if "!" in text:
        yield name, "Tulis tanpa tanda seru."


def _is_followed(row: DatedRule) -> bool:
    """Tell whether another row of the same rule begins the day after ROW ends."""
    following = {name: getattr(row, name) for name in row.KEY} | {"valid_from": row.valid_to + dating.DAY}
    return type(row).objects.filter(**following).exists()


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


CHECKS: Mapping[type[DatedRule], Check] = {
    ReasonRule: of_reason,
    RequirementRule: of_requirement,
    PaperRule: of_paper,
    CodedReasonRule: of_coded_reason,
    LimitRule: of_limit,
}
