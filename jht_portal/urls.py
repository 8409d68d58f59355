"""The portal's addresses."""

from django.contrib import admin
from django.urls import include, path

from jht_portal import health

urlpatterns = [
    path("healthz/", health.alive, name="alive"),
    path("readyz/", health.ready, name="ready"),
    path("petugas/", admin.site.urls),
    path("", include("claims.urls")),
]

handler400 = "jht_portal.errors.bad_request"
handler403 = "jht_portal.errors.permission_denied"
handler404 = "jht_portal.errors.page_not_found"
handler500 = "jht_portal.errors.server_error"
