"""Pictures of a good photo and of the usual mistakes, by document."""

from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Example(TypedDict):
    """One picture below static/ with what it shows; CODE names the mistake as officers do (claims.domain.return_reasons)."""

    image: str
    alt: str | Promise
    label: str | Promise
    good: bool
    code: str


def _set(folder: str, whole: str | Promise, cut: str | Promise) -> list[Example]:
    return [
        {
            "image": f"img/{folder}-baik.svg",
            "alt": whole,
            "label": _("Baik: utuh dan terbaca"),
            "good": True,
            "code": "",
        },
        {
            "image": f"img/{folder}-terpotong.svg",
            "alt": cut,
            "label": _("Terpotong"),
            "good": False,
            "code": "TERPOTONG",
        },
        {
            "image": f"img/{folder}-buram.svg",
            "alt": _("Tulisan kabur dan tidak terbaca."),
            "label": _("Buram"),
            "good": False,
            "code": "BURAM",
        },
        {
            "image": f"img/{folder}-gelap.svg",
            "alt": _("Foto gelap dengan pantulan lampu."),
            "label": _("Gelap atau silau"),
            "good": False,
            "code": "GELAP",
        },
    ]


BY_SLOT: dict[str, list[Example]] = {
    "kartu_peserta": _set("kartu", _("Kartu utuh, terang, semua tulisan terbaca."), _("Sisi kanan kartu tidak ikut terfoto.")),
    "ktp": _set("kartu", _("Kartu utuh, terang, semua tulisan terbaca."), _("Sisi kanan kartu tidak ikut terfoto.")),
    "npwp": _set("kartu", _("Kartu utuh, terang, semua tulisan terbaca."), _("Sisi kanan kartu tidak ikut terfoto.")),
    "buku_rekening": _set("rekening", _("Halaman utuh, terang, semua tulisan terbaca."), _("Sisi kanan halaman tidak ikut terfoto.")),
    "foto": _set("wajah", _("Wajah utuh, terang, semua tulisan terbaca."), _("Sisi kanan wajah tidak ikut terfoto.")),
}
PAPER = _set("surat", _("Halaman utuh, terang, semua tulisan terbaca."), _("Sisi kanan halaman tidak ikut terfoto."))


def examples_for(slot: str) -> list[Example]:
    """Return the pictures for a slot; a letter's where it has none of its own."""
    return BY_SLOT.get(slot, PAPER)
