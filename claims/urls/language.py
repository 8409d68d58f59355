"""Addresses: the switch of languages."""

from django.urls import path

from claims.views import language

urlpatterns = [
    path("bahasa/", language.choose, name="language"),
]
