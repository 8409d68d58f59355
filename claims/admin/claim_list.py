"""The work list as a page: filters in one bar, views as tabs, claims in a table, and the way on and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from claims.domain.workflow import Role
from claims.officer_site import desk_at
from claims.services import bulk, exporting, saved_views
from claims.services.deadlines import local_date
from claims.services.list_pages import COUNTED_TO, Cut, Page, PlaceUnknown, page_of, read_place
from claims.services.listing import FILTERS, PAGING, Asked, Question, asked, codes, offices_asked, parameters
from claims.services.officers import Desk
from claims.services.queue_rows import row_of
from jht_portal.lib.formats import number

PLACE_LOST = "Halaman itu tidak dikenal. Yang tampil awal daftar."


@dataclass(frozen=True)
class Choice:
    """One select of the filter bar."""

    parameter: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Chip:
    """One filter in use, with the way to the list without it."""

    label: str
    value: str
    without: str


def link(query: Mapping[str, str]) -> str:
    """Return the way to the list with these parameters."""
    return reverse("admin:claims_claim_changelist") + in_address(query)


def in_address(query: Mapping[str, str]) -> str:
    return f"?{urlencode(query)}" if query else ""


def show(request: HttpRequest, said: Mapping[str, str], extra: dict | None = None) -> HttpResponse:
    """Show the list that the parameters SAID ask for."""
    desk, now = desk_at(request), timezone.now()
    question = asked(said, desk, now)
    page, notes = cut_page(said, question, desk, now)
    context = {
        **admin.site.each_context(request),
        "title": "Antrean kerja",
        "may_take": Role.VERIFIER in desk.roles,
        "may_export": exporting.may_export(desk),
        "bulk_steps": bulk.steps_for(desk),
        **table(page, question.question, desk, now),
        **bar(question.question, desk, now),
        "notes": [*question.notes, *notes],
    }
    return TemplateResponse(request, "admin/claims/claim_list.html", context | (extra or {}))


def cut_page(said: Mapping[str, str], question: Asked, desk: Desk, now: datetime) -> tuple[Page, list[str]]:
    """Return the page asked for; a place that cannot be read leads to the beginning, and is told."""
    try:
        cuts = [Cut(read_place(said[name]), name == "sebelum") for name in PAGING if name in said]
        notes = []
    except PlaceUnknown:
        cuts, notes = [], [PLACE_LOST]
    return page_of(question.question, desk, now=now, cut=cuts[0] if cuts else Cut()), notes


def table(page: Page, question: Question, desk: Desk, now: datetime) -> dict:
    """Return the lines, their number in words and the ways on."""
    offices = {office.pk: office for office in offices_asked(question, desk)}
    same = parameters(question)
    return {
        "rows": [row_of(claim, local_date(office, now), office) for claim in page.claims for office in [offices[claim.office_id]]],
        "several_offices": len(offices) > 1,
        "count": count_in_words(page.count),
        "previous": link(same | {"sebelum": str(page.before)}) if page.before else "",
        "next": link(same | {"sesudah": str(page.after)}) if page.after else "",
    }


def count_in_words(count: int | None) -> str:
    """Say how many claims the list has; above a thousand nobody counts."""
    return f"lebih dari {number(COUNTED_TO)} klaim" if count is None else f"{number(count)} klaim"


def bar(question: Question, desk: Desk, now: datetime) -> dict:
    """Return the selects, the filters in use and the views."""
    tabs = saved_views.tabs_for(desk, question, now)
    return {
        "choices": [choice for name in FILTERS if (choice := choice_of(name, question, desk)).options],
        "chips": chips(question, desk),
        "find": question.find,
        "tabs": [(tab, link(tab.query)) for tab in tabs.tabs],
        "may_keep": not tabs.kept and not question.find,
        "question": parameters(question),
        "same": in_address(parameters(question)),
    }


def choice_of(name: str, question: Question, desk: Desk) -> Choice:
    """Return the select of one filter; the usual choice stands first and says so."""
    each = FILTERS[name]
    first = {"office": desk.office.name if desk.office else "", "order": "Biasa"}.get(name, "Semua")
    options = list(each.options(desk).items())
    blank = [] if name == "group" or not options else [("", first)]
    return Choice(each.parameter, each.label, [*blank, *options], getattr(question, name))


def chips(question: Question, desk: Desk) -> list[Chip]:
    """Return the filters in use, each with the way to a list without it."""
    usual, found = Question(), []
    for name, each in FILTERS.items():
        code = getattr(question, name)
        if code != getattr(usual, name):
            without = parameters(replace(question, **{name: getattr(usual, name)}))
            found.append(Chip(each.label, each.options(desk)[code], link(without)))
    if question.find:
        found.append(Chip("Dicari", question.find.words, link(codes(question))))
    return found
