"""Pages of a PDF as pictures: drawn in the cleaner's process, for officers within reach, one line in the log each."""

import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from reportlab.pdfgen import canvas

from claims.cleaning import FileRefused, draw_sheet
from claims.domain.workflow import Role
from claims.models import AccessLog, DocumentPage
from tests.builders import make_office, signed_in_client
from tests.claims.desk import held_claim, make_page, seat


def paper(*sizes: tuple[float, float]) -> bytes:
    """Return a PDF with a page of each size in points, its number in the middle."""
    file = io.BytesIO()
    book = canvas.Canvas(file)
    for number, size in enumerate(sizes, 1):
        book.setPageSize(size)
        book.setFont("Helvetica", min(size) / 2)
        book.drawCentredString(size[0] / 2, size[1] / 2, str(number))
        book.showPage()
    book.save()
    return file.getvalue()


A4, CARD = (595, 842), (243, 153)


def test_page_becomes_a_jpeg_of_three_million_pixels_whatever_its_size():
    drawn = [Image.open(io.BytesIO(draw_sheet(paper(A4, CARD), number))) for number in (1, 2)]

    assert [(picture.format, round(picture.width * picture.height / 1e6, 1)) for picture in drawn] == [("JPEG", 3.0), ("JPEG", 3.0)]
    assert [picture.width > picture.height for picture in drawn] == [False, True]
    assert all(picture.convert("L").getextrema()[0] < 50 for picture in drawn)


@pytest.mark.parametrize(("content", "number"), [(paper(A4), 0), (paper(A4), 2), (b"%PDF-1.7 a page of paper", 1), (b"", 1)])
def test_page_that_is_not_there_is_refused(content, number):
    with pytest.raises(FileRefused):
        draw_sheet(content, number)


def test_page_that_takes_too_long_or_too_much_is_refused():
    """C4: the reader of a stranger's file works with tied hands, whatever the cleaner let through."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(b"/F Do\n" * 200_000)
        deep = pdf.make_stream(b"q " + b"0 0 m 500 700 l S\n" * 3_000_000)
        deep.Type, deep.Subtype, deep.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, *A4])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=deep))
        file = io.BytesIO()
        pdf.save(file, compress_streams=True)

    with pytest.raises(FileRefused):
        draw_sheet(file.getvalue(), 1)


@pytest.fixture
def office(db):
    return make_office()


@pytest.fixture
def sheet(office):
    """A PDF of two pages in a claim at review, and the address of its second page."""
    claim = held_claim(seat(Role.VERIFIER, office=office)[0], office)
    page = make_page(claim, "kk", content=paper(A4, A4), content_type="application/pdf")
    DocumentPage.objects.filter(pk=page.pk).update(page_count=2)
    return claim, reverse("claims:page_sheet", args=[page.pk, 2])


def test_officer_sees_a_page_and_the_log_says_which(office, sheet):
    officer, browser = seat(Role.APPROVER, office=office)

    answer = browser.get(sheet[1])

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert list(AccessLog.objects.values_list("kind", "object", "user")) == [("document", "kk v1 p1 l2", officer.pk)]


def test_nobody_else_learns_that_the_page_exists(sheet):
    """B1, B3"""
    claim, address = sheet
    visitors = [Client(), signed_in_client(claim.participant), seat(Role.VERIFIER, office=make_office())[1]]
    visitors.append(seat(Role.CONFIGURATOR, office=claim.office)[1])

    assert [visitor.get(address).status_code for visitor in visitors] == [404] * 4
    assert AccessLog.objects.count() == 0


def test_photo_and_missing_page_have_no_such_address(office, sheet):
    browser = seat(Role.VERIFIER, office=office)[1]
    photo = make_page(sheet[0], "ktp")

    addresses = [reverse("claims:page_sheet", args=[photo.pk, 1]), sheet[1].replace("/2/", "/3/"), sheet[1].replace("/2/", "/0/")]

    assert [browser.get(address).status_code for address in addresses] == [404] * 3


def test_page_that_cannot_be_drawn_is_told_without_a_fault(office):
    officer, browser = seat(Role.VERIFIER, office=office)
    page = make_page(held_claim(officer, office), "kk", content_type="application/pdf")

    assert browser.get(reverse("claims:page_sheet", args=[page.pk, 1])).status_code == 422
