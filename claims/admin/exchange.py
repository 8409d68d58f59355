"""Tables out to a file and back in: looked at first, row by row, then saved all or nothing."""

from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZipFile

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX, Format
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import BaseStorage
from tablib import Dataset

from claims import storage
from claims.admin.cells import CellError, as_written, harmless
from claims.services import keeping, rulebook
from jht_portal.lib.crypto import SealBroken
from jht_portal.lib.formats import size as size_words

MAX_BYTES = 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
"""An XLSX file is a ZIP: it may not grow beyond this before anything reads it."""
SEALED_TO = "import"
KINDS = {
    RowResult.IMPORT_TYPE_NEW: "Baru",
    RowResult.IMPORT_TYPE_UPDATE: "Berubah",
    RowResult.IMPORT_TYPE_SKIP: "Sama",
    RowResult.IMPORT_TYPE_INVALID: "Perlu diperbaiki",
    RowResult.IMPORT_TYPE_ERROR: "Perlu diperbaiki",
}
UNREADABLE = "Berkas ini tidak bisa dibaca. Simpan lagi sebagai CSV (UTF-8) atau XLSX, lalu coba lagi."
NO_ROWS = "Tidak ada baris di bawah nama kolom. Isi barisnya, lalu coba lagi."
UNREADABLE_ROW = "Baris ini tidak bisa dibaca. Periksa isinya."


