"""Messages in words that Admin Konfigurasi writes: one page a message, channel and language, with its preview and its versions."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from claims.admin.access import pressed_on
from claims.admin.exchange import ExchangeMixin
from claims.admin.kept import KeptAdmin
from claims.admin.resources import KeptResource, resource_of
from claims.domain.message_words import CHANNELS, INDONESIAN, LANGUAGES, NOTICES, MessageWords, faults_of, find_words
from claims.domain.sms import sms_size
from claims.forms.messages import MessageTextForm
from claims.models import MessageText
from claims.services import message_texts, rulebook
from claims.services.composing import SMS, Message, compose, in_own_words

PAGE = "admin:claims_messagetext_page"


def newest(queryset: QuerySet) -> QuerySet:
    """Keep the newest version of each message where officers' words are sent."""
    same = MessageText.objects.filter(notice=OuterRef("notice"), channel=OuterRef("channel"), language=OuterRef("language"))
    return queryset.filter(version=Subquery(same.order_by("-version").values("version")[:1]), shipped=False)


class MessageTextResource(KeptResource):
    """Texts as a file: one row a message and channel; another text is a new version."""

    def get_queryset(self) -> QuerySet:
        return newest(super().get_queryset())

    def faults(self, instance: MessageText) -> list[tuple[str, str]]:
        if instance.notice not in NOTICES:
            return [("notice", f"Pesan {instance.notice} tidak dikenal.")]
        return list(faults_of(instance.notice, instance.channel, instance.subject, instance.body))

    def do_instance_save(self, instance: MessageText, is_create: bool) -> None:
        words, language = (instance.subject, instance.body), instance.language
        text = message_texts.write(instance.notice, instance.channel, *words, user=self.user, now=timezone.now(), language=language)
        instance.pk, instance.version = text.pk, text.version


@admin.register(MessageText)
class MessageTextAdmin(ExchangeMixin, KeptAdmin):
    """The table of messages, and a page for each."""

    resource_classes = (
        resource_of(
            MessageText,
            key=("notice", "channel", "language"),
            base=MessageTextResource,
            leave_out=("version", "shipped", "created_at", "created_by_id"),
        ),
    )
    import_export_change_list_template = "admin/claims/message_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The table, files, and the pages of a message; single versions have no page of their own."""
        guarded, where = self.admin_site.admin_view, "<slug:notice>/<slug:channel>"
        act = pressed_on(PAGE, "notice", "channel")
        kept = [each for each in super().get_urls() if getattr(each, "name", "") and each.name.endswith(("changelist", "import", "export"))]
        return [
            *kept,
            path(f"{where}/", guarded(self.page), name="claims_messagetext_page"),
            path(f"{where}/simpan/", guarded(act(self.save_words)), name="claims_messagetext_save"),
            path(f"{where}/bawaan/", guarded(act(self.go_back)), name="claims_messagetext_go_back"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return newest(super().get_queryset(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        rows = [(code, notice.label, [(channel, _written(code, channel)) for channel in CHANNELS]) for code, notice in NOTICES.items()]
        extra = {"notices": rows, "channels": list(CHANNELS.values())}
        return super().changelist_view(request, extra | (extra_context or {}))

    def page(self, request: HttpRequest, notice: str, channel: str) -> HttpResponse:
        """Show one message as it is sent now, and the form for another text."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        _known(notice, channel)
        subject, body = message_texts.first_words(notice, channel, _language(request))
        form = MessageTextForm(notice=notice, channel=channel, initial={"judul": subject, "isi": body})
        return self._show(request, notice, channel, form)

    def save_words(self, request: HttpRequest, notice: str, channel: str) -> HttpResponse:
        """Look at a text as it would be sent, or send it from now on."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        _known(notice, channel)
        form = MessageTextForm(request.POST, notice=notice, channel=channel)
        if not form.is_valid() or "lihat" in request.POST:
            return self._show(request, notice, channel, form)
        words = (form.cleaned_data.get("judul", ""), form.cleaned_data["isi"])
        text = message_texts.write(notice, channel, *words, user=request.user, now=timezone.now(), language=_language(request))
        rulebook.refresh()
        messages.success(request, f"Versi {text.version} tersimpan dan dipakai mulai sekarang.")
        return redirect(_page_of(notice, channel, text.language))

    def go_back(self, request: HttpRequest, notice: str, channel: str) -> HttpResponse:
        """Send the text that ships again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        _known(notice, channel)
        text = message_texts.go_back(notice, channel, user=request.user, now=timezone.now(), language=_language(request))
        rulebook.refresh()
        messages.success(request, "Teks bawaan dipakai lagi mulai sekarang.")
        return redirect(_page_of(notice, channel, text.language))

    def _show(self, request: HttpRequest, notice: str, channel: str, form: MessageTextForm) -> HttpResponse:
        language = _language(request)
        now_sent, draft = _as_sent(notice, channel, language), _as_written(form, language)
        context = self.admin_site.each_context(request) | {
            "title": f"{NOTICES[notice].label}, {CHANNELS[channel]}, {LANGUAGES[language]}",
            "opts": self.opts,
            "notice": notice,
            "channel": channel,
            "language": language,
            "languages": [(code, label, _page_of(notice, channel, code)) for code, label in LANGUAGES.items()],
            "form": form,
            "places": NOTICES[notice].places.items(),
            "needed": NOTICES[notice].needed,
            "sent": now_sent,
            "draft": draft,
            "size": sms_size((draft or now_sent).body) if channel == SMS else None,
            "versions": message_texts.versions(notice, channel, language),
            "is_own": find_words(notice, channel, language) is not None,
            "may_change": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/claims/message_page.html", context)


def _known(notice: str, channel: str) -> None:
    if notice not in NOTICES or channel not in CHANNELS:
        raise Http404


def _language(request: HttpRequest) -> str:
    """Return the language of the text that is read or written; Indonesian where none is named."""
    wanted = request.POST.get("bahasa") or request.GET.get("bahasa")
    return wanted if wanted in LANGUAGES else INDONESIAN


def _page_of(notice: str, channel: str, language: str) -> str:
    page = reverse(PAGE, args=[notice, channel])
    return page if language == INDONESIAN else f"{page}?bahasa={language}"


def _written(notice: str, channel: str) -> list[tuple[str, str, bool]]:
    """Return every language of a message on a channel: its label, its page, and whether officers' words are sent."""
    return [(label, _page_of(notice, channel, code), find_words(notice, channel, code) is not None) for code, label in LANGUAGES.items()]


def _as_sent(notice: str, channel: str, language: str) -> Message:
    return compose(notice, message_texts.sample(notice, timezone.now()), channel, language)


def _as_written(form: MessageTextForm, language: str) -> Message | None:
    """Return what was typed as it would be sent; None where nothing was, or where it may not be."""
    if not form.is_bound or not form.is_valid():
        return None
    found: dict[str, Any] = form.cleaned_data
    words = MessageWords(form.notice, form.channel, language, found.get("judul", ""), found["isi"])
    return in_own_words(words, message_texts.sample(form.notice, timezone.now()))
