"""Documents of a draft through its pages: what is taken, what is refused, what stays."""

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from claims import storage
from claims.domain.workflow import ClaimStatus
from claims.models import Claim, Document, DocumentPage, DocumentVersion, SlotState
from claims.services import intake
from tests.builders import make_claim, make_participant, signed_in_client

pytestmark = pytest.mark.django_db


def photo(width: int = 400, height: int = 300, colour: str = "white", format: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(file, format, **options)
    return file.getvalue()


def pdf(pages: int = 1) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_draft(slots: tuple[str, ...] = ("kartu_peserta", "ktp", "kk")) -> Claim:
    claim = make_claim(ClaimStatus.DRAFT, slots=())
    for position, slot in enumerate(slots, 1):
        Document.objects.create(claim=claim, slot=slot, position=position)
    return claim


def post_file(client: Client, claim: Claim, slot: str, content: bytes, name: str = "foto.jpg", **data: str):
    url = reverse("claims:slot", args=[claim.number, slot])
    return client.post(url, {"berkas": SimpleUploadedFile(name, content), **data})


def slot_states(claim: Claim) -> dict[str, str]:
    return dict(claim.documents.values_list("slot", "state"))


@pytest.fixture
def draft() -> Claim:
    return make_draft()


@pytest.fixture
def client(draft: Claim) -> Client:
    return signed_in_client(draft.participant)


@pytest.mark.parametrize(
    ("name", "content", "stored_as"),
    [
        ("a.jpg", photo(), "image/jpeg"),
        ("a.png", photo(format="PNG"), "image/jpeg"),
        ("a.webp", photo(format="WEBP"), "image/jpeg"),
        ("a.pdf", pdf(2), "application/pdf"),
    ],
)
def test_slot_takes_every_kind_of_file_that_phones_make(client, draft, name, content, stored_as):
    response = post_file(client, draft, "ktp", content, name)

    assert response.status_code == 303
    assert response["Location"] == reverse("claims:slot", args=[draft.number, "ktp"])
    page = DocumentPage.objects.get()
    assert page.content_type == stored_as
    assert slot_states(draft) == {"kartu_peserta": "empty", "ktp": "uploaded", "kk": "empty"}


def test_stored_bytes_are_sealed_and_open_only_in_their_place(client, draft):
    post_file(client, draft, "ktp", photo())
    page = DocumentPage.objects.get()

    opened = storage.read(page.storage_key, intake.page_context(page.pk))

    assert Image.open(io.BytesIO(opened)).size == (400, 300)
    with pytest.raises(storage.SealBroken):
        storage.read(page.storage_key, intake.page_context(draft.pk))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.jpg", b"", "Berkas ini kosong. Pilih berkas lain, atau foto ulang dokumennya."),
        ("a.jpg", b"GIF89a" + bytes(100), "Isi berkas ini bukan foto atau PDF. Pilih berkas JPG, PNG, WebP, HEIC, atau PDF."),
        ("a.docx", b"PK\x03\x04" + bytes(100), "Berkas Word tidak bisa kami buka. Kirim fotonya, atau simpan sebagai PDF."),
        ("a.jpg", photo()[:2000], "Berkas ini rusak atau terpotong. Foto ulang, atau simpan ulang lalu unggah lagi."),
        ("a.jpg", bytes(6 * 1024 * 1024 + 1), "Ukuran berkas 6,1 MB. Batasnya 6 MB. Foto ulang dengan ukuran lebih kecil."),
    ],
)
def test_refused_file_says_why_and_keeps_what_was_there(client, draft, name, content, sentence):
    """C8 and C4 through the page: nothing of a refused file stays."""
    post_file(client, draft, "ktp", photo())
    before = DocumentPage.objects.get()

    response = post_file(client, draft, "ktp", content, name)

    assert response.status_code == 200
    assert response.context["form"].errors["berkas"] == [sentence]
    assert list(DocumentPage.objects.values_list("pk", flat=True)) == [before.pk]


def test_no_file_chosen_is_told_beside_the_field(client, draft):
    response = client.post(reverse("claims:slot", args=[draft.number, "ktp"]), {})

    assert response.context["form"].errors["berkas"] == ["Belum ada foto yang dipilih. Pilih satu foto atau PDF."]


