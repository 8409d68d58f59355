"""The officers' guides stay true: every picture, link, label and sentence in them exists."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from claims.domain.workflow import OFFICER_ROLES
from scripts.screenshots.guide import PARTICIPANT_GUIDE, participant_guide
from scripts.screenshots.places import LARGEST, SHOWN_TO_PARTICIPANTS, path_of
from scripts.screenshots.tour import TOUR

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "docs/panduan").glob("*.md"))
READERS = [ROOT / "README.md", *GUIDES]
STARTS, ENDS = r"[>\"'}]\s*", r"\s*[<\"'{(:,.]"
"""What stands around a label in a template or in Python."""


@cache
def sources() -> str:
    """Return every template and every line of Python that officers may read something of, in small letters."""
    folders = (ROOT / "templates", ROOT / "claims", ROOT / "participants")
    files = [file for folder in folders for kind in ("*.html", "*.py") for file in folder.rglob(kind) if "migrations" not in file.parts]
    return " ".join(" ".join(file.read_text("utf-8") for file in files).lower().split())


def shown(guide: Path) -> list[tuple[str, Path]]:
    """Return the words for each picture of a guide, and where it lies."""
    text = guide.read_text("utf-8")
    found = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text) + [(b, a) for a, b in re.findall(r'<img src="([^"]+)" alt="([^"]*)"', text)]
    return [(words, (guide.parent / address).resolve()) for words, address in found]


def is_label(words: str) -> bool:
    return bool(re.search(STARTS + re.escape(words.lower()) + ENDS, sources()))


def is_said(sentence: str) -> bool:
    """Tell whether the portal says SENTENCE; a gap that it fills differs."""
    return sentence.lower().strip("… ").removesuffix(".") in sources()


def test_every_role_has_a_guide_and_the_index_leads_to_it():
    index = (ROOT / "docs/panduan/README.md").read_text("utf-8")
    led_to = dict(re.findall(r"\| \[([^\]]+)\]\(([\w-]+\.md)\)", index))

    readers = ["Peserta", *(role.value for role in OFFICER_ROLES)]
    assert list(led_to) == readers
    assert {(reader, (ROOT / "docs/panduan" / name).read_text("utf-8").split("\n")[0]) for reader, name in led_to.items()} == {
        (reader, f"# Panduan {reader}") for reader in readers
    }


def test_the_participants_guide_is_the_one_of_the_portal():
    assert PARTICIPANT_GUIDE.read_text("utf-8") == participant_guide()


def test_pictures_are_those_that_the_script_takes_and_the_guides_show():
    taken = sorted(path_of(name) for _, name, _ in TOUR if name)
    kept = sorted([*(ROOT / "docs").rglob("*.webp"), *SHOWN_TO_PARTICIPANTS.glob("*.webp")])

    assert (kept, sorted(path for guide in READERS for _, path in shown(guide))) == (taken, taken)
    assert [path.name for path in kept if path.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_is_short_and_its_pictures_are_described(guide):
    pictures = shown(guide)

    assert all(len(words) > 20 for words, _ in pictures)
    assert guide.name == "README.md" or 2 <= len(pictures) <= (8 if guide == PARTICIPANT_GUIDE else 4)
    assert len(guide.read_text("utf-8").split()) <= 700


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_links_of_a_guide_lead_somewhere(guide):
    links = re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)\)", guide.read_text("utf-8"))

    assert [link for link in links if not (guide.parent / link).is_file()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_what_stands_in_bold_stands_on_the_screen(guide):
    """Bold is for labels only: buttons, links, fields, headings."""
    labels = set(re.findall(r"\*\*([^*]+)\*\*", guide.read_text("utf-8")))

    assert sorted(words for words in labels if words != "tebal" and not is_label(words)) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_what_the_portal_is_quoted_with_it_says(guide):
    """The tables of refusals quote the portal word for word."""
    quoted = re.findall(r'^\| "([^"]+)" \|', guide.read_text("utf-8"), re.MULTILINE)

    assert [sentence for sentence in quoted if not is_said(sentence)] == []


def test_the_checks_know_what_is_not_there():
    assert [is_label(words) for words in ("Ambil berikutnya", "Ambil semuanya", "mbil berikutny")] == [True, False, False]
    assert [is_said(words) for words in ("Putuskan dulu semua dokumen.", "Putuskan dulu semua hal.")] == [True, False]


def test_pictures_can_be_taken_from_outside_the_portal():
    """``make screenshots`` starts without Django: what it needs of the tests must not ask for it."""
    taken = subprocess.run([sys.executable, "-c", "import scripts.screenshots.__main__"], cwd=ROOT, capture_output=True, text=True)

    assert (taken.returncode, taken.stderr) == (0, "")
