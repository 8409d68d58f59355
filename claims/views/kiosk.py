"""The kiosk of an office: a machine in the waiting room that draws numbers and notes who has come. Open to machines of the office alone."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.domain.queueing import LANE_LABELS, SERVICE_LABELS, Lane, Service
from claims.forms.queue_desk import CodeForm, KioskCodeForm
from claims.models import KioskDevice, Office, Ticket
from claims.services import arriving, kiosks
from claims.services.deadlines import local_date
from claims.services.queue_standing import standing_of
from jht_portal.errors import too_many
from jht_portal.lib import throttle
from jht_portal.lib.access import View, public
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.throttle import Allowance, Budget

COOKIE, SALT = "kios", "claims.kiosk"
YEAR = 365 * 86400
HOUR = 3600
WORKER = settings.BASE_DIR / "static" / "js" / "kios-luring.js"
WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
WRONG = _("Kode ini tidak dikenal, sudah dipakai, atau lewat 15 menit. Minta kode baru kepada petugas.")
CLOSED = _("Kantor sedang tidak menerima tamu untuk keperluan itu.")
LANES = {Lane.WALK_IN: _("Jalur biasa"), Lane.PRIORITY: _("Jalur prioritas")}
WHO_IS_FIRST = _("Ibu hamil, lansia, sakit, atau penyandang disabilitas")


def for_kiosk(view: Callable[..., HttpResponse]) -> View:
    """Give VIEW the machine instead of the office; a browser that the office did not let in is asked for the code of one."""

    @wraps(view)
    def inner(request: HttpRequest, office_code: str, **parts: str) -> HttpResponse:
        office = get_object_or_404(Office, code=office_code)
        device = device_of(request, office)
        return view(request, device, **parts) if device else pair(request, office)

    return public(inner)


def device_of(request: HttpRequest, office: Office) -> KioskDevice | None:
    """Return the machine whose key the browser shows."""
    try:
        device_id, key = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        return kiosks.known_device(office, UUID(device_id), key)
    except (signing.BadSignature, ValueError):
        return None


def pair(request: HttpRequest, office: Office) -> HttpResponse:
    """Ask for the code that an officer has on the desk, and let this browser in."""
    start = reverse("claims:kiosk", args=[office.code])
    form = KioskCodeForm(request.POST if request.method == "POST" and "kode_mesin" in request.POST else None)
    if form.is_bound and not (allowance := _count_code(request)).allowed:
        return too_many(request, allowance.retry_after)
    if form.is_valid():
        try:
            device, key = kiosks.open_device(office, form.cleaned_data["kode_mesin"], now=timezone.now())
        except kiosks.WrongCode:
            form.add_error("kode_mesin", WRONG)
        else:
            return _remember(SeeOther(start), device, key)
    return render(request, "claims/queue/kiosk_pair.html", {"office": office, "form": form, "start": start})


def _count_code(request: HttpRequest) -> Allowance:
    return throttle.hit_all([Budget("kiosk_code", throttle.client_address(request), 10, HOUR)])


def _remember(response: HttpResponse, device: KioskDevice, key: str) -> HttpResponse:
    value = signing.dumps([str(device.pk), key], salt=SALT)
    safe = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Strict"}
    response.set_cookie(COOKIE, value, max_age=YEAR, path="/antrian/kios/", **safe)
    return response


@for_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """What one comes for; then the lane; beside it a field for who has a number already."""
    return first_page(request, device, CodeForm())


def first_page(request: HttpRequest, device: KioskDevice, form: CodeForm, says: object = "") -> HttpResponse:
    """Return the page of purposes, or of lanes once one is chosen. SAYS is why there is no number yet."""
    services = kiosks.services_now(device.office, timezone.now())
    chosen = next((service for service in services if service == request.GET.get("layanan")), None)
    context = {
        "office": device.office,
        "services": [(service.value, SERVICE_LABELS[service]) for service in services],
        "chosen": chosen and (chosen.value, SERVICE_LABELS[chosen]),
        "lanes": [(lane.value, label, WHO_IS_FIRST if lane == Lane.PRIORITY else "") for lane, label in LANES.items()],
        "key": uuid4(),
        "form": form,
        "says": says,
    }
    return render(request, "claims/queue/kiosk.html", context)


@for_kiosk
@require_POST
def draw(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """Draw the number of this press."""
    try:
        service, lane = Service(request.POST.get("layanan", "")), Lane(request.POST.get("jalur", ""))
        key = UUID(request.POST.get("kunci", ""))
    except ValueError:
        return redirect("claims:kiosk", device.office.code)
    try:
        ticket = kiosks.draw_ticket(device, service, lane, key, now=timezone.now())
    except kiosks.OfficeClosed:
        return first_page(request, device, CodeForm(), CLOSED)
    return SeeOther(reverse("claims:kiosk_ticket", args=[device.office.code, ticket.code]))


@for_kiosk
@require_POST
def check_in(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """Note that somebody with a booking code has come."""
    form = CodeForm(posted(request))
    if form.is_valid():
        try:
            ticket = arriving.check_in(arriving.find_by_code(form.cleaned_data["kode"]), device.office, now=timezone.now())
        except arriving.NotTaken as refusal:
            form.add_error("kode", str(refusal))
        else:
            return SeeOther(reverse("claims:kiosk_ticket", args=[device.office.code, ticket.code]))
    return first_page(request, device, form)


@for_kiosk
@require_safe
def ticket(request: HttpRequest, device: KioskDevice, ticket_code: str) -> HttpResponse:
    """The number of a visitor of today, to print on narrow paper."""
    found = arriving.find_by_code(ticket_code)
    if found is None or found.office_id != device.office_id or found.day != local_date(device.office, timezone.now()):
        raise Http404
    context = {
        "office": device.office,
        "ticket": found,
        "purpose": SERVICE_LABELS[Service(found.service)],
        "lane": LANE_LABELS[Lane(found.lane)],
        "standing": standing_of(found, timezone.now()),
        "qr": qr_of(found),
        "now": timezone.now(),
    }
    return render(request, "claims/queue/kiosk_ticket.html", context)


@public
@require_safe
def offline(request: HttpRequest, office_code: str) -> HttpResponse:
    """What the machine shows when it is loaded while its line is cut: nobody's data, so it may be kept."""
    return render(request, "claims/queue/kiosk_offline.html", {"office": get_object_or_404(Office, code=office_code)})


@public
@require_safe
def offline_worker(request: HttpRequest, office_code: str) -> HttpResponse:
    """The script that keeps that page; under the kiosk's own address, so that it reaches no other page of the portal."""
    get_object_or_404(Office, code=office_code)
    headers = {"Content-Security-Policy": WORKER_POLICY}
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


def qr_of(shown: Ticket) -> SafeString:
    """Return the address of the ticket's own page as a QR."""
    code = segno.make(settings.PUBLIC_URL + reverse("claims:ticket", args=[shown.code]), error="m", micro=False)
    return SafeString(code.svg_inline(border=0, svgclass=None, lineclass=None, omitsize=True))
