"""How a colleague signs in, on the page of the account: the lock, the second step, and the end of sessions when powers change."""

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods
from django_otp_webauthn.models import WebAuthnCredential

from claims.admin.reauth import ask_again
from claims.models import AuthenticatorApp
from claims.services import officer_limits, officer_sign_in, second_factor
from jht_portal.lib.formats import waiting_time
from jht_portal.lib.http import SeeOther

POWERS = frozenset({"groups", "is_active", "username"})
ACTS = {
    "langkah-kedua": (
        "Atur ulang langkah kedua",
        "Semua passkey, aplikasi kode, dan kode cadangan rekan ini dihapus, dan semua sesinya berakhir. "
        "Saat masuk berikutnya ia memasang langkah kedua yang baru, dan membaca bahwa ini Anda lakukan.",
        "Pastikan dulu bahwa ini orangnya: temui langsung, jangan lewat telepon atau pesan.",
        officer_sign_in.reset_second_step,
        "Langkah kedua sudah diatur ulang.",
    ),
    "buka-kunci": (
        "Buka kunci akun",
        "Rekan ini bisa langsung mencoba masuk lagi dari perangkat mana pun, dan membaca bahwa kuncinya Anda buka.",
        "Akun terkunci karena kata sandi atau kode berulang kali salah. Tanyakan dulu apakah rekan ini sendiri yang mencoba.",
        officer_sign_in.unlock,
        "Kunci akun sudah dibuka.",
    ),
}
"""What may be done to a colleague's account: title, what happens, what to make sure of, the act, and what is said then."""


class SignInKept:
    """Beside the UserAdmin: shows and resets how colleagues sign in. Never the own account: it may not be changed."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        devices = [Exists(model.objects.filter(user=OuterRef("pk"), confirmed=True)) for model in (WebAuthnCredential, AuthenticatorApp)]
        return super().get_queryset(request).annotate(has_second_step=Q(devices[0]) | Q(devices[1]))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        own = [path("<id>/<slug:act>/atur/", guarded(require_http_methods(["GET", "HEAD", "POST"])(self.act_view)), name="auth_user_act")]
        return [*own, *super().get_urls()]

    # --- Weighty acts ask who sits here

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: object, **kwargs: object) -> HttpResponse:
        asked = ask_again(request) if object_id is None or request.method == "POST" else None
        return asked or super().changeform_view(request, object_id, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a new password for a colleague; the sessions of the old one end, and the officer is told."""
        asked = ask_again(request)
        if asked:
            return asked
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
                officer_sign_in.password_was_set(self.get_object(request, id), by=request.user, now=timezone.now())
        return response

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """End the sessions of an account whose roles, office or state have changed."""
        super().save_related(request, form, formsets, change)
        if change and (POWERS & set(form.changed_data) or any(formset.has_changed() for formset in formsets)):
            officer_sign_in.end_others(form.instance, now=timezone.now())

    # --- What may be done to a colleague's sign-in

    def act_view(self, request: HttpRequest, id: str, act: str) -> HttpResponse:
        """Ask, then reset the second step or open the lock of a colleague."""
        user = self.get_object(request, id)
        if user is None or act not in ACTS or not self.has_change_permission(request, user):
            raise Http404
        return ask_again(request) or self._act(request, user, act)

    def _act(self, request: HttpRequest, user: User, act: str) -> HttpResponse:
        title, happens, sure, do, done = ACTS[act]
        back = reverse("admin:auth_user_change", args=[user.pk])
        if request.method == "POST":
            do(user, by=request.user, now=timezone.now())
            messages.success(request, done)
            return SeeOther(back)
        context = {**self.admin_site.each_context(request), "title": title, "account": user, "happens": happens, "sure": sure, "back": back}
        return TemplateResponse(request, "admin/claims/account_act.html", context)

    # --- What the page shows

    @admin.display(description="langkah kedua")
    def has_second_step(self, user: User) -> str:
        return "Terpasang" if user.has_second_step else "Belum"

    @admin.display(description="langkah kedua")
    def second_step(self, user: User) -> str | SafeString:
        """Say what the officer has, with the way to begin anew."""
        devices = second_factor.devices_of(user)
        if not devices.count:
            return "Belum dipasang"
        had = f"{len(devices.passkeys)} passkey, {len(devices.apps)} aplikasi kode, {devices.left} kode cadangan"
        return format_html('{}. <a href="{}">Atur ulang</a>', had, reverse("admin:auth_user_act", args=[user.pk, "langkah-kedua"]))

    @admin.display(description="kunci")
    def lock(self, user: User) -> str | SafeString:
        """Say whether the account is locked for browsers that do not know it, with the way to open it."""
        lock = officer_limits.lock(user)
        if lock.allowed:
            return "Tidak terkunci"
        says = '<b>Terkunci</b> {} lagi bagi perangkat yang belum dikenal. <a href="{}">Buka kunci</a>'
        return format_html(says, waiting_time(lock.retry_after), reverse("admin:auth_user_act", args=[user.pk, "buka-kunci"]))
