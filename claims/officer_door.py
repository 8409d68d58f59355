"""The officers' door: after the right password comes the second step, and only then is a session opened."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp import login as verified_by
from django_otp.models import Device

from claims.forms.officers import OfficerLoginForm
from claims.services import officer_limits, officer_sign_in, second_factor
from claims.services.second_factor import FACTOR_OF, Factor
from jht_portal.lib import known_browsers, officer_sessions
from jht_portal.lib.formats import full_time, waiting_time
from jht_portal.lib.next_page import own_path
from jht_portal.lib.throttle import Allowance, client_address
from participants.domain.devices import device_in_words

LOGIN_PAGE = "admin/claims/login.html"
FEW_CODES_LEFT = "Kode cadangan Anda tinggal {}. Buat yang baru di Keamanan akun."
TOLD = {
    officer_sign_in.RESET: "Langkah kedua akun Anda diatur ulang pada {}. Bukan permintaan Anda? Laporkan segera.",
    officer_sign_in.UNLOCKED: "Kunci akun Anda dibuka oleh Admin Konfigurasi pada {}. Seseorang sempat salah menebak berulang kali.",
    officer_sign_in.REKEYED: "Kata sandi Anda disetel oleh Admin Konfigurasi pada {}. Ganti dengan kata sandi yang hanya Anda tahu.",
}
"""What somebody else did to an account, in words for its officer."""
ENDED_ELSEWHERE = "elsewhere"
WHY_ENDED = {
    officer_sessions.IDLE: "Anda keluar otomatis karena 30 menit tidak ada kegiatan.",
    officer_sessions.LONG: "Anda keluar otomatis karena sudah 12 jam sejak Anda masuk.",
    officer_sessions.HALF: "Masuk sekali lagi: akun petugas sekarang memakai langkah kedua.",
    ENDED_ELSEWHERE: "Anda dikeluarkan dari perangkat lain.",
}
NEVER_SHOWN = frozenset({"password", "sandi", "password1", "password2"})
NOT_SAVED = "Anda belum masuk, atau sudah dikeluarkan. Yang baru Anda kirim belum tersimpan."


# --- Name and password


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; who tried too often has to wait."""
    if request.method == "POST":
        allowance = count_try(request)
        if not allowance.allowed:
            return too_many(request, LOGIN_PAGE, allowance)
    response = OfficerLoginView.as_view(extra_context=page_context(request, "Masuk"))(request)
    if request.method == "POST" and response.status_code == HTTPStatus.OK:
        officer_limits.count_failure(client_address(request))
    return response


def count_try(request: HttpRequest) -> Allowance:
    """Count a try for the typed name, whether somebody has it or not, and write a lock-out into the audit."""
    name = officer_limits.folded(request.POST.get("username", ""))
    browser = known_browsers.known_as(request, name)
    allowance = officer_limits.count_password(name, address=client_address(request), browser=browser)
    if not allowance.allowed:
        officer_sign_in.note_lock(name, now=timezone.now())
    return allowance


