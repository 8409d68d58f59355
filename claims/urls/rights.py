"""Addresses: the participant's rights over the own data."""

from django.urls import path

from claims.views import rights

urlpatterns = [
    path("jht/data-saya/", rights.show, name="own_data"),
    path("jht/data-saya/salinan/", rights.ask_copy, name="ask_copy"),
    path("jht/data-saya/salinan/kode/", rights.copy, name="own_copy"),
    path("jht/data-saya/perbaikan/", rights.ask_correction, name="ask_correction"),
]
