"""Every word that a participant can read has its English, and no page speaks without being marked for it."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

from scripts import words

CATALOGUE = polib.pofile(str(words.CATALOGUE))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|</?\w+[^>]*>")
PAPER = ("components/sheet_log.html", "components/sheet_stages.html", "rights/copy.html", "rights/copy_part.html")
"""What is printed or downloaded, which is Indonesian for everybody."""
SAME_EVERYWHERE = re.compile(r"\b(?:Portal JHT|KPJ|NIK|NPWP|PDF|JHT|ID|EN|Bahasa Indonesia|English)\b")
HIDDEN = re.compile(
    r"\{#.*?#\}"
    r"|\{% comment %\}.*?\{% endcomment %\}"
    r"|\{% blocktranslate.*?\{% endblocktranslate %\}"
    r"|\{% language \"id\" %\}.*?\{% endlanguage %\}"
    r"|\{% if counter %\}.*?\{% endif %\}"
    r"|\{% block (?:main_class|main_attrs|body_class) %\}.*?\{% endblock %\}",
    re.DOTALL,
)
"""What nobody reads, is marked already, is a paper, or is for the officer at the counter."""
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:alt|aria-label|title|placeholder|content)=\"([^\"]*)\"")
LITERAL = re.compile(r"(?<!_\()\"([^\"]*)\"")
SILENT_TAGS = re.compile(r"\{%-?\s*(?:translate|nav_link|url|extends|static|load|if|elif|for|block)\b")
NOT_SPOKEN = ("width=device-width, initial-scale=1",)


# --- The catalogue


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_word_has_its_english():
    """Python, templates and the rules are read anew; ``scripts/words.py`` writes what is missing and takes out what nobody says."""
    assert sorted(set(words.every_word()) - {entry.msgid for entry in CATALOGUE}) == []
    assert [entry.msgid for entry in CATALOGUE if entry.fuzzy or not all(said(entry))] == []


def test_what_is_counted_is_counted_in_english_too():
    counted = {text for text, word in words.every_word().items() if word.plural}

    assert sorted(counted - {entry.msgid for entry in CATALOGUE if entry.msgid_plural}) == []


def test_english_fills_in_what_indonesian_fills_in():
    filled = ((text, sorted(PLACEHOLDER.findall(text)), sorted(PLACEHOLDER.findall(e.msgid))) for e in CATALOGUE for text in said(e))

    assert [(text, got, wanted) for text, got, wanted in filled if got != wanted] == []


def test_the_compiled_catalogue_is_the_written_one():
    """A fresh machine has no gettext: the .mo is committed."""
    compiled = polib.mofile(str(words.compiled()))

    assert {e.msgid: said(e) for e in compiled} == {e.msgid: said(e) for e in CATALOGUE}


def test_indonesian_is_said_as_it_is_written():
    """Django's own Indonesian catalogue knows none of our words."""
    with override("id"):
        assert {e.msgid: gettext(e.msgid) for e in CATALOGUE if gettext(e.msgid) != e.msgid} == {}


# --- Templates


def unmarked(source: str) -> Iterator[str]:
    """Yield what SOURCE, a template, says without a mark: text, attributes that are read out, words handed to a tag."""
    shown = HIDDEN.sub("", source)
    for tag in TAG.findall(shown):
        if not SILENT_TAGS.match(tag):
            yield from (text for text in LITERAL.findall(tag) if re.search(r"[A-Z]", text) and re.search(r"[a-z]", text))
    plain = TAG.sub("", shown)
    spoken = [*SPOKEN_ATTRIBUTE.findall(plain), re.sub(r"<[^>]*>", "\n", plain)]
    for text in "\n".join(spoken).split("\n"):
        if text.strip() not in NOT_SPOKEN and re.search(r"[A-Za-zÀ-ÿ]{2,}", SAME_EVERYWHERE.sub("", text)):
            yield text.strip()


@pytest.mark.parametrize("path", words.participants_templates(), ids=lambda path: str(path.relative_to(words.ROOT / "templates")))
def test_a_template_says_nothing_unmarked(path: Path):
    if not str(path).endswith(PAPER):
        assert list(unmarked(path.read_text())) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Klaim Anda</p>", ["Klaim Anda"]),
        ('<p>{% translate "Klaim Anda" %}</p>', []),
        ('<img alt="Foto kartu">', ["Foto kartu"]),
        ('{% tag "ok" "Terkirim" %}', ["Terkirim"]),
        ('{% tag "ok" _("Terkirim") %}', []),
        ("{% blocktranslate %}Klaim {{ number }}{% endblocktranslate %}{{ number }}", []),
        ('<a href="{% url "claims:help" %}">KPJ</a>', []),
    ],
)
def test_an_unmarked_word_is_noticed(source, found):
    assert list(unmarked(source)) == found
