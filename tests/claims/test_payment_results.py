"""Files out and in: opened only for a released batch and always logged; an answer is recorded once, whatever comes twice."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from claims.domain.bank_results import COLUMNS, Problem, ResultFileWrong
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccessLog, AuditEntry, BankFile, BatchState, Claim, Notification, OrderState, ResultFile, ResultRow, RowState
from claims.services import bank_files, bank_results, identifying
from claims.services.bank_results import AlreadyUploaded, Recorded
from claims.services.guards import OWN_CLAIM, StepFacts
from claims.services.officers import desk_of
from claims.services.payment_batches import BatchRefused
from claims.services.workflow import advance
from tests.builders import make_claim, make_office, make_officer, officer_actor
from tests.claims.payments import approved_claim, proposed, released

pytestmark = pytest.mark.django_db
S = ClaimStatus
TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def payer(office):
    return make_officer(Role.PAYER, office=office)


@pytest.fixture
def batch(office):
    return released([approved_claim(office, gross_amount=1_000_000 * number) for number in (1, 2, 3)])


def take(batch, user, kind="csv"):
    return bank_files.take(batch, kind, desk_of(user), now=timezone.now())


def answer(*rows):
    """Return a CSV file of the bank with ROWS beside the headings."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def paid(order, reference="TRX-1", **changes):
    return row(order, hasil="berhasil", referensi_bank=reference, **changes)


def failed(order, code="REKENING_TIDAK_AKTIF", **changes):
    return row(order, hasil="gagal", kode_retur=code, **changes)


def row(order, **cells):
    usual = {"kunci": order.key, "tanggal": timezone.localdate() - timedelta(days=1), "jumlah": order.net_amount}
    return [(usual | cells).get(name, "") for name in COLUMNS]


def take_in(batch, user, *rows):
    return bank_results.take_in(batch, answer(*rows), desk_of(user), now=timezone.now())


def record(file, user):
    return bank_results.record_results(file, desk_of(user), now=timezone.now())


def orders_of(batch):
    return list(batch.orders.order_by("gross_amount"))


def states(batch):
    return list(batch.orders.order_by("gross_amount").values_list("state", flat=True))


# --- Out


def test_file_holds_what_was_released_and_its_sums(batch, payer):
    content = take(batch, payer).content.decode()

    rows = list(csv.DictReader(io.StringIO(content)))
    pays = [each for each in rows if each["jenis"] == "BAYAR"]
    claims = {claim.number: claim for claim in Claim.objects.all()}
    assert {each["kunci"] for each in pays} == {f"{number}-1" for number in claims}
    assert all(claims[each["kunci"][:-2]].account_number == each["nomor_rekening"] for each in pays)
    assert (rows[-1]["jumlah"], rows[-1]["nomor_rekening"]) == ("6000000", "3")


def test_every_copy_is_the_same_and_every_taking_is_logged(batch, payer):
    copies = {take(batch, payer).content for _ in range(2)}
    head = make_officer(Role.HEAD, office=batch.office)
    copies.add(take(batch, head).content)

    assert len(copies) == 1
    assert list(BankFile.objects.values_list("taken_by", flat=True)) == [payer.pk, payer.pk, head.pk]
    assert AuditEntry.objects.filter(kind="bank_file").count() == 3
    assert AccessLog.objects.filter(kind="export", object=f"berkas bank {batch.reference}").count() == 9
    assert set(AccessLog.objects.values_list("claim", flat=True)) == set(batch.claims.values_list("pk", flat=True))


def test_copy_after_a_refusal_and_a_new_account_is_still_the_same(batch, payer):
    before = take(batch, payer).content
    claim = orders_of(batch)[0].claim
    advance(claim, Step.FAIL_PAYMENT, actor=officer_actor(payer), facts=StepFacts(return_code="REKENING_TIDAK_AKTIF"), now=timezone.now())
    claim.account_number = "555566667777888"
    claim.save(update_fields=["account_number", "account_index"])

    assert take(batch, payer).content == before


