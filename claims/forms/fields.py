"""Fields and labels that the forms of the wizard share."""

from collections.abc import Callable

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jht_portal.lib.wording import say
from participants.domain.identifiers import IdentifierError, Nik

TOO_LONG = {"max_length": _("Ini terlalu panjang. Paling banyak %(limit_value)d huruf.")}
TOO_MANY_DIGITS = {"max_length": _("Ini terlalu panjang. Paling banyak %(limit_value)d angka.")}


def two_lines(name: str, line: str) -> SafeString:
    """Label an option with its name and a quieter line below."""
    return format_html('<b>{}</b><br><span class="soft">{}</span>', name, line)


class NumberField(forms.CharField):
    """A number that names something, typed in any spacing; PARSE judges it. One that may be empty stays empty."""

    def __init__(self, parse: Callable[[str], Nik | str], *, error_messages: dict[str, str] | None = None, **kwargs: object) -> None:
        self.parse = parse
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, error_messages=TOO_MANY_DIGITS | (error_messages or {}), **kwargs)

    def clean(self, value: object) -> str:
        text = super().clean(value)
        try:
            parsed = self.parse(text) if text else ""
        except IdentifierError as error:
            raise forms.ValidationError(say(error.message), code=error.code) from error
        return parsed.value if isinstance(parsed, Nik) else parsed


class NameField(forms.CharField):
    """A person's name on one line, in any script."""

    def __init__(self, *, error_messages: dict[str, str], **kwargs: object) -> None:
        super().__init__(max_length=100, error_messages=TOO_LONG | error_messages, **kwargs)

    def to_python(self, value: object) -> str:
        text = " ".join(super().to_python(value).split())
        return "".join(char for char in text if char.isprintable())
