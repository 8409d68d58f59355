"""Officers: accounts with an office and roles, kept by Admin Konfigurasi, who may not raise the own account."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from claims.admin.audited import Audited
from claims.admin.officer_account import SignInKept
from claims.domain.workflow import OFFICER_ROLES, Role
from claims.forms.fields import NumberField
from claims.models import Office, Officer, OfficerIdentity
from claims.services import identifying
from jht_portal.lib.crypto import blind_index
from participants.domain.identifiers import parse_nik

admin.site.unregister(User)
admin.site.unregister(Group)
ACCOUNT_HELP = {
    "username": "Dipakai saat masuk: huruf, angka, titik, dan garis bawah.",
    "is_active": "Tanpa centang, akun ini tidak bisa masuk. Akun tidak pernah dihapus.",
    "groups": "",
}
LOOKED_AT = (None, {"fields": ("username", "is_active")})
STRENGTH_HELP = "Paling sedikit 12 karakter, bukan kata sandi yang umum, tidak mirip nama petugas."
NIK_HELP = "Supaya petugas tidak mengerjakan klaimnya sendiri. Tersimpan tersegel, tidak pernah ditampilkan."
NIK_KEPT = "NIK sudah tersimpan dan tidak ditampilkan. Isi hanya untuk menggantinya."
NIK_OF_ANOTHER = "NIK ini sudah dipakai akun lain. Satu orang satu akun."
ROLES_APART = "Admin Konfigurasi tidak boleh memegang peran lain. Buat dua akun untuk dua orang."
OTHER_OFFICES_HELP = "Petugas hanya melihat klaim kantor ini. Langkah tetap diambil petugas kantor klaim."


def _word_passwords(form: forms.Form) -> None:
    """Say "kata sandi" as the rest of the desk does; Django says "sandi"."""
    form.fields["password1"].label, form.fields["password1"].help_text = "Kata sandi", STRENGTH_HELP
    form.fields["password2"].label, form.fields["password2"].help_text = "Kata sandi, sekali lagi", ""


class OfficerForm(UserChangeForm):
    """An account; whoever keeps accounts does not work on claims. The citizen number is written, never shown again."""

    nik = NumberField(parse_nik, label="NIK petugas", required=False, help_text=NIK_HELP)

    class Meta(UserChangeForm.Meta):
        help_texts = ACCOUNT_HELP
        labels = {"groups": "Peran"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "nik" in self.fields and OfficerIdentity.objects.filter(user=self.instance.pk).exists():
            self.fields["nik"].help_text = NIK_KEPT

    def clean_nik(self) -> str:
        """One person has one account: two would be four eyes of one."""
        nik = self.cleaned_data["nik"]
        if nik and OfficerIdentity.objects.filter(nik_index=blind_index(nik, "nik")).exclude(user=self.instance.pk).exists():
            raise forms.ValidationError(NIK_OF_ANOTHER, code="nik_of_another")
        return nik

    def clean_groups(self) -> QuerySet[Group]:
        groups = self.cleaned_data["groups"]
        names = {group.name for group in groups}
        if Role.CONFIGURATOR in names and len(names) > 1:
            raise forms.ValidationError(ROLES_APART, code="roles_apart")
        return groups


class NewOfficerForm(UserCreationForm):
    """A new account: roles follow on the next page."""

    class Meta(UserCreationForm.Meta):
        help_texts = ACCOUNT_HELP

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word_passwords(self)


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password for a colleague; nobody signs in without one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields["password1"].required = self.fields["password2"].required = True
        _word_passwords(self)


class OfficeInline(admin.StackedInline):
    """The office where the officer works."""

    model = Officer
    can_delete = False
    verbose_name = verbose_name_plural = "tempat kerja"

    def formfield_for_dbfield(self, db_field: object, request: HttpRequest, **kwargs: object) -> forms.Field:
        """Choose among the offices; they are kept on their own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("office", "other_offices"):
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def formfield_for_manytomany(self, db_field: object, request: HttpRequest, **kwargs: object) -> forms.Field:
        kwargs |= {"widget": forms.CheckboxSelectMultiple, "help_text": OTHER_OFFICES_HELP}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class OfficerAdmin(SignInKept, Audited, UserAdmin):
    """Accounts of the desk. What is not on this form cannot be set through it: superuser, staff, single permissions."""

    audit_kind = "account"
    personal = frozenset({"username", "first_name", "last_name", "email"})
    form = OfficerForm
    add_form = NewOfficerForm
    add_form_template = "admin/claims/officer_add.html"
    change_password_form = NewPasswordForm
    readonly_fields = ("new_password", "second_step", "lock")
    show_facets = admin.ShowFacets.NEVER
    inlines = (OfficeInline,)
    fieldsets = (
        (None, {"fields": ("username", "new_password", "second_step", "lock", "is_active")}),
        ("Orang", {"fields": ("first_name", "last_name", "email")}),
        ("Peran", {"fields": ("groups",)}),
        ("Klaim milik sendiri", {"fields": ("nik",)}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)
    list_display = ("username", "full_name", "office", "roles", "is_active", "has_second_step")
    list_filter = ("is_active", "groups", "officer__office")
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        accounts = super().get_queryset(request).filter(is_superuser=False)
        return accounts.select_related("officer__office").prefetch_related(Prefetch("groups"))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and obj != request.user

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list | tuple:
        """Leave out the way to a new password for whoever only looks."""
        shown = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return shown
        return (LOOKED_AT, *shown[1:-1])

    def formfield_for_manytomany(self, db_field: object, request: HttpRequest, **kwargs: object) -> forms.Field:
        if db_field.name == "groups":
            kwargs |= {"queryset": Group.objects.filter(name__in=OFFICER_ROLES), "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if nik := form.cleaned_data.get("nik"):
            identifying.keep_nik(obj, nik)

    def audited_office(self, obj: User) -> Office | None:
        return Office.objects.filter(officers__user=obj).first()

    @admin.display(description="nama")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description="kantor")
    def office(self, user: User) -> str:
        return str(user.officer.office) if hasattr(user, "officer") else "–"

    @admin.display(description="peran")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @admin.display(description="kata sandi")
    def new_password(self, user: User) -> str:
        """Lead to a new password; of the old one nothing is shown, not even its hash."""
        return format_html('<a href="{}">Setel kata sandi baru</a>', reverse("admin:auth_user_password_change", args=[user.pk]))
