"""Sample pictures on the page of a coded reason: put one up, take it away."""

import logging
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from claims.admin.access import pressed_on
from claims.cleaning import CleanerBroken, FileRefused
from claims.forms.samples import SampleForm
from claims.models import CodedReasonRule
from claims.services import rulebook, samples

logger = logging.getLogger(__name__)
PAGE = "admin:claims_codedreasonrule_change"
WHICH = {"benar": True, "salah": False}
NO_PDF = "Pilih gambar, bukan PDF."
OUR_FAULT = "Gambar belum bisa disimpan. Coba lagi sebentar lagi."


class SamplePictures:
    """Beside the admin of coded reasons: the addresses under which pictures come and go."""

    def get_urls(self) -> list[URLPattern]:
        guarded, act, where = self.admin_site.admin_view, pressed_on(PAGE, "object_id"), "<int:object_id>/gambar/<slug:which>"
        return [
            path(f"{where}/", guarded(act(self.put_picture)), name="claims_codedreasonrule_picture"),
            path(f"{where}/hapus/", guarded(act(self.remove_picture)), name="claims_codedreasonrule_picture_remove"),
            *super().get_urls(),
        ]

    def put_picture(self, request: HttpRequest, object_id: int, which: str) -> HttpResponse:
        """Show another picture with the reason."""
        reason, form = self._reason(request, object_id, which), SampleForm(request.POST, request.FILES)
        refused = self._put(request, reason, form, WHICH[which]) if form.is_valid() else form.errors["gambar"][0]
        rulebook.refresh()
        if refused:
            messages.error(request, refused)
        else:
            messages.success(request, f"Contoh yang {which} tersimpan.")
        return redirect(PAGE, object_id)

    def _put(self, request: HttpRequest, reason: CodedReasonRule, form: SampleForm, is_good: bool) -> str:
        """Store the picture; return a sentence where it cannot be."""
        file = form.cleaned_data["gambar"]
        facts = {"path": Path(file.temporary_file_path()), "name": file.name, "user": request.user, "now": timezone.now()}
        try:
            samples.put_picture(reason.code, is_good=is_good, **facts)
        except FileRefused as refused:
            return refused.sentence
        except samples.NotAPicture:
            return NO_PDF
        except CleanerBroken as error:
            logger.error("sample picture not cleaned: %s", error)
            return OUR_FAULT
        return ""

    def remove_picture(self, request: HttpRequest, object_id: int, which: str) -> HttpResponse:
        """Show no picture any more."""
        reason = self._reason(request, object_id, which)
        samples.remove_picture(reason.code, is_good=WHICH[which], user=request.user, now=timezone.now())
        rulebook.refresh()
        messages.success(request, f"Contoh yang {which} dihapus.")
        return redirect(PAGE, object_id)

    def _reason(self, request: HttpRequest, object_id: int, which: str) -> CodedReasonRule:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if which not in WHICH:
            raise Http404
        return get_object_or_404(CodedReasonRule, pk=object_id, kind=CodedReasonRule.DOCUMENT)

    def render_change_form(self, request: HttpRequest, context: dict, *args: object, **kwargs: object) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None and row.kind == CodedReasonRule.DOCUMENT:
            shown = samples.pictures_of(row.code)
            context["samples"] = [(which, shown.get(is_good)) for which, is_good in WHICH.items()]
            context["sample_form"] = SampleForm()
        return super().render_change_form(request, context, *args, **kwargs)
