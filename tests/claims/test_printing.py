"""Status sheet, receipt and result: one page of A4 with real text and a code, as a page to print and as PDF."""

import re
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.utils.html import strip_tags

from claims.domain.workflow import ClaimStatus as S
from claims.models import Document, DocumentPage, IssuedCode
from claims.services import printing
from jht_portal.lib.paper import draw
from tests.builders import make_document, make_membership, make_office, make_participant
from tests.claims.past import SUBMIT, TAKE, make_tracked_claim, take_steps, wib
from tests.claims.pdf_text import open_pdf, pdf_text

pytestmark = pytest.mark.django_db

NOW = wib(20, 10, 5)
SENT = [status for status in S if status != S.DRAFT]


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def lines(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(text))).strip()


def sheet_of(client, claim, ending: str):
    return client.get(client.post("/tracking/", {"nomor": claim.number})["Location"] + ending)


def everything(paper) -> list[str]:
    """Return every word that the description of a sheet holds, top to bottom."""
    cells = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    return [
        paper.heading,
        *(value for _, value in paper.facts),
        paper.answer,
        *paper.lines,
        *cells,
        paper.check_page,
        paper.code,
        paper.worth,
    ]


@pytest.mark.parametrize("status", SENT)
def test_status_sheet_is_one_page_in_indonesian_with_a_title(status):
    claim = make_tracked_claim(status)

    with open_pdf(printing.status_sheet(claim, NOW)) as pdf:
        box = [round(float(edge)) for edge in pdf.pages[0].MediaBox]
        found = len(pdf.pages), str(pdf.Root.Lang), str(pdf.docinfo["/Title"]), box

    assert found == (1, "id", f"Status klaim {claim.number}", [0, 0, 595, 842])


def test_every_font_is_embedded_and_maps_to_letters():
    with open_pdf(printing.status_sheet(make_tracked_claim(S.PAID), NOW)) as pdf:
        fonts = pdf.pages[0].Resources.Font.values()
        drawn = {str(font.BaseFont).rpartition("+")[2]: ("/ToUnicode" in font, "/FontFile2" in font.FontDescriptor) for font in fonts}

    assert drawn == {"Roboto-Regular": (True, True), "Roboto-Bold": (True, True)}


@pytest.mark.parametrize("status", SENT)
def test_page_and_pdf_say_the_same(client, status):
    claim = make_tracked_claim(status)
    paper = printing.status_paper(claim, NOW)

    page, pdf = lines(sheet_of(client, claim, "cetak/").content.decode()), pdf_text(sheet_of(client, claim, "status.pdf").content)

    missing = [words for words in map(lines, everything(paper)) if words not in page or words.replace(" ", "") not in pdf.replace(" ", "")]
    assert missing == []


def test_status_sheet_tells_stages_clock_and_history():
    paper = printing.status_paper(make_tracked_claim(S.AWAITING_APPROVAL), NOW)

    assert [row.cells for row in paper.tables[0].rows] == [
        ("1. Agenda Klaim", "Selesai", "Selasa, 17 November 2026, 09.14 WIB"),
        ("2. Penetapan Klaim", "Selesai", "Rabu, 18 November 2026, 08.32 WIB"),
        ("3. Persetujuan Klaim", "Menunggu persetujuan", "Sejak Kamis, 19 November 2026, 09.14 WIB"),
        ("4. Pembayaran Klaim", "Belum mulai", "–"),
        ("5. Selesai", "Belum", "–"),
    ]
    assert paper.lines == (
        "Anda tidak perlu melakukan apa-apa sekarang.",
        "Paling lambat dibayar Selasa, 24 November 2026 (hari kerja ke-3 dari 5).",
    )
    assert [row.cells[0] for row in paper.tables[1].rows] == [
        "19 November 2026, 09.14 WIB",
        "18 November 2026, 08.32 WIB",
        "17 November 2026, 09.14 WIB",
    ]


def test_status_sheet_shows_no_more_than_the_tracking_page(client):
    """A4: paper that anyone can print who knows a number carries nothing private."""
    person = make_participant(name="Kenari Rahasia")
    claim = make_tracked_claim(S.PAID, membership=make_membership(person), bank_code="danamon", gross_amount=87_654_321)

    text = pdf_text(sheet_of(client, claim, "status.pdf").content)

    private = ["Kenari", "87.654.321", claim.account_number, person.nik, claim.membership.kpj, "Danamon", "Buku rekening"]
    assert [value for value in private if value in text] == []


def test_a_long_history_stays_on_one_page(client):
    claim = make_tracked_claim(S.IN_REVIEW)
    claim.events.all().delete()
    take_steps(claim, SUBMIT, *(("take", wib(18)), ("release", wib(19))) * 35, TAKE)

    paper = printing.status_paper(claim, NOW)
    with open_pdf(draw(paper)) as pdf:
        pages = len(pdf.pages)

    assert (pages, len(paper.tables[1].rows)) == (1, printing.HISTORY_ROWS)
    assert paper.tables[1].rows[-1].cells == ("Sebelumnya", "67 langkah lagi, dapat dibaca di portal.")


