"""Officers: accounts with an office and roles, kept by Admin Konfigurasi, who may not raise the own account."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from claims.domain.workflow import OFFICER_ROLES, Role
from claims.models import Officer

admin.site.unregister(User)
admin.site.unregister(Group)
ROLES_APART = "Admin Konfigurasi tidak boleh memegang peran lain. Buat dua akun untuk dua orang."


class OfficerForm(UserChangeForm):
    """An account; whoever keeps accounts does not work on claims."""

    def clean_groups(self) -> QuerySet[Group]:
        groups = self.cleaned_data["groups"]
        names = {group.name for group in groups}
        if Role.CONFIGURATOR in names and len(names) > 1:
            raise forms.ValidationError(ROLES_APART, code="roles_apart")
        return groups


class OfficeInline(admin.StackedInline):
    """The office where the officer works."""

    model = Officer
    can_delete = False
    verbose_name_plural = "kantor"


@admin.register(User)
class OfficerAdmin(UserAdmin):
    """Accounts of the desk. What is not on this form cannot be set through it: superuser, staff, single permissions."""

    form = OfficerForm
    add_form = UserCreationForm
    inlines = (OfficeInline,)
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        ("Orang", {"fields": ("first_name", "last_name", "email")}),
        ("Peran", {"fields": ("groups",)}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)
    list_display = ("username", "full_name", "office", "roles", "is_active")
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

    def formfield_for_manytomany(self, db_field: object, request: HttpRequest, **kwargs: object) -> forms.Field:
        if db_field.name == "groups":
            kwargs |= {"queryset": Group.objects.filter(name__in=OFFICER_ROLES), "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description="nama")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description="kantor")
    def office(self, user: User) -> str:
        return str(user.officer.office) if hasattr(user, "officer") else "–"

    @admin.display(description="peran")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"
