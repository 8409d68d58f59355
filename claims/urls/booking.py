"""Addresses: queue numbers."""

from django.urls import path

from claims.views import booking, booking_who, tickets, waiting

urlpatterns = [
    path("antrian/", booking.places, name="places"),
    path("antrian/ambil/", booking.take, name="take_number"),
    path("antrian/tunggu/", booking.wait, name="join_waiting"),
    path("antrian/siapa/", booking_who.who, name="booking_who"),
    path("antrian/kode/", booking_who.code, name="booking_code"),
    path("antrian/cari/", tickets.find, name="find_ticket"),
    path("antrian/tunggu/<slug:wait_code>/", waiting.show, name="waiting"),
    path("antrian/<slug:ticket_code>/", tickets.show, name="ticket"),
    path("antrian/<slug:ticket_code>/giliran/", tickets.standing, name="ticket_standing"),
    path("antrian/<slug:ticket_code>/bukti/", tickets.proof, name="ticket_proof"),
    path("antrian/<slug:ticket_code>/cetak/", tickets.on_paper, name="ticket_print"),
    path("antrian/<slug:ticket_code>/tiket.pdf", tickets.pdf, name="ticket_pdf"),
    path("antrian/<slug:ticket_code>/jadwal.ics", tickets.calendar, name="ticket_calendar"),
    path("antrian/<slug:ticket_code>/ubah/", tickets.change, name="ticket_change"),
    path("antrian/<slug:ticket_code>/pilih/", tickets.choose, name="ticket_choose"),
    path("antrian/<slug:ticket_code>/batal/", tickets.give_back, name="ticket_cancel"),
]
