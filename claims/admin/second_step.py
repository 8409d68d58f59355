"""The second step of signing in: a passkey, a code from an app, or a recovery code."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.models import Device

from claims.admin import passkey_questions
from claims.forms.officers import OfficerCodeForm
from claims.officer_door import half_in, open_desk, page_context, too_many, wanted_page
from claims.services import officer_limits, officer_sign_in, second_factor
from claims.services.passkeys import PasskeyRefused
from jht_portal.lib import known_browsers, officer_sessions
from jht_portal.lib.access import public
from jht_portal.lib.http import posted
from jht_portal.lib.throttle import Allowance

PAGE = "admin/claims/second_step.html"
WRONG_CODE = "Kode itu belum cocok, atau sudah dipakai. Tunggu kode berikutnya, lalu isi lagi."
WRONG_PASSKEY = "Passkey belum terbaca. Coba sekali lagi, atau pakai kode."


class TooManyCodes(Exception):
    """The officer's codes were tried too often; ALLOWANCE tells how long to wait."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.allowance = allowance


@public
@sensitive_post_parameters("kode", "passkey")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Let in whose password was right a moment ago and who proves it once more."""
    user = half_in(request)
    if user is None or "batal" in request.POST:
        officer_sessions.let_go(request)
        return redirect("admin:login")
    if not second_factor.has_second_step(user):
        return redirect("admin:enrol")
    form = OfficerCodeForm(posted(request))
    try:
        device = prove(request, user, form) if request.method == "POST" else None
    except TooManyCodes as refusal:
        return too_many(request, PAGE, refusal.allowance, **_context(request, user))
    return open_desk(request, user, wanted_page(request), device) if device else _page(request, user, form)


def prove(request: HttpRequest, user: User, form: Form) -> Device | None:
    """Return the device that the officer used; None with a word on the form where it did not fit. Raises TooManyCodes."""
    if request.POST.get("passkey"):
        return _by_passkey(request, user, form)
    return _by_code(request, user, form) if form.is_valid() else None


def _by_passkey(request: HttpRequest, user: User, form: Form) -> Device | None:
    try:
        return passkey_questions.answered(request, user)
    except PasskeyRefused:
        form.full_clean()
        form.errors.clear()
        form.add_error(None, WRONG_PASSKEY)
        return None


def _by_code(request: HttpRequest, user: User, form: Form) -> Device | None:
    """Count the try, then look at the code."""
    browser = known_browsers.known_as(request, user.get_username())
    allowance = officer_limits.count_code(user, browser=browser)
    if not allowance.allowed:
        officer_sign_in.note_lock(user.get_username(), now=timezone.now())
        raise TooManyCodes(allowance)
    device = second_factor.verify_code(user, form.cleaned_data["kode"])
    if device is None:
        form.add_error("kode", WRONG_CODE)
        return None
    officer_limits.forget_codes(user, browser=browser)
    return device


def _page(request: HttpRequest, user: User, form: Form) -> HttpResponse:
    return TemplateResponse(request, PAGE, page_context(request, "Langkah kedua") | _context(request, user) | {"form": form})


def _context(request: HttpRequest, user: User) -> dict[str, object]:
    """Return what proves the officer: by name where the password was right, so it gives nothing away."""
    devices = second_factor.devices_of(user)
    question = passkey_questions.ask(request, user) if devices.passkeys and passkey_questions.may_use_passkeys(request) else ""
    return {"devices": devices, "question": question, "who": user.get_full_name() or user.get_username()}


admin.site.own_pages += [path("langkah-kedua/", second_step, name="second_step")]
