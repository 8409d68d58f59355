"""Addresses: my claims, repairs, and what else an owner may do with a claim."""

from django.urls import path

from claims.views import documents, mine, refiling, repairing

urlpatterns = [
    path("jht/klaim/", mine.mine, name="mine"),
    path("jht/klaim/<str:number>/", mine.claim, name="claim"),
    path("jht/klaim/<str:number>/cetak/", mine.claim_print, name="claim_print"),
    path("jht/klaim/<str:number>/status.pdf", mine.claim_pdf, name="claim_pdf"),
    path("jht/klaim/<str:number>/hasil/", mine.result_print, name="letter"),
    path("jht/klaim/<str:number>/hasil.pdf", mine.result_letter, name="result_letter"),
    path("jht/klaim/<str:number>/akses/", mine.readings, name="readings"),
    path("jht/klaim/<str:number>/ajukan-lagi/", refiling.repeat, name="repeat"),
    path("jht/klaim/<str:number>/batal/", mine.cancel, name="cancel"),
    path("jht/klaim/<str:number>/perbaikan/", repairing.repair, name="repair"),
    path("jht/klaim/<str:number>/rekening/", repairing.account, name="account"),
    path("klaim/<str:number>/selesai/cetak/", mine.receipt_print, name="receipt_print"),
    path("klaim/<str:number>/selesai/tanda-terima.pdf", mine.receipt_pdf, name="receipt_pdf"),
    path("klaim/<str:number>/dokumen/", documents.documents, name="documents"),
    path("klaim/<str:number>/dokumen/<slug:slot>/", documents.slot, name="slot"),
    path("klaim/<str:number>/dokumen/<slug:slot>/tidak-ada/", documents.missing, name="slot_missing"),
    path("klaim/<str:number>/dokumen/<slug:slot>/kartu/", documents.card, name="slot_card"),
    path("klaim/<str:number>/dokumen/<slug:slot>/<uuid:page_id>/putar/", documents.rotate, name="slot_rotate"),
    path("klaim/<str:number>/dokumen/<slug:slot>/<uuid:page_id>/hapus/", documents.remove, name="slot_remove"),
]
