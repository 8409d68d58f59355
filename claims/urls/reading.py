"""Addresses: the files of documents."""

from django.urls import path

from claims.views import reading

urlpatterns = [
    path("berkas/<uuid:page_id>/", reading.page_file, name="page_file"),
    path("berkas/<uuid:page_id>/lembar/<int:sheet>/", reading.page_sheet, name="page_sheet"),
    path("berkas/<uuid:page_id>/kecil/", reading.page_thumbnail, name="page_thumbnail"),
]
