"""The kiosks of the own office: let one in with a code, take one out."""

from uuid import UUID

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from claims.admin.queue import pressed_by_workers, seen_by_readers
from claims.forms.queue_desk import KioskForm
from claims.models import KioskDevice, Office
from claims.officer_site import desk_at
from claims.services import kiosks
from jht_portal.lib.http import posted

PAGE = "admin:queue_kiosks"
CODE = "Kode untuk {label}: {code}. Berlaku 15 menit, sekali pakai. Ketik di halaman mesin antrian pada perangkatnya."
REVOKED = "{label} dicabut dan tidak bisa mengambil nomor lagi."


@seen_by_readers
def show(request: HttpRequest) -> HttpResponse:
    """Show the machines of the office."""
    return page(request, KioskForm())


@pressed_by_workers
def add(request: HttpRequest) -> HttpResponse:
    """Let one more machine in, and show the code that opens it."""
    form = KioskForm(posted(request))
    if not form.is_valid():
        return page(request, form)
    fresh = kiosks.add_device(desk_at(request), form.cleaned_data["nama"], now=timezone.now())
    messages.success(request, CODE.format(label=fresh.device.label, code=fresh.code))
    return redirect(PAGE)


@pressed_by_workers
def revoke(request: HttpRequest, kiosk_id: UUID) -> HttpResponse:
    """Take a machine out."""
    desk = desk_at(request)
    device = get_object_or_404(KioskDevice, pk=kiosk_id, office=desk.office)
    kiosks.revoke_device(device, desk, now=timezone.now())
    messages.success(request, REVOKED.format(label=device.label))
    return redirect(PAGE)


def page(request: HttpRequest, form: KioskForm) -> HttpResponse:
    """Return the list with FORM."""
    desk = desk_at(request)
    devices = KioskDevice.objects.filter(office=desk.office).order_by("revoked_at", "-made_at")
    context = {
        "title": "Mesin antrian",
        "devices": devices,
        "form": form,
        "site_address": address_of(desk.office),
        "may_work": desk.works_queue,
    }
    return TemplateResponse(request, "admin/claims/queue_kiosks.html", admin.site.each_context(request) | context)


def address_of(office: Office) -> str:
    """Return where the kiosk of an office is opened."""
    return settings.PUBLIC_URL + reverse("claims:kiosk", args=[office.code])


admin.site.own_pages += [
    path("antrian/mesin/", admin.site.admin_view(show), name="queue_kiosks"),
    path("antrian/mesin/tambah/", admin.site.admin_view(add), name="queue_kiosk_add"),
    path("antrian/mesin/<uuid:kiosk_id>/cabut/", admin.site.admin_view(revoke), name="queue_kiosk_revoke"),
]
