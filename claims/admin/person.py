"""Participants with a claim at an office within the officer's reach: masked, and opened field by field, logged."""

from uuid import UUID

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_http_methods

from claims.admin import counter_filing, person_contact
from claims.admin.access import pressed_on
from claims.admin.person_contact import PRESSES
from claims.admin.readonly import ReadOnlyAdmin
from claims.models import Claim
from claims.officer_site import desk_at
from claims.services import contacts, person_file, reading
from claims.services.counter_filing import may_file
from participants.domain.identifiers import mask_name, mask_nik
from participants.models import Participant


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    """The list is masked; a page of one person opens fields one at a time."""

    list_display = ("masked_nik", "masked_name", "citizenship")
    ordering = ("-created_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        own = Claim.objects.sent().of_offices(desk_at(request).offices).filter(participant=OuterRef("pk"))
        return super().get_queryset(request).filter(Exists(own))

    def get_urls(self) -> list[URLPattern]:
        """The list, one person, and the opening of a field."""
        guarded, names = self.admin_site.admin_view, "participants_participant"
        act = pressed_on(f"admin:{names}_change", "person_id")
        return [
            path("", guarded(self.changelist_view), name=f"{names}_changelist"),
            path("cari/", guarded(person_contact.find), name=f"{names}_find"),
            path("<uuid:person_id>/kontak/", guarded(self.propose_contact), name=f"{names}_propose_contact"),
            path("kontak/<uuid:proposal_id>/", guarded(person_contact.show), name=f"{names}_contact"),
            *(path(f"kontak/<uuid:proposal_id>/{tail}/", guarded(view), name=f"{names}_contact_{name}") for name, tail, view in PRESSES),
            path("<uuid:person_id>/ajukan/", guarded(self.file), name=f"{names}_file"),
            path("ajukan/<uuid:proof_id>/", guarded(counter_filing.code), name=f"{names}_file_code"),
            path("ajukan/<uuid:proof_id>/kirim-kode/", guarded(counter_filing.send_code), name=f"{names}_file_send_code"),
            path("ajukan/selesai/", guarded(counter_filing.leave), name=f"{names}_file_leave"),
            path("<uuid:person_id>/change/", guarded(require_GET(self.show)), name=f"{names}_change"),
            path("<uuid:person_id>/buka/", guarded(act(self.reveal)), name=f"{names}_reveal"),
        ]

    def show(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """Show one person behind masks."""
        return self.page(request, self.person_or_found(request, person_id), {})

    def reveal(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """Open a masked field for one page view, logged."""
        person = self.person(request, person_id)
        wanted = {request.POST.get("buka", ""), *request.POST.getlist("terbuka")}
        return self.page(request, person, reading.reveal_person(person, wanted, desk_at(request), now=timezone.now()))

    def person(self, request: HttpRequest, person_id: UUID) -> Participant:
        """Return a person with a claim within reach, to roles that may look people up in the list; answer 404 for any other."""
        allowed = self.get_queryset(request) if self.has_view_permission(request) else Participant.objects.none()
        return get_object_or_404(allowed, pk=person_id)

    def person_or_found(self, request: HttpRequest, person_id: UUID) -> Participant:
        """Return a person whom the officer looked up by number at the counter, or one within reach."""
        if person_contact.found_lately(request, person_id) and contacts.may_change(desk_at(request)):
            return get_object_or_404(Participant, pk=person_id)
        return self.person(request, person_id)

    @method_decorator(require_http_methods(["GET", "POST"]))
    def propose_contact(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """Take in a new registered contact."""
        return person_contact.propose(request, self.person_or_found(request, person_id))

    @method_decorator(require_http_methods(["GET", "POST"]))
    def file(self, request: HttpRequest, person_id: UUID) -> HttpResponse:
        """Begin to file with somebody at the counter."""
        return counter_filing.ask(request, self.person_or_found(request, person_id))

    def opens_fields(self, request: HttpRequest, person: Participant) -> bool:
        """Tell whether fields may be opened: not by who only looked the number up."""
        return self.has_view_permission(request) and self.get_queryset(request).filter(pk=person.pk).exists()

    def page(self, request: HttpRequest, person: Participant, revealed: dict[str, str]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": mask_name(person.name),
            "person": person,
            "revealed": revealed,
            "opens_fields": self.opens_fields(request, person),
            "may_file": may_file(desk_at(request)),
            "may_change_contact": contacts.may_change(desk_at(request)),
            "private": person_file.private_rows(person, revealed),
            "cards": person_file.cards(person),
            "claims": person_file.claims_at(person, desk_at(request).offices),
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
