"""PDF files: the pages stay as they look; what could act, hide, point outside or tell on its author goes."""

import base64
import io
import re
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, String
from PIL import Image
from reportlab.pdfgen import canvas

from tests.claims.samples import (
    CANARY,
    cleaned,
    corners,
    decoded,
    encoded,
    everything_in,
    jpeg_with_everything,
    pdf,
    photo,
    picture_stream,
    refusal,
    saved,
    with_picture,
)

# --- Active content, by the place where it hides


def script() -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS="evil()")


ACTIONS = {
    "script": script,
    "launch": lambda: Dictionary(S=Name.Launch, F="evil().exe", NewWindow=True),
    "submit": lambda: Dictionary(S=Name.SubmitForm, F="http://evil().example/"),
    "address": lambda: Dictionary(S=Name.URI, URI="http://evil().example/"),
    "other file": lambda: Dictionary(S=Name.GoToR, F="evil().pdf", D=Array([0, Name.Fit])),
    "attached file": lambda: Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C, N="evil()")),
    "import": lambda: Dictionary(S=Name.ImportData, F="evil().fdf"),
    "chain": lambda: Dictionary(S=Name.GoTo, D=Array([0]), Next=Array([script(), script()])),
}


def attachment(document: pikepdf.Pdf) -> Dictionary:
    """Return the description of a file that carries the file."""
    carried = document.make_stream(b"evil()", Type=Name.EmbeddedFile)
    return document.make_indirect(Dictionary(Type=Name.Filespec, F="evil().exe", UF="evil().exe", EF=Dictionary(F=carried)))


def note(page, **entries) -> None:
    """Put an annotation on PAGE."""
    annotation = Dictionary(Type=Name.Annot, Rect=Array([10, 10, 90, 90]), **entries)
    page.Annots = Array([*page.get("/Annots", []), annotation])


def below(document: pikepdf.Pdf, page, kind: str, **entries) -> None:
    """Hang ENTRIES on a resource of PAGE, one level under its name."""
    things = {
        "font": lambda: page.Resources.Font.F1,
        "picture": lambda: picture_stream(document, photo(), ["/DCTDecode"]),
        "form": lambda: document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])),
        "state": lambda: Dictionary(Type=Name.ExtGState, CA=1),
    }
    categories = {"font": "Font", "picture": "XObject", "form": "XObject", "state": "ExtGState"}
    thing = things[kind]()
    for key, value in entries.items():
        thing[f"/{key.replace('_', '.')}"] = value
    category = page.Resources.get(f"/{categories[kind]}", Dictionary())
    category["/Evil"] = thing
    page.Resources[f"/{categories[kind]}"] = category


def nest(document: pikepdf.Pdf, page, levels: int) -> None:
    """Hang a script under LEVELS forms inside each other."""
    inner = Dictionary(Properties=Dictionary(P=Dictionary(AA=Dictionary(O=script()))))
    for _ in range(levels):
        form = document.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=inner)
        inner = Dictionary(XObject=Dictionary(X=form))
    page.Resources.XObject = inner.XObject


def set_root(key: str, value) -> None:
    return lambda document, page: document.Root.__setitem__(key, value(document))


def form_field(document: pikepdf.Pdf, page, **entries) -> None:
    field = document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="nama", Rect=Array([10, 10, 90, 30]), **entries)
    )
    page.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]), DA="/Helv 12 Tf 0 g", DR=Dictionary(Font=page.Resources.Font))