def test_workbook_has_the_same_rows_as_text(batch, payer):
    book = load_workbook(io.BytesIO(take(batch, payer, "xlsx").content))

    shown = [[str(cell.value or "") for cell in each] for each in book.active.iter_rows()]
    assert shown == list(csv.reader(io.StringIO(take(batch, payer).content.decode())))
    accounts = [each[4] for each in book.active.iter_rows(min_row=2, max_row=4)]
    assert {(cell.data_type, cell.number_format) for cell in accounts} == {("s", "@")}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_starts_a_formula(office, payer, kind):
    """D2: names as participants wrote them, in both forms."""
    claims = [approved_claim(office, account_name=f"{trigger}HYPERLINK(A1)") for trigger in TRIGGERS]

    taken = take(released(claims), payer, kind).content
    if kind == "csv":
        cells = [cell for each in csv.reader(io.StringIO(taken.decode(), newline="")) for cell in each]
    else:
        cells = [str(cell.value or "") for each in load_workbook(io.BytesIO(taken)).active.iter_rows() for cell in each]

    assert [cell for cell in cells if cell.startswith(TRIGGERS)] == []
    assert cells.count("HYPERLINK(A1)") == len(TRIGGERS)


def test_taking_the_file_says_that_it_went_out(batch, payer):
    take(batch, payer)
    batch.refresh_from_db()

    assert batch.state == BatchState.SENT


def test_nobody_gets_a_file_before_the_release(office, payer):
    batch = proposed([approved_claim(office)])

    with pytest.raises(BatchRefused, match="Berkas bank baru ada sesudah daftar dirilis"):
        take(batch, payer)
    assert (AccessLog.objects.count(), BankFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.APPROVER, Role.AUDITOR, Role.COUNTER])
def test_other_roles_get_no_file(batch, office, role):
    with pytest.raises(BatchRefused, match="Hanya Petugas Bayar dan Kepala Kantor"):
        take(batch, make_officer(role, office=office))


def test_another_office_gets_no_file(batch):
    with pytest.raises(BatchRefused, match="dari kantor ini"):
        take(batch, make_officer(Role.PAYER, office=make_office()))


# --- In


def test_paid_and_failed_claims_are_recorded_and_told(batch, payer):
    one, two, three = orders_of(batch)

    done = record(take_in(batch, payer, paid(one), failed(two), paid(three, "TRX-3")), payer)

    batch.refresh_from_db()
    assert done == Recorded(paid=2, failed=1)
    assert states(batch) == [OrderState.PAID, OrderState.FAILED, OrderState.PAID]
    assert (batch.state, batch.ended_at is not None) == (BatchState.SETTLED, True)
    claims = [Claim.objects.get(pk=order.claim_id) for order in (one, two, three)]
    assert [(claim.status, claim.bank_reference, claim.bank_return_code) for claim in claims] == [
        (S.PAID, "TRX-1", ""),
        (S.PAYMENT_FAILED, None, "REKENING_TIDAK_AKTIF"),
        (S.PAID, "TRX-3", ""),
    ]
    assert set(Notification.objects.values_list("kind", flat=True)) == {"paid", "payment_failed"}


def test_looking_at_a_file_records_nothing(batch, payer):
    file = take_in(batch, payer, paid(orders_of(batch)[0]))

    assert (file.confirmed_at, set(states(batch)), ResultRow.objects.get().state) == (None, {OrderState.PAYING}, RowState.WAITING)


def test_same_file_twice_is_told_and_pays_nobody_twice(batch, payer):
    rows = [paid(orders_of(batch)[0])]
    file = take_in(batch, payer, *rows)
    record(file, payer)

    with pytest.raises(AlreadyUploaded) as again:
        take_in(batch, payer, *rows)

    assert (again.value.file, ResultFile.objects.count()) == (file, 1)
    assert record(file, payer) == Recorded()
    assert Claim.objects.filter(status=S.PAID).count() == 1


def test_same_rows_in_another_file_are_known(batch, payer):
    one, two, _ = orders_of(batch)
    record(take_in(batch, payer, paid(one), failed(two)), payer)

    file = take_in(batch, payer, failed(two), paid(one))

    assert [each.state for each in file.rows.all()] == [RowState.KNOWN, RowState.KNOWN]
    assert record(file, payer) == Recorded()


