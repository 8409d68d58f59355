"""Read a PDF back as a reader would copy it: the words of its pages, through each font's own table of letters."""

import re
from io import BytesIO

import pikepdf


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def pdf_text(content: bytes) -> str:
    """Return the text of all pages in the order of drawing, pieces with a space between."""
    with open_pdf(content) as pdf:
        pieces = [piece for page in pdf.pages for piece in _pieces(page)]
    return re.sub(r"\s+", " ", " ".join(pieces))


def _pieces(page: pikepdf.Page) -> list[str]:
    letters = {name: _letters(font) for name, font in page.Resources.Font.items()}
    pieces, font = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = letters[str(operands[0])]
        elif str(operator) == "Tj":
            pieces.append("".join(font[byte] for byte in bytes(operands[0])))
    return pieces


def _letters(font: pikepdf.Dictionary) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {int(byte, 16): bytes.fromhex(code).decode("utf-16-be") for byte, code in re.findall(r"<(\w\w)> <(\w{4,})>", table)}