ACTIVE = {
    **{f"{name} on opening": set_root("/OpenAction", lambda document, action=action: action()) for name, action in ACTIONS.items()},
    **{
        f"{name} on a link": lambda document, page, action=action: note(page, Subtype=Name.Link, A=action())
        for name, action in ACTIONS.items()
    },
    "script on closing": set_root("/AA", lambda document: Dictionary(WC=script(), DP=script())),
    "script by name": set_root("/Names", lambda document: Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))),
    "script in the outline": set_root(
        "/Outlines", lambda document: document.make_indirect(Dictionary(First=document.make_indirect(Dictionary(Title="a", A=script()))))
    ),
    "script on the page": lambda document, page: page.__setitem__("/AA", Dictionary(O=script(), C=script())),
    "script on a note": lambda document, page: note(page, Subtype=Name.Screen, AA=Dictionary(E=script(), PO=script())),
    "script in a field": lambda document, page: form_field(document, page, V="a", AA=Dictionary(K=script(), C=script())),
    "form of another kind": lambda document, page: document.Root.__setitem__(
        "/AcroForm", Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp>evil()</xdp>"))
    ),
    "attachment by name": set_root(
        "/Names", lambda document: Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), attachment(document)])))
    ),
    "attachment of the document": set_root("/AF", lambda document: Array([attachment(document)])),
    "attachment on the page": lambda document, page: note(page, Subtype=Name.FileAttachment, FS=attachment(document)),
    "attachment of the page": lambda document, page: page.__setitem__("/AF", Array([attachment(document)])),
    "attachment of a picture": lambda document, page: below(document, page, "picture", AF=Array([attachment(document)])),
    "attachment as a resource": lambda document, page: page.Resources.__setitem__("/Properties", Dictionary(A=attachment(document))),
    "rich media": lambda document, page: note(page, Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=attachment(document))),
    "film": lambda document, page: note(page, Subtype=Name.Movie, Movie=Dictionary(F="evil()")),
    "three dimensions": lambda document, page: note(
        page, **{"Subtype": Name("/3D"), "3DD": document.make_stream(b"x", OnInstantiate=script())}
    ),
    "action under a font": lambda document, page: below(document, page, "font", AA=Dictionary(O=script())),
    "action under a state": lambda document, page: below(document, page, "state", A=script(), OpenAction=script()),
    "action as a resource": lambda document, page: page.Resources.__setitem__("/Properties", Dictionary(JS=script())),
    "program as a resource": lambda document, page: page.Resources.__setitem__(
        "/Properties", Dictionary(A=Dictionary(S=Name.Launch, Win=Dictionary(P="evil()")))
    ),
    "action as a kind of resource": lambda document, page: page.Resources.__setitem__("/JavaScript", Dictionary(A=script())),
    "action under nine forms": lambda document, page: nest(document, page, 9),
    "other pictures": lambda document, page: below(document, page, "picture", Alternates=Array([attachment(document)])),
    "other document": lambda document, page: below(document, page, "form", Ref=Dictionary(F=attachment(document), Page=0)),
    "print server": lambda document, page: below(document, page, "form", OPI=Dictionary({"/1.3": Dictionary(F="evil()")})),
    "bytes from elsewhere": lambda document, page: below(document, page, "form", F="evil()", FFilter=Name.FlateDecode),
    "data of a program": lambda document, page: below(document, page, "form", PieceInfo=Dictionary(X=Dictionary(Private="evil()"))),
    "path of the author": lambda document, page: below(document, page, "form", PTEX_FileName="evil()"),
    "structure": set_root("/StructTreeRoot", lambda document: Dictionary(K=Dictionary(A=script(), AF=attachment(document)))),
    "metadata of the document": set_root("/Metadata", lambda document: document.make_stream(b"evil()")),
    "metadata of a picture": lambda document, page: below(document, page, "picture", Metadata=document.make_stream(b"evil()")),
    "author": lambda document, page: document.docinfo.update({"/Author": String("evil()"), "/Title": String("evil()")}),
}
TRACES = re.compile(
    rb"evil\(\)|evil\\\(|/(?:AA|AF|EF|JS|JavaScript|Launch|SubmitForm|URI|GoToR|GoToE|ImportData|XFA|EmbeddedFiles?|Filespec|OpenAction|"
    rb"RichMedia\w*|Movie|3DD?|Annots?|AcroForm|Metadata|PieceInfo|PTEX|OPI|Ref|Alternates|Outlines|Author|StructTreeRoot)\b"
)