def test_a_row_twice_in_one_file_counts_once(batch, payer):
    one = orders_of(batch)[0]

    file = take_in(batch, payer, paid(one), paid(one))

    assert [each.state for each in file.rows.all()] == [RowState.WAITING, RowState.KNOWN]
    assert record(file, payer) == Recorded(paid=1)


def test_rows_that_do_not_fit_are_put_aside(batch, payer, office):
    one, two, three = orders_of(batch)
    other = released([approved_claim(office)]).orders.get()
    make_claim(S.PAID, bank_reference="TAKEN-1")
    file = take_in(
        batch,
        payer,
        paid(one, jumlah=one.net_amount + 1),
        failed(two, "KODE_ANEH"),
        paid(three, "TAKEN-1"),
        paid(other),
        row(one, kunci="JHT-26-XXXX-XXXX-1", hasil="berhasil", referensi_bank="T9"),
    )

    done = record(file, payer)

    assert done == Recorded(review=1)
    assert [each.problem for each in file.rows.all()] == [
        Problem.AMOUNT,
        Problem.UNKNOWN_CODE,
        Problem.REFERENCE_USED,
        Problem.UNKNOWN_KEY,
        Problem.UNKNOWN_KEY,
    ]
    assert set(states(batch)) == {OrderState.PAYING}


def test_a_key_that_says_two_things_is_not_recorded(batch, payer):
    one = orders_of(batch)[0]

    file = take_in(batch, payer, paid(one, "T-1"), failed(one))

    assert record(file, payer) == Recorded()
    assert {each.problem for each in file.rows.all()} == {Problem.CONTRADICTS}
    assert states(batch)[0] == OrderState.PAYING


def test_one_reference_for_two_claims_pays_one(batch, payer):
    one, two, _ = orders_of(batch)

    done = record(take_in(batch, payer, paid(one, "T-1"), paid(two, "T-1")), payer)

    assert done == Recorded(paid=1, review=1)


def test_what_the_bank_says_later_is_looked_into(batch, payer):
    one, two, _ = orders_of(batch)
    record(take_in(batch, payer, paid(one), failed(two)), payer)

    file = take_in(batch, payer, failed(one), paid(two, "T-2"), paid(one, "T-9"))

    assert [each.problem for each in file.rows.all()] == [Problem.CONTRADICTS, Problem.FAILED_BEFORE, Problem.CONTRADICTS]


def test_who_verified_a_claim_records_the_others(batch, office):
    """B5: that one row waits for a colleague."""
    one, two, _ = orders_of(batch)
    both = make_officer(Role.PAYER, Role.VERIFIER, office=office)
    one.claim.documents.filter(slot="kk").update(decided_by=both)
    file = take_in(batch, both, paid(one), paid(two, "T-2"))

    done = record(file, both)

    assert (done.paid, done.refused) == (
        1,
        [(one.claim.number, "Anda ikut memeriksa atau menyetujui klaim ini. Petugas lain yang harus membayar.")],
    )
    assert record(file, make_officer(Role.PAYER, office=office)) == Recorded(paid=1)


def test_the_own_claim_of_who_records_waits_for_a_colleague(batch, office, payer):
    """B5: nothing is wrong with the row, so it is not put aside."""
    one, two, _ = orders_of(batch)
    identifying.keep_nik(payer, one.claim.participant.nik)
    file = take_in(batch, payer, paid(one), paid(two, "T-2"))

    done = record(file, payer)

    assert (done.paid, done.review, done.refused) == (1, 0, [(one.claim.number, OWN_CLAIM)])
    assert record(file, make_officer(Role.PAYER, office=office)) == Recorded(paid=1)


def test_who_releases_and_records_nothing_is_told_so(batch, office, payer):
    """The table of steps lets a Kepala Kantor start a payment, not write down how it ended."""
    head = make_officer(Role.HEAD, office=office)
    file = take_in(batch, head, paid(orders_of(batch)[0]))

    with pytest.raises(BatchRefused, match="Hanya Petugas Bayar yang mencatat hasil bank"):
        record(file, head)

    file.refresh_from_db()
    assert (file.confirmed_at, record(file, payer)) == (None, Recorded(paid=1))


