"""Addresses: where providers report."""

from django.urls import path

from claims.views import provider_reports

urlpatterns: list = [
    path("kabar/whatsapp/", provider_reports.whatsapp_reports, name="whatsapp_reports"),
    path("kabar/sms/", provider_reports.sms_reports, name="sms_reports"),
]