@pytest.mark.parametrize("place", ACTIVE)
def test_active_content_does_not_survive(place):
    """C10: at the top, on the page, or nested below it; the page itself stays."""
    sent = pdf(change=ACTIVE[place])
    found = everything_in(cleaned(sent).content)

    assert TRACES.search(everything_in(sent))
    assert TRACES.findall(found) == []
    assert b"(Halaman 1) Tj" in found


def test_active_content_in_a_packed_object_does_not_survive():
    """C10: where a search of the bytes would see nothing."""
    sent = pdf(change=ACTIVE["script on the page"], object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert TRACES.findall(sent) == []
    assert TRACES.findall(everything_in(cleaned(sent).content)) == []


def test_older_version_inside_the_file_does_not_survive():
    """C10: a file that was changed by appending still holds what it was before."""
    old = pdf(change=lambda document, page: page.__setitem__("/Contents", document.make_stream(b"(evil()) Tj" * 9)), compress_streams=False)
    new = pdf()
    both = old.replace(b"%%EOF", b"") + new[new.index(b"\n") :]

    assert b"evil()" in both
    assert b"evil()" not in everything_in(cleaned(both).content)


@pytest.mark.parametrize("passwords", [("", "pemilik"), ("peserta", "pemilik"), ("peserta", "")], ids=["owner", "both", "user"])
@pytest.mark.parametrize("strength", [3, 4, 6])
def test_password_is_refused(passwords, strength):
    """C10: with a password of either kind, old and new ciphers."""
    user, owner = passwords

    assert refusal(pdf(encryption=Encryption(user=user, owner=owner, R=strength, aes=strength > 3, metadata=strength > 3))) == "encrypted"


@pytest.mark.parametrize(
    "change",
    [
        lambda document, page: document.Root.__setitem__("/Collection", Dictionary(View=Name.D)),
        lambda document, page: document.Root.__setitem__("/NeedsRendering", True),
    ],
    ids=["portfolio", "form drawn by program"],
)
def test_document_that_is_not_in_its_pages_is_refused(change):
    """C10: its pages would be kept, and the document lost."""
    assert refusal(pdf(change=change)) == "unusual_pdf"


# --- What must not be lost


def test_filled_form_keeps_what_was_typed():
    written = io.BytesIO()
    sheet = canvas.Canvas(written)
    sheet.acroForm.textfield(name="nama", value="Siti Rahmawati", x=100, y=600, width=200, height=20)
    sheet.acroForm.checkbox(name="setuju", checked=True, x=100, y=550)
    sheet.showPage()
    sheet.save()
    found = everything_in(cleaned(written.getvalue()).content)

    assert b"(Siti Rahmawati) Tj" in found
    assert TRACES.findall(found) == []


def test_field_that_the_viewer_would_have_drawn_is_drawn():
    def fill(document, page):
        form_field(document, page, V="Siti Rahmawati", DA="/F1 12 Tf 0 g")
        document.Root.AcroForm.NeedAppearances = True

    assert b"Siti Rahmawati" in everything_in(cleaned(pdf(change=fill)).content)


def test_signature_drawn_on_the_page_stays():
    def sign(document, page):
        drawn = document.make_stream(b"1 1 m 77 77 l S", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 80, 80]))
        note(page, Subtype=Name.Ink, F=4, AP=Dictionary(N=drawn), A=script())

    found = everything_in(cleaned(pdf(change=sign)).content)

    assert b"1 1 m 77 77 l S" in found
    assert TRACES.findall(found) == []


def test_page_keeps_what_it_inherits():
    def inherit(document, page):
        document.Root.Pages.MediaBox = Array([0, 0, 300, 400])
        document.Root.Pages.Rotate = 90
        document.Root.Pages.Resources = page.Resources
        del page["/MediaBox"], page["/Resources"]

    with pikepdf.open(io.BytesIO(cleaned(pdf(change=inherit)).content)) as kept:
        page = kept.pages[0].obj
        assert [int(edge) for edge in page.MediaBox] == [0, 0, 300, 400]
        assert (int(page.Rotate), page.Resources.Font.F1.BaseFont) == (90, Name.Helvetica)