class SafeCsv(CSV):
    """CSV with commas or semicolons, as Indonesian spreadsheets write it; no cell goes out as a formula."""

    def create_dataset(self, in_stream: bytes | str, **kwargs: Any) -> Dataset:
        text = in_stream.decode("utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        head = text.partition("\n")[0]
        return filled(super().create_dataset(text, delimiter=";" if head.count(";") > head.count(",") else ",", **kwargs))

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return super().export_data(disarmed(dataset), **kwargs)


class SafeXlsx(XLSX):
    """XLSX of a bearable size; no cell goes out as a formula."""

    def create_dataset(self, in_stream: bytes) -> Dataset:
        with ZipFile(BytesIO(in_stream)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise CellError("Isi berkas terlalu besar. Kirim lebih sedikit baris.")
        return filled(super().create_dataset(in_stream))

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return super().export_data(disarmed(dataset), **kwargs)


def filled(dataset: Dataset) -> Dataset:
    """Return DATASET without the empty rows that spreadsheets leave at the end; raise CellError where no other is there."""
    rows = [row for row in dataset if any(as_written(cell) for cell in row)]
    if not rows:
        raise CellError(NO_ROWS)
    return Dataset(*rows, headers=dataset.headers)


def disarmed(dataset: Dataset) -> Dataset:
    """Return DATASET as text that no spreadsheet takes for a formula."""
    return Dataset(*([harmless("" if cell is None else str(cell)) for cell in row] for row in dataset), headers=dataset.headers)


FORMATS: tuple[type[Format], ...] = (SafeCsv, SafeXlsx)
BY_SUFFIX = {".csv": "0", ".xlsx": "1"}


class SealedStorage(BaseStorage):
    """Where a file waits for its confirmation: sealed in the store of documents, found by any machine, swept after a day."""

    def save(self, data: bytes) -> None:
        self.name = storage.store(data, context=SEALED_TO)

    def read(self) -> bytes:
        return storage.read(self.name, SEALED_TO)

    def remove(self) -> None:
        storage.delete(self.name)


class TableUpload(ImportForm):
    """A file to look at; its kind is told by its name."""

    import_file = forms.FileField(
        label="Berkas CSV atau XLSX",
        help_text="Paling besar 1 MB. Ekspor daftar ini dulu untuk mendapat kolom yang benar.",
        allow_empty_file=True,
        error_messages={"required": "Belum ada berkas yang dipilih. Pilih berkas CSV atau XLSX."},
    )
    field_order = ("import_file",)

    def __init__(self, formats: list, resources: list, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].widget.attrs = {"accept": ".csv,.xlsx"}

    @property
    def media(self) -> forms.Media:
        """Nothing to guess, so no script."""
        return forms.Media()

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if PurePath(file.name).suffix.lower() not in BY_SUFFIX:
            raise forms.ValidationError("Pilih berkas CSV atau XLSX.", code="kind")
        if not file.size:
            raise forms.ValidationError("Berkas ini kosong. Pilih berkas lain.", code="empty")
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"Berkas {size_words(file.size)}. Paling besar 1 MB.", code="too_big")
        return file

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if file := found.get("import_file"):
            found["format"] = BY_SUFFIX[PurePath(file.name).suffix.lower()]
        return found


class TableConfirmation(ConfirmImportForm):
    """What was looked at is to be saved."""

    format = forms.ChoiceField(choices=[(number, number) for number in BY_SUFFIX.values()], widget=forms.HiddenInput)


class TableChoice(ExportForm):
    """Which kind of file goes out."""

    def __init__(self, formats: list, resources: list, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        kinds = [("0", "CSV, dibaca semua program"), ("1", "XLSX, untuk lembar kerja")]
        self.fields["format"] = forms.ChoiceField(label="Jenis berkas", choices=kinds, widget=forms.RadioSelect, initial="0")


class ExchangeMixin(ImportExportMixin):
    """Export for whoever may look, import for whoever may add and change."""

    import_form_class = TableUpload
    confirm_form_class = TableConfirmation
    export_form_class = TableChoice
    tmp_storage_class = SealedStorage
    to_encoding = "utf-8-sig"
    skip_admin_log = True
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    @property
    def formats(self) -> tuple[type[Format], ...]:
        return FORMATS

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # --- In

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show what a file would do; nothing is saved."""
        response = super().import_action(request, **kwargs)
        response.context_data["title"] = f"Impor {self.opts.verbose_name_plural}"
        if result := response.context_data.get("result"):
            response.context_data |= self.preview(result)
        return response

    def preview(self, result: Result) -> dict[str, Any]:
        """Return what each row of the file would do, in words."""
        labels = {field.attribute: field.column_name for field in self.resource_classes[0]().get_import_fields()}
        rows = [_told(number, row, labels) for number, row in enumerate(result.rows, 2)]
        return {
            "refusals": [_words(error.error) for error in result.base_errors],
            "wrong": [row for row in rows if row["errors"]],
            "changing": [row for row in rows if row["kind"] in ("Baru", "Berubah") and not row["errors"]],
            "unchanged": sum(row["kind"] == "Sama" for row in rows),
        }

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save what was looked at, all of it or nothing."""
        if request.method != "POST":
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        if not self.has_import_permission(request):
            raise PermissionDenied
        if not self.create_confirm_form(request).is_valid():
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        try:
            with transaction.atomic():
                rulebook.lock()
                response = super().process_import(request, **kwargs)
        except (storage.DocumentMissing, SealBroken) as error:
            raise Http404 from error
        rulebook.refresh()
        return response

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Tell what was done, here and in the audit."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "Daftar berubah sejak Anda melihat pratinjau. Tidak ada yang disimpan; impor lagi berkasnya.")
        else:
            new, changed = result.totals[RowResult.IMPORT_TYPE_NEW], result.totals[RowResult.IMPORT_TYPE_UPDATE]
            keeping.note_exchange(
                "import", str(self.opts.verbose_name_plural), {"baru": new, "berubah": changed}, user=request.user, now=timezone.now()
            )
            messages.success(request, f"Impor selesai: {new} baris baru, {changed} baris berubah.")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        form.add_error("import_file", _words(e, UNREADABLE))

    # --- Out

    def export_action(self, request: HttpRequest) -> HttpResponse:
        response = super().export_action(request)
        if isinstance(response, TemplateResponse):
            response.context_data["title"] = f"Ekspor {self.opts.verbose_name_plural}"
        return response

    def _do_file_export(self, file_format: Format, request: HttpRequest, queryset: models.QuerySet, **kwargs: Any) -> HttpResponse:
        """Hand out the file, with its line in the audit."""
        response = super()._do_file_export(file_format, request, queryset, **kwargs)
        details = {"format": file_format.get_extension(), "rows": queryset.count()}
        keeping.note_exchange("export", str(self.opts.verbose_name_plural), details, user=request.user, now=timezone.now())
        return response

    def get_export_filename(self, request: HttpRequest, queryset: models.QuerySet, file_format: Format) -> str:
        name = str(self.opts.verbose_name_plural).replace(" ", "-")
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"


def _told(number: int, row: RowResult, labels: dict[str, str]) -> dict[str, Any]:
    """Return one row of the file in words: its line, what happens to it, what is wrong, what changes."""
    errors = [("", _words(error.error, UNREADABLE_ROW)) for error in row.errors]
    if row.validation_error is not None:
        found = row.validation_error.message_dict if hasattr(row.validation_error, "error_dict") else {"": row.validation_error.messages}
        errors += [(labels.get(name, ""), sentence) for name, sentences in found.items() for sentence in sentences]
    return {"number": number, "kind": KINDS[row.import_type], "errors": errors, "changes": row.diff or []}


def _words(error: Exception, otherwise: str = UNREADABLE) -> str:
    """Return the words of an error that was written for people, else OTHERWISE."""
    return str(error) if isinstance(error, CellError) else otherwise
