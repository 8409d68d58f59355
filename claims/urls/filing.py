"""Addresses: the wizard, its receipt and its form. The documents' pages and the receipt on paper stand in ``mine``."""

from django.urls import path

from claims.views import filing, filing_end, filing_start

urlpatterns = [
    path("klaim/baru/", filing_start.start, name="start"),
    path("klaim/baru/fakta/", filing_start.facts, name="facts"),
    path("klaim/<str:number>/lanjut/", filing.resume, name="resume"),
    path("klaim/<str:number>/data/", filing.data, name="data"),
    path("klaim/<str:number>/kantor/", filing.office, name="office"),
    path("klaim/<str:number>/formulir.pdf", filing.form_pdf, name="form_pdf"),
    path("klaim/<str:number>/persetujuan-ahli-waris.pdf", filing.consent_pdf, name="consent_pdf"),
    path("klaim/<str:number>/periksa/", filing_end.review, name="review"),
    path("klaim/<str:number>/selesai/", filing_end.receipt, name="receipt"),
]
