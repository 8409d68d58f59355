"""The English words of the participants' pages: what has to be said, and the catalogue that says it.

``scripts/words.py`` writes what is new into ``locale/en/LC_MESSAGES/django.po`` with an empty translation, takes out what nobody says
any more, and compiles the catalogue. It needs no gettext tools. Templates and Python are read where they mark their words; the words of
the rules, which mark nothing, are listed here.
"""

import ast
import dataclasses
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
APPS = ("claims", "participants", "jht_portal")
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2, "sentence": 1}
"""What marks a word in Python, and how many of its arguments are words."""
MARKED = re.compile(r"(?<!\w)(_|gettext|ngettext)\(")
LINK = re.compile(r"""\{% nav_link "[^"]+" "([^"]+)" %\}""")
"""A link of the frame, which says its text in the reader's language itself."""
LITERAL = re.compile(r"""\s*,?\s*(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
OFFICERS_ALONE = ("admin/", "registration/", "messages/")
"""Templates below these speak Indonesian only: the officers' desk, and messages, which choose their language themselves."""

FOR_OFFICERS = "untuk kepala kantor"
"""How a kind of message ends that no participant gets, and nobody looks up at /cek/."""


class Word(NamedTuple):
    """What is said; of what is counted, PLURAL is what is said of several."""

    text: str
    plural: str = ""


# --- Where words are marked


def words_of_python(paths: Iterable[Path]) -> Iterator[Word]:
    """Yield what Python marks. What is counted by a sentence's fact ``count`` has a plural too."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                texts = [a.value for a in node.args[: CALLS[node.func.id]] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                counted = node.func.id == "sentence" and any(keyword.arg == "count" for keyword in node.keywords)
                if len(texts) == CALLS[node.func.id]:
                    yield Word(*texts, *(texts if counted else ()))


def words_of_templates(paths: Iterable[Path]) -> Iterator[Word]:
    """Yield what templates mark, as Django itself reads it."""
    from django.utils.translation.template import templatize  # Only once the settings are there.

    for path in paths:
        source = templatize(path.read_text())
        yield from map(Word, LINK.findall(path.read_text()))
        for match in MARKED.finditer(source):
            yield Word(*_literals(source[match.end() :], CALLS[match[1]]))


def _literals(source: str, count: int) -> list[str]:
    """Read the COUNT string literals with which SOURCE begins."""
    texts = []
    for _ in range(count):
        literal = LITERAL.match(source)
        texts.append(ast.literal_eval(literal[1]))
        source = source[literal.end() :]
    return texts


def python_files() -> list[Path]:
    return sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if not {"migrations", "admin"} & set(path.parts))


def participants_templates() -> list[Path]:
    """Return the templates of pages that participants see."""
    folder = ROOT / "templates"
    found = (path for path in folder.rglob("*.html") if not str(path.relative_to(folder)).startswith(OFFICERS_ALONE))
    return sorted(found)


# --- The words of the rules


def words_of_rules() -> Iterator[Word]:
    """Yield what ships on the shelves of the rules, and the labels of the models that participants see."""
    from django.conf import settings

    from claims.cleaning import words as cleaning
    from claims.domain import (
        accepted_texts,
        data_requests,
        documents,
        eligibility,
        guide,
        heirs,
        letters,
        message_words,
        papers,
        queueing,
        reasons,
        retention,
        return_reasons,
        ticket_life,
        workflow,
    )
    from claims.models import AccessLog, Claim, DocumentVersion, IssuedCode, Notification, SlotState
    from claims.services import resending
    from jht_portal.lib import formats
    from participants.domain import banks, devices, tax
    from participants.models import Membership

    shelves = (
        reasons.REASONS,
        tuple(row.paper for row in papers.PAPER_WORDS),
        *(return_reasons.RETURN_REASONS, return_reasons.REJECTION_REASONS, return_reasons.BANK_RETURNS),
        guide.CHAPTERS,
    )
    choices = (
        AccessLog.KINDS,
        DocumentVersion.VERDICTS,
        DocumentVersion.SOURCES,
        Claim.HOUSING,
        Claim.RELATIONS,
        IssuedCode.KINDS,
        Notification.STATES,
        Notification.CHANNELS,
    )
    texts = [
        *(text for shelf in shelves for row in shelf for text in _texts(row)),
        *(label for pairs in (*choices, Membership.SEGMENTS, SlotState.choices) for _, label in pairs),
        *(label.lower() for pairs in (AccessLog.KINDS, Notification.STATES) for _, label in pairs),
        *(
            label
            for labels in (documents.UNAVAILABLE_LABELS, queueing.SERVICE_LABELS, queueing.LANE_LABELS, ticket_life.STATE_LABELS)
            for label in labels.values()
        ),
        *(documents.HOUSE_LIST, documents.CONSENT_ARTICLE, documents.TAX_NUMBER_ARTICLE),
        *(tax.NO_TAX_NUMBER_WORDS, banks.BANK_HELP, banks.bank_name(banks.OTHER_BANK)),
        *(rule.article for rule in tax.TAX_RULES),
        *(text for letter in letters.LETTERS for text in (letter.title, letter.use)),
        *eligibility.FOR_WHOM,
        *heirs.ORDER_OF_HEIRS,
        *(text for kept in retention.KEPT for text in kept),
        *(label for pairs in (data_requests.FIELDS, data_requests.OUTCOMES) for _, label in pairs),
        *(text for accepted in accepted_texts.TEXTS for text in (accepted.title, accepted.text)),
        *(notice.label for notice in message_words.NOTICES.values()),
        *(label for label in resending.OTHER_KINDS.values() if not label.endswith(FOR_OFFICERS)),
        *(role.value for role in workflow.OFFICER_ROLES),
        *(devices.OTHER_BROWSER, devices.OTHER_DEVICE),
        *cleaning.SENTENCES.values(),
        settings.OPERATOR_HOURS,
        *formats.DAYS,
        *formats.MONTHS,
    ]
    return (Word(text) for text in texts if text)


def _texts(row: Any) -> Iterator[str]:
    """Yield the words of a row: what has a space or begins with a capital, codes have neither."""
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and not re.fullmatch(r"[a-z_-]*|[A-Z0-9_]{4,}", text):
                yield text


# --- The catalogue


def every_word() -> dict[str, Word]:
    """Return all that has to be said, by its Indonesian; what is counted somewhere is counted everywhere."""
    marked = [*words_of_python(python_files()), *words_of_templates(participants_templates()), *words_of_rules()]
    return {word.text: word for word in sorted(marked) if word.text}


def refresh(catalogue: polib.POFile, wanted: dict[str, Word]) -> None:
    """Put what is WANTED into CATALOGUE, sorted, and nothing else; translations stay."""
    known = {entry.msgid: entry for entry in catalogue}
    del catalogue[:]
    for text, word in sorted(wanted.items()):
        catalogue.append(_entry(word, known.get(text)))


def _entry(word: Word, known: polib.POEntry | None) -> polib.POEntry:
    if not word.plural:
        return polib.POEntry(msgid=word.text, msgstr=known.msgstr or known.msgstr_plural.get(1, "") if known else "")
    said = known.msgstr_plural or {0: known.msgstr, 1: known.msgstr} if known else {0: "", 1: ""}
    return polib.POEntry(msgid=word.text, msgid_plural=word.plural, msgstr_plural=said)


def compiled() -> Path:
    return CATALOGUE.with_suffix(".mo")


def main() -> int:
    """Write the catalogue anew; tell how many words wait for their English."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    refresh(catalogue, every_word())
    catalogue.save()
    catalogue.save_as_mofile(str(compiled()))
    waiting = catalogue.untranslated_entries()
    print(f"{len(catalogue)} words, {len(waiting)} without English.")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jht_portal.settings")
    import django

    django.setup()
    sys.exit(main())
