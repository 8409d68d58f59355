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
