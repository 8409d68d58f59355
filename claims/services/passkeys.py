"""Passkeys: what the browser is asked, and whether its answer is right. The arithmetic is django-otp-webauthn's."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

from claims.services.second_factor import Factor, refuse_too_many

MOST_CHARACTERS = 20_000
"""Of an answer; real ones have about a thousand."""
State = dict[str, Any]
FAULTS = (WebAuthnException, OTPWebAuthnApiError, IntegrityError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the library raises over answers that no browser would give; OverflowError and others are ValueErrors or do not occur."""


class PasskeyRefused(Exception):
    """The answer does not fit the question, or does not come from a passkey of this officer."""


class Ceremony(WebAuthnHelper):
    """Questions and answers on the pages of one ORIGIN (https://host); NAME is what a new passkey is called."""

    def __init__(self, origin: str, name: str = "") -> None:
        super().__init__(request=None)
        self.origin, self.name = origin, name

    def get_relying_party_domain(self) -> str:
        return urlsplit(self.origin).hostname or ""

    def get_allowed_origins(self) -> list[str]:
        return [self.origin]

    def create_credential(self, *facts: Any) -> WebAuthnCredential:
        passkey = super().create_credential(*facts)
        passkey.name = self.name
        return passkey


def question_to_add(user: AbstractBaseUser, origin: str) -> tuple[dict, State]:
    """Return what the browser is asked to make a passkey, and what to remember until it answers."""
    return Ceremony(origin).register_begin(user)


def add(user: AbstractBaseUser, origin: str, state: State | None, answer: str, name: str) -> WebAuthnCredential:
    """Store the passkey that the browser made. Raises PasskeyRefused, TooManyDevices."""
    refuse_too_many(user, Factor.PASSKEY)
    try:
        with transaction.atomic():
            return Ceremony(origin, name).register_complete(user, _asked(state), _read(answer))
    except FAULTS as fault:
        raise PasskeyRefused from fault


def question(user: AbstractBaseUser, origin: str) -> tuple[dict, State]:
    """Return what the browser is asked to prove that it holds a passkey of the officer, and what to remember."""
    return Ceremony(origin).authenticate_begin(user, require_user_verification=False)


def verify(user: AbstractBaseUser, origin: str, state: State | None, answer: str) -> WebAuthnCredential:
    """Return the officer's passkey that gave the answer. Raises PasskeyRefused."""
    try:
        with transaction.atomic():
            passkey = Ceremony(origin).authenticate_complete(user, _asked(state), _read(answer))
    except FAULTS as fault:
        raise PasskeyRefused from fault
    if not passkey.confirmed:
        raise PasskeyRefused
    return passkey


def _asked(state: State | None) -> State:
    """Return what was remembered of the question; each question is answered once."""
    if not state:
        raise PasskeyRefused
    return state


def _read(answer: str) -> dict:
    if len(answer) > MOST_CHARACTERS:
        raise PasskeyRefused
    return json.loads(answer)
