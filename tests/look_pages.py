"""Pages that exist for the tests of the look only: every component and frame with invented content."""

import segno
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.safestring import mark_safe

from jht_portal import errors
from jht_portal.lib.access import public
from jht_portal.lib.crispy import portal_helper
from tests.look_samples import EVERYTHING

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error


class TrackForm(forms.Form):
    """The tracking box."""

    nomor = forms.CharField(
        label="KPJ",
        help_text="Nomor peserta (KPJ, 11 digit), NIK (16 digit), atau nomor klaim",
        error_messages={"required": "Tulis KPJ, NIK, atau nomor klaim Anda."},
    )
    helper = portal_helper("Lacak Klaim Saya", icon="search", css="track", summary=False)


class SampleForm(forms.Form):
    """One field of every kind."""

    telepon = forms.CharField(label="Nomor HP", help_text="Untuk kode masuk dan kabar klaim. Contoh: 0812 3456 7890")
    surel = forms.EmailField(label="Surel", required=False)
    sebab = forms.ChoiceField(label="Sebab klaim", choices=[("A", "Mengundurkan diri"), ("B", "PHK")], widget=forms.RadioSelect)
    kabar = forms.MultipleChoiceField(
        label="Kabar lewat", choices=[("e", "Surel"), ("w", "WhatsApp")], widget=forms.CheckboxSelectMultiple, required=False
    )
    bank = forms.ChoiceField(label="Bank", choices=[("", "Pilih bank"), ("x", "Bank Contoh")])
    alasan = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 3}))
    berkas = forms.FileField(label="Foto buku rekening", help_text="JPG, PNG, HEIC, atau PDF, paling besar 6 MB.")
    benar = forms.BooleanField(label="Semua isian saya benar dan dokumen yang saya unggah asli.")

    helper = portal_helper("Kirim contoh", icon="check", css="measure")


@public
def home(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST or None) if request.POST else TrackForm()
    return render(request, "look_home.html", {**EVERYTHING, "form": form})


@public
def kit(request: HttpRequest) -> HttpResponse:
    messages.success(request, "KTP tersimpan. Tinggal dua dokumen lagi.")
    return render(request, "look_kit.html", EVERYTHING)


@public
def sample_form(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    return render(request, "look_form.html", {"form": form})


@public
def result(request: HttpRequest, number: int) -> HttpResponse:
    """Show a claim in one of the states of the samples."""
    shown = {name[:-1] if name != "statuses" else "status": EVERYTHING[name] for name in ("statuses", "clocks", "todos", "journeys")}
    return render(request, "look_result.html", EVERYTHING | {name: states[number % len(states)] for name, states in shown.items()})


@public
def sheet(request: HttpRequest) -> HttpResponse:
    qr = mark_safe(segno.make("https://portal.example/cek/7KQ2M9XD/").svg_inline(border=1, omitsize=True))
    return render(request, "look_sheet.html", {**EVERYTHING, "qr": qr})


@public
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "desk_kit.html", {"site_header": "Meja petugas", "has_permission": True, "title": "Klaim"})


@public
def error(request: HttpRequest, status: int) -> HttpResponse:
    """Fail in the way that leads to this status."""
    if status == 403:
        raise PermissionDenied
    if status == 500:
        raise ArithmeticError("planted by the test")
    if status == 503:
        raise OperationalError("planted by the test")
    pages = {
        400: lambda: errors.bad_request(request, ValueError()),
        413: lambda: errors.bad_request(request, RequestDataTooBig()),
        429: lambda: errors.too_many(request, 130.2),
    }
    return pages[status]()


@public
def blank(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@public
def signed_in(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html", {"signed_in": True})


ADDRESSES = {
    "track": "tracking/",
    "start": "klaim/baru/",
    "eligibility": "klaim/kelayakan/",
    "hub": "jht/",
    "places": "antrian/",
    "help": "bantuan/",
    "status_meanings": "arti-status/",
    "requirements": "syarat/",
    "performance": "kinerja/",
    "privacy": "privasi/",
    "accessibility": "aksesibilitas/",
    "check": "cek/",
    "sign_in": "masuk/",
    "sign_out": "keluar/",
    "language": "bahasa/",
}
claims = ([path(address, blank, name=name) for name, address in ADDRESSES.items()], "claims")
officers = ([path("", blank, name="index"), path("a/", blank, name="security"), path("b/", blank, name="logout")], "admin")
urlpatterns = [
    path("", home),
    path("masuk-sudah/", signed_in),
    path("kit/", kit),
    path("form/", sample_form),
    path("hasil/<int:number>/", result),
    path("lembar/", sheet),
    path("meja/", desk),
    path("galat/<int:status>/", error),
    path("", include(claims)),
    path("petugas/", include(officers)),
]
