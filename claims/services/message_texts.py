"""Messages in officers' words: what fills their places, their versions, and the sample that a preview speaks about."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from claims.domain.message_words import INDONESIAN, NOTICES, SMS, first_text
from claims.models import MessageText
from claims.services import keeping, rulebook
from jht_portal.lib.formats import full_time, in_english, long_date, short_date, slot_hours
from jht_portal.lib.wording import say

Context = Mapping[str, Any]
NO_DAY = {False: "hari yang tertulis di halaman klaim", True: "the day that stands on the page of the claim"}
"""Said where a claim has no such day yet, in Indonesian and in English."""
NOTE = {False: "Catatan petugas", True: "Officer's note"}


def value_of(place: str, context: Context, channel: str) -> str:
    """Return what stands in a PLACE of a message on CHANNEL; empty where the context does not know it."""
    return VALUES[place](context, channel) if place in VALUES else ""


def _plain(name: str) -> Callable[[Context, str], str]:
    return lambda context, channel: str(context.get(name, ""))


def _day(name: str) -> Callable[[Context, str], str]:
    return lambda context, channel: _written(context.get(name), channel)


def _written(day: Any, channel: str) -> str:
    if day is None:
        return NO_DAY[in_english()]
    return short_date(day) if channel == SMS else long_date(day)


def _documents(context: Context, channel: str) -> str:
    """Return the papers that are asked for again: by name in an SMS, elsewhere each with its reasons on a line."""
    asked = context.get("documents", ())
    if channel == SMS:
        return ", ".join(say(document.name) for document in asked)
    return "\n".join(_document(place, document) for place, document in enumerate(asked, 1))


def _document(place: int, document: Any) -> str:
    reasons = " ".join(f"{say(wrong)}. {say(advice)}" for wrong, advice in document.reasons)
    note = f" {NOTE[in_english()]}: {document.note}" if document.note else ""
    return f"{place}. {say(document.name)}: {reasons}{note}"


VALUES: Mapping[str, Callable[[Context, str], str]] = {
    "nama": _plain("name"),
    "situs": _plain("site"),
    "nama_kantor": _plain("operator_name"),
    "jam_layanan": _plain("operator_hours"),
    "telepon": _plain("operator_phone"),
    "nomor_klaim": _plain("number"),
    "kode_cek": _plain("check_code"),
    "saat": lambda context, channel: full_time(context["now"], context.get("zone", "")),
    "batas_bayar": lambda context, channel: _written(context["claim"].due_on, channel),
    "daftar_dokumen": _documents,
    "jumlah_dokumen": lambda context, channel: str(len(context.get("documents", ()))),
    "batas_perbaikan": _day("due"),
    "sisa_hari": _plain("days_left"),
    "tanggal_tutup": _day("closing"),
    "nomor_antrian": _plain("ticket"),
    "kode_booking": _plain("code"),
    "kantor": _plain("office"),
    "alamat_kantor": _plain("address"),
    "keperluan": lambda context, channel: say(context.get("purpose", "")),
    "hari": _day("day"),
    "jam": lambda context, channel: _hour(context),
    "alasan": lambda context, channel: say(context.get("reason", "")),
    "jadwal_lama": lambda context, channel: f"{_written(context['old']['day'], channel)}, {_hour(context['old'])}",
    "orang_di_depan": _plain("ahead"),
    "batas_pilih": lambda context, channel: full_time(context["until"], context.get("zone", "")),
}


def _hour(place: Context) -> str:
    return f"{slot_hours(place['slot'])} {place['zone_name']}"


def sample(notice: str, now: datetime) -> dict[str, Any]:
    """Return the made-up claim, or the made-up queue number, that a preview of NOTICE speaks about."""
    return _claim(now) if "nomor_klaim" in NOTICES[notice].places else _visit(now)


def _visit(now: datetime) -> dict[str, Any]:
    place = {
        "office": "Kantor Cabang Contoh",
        "address": "Jalan Contoh 1",
        "day": now.date() + timedelta(days=1),
        "slot": "09.00–10.00",
        "zone": "Asia/Jakarta",
        "zone_name": "WIB",
    }
    said = {"ticket": "B-014", "code": "XXXX-XXXX-XXXX", "purpose": "Klaim JHT", "reason": "Listrik padam", "ahead": 3}
    return {"name": "Siti", "check_code": "XXXX-XXXX", "until": now + timedelta(hours=1), "old": place} | said | place


def _claim(now: datetime) -> dict[str, Any]:
    blurred = ("Foto buram", "Tulisan tidak terbaca. Foto ulang di tempat terang.")
    return {
        "name": "Siti",
        "number": "JHT-26-XXXX-XX7K",
        "check_code": "XXXX-XXXX",
        "now": now,
        "zone": "Asia/Jakarta",
        "claim": SimpleNamespace(due_on=now.date() + timedelta(days=7), office=None),
        "documents": [SimpleNamespace(name="Kartu Keluarga", reasons=[blurred], note="")],
        "due": now.date() + timedelta(days=14),
        "days_left": 14,
        "closing": now.date() + timedelta(days=3),
    }


def versions(notice: str, channel: str, language: str = INDONESIAN) -> list[MessageText]:
    """Return every version of a message, the newest first."""
    found = MessageText.objects.filter(notice=notice, channel=channel, language=language)
    return list(found.select_related("created_by").order_by("-version"))


@transaction.atomic
def write(
    notice: str, channel: str, subject: str, body: str, *, user: AbstractBaseUser, now: datetime, language: str = INDONESIAN
) -> MessageText:
    """Add a version in officers' words, which is sent from now on; the checks of ``faults_of`` came before."""
    text = MessageText(notice=notice, channel=channel, language=language, subject=subject.strip(), body=body.strip())
    return _add(text, user, now)


@transaction.atomic
def go_back(notice: str, channel: str, *, user: AbstractBaseUser, now: datetime, language: str = INDONESIAN) -> MessageText:
    """Add a version that says: the text that ships is sent again."""
    return _add(MessageText(notice=notice, channel=channel, language=language, shipped=True), user, now)


def _add(text: MessageText, user: AbstractBaseUser, now: datetime) -> MessageText:
    rulebook.lock()
    before = next(iter(versions(text.notice, text.channel, text.language)), None)
    text.version, text.created_at, text.created_by_id = (before.version if before else 0) + 1, now, user.pk
    text.save(force_insert=True)
    rulebook.announce()
    name = f"messagetext {text.notice} {text.channel} {text.language} v{text.version}"
    keeping.note_change(name, _told(before), _told(text), user=user, now=now)
    return text


def _told(text: MessageText | None) -> dict[str, Any]:
    return {"shipped": text.shipped, "subject": text.subject, "body": text.body} if text else {"shipped": True, "subject": "", "body": ""}


def first_words(notice: str, channel: str, language: str = INDONESIAN) -> tuple[str, str]:
    """Return subject and text to begin from: the newest version in officers' words, else the portal's own."""
    newest = next((text for text in versions(notice, channel, language) if not text.shipped), None)
    return (newest.subject, newest.body) if newest else first_text(notice, language, channel)