# --- Codes


def test_a_sheet_carries_a_code_that_leads_to_the_check_page(client):
    claim = make_tracked_claim(S.IN_REVIEW)

    paper = printing.status_paper(claim, NOW)

    issued = IssuedCode.objects.get()
    assert (issued.kind, issued.claim, issued.status, issued.issued_at) == ("status", claim, "in_review", NOW)
    assert (paper.code, paper.check_url) == (issued.code, f"{settings.PUBLIC_URL}/cek/{issued.code}/")


def test_printing_again_on_the_same_day_keeps_the_code(client):
    claim = make_tracked_claim(S.IN_REVIEW)

    codes = {printing.status_paper(claim, moment).code for moment in (wib(20, 0, 0), NOW, wib(20, 23, 59))}

    assert len(codes) == 1


@pytest.mark.parametrize("change", ["day", "state", "kind"])
def test_another_day_state_or_kind_gets_a_code_of_its_own(change):
    claim = make_tracked_claim(S.PAID)
    first = printing.status_paper(claim, NOW).code
    if change == "state":
        claim.status = S.APPROVED

    make = printing.receipt_paper if change == "kind" else printing.status_paper
    second = make(claim, wib(21, 0, 0) if change == "day" else NOW).code

    assert first != second


def test_the_qr_code_is_drawn_without_a_style(client):
    page = sheet_of(client, make_tracked_claim(S.PAID), "cetak/").content.decode()

    svg = re.search(r'<div class="qr">(.*?)</div>', page, re.S)[1]
    assert re.findall(r"<(\w+)", svg) == ["svg", "path"]
    assert "style" not in svg


# --- The page and its file


def test_the_print_page_costs_at_most_six_queries(client, django_assert_max_num_queries):
    """P2: claim, steps, holidays, code; the first print of a day also writes the code."""
    address = client.post("/tracking/", {"nomor": make_tracked_claim(S.PAID).number})["Location"]

    with django_assert_max_num_queries(7):
        client.get(f"{address}cetak/")
    with django_assert_max_num_queries(4):
        client.get(f"{address}cetak/")


def test_the_print_page_hides_the_address_of_the_result_on_paper(client):
    page = sheet_of(client, make_tracked_claim(S.PAID), "cetak/").content.decode()

    before_actions = page[page.index('class="sheet"') : page.index('class="actions"')]
    assert "/tracking/hasil/" not in before_actions


def test_the_pdf_is_a_file_named_after_the_claim(client):
    claim = make_tracked_claim(S.PAID)

    response = sheet_of(client, claim, "status.pdf")

    assert (response["Content-Type"], response["Content-Disposition"], response["X-Content-Type-Options"]) == (
        "application/pdf",
        f'attachment; filename="status-{claim.number}.pdf"',
        "nosniff",
    )


@pytest.mark.parametrize("ending", ["cetak/", "status.pdf"])
def test_a_pass_to_several_claims_asks_to_choose_before_printing(client, ending):
    person = make_participant()
    for _ in range(2):
        make_tracked_claim(S.PAID, membership=make_membership(person))
    address = client.post("/tracking/", {"nomor": person.nik})["Location"]

    response = client.get(address + ending)

    assert (response.status_code, response["Location"]) == (303, address)


# --- Receipt


def test_receipt_says_when_what_and_what_next():
    claim = make_tracked_claim(S.SUBMITTED, membership=make_membership(make_participant(name="Siti Aminah")))
    claim.documents.filter(slot="kk").update(state="unavailable", unavailable_reason="hilang")
    version = claim.documents.get(slot="ktp").versions.get()
    for position in (1, 2):
        DocumentPage.objects.create(
            version=version,
            position=position,
            size=1,
            original_size=1,
            original_sha256=b"x",
            sha256=b"x",
            created_at=NOW,
            page_count=position,
        )

    paper = printing.receipt_paper(claim, NOW)

    assert paper.answer == "Klaim Anda kami terima Selasa, 17 November 2026, 09.14 WIB."
    assert paper.lines == ("Atas nama Siti Aminah. Sebab klaim: Mengundurkan diri.",)
    assert [row.cells for row in paper.tables[0].rows][:3] == [
        ("1.", "Kartu peserta", "Ada"),
        ("2.", "KTP", "3 halaman"),
        ("3.", "Kartu Keluarga", dict(Document.UNAVAILABLE_REASONS)["hilang"]),
    ]
    assert [row.cells[1] for row in paper.tables[1].rows] == [
        "Target kami paling lambat Kamis, 19 November 2026.",
        "Kami kirim satu pesan yang memuat semuanya.",
        "Uang ditransfer paling lambat Selasa, 24 November 2026, 5 hari kerja sesudah dokumen tiba.",
        f"Buka {settings.PUBLIC_URL.partition('://')[2]}/tracking, lalu ketik nomor klaim.",
    ]


