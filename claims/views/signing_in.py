"""Sign in with KPJ, NIK and a code; sign out; the list of sign-ins."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from claims.access import participant_required
from claims.services.signing_in import paused_code_channels, phone_channels, send_another_code, send_first_code
from jht_portal.errors import too_many
from jht_portal.lib import languages, sessions, throttle
from jht_portal.lib.access import public
from jht_portal.lib.formats import waiting_time
from jht_portal.lib.http import SeeOther
from jht_portal.lib.next_page import own_path
from jht_portal.lib.throttle import Allowance, Budget
from jht_portal.lib.wording import say
from participants.domain.devices import device_in_words, spoken_device
from participants.forms.signing_in import CodeForm, EndSignInForm, ResendForm, SignInForm, SignOutForm
from participants.services import signing_in as service
from participants.services.language import language_of

PENDING = "masuk"
"""In the session: [attempt, page to go to]."""
MINUTE, HOUR, DAY = 60, 3600, 86400

REFUSALS = {
    service.CodeExpired: _("Kode ini sudah lewat 15 menit. Minta kode lagi."),
    service.CodeUsed: _("Kode ini sudah dipakai. Mulai lagi untuk kode baru."),
}
CHANNEL_NAMES = {"email": _("email"), "whatsapp": "WhatsApp", "sms": "SMS"}
STARTED_OVER = _("Percobaan ini sudah selesai. Mulai lagi dengan KPJ dan NIK.")


@public
@sensitive_post_parameters("kpj", "nik")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the two numbers and send a code, if they belong together; the answer never tells."""
    wanted = own_path(request.POST.get("next") or request.GET.get("next", ""), reverse("claims:hub"))
    if sessions.signed_in_id(request):
        return redirect(wanted)
    form = SignInForm(request.POST or None, initial={"next": wanted})
    if request.method != "POST" or not form.is_valid():
        return render(request, "participants/sign_in.html", {"form": form, "by_phone": bool(phone_channels())})
    allowance = _count_sign_in(request, form.cleaned_data["nik"])
    if not allowance.allowed:
        return too_many(request, allowance.retry_after)
    attempt = send_first_code(form.cleaned_data["kpj"], form.cleaned_data["nik"], now=timezone.now())
    request.session[PENDING] = [str(attempt), wanted]
    return SeeOther(reverse("claims:sign_in_code"))


@public
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the pending attempt, and let its person in."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect("claims:hub" if sessions.signed_in_id(request) else "claims:sign_in")
    if "lagi" in request.POST:
        return _resend(request, UUID(pending[0]))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _redeem(request, form, *pending)
    return _code_page(request, form)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session at once; the address opened by itself only asks."""
    if request.method != "POST":
        is_in = sessions.signed_in_id(request)
        return render(request, "participants/sign_out.html", {"form": SignOutForm()}) if is_in else redirect("claims:sign_in")
    if sessions.signed_in_id(request):
        service.end_session(request.session.session_key, now=timezone.now())
    sessions.sign_out(request)
    messages.success(request, _("Anda sudah keluar."))
    return redirect("claims:sign_in")


@participant_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_ins(request: HttpRequest) -> HttpResponse:
    """List where and when somebody signed in with these numbers; end any of them."""
    form = EndSignInForm(request.POST or None)
    if form.is_valid():
        key = service.end(request.participant_id, form.cleaned_data["masuk"], now=timezone.now())
        if key:
            sessions.end(key)
            messages.success(request, _("Perangkat itu sudah dikeluarkan."))
        return redirect("claims:sign_ins")
    return render(request, "participants/sign_ins.html", {"sign_ins": _listed(request)})


def _count_sign_in(request: HttpRequest, nik: str) -> Allowance:
    address = throttle.client_address(request)
    return throttle.hit_all(
        [
            Budget("sign_in_address", address, 10, MINUTE),
            Budget("sign_in_address", address, 60, HOUR),
            Budget("sign_in_number", nik, 5, 15 * MINUTE),
            Budget("sign_in_number", nik, 20, DAY),
        ]
    )


def _redeem(request: HttpRequest, form: CodeForm, attempt: str, wanted: str) -> HttpResponse:
    allowance = throttle.hit("sign_in_code", throttle.client_address(request), limit=30, window_seconds=MINUTE)
    if not allowance.allowed:
        return too_many(request, allowance.retry_after)
    now = timezone.now()
    try:
        participant = service.redeem(UUID(attempt), form.cleaned_data["kode"], now=now)
    except service.SignInRefused as refusal:
        form.add_error("kode", _in_words(refusal))
        return _code_page(request, form, over=not _may_try_again(refusal))
    del request.session[PENDING]
    key = sessions.sign_in(request, participant)
    service.record(participant, session_key=key, device=device_in_words(request.headers.get("User-Agent", "")), now=now)
    return _in_own_language(request, SeeOther(own_path(wanted, reverse("claims:hub"))), participant)


def _in_own_language(request: HttpRequest, response: HttpResponse, participant: UUID) -> HttpResponse:
    """Let a browser that chose no language go on in the participant's."""
    language = "" if languages.chosen(request) else language_of(participant)
    if language:
        languages.remember(response, language)
    return response