def test_resource_that_is_only_named_like_an_action_stays():
    def show(document, page):
        picture = picture_stream(document, encoded(corners(), "jpeg"), ["/DCTDecode"])
        page.Resources.XObject = Dictionary(JS=picture, AA=picture, A=picture)

    with pikepdf.open(io.BytesIO(cleaned(pdf(change=show)).content)) as kept:
        assert set(kept.pages[0].obj.Resources.XObject.keys()) == {"/JS", "/AA", "/A"}


def test_shared_picture_is_kept_once():
    def show(document, page):
        picture = picture_stream(document, encoded(corners(), "jpeg"), ["/DCTDecode"])
        page.Resources.XObject = Dictionary(
            One=picture, Two=picture, Loop=document.make_stream(b"", Subtype=Name.Form, Resources=page.Resources)
        )

    with pikepdf.open(io.BytesIO(cleaned(pdf(change=show)).content)) as kept:
        shown = kept.pages[0].obj.Resources.XObject
        assert shown.One.objgen == shown.Two.objgen


# --- Limits


@pytest.mark.parametrize(("pages", "outcome"), [(1, "ok"), (20, "ok"), (21, "too_many_pages")])
def test_pages_are_counted(pages, outcome):
    """C8: both sides of the limit."""
    assert refusal(pdf(pages=pages)) == outcome


@pytest.mark.parametrize(
    ("box", "outcome"),
    [
        ([0, 0, 2384, 3370], "ok"),
        ([-100, -100, 495, 742], "ok"),
        ([0, 0, 595, 14400], "page_too_large"),
        ([0, 0, 10**9, 1], "page_too_large"),
    ],
    ids=["A0", "moved", "long", "endless"],
)
def test_pages_are_measured(box, outcome):
    assert refusal(pdf(change=lambda document, page: page.__setitem__("/MediaBox", Array(box)))) == outcome


@pytest.mark.parametrize(
    "change",
    [
        lambda document, page: document.Root.Pages.__setitem__("/Kids", Array([])),
        lambda document, page: document.Root.__delitem__("/Pages"),
    ],
    ids=["no pages", "no tree"],
)
def test_document_without_proper_pages_is_damaged(change):
    assert refusal(pdf(change=change)) == "damaged"


# --- Pictures and filters

PICTURE = encoded(corners(), "jpeg")
PIXELS = corners().tobytes()
FLATE = zlib.compress(PIXELS)
PACKED = {
    "jpeg": (PICTURE, ["/DCTDecode"]),
    "jpeg in letters": (base64.a85encode(PICTURE) + b"~>", ["/ASCII85Decode", "/DCTDecode"]),
    "jpeg in digits": (PICTURE.hex().encode() + b">", ["/ASCIIHexDecode", "/DCTDecode"]),
    "jpeg packed": (zlib.compress(PICTURE), ["/FlateDecode", "/DCTDecode"]),
    "jpeg packed in letters": (base64.a85encode(zlib.compress(PICTURE)) + b"~>", ["/ASCII85Decode", "/FlateDecode", "/DCTDecode"]),
    "pixels": (FLATE, ["/FlateDecode"]),
    "pixels in letters": (base64.a85encode(FLATE) + b"~>", ["/ASCII85Decode", "/FlateDecode"]),
    "pixels in digits": (PIXELS.hex().encode() + b">", ["/ASCIIHexDecode"]),
}


