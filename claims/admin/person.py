"""Participants with a claim at the officer's office: masked, and opened field by field, logged."""

from uuid import UUID

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from claims.admin.access import pressed_on
from claims.admin.readonly import ReadOnlyAdmin
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import person_file, reading
from participants.domain.identifiers import mask_name, mask_nik
from participants.models import Participant


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    """The list is masked; a page of one person opens fields one at a time."""

    list_display = ("masked_nik", "masked_name", "citizenship")
    ordering = ("-created_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        own = Claim.objects.sent().of_office(desk_at(request).office).filter(participant=OuterRef("pk"))
        return super().get_queryset(request).filter(Exists(own))

    def get_urls(self) -> list[URLPattern]:
        """The list, one person, and the opening of a field."""
        guarded, names = self.admin_site.admin_view, "participants_participant"
        act = pressed_on(f"admin:{names}_change", "person_id")
        return [
            path("", guarded(self.changelist_view), name=f"{names}_changelist"),
            path("<uuid:person_id>/change/", guarded(require_GET(self.show)), name=f"{names}_change"),
            path("<uuid:person_id>/buka/", guarded(act(self.reveal)), name=f"{names}_reveal"),
        ]

    def show(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """Show one person behind masks."""
        return self.page(request, self.person(request, person_id), {})

    def reveal(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """Open a masked field for one page view, logged."""
        person = self.person(request, person_id)
        wanted = {request.POST.get("buka", ""), *request.POST.getlist("terbuka")}
        return self.page(request, person, reading.reveal_person(person, wanted, desk_at(request), now=timezone.now()))

    def person(self, request: HttpRequest, person_id: UUID) -> Participant:
        allowed = self.get_queryset(request) if self.has_view_permission(request) else Participant.objects.none()
        return get_object_or_404(allowed, pk=person_id)

    def page(self, request: HttpRequest, person: Participant, revealed: dict[str, str]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": mask_name(person.name),
            "person": person,
            "revealed": revealed,
            "private": person_file.private_rows(person, revealed),
            "cards": person_file.cards(person),
            "claims": person_file.claims_at(person, desk_at(request).office),
        }
        return TemplateResponse(request, "admin/claims/person.html", context)

    @admin.display(description="NIK")
    def masked_nik(self, person: Participant) -> str:
        return mask_nik(person.nik)

    @admin.display(description="nama")
    def masked_name(self, person: Participant) -> str:
        return mask_name(person.name)

    @admin.display(description="kewarganegaraan")
    def citizenship(self, person: Participant) -> str:
        return "Asing" if person.is_foreigner else "Indonesia"
