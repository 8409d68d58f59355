"""Addresses: tracking, its print-outs, and the check of a print-out."""

from django.urls import path

from claims.views import tracking

urlpatterns = [
    path("", tracking.home, name="home"),
    path("tracking", tracking.track),
    path("tracking/", tracking.track, name="track"),
    path("tracking/hasil/<token>/", tracking.result, name="result"),
]
