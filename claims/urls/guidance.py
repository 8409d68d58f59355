"""Addresses: guidance."""

from django.urls import path

from claims.views import guidance

urlpatterns = [
    path("klaim/kelayakan/", guidance.eligibility, name="eligibility"),
    path("klaim/kelayakan/<slug:code>/", guidance.eligibility_reason, name="eligibility_reason"),
    path("syarat/", guidance.requirements, name="requirements"),
    path("syarat/<slug:code>/", guidance.requirement, name="requirement"),
    path("arti-status/", guidance.status_meanings, name="status_meanings"),
    path("bantuan/", guidance.help_page, name="help"),
    path("privasi/", guidance.privacy, name="privacy"),
    path("aksesibilitas/", guidance.accessibility, name="accessibility"),
]