def test_second_file_replaces_the_first_and_its_stored_bytes(client, draft):
    post_file(client, draft, "ktp", photo())
    first = DocumentPage.objects.get()

    post_file(client, draft, "ktp", photo(500, 200))

    assert [page.width for page in DocumentPage.objects.all()] == [500]
    with pytest.raises(storage.DocumentMissing):
        storage.read(first.storage_key, intake.page_context(first.pk))


def test_second_file_can_be_added_as_the_next_page(client, draft):
    post_file(client, draft, "ktp", photo())

    post_file(client, draft, "ktp", photo(500, 200), cara="tambah")

    assert list(DocumentPage.objects.order_by("position").values_list("position", "width")) == [(1, 400), (2, 500)]
    assert DocumentVersion.objects.count() == 1


def test_the_same_photo_added_again_after_a_lost_answer_stays_one_page(client, draft, settings):
    post_file(client, draft, "ktp", photo())
    second = photo(500, 200)
    folder = Path(settings.DOCUMENT_STORAGE_URL.removeprefix("file://"))

    post_file(client, draft, "ktp", second, cara="tambah")
    before = {path for path in folder.rglob("*") if path.is_file()}
    post_file(client, draft, "ktp", second, cara="tambah")

    assert list(DocumentPage.objects.order_by("position").values_list("position", "width")) == [(1, 400), (2, 500)]
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_several_photos_at_once_make_one_document(client, draft):
    files = [SimpleUploadedFile("1.jpg", photo()), SimpleUploadedFile("2.jpg", photo(300, 500))]

    client.post(reverse("claims:slot", args=[draft.number, "kk"]), {"berkas": files})

    assert list(DocumentPage.objects.order_by("position").values_list("width", flat=True)) == [400, 300]


def test_one_bad_photo_among_several_stores_none(client, draft):
    files = [SimpleUploadedFile("1.jpg", photo()), SimpleUploadedFile("2.jpg", b"rusak")]

    response = client.post(reverse("claims:slot", args=[draft.number, "kk"]), {"berkas": files})

    assert response.status_code == 200
    assert DocumentPage.objects.count() == 0
    assert slot_states(draft)["kk"] == "empty"


def test_page_can_be_turned_and_taken_out(client, draft):
    post_file(client, draft, "ktp", photo(400, 300))
    page = DocumentPage.objects.get()

    client.post(reverse("claims:slot_rotate", args=[draft.number, "ktp", page.pk]))

    turned = DocumentPage.objects.get()
    assert (turned.width, turned.height) == (300, 400)
    assert bytes(turned.original_sha256) == bytes(page.original_sha256)

    client.post(reverse("claims:slot_remove", args=[draft.number, "ktp", turned.pk]))

    assert slot_states(draft)["ktp"] == "empty"
    assert DocumentVersion.objects.count() == 0


def test_missing_paper_is_explained_and_a_later_file_takes_its_place(client, draft):
    client.post(reverse("claims:slot_missing", args=[draft.number, "kk"]), {"alasan": "hilang", "penjelasan": "Hilang saat banjir."})
    document = Document.objects.get(slot="kk")
    assert (document.state, document.unavailable_note) == ("unavailable", "Hilang saat banjir.")

    post_file(client, draft, "kk", photo())

    document = Document.objects.get(slot="kk")
    assert (document.state, document.unavailable_reason, document.unavailable_note) == ("uploaded", "", "")


def test_missing_paper_without_a_reason_is_told_beside_the_field(client, draft):
    response = client.post(reverse("claims:slot_missing", args=[draft.number, "kk"]), {"penjelasan": ""})

    assert set(response.context["missing_form"].errors) == {"alasan", "penjelasan"}
    assert slot_states(draft)["kk"] == "empty"


def test_digital_card_fills_the_first_slot_in_one_press(client, draft):
    client.post(reverse("claims:slot_card", args=[draft.number, "kartu_peserta"]))

    assert slot_states(draft)["kartu_peserta"] == "uploaded"
    assert DocumentVersion.objects.get().source == "digital_card"


def test_digital_card_that_finds_no_room_says_so(client, draft, monkeypatch):
    monkeypatch.setattr(intake, "MAX_CLAIM_BYTES", 1)
    answer = client.post(reverse("claims:slot_card", args=[draft.number, "kartu_peserta"]), follow=True)

    assert "Berkas klaim ini sudah terlalu besar." in answer.content.decode()
    assert slot_states(draft)["kartu_peserta"] == "empty"