def test_receipt_shows_what_was_handed_in_then_not_what_came_later():
    claim = make_tracked_claim(S.CORRECTED)
    document = claim.documents.get(slot="ktp")
    later = document.versions.create(number=2, created_at=wib(21), sent_at=wib(21))
    DocumentPage.objects.create(
        version=later, position=1, size=1, original_size=1, original_sha256=b"x", sha256=b"x", created_at=wib(21), page_count=9
    )

    assert printing.receipt_paper(claim, NOW).tables[0].rows[1].cells == ("2.", "KTP", "Ada")


def test_receipt_with_seventy_documents_stays_on_one_page():
    claim = make_tracked_claim(S.SUBMITTED, slots=())
    for position in range(70):
        make_document(claim, f"dokumen-{position}", position=position, sent_at=claim.submitted_at)

    with open_pdf(printing.receipt_sheet(claim, NOW)) as pdf:
        assert len(pdf.pages) == 1


NAMES = [
    "Nguyễn Thị Hồng Ánh",
    "Łukasz Żółkiewski",
    "Şükrü Öğüt",
    "Иван Петров",
    "Γιώργος Παπαδόπουλος",
    "O'Brien & <b>Söhne</b>",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_other_letters_are_real_text(name):
    claim = make_tracked_claim(S.SUBMITTED, membership=make_membership(make_participant(name=name)))

    assert f"Atas nama {name}.".replace(" ", "") in pdf_text(printing.receipt_sheet(claim, NOW)).replace(" ", "")


@pytest.mark.parametrize("name", ["محمد الأمين", "山田太郎", "Siti 🌺 Aminah", "A" * 400, "x" * 50 + " " + "y" * 300])
def test_no_name_breaks_the_sheet(name):
    claim = make_tracked_claim(S.SUBMITTED, membership=make_membership(make_participant(name=name)))

    with open_pdf(printing.receipt_sheet(claim, NOW)) as pdf:
        assert len(pdf.pages) == 1


# --- Result


def test_result_of_a_paid_claim_gives_its_owner_the_amounts():
    claim = make_tracked_claim(
        S.PAID, gross_amount=60_000_000, tax_amount=500_000, bank_reference="BRI-77", account_number="012345678901234"
    )

    paper = printing.result_paper(claim, NOW, for_owner=True)

    assert paper.answer == "Klaim Anda sudah dibayar Jumat, 20 November 2026."
    assert [row.cells for row in paper.tables[1].rows] == [
        ("Jumlah klaim", "Rp60.000.000"),
        ("Pajak penghasilan (PPh 21)", "Rp500.000"),
        ("Ditransfer", "Rp59.500.000"),
        ("Rekening tujuan", "BRI, XXXX XXXX XXX1 234"),
        ("Nomor referensi bank", "BRI-77"),
    ]


@pytest.mark.parametrize("status", [S.PAID, S.REJECTED])
def test_result_for_anyone_else_hides_name_amounts_and_reasons(status):
    claim = make_tracked_claim(
        status,
        membership=make_membership(make_participant(name="Kenari Rahasia")),
        bank_code="danamon",
        gross_amount=87_654_321,
        rejection_note="Catatan",
    )

    text = pdf_text(printing.result_sheet(claim, NOW, for_owner=False))

    assert [value for value in ("Kenari", "87.654.321", "Catatan", "Kepesertaan masih aktif", "Danamon") if value in text] == []


def test_result_of_a_rejected_claim_gives_reasons_and_ways_on():
    office = make_office(name="Kantor Cabang Bandung Timur", address="Jalan Contoh 12, Bandung", phone="(022) 555-0134")
    claim = make_tracked_claim(S.REJECTED, office=office, rejection_note="Laporan berhenti belum masuk.")

    paper = printing.result_paper(claim, NOW, for_owner=True)

    assert [row.cells[0] for row in paper.tables[0].rows] == ["Kepesertaan masih aktif", "Penjelasan petugas"]
    assert paper.tables[0].rows[1].cells[1] == "Laporan berhenti belum masuk."
    assert [row.cells[0] for row in paper.tables[1].rows] == ["Mengajukan lagi", "Keberatan"]
    assert "Kantor Cabang Bandung Timur, Jalan Contoh 12, Bandung, (022) 555-0134" in paper.tables[1].rows[1].cells[1]


@pytest.mark.parametrize("status", [status for status in SENT if status not in (S.PAID, S.REJECTED)])
def test_there_is_no_result_before_the_end(status):
    with pytest.raises(printing.NoResultYet):
        printing.result_paper(make_tracked_claim(status), NOW, for_owner=True)


def test_a_long_explanation_stays_on_one_page():
    claim = make_tracked_claim(S.REJECTED, rejection_note="Penjelasan panjang dari petugas. " * 150)

    with open_pdf(printing.result_sheet(claim, NOW, for_owner=True)) as pdf:
        assert len(pdf.pages) == 1
