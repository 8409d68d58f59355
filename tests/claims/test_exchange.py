"""Tables out to a file and back in: previewed, judged row by row, all or nothing."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.domain.workflow import Role
from claims.models import AuditEntry, CodedReasonRule, Holiday, LimitRule, MessageText, Office, ReasonRule
from tests.builders import make_office
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+07:00")
MODELS = ("reasonrule", "requirementrule", "paperrule", "codedreasonrule", "limitrule", "office", "holiday", "messagetext")
CSV, XLSX = "0", "1"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def keeper():
    return seat(Role.CONFIGURATOR, office=make_office())[1]


def url(model, act):
    return reverse(f"admin:claims_{model}_{act}")


def exported(client, model, kind=CSV, **query):
    return client.post(
        url(model, "export") + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""), {"format": kind, "resource": "0"}
    )


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def as_csv(rows, delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def looked_at(client, model, content, name="daftar.csv"):
    return client.post(url(model, "import"), {"import_file": SimpleUploadedFile(name, content), "resource": "0"})


def saved(client, model, preview):
    form = preview.context["confirm_form"]
    return client.post(url(model, "process_import"), {name: form[name].value() for name in form.fields}, follow=True)


def wrong(response):
    return [(row["number"], *error) for row in response.context["wrong"] for error in row["errors"]]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_what_goes_out_comes_back_in_without_a_change(keeper, model, kind):
    if model == "messagetext":
        words = {"judul": "Uang sudah ditransfer", "isi": "Uang sudah ditransfer bank."}
        keeper.post(reverse("admin:claims_messagetext_save", args=["paid", "email"]), words)
    file = exported(keeper, model, kind)
    name = "daftar.csv" if kind == CSV else "daftar.xlsx"

    preview = looked_at(keeper, model, file.content, name)

    assert (preview.context["wrong"], preview.context["refusals"], preview.context["changing"]) == ([], [], [])
    assert preview.context["unchanged"] > 0


def test_a_preview_saves_nothing_and_shows_what_would_change(keeper):
    rows = rows_of(exported(keeper, "limitrule"))
    new = next(row for row in rows if row["batas"] == "idle_working_days") | {"nilai": "3", "berlaku mulai": "2026-12-01"}

    preview = looked_at(keeper, "limitrule", as_csv([new]))

    assert [
        (row["kind"], [(change.column, change.new) for change in row["changes"] if change.column == "nilai"])
        for row in preview.context["changing"]
    ] == [("Baru", [("nilai", "3")])]
    assert LimitRule.objects.filter(code="idle_working_days").count() == 1


def test_a_confirmed_file_is_saved_as_a_form_would_save_it(keeper):
    new = {"batas": "idle_working_days", "nilai": "3", "berlaku mulai": "2026-12-01", "berlaku sampai": ""}

    page = saved(keeper, "limitrule", looked_at(keeper, "limitrule", as_csv([new])))

    assert [str(message) for message in page.context["messages"]] == ["Impor selesai: 1 baris baru, 0 baris berubah."]
    assert list(
        LimitRule.objects.filter(code="idle_working_days").order_by("valid_from").values_list("value", "valid_from", "valid_to")
    ) == [
        (2, date(2022, 4, 26), date(2026, 11, 30)),
        (3, date(2026, 12, 1), None),
    ]
    assert AuditEntry.objects.get(kind="import").details == {"baru": 1, "berubah": 0}
    assert AuditEntry.objects.filter(kind="configuration", object="limitrule idle_working_days 2026-12-01").count() == 1


def test_each_row_says_what_is_wrong_with_it_and_nothing_is_saved(keeper):
    rows = [
        {"batas": "idle_working_days", "nilai": "3", "berlaku mulai": "2026-12-01", "berlaku sampai": ""},
        {"batas": "idle_working_days", "nilai": "tiga", "berlaku mulai": "2026-12-02", "berlaku sampai": ""},
        {"batas": "correction_days", "nilai": "99", "berlaku mulai": "2026-12-01", "berlaku sampai": ""},
        {"batas": "draft_days", "nilai": "20", "berlaku mulai": "kemarin", "berlaku sampai": ""},
        {"batas": "draft_days", "nilai": "20", "berlaku mulai": "2026-11-23", "berlaku sampai": ""},
        {"batas": "tidak_ada", "nilai": "20", "berlaku mulai": "2026-12-01", "berlaku sampai": ""},
    ]

    preview = looked_at(keeper, "limitrule", as_csv(rows))

    assert wrong(preview) == [
        (3, "nilai", "“tiga” bukan bilangan. Tulis angka saja, misalnya 14."),
        (4, "nilai", "Isi antara 7 hari dan 60 hari."),
        (5, "", "“kemarin” bukan tanggal. Tulis seperti 2026-12-31."),
        (6, "berlaku mulai", "Berlaku paling cepat besok, Selasa, 24 November 2026. Klaim yang dimulai hari ini memakai aturan sekarang."),
        (7, "batas", "Batas tidak_ada tidak dikenal."),
    ]
    assert "confirm_form" not in preview.context
    assert LimitRule.objects.filter(valid_from__year=2026).count() == 0


def test_a_row_in_force_cannot_be_rewritten_by_a_file(keeper):
    row = next(row for row in rows_of(exported(keeper, "reasonrule")) if row["kode"] == "RESIGN") | {"nama resmi": "Berhenti"}

    preview = looked_at(keeper, "reasonrule", as_csv([row]))

    assert wrong(preview) == [
        (2, "nama resmi", "Baris ini berlaku sejak 26 April 2022 dan tidak bisa diubah. Pakai “Ubah mulai tanggal baru”.")
    ]


def test_rows_that_a_file_leaves_out_stay(keeper):
    before = Office.objects.count()

    saved(keeper, "office", looked_at(keeper, "office", as_csv([{**rows_of(exported(keeper, "office"))[0], "telepon": "(022) 555-0101"}])))

    assert (Office.objects.count(), Office.objects.filter(phone="(022) 555-0101").count()) == (before, 1)


def test_days_off_of_a_year_come_in_from_a_spreadsheet_with_its_own_dates(keeper):
    book = openpyxl.Workbook()
    book.active.append(["tanggal", "nama", "jenis"])
    book.active.append([datetime(2027, 3, 10), "Idulfitri 1448 Hijriah", "Libur nasional"])
    book.active.append([None, None, None])
    file = io.BytesIO()
    book.save(file)

    saved(keeper, "holiday", looked_at(keeper, "holiday", file.getvalue(), "libur.xlsx"))

    assert Holiday.objects.get(day=date(2027, 3, 10)).name == "Idulfitri 1448 Hijriah"


def test_semicolons_as_indonesian_spreadsheets_write_them_are_understood(keeper):
    row = {"tanggal": "2027-03-11", "nama": "Idulfitri, hari kedua", "jenis": "nasional"}

    saved(keeper, "holiday", looked_at(keeper, "holiday", as_csv([row], ";")))

    assert Holiday.objects.get(day=date(2027, 3, 11)).name == "Idulfitri, hari kedua"


def test_a_text_from_a_file_is_a_new_version_judged_like_a_written_one(keeper):
    row = {"pesan": "paid", "saluran": "email", "bahasa": "id", "judul": "Uang ditransfer", "isi": "Uang sudah ditransfer bank."}

    bad = looked_at(keeper, "messagetext", as_csv([row | {"isi": "NIK Anda {nik}."}]))
    saved(keeper, "messagetext", looked_at(keeper, "messagetext", as_csv([row])))
    saved(keeper, "messagetext", looked_at(keeper, "messagetext", as_csv([row | {"judul": "Sudah ditransfer"}])))

    assert wrong(bad) == [(2, "isi", "Pesan tidak boleh memuat NIK, jumlah uang, atau rekening. Hapus isian itu.")]
    assert wrong(looked_at(keeper, "messagetext", as_csv([row | {"isi": " ", "judul": "J" * 91}]))) == [
        (2, "isi", "Isi pesan masih kosong. Tulis isinya, atau kembalikan ke bawaan."),
        (2, "judul", "Judul 91 huruf. Paling panjang 90 huruf."),
    ]
    assert list(MessageText.objects.order_by("version").values_list("version", "subject")) == [
        (1, "Uang ditransfer"),
        (2, "Sudah ditransfer"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "kosong.csv", "Berkas ini kosong. Pilih berkas lain."),
        (b"x" * (1024 * 1024 + 1), "besar.csv", "Berkas 1,1 MB. Paling besar 1 MB."),
        (b"kode,nilai\n", "daftar.pdf", "Pilih berkas CSV atau XLSX."),
        (b"batas,nilai\n,\n", "daftar.csv", "Tidak ada baris di bawah nama kolom. Isi barisnya, lalu coba lagi."),
        (b"bukan zip", "daftar.xlsx", "Berkas ini tidak bisa dibaca. Simpan lagi sebagai CSV (UTF-8) atau XLSX, lalu coba lagi."),
        (b"\xff\xfe\x00rusak", "daftar.csv", "Berkas ini tidak bisa dibaca. Simpan lagi sebagai CSV (UTF-8) atau XLSX, lalu coba lagi."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(keeper, content, name, sentence):
    response = looked_at(keeper, "limitrule", content, name)

    assert response.context["form"].errors["import_file"] == [sentence]


def test_a_file_that_would_unpack_too_large_is_never_unpacked(keeper):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30 * 1024 * 1024)

    response = looked_at(keeper, "limitrule", bomb.getvalue(), "bom.xlsx")

    assert response.context["form"].errors["import_file"] == ["Isi berkas terlalu besar. Kirim lebih sedikit baris."]


def test_a_file_of_another_shape_is_refused_in_one_sentence(keeper):
    response = looked_at(keeper, "limitrule", b"nama,umur\nSiti,40\n")

    assert response.context["refusals"] == [
        "Kolom batas, nilai, berlaku mulai, berlaku sampai tidak ada. Ekspor dulu daftarnya, lalu ubah berkas itu."
    ]


def test_too_many_rows_are_refused_before_they_are_looked_at(keeper):
    row = {"batas": "draft_days", "nilai": "20", "berlaku mulai": "2026-12-01", "berlaku sampai": ""}

    response = looked_at(keeper, "limitrule", as_csv([row] * 2001))

    assert response.context["refusals"] == ["Berkas memuat 2001 baris. Kirim paling banyak 2000 baris sekali impor."]


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_no_cell_goes_out_as_a_formula_and_it_comes_back_as_it_was(keeper, kind):
    """D2: a file that is opened in a spreadsheet does nothing."""
    make_office(code="rumus", name='=HYPERLINK("https://contoh.test";"klik")', province="+62", address="@alamat", phone="-1")
    file = exported(keeper, "office", kind)
    name = "kantor.csv" if kind == CSV else "kantor.xlsx"
    cells = (
        [cell for row in rows_of(file) for cell in row.values()]
        if kind == CSV
        else [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows() for cell in row if cell.value]
    )

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert looked_at(keeper, "office", file.content, name).context["changing"] == []


def test_the_file_between_preview_and_confirmation_opens_for_nothing_else(keeper):
    """A number of a stored document is no way to read it as a table."""
    preview = looked_at(
        keeper, "limitrule", as_csv([{"batas": "draft_days", "nilai": "20", "berlaku mulai": "2026-12-01", "berlaku sampai": ""}])
    )
    form = {name: preview.context["confirm_form"][name].value() for name in preview.context["confirm_form"].fields}

    unknown = keeper.post(url("limitrule", "process_import"), form | {"import_file_name": "0" * 32})
    tampered = keeper.post(url("limitrule", "process_import"), form | {"format": "9"})

    assert (unknown.status_code, tampered.status_code, LimitRule.objects.filter(code="draft_days").count()) == (404, 302, 1)


def test_when_the_table_changed_between_preview_and_confirmation_nothing_is_saved(keeper):
    row = {"batas": "draft_days", "nilai": "20", "berlaku mulai": "2026-12-01", "berlaku sampai": ""}
    preview = looked_at(keeper, "limitrule", as_csv([row]))
    LimitRule.objects.create(code="draft_days", value=30, valid_from=date(2026, 12, 5))

    page = saved(keeper, "limitrule", preview)

    assert [str(message) for message in page.context["messages"]] == [
        "Daftar berubah sejak Anda melihat pratinjau. Tidak ada yang disimpan; impor lagi berkasnya."
    ]


def test_an_export_is_in_the_audit_and_holds_what_the_list_shows(keeper):
    CodedReasonRule.objects.filter(kind="retur").update(valid_to=date(2026, 1, 1))

    rows = rows_of(exported(keeper, "codedreasonrule", kind__exact="penolakan"))

    assert {row["untuk"] for row in rows} == {"penolakan"}
    assert AuditEntry.objects.get(kind="export").details == {"format": "csv", "rows": 9}


@pytest.mark.parametrize("model", MODELS)
def test_pages_in_and_out_speak_indonesian_and_need_no_weaker_policy(keeper, model):
    """D7."""
    pages = [keeper.get(url(model, act)).content.decode() for act in ("import", "export", "changelist")]

    english = ("Submit", "Import<", "Export<", "Format", "Resource", "Select all", "File to import", "style=", "onchange", "Home")
    assert [word for page in pages for word in english if word in page] == []


def test_a_head_exports_and_cannot_import():
    _, client = seat(Role.HEAD, office=make_office())

    assert exported(client, "reasonrule").status_code == 200
    assert looked_at(client, "reasonrule", b"x").status_code == 403
    assert client.post(url("reasonrule", "process_import"), {}).status_code == 403
    assert ReasonRule.objects.count() == 11
