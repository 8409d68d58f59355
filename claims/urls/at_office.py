"""Addresses: what stands and hangs in an office."""

from django.urls import path

from claims.views import kiosk, queue_wall

urlpatterns = [
    path("antrian/kios/<slug:office_code>/", kiosk.start, name="kiosk"),
    path("antrian/kios/<slug:office_code>/luring/", kiosk.offline, name="kiosk_offline"),
    path("antrian/kios/<slug:office_code>/luring.js", kiosk.offline_worker, name="kiosk_offline_worker"),
    path("antrian/kios/<slug:office_code>/ambil/", kiosk.draw, name="kiosk_draw"),
    path("antrian/kios/<slug:office_code>/datang/", kiosk.check_in, name="kiosk_check_in"),
    path("antrian/kios/<slug:office_code>/tiket/<slug:ticket_code>/", kiosk.ticket, name="kiosk_ticket"),
    path("antrian/layar/<slug:office_code>/", queue_wall.show, name="wall"),
    path("antrian/layar/<slug:office_code>/panggilan/", queue_wall.calls, name="wall_calls"),
]
