"""Addresses: Program Layanan, Jaminan Hari Tua. A card stands in them as a random key, never as its number."""

from django.urls import path

from claims.views import cards, hub, savings, simulating

urlpatterns = [
    path("jht/", hub.hub, name="hub"),
    path("jht/saldo/", savings.balance, name="balance"),
    path("jht/kartu/", cards.cards, name="cards"),
    path("jht/kartu/layar/", cards.card_screen, name="card_screen"),
    path("jht/kartu/gambar.png", cards.card_image, name="card_image"),
    path("jht/simulasi/", simulating.simulate, name="simulation"),
    path("jht/rincian/", savings.statement, name="statement"),
    path("jht/rincian/mutasi.csv", savings.statement_csv, name="statement_csv"),
    path("jht/rincian/<int:year>/cetak/", savings.year_print, name="year_print"),
    path("jht/rincian/<int:year>/lembar.pdf", savings.year_pdf, name="year_pdf"),
]