def test_a_crash_while_recording_leaves_the_rest_for_the_next_press(batch, payer, monkeypatch):
    one, two, three = orders_of(batch)
    file, done, real = take_in(batch, payer, paid(one), paid(two, "T-2"), paid(three, "T-3")), [], bank_results.advance

    def crash(*args, **kwargs):
        done.append(args)
        if len(done) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(bank_results, "advance", crash)
        record(file, payer)

    assert sorted(states(batch)) == [OrderState.PAID, OrderState.PAYING, OrderState.PAYING]
    assert record(file, payer) == Recorded(paid=2)


def test_a_result_typed_in_at_the_desk_settles_its_order(batch, payer):
    for number, order in enumerate(orders_of(batch)):
        facts = StepFacts(bank_reference=f"T-{number}")
        advance(order.claim, Step.CONFIRM_PAYMENT, actor=officer_actor(payer), facts=facts, now=timezone.now())

    batch.refresh_from_db()
    assert (batch.state, set(states(batch))) == (BatchState.SETTLED, {OrderState.PAID})


def test_a_row_put_aside_stays_until_somebody_says_how_it_was_settled(batch, payer):
    file = take_in(batch, payer, row(orders_of(batch)[0], kunci="X-1", hasil="berhasil", referensi_bank="T"))
    record(file, payer)
    left = file.rows.get()

    with pytest.raises(BatchRefused, match="Tulis bagaimana baris ini diselesaikan"):
        bank_results.resolve(left, desk_of(payer), " ", now=timezone.now())
    bank_results.resolve(left, desk_of(payer), "Milik kantor lain.", now=timezone.now())

    left.refresh_from_db()
    assert (left.state, left.resolution, left.resolved_by) == (RowState.RESOLVED, "Milik kantor lain.", payer)


def test_a_file_can_be_thrown_away_until_it_counts(batch, payer):
    rows = [paid(orders_of(batch)[0])]
    bank_results.discard(take_in(batch, payer, *rows), desk_of(payer), now=timezone.now())
    file = take_in(batch, payer, *rows)
    record(file, payer)

    with pytest.raises(BatchRefused, match="sudah dicatat"):
        bank_results.discard(file, desk_of(payer), now=timezone.now())


def test_no_results_before_the_release(office, payer):
    batch = proposed([approved_claim(office)])

    with pytest.raises(BatchRefused, match="Hasil bank baru bisa masuk sesudah daftar dirilis"):
        take_in(batch, payer, paid(batch.orders.get()))


# --- Hostile files


def faults(batch, payer, content):
    with pytest.raises(ResultFileWrong) as wrong:
        bank_results.take_in(batch, content, desk_of(payer), now=timezone.now())
    assert (ResultFile.objects.count(), ResultRow.objects.count()) == (0, 0)
    return wrong.value.faults


def workbook(*rows):
    book, content = Workbook(), io.BytesIO()
    for each in rows:
        book.active.append(each)
    book.save(content)
    return content.getvalue()


def repacked(content, **parts):
    """Return a workbook with parts replaced or added, by the end of their names."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as zipped:
        for part in old.infolist():
            text = next((text for name, text in parts.items() if part.filename.endswith(f"{name}.xml")), None)
            zipped.writestr(part.filename, old.read(part) if text is None else text)
    return new.getvalue()


def damaged(content):
    """Return a workbook whose first part does not unpack, as after a transfer that broke off and went on."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        first = parts.infolist()[0]
    start = first.header_offset + zipfile.sizeFileHeader + len(first.filename)
    return content[:start] + b"\xff" * 8 + content[start + 8 :]


def test_a_workbook_is_read_as_well(batch, payer):
    one, two, _ = orders_of(batch)
    content = workbook(COLUMNS, paid(one), failed(two))

    file = bank_results.take_in(batch, content, desk_of(payer), now=timezone.now())

    assert record(file, payer) == Recorded(paid=1, failed=1)


