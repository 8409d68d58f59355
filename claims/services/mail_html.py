"""The HTML part of an e-mail, made from its text when it is sent: the same words, and nothing that the text does not say."""

import re

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

PARAGRAPH = re.compile(r"\n[ \t]*\n\s*?(?=\S| )")
CODE = re.compile(r"\b(\d{3} \d{3}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){1,2})\b")
STANDING = 2
"""Paragraphs at the end of every message: that the service is free, and who sends it."""


def html_of(subject: str, body: str, language: str) -> str:
    """Return the page of an e-mail with SUBJECT and the text BODY in LANGUAGE; it loads nothing and looks right in the dark."""
    paragraphs = [_paragraph(text) for text in PARAGRAPH.split(body.strip("\n"))]
    told, standing = paragraphs[:-STANDING], paragraphs[-STANDING:]
    return render_to_string("messages/mail.html", {"subject": subject, "language": language, "told": told, "standing": standing})


def _paragraph(text: str) -> SafeString:
    """Return a paragraph with its line breaks; what is indented stays so, and codes stand out."""
    return SafeString("<br>".join(_line(line) for line in text.splitlines()))


def _line(line: str) -> str:
    bare = line.lstrip()
    said = CODE.sub(r'<b style="white-space:nowrap;font-size:1.15em;letter-spacing:.04em">\1</b>', str(conditional_escape(bare)))
    return f'<span style="display:inline-block;padding-left:1.4em">{said}</span>' if bare != line else said
