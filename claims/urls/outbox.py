"""Addresses: outbox."""

from django.urls import path

from claims.views import outbox

urlpatterns: list = [
    path("kotak-keluar/", outbox.outbox, name="outbox"),
]
