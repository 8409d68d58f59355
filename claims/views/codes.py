"""The page that asks for a code sent to an address: which one waits in this session, what a wrong one says, and another one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext

from jht_portal.lib import throttle
from jht_portal.lib.formats import waiting_time
from jht_portal.lib.throttle import Allowance, Budget
from participants.services.signing_in import AttemptOver, CodeExpired, CodeWrong, SignInRefused

WAITING = "bukti"
"""In the session: {purpose: proof}."""
MINUTE, HOUR, DAY = 60, 3600, 86400


def remember(request: HttpRequest, purpose: str, proof_id: UUID) -> None:
    """Keep which proof this browser waits to complete."""
    request.session[WAITING] = request.session.get(WAITING, {}) | {purpose: str(proof_id)}


def waiting(request: HttpRequest, purpose: str) -> UUID | None:
    """Return the proof that this browser waits to complete for PURPOSE."""
    kept = request.session.get(WAITING, {}).get(purpose)
    return UUID(kept) if kept else None


def done(request: HttpRequest, purpose: str) -> None:
    """Forget the proof of PURPOSE."""
    request.session[WAITING] = {key: value for key, value in request.session.get(WAITING, {}).items() if key != purpose}


def count_sent(person_id: UUID) -> Allowance:
    """Count one more code to a person: five an hour, ten a day."""
    return throttle.hit_all([Budget("own_code", str(person_id), 5, HOUR), Budget("own_code", str(person_id), 10, DAY)])


def count_typed(request: HttpRequest) -> Allowance:
    """Count one more code typed from this address: thirty a minute."""
    return throttle.hit("own_code_typed", throttle.client_address(request), limit=30, window_seconds=MINUTE)


def redeem(request: HttpRequest, form: Form, act: Callable[[], Any]) -> Any:
    """Do what the code of FORM opens; None, with the reason beside the field, where it does not open it."""
    allowance = count_typed(request)
    if not allowance.allowed:
        form.add_error("kode", slow_down(allowance))
        return None
    try:
        return act()
    except SignInRefused as refusal:
        form.add_error("kode", in_words(refusal))
    return None


def send_again(request: HttpRequest, purpose: str, person_id: UUID, send: Callable[[UUID], None]) -> None:
    """Send one more code for the proof that waits, and say so."""
    allowance = count_sent(person_id)
    if not allowance.allowed:
        messages.warning(request, slow_down(allowance))
        return
    try:
        send(waiting(request, purpose))
    except AttemptOver:
        messages.warning(request, gettext("Percobaan ini sudah selesai. Mulai lagi."))
        done(request, purpose)
    else:
        messages.success(request, gettext("Kode baru dikirim. Kode sebelumnya tidak berlaku lagi."))


def in_words(refusal: SignInRefused) -> str:
    """Say why a code did not open anything."""
    if isinstance(refusal, CodeWrong) and refusal.left:
        return gettext("Kode itu tidak cocok. Anda masih bisa mencoba %(left)d kali.") % {"left": refusal.left}
    if isinstance(refusal, CodeExpired):
        return gettext("Kode ini sudah lewat 15 menit. Minta kode lagi.")
    return gettext("Kode sudah 5 kali tidak cocok. Mulai lagi untuk kode baru.")


def slow_down(allowance: Allowance) -> str:
    """Say how long to wait."""
    return gettext("Terlalu sering. Coba lagi %(wait)s lagi.") % {"wait": waiting_time(allowance.retry_after)}
