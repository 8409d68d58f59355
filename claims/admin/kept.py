"""Lists that Admin Konfigurasi keeps and others look at: every change is noted in the audit."""

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from claims.services import keeping, rulebook


class KeptAdmin(admin.ModelAdmin):
    """Keeps rows one by one; nothing is changed in a list."""

    show_facets = admin.ShowFacets.NEVER
    actions = None
    list_per_page = 50
    list_max_show_all = 200
    save_on_top = False

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        keeping.keep(obj, user=request.user, now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        keeping.drop(obj, user=request.user, now=timezone.now())

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Judge and save under one lock, then put the new rules in force here at once; other processes follow in seconds."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            rulebook.lock()
            response = super().changeform_view(request, object_id, form_url, extra_context)
        rulebook.refresh()
        return response

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        with transaction.atomic():
            rulebook.lock()
            response = super().delete_view(request, object_id, extra_context)
        rulebook.refresh()
        return response
