"""Pictures beside a coded reason: rebuilt, small, shown to whom it concerns."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from claims.domain.workflow import ClaimStatus, Role
from claims.models import CodedReasonRule, SamplePicture
from tests.builders import make_claim, make_office, signed_in_client
from tests.claims.desk import desk_url, held_claim, seat
from tests.claims.test_documents import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return seat(Role.CONFIGURATOR, office=make_office())[1]


def blurred():
    return CodedReasonRule.objects.get(kind="dokumen", code="BURAM")


def url(name, which="benar"):
    return reverse(f"admin:claims_codedreasonrule_{name}", args=[blurred().pk, which])


def put(client, content=None, name="contoh.jpg", which="benar"):
    file = SimpleUploadedFile(name, photo() if content is None else content)
    return client.post(url("picture", which), {"gambar": file}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_picture_is_shown_to_the_participant_who_has_to_repair(client, keeper):
    claim = make_claim(ClaimStatus.CORRECTION_REQUESTED, slots=("kk",))
    claim.documents.update(state="rejected")
    claim.documents.get().versions.update(verdict="rejected", reasons=["BURAM"])

    assert said(put(keeper)) == ["Contoh yang benar tersimpan."]
    put(keeper, which="salah")
    page = signed_in_client(claim.participant).get(reverse("claims:slot", args=[claim.number, "kk"])).content.decode()

    addresses = [reverse("claims:sample_picture", args=[picture.pk]) for picture in SamplePicture.objects.order_by("-is_good")]
    assert [address in page for address in addresses] == [True, True]
    assert [client.get(address).headers["Content-Type"] for address in addresses] == ["image/jpeg", "image/jpeg"]


def test_a_picture_is_offered_to_the_officer_who_judges(keeper):
    office = make_office()
    officer, desk = seat(Role.VERIFIER, office=office)
    put(keeper)

    page = desk.get(desk_url(held_claim(officer, office).pk, dokumen="ktp")).content.decode()

    assert reverse("claims:sample_picture", args=[SamplePicture.objects.get().pk]) in page


def test_a_picture_is_small_and_without_what_the_camera_wrote(client, keeper):
    """D1: nothing that a stranger made is shown as it came."""
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "rahasia kamera"
    Image.new("RGB", (3000, 2000), (200, 200, 190)).save(drawn, "JPEG", exif=exif)

    put(keeper, drawn.getvalue())
    content = client.get(reverse("claims:sample_picture", args=[SamplePicture.objects.get().pk])).content

    assert (Image.open(BytesIO(content)).size, b"rahasia" in content) == ((640, 427), False)


def test_a_picture_may_be_kept_for_ever_as_another_one_has_another_address(client, keeper):
    put(keeper)
    first = reverse("claims:sample_picture", args=[SamplePicture.objects.get().pk])
    kept = client.get(first).headers["Cache-Control"]
    put(keeper)

    assert (kept, client.get(first).status_code, SamplePicture.objects.count()) == ("public, max-age=31536000, immutable", 404, 1)


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "kosong.jpg"), (b"GIF89a bukan gambar kami", "gambar.gif"), (b"\xff\xd8\xff\xe0 rusak", "rusak.jpg")]
)
def test_what_is_no_picture_is_refused_in_words(keeper, content, name):
    assert [sentence.endswith(".") for sentence in said(put(keeper, content, name))] == [True]
    assert SamplePicture.objects.count() == 0


def test_a_picture_can_be_taken_away(keeper):
    put(keeper)

    keeper.post(url("picture_remove"))

    assert SamplePicture.objects.count() == 0


def test_only_admin_konfigurasi_changes_pictures(keeper):
    put(keeper)
    _, client = seat(Role.HEAD, office=make_office())

    assert [put(client).status_code, client.post(url("picture_remove")).status_code] == [403, 403]
    assert SamplePicture.objects.count() == 1