def test_semicolons_and_the_mark_of_a_spreadsheet_are_read(batch, payer):
    content = b"\xef\xbb\xbf" + answer(paid(orders_of(batch)[0])).replace(b",", b";")

    assert bank_results.take_in(batch, content, desk_of(payer), now=timezone.now()).rows.count() == 1


NOT_CSV = "Berkas ini bukan CSV UTF-8 dan bukan XLSX. Simpan ulang sebagai CSV UTF-8."
BROKEN = "Berkas XLSX ini rusak. Simpan ulang, lalu unggah lagi."
NO_COLUMNS = "Kolom ini belum ada di baris pertama: kunci, hasil, referensi_bank, kode_retur, tanggal, jumlah."
TOO_LARGE = "Berkas XLSX ini terlalu besar setelah dibuka. Kirim hanya lembar hasil."
TOO_FAR = "Baris terakhir terlalu jauh di bawah. Hapus baris kosong, lalu simpan ulang."
TOO_MANY = "Berkas berisi lebih dari 5.000 baris. Bagi menjadi beberapa berkas."
OPEN_QUOTE = "Susunan CSV rusak: ada tanda kutip yang tidak ditutup atau isi sel terlalu panjang."
HEAD = ",".join(COLUMNS).encode() + b"\n"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


HOSTILE = {
    "utf-16": (lambda: b"\xff\xfe\x00k", NOT_CSV),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3", NOT_CSV),
    "null bytes": (lambda: b"a\0b,c", "Berkas ini bukan CSV dan bukan XLSX."),
    "empty": (lambda: b"", NO_COLUMNS),
    "other columns": (lambda: b"satu,dua\n1,2\n", NO_COLUMNS),
    "cut zip": (lambda: b"PK\x03\x04 not a workbook", BROKEN),
    "other columns in a workbook": (lambda: workbook(("satu", "dua")), NO_COLUMNS),
    "damaged packing": (lambda: damaged(workbook(COLUMNS)), BROKEN),
    "cut sheet": (lambda: repacked(workbook(COLUMNS), sheet1="<worksheet"), BROKEN),
    "no sheets": (lambda: repacked(workbook(COLUMNS), workbook="<x/>"), BROKEN),
    "entities": (lambda: repacked(workbook(COLUMNS), sheet1='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), BROKEN),
    "bomb": (lambda: repacked(workbook(COLUMNS), sheet1=bytes(21 * 1024 * 1024)), TOO_LARGE),
    "far row": (lambda: repacked(workbook(COLUMNS), sheet1=SHEET.format('<row r="1"/><row r="1048576"/>')), TOO_FAR),
    "too many bytes": (lambda: b"x" * (2 * 1024 * 1024 + 1), "Berkas lebih besar dari 2 MB. Bagi menjadi beberapa berkas."),
    "open quote": (lambda: HEAD + b'"' + b"x" * 200_000, OPEN_QUOTE),
    "too many rows": (lambda: HEAD + b"A,berhasil,T,,2026-01-01,1\n" * 6_000, TOO_MANY),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(batch, payer, kind):
    """D3: bombs, entities, other kinds of files, too many rows."""
    make, sentence = HOSTILE[kind]

    assert faults(batch, payer, make()) == [sentence]


def test_a_workbook_of_tens_of_thousands_of_rows_is_refused(batch, payer):
    row = "".join(f'<c r="{column}{{0}}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in zip("ABCDEF", COLUMNS, strict=True))
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(1, 30_001))

    assert faults(batch, payer, repacked(workbook(COLUMNS), sheet1=SHEET.format(rows)))[-1] == "Baris sesudahnya belum diperiksa."


def test_formulas_of_a_workbook_are_not_believed(batch, payer):
    """D2, the way in."""
    one = orders_of(batch)[0]

    assert faults(batch, payer, workbook(COLUMNS, paid(one, "=1+1", jumlah="=SUM(A1:A9)"))) == [
        "Baris 2: referensi_bank berisi tanda yang tidak dipakai, atau terlalu panjang."
    ]


def test_one_wrong_line_refuses_the_whole_file(batch, payer):
    one, two, _ = orders_of(batch)

    assert faults(batch, payer, answer(paid(one), paid(two, ""))) == ["Baris 3: referensi_bank belum diisi."]
