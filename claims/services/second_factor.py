"""What an officer proves besides a password: a passkey, a code from an app, or a recovery code that works once."""

import base64
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.db.models import QuerySet
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.util import random_hex
from django_otp_webauthn.models import WebAuthnCredential

from claims.models import AuthenticatorApp
from jht_portal.lib.crypto import blind_index

RECOVERY_CODES = 10
FEW_CODES = 3
MOST_OF_A_KIND = 5
"""Every app is one more chance for a guessed code."""
SEED_BYTES = 20
RECOVERY = "cadangan"


class Factor(StrEnum):
    """How an officer came in, as the list of sign-ins and the audit write it."""

    ALONE = "kata_sandi"
    """The password, without a second step."""
    PASSKEY = "passkey"
    APP = "kode"
    RECOVERY = "cadangan"


KINDS: dict[str, type[Device]] = {Factor.PASSKEY: WebAuthnCredential, Factor.APP: AuthenticatorApp}
"""Devices that count as a second step, by the name that addresses use; recovery codes only stand in for them."""
FACTOR_OF: dict[type[Device], Factor] = {
    WebAuthnCredential: Factor.PASSKEY,
    AuthenticatorApp: Factor.APP,
    StaticDevice: Factor.RECOVERY,
}


class LastDevice(Exception):
    """Without this device the officer would have no second step left."""


class TooManyDevices(Exception):
    """The officer has as many devices of this kind as anybody may have."""


@dataclass(frozen=True)
class Devices:
    """What an officer has, and how many recovery codes are LEFT."""

    passkeys: list[WebAuthnCredential]
    apps: list[AuthenticatorApp]
    left: int

    @property
    def count(self) -> int:
        """Return how many second steps there are, recovery codes not counted."""
        return len(self.passkeys) + len(self.apps)

    @property
    def few_codes(self) -> bool:
        return bool(self.count) and self.left <= FEW_CODES


def devices_of(user: AbstractBaseUser) -> Devices:
    """Return the officer's devices, oldest first."""
    passkeys, apps = (list(_of(model, user).order_by("pk")) for model in (WebAuthnCredential, AuthenticatorApp))
    return Devices(passkeys, apps, StaticToken.objects.filter(device__user=user).count())


def has_second_step(user: AbstractBaseUser) -> bool:
    """Tell whether the officer has a passkey or an app."""
    return any(_of(model, user).exists() for model in KINDS.values())


def device_of(user: AbstractBaseUser, kind: str, device_id: int) -> Device | None:
    """Return the officer's own device of KIND, None where there is none."""
    return _of(KINDS[kind], user).filter(pk=device_id).first() if kind in KINDS else None


# --- An app that shows codes


def new_seed() -> str:
    """Return the beginning of an app's secret; it is stored when a first code was right."""
    return random_hex(SEED_BYTES)


def planned_app(user: AbstractBaseUser, seed: str, name: str = "") -> AuthenticatorApp:
    """Return the app as it would be, for its picture and its letters."""
    return AuthenticatorApp(user=user, key=seed, name=name)


def secret_in_letters(app: AuthenticatorApp) -> str:
    """Return the app's secret in groups of four letters, to type where no camera is."""
    letters = base64.b32encode(app.bin_key).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@transaction.atomic
def add_app(user: AbstractBaseUser, seed: str, code: str, name: str) -> AuthenticatorApp | None:
    """Store the app if CODE is what it shows now, else return None. Raises TooManyDevices."""
    refuse_too_many(user, Factor.APP)
    app = planned_app(user, seed, name)
    app.save()
    if app.verify_token(code):
        return app
    app.delete()
    return None


# --- Codes at the door


def verify_code(user: AbstractBaseUser, typed: str) -> Device | None:
    """Return the device that CODE belongs to, each code once: six digits of an app, or a recovery code."""
    if len(typed) == 6 and typed.isdecimal():
        return _first_that_takes(user, _of(AuthenticatorApp, user), typed)
    return _first_that_takes(user, StaticDevice.objects.filter(user=user), _kept(user, typed))


@transaction.atomic
def new_recovery_codes(user: AbstractBaseUser) -> list[str]:
    """Replace the officer's recovery codes, and return the new ones: only their keyed hashes are stored."""
    device, _ = StaticDevice.objects.get_or_create(user=user, name=RECOVERY)
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_kept(user, code)) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


# --- Keeping devices


def refuse_too_many(user: AbstractBaseUser, kind: str) -> None:
    """Raise TooManyDevices where the officer may add no other of KIND."""
    if _of(KINDS[kind], user).count() >= MOST_OF_A_KIND:
        raise TooManyDevices


@transaction.atomic
def remove(user: AbstractBaseUser, device: Device, *, required: bool) -> None:
    """Take a device away, with the last one the recovery codes too. Raises LastDevice where one is REQUIRED."""
    User.objects.select_for_update().get(pk=user.pk)  # Two devices taken away at once are not both the last but one.
    is_last = devices_of(user).count <= 1
    if required and is_last:
        raise LastDevice
    device.delete()
    if is_last:
        remove_all(user)


def remove_all(user: AbstractBaseUser) -> None:
    """Take away everything that the officer proves besides a password."""
    for model in (*KINDS.values(), StaticDevice):
        model.objects.filter(user=user).delete()


def _of(model: type[Device], user: AbstractBaseUser) -> QuerySet:
    return model.objects.filter(user=user, confirmed=True)


def _first_that_takes(user: AbstractBaseUser, devices: object, code: str) -> Device | None:
    found = (verify_token(user, device.persistent_id, code) for device in devices)
    return next((device for device in found if device), None)


def _kept(user: AbstractBaseUser, code: str) -> str:
    """Return what is stored for a recovery code: sixteen characters of a keyed hash."""
    return base64.urlsafe_b64encode(blind_index(f"{user.pk}:{code}", "recovery-code")[:12]).decode()