def picture_in(content: bytes) -> tuple[list[str], Image.Image]:
    """Return the filters and the picture of the first page."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = pikepdf.PdfImage(document.pages[0].obj.Resources.XObject.Im0)
        return found.filters, found.as_pil_image().convert("RGB")


@pytest.mark.parametrize("packing", PACKED)
def test_picture_in_a_page_keeps_its_pixels(packing):
    data, filters = PACKED[packing]
    kept_filters, kept = picture_in(cleaned(with_picture(data, *filters)).content)

    assert kept_filters in (["/DCTDecode"], ["/FlateDecode"])
    assert kept.tobytes() == (decoded(PICTURE).tobytes() if "jpeg" in packing else PIXELS)


@pytest.mark.parametrize(
    "filters",
    [
        ["/JPXDecode"],
        ["/LZWDecode"],
        ["/RunLengthDecode"],
        ["/Unknown"],
        ["/FlateDecode", "/FlateDecode"],
        ["/DCTDecode", "/FlateDecode"],
        ["/ASCII85Decode"] * 4,
    ],
    ids=lambda filters: " ".join(filters),
)
def test_filter_that_cannot_be_seen_through_is_refused(filters):
    assert refusal(with_picture(FLATE, *filters)) == "unusual_pdf"


def test_stream_with_a_cipher_of_its_own_is_refused():
    assert refusal(with_picture(FLATE, "/Unknown").replace(b"/Unknown", b"/Crypt  ")) == "unusual_pdf"


@pytest.mark.parametrize("packing", ["/DCTDecode", "/FlateDecode"])
def test_what_rides_behind_a_picture_does_not_survive(packing):
    """C5: a picture inside a page ends where the picture ends."""
    data = (PICTURE if packing == "/DCTDecode" else FLATE) + b"<html>evil()</html>PK\x03\x04"
    sent = with_picture(data, packing)
    kept = cleaned(sent).content

    assert b"evil()" in sent
    assert b"evil()" not in everything_in(kept)
    assert picture_in(kept)[1].size == (64, 48)


def test_photo_inside_a_page_loses_place_and_author():
    """C7: a PDF made from a photo carries the photo's EXIF."""
    sent = with_picture(jpeg_with_everything(), "/DCTDecode")
    kept = cleaned(sent).content

    assert CANARY.encode() in sent
    assert CANARY.encode() not in everything_in(kept)
    assert picture_in(kept)[1].tobytes() == decoded(jpeg_with_everything()).tobytes()


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_broken_picture_inside_a_page_is_damaged(cut):
    assert refusal(with_picture(PICTURE[: int(len(PICTURE) * cut)], "/DCTDecode")) == "damaged"


# --- Two files in one

SECOND = {
    "html behind": lambda: pdf() + b"<html>evil()</html>",
    "zip behind": lambda: pdf() + b"PK\x03\x04evil()PK\x05\x06" + bytes(18),
    "html before the objects": lambda: pdf().replace(b"\n", b"\n%<html>evil()</html>\n", 1),
    "html in the print": lambda: pdf(
        change=lambda document, page: page.__setitem__("/Contents", document.make_stream(b"%<html>evil()</html>\n" * 9)),
        compress_streams=False,
    ),
    "html in a text": lambda: pdf(change=lambda document, page: page.__setitem__("/Evil", String("<html>evil()</html>"))),
    "jpeg in front of the objects": lambda: pdf().replace(b"\n", b"\n%" + photo()[:40] + b"evil()\n", 1),
}


@pytest.mark.parametrize("second", SECOND)
def test_second_format_in_a_pdf_does_not_survive(second):
    """C5: a file that is two things comes out as one."""
    sent = SECOND[second]()
    kept = cleaned(sent).content

    assert b"evil" in sent
    assert [marker for marker in (b"evil", b"<html", b"PK\x03\x04", b"\xff\xd8\xff") if marker in kept] == []


def test_kept_pdf_is_whole():
    """The file is not only accepted but sound: no warning from its own reader."""
    with pikepdf.open(io.BytesIO(cleaned(saved(pikepdf.open(io.BytesIO(pdf(pages=3))))).content)) as kept:
        assert kept.check_pdf_syntax() == []
        assert len(kept.pages) == 3
