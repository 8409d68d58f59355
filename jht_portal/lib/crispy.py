"""One look for every public form: our helper, and a submit button that can carry an icon."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import BaseInput
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CUT_OFF = _("Sambungan terputus, belum ada yang terkirim. Isian Anda masih ada: tekan sekali lagi sesudah ada sinyal.")


class SubmitButton(BaseInput):
    """A button that sends the form: the main one, or with css "btn-second" or "btn-danger" another."""

    input_type = "submit"

    def __init__(self, text: str | Promise, *, icon: str = "", css: str = "btn-primary", name: str = "", value: str = "") -> None:
        css_id = "-".join(filter(None, ["tombol", name, value.strip("1")])) if name else None
        super().__init__(name or "kirim", text, css_id=css_id)
        self.text, self.icon, self.sent_name, self.sent_value = text, icon, name, value
        self.field_classes = f"btn {css}"


def portal_helper(submit: str | Promise, *, icon: str = "", css: str = "", action: str = "", summary: bool = True) -> FormHelper:
    """Make the helper of a form that posts: SUBMIT is the main button's text (verb and object), CSS the form's class.

    With summary=False the page itself shows components/error_summary.html above its heading.
    """
    helper = FormHelper()
    helper.form_method, helper.form_action, helper.form_class = "post", action, css
    helper.attrs = {"novalidate": ""}
    helper.summary = summary
    helper.add_input(SubmitButton(submit, icon=icon))
    return helper


def guarded(helper: FormHelper) -> FormHelper:
    """Let static/js/jaga.js keep what was typed into this form when the line is cut; its page loads the script."""
    helper.form_class = f"{helper.form_class} jaga".strip()
    helper.attrs |= {"data-broken": CUT_OFF}
    return helper
