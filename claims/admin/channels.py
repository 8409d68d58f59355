"""How the channels of messages do, and the press that pauses or resumes one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from claims.admin.access import pressed_on
from claims.domain.workflow import Role
from claims.forms.channels import PauseForm
from claims.officer_site import desk_at
from claims.services import channel_states
from claims.services.delivery_figures import LABELS, channel_lines, may_look
from participants.domain.channels import CHANNELS

LIST = "admin:channels"
PAUSED, RESUMED = "{} dijeda. Pesannya menunggu sampai dilanjutkan.", "{} mengirim lagi, mulai dari yang menunggu."
MEANWHILE = "Rekan Anda sudah menekan lebih dulu."


def show(request: HttpRequest) -> HttpResponse:
    """Show every channel with its figures of thirty days."""
    desk = desk_at(request)
    if not may_look(desk):
        raise PermissionDenied
    context = {
        "title": "Saluran pesan",
        "lines": list(channel_lines(desk, timezone.now())),
        "may_press": Role.CONFIGURATOR in desk.roles,
        "everywhere": Role.CONFIGURATOR in desk.roles,
    }
    return TemplateResponse(request, "admin/claims/channels.html", admin.site.each_context(request) | context)


def pause(request: HttpRequest, channel: str) -> HttpResponse:
    """Ask why, then pause."""
    _known(request, channel)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = channel_states.pause(channel, form.cleaned_data["alasan"], by=request.user, now=timezone.now())
        _tell(request, done, PAUSED.format(LABELS[channel]))
        return redirect(LIST)
    context = {"title": f"Jeda {LABELS[channel]}", "label": LABELS[channel], "form": form}
    return TemplateResponse(request, "admin/claims/channel_pause.html", admin.site.each_context(request) | context)


@pressed_on(LIST)
def resume(request: HttpRequest, channel: str) -> HttpResponse:
    """Send again what waited."""
    _known(request, channel)
    _tell(request, channel_states.resume(channel, by=request.user, now=timezone.now()), RESUMED.format(LABELS[channel]))
    return redirect(LIST)


def _known(request: HttpRequest, channel: str) -> None:
    if Role.CONFIGURATOR not in desk_at(request).roles:
        raise PermissionDenied
    if channel not in CHANNELS:
        raise Http404


def _tell(request: HttpRequest, done: bool, sentence: str) -> None:
    messages.success(request, sentence) if done else messages.warning(request, MEANWHILE)


admin.site.own_pages += [
    path("saluran/", admin.site.admin_view(show), name="channels"),
    path("saluran/<slug:channel>/jeda/", admin.site.admin_view(pause), name="channel_pause"),
    path("saluran/<slug:channel>/lanjut/", admin.site.admin_view(resume), name="channel_resume"),
]
