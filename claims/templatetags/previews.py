"""Messages as a phone shows them."""

import re

from django import template
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString

register = template.Library()
MARKS = ((re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), "b"), (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), "i"))


@register.filter
def berformat(text: str) -> SafeString:
    """Show *bold* and _italic_ as WhatsApp does, with its line breaks; nothing else in TEXT counts as markup."""
    written = str(conditional_escape(text.strip()))
    for mark, element in MARKS:
        written = mark.sub(rf"<{element}>\1</{element}>", written)
    return SafeString(linebreaks(written))
