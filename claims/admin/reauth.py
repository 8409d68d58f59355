"""Weighty acts ask once more who sits here: the password or the second step, proved within the last minutes.

How long a proof lasts is ``settings.FRESH_SIGN_IN_SECONDS``: ten minutes, in a demo thirty. Signing in is a proof too, and every
weighty act prolongs it, so that whoever decides one claim after the other is asked when they come back to a desk that was left.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from claims.admin import passkey_questions
from claims.forms.officers import ProofForm
from claims.officer_door import page_context
from claims.services import officer_limits, officer_sign_in, second_factor
from claims.services.passkeys import PasskeyRefused
from claims.services.second_factor import FACTOR_OF, Factor
from jht_portal.lib import officer_sessions
from jht_portal.lib.formats import waiting_time
from jht_portal.lib.http import SeeOther

PAGE = "admin/claims/again.html"
OWN = frozenset({"csrfmiddlewaretoken", "bukti", "bukti_asal", "passkey"})
"""Fields of the page that asks; every other one belongs to what the officer was doing."""
NEVER_HANDED_ON = "password"
"""A form with such a field is opened once more: no password stands in a page."""
WRONG = "Belum cocok. Isi kata sandi akun ini, atau kode dari aplikasi."
WRONG_PASSKEY = "Passkey belum terbaca. Coba sekali lagi, atau isi kata sandi."

View = Callable[..., HttpResponse]


def fresh_sign_in_required(view: View) -> View:
    """Open VIEW, a page of the desk, only to an officer who proved lately who sits here; typed values are kept meanwhile."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return ask_again(request) or view(request, *args, **kwargs)

    return inner


@sensitive_post_parameters("bukti", "passkey")
def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks who sits here; None where that was proved lately, or is proved by this very request."""
    if "bukti_asal" in request.POST:
        return _judge(request)
    if officer_sessions.is_fresh(request):
        return None
    return _page(request, ProofForm(), came_by=_came_by(request))


def _judge(request: HttpRequest) -> HttpResponse | None:
    """Let a right proof go on with what was begun: a page is looked at, a form with its typed values is taken."""
    form, came_by = ProofForm(request.POST), request.POST["bukti_asal"]
    if not officer_sessions.is_fresh(request) and not _proves(request, form):
        return _page(request, form, came_by=came_by)
    officer_sessions.refresh(request)
    return None if came_by == "POST" else SeeOther(request.get_full_path())


def _proves(request: HttpRequest, form: ProofForm) -> bool:
    if request.POST.get("passkey"):
        return _proves_by_passkey(request, form)
    if not form.is_valid():
        return False
    allowance = officer_limits.count_proof(request.user)
    if not allowance.allowed:
        form.add_error("bukti", f"Terlalu banyak percobaan. Coba lagi {waiting_time(allowance.retry_after)} lagi.")
        return False
    if _fits(request.user, form.cleaned_data["bukti"]):
        officer_limits.forget_proofs(request.user)
        return True
    form.add_error("bukti", WRONG)
    return False


def _fits(user: User, typed: str) -> bool:
    if user.check_password(typed):
        return True
    device = second_factor.verify_code(user, "".join(typed.split()).replace("-", "").lower())
    if device and FACTOR_OF[type(device)] == Factor.RECOVERY:
        officer_sign_in.audit("recovery_used", user, now=timezone.now())
    return device is not None


def _proves_by_passkey(request: HttpRequest, form: ProofForm) -> bool:
    try:
        passkey_questions.answered(request, request.user)
    except PasskeyRefused:
        form.full_clean()
        form.errors.clear()
        form.add_error(None, WRONG_PASSKEY)
        return False
    return True


def _came_by(request: HttpRequest) -> str:
    """Tell how to go on: files cannot be handed on and passwords must not, so their form is opened once more."""
    handed_on = request.method == "POST" and not request.FILES and not any(NEVER_HANDED_ON in name for name in request.POST)
    return "POST" if handed_on else "GET"


def _page(request: HttpRequest, form: ProofForm, *, came_by: str) -> HttpResponse:
    typed = [(name, text) for name in request.POST if name not in OWN for text in request.POST.getlist(name)]
    devices = second_factor.devices_of(request.user)
    asks = devices.passkeys and passkey_questions.may_use_passkeys(request)
    context = page_context(request, "Masukkan kata sandi sekali lagi") | {
        "form": form,
        "typed": typed if came_by == "POST" else [],
        "came_by": came_by,
        "files_left": bool(request.FILES),
        "devices": devices,
        "question": passkey_questions.ask(request, request.user) if asks else "",
    }
    return TemplateResponse(request, PAGE, context)
