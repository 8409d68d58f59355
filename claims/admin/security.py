"""Keamanan akun: what an officer signs in with, where that happened lately, and how to end it."""

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login as verified_by
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.admin.access import pressed_on
from claims.admin.reauth import fresh_sign_in_required
from claims.forms.officers import DeviceNameForm
from claims.models import OfficerSignIn
from claims.officer_door import page_context
from claims.services import officer_sign_in, second_factor
from claims.services.second_factor import Factor
from jht_portal.lib import officer_sessions
from jht_portal.lib.http import SeeOther

admin.site.unregister([TOTPDevice, StaticDevice])  # Nobody looks at a secret, and every officer keeps the own devices here.

STEPS_IN_WORDS = {
    Factor.ALONE: "kata sandi saja",
    Factor.PASSKEY: "kata sandi dan passkey",
    Factor.APP: "kata sandi dan kode aplikasi",
    Factor.RECOVERY: "kata sandi dan kode cadangan",
}
LAST_ONE = "Ini satu-satunya langkah kedua Anda. Pasang yang lain dulu, baru lepas yang ini."


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show the own devices and the latest sign-ins."""
    here = officer_sessions.row_of(request)
    context = page_context(request, "Keamanan akun") | {
        "devices": second_factor.devices_of(request.user),
        "required": settings.SECOND_FACTOR_REQUIRED,
        "sign_ins": [line_of(row, here) for row in officer_sign_in.recent(request.user)],
    }
    return TemplateResponse(request, "admin/claims/security.html", context)


def line_of(row: OfficerSignIn, here: int | None) -> dict[str, object]:
    """Return one sign-in as the page shows it."""
    return {
        "at": row.at,
        "device": row.device,
        "address": row.address,
        "steps": STEPS_IN_WORDS.get(row.factor, row.factor),
        "is_here": row.pk == here,
        "ended_at": row.ended_at,
    }


@pressed_on("admin:security")
def rename_device(request: HttpRequest, kind: str, device_id: int) -> HttpResponse:
    """Give an own device another name."""
    device, form = own_device(request, kind, device_id), DeviceNameForm(request.POST)
    if form.is_valid():
        type(device).objects.filter(pk=device.pk).update(name=form.cleaned_data["nama"])
        messages.success(request, "Nama perangkat sudah diganti.")
    else:
        messages.warning(request, form.errors["nama"][0])
    return SeeOther(_here())


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def remove_device(request: HttpRequest, kind: str, device_id: int) -> HttpResponse:
    """Ask, then take an own device away; sessions elsewhere end."""
    device = own_device(request, kind, device_id)
    if request.method != "POST":
        return TemplateResponse(request, "admin/claims/security_remove.html", page_context(request, "Lepas perangkat") | {"device": device})
    try:
        with transaction.atomic():
            second_factor.remove(request.user, device, required=settings.SECOND_FACTOR_REQUIRED)
            after_removal(request, kind)
    except second_factor.LastDevice:
        messages.warning(request, LAST_ONE)
        return SeeOther(_here())
    messages.success(request, "Perangkat sudah dilepas. Sesi Anda di tempat lain sudah diakhiri.")
    return SeeOther(_here())


def after_removal(request: HttpRequest, kind: str) -> None:
    """Let a device that is left vouch for this session, end the others, and write it down."""
    now, devices = timezone.now(), second_factor.devices_of(request.user)
    verified_by(request, next(iter([*devices.passkeys, *devices.apps]), None))
    officer_sign_in.end_others(request.user, now=now, keep=officer_sessions.row_of(request))
    officer_sign_in.audit("device_removed", request.user, what=kind, now=now)


@pressed_on("admin:security")
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the officer, this one too."""
    user = request.user
    officer_sign_in.sign_out(user, officer_sessions.row_of(request), now=timezone.now(), why="everywhere")
    officer_sessions.leave(request)
    officer_sign_in.end_others(user, now=timezone.now())
    messages.success(request, "Anda sudah keluar dari semua perangkat.")
    return redirect("admin:login")


def own_device(request: HttpRequest, kind: str, device_id: int) -> Device:
    """Return a device of the officer who asks; answer 404 for anybody else's."""
    device = second_factor.device_of(request.user, kind, device_id)
    if device is None:
        raise Http404
    return device


def _here() -> str:
    return reverse("admin:security")


admin.site.own_pages += [
    path("keamanan/", admin.site.admin_view(security), name="security"),
    path("keamanan/keluar/", admin.site.admin_view(sign_out_everywhere), name="sign_out_everywhere"),
    path("keamanan/<slug:kind>/<int:device_id>/nama/", admin.site.admin_view(rename_device), name="rename_device"),
    path("keamanan/<slug:kind>/<int:device_id>/lepas/", admin.site.admin_view(remove_device), name="remove_device"),
]
