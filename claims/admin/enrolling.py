"""Setting up a second step: right after the password where one is required, or later from the account's own page."""

import base64
import json
from collections.abc import Callable
from functools import wraps

import segno
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as verified_by
from django_otp.models import Device

from claims.admin import passkey_questions
from claims.admin.reauth import ask_again
from claims.forms.officers import AppCodeForm
from claims.officer_door import half_in, open_desk, page_context, wanted_page
from claims.services import officer_sign_in, second_factor
from claims.services.passkeys import PasskeyRefused
from claims.services.second_factor import FACTOR_OF, TooManyDevices
from jht_portal.lib.access import public
from jht_portal.lib.crypto import seal, unseal
from jht_portal.lib.http import SeeOther, posted
from jht_portal.lib.next_page import own_path

SEED, CODES = "petugas_benih", "petugas_cadangan"
CODES_CONTEXT = "session.recovery_codes"
WRONG_CODE = "Kode itu belum cocok. Periksa jam ponsel Anda, lalu isi kode yang tampil sekarang."
WRONG_PASSKEY = "Passkey belum terpasang. Coba sekali lagi, atau pilih aplikasi."
NEW_APP = "Aplikasi di ponsel"
TOO_MANY = f"Sudah ada {second_factor.MOST_OF_A_KIND} perangkat sejenis. Lepas satu dulu."

View = Callable[..., HttpResponse]


def for_enrolling(view: View) -> View:
    """Give VIEW whoever may add a device: an officer who is in and proved it lately, or a newcomer without any second step."""

    @public
    @sensitive_post_parameters("kode", "passkey")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if admin.site.has_permission(request):
            return signed_in(request)
        newcomer = half_in(request)
        if newcomer is None:
            return redirect("admin:login")
        return redirect("admin:second_step") if second_factor.has_second_step(newcomer) else view(request, newcomer)

    def signed_in(request: HttpRequest) -> HttpResponse:
        return admin.site.admin_view(lambda request: ask_again(request) or view(request, request.user))(request)

    return inner


@for_enrolling
def enrol(request: HttpRequest, user: User) -> HttpResponse:
    """Choose between a passkey and an app; a passkey is made here."""
    trouble = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                passkey = passkey_questions.add_answered(request, user)
                note_added(user, passkey)
            return enrolled(request, user, passkey)
        except PasskeyRefused:
            trouble = WRONG_PASSKEY
        except TooManyDevices:
            trouble = TOO_MANY
    possible = passkey_questions.may_use_passkeys(request)
    more = {"trouble": trouble, "possible": possible, "question": passkey_questions.ask_to_add(request, user) if possible else ""}
    return page(request, "admin/claims/enrol.html", "Pasang langkah kedua", more)


@for_enrolling
def enrol_app(request: HttpRequest, user: User) -> HttpResponse:
    """Show the secret as a picture and in letters, and store the app when its first code is right."""
    seed = request.session.setdefault(SEED, second_factor.new_seed())
    form = AppCodeForm(posted(request))
    if form.is_valid():
        try:
            app = app_from(user, seed, form.cleaned_data["kode"])
        except TooManyDevices:
            messages.warning(request, TOO_MANY)
            return redirect("admin:security")
        if app:
            del request.session[SEED]
            return enrolled(request, user, app)
        form.add_error("kode", WRONG_CODE)
    app = second_factor.planned_app(user, seed)
    more = {"form": form, "picture": picture_of(app.config_url), "letters": second_factor.secret_in_letters(app)}
    return page(request, "admin/claims/enrol_app.html", "Pasang aplikasi kode", more)


@transaction.atomic
def app_from(user: User, seed: str, code: str) -> Device | None:
    """Store the app where CODE is what it shows, and note it; None where it is not. Raises TooManyDevices."""
    app = second_factor.add_app(user, seed, code, NEW_APP)
    if app:
        note_added(user, app)
    return app


def note_added(user: User, device: Device) -> None:
    officer_sign_in.audit("device_added", user, what=FACTOR_OF[type(device)], now=timezone.now())


def enrolled(request: HttpRequest, user: User, device: Device) -> HttpResponse:
    """Go on after a device was added: a newcomer is in now; with the first device come the recovery codes."""
    inside = request.user.is_authenticated
    wanted = reverse("admin:security") if inside else wanted_page(request)
    codes = [] if second_factor.devices_of(user).left else second_factor.new_recovery_codes(user)
    goal = f"{reverse('admin:recovery')}?{urlencode({'next': wanted})}" if codes else wanted
    response = SeeOther(goal) if inside else open_desk(request, user, goal, device)
    verified_by(request, device)
    show_later(request, codes)
    messages.success(request, "Langkah kedua terpasang.")
    return response


# --- Recovery codes: shown until the officer says that they are kept, then never again


@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes; make others on request."""
    wanted = own_path(request.GET.get("next", ""), reverse("admin:security"))
    if "simpan" in request.POST:
        request.session.pop(CODES, None)
        return SeeOther(wanted)
    if request.method == "POST":
        return ask_again(request) or _renew(request)
    codes = shown_now(request)
    return page(request, "admin/claims/recovery.html", "Kode cadangan", {"codes": codes}) if codes else redirect(wanted)


def _renew(request: HttpRequest) -> HttpResponse:
    if not second_factor.has_second_step(request.user):
        return redirect("admin:security")
    with transaction.atomic():
        codes = second_factor.new_recovery_codes(request.user)
        officer_sign_in.audit("recovery_renewed", request.user, now=timezone.now())
    show_later(request, codes)
    return SeeOther(reverse("admin:recovery"))


def show_later(request: HttpRequest, codes: list[str]) -> None:
    """Keep CODES, sealed, for the page that shows them."""
    if codes:
        request.session[CODES] = base64.b64encode(seal(json.dumps(codes).encode(), CODES_CONTEXT)).decode()


def shown_now(request: HttpRequest) -> list[str]:
    kept = request.session.get(CODES)
    return json.loads(unseal(base64.b64decode(kept), CODES_CONTEXT)) if kept else []


# --- Parts


def page(request: HttpRequest, template: str, title: str, more: dict[str, object]) -> HttpResponse:
    return TemplateResponse(request, template, page_context(request, title) | more)


def picture_of(address: str) -> SafeString:
    """Draw the secret for the app's camera, without any style that the content policy would refuse."""
    return SafeString(segno.make(address, error="m", micro=False).svg_inline(scale=5, border=2, svgclass="qr", lineclass=None))


admin.site.own_pages += [
    path("langkah-kedua/pasang/", enrol, name="enrol"),
    path("langkah-kedua/pasang/aplikasi/", enrol_app, name="enrol_app"),
    path("keamanan/cadangan/", admin.site.admin_view(recovery), name="recovery"),
]
