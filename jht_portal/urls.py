"""The portal's addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("petugas/", admin.site.urls),
    path("", include("claims.urls")),
]
