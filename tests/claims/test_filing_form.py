"""The payment form as a PDF: filled in, real text, A4, whatever the name (domain.md section 4)."""

from datetime import date

import pytest
from django.urls import reverse

from tests.builders import make_claim, make_membership, make_participant, signed_in_client
from tests.claims.pdf_text import open_pdf, pdf_text

pytestmark = pytest.mark.django_db

LABELS = (
    *("A. Data pemohon", "Nama", "NIK", "Alamat", "Telepon atau HP", "Email", "Hubungan dengan pekerja"),
    *("Data pekerja", "Nomor peserta (KPJ)", "Tempat lahir", "Tanggal lahir", "Nama ibu kandung"),
    *("Tahun masuk", "Tahun keluar", "Pemberi kerja", "B. Sebab klaim", "C. Pembayaran dan tanda tangan"),
    *("Bank", "Nomor rekening", "Atas nama", "NPWP", "Tanda tangan"),
)


def form_of(claim):
    response = signed_in_client(claim.participant).get(reverse("claims:form_pdf", args=[claim.number]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return response.content


def test_the_form_holds_every_field_with_what_is_known():
    person = make_participant(name="Budi Santoso", mother_name="Sumiyati", address="Jalan Contoh 7\nBandung")
    claim = make_claim("draft", membership=make_membership(person), reason="PHK", bank_code="002", event_on=date(2026, 6, 30))

    text = pdf_text(form_of(claim))

    known = (
        claim.number,
        "Budi Santoso",
        person.nik,
        claim.membership.kpj,
        "Jalan Contoh 7 Bandung",
        "Sumiyati",
        "BRI",
        claim.account_number,
    )
    assert [words for words in (*LABELS, *known) if words not in text] == []
    assert ("× Pekerja sendiri Anak" in text, "× Pemutusan Hubungan Kerja (PHK) Meninggalkan" in text, text.count("×")) == (True, True, 2)


def test_the_form_of_a_death_names_heir_and_worker():
    person = make_participant(name="Hendra Gunawan")
    heir = {"heir_name": "Sri Wahyuni", "heir_nik": "3273015203920002", "heir_relation": "janda_duda"}
    claim = make_claim("draft", membership=make_membership(person), reason="MENINGGAL", **heir)

    text = pdf_text(form_of(claim))

    assert [words for words in ("F4", "Sri Wahyuni", "3273015203920002", "Hendra Gunawan", person.nik) if words not in text] == []
    assert ("× Istri atau suami Orang tua" in text, "× Meninggal dunia Klaim" in text, text.count("×")) == (True, True, 2)


def test_the_form_is_one_page_of_a4_in_indonesian_with_embedded_fonts():
    pdf = open_pdf(form_of(make_claim("draft")))

    assert [[round(float(side)) for side in page.mediabox] for page in pdf.pages] == [[0, 0, 595, 842]]
    assert pdf.Root.Lang == "id"
    assert all("/FontFile2" in font.FontDescriptor for font in pdf.pages[0].resources.Font.values())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("José Nuñez-Łukasz", "José Nuñez-Łukasz"),
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("李小龍", "...................."),
        ("ꦧꦸꦢꦶ Budi <b>&amp;</b>", "Budi <b>&amp;</b> ...................."),
        ("محمد", "...................."),
        ("Budi\x00\x1b[31m", "Budi[31m"),
        ("👩‍🚀 Ani", "Ani ...................."),
    ],
)
def test_no_name_breaks_the_form(name, written):
    """Safety D1, D4: what the typeface cannot write is left to the pen."""
    claim = make_claim("draft", membership=make_membership(make_participant(name=name)))

    letters = pdf_text(form_of(claim)).replace(" ", "")  # A sign like "<" is drawn as a piece of its own.
    assert f"Nama{written.replace(' ', '')}NIK" in letters


def test_many_jobs_run_on_to_a_second_page():
    person = make_participant()
    for _ in range(40):
        make_membership(person)
    claim = make_claim("draft", membership=person.memberships.first())

    assert len(open_pdf(form_of(claim)).pages) == 2


def test_a_bank_that_is_not_on_our_list_is_left_to_be_written():
    assert "Bank lain" not in pdf_text(form_of(make_claim("draft", bank_code="lainnya")))
