"""The head of an office moves the people of a slot: why is asked first, nobody is moved silently, every move is counted."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from claims.admin.readonly import ReadOnlyAdmin
from claims.domain.ticket_life import TicketState
from claims.domain.workflow import Role
from claims.forms.queue_office import MoveForm
from claims.models import SlotDay, SlotMove
from claims.officer_site import desk_at
from claims.services import queue_rules, slot_moving
from claims.services.deadlines import local_date
from claims.services.officers import Desk
from claims.services.slot_moving import MoveRefused
from claims.services.ticket_steps import TicketChangedMeanwhile

PAGE = "admin:claims_slotmove_changelist"
AGAIN = "Ada yang membatalkan atau mengganti nomornya saat ini juga. Muat ulang, lalu coba sekali lagi."


def may_move(desk: Desk) -> bool:
    """Tell whether the officer heads the own office."""
    return desk.office is not None and Role.HEAD in desk.roles


@admin.register(SlotMove)
class SlotMoveAdmin(ReadOnlyAdmin):
    """Slots to come in which people hold numbers, and every move that was made."""

    list_display = ("place",)
    list_display_links = None
    list_select_related = ("place__service", "office", "by")
    change_list_template = "admin/claims/slot_moves.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SlotMove]:
        moves = SlotMove.objects.filter(office__in=desk_at(request).offices)
        return moves.annotate(people=Count("tickets"), chose=Count("tickets", filter=Q(tickets__chosen_at__isnull=False)))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: SlotMove | None = None) -> bool:
        desk = desk_at(request)
        return desk.may_read_claims and desk.oversees

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.changelist_view), name="claims_slotmove_changelist"),
            path("<int:place_id>/pindah/", guarded(move_slot), name="claims_slotmove_move"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        desk = desk_at(request)
        coming = list(_coming(desk)) if may_move(desk) else []
        closed = queue_rules.closed_days(desk.office, {place.day for place in coming}) if coming else set()
        context = {"title": "Pemindahan jadwal", "coming": coming, "closed_days": closed}
        return super().changelist_view(request, context | (extra_context or {}))


def _coming(desk: Desk) -> QuerySet[SlotDay]:
    """Return the slots from tomorrow on in which somebody holds a number at the own office."""
    today = local_date(desk.office, timezone.now())
    held = Count("tickets", filter=Q(tickets__state=TicketState.BOOKED))
    slots = SlotDay.objects.filter(service__office=desk.office, day__gt=today).annotate(held=held)
    return slots.filter(held__gt=0).select_related("service__office").order_by("day", "starts_at", "service")


def move_slot(request: HttpRequest, place_id: int) -> HttpResponse:
    """Say whom it concerns and where they would go, ask why, and move them all."""
    desk = desk_at(request)
    if not may_move(desk):
        raise PermissionDenied
    place = get_object_or_404(_coming(desk), pk=place_id)
    form, now = MoveForm(request.POST if request.method == "POST" else None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data
            moved = slot_moving.move(place, typed["alasan"], actor=desk.actor, now=now, other_day=typed["hari_lain"])
        except MoveRefused as refusal:
            form.add_error("alasan", str(refusal))
        except TicketChangedMeanwhile:
            form.add_error("alasan", AGAIN)
        else:
            messages.success(request, f"{moved.tickets.count()} orang dipindah dan diberi tahu.")
            return redirect(PAGE)
    context = admin.site.each_context(request) | {"title": "Pindahkan jam", "form": form, "place": place}
    return TemplateResponse(request, "admin/claims/slot_move.html", context | {"targets": slot_moving.move_targets(place, now)[:6]})
