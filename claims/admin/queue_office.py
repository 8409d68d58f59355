"""How offices receive people: services with their places a slot, opening hours, closed days and counters.

Admin Konfigurasi keeps them for every office, the head for the own one; others look.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.kept import KeptAdmin
from claims.domain.queueing import SERVICE_LABELS, STANDARD_SLOTS, Lane, Slot
from claims.domain.workflow import Role
from claims.forms.queue_office import PlacesForm
from claims.models import Closure, Counter, OfficeService, OpeningHours, SlotQuota
from claims.models.queue_office import LANES, SERVICES, WEEKDAYS, every_lane
from claims.officer_site import desk_at
from claims.services import keeping, queue_rules
from claims.services.officers import Desk
from jht_portal.lib.formats import short_date

SAVED = "Kuota tersimpan. Yang sudah memegang nomor tetap dilayani."


def keeps(desk: Desk, office_id: int | None) -> bool:
    """Tell whether the officer may change how this office receives people."""
    own = desk.office is not None and Role.HEAD in desk.roles and desk.office.pk == office_id
    return own or Role.CONFIGURATOR in desk.roles


class JudgedForm(forms.ModelForm):
    """A row as it would stand, judged by what people hold already."""

    def _post_clean(self) -> None:
        """Say what is wrong in words beside the field; they replace what the database's own rules would say."""
        super()._post_clean()
        if set(self.errors) <= {NON_FIELD_ERRORS}:
            for name, sentence in queue_rules.faults(self.instance, timezone.now()):
                self.errors.pop(NON_FIELD_ERRORS, None)
                self.add_error(name, sentence)


class OfficeBoundAdmin(KeptAdmin):
    """Rows of an office: seen within reach, changed in the own office."""

    form = JudgedForm
    list_select_related = ("office",)
    list_filter = ("office__province",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        desk, rows = desk_at(request), super().get_queryset(request)
        return rows if Role.CONFIGURATOR in desk.roles else rows.filter(office__in=desk.offices)

    def has_add_permission(self, request: HttpRequest) -> bool:
        desk = desk_at(request)
        return super().has_add_permission(request) and keeps(desk, desk.office and desk.office.pk)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or keeps(desk_at(request), obj.office_id))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return (
            super().has_delete_permission(request, obj)
            and obj is not None
            and keeps(desk_at(request), obj.office_id)
            and queue_rules.may_drop(obj)
        )

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.ModelChoiceField:
        """Let the head choose the own office only."""
        desk = desk_at(request)
        if db_field.name == "office" and Role.CONFIGURATOR not in desk.roles:
            kwargs |= {"queryset": type(desk.office).objects.filter(pk=desk.office.pk), "initial": desk.office}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("office",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        keeping.keep(obj, user=request.user, now=timezone.now(), role=role_of(request))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        keeping.drop(obj, user=request.user, now=timezone.now(), role=role_of(request))


def role_of(request: HttpRequest) -> Role:
    """Return in which role the officer changes the rows of an office."""
    return Role.CONFIGURATOR if Role.CONFIGURATOR in desk_at(request).roles else Role.HEAD


@admin.register(OpeningHours)
class OpeningHoursAdmin(OfficeBoundAdmin):
    """When an office is open, one row a weekday."""

    list_display = ("weekday", "office", "opens_at", "closes_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("office", "weekday") if obj else ()


@admin.register(Closure)
class ClosureAdmin(OfficeBoundAdmin):
    """Days on which one office is closed."""

    list_display = ("days", "office", "reason")

    @admin.display(description="hari", ordering="first_on")
    def days(self, closure: Closure) -> str:
        first, last = short_date(closure.first_on), short_date(closure.last_on)
        return first if first == last else f"{first} – {last}"


class CounterForm(JudgedForm):
    """A counter with what it serves."""

    services = forms.MultipleChoiceField(
        label="Layanan", choices=SERVICES, required=False, widget=forms.CheckboxSelectMultiple, help_text="Kosong: semua layanan kantor."
    )
    lanes = forms.MultipleChoiceField(
        label="Jalur",
        choices=LANES,
        initial=every_lane,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu jalur."},
    )


@admin.register(Counter)
class CounterAdmin(OfficeBoundAdmin):
    """The counters of an office. One that is not used any more is closed, never deleted: tickets name it."""

    form = CounterForm
    list_display = ("__str__", "office", "gives", "calls", "is_open")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("office", "number") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Counter | None = None) -> bool:
        return False

    @admin.display(description="layanan")
    def gives(self, counter: Counter) -> str:
        return ", ".join(SERVICE_LABELS[service] for service in counter.services) or "Semua"

    @admin.display(description="jalur")
    def calls(self, counter: Counter) -> str:
        return ", ".join(dict(LANES)[lane] for lane in counter.lanes) if len(counter.lanes) < len(Lane) else "Semua"


@admin.register(OfficeService)
class OfficeServiceAdmin(OfficeBoundAdmin):
    """What an office gives by number, with the places of its week."""

    list_display = ("what", "office", "is_open", "week")

    def get_urls(self) -> list[URLPattern]:
        week = self.admin_site.admin_view(self.places)
        return [path("<int:service_id>/kuota/", week, name="claims_officeservice_places"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("office", "service") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: OfficeService | None = None) -> bool:
        return False

    @admin.display(description="layanan", ordering="service")
    def what(self, service: OfficeService) -> str:
        return service.get_service_display()

    @admin.display(description="kuota")
    def week(self, service: OfficeService) -> SafeString:
        address = reverse("admin:claims_officeservice_places", args=[service.pk])
        return format_html('<a href="{}">Kuota jam<span class="visually-hidden"> {}</span></a>', address, str(service))

    def places(self, request: HttpRequest, service_id: int) -> HttpResponse:
        """The week of a service as one table; saved as a whole, written down slot by slot."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        service = get_object_or_404(self.get_queryset(request), pk=service_id)
        may_keep = self.has_change_permission(request, service)
        form = _week_form(service, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not may_keep:
                raise PermissionDenied
            if form.is_valid():
                _save_week(request, service, form)
                messages.success(request, SAVED)
                return redirect(request.path)
        context = admin.site.each_context(request) | {"title": f"Kuota {service}", "form": form, "may_keep": may_keep}
        return TemplateResponse(request, "admin/claims/queue_places.html", context | {"weekdays": [name for _, name in WEEKDAYS]})


def _week_form(service: OfficeService, data: Any) -> PlacesForm:
    quotas = list(service.quotas.all())
    slots = sorted({*STANDARD_SLOTS, *(Slot(quota.starts_at, quota.ends_at) for quota in quotas)})
    return PlacesForm(data, slots=slots, places={(quota.weekday, quota.slot): quota.capacity for quota in quotas})


def _save_week(request: HttpRequest, service: OfficeService, form: PlacesForm) -> None:
    before = {(quota.weekday, quota.slot): quota.capacity for quota in service.quotas.all()}
    now = timezone.now()
    for weekday, slot, capacity in form.places:
        quota: SlotQuota | None = queue_rules.set_places(service, weekday, slot, capacity, now=now)
        if quota is not None:
            old = {"capacity": before.get((weekday, slot))}
            keeping.note_change(keeping.name_of(quota), old, {"capacity": capacity}, user=request.user, now=now, role=role_of(request))
