"""Addresses: signing_in."""

from django.urls import path

from claims.views import signing_in

urlpatterns: list = [
    path("masuk/", signing_in.sign_in, name="sign_in"),
    path("masuk/kode/", signing_in.sign_in_code, name="sign_in_code"),
    path("masuk/perangkat/", signing_in.sign_ins, name="sign_ins"),
    path("keluar/", signing_in.sign_out, name="sign_out"),
]
