"""The question that a page puts to a passkey: asked when the page is shown, answered once, remembered in the session."""

import json

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django_otp_webauthn.models import WebAuthnCredential

from claims.services import passkeys
from jht_portal.lib.throttle import counted_address
from participants.domain.devices import device_in_words

ASKED_TO_ADD, ASKED = "petugas_tanya_pasang", "petugas_tanya"


def origin_of(request: HttpRequest) -> str:
    """Return the address that passkeys belong to; only a demo or a developer's machine may have several."""
    return settings.PUBLIC_URL if settings.PRODUCTION else f"{request.scheme}://{request.get_host()}"


def may_use_passkeys(request: HttpRequest) -> bool:
    """Tell whether browsers know passkeys at this address: never under a bare number."""
    return not counted_address(request.get_host().rpartition(":")[0].strip("[]") or request.get_host())


def ask_to_add(request: HttpRequest, user: User) -> str:
    """Return the question whose answer is a new passkey, as JSON."""
    question, request.session[ASKED_TO_ADD] = passkeys.question_to_add(user, origin_of(request))
    return json.dumps(question)


def ask(request: HttpRequest, user: User) -> str:
    """Return the question that only a passkey of the officer answers, as JSON."""
    question, request.session[ASKED] = passkeys.question(user, origin_of(request))
    return json.dumps(question)


def add_answered(request: HttpRequest, user: User) -> WebAuthnCredential:
    """Store the new passkey. Raises PasskeyRefused, TooManyDevices."""
    state, name = request.session.pop(ASKED_TO_ADD, None), device_in_words(request.headers.get("User-Agent", ""))
    return passkeys.add(user, origin_of(request), state, request.POST.get("passkey", ""), name)


def answered(request: HttpRequest, user: User) -> WebAuthnCredential:
    """Return the passkey that answered. Raises PasskeyRefused."""
    return passkeys.verify(user, origin_of(request), request.session.pop(ASKED, None), request.POST.get("passkey", ""))
