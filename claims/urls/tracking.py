"""Addresses: tracking, its print-outs, and the check of a print-out."""

from django.urls import path

from claims.views import checking, printing, tracking

urlpatterns = [
    path("", tracking.home, name="home"),
    path("tracking", tracking.track),
    path("tracking/", tracking.track, name="track"),
    path("tracking/hasil/<token>/", tracking.result, name="result"),
    path("tracking/hasil/<token>/cetak/", printing.result_print, name="result_print"),
    path("tracking/hasil/<token>/status.pdf", printing.result_pdf, name="result_pdf"),
    path("cek/", checking.check, name="check"),
    path("cek/<code>/", checking.check_code, name="check_code"),
]
