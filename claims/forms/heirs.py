"""The other heirs of a claim after a death: a question, and a row of name and relation for each.

Every row is on the page from the start, so that it works without a script; those beyond the first few are folded away.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from crispy_forms.layout import Layout
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.domain.heirs import MOST_OTHERS, OtherHeir, read, written
from claims.forms.fields import NameField
from claims.models import Claim
from jht_portal.lib.wording import say

SHARED = "ada_ahli_waris_lain"
YES, NO = "ya", "tidak"
OPEN_ROWS = 3
"""Rows that are seen at once; the others are one press away."""


class Row(NamedTuple):
    """The names of the two fields of a row."""

    name: str
    relation: str


ROWS = tuple(Row(f"nama_ahli_waris_{number}", f"hubungan_ahli_waris_{number}") for number in range(1, MOST_OTHERS + 1))
ROW_FIELDS = tuple(name for row in ROWS for name in row)


class HeirRows:
    """The rows on the page, the later ones folded away until one of them is filled in or wrong."""

    def render(self, form: forms.Form, context: Context, **kwargs: object) -> str:
        rows = [[form[name] for name in row] for row in ROWS]
        folded = rows[OPEN_ROWS:]
        facts = {"rows": rows[:OPEN_ROWS], "folded": folded, "most": MOST_OTHERS}
        facts["is_open"] = any(field.value() or field.errors for row in folded for field in row)
        return render_to_string("claims/filing/_other_heirs.html", context.flatten() | facts)


def layout(names: Sequence[str]) -> Layout:
    """Return the layout of a form that shows NAMES first, then the rows."""
    return Layout(*names, HeirRows())


def fields() -> dict[str, forms.Field]:
    """Return the question, and the fields of every row; what a row needs is judged as a whole."""
    missing = _("Jawab apakah ada ahli waris lain yang ikut berhak.")
    asked = forms.ChoiceField(
        label=_("Adakah ahli waris lain yang ikut berhak?"),
        help_text=_("Misalnya istri dan dua anak berhak bersama. Bila Ya, semua yang lain perlu menyetujui bahwa Anda yang menerima."),
        choices=((YES, _("Ya")), (NO, _("Tidak"))),
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )
    return {SHARED: asked} | {name: field for number, row in enumerate(ROWS, 1) for name, field in zip(row, _row(number), strict=True)}


def _row(number: int) -> tuple[forms.Field, forms.Field]:
    relations = [("", _("Pilih hubungan")), *((code, say(label)) for code, label in Claim.RELATIONS)]
    name = NameField(label=gettext("Nama ahli waris lain %(number)d") % {"number": number}, required=False, error_messages={})
    relation = forms.ChoiceField(
        label=gettext("Hubungan ahli waris lain %(number)d dengan peserta") % {"number": number},
        choices=relations,
        required=False,
        error_messages={"invalid_choice": _("Hubungan ini tidak ada di daftar. Pilih salah satu.")},
    )
    return name, relation


def known_answers(kept: str | None) -> dict[str, str]:
    """Return what a form starts with where a claim has KEPT an answer; nothing where nobody was asked."""
    if kept is None:
        return {}
    heirs = read(kept)
    pairs = list(zip(ROWS, heirs, strict=False))
    rows = {name: value for row, heir in pairs for name, value in ((row.name, heir.name), (row.relation, heir.relation))}
    return {SHARED: YES if heirs else NO} | rows


def written_answers(said: Mapping[str, object]) -> str:
    """Return the heirs of judged answers as a claim keeps them."""
    found = (OtherHeir(said[row.name], said[row.relation]) for row in ROWS if said[SHARED] == YES and said[row.name])
    return written(found)


def faults(said: Mapping[str, object], wrong: Container[str]) -> Iterator[tuple[str, str | Promise]]:
    """Yield what does not fit together: the field, and its sentence. Fields that are WRONG already are not told twice."""
    filled = [row for row in ROWS if row.name in wrong or row.relation in wrong or said.get(row.name) or said.get(row.relation)]
    if said.get(SHARED) == NO and filled:
        yield SHARED, _("Anda menjawab Tidak, tetapi ada nama di bawah. Pilih Ya, atau kosongkan namanya.")
    if said.get(SHARED) == YES and not filled:
        yield ROWS[0].name, _("Tulis nama ahli waris lain, paling sedikit satu.")
    taken = {_as_compared(said.get("heir_name", ""))}
    for row in filled:
        yield from _faults_of(row, said, wrong, taken)
        taken.add(_as_compared(said.get(row.name, "")))


def _faults_of(row: Row, said: Mapping[str, object], wrong: Container[str], taken: Container[str]) -> Iterator[tuple[str, str]]:
    name, relation = said.get(row.name), said.get(row.relation)
    if not name and row.name not in wrong:
        yield row.name, gettext("Tulis nama ahli waris ini, atau kosongkan hubungannya.")
    if name and _as_compared(name) in taken:
        yield row.name, gettext("Nama ini sudah ada. Tulis setiap ahli waris satu kali, tanpa Anda sendiri.")
    if name and not relation and row.relation not in wrong:
        yield row.relation, gettext("Pilih hubungan ahli waris ini dengan peserta.")


def _as_compared(name: str) -> str:
    return name.casefold()
