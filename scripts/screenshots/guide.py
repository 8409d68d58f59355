"""The page of docs/ that says what /bantuan/panduan/ says."""

from claims.domain.guide import CHAPTERS, Chapter
from scripts.screenshots.places import ROOT

PARTICIPANT_GUIDE = ROOT / "docs/panduan/peserta.md"
GUIDE_OPENING = "Halaman ini ada juga di portal: `/bantuan/panduan/`. Sumbernya `claims/domain/guide.py`.\n"


def participant_guide() -> str:
    return "\n".join(["# Panduan Peserta\n", GUIDE_OPENING, *map(_chapter, CHAPTERS)])


def _chapter(chapter: Chapter) -> str:
    steps = "\n".join(f"{place}. {step}" for place, step in enumerate(chapter.steps, 1))
    picture = f"![{chapter.shows}](../../static/{chapter.image})"
    return f"## {chapter.title}\n{steps}\n\n{picture}\n\n{chapter.note}\n"
