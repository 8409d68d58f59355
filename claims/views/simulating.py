"""Simulasi: what the savings may come to at 56, for anybody; filled in from the own record for who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from claims.services.savings_plots import projection_plot
from claims.services.simulating import NOBODY, StartingPoint, starting_point
from jht_portal.lib.access import public
from jht_portal.lib.formats import number
from jht_portal.lib.http import posted
from jht_portal.lib.sessions import signed_in_id
from participants.domain.outlook import Plan, scenario
from participants.forms.simulating import SimulationForm

PARTIAL_PERCENT = 10
USUAL = {"segmen": "PU", "hasil": "5", "npwp": True}


@public
@sensitive_post_parameters("lahir", "upah", "saldo")
@require_http_methods(["GET", "HEAD", "POST"])
def simulate(request: HttpRequest) -> HttpResponse:
    """Ask for wage, birth date, balance and return; answer with balances, tax, and both ways side by side."""
    person = signed_in_id(request)
    start = starting_point(person) if person else NOBODY
    form = SimulationForm(posted(request), initial=USUAL | _written(start.answers))
    context = {"form": form, "is_own": bool(start.answers)}
    if request.method == "POST" and form.is_valid():
        context |= _answer(form.plan(timezone.localdate(), start.earlier), start)
        form.ask_again()
    return render(request, "claims/savings/simulation.html", context)


def _written(answers: dict) -> dict:
    return answers | {name: number(answers[name]) for name in ("upah", "saldo") if name in answers}


def _answer(plan: Plan, start: StartingPoint) -> dict:
    whole, part = scenario(plan), scenario(plan, take_percent=PARTIAL_PERCENT)
    paid_in = sum(row.contributions for row in whole.rows)
    return {
        "plan": plan,
        "whole": whole,
        "paid_in": paid_in,
        "earned": whole.end.gross - plan.opening - paid_in,
        "part": part if plan.years and plan.opening and not start.took_part else None,
        "took_part": start.took_part,
        "difference": whole.received_in_all - part.received_in_all,
        "gain": part.received_in_all - whole.received_in_all,
        "rows": [(plan.starts_on.year + row.year, row) for row in whole.rows],
        "plot": projection_plot(whole.rows, plan.starts_on.year) if whole.rows else None,
    }
