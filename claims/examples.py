"""Pictures of a good photo and of the usual mistakes, by document."""

from typing import TypedDict


class Example(TypedDict):
    """One picture below static/ with what it shows."""

    image: str
    alt: str
    label: str
    good: bool


def _set(folder: str, page: str) -> list[Example]:
    return [
        {
            "image": f"img/{folder}-baik.svg",
            "alt": f"{page} utuh, terang, semua tulisan terbaca.",
            "label": "Baik: utuh dan terbaca",
            "good": True,
        },
        {
            "image": f"img/{folder}-terpotong.svg",
            "alt": f"Sisi kanan {page.lower()} tidak ikut terfoto.",
            "label": "Terpotong",
            "good": False,
        },
        {"image": f"img/{folder}-buram.svg", "alt": "Tulisan kabur dan tidak terbaca.", "label": "Buram", "good": False},
        {"image": f"img/{folder}-gelap.svg", "alt": "Foto gelap dengan pantulan lampu.", "label": "Gelap atau silau", "good": False},
    ]


BY_SLOT: dict[str, list[Example]] = {
    "kartu_peserta": _set("kartu", "Kartu"),
    "ktp": _set("kartu", "Kartu"),
    "npwp": _set("kartu", "Kartu"),
    "buku_rekening": _set("rekening", "Halaman"),
    "foto": _set("wajah", "Wajah"),
}
PAPER = _set("surat", "Halaman")


def examples_for(slot: str) -> list[Example]:
    """Return the pictures for a slot; a letter's where it has none of its own."""
    return BY_SLOT.get(slot, PAPER)
