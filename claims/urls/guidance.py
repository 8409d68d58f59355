"""Addresses: guidance."""

from django.urls import path

from claims.views import guidance, letters, performance, samples

urlpatterns = [
    path("klaim/kelayakan/", guidance.eligibility, name="eligibility"),
    path("klaim/kelayakan/<slug:code>/", guidance.eligibility_reason, name="eligibility_reason"),
    path("syarat/", guidance.requirements, name="requirements"),
    path("syarat/<slug:code>/", guidance.requirement, name="requirement"),
    path("contoh/<uuid:picture_id>/", samples.sample_picture, name="sample_picture"),
    path("arti-status/", guidance.status_meanings, name="status_meanings"),
    path("bantuan/", guidance.help_page, name="help"),
    path("bantuan/panduan/", guidance.guide, name="guide"),
    path("bantuan/calo/", guidance.brokers, name="brokers"),
    path("bantuan/pengaduan/", guidance.complaints, name="complaints"),
    path("bantuan/surat/", letters.letters, name="letters_to_employer"),
    path("bantuan/surat/<slug:code>/", letters.letter, name="letter_to_employer"),
    path("bantuan/surat/<slug:code>/surat.pdf", letters.letter_pdf, name="letter_to_employer_pdf"),
    path("kinerja/", performance.show, name="performance"),
    path("privasi/", guidance.privacy, name="privacy"),
    path("aksesibilitas/", guidance.accessibility, name="accessibility"),
]
