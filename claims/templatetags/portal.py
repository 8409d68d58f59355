"""What templates need to speak and look like the portal: formats, icons, tags and notices."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from django import template
from django.conf import settings
from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from jht_portal.lib import formats, wording
from jht_portal.lib.icons import ICONS

register = template.Library()

TAG_ICONS = {"now": "clock", "ok": "check", "act": "alert", "bad": "x", "": "doc"}
NOTICE_ICONS = {"info": "info", "success": "check", "warning": "alert", "danger": "alert"}
MESSAGE_KINDS = {"success": "success", "warning": "warning", "error": "warning"}


PLAIN_FILTERS = {"rupiah": formats.rupiah, "ukuran": formats.size, "lama": formats.waiting_time}
MOMENT_FILTERS = {
    "tanggal": formats.long_date,
    "tanggal_ringkas": formats.short_date,
    "tanggal_pendek": formats.box_date,
    "hari": formats.day_name,
    "pukul": formats.clock_time,
    "waktu": formats.full_time,
}


def register_plain(name: str, formatter: Callable[[int], str]) -> None:
    """Make a filter of a number; where there is none it writes nothing."""
    register.filter(name, lambda value: "" if value in (None, "") else formatter(value))


def register_moment(name: str, formatter: Callable[[date, str], str]) -> None:
    """Make a filter of a date or moment with an optional time zone; where there is none it writes nothing."""
    register.filter(name, lambda moment, zone="": formatter(moment, zone) if moment else "")


for _name, _formatter in PLAIN_FILTERS.items():
    register_plain(_name, _formatter)
for _name, _formatter in MOMENT_FILTERS.items():
    register_moment(_name, _formatter)
register.filter("tanggal_dekat", formats.day_and_month)
register.filter("jam", formats.slot_hours)


_MONTHS = "|".join(formats.MONTHS + formats.ENGLISH_MONTHS)
UNBROKEN = re.compile(rf"\d{{1,2}} (?:{_MONTHS}) \d{{4}}|\d\d[.:]\d\d WI(?:B|TA|T)\b|apa-apa|JHT-\d\d-\w{{4}}-\w{{4}}")


@register.filter
def utuh(text: str) -> SafeString:
    """Keep dates, times, claim numbers and "apa-apa" within a sentence on one line each."""
    return SafeString(UNBROKEN.sub(r'<span class="nb">\g<0></span>', conditional_escape(text)))


@register.filter
def kata(text: str) -> str:
    """Say the words of a rule in the reader's language; what an office wrote itself is marked as Indonesian."""
    return wording.shown(text)


@register.filter
def ucap(text: str) -> str:
    """The same where no mark can stand: in a title or an attribute."""
    return wording.say(text)


@register.filter
def tebal(text: str) -> SafeString:
    """Write what stands between two pairs of asterisks in bold."""
    return SafeString(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", conditional_escape(text)))


@register.filter
def telepon(number: str) -> SafeString:
    """Link a telephone number, so that a phone dials it in one press."""
    return format_html('<a class="dial" href="tel:{}">{}</a>', re.sub(r"[^\d+]", "", number), number)


@register.filter
def iso(moment: date | datetime, zone: str = "") -> str:
    """Write a date or moment for a datetime attribute, in the same zone as the words beside it."""
    return formats.local(moment, zone).isoformat()


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon; it is hidden from screen readers, so a word always stands beside it."""
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">' + ICONS[name] + "</svg>", f"i {css}".rstrip())


@register.simple_tag
def tag(kind: str, text: str, icon_name: str = "") -> SafeString:
    """Draw a tag of KIND now, ok, act, bad or '' (idle): an icon and one to three words."""
    css = f"tag tag-{kind}" if kind else "tag"
    return format_html('<span class="{}">{}{}</span>', css, icon(icon_name or TAG_ICONS[kind]), text)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, text: str) -> SafeString:
    """Link to the page NAME; the page that is open is marked as the current one. TEXT needs no mark: this is one."""
    match = getattr(context.get("request"), "resolver_match", None)
    return _link(name, text, bool(match and match.view_name == name), context.get("language"))


@cache
def _link(name: str, text: str, current: bool, language: str | None) -> SafeString:
    """Write a link of the frame once a process and language: a page has sixteen; finding their addresses took a third of its rendering."""
    return format_html('<a href="{}"{}>{}</a>', reverse(name), mark_safe(' aria-current="page"') if current else "", gettext(text))


SWITCH = (
    '<form class="mast__lang" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input type="hidden" name="next" value="{}"><button type="submit" name="bahasa" value="{}" lang="{}">{}'
    '<span class="visually-hidden">, {}</span></button></form>'
)


@register.simple_tag(takes_context=True)
def language_switch(context: template.Context) -> SafeString | str:
    """Draw the switch: one button that names the other language in its own words.

    A page that asks nothing of anyone has no token, and no switch.
    """
    token, request = str(context.get("csrf_token", "")), context.get("request")
    if not token or request is None:
        return ""
    code, name = next(other for other in settings.LANGUAGES if other[0] != context["language"])
    return format_html(SWITCH, _address_of_the_switch(), token, request.get_full_path(), code, code, code.upper(), name)


@cache
def _address_of_the_switch() -> str:
    return reverse("claims:language")


@register.simple_block_tag
def notice(content: str, kind: str, heading: str, icon_name: str = "", level: int = 2, html_id: str = "") -> SafeString:
    """Frame the content as a notice of KIND info, success, warning or danger under a heading of LEVEL."""
    return format_html(
        '<div class="alert alert-{}"{}>{}<div><h{}>{}</h{}>{}</div></div>',
        kind,
        format_html(' id="{}"', html_id) if html_id else "",
        icon(icon_name or NOTICE_ICONS[kind]),
        level,
        heading,
        level,
        content,
    )


@register.filter
def message_kind(tags: str) -> str:
    """Name the kind of notice that shows a message with these tags of Django's."""
    return next((kind for word, kind in MESSAGE_KINDS.items() if word in tags.split()), "info")


@register.filter
def message_icon(tags: str) -> str:
    """Name the icon of that notice."""
    return NOTICE_ICONS[message_kind(tags)]


@register.filter
def focus_id(field: BoundField) -> str:
    """Name the control that a link to this field must reach: in a group, its first one."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def wrong_fields(form: Form) -> list[BoundField]:
    """List the fields with errors in the order of the page."""
    return [field for field in form if field.errors]