def test_another_participant_finds_no_such_slot(draft):
    stranger = signed_in_client(make_participant())

    response = post_file(stranger, draft, "ktp", photo())

    assert response.status_code == 404
    assert DocumentPage.objects.count() == 0


def test_sent_document_can_not_be_changed():
    claim = make_claim(ClaimStatus.SUBMITTED)
    before = list(DocumentVersion.objects.values_list("pk", "sent_at"))

    response = post_file(signed_in_client(claim.participant), claim, "ktp", photo())

    assert response.status_code == 302
    assert list(DocumentVersion.objects.values_list("pk", "sent_at")) == before


def test_asked_again_only_the_refused_slot_takes_a_new_version():
    claim = make_claim(ClaimStatus.CORRECTION_REQUESTED)
    claim.documents.filter(slot="kk").update(state=SlotState.REJECTED)
    claim.documents.exclude(slot="kk").update(state=SlotState.ACCEPTED)
    DocumentVersion.objects.filter(document__slot="kk").update(verdict="rejected", reasons=["BURAM"])
    client = signed_in_client(claim.participant)

    refused = post_file(client, claim, "ktp", photo())
    taken = post_file(client, claim, "kk", photo())

    assert (refused.status_code, taken.status_code) == (302, 303)
    versions = DocumentVersion.objects.filter(document__slot="kk").order_by("number")
    assert [(version.number, version.sent_at is None) for version in versions] == [(1, False), (2, True)]
    assert slot_states(claim)["kk"] == "replaced"


@pytest.mark.parametrize("documents", [1, 7, 11])
def test_list_costs_the_same_with_any_number_of_documents(documents, django_assert_max_num_queries):
    slots = ("kartu_peserta", "ktp", "kk", "surat_keterangan", "buku_rekening", "formulir", "foto", "npwp", "a", "b", "c")
    claim = make_draft(slots[:documents])
    client = signed_in_client(claim.participant)

    with django_assert_max_num_queries(6):
        assert client.get(reverse("claims:documents", args=[claim.number])).status_code == 200


def test_stored_files_of_a_failed_upload_are_forgotten(client, draft, settings):
    """C8: no file without a row, when the room runs out after the bytes were stored."""
    now = timezone.now() - timedelta(minutes=1)
    document = Document.objects.get(slot="ktp")
    version = DocumentVersion.objects.create(document=document, number=1, created_at=now)
    for position in range(intake.MAX_PAGES):
        DocumentPage.objects.create(
            version=version, position=position, storage_key="x", content_type="image/jpeg", size=1,
            original_size=1, original_sha256=b"", sha256=b"", created_at=now,
        )  # fmt: skip
    folder = Path(settings.DOCUMENT_STORAGE_URL.removeprefix("file://"))
    before = {path for path in folder.rglob("*") if path.is_file()}

    response = post_file(client, draft, "ktp", photo(), cara="tambah")

    assert response.context["form"].errors["berkas"] == ["Satu dokumen memuat paling banyak 12 foto. Gabungkan dalam satu PDF."]
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_request_longer_than_six_photos_is_refused_before_it_is_read(client, draft):
    """C8: 50 MB announced; nothing stored, and a page in words."""
    url = reverse("claims:slot", args=[draft.number, "ktp"])
    kind = "multipart/form-data; boundary=batas-yang-cukup-panjang"

    response = client.generic("POST", url, b"--", content_type=kind, CONTENT_LENGTH=str(50 * 1024 * 1024))

    assert response.status_code == 413
    assert DocumentPage.objects.count() == 0


def test_store_that_rests_is_told_beside_the_field_and_loses_nothing(client, draft, settings):
    """F6: the upload can be repeated."""
    post_file(client, draft, "ktp", photo())
    before = DocumentPage.objects.get()
    settings.DOCUMENT_STORAGE_URL = "file:///proc/nowhere"

    upload = post_file(client, draft, "ktp", photo())
    reading = client.get(reverse("claims:page_file", args=[before.pk]))

    assert upload.context["form"].errors["berkas"] == [
        "Kami sedang tidak bisa menyimpan berkas. Coba lagi beberapa menit lagi. Yang sudah tersimpan tetap aman."
    ]
    assert reading.status_code == 503
    assert DocumentPage.objects.get() == before
