"""Who looked at a claim, for its owner: role and office, never a name, when, and what in plain words (UU 27/2022 art 32)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.models import AccessLog, Claim
from claims.services import reading
from claims.services.requirements import requirements_of
from jht_portal.lib.wording import say

SHOWN = 200
PAGE_READ = re.compile(r"(?P<slot>\w+) v(?P<version>\d+) p(?P<page>\d+)")
"""How the log writes a page of a document (claims.services.reading)."""
FIELDS: Mapping[str, str | Promise] = {
    reading.DESK_OPENED: _("Membuka klaim Anda"),
    "nik": _("Melihat NIK"),
    "kpj": _("Melihat KPJ"),
    "nik_ahli_waris": _("Melihat NIK ahli waris"),
    "nama_ibu": _("Melihat nama ibu kandung"),
    "nomor_kk": _("Melihat nomor KK"),
    "rekening": _("Melihat nomor rekening"),
    "npwp": _("Melihat NPWP"),
    "telepon": _("Melihat nomor HP"),
    "email": _("Melihat email"),
    "alamat": _("Melihat alamat"),
    "telepon_terdaftar": _("Melihat nomor HP terdaftar"),
    "email_terdaftar": _("Melihat email terdaftar"),
    "permintaan_data": _("Membaca permintaan perbaikan data"),
    "salinan_data": _("Mengunduh salinan data"),
    "npwp_terdaftar": _("Melihat NPWP terdaftar"),
}
KINDS: Mapping[str, str | Promise] = {
    "document": _("Membuka dokumen"),
    "field": _("Melihat data"),
    "print": _("Mencetak data"),
    "export": _("Menyalin data ke berkas"),
}


@dataclass(frozen=True)
class Reading:
    """One reading: WHO is role and office, or the owner (OWN)."""

    at: datetime
    who: str
    what: str
    own: bool


def readings_of(claim: Claim) -> list[Reading]:
    """Return who read what of CLAIM, newest first, at most SHOWN of them: two queries."""
    names = {code: say(slot.label) for code, slot in requirements_of(claim).items()}
    entries = AccessLog.objects.filter(claim=claim).select_related("user__officer__office").prefetch_related("user__groups")
    return [_reading(entry, names) for entry in entries.order_by("-at", "-pk")[:SHOWN]]


def _reading(entry: AccessLog, names: Mapping[str, str]) -> Reading:
    return Reading(entry.at, _who(entry), _what(entry, names), own=entry.user_id is None)


def _who(entry: AccessLog) -> str:
    if entry.user_id is None:
        return gettext("Anda sendiri")
    roles = ", ".join(sorted(say(group.name) for group in entry.user.groups.all())) or gettext("Petugas")
    officer = getattr(entry.user, "officer", None)
    return f"{roles}, {officer.office.name}" if officer else roles


def _what(entry: AccessLog, names: Mapping[str, str]) -> str:
    page = PAGE_READ.match(entry.object)
    if entry.kind == "document" and page:
        told = {"name": names.get(page["slot"], page["slot"]), "version": page["version"], "page": page["page"]}
        return gettext("Membuka %(name)s, versi %(version)s, halaman %(page)s") % told
    return str(FIELDS.get(entry.object) or KINDS[entry.kind])
