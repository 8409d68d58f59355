"""Officers with passwords, apps and codes at the door."""

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.util import random_hex

from claims.domain.workflow import Role
from claims.models import AuthenticatorApp, Office
from tests.builders import make_office, make_officer

LOGIN, SECOND, ENROL, ENROL_APP = (
    "/petugas/login/",
    "/petugas/langkah-kedua/",
    "/petugas/langkah-kedua/pasang/",
    "/petugas/langkah-kedua/pasang/aplikasi/",
)
ACCOUNT, RECOVERY = "/petugas/keamanan/", "/petugas/keamanan/cadangan/"
PASSWORD = "sandi-petugas-2026"


def make_officer_with_password(*roles: Role, office: Office | None = None) -> User:
    """Store an officer whose password is PASSWORD."""
    user = make_officer(*(roles or (Role.VERIFIER,)), office=office or make_office())
    user.set_password(PASSWORD)
    user.save()
    return user


def make_app(user: User) -> AuthenticatorApp:
    """Store an app that shows codes for the officer."""
    return AuthenticatorApp.objects.create(user=user, key=random_hex(20), name="Ponsel")


def code_now(app: AuthenticatorApp) -> str:
    """Return what the app shows now."""
    return f"{TOTP(app.bin_key).token():06d}"


def enter(client: Client, name: str, password: str = PASSWORD, **headers: str) -> HttpResponse:
    """Send name and password."""
    return client.post(LOGIN, {"username": name, "password": password, "next": "/petugas/"}, **headers)


def come_in(user: User, app: AuthenticatorApp, client: Client | None = None) -> Client:
    """Return a browser in which the officer has signed in with password and code; a code that was used is forgotten."""
    client = client or Client()
    enter(client, user.username)
    AuthenticatorApp.objects.filter(pk=app.pk).update(last_t=-1)
    answer = client.post(SECOND, {"kode": code_now(app)})
    assert answer.status_code == 302, answer.content.decode()
    return client


def vouch(client: Client, app: AuthenticatorApp) -> None:
    """Let a session that was opened for a test count as one with a second step."""
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = app.persistent_id
    session.save()


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())