def _may_try_again(refusal: service.SignInRefused) -> bool:
    """Tell whether this attempt still lets somebody in: with another try, or with another code."""
    return isinstance(refusal, service.CodeExpired) or bool(getattr(refusal, "left", 0))


def _start_again(request: HttpRequest) -> str:
    """Return the first page of signing in, which remembers where the visitor wanted to go."""
    return f"{reverse('claims:sign_in')}?{urlencode({'next': request.session[PENDING][1]})}"


def _in_words(refusal: service.SignInRefused) -> str:
    if isinstance(refusal, service.CodeWrong) and refusal.left:
        left = refusal.left
        return ngettext(
            "Kode itu tidak cocok. Anda masih bisa mencoba %(left)d kali.",
            "Kode itu tidak cocok. Anda masih bisa mencoba %(left)d kali.",
            left,
        ) % {"left": left}
    return REFUSALS.get(type(refusal), _("Kode sudah 5 kali tidak cocok. Mulai lagi dengan KPJ dan NIK."))


def _resend(request: HttpRequest, attempt: UUID) -> HttpResponse:
    budgets = [Budget("sign_in_resend", str(attempt), 1, MINUTE), Budget("sign_in_resend", str(attempt), 2, HOUR)]
    allowance = throttle.hit_all(budgets)
    if not allowance.allowed:
        wait = {"wait": waiting_time(allowance.retry_after)}
        messages.warning(request, gettext("Kode sudah dikirim. Tunggu %(wait)s untuk meminta lagi.") % wait)
        return SeeOther(reverse("claims:sign_in_code"))
    try:
        send_another_code(attempt, now=timezone.now(), channel=ResendForm.wanted(request.POST))
    except service.AttemptOver:
        messages.warning(request, STARTED_OVER)
        return SeeOther(_start_again(request))
    messages.success(request, _("Bila data cocok, kami kirim satu kode lagi. Kode sebelumnya tetap berlaku."))
    return SeeOther(reverse("claims:sign_in_code"))


def _code_page(request: HttpRequest, form: CodeForm, *, over: bool = False) -> HttpResponse:
    channels = phone_channels()
    context = {"form": form, "resend": ResendForm(channels), "over": over, "start": _start_again(request)}
    context |= {"by_phone": bool(channels), "held": ", ".join(str(CHANNEL_NAMES[channel]) for channel in paused_code_channels())}
    return render(request, "participants/sign_in_code.html", context)


def _listed(request: HttpRequest) -> list[dict[str, object]]:
    """Return the sign-ins with what may be done to each: this device, open elsewhere, or over."""
    here = request.session.session_key
    return [
        {
            "at": row.at,
            "device": say(spoken_device(row.device)),
            "is_here": row.session_key == here,
            "form": EndSignInForm(initial={"masuk": row.pk}, auto_id=False) if _open_elsewhere(row, here) else None,
        }
        for row in service.recent(request.participant_id)
    ]


def _open_elsewhere(row: service.SignIn, here: str) -> bool:
    return row.session_key != here and row.ended_at is None and sessions.is_open(row.session_key)
