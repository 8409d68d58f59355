"""Addresses: "bukan saya"."""

from django.urls import path

from claims.views import denying

urlpatterns = [
    path("bukan-saya/", denying.begin, name="deny"),
    path("bukan-saya/kode/", denying.deny_code, name="deny_code"),
    path("bukan-saya/selesai/", denying.denied, name="denied"),
    path("jht/klaim/<str:number>/bukan-saya/", denying.deny_own, name="deny_own"),
]
