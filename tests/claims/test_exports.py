"""Taking a list out of the house: who may, with which columns, written down first, read as it is sent."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, AuditEntry
from claims.services import exporting
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
S = ClaimStatus
LIST = "/petugas/claims/claim/"
ASK, DOWNLOAD = f"{LIST}ekspor/", f"{LIST}ekspor/unduh/"
WHOLE_NUMBERS = ("9988776655", "16574650029", "3273015203920002")


@pytest.fixture
def office():
    return make_office(name="Kantor Cabang Uji", timezone="Asia/Jayapura")


@pytest.fixture
def claim(office):
    """A paid claim with everything filled in."""
    verifier, approver, payer = (make_officer(role, office=office) for role in (Role.VERIFIER, Role.APPROVER, Role.PAYER))
    person = make_participant(name="Siti Aminah", nik=WHOLE_NUMBERS[2])
    facts = {"verifier": verifier, "approver": approver, "payer": payer, "account_number": WHOLE_NUMBERS[0], "phone": "+6281234567890"}
    days = {"now": datetime(2026, 11, 20, 22, tzinfo=UTC), "due_on": date(2026, 11, 27)}
    return make_claim(
        S.PAID, office=office, membership=make_membership(person, kpj=WHOLE_NUMBERS[1]), bank_reference="TRX1", **facts, **days
    )


def export(client, form="csv", **said):
    return client.post(DOWNLOAD, {"antrean": "semua", "bentuk": form, "untuk": "rapat"} | said)


def table(answer):
    """Return the rows of a streamed file, each by its headings."""
    content = b"".join(answer.streaming_content)
    if answer["Content-Type"].startswith("text/csv"):
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    heading, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_kepala_gets_names_and_telephones_to_call(office, claim):
    rows = table(export(seat(Role.HEAD, office=office)[1]))

    assert rows == [
        {
            "Nomor klaim": claim.number,
            "Kantor": "Kantor Cabang Uji",
            "Sebab": "Mengundurkan diri",
            "Status": "Dibayar",
            "Dikirim": "2026-11-21",
            "Batas bayar": "2026-11-27",
            "Ditutup": "2026-11-21",
            "Pemegang": "",
            "Verifikator": claim.verifier.username,
            "Penyetuju": claim.approver.username,
            "Petugas bayar": claim.payer.username,
            "KPJ": "1XXX XXXX 029",
            "NIK": "3273 XXXX XXXX XXXX",
            "Nama peserta": "Siti Aminah",
            "Telepon": "0812 3456 7890",
            "Jumlah kotor": "12000000",
            "Pajak": "0",
            "Jumlah bersih": "12000000",
            "Referensi bank": "TRX1",
        }
    ]


def test_workbook_says_the_same(office, claim):
    client = seat(Role.HEAD, office=office)[1]

    [from_csv], [from_xlsx] = table(export(client)), table(export(client, "xlsx"))

    said = {
        title: str(value.date() if isinstance(value, datetime) else value or from_csv[title] and value)
        for title, value in from_xlsx.items()
    }
    assert {title: "" if value == "None" else value for title, value in said.items()} == from_csv


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("role", sorted(exporting.EXPORTERS))
def test_nobody_gets_a_whole_number_of_a_person(office, claim, role, form):
    """A4: NIK, KPJ and account are masked for everybody; the name for all but the Kepala."""
    text = str(table(export(seat(role, office=office)[1], form)))

    assert ([number for number in WHOLE_NUMBERS if number in text.replace(" ", "")], "Siti" in text) == ([], role == Role.HEAD)


@pytest.mark.parametrize("role", [Role.COUNTER, Role.VERIFIER, Role.APPROVER, Role.CONFIGURATOR])
def test_who_works_claim_by_claim_exports_nothing(office, claim, role):
    """B4: and is not offered it."""
    client = seat(role, office=office)[1]

    assert (client.get(ASK).status_code, export(client).status_code) == (403, 403)
    assert AccessLog.objects.count() == 0
    assert role == Role.CONFIGURATOR or "Ekspor" not in client.get(LIST).content.decode()


def test_export_holds_what_the_list_holds(office, claim):
    """The same question, of the offices within reach, in its order; nothing of another office."""
    head, client = seat(Role.HEAD, office=office)
    near = make_office()
    head.officer.other_offices.add(near)
    waiting = [
        make_claim(S.SUBMITTED, office=each, slots=(), queue_on=date(2026, 12, day)) for day, each in ((3, office), (1, near), (2, office))
    ]
    make_claim(S.SUBMITTED)

    found = {
        str(query): [row["Nomor klaim"] for row in table(export(client, **query))]
        for query in ({"antrean": "pemeriksaan"}, {"antrean": "pemeriksaan", "kantor": "semua"}, {"status": "paid", "antrean": "berjalan"})
    }

    assert list(found.values()) == [
        [waiting[2].number, waiting[0].number],
        [waiting[1].number, waiting[2].number, waiting[0].number],
        [claim.number],
    ]


def test_export_is_written_down_before_it_leaves(office, claim):
    """G8: who, how many, what for, with which filters, in codes."""
    head, client = seat(Role.HEAD, office=office)

    answer = export(client, sebab="RESIGN", untuk="menghubungi")

    [entry], [line] = AuditEntry.objects.filter(kind="export"), AccessLog.objects.filter(kind="export")
    assert (entry.user_id, entry.details["rows"], entry.details["purpose"], entry.details["filters"]) == (
        head.pk, 1, "menghubungi", {"antrean": "semua", "sebab": "RESIGN"},
    )  # fmt: skip
    assert (line.user, line.object, answer.streaming) == (head, "klaim csv, 1 baris", True)
    assert answer["Content-Disposition"].endswith('-1-baris.csv"')


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"untuk": ""}, "Pilih untuk apa daftar ini."),
        ({"untuk": "iseng"}, "Pilih untuk apa daftar ini."),
        ({"bentuk": "exe"}, "Pilih bentuk berkas."),
    ],
)
def test_export_without_a_purpose_or_kind_is_asked_again(office, claim, said, sentence):
    answer = export(seat(Role.HEAD, office=office)[1], **said)

    assert (answer.status_code, [str(error) for errors in answer.context["form"].errors.values() for error in errors]) == (200, [sentence])
    assert (answer.context["question"], AuditEntry.objects.count()) == ({"antrean": "semua"}, 0)


def test_page_says_what_would_leave(office, claim):
    page = seat(Role.AUDITOR, office=office)[1].get(f"{ASK}?antrean=selesai")

    assert (page.context["count"], [chip.value for chip in page.context["chips"]], "Telepon" in page.context["columns"]) == (
        "1 klaim", ["Sudah selesai"], False,
    )  # fmt: skip


def test_exports_are_counted(office, claim, monkeypatch):
    monkeypatch.setattr("claims.admin.exports.EXPORTS_AN_HOUR", 1)
    client = seat(Role.HEAD, office=office)[1]

    assert [export(client).status_code, export(client).status_code] == [200, 302]


def test_looking_at_the_address_of_a_download_sends_nothing(office, claim):
    """D5."""
    answer = seat(Role.HEAD, office=office)[1].get(DOWNLOAD)

    assert (answer.status_code, answer["Location"], AuditEntry.objects.count()) == (302, LIST, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hostile_names_become_no_formula(office, form):
    """D2."""
    names = ["=cmd|' /C calc'!A0", "+1", "@SUM(1)", "-2", "＝1", "\t=1", "Siti;=1+1"]
    for name in names:
        make_claim(S.SUBMITTED, office=office, slots=(), membership=make_membership(make_participant(name=name)))

    cells = [row["Nama peserta"] for row in table(export(seat(Role.HEAD, office=office)[1], form))]

    assert (len(cells), [part for cell in cells for part in cell.split(";") if part.startswith(tuple("=+-@＝\t\r\n"))]) == (len(names), [])


def test_long_export_asks_as_few_questions_a_row(office, django_assert_max_num_queries):
    client = seat(Role.HEAD, office=office)[1]
    for _ in range(30):
        make_claim(S.SUBMITTED, office=office, slots=())
    export(client)

    with django_assert_max_num_queries(25):
        assert len(table(export(client))) == 30


def test_desk_that_was_left_is_asked_who_sits_there(office, claim, settings):
    """B7: personal data leaves the house only with a proof of the last minutes."""
    client = seat(Role.HEAD, office=office)[1]
    settings.FRESH_SIGN_IN_SECONDS = -1

    answers = [client.get(ASK), export(client)]

    assert ([answer.streaming for answer in answers], AuditEntry.objects.filter(kind="export").count()) == ([False, False], 0)
    assert ["bukti" in answer.content.decode() for answer in answers] == [True, True]


def test_export_whose_search_is_over_takes_nothing_along(office, claim):
    """Without the search it would be the whole office."""
    answer = export(seat(Role.HEAD, office=office)[1], cari="sudah-lewat")

    assert (answer.status_code, answer["Location"], AuditEntry.objects.filter(kind="export").count()) == (302, f"{LIST}?antrean=semua", 0)
