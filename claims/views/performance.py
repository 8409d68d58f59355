"""How the offices do, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.forms.performance import ALL, PerformanceForm
from claims.services.performance import offices_to_ask_about, performance, plot_of
from jht_portal.lib.access import public


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Figures of all offices or of one, month by month."""
    form = PerformanceForm({"kantor": request.GET.get("kantor", ALL)}, offices=offices_to_ask_about())
    shown = performance(form.office, timezone.now())
    return render(request, "claims/performance.html", {"form": form, "shown": shown, "plot": plot_of(shown) if shown.months else None})
