"""Pages that exist for the tests of the look only: every component with invented content."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from jht_portal.lib.access import public
from jht_portal.lib.crispy import portal_helper


class SampleForm(forms.Form):
    """One field of every kind."""

    nomor = forms.CharField(label="KPJ", help_text="Nomor peserta (KPJ, 11 digit), NIK (16 digit), atau nomor klaim")
    surel = forms.EmailField(label="Surel", required=False)
    sebab = forms.ChoiceField(label="Sebab klaim", choices=[("A", "Mengundurkan diri"), ("B", "PHK")], widget=forms.RadioSelect)
    kabar = forms.MultipleChoiceField(
        label="Kabar lewat", choices=[("e", "Surel"), ("w", "WhatsApp")], widget=forms.CheckboxSelectMultiple, required=False
    )
    bank = forms.ChoiceField(label="Bank", choices=[("", "Pilih bank"), ("x", "Bank Contoh")])
    alasan = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 3}))
    berkas = forms.FileField(label="Foto buku rekening", help_text="JPG, PNG, HEIC, atau PDF, paling besar 6 MB.")
    benar = forms.BooleanField(label="Semua isian saya benar.")

    helper = portal_helper("Kirim contoh", icon="check", css="measure")


@public
def kit(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST or None, request.FILES or None)
    return render(request, "look_kit.html", {"form": form})


def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return render(request, "base.html", {})


CLAIMS = ["track", "start", "eligibility", "mine", "help", "status_meanings", "requirements", "privacy", "accessibility", "check"]
claims = ([path(f"c/{name}/", page, name=name) for name in CLAIMS], "claims")
participants = ([path("masuk/", page, name="sign_in"), path("keluar/", page, name="sign_out")], "participants")
urlpatterns = [path("kit/", kit), path("", include(claims)), path("", include(participants))]
