"""Rules with dates, one list each: reasons, papers, coded reasons and limits."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.dated import DAYS, MANY, DatedForm, DatedRuleAdmin, StateFilter
from claims.admin.resources import resource_of
from claims.admin.sample_pictures import SamplePictures
from claims.domain.limits import KINDS, Limit
from claims.domain.reasons import reason_labels
from claims.models import CodedReasonRule, LimitRule, PaperRule, ReasonRule, RequirementRule
from claims.models.reference import SEGMENT_CHOICES, SLOT_LABELS
from claims.services.rule_checks import in_unit


class ReasonForm(DatedForm):
    segments = forms.MultipleChoiceField(label="Segmen", choices=SEGMENT_CHOICES, widget=MANY)


@admin.register(ReasonRule)
class ReasonRuleAdmin(DatedRuleAdmin):
    """The reasons for a claim."""

    form = ReasonForm
    resource_classes = (resource_of(ReasonRule),)
    shown_as = {"segments": "segment_words"}
    list_display = ("label", "code", "share", "waiting", "days")
    search_fields = ("code", "label")
    fieldsets = (
        (None, {"fields": (("code", "position"), "label", "summary", "article", "share_percent", "segments", "needs_inactive_membership")}),
        ("Masa tunggu", {"fields": ("event_date_label", ("waiting_months", "waiting_days"), "waiting_from_next_month")}),
        DAYS,
    )

    @admin.display(description="segmen")
    def segment_words(self, row: ReasonRule) -> str:
        return ", ".join(words for code, words in SEGMENT_CHOICES if code in row.segments)

    @admin.display(description="bagian saldo", ordering="share_percent")
    def share(self, row: ReasonRule) -> str:
        return f"{row.share_percent}%"

    @admin.display(description="masa tunggu")
    def waiting(self, row: ReasonRule) -> str:
        if row.waiting_from_next_month:
            return "Mulai tanggal 1 bulan berikutnya"
        parts = [f"{row.waiting_months} bulan"] * bool(row.waiting_months) + [f"{row.waiting_days} hari"] * bool(row.waiting_days)
        return " dan ".join(parts) or "Tidak ada"


def slot_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="Dokumen", choices=list(SLOT_LABELS.items()))


def reason_choices() -> list[tuple[str, str]]:
    return list(reason_labels().items())


class RequirementForm(DatedForm):
    reason = forms.ChoiceField(label="Sebab klaim", choices=reason_choices)
    slot = slot_field()


class ReasonFilter(admin.SimpleListFilter):
    """One reason for a claim."""

    title = "sebab klaim"
    parameter_name = "sebab"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return reason_choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(reason=self.value()) if self.value() else queryset


class OfReason:
    """Columns of a row that belongs to a reason and a slot."""

    shown_as = {"reason": "reason_name", "slot": "slot_name"}

    @admin.display(description="sebab klaim", ordering="reason")
    def reason_name(self, row: RequirementRule | PaperRule) -> str:
        return reason_labels().get(row.reason, row.reason) or "Semua sebab"

    @admin.display(description="dokumen", ordering="slot")
    def slot_name(self, row: RequirementRule | PaperRule) -> str:
        return SLOT_LABELS.get(row.slot, row.slot)


@admin.register(RequirementRule)
class RequirementRuleAdmin(OfReason, DatedRuleAdmin):
    """The matrix: which paper for which reason, under each policy."""

    form = RequirementForm
    resource_classes = (resource_of(RequirementRule),)
    list_display = ("slot_name", "reason_name", "policy", "requirement", "days")
    list_filter = (StateFilter, "policy", ReasonFilter, "requirement")
    fieldsets = ((None, {"fields": ("policy", "reason", "slot", "requirement")}), DAYS)


class PaperForm(DatedForm):
    reason = forms.ChoiceField(label="Sebab klaim", choices=lambda: [("", "Semua sebab"), *reason_choices()], required=False)
    slot = slot_field()


@admin.register(PaperRule)
class PaperRuleAdmin(OfReason, DatedRuleAdmin):
    """The words of the papers."""

    form = PaperForm
    resource_classes = (resource_of(PaperRule),)
    list_display = ("label", "slot_name", "reason_name", "situation", "days")
    list_filter = (StateFilter, ReasonFilter, "situation")
    search_fields = ("label", "what_counts")
    fieldsets = ((None, {"fields": ("slot", "reason", "situation", "label", "what_counts", "hint")}), DAYS)


class CodedReasonForm(DatedForm):
    slots = forms.MultipleChoiceField(
        label="Dokumen", choices=list(SLOT_LABELS.items()), widget=MANY, required=False, help_text="Hanya untuk dokumen yang dikembalikan."
    )


@admin.register(CodedReasonRule)
class CodedReasonRuleAdmin(SamplePictures, DatedRuleAdmin):
    """Coded reasons, with the words that a participant reads and the pictures beside them."""

    change_form_template = "admin/claims/coded_reason_form.html"

    form = CodedReasonForm
    resource_classes = (resource_of(CodedReasonRule),)
    shown_as = {"slots": "slot_words"}
    list_display = ("short", "code", "kind", "fixer", "days")
    list_filter = (StateFilter, "kind", "fixer")
    search_fields = ("code", "short", "advice")
    fieldsets = (
        (None, {"fields": ("kind", ("code", "position"), "short", "advice", "needs_text", "fixer", "slots")}),
        DAYS,
    )

    @admin.display(description="dokumen")
    def slot_words(self, row: CodedReasonRule) -> str:
        return ", ".join(words for slot, words in SLOT_LABELS.items() if slot in row.slots) or "–"


class LimitForm(DatedForm):
    code = forms.ChoiceField(label="Batas", choices=[(kind.value, known.label) for kind, known in KINDS.items()])


@admin.register(LimitRule)
class LimitRuleAdmin(DatedRuleAdmin):
    """Numbers that the office sets, each within its bounds."""

    form = LimitForm
    resource_classes = (resource_of(LimitRule),)
    can_end = False
    import_export_change_list_template = "admin/claims/limit_list.html"
    shown_as = {"code": "name", "value": "worth"}
    list_display = ("name", "worth", "bounds", "days")
    fieldsets = ((None, {"fields": ("code", "value")}), DAYS)

    @admin.display(description="batas", ordering="code")
    def name(self, row: LimitRule) -> str:
        return str(row)

    @admin.display(description="nilai")
    def worth(self, row: LimitRule) -> str:
        return in_unit(row.value, KINDS[Limit(row.code)].unit)

    @admin.display(description="boleh antara")
    def bounds(self, row: LimitRule) -> str:
        kind = KINDS[Limit(row.code)]
        return f"{in_unit(kind.lowest, kind.unit)} dan {in_unit(kind.highest, kind.unit)}"
