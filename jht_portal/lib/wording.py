"""The one door from the words of a rule to the reader's language.

Rules, domains and models speak Indonesian. What ships stands in the catalogue; what an office wrote itself has no other language,
and is shown as it stands, marked as Indonesian.
"""

import re

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from jht_portal.lib import formats
from participants.domain.sentences import Passage, Sentence, Written

SENTENCE_END = re.compile(r"(?<=\.) ")
WRITE = {
    "day": formats.short_date,
    "weekday": formats.long_date,
    "rupiah": formats.rupiah,
    "size": formats.size,
    "number": formats.number,
}


def say(text: str) -> str:
    """Return TEXT in the reader's language; as it stands where there are no other words for it."""
    if not text or in_indonesian():
        return text
    if isinstance(text, Passage):
        return " ".join(say(part) for part in text.sentences)
    if isinstance(text, Sentence):
        return _pattern_of(text).format(**{name: say(fact) if isinstance(fact, str) else fact for name, fact in text.facts.items()})
    return WRITE[text.kind](text.value) if isinstance(text, Written) else _kept(text)


def _kept(text: str) -> str:
    """Return a plain text in the reader's language; several sentences that were kept as one text are known one by one."""
    said = gettext(text)
    parts = SENTENCE_END.split(text) if said == text else []
    each = [gettext(part) for part in parts]
    return " ".join(each) if len(parts) > 1 and all(new != old for new, old in zip(each, parts, strict=True)) else said


def _pattern_of(text: Sentence) -> str:
    """Return the pattern in the reader's language; a fact called ``count`` chooses between one and several."""
    count = text.facts.get("count")
    return gettext(text.pattern) if count is None else ngettext(text.pattern, text.pattern, count)


def shown(text: str) -> str | SafeString:
    """Return TEXT for a page in the reader's language; what has no other words is marked as Indonesian."""
    said = say(text)
    return format_html('<span lang="id">{}</span>', text) if said == text and text and not in_indonesian() else said


def in_indonesian() -> bool:
    """Tell whether the reader's language is the one in which everything is written."""
    return get_language() == settings.LANGUAGE_CODE
