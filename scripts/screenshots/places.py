"""Where a picture lies: beside the README, in the guides, or among what the portal serves."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README, GUIDES, SHOWN_TO_PARTICIPANTS = ROOT / "docs/images", ROOT / "docs/panduan/gambar", ROOT / "static/img/panduan"
LARGEST = 60 * 1024
OF_README = ("tracking", "desk")


def path_of(name: str) -> Path:
    own = README if name in OF_README else SHOWN_TO_PARTICIPANTS if name.startswith("peserta-") else GUIDES
    return own / f"{name}.webp"
