"""Amounts as people type them: rupiah with or without dots, a percentage with a comma."""

import re
from fractions import Fraction

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext

from jht_portal.lib.formats import decimal, rupiah

GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*|\d+", re.ASCII)
PERCENT = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?", re.ASCII)


class RupiahField(forms.CharField):
    """Whole rupiah from 0 to MOST, typed as 5000000, 5.000.000 or Rp5.000.000."""

    def __init__(self, *, label: str | Promise, missing: str | Promise, most: int, help_text: str | Promise = "") -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, max_length=40, widget=widget, error_messages={"required": missing})

    def clean(self, value: object) -> int:
        text = re.sub(r"\s|^\s*Rp\.?", "", super().clean(value), flags=re.IGNORECASE)
        if not GROUPED.fullmatch(text):
            raise forms.ValidationError(gettext("Tulis angka saja, dalam rupiah. Contoh: 5.000.000."), code="invalid")
        amount = int(re.sub(r"[.,]", "", text))
        if amount > self.most:
            raise forms.ValidationError(gettext("Paling banyak %(most)s.") % {"most": rupiah(self.most)}, code="too_much")
        return amount


class PercentField(forms.CharField):
    """A percentage from 0 to MOST, typed as 5 or 5,5; a fraction of one comes out."""

    def __init__(self, *, label: str | Promise, missing: str | Promise, most: int, help_text: str | Promise = "") -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, max_length=10, widget=widget, error_messages={"required": missing})

    def clean(self, value: object) -> Fraction:
        text = super().clean(value).removesuffix("%").strip()
        percent = Fraction(text.replace(",", ".")) if PERCENT.fullmatch(text) else None
        if percent is None or percent > self.most:
            words = gettext("Tulis persen dari 0 sampai %(most)s, misalnya %(example)s.")
            raise forms.ValidationError(words % {"most": self.most, "example": decimal(5.5)}, code="invalid")
        return percent / 100