def too_many(request: HttpRequest, template: str, allowance: Allowance, **more: object) -> HttpResponse:
    """Say how long to wait, in words and in Retry-After."""
    context = page_context(request, "Masuk") | {"wait": waiting_time(allowance.retry_after)} | more
    response = TemplateResponse(request, template, context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(allowance.retry_after)
    return response


def page_context(request: HttpRequest, title: str) -> dict[str, object]:
    return {**admin.site.each_context(request), "title": title, "subtitle": None}


class OfficerLoginView(LoginView):
    """Name and password; a right password opens nothing yet where a second step is due."""

    authentication_form = OfficerLoginForm
    template_name = LOGIN_PAGE

    def form_valid(self, form: OfficerLoginForm) -> HttpResponse:
        return after_password(self.request, form.get_user(), self.get_success_url())


def after_password(request: HttpRequest, user: User, wanted: str) -> HttpResponse:
    """Lead to the second step, to setting one up where it is required, or straight to the page that was WANTED."""
    if second_factor.has_second_step(user):
        officer_sessions.hold(request, user, wanted)
        return redirect("admin:second_step")
    if settings.SECOND_FACTOR_REQUIRED:
        officer_sessions.hold(request, user, wanted)
        return redirect("admin:enrol")
    return open_desk(request, user, wanted)


def half_in(request: HttpRequest) -> User | None:
    """Return whose password was right a moment ago, if it still is the password and the account still is open."""
    held = officer_sessions.held(request)
    user = User.objects.filter(pk=held.user_id, is_active=True, is_staff=True).first() if held else None
    return user if user and constant_time_compare(held.fingerprint, user.get_session_auth_hash()) else None


def wanted_page(request: HttpRequest) -> str:
    """Return where the half-signed-in officer was going."""
    held = officer_sessions.held(request)
    return own_path(held.wanted if held else "", reverse("admin:index"))


def open_desk(request: HttpRequest, user: User, wanted: str, device: Device | None = None) -> HttpResponse:
    """Sign the officer in completely: list it, tell what happened to the account, know this browser from now on."""
    now = timezone.now()
    factor = FACTOR_OF[type(device)] if device else Factor.ALONE
    officer_sessions.enter(request, user)
    verified_by(request, device)
    row = officer_sign_in.record(user, factor=factor, session_key=request.session.session_key, now=now, **where_from(request))
    officer_sessions.note_row(request, row.pk)
    tell(request, user, factor)
    response = redirect(wanted)
    known_browsers.remember(request, response, user.get_username())
    return response


def where_from(request: HttpRequest) -> dict[str, str]:
    """Return what is noted of a browser: its kind in words, and its address."""
    return {"device": device_in_words(request.headers.get("User-Agent", "")), "address": client_address(request)}


def tell(request: HttpRequest, user: User, factor: Factor) -> None:
    """Say once what a colleague did to the account, and that recovery codes run out."""
    for notice in officer_sign_in.take_notices(user):
        messages.warning(request, TOLD[notice.kind].format(full_time(notice.at)))
    if factor == Factor.RECOVERY:
        messages.warning(request, FEW_CODES_LEFT.format(second_factor.devices_of(user).left))


# --- The end of a session


def stop(request: HttpRequest) -> HttpResponse | None:
    """End a session whose time is over, in words; send whoever is half in to the second step; None lets the others pass."""
    user, row = request.user, officer_sessions.row_of(request)
    why = officer_sessions.end_if_over(request) or _ended_elsewhere(request, row)
    if why:
        officer_sign_in.sign_out(user, row, now=timezone.now(), why=why)
        return _say_why(request, WHY_ENDED[why])
    if request.user.is_authenticated:
        return None
    if officer_sessions.held(request):
        return redirect("admin:second_step")
    return _say_why(request, NOT_SAVED) if request.method == "POST" and request.path != reverse("admin:logout") else None


def _ended_elsewhere(request: HttpRequest, row: int | None) -> str:
    """File a session that got another key under that key, unless it was ended meanwhile: then log the officer out, and say so."""
    if not officer_sessions.has_moved(request):
        return ""
    if officer_sign_in.file_under(row, request.session.session_key):
        officer_sessions.note_row(request, row)
        return ""
    officer_sessions.leave(request)
    return ENDED_ELSEWHERE


def _say_why(request: HttpRequest, why: str) -> HttpResponse | None:
    """Give sentences back that came too late, with the way on; everything else goes on to the door, which says why."""
    typed = typed_sentences(request)
    if not typed:
        messages.warning(request, why)
        return None
    context = page_context(request, "Masuk lagi") | {"why": why, "typed": typed, "back": request.path}
    return TemplateResponse(request, "admin/claims/signed_out.html", context, status=HTTPStatus.FORBIDDEN)


def typed_sentences(request: HttpRequest) -> list[str]:
    """Return what was written in words in a form that came too late: whoever wrote it can copy it."""
    said = [(name, text.strip()) for name in request.POST for text in request.POST.getlist(name)]
    return [text for name, text in said if " " in text and not NEVER_SHOWN & set(name.split("_"))]


def note_sign_out(request: HttpRequest) -> None:
    """Note that the officer pressed "Keluar"."""
    officer_sessions.let_go(request)
    if request.user.is_authenticated:
        officer_sign_in.sign_out(request.user, officer_sessions.row_of(request), now=timezone.now())


def password_was_changed(request: HttpRequest) -> None:
    """End the officer's other sessions; this one stays."""
    officer_sign_in.password_was_set(request.user, by=request.user, now=timezone.now(), keep=officer_sessions.row_of(request))
