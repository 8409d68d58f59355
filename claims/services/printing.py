"""What the portal puts on paper about a claim: status sheet, receipt, result. One sheet of A4 each, with a check code.

A ``…_paper`` says what stands on it (for the page that is printed), a ``…_sheet`` is the same as PDF bytes.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Q, Sum
from django.urls import reverse

from claims.domain.deadlines import clock, first_look_due
from claims.domain.reasons import find_reason
from claims.domain.workflow import ClaimStatus
from claims.models import Claim, Document, Office, SlotState
from claims.services import deadlines
from claims.services.composing import PREVIEW_CODE
from claims.services.issuing import issue_code
from claims.services.requirements import rejections_of, requirements_of, rules_day
from claims.services.tracking import ClockCard, Progress, StageLine, load_progress
from jht_portal.lib.formats import clock_time, full_time, long_date, rupiah, short_date
from jht_portal.lib.languages import in_indonesian
from jht_portal.lib.paper import Paper, Row, Table, draw
from participants.domain.banks import bank_name
from participants.domain.identifiers import mask_account, mask_kpj

HISTORY_ROWS = 6
DOCUMENT_ROWS = 12
STATE_WORDS = {"done": "Selesai", "next": "Belum mulai", "skipped": "Tidak dilakukan"}
STATE_ICONS = {"done": "check", "paid": "check", "now": "clock", "end": "x", "next": "dot", "skipped": "minus"}
FILE_NAMES = {"status": "status", "receipt": "tanda-terima", "result": "hasil"}
CLOCK_LINES = {
    "met": "Batas waktu pembayaran {due}.",
    "late": "Batas waktu pembayaran {due} sudah lewat. Kami minta maaf.",
}
RECEIPT_WORTH = "Tanda terima ini bukan bukti pembayaran."
RESULT_WORTH = "Surat ini bukan bukti transfer bank."
HIDDEN = "Nama, jumlah, dan alasan hanya tampil bagi pemilik klaim yang sudah masuk."


class NoResultYet(Exception):
    """The claim is neither paid nor rejected."""


def status_sheet(claim: Claim, now: datetime) -> bytes:
    """Return the status sheet of a sent CLAIM as PDF: what anyone who looked it up may read."""
    return draw(status_paper(claim, now))


def receipt_sheet(claim: Claim, now: datetime) -> bytes:
    """Return the receipt of a sent CLAIM as PDF: what was handed in, and what happens next and when."""
    return draw(receipt_paper(claim, now))


def result_sheet(claim: Claim, now: datetime, *, for_owner: bool) -> bytes:
    """Return the result letter of a paid or rejected CLAIM as PDF; amounts and reasons FOR_OWNER only."""
    return draw(result_paper(claim, now, for_owner=for_owner))


@in_indonesian
def status_paper(claim: Claim, now: datetime) -> Paper:
    """Return what stands on the status sheet: the tracking page on paper."""
    progress = load_progress(claim, now)
    return _paper(
        "status",
        claim,
        now,
        title=f"Status klaim {claim.number}",
        heading="Status klaim JHT",
        answer=progress.headline,
        lines=tuple(_status_lines(progress)),
        tables=(_stage_table(progress), _history_table(progress)),
    )


@in_indonesian
def receipt_paper(claim: Claim, now: datetime) -> Paper:
    """Return what stands on the receipt: when the claim arrived, with which documents, and what happens next and when."""
    zone = claim.office.timezone
    reason = find_reason(claim.reason, rules_day(claim))
    return _paper(
        "receipt",
        claim,
        now,
        title=f"Tanda terima klaim {claim.number}",
        heading="Tanda terima klaim JHT",
        answer=f"Klaim Anda kami terima {full_time(claim.submitted_at, zone)}.",
        lines=(f"Atas nama {claim.heir_name or claim.participant.name}. Sebab klaim: {reason.label}.",),
        tables=(_document_table(claim), _next_table(claim)),
        worth=RECEIPT_WORTH,
    )


@in_indonesian
def result_paper(claim: Claim, now: datetime, *, for_owner: bool) -> Paper:
    """Return what stands on the result letter; raise NoResultYet unless CLAIM is paid or rejected.

    Name, amounts and account (paid) or the reasons (rejected) stand there FOR_OWNER only.
    """
    if claim.status not in _RESULTS:
        raise NoResultYet(claim.number)
    return _result(claim, now, ClaimStatus(claim.status), claim.closed_at, for_owner=for_owner)


@in_indonesian
def rejection_draft(claim: Claim, now: datetime) -> Paper:
    """Return the letter that a rejection at NOW would give the owner: to be read before it is decided, without a code."""
    return _result(claim, now, ClaimStatus.REJECTED, now, for_owner=True, code=PREVIEW_CODE)


def _result(claim: Claim, now: datetime, status: ClaimStatus, decided_at: datetime, *, for_owner: bool, code: str = "") -> Paper:
    answer, write_tables = _RESULTS[status]
    lines = [f"Atas nama {claim.heir_name or claim.participant.name}."] if for_owner else [HIDDEN]
    return _paper(
        "result",
        claim,
        now,
        title=f"Hasil klaim {claim.number}",
        heading="Surat hasil klaim JHT",
        code=code,
        answer=answer.format(day=long_date(decided_at, claim.office.timezone)),
        lines=tuple(lines),
        tables=tuple(write_tables(claim, for_owner)),
        worth=RESULT_WORTH,
    )


def _paper(kind: str, claim: Claim, now: datetime, *, code: str = "", **words: object) -> Paper:
    code = code or issue_code(kind, claim, now).code
    return Paper(
        name=f"{FILE_NAMES[kind]}-{claim.number}",
        printed_at=now,
        zone=claim.office.timezone,
        facts=(("Nomor klaim", claim.number), ("KPJ", mask_kpj(claim.membership.kpj)), ("Kantor", _short_name(claim.office))),
        code=code,
        check_url=settings.PUBLIC_URL + reverse("claims:check_code", args=[code]),
        **words,
    )


def _status_lines(progress: Progress) -> Iterator[str]:
    yield progress.advice
    if progress.clock:
        yield _clock_line(progress.clock)


def _clock_line(clock: ClockCard) -> str:
    if clock.state == "running":
        return f"Paling lambat dibayar {long_date(clock.due)} (hari kerja ke-{clock.day_number} dari {len(clock.days)})."
    return CLOCK_LINES[clock.state].format(due=long_date(clock.due)) if clock.due else clock.sentence


def _stage_table(progress: Progress) -> Table:
    rows = (_stage_row(place, line, progress) for place, line in enumerate(progress.stages, 1))
    return Table("Tahap", tuple(rows), (38, 37, 55), ("Tahap", "Keadaan", "Tanggal dan jam"))


def _stage_row(place: int, line: StageLine, progress: Progress) -> Row:
    here = line is progress.here
    state = progress.tag if here else line.note or STATE_WORDS[line.state]
    when = full_time(line.at, progress.zone) if line.at else "–"
    if line.at and line.state == "now":
        when = f"Sejak {when}. {line.reason}" if line.reason else f"Sejak {when}"
    return Row((f"{place}. {line.name}", state, when), strong=here, icon=STATE_ICONS[line.state])


def _history_table(progress: Progress) -> Table:
    history = progress.history
    shown = history if len(history) <= HISTORY_ROWS else history[: HISTORY_ROWS - 1]
    hidden = len(history) - len(shown)
    rows = [Row((f"{short_date(line.at, progress.zone)}, {clock_time(line.at, progress.zone)}", line.text)) for line in shown]
    if hidden:
        rows.append(Row(("Sebelumnya", f"{hidden} langkah lagi, dapat dibaca di portal.")))
    return Table("Riwayat", tuple(rows), (50, 80))


def _document_table(claim: Claim) -> Table:
    labels = {code: slot.label for code, slot in requirements_of(claim).items()}
    pages = Sum("versions__pages__page_count", filter=Q(versions__sent_at__lte=claim.submitted_at))
    documents = list(claim.documents.exclude(state=SlotState.EMPTY).annotate(page_total=pages).order_by("position"))
    rows = [_document_row(place, labels, document) for place, document in enumerate(documents[:DOCUMENT_ROWS], 1)]
    if len(documents) > DOCUMENT_ROWS:
        rows.append(Row(("", f"{len(documents) - DOCUMENT_ROWS} dokumen lagi, dapat dibaca di portal.", "")))
    return Table("Dokumen yang kami terima", tuple(rows), (8, 77, 45))


def _document_row(place: int, labels: dict[str, str], document: Document) -> Row:
    pages = f"{document.page_total} halaman" if document.page_total else "Ada"
    return Row((f"{place}.", labels.get(document.slot, document.slot), document.get_unavailable_reason_display() or pages))


def _next_table(claim: Claim) -> Table:
    holidays = deadlines.holidays()
    arrived_on = deadlines.local_date(claim.office, claim.submitted_at)
    due_on = clock(arrived_on, arrived_on, holidays).due_on
    rows = (
        ("Petugas mulai memeriksa", f"Target kami paling lambat {long_date(first_look_due(arrived_on, holidays))}."),
        ("Bila ada yang kurang", "Kami kirim satu pesan yang memuat semuanya."),
        ("Bila lengkap dan benar", f"Uang ditransfer paling lambat {long_date(due_on)}, 5 hari kerja sesudah dokumen tiba."),
        ("Melihat tahapnya", f"Buka {_page('claims:track')}, lalu ketik nomor klaim."),
    )
    return Table("Sesudah ini", tuple(Row(row) for row in rows), (45, 85))


def _paid_tables(claim: Claim, for_owner: bool) -> Iterator[Table]:
    zone = claim.office.timezone
    dates = (("Klaim kami terima", full_time(claim.submitted_at, zone)), ("Uang ditransfer", full_time(claim.closed_at, zone)))
    yield Table("Tanggal", tuple(Row(row) for row in dates), (45, 85))
    if for_owner:
        yield Table("Rincian pembayaran", tuple(_payment_rows(claim)), (45, 85))


def _payment_rows(claim: Claim) -> Iterator[Row]:
    if claim.net_amount is not None:
        yield Row(("Jumlah klaim", rupiah(claim.gross_amount)))
        yield Row(("Pajak penghasilan (PPh 21)", rupiah(claim.tax_amount)))
        yield Row(("Ditransfer", rupiah(claim.net_amount)), strong=True)
    yield Row(("Rekening tujuan", f"{bank_name(claim.bank_code)}, {mask_account(claim.account_number)}"))
    yield Row(("Nomor referensi bank", claim.bank_reference))


def _rejected_tables(claim: Claim, for_owner: bool) -> Iterator[Table]:
    if for_owner:
        rows = [Row((reason.short, reason.advice)) for reason in rejections_of(claim)]
        if claim.rejection_note:
            rows.append(Row(("Penjelasan petugas", claim.rejection_note)))
        yield Table("Alasan", tuple(rows), (45, 85))
    office = claim.office
    where = ", ".join(part for part in (office.name, office.address, office.phone) if part)
    rows = (
        ("Mengajukan lagi", f"Perbaiki yang disebut di surat ini, lalu buka {_page('claims:start')}. Gratis, boleh kapan saja."),
        ("Keberatan", f"Datang atau telepon ke {where}. Sebutkan nomor klaim ini, minta kepala kantor membuka kembali klaim."),
    )
    yield Table("Yang dapat Anda lakukan", tuple(Row(row) for row in rows), (45, 85))


def _short_name(office: Office) -> str:
    """Return the name without the word that stands before it on the sheet."""
    return office.name.removeprefix("Kantor ").removeprefix("Cabang ")


def _page(name: str) -> str:
    return settings.PUBLIC_URL.partition("://")[2] + reverse(name).rstrip("/")


_RESULTS = {
    ClaimStatus.PAID: ("Klaim Anda sudah dibayar {day}.", _paid_tables),
    ClaimStatus.REJECTED: ("Klaim ini tidak dapat dibayarkan. Diputuskan {day}.", _rejected_tables),
}
