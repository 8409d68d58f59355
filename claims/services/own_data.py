"""A copy of everything that is kept about one person, and the trail of who did what with it (UU 27/2022 art. 32).

Values in Indonesian keys, in JSON's own types. Other people's data stay out: officers by role and office alone, an
heir's NIK behind its mask; so does what serves an inquiry (warnings and notes of officers among themselves, art. 33).
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q

from claims.domain.accepted_texts import DECLARATION, HEIRS_DECLARATION, TAX_WARNING, text_on
from claims.domain.return_reasons import find_return_reason
from claims.domain.workflow import OFFICER_ROLES, Role, Step
from claims.labels import STATUS_WORDING, STEP_LABELS
from claims.models import AccessLog, AuditEntry, Claim, DataRequest, Document, DocumentPage, Notification, Ticket
from claims.models.notification import CODES
from claims.services.claim_file import access_words
from claims.services.deadlines import local_date
from claims.services.desk import FILM_NAMES
from claims.services.queue_rows import reason_label
from claims.services.retention import retention
from participants.domain.identifiers import mask_nik
from participants.models import ContactChange, LedgerEntry, Membership, Participant, SignIn
from participants.services.channels import channels_of

Row = dict[str, Any]
RELATIONS = dict(Claim.RELATIONS)


def copy_of(participant_id: UUID, now: datetime) -> dict[str, Any]:
    """Return the whole copy, part by part in the order of the page."""
    person = Participant.objects.get(pk=participant_id)
    claims = list(_claims(person))
    return {
        "dibuat": _moment(now),
        "peserta": _person(person),
        "kepesertaan": [_membership(each) for each in person.memberships.select_related("employer").order_by("started_on")],
        "klaim": [_claim(claim) for claim in claims],
        "kontak_sebelumnya": [_contact(each) for each in ContactChange.objects.filter(participant=person).order_by("at")],
        "yang_anda_setujui": [row for claim in claims for row in _accepted(claim)],
        "pesan": [_message(each) for each in _messages(person)],
        "siapa_membuka_data": readings_of(person),
        "perangkat_yang_masuk": [_sign_in(each) for each in SignIn.objects.filter(participant=person).order_by("at")],
        "nomor_antrian": [_ticket(each) for each in _tickets(person)],
        "permintaan_perbaikan": [_request(each) for each in DataRequest.objects.filter(participant=person).order_by("asked_at")],
        "berapa_lama_disimpan": [{"apa": what, "berapa_lama": how_long} for what, how_long in retention(local_date(None, now))],
    }


def pages_of(participant_id: UUID) -> list[DocumentPage]:
    """Return every page that the person handed in, in the order of claims and slots."""
    found = DocumentPage.objects.filter(version__document__claim__participant=participant_id).select_related("version__document__claim")
    return list(found.order_by("version__document__claim__created_at", "version__document__position", "version__number", "position"))


def accepted_by(participant_id: UUID) -> list[Row]:
    """Return which text the person accepted when, newest first."""
    found = Claim.objects.filter(participant=participant_id).select_related("office").order_by("-created_at")
    return [row | {"at": datetime.fromisoformat(row["saat"])} for claim in found for row in _accepted(claim)]


def readings_of(person: Participant) -> list[Row]:
    """Return who opened what, by role and office, oldest first; lists that left an office, which may hold the person, among them."""
    own = Q(participant=person) | Q(claim__participant=person)
    entries = AccessLog.objects.filter(own).select_related("claim").order_by("at", "pk")
    exports = _exports(person)
    officers = _officers({entry.user_id for entry in entries} | {entry.user_id for entry in exports})
    rows = [(entry.at, _reading(entry, officers)) for entry in entries]
    rows += [(entry.at, _export(entry, officers)) for entry in exports]
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


# --- Parts


def _person(person: Participant) -> Row:
    channels = [f"{channel.code}{' (tidak dipakai)' if channel.muted else ''}" for channel in channels_of(person)]
    return {
        "nik": person.nik,
        "nama": person.name,
        "tanggal_lahir": _day(person.birth_date),
        "jenis_kelamin": person.get_sex_display(),
        "nama_ibu_kandung": person.mother_name,
        "email": person.email,
        "email_dipastikan": _moment(person.email_confirmed_at),
        "telepon": person.phone,
        "alamat": person.address,
        "nomor_kk": person.family_card_number,
        "npwp": person.tax_number,
        "warga_negara_asing": person.is_foreigner,
        "bahasa_pesan": person.get_language_display() or "",
        "urutan_saluran": channels,
    }


def _membership(membership: Membership) -> Row:
    ledger = LedgerEntry.objects.filter(membership=membership).order_by("booked_on", "pk")
    return {
        "kpj": membership.kpj,
        "segmen": membership.get_segment_display(),
        "pemberi_kerja": membership.employer.name if membership.employer else "",
        "mulai": _day(membership.started_on),
        "berhenti": _day(membership.ended_on),
        "sebab_berhenti": membership.end_reason,
        "mutasi": [
            {"tanggal": _day(each.booked_on), "jenis": each.get_kind_display(), "jumlah": each.amount, "keterangan": each.description}
            for each in ledger
        ],
    }


def _claims(person: Participant) -> Iterator[Claim]:
    found = Claim.objects.filter(participant=person).select_related("office", "membership").order_by("created_at")
    return iter(found.prefetch_related("events", "documents__versions__pages", "holds", "account_changes"))


def _claim(claim: Claim) -> Row:
    return {
        "nomor": claim.number,
        "kpj": claim.membership.kpj,
        "sebab": reason_label(claim.reason),
        "keadaan": str(STATUS_WORDING[claim.status].tag),
        "kantor": claim.office.name if claim.office else "",
        "dibuat": _moment(claim.created_at),
        "dikirim": _moment(claim.submitted_at),
        "selesai": _moment(claim.closed_at),
        "tanggal_kejadian": _day(claim.event_on),
        "email": claim.email,
        "telepon": claim.phone,
        "bank": claim.bank_code,
        "nomor_rekening": claim.account_number,
        "nama_pemilik_rekening": claim.account_name,
        "npwp": claim.tax_number,
        "nama_ahli_waris": claim.heir_name,
        "nik_ahli_waris": mask_nik(claim.heir_nik) if claim.heir_nik else "",
        "hubungan_ahli_waris": claim.get_heir_relation_display(),
        "ahli_waris_lain": [{"nama": heir.name, "hubungan": RELATIONS.get(heir.relation, "")} for heir in claim.co_heirs],
        "jumlah": claim.gross_amount,
        "pajak": claim.tax_amount,
        "perbandingan_pajak_yang_dikonfirmasi": claim.tax_warning,
        "catatan_penolakan": claim.rejection_note or "",
        "rekening_sebelumnya": [
            {"saat": _moment(each.at), "bank": each.bank_code, "nomor": each.account_number} for each in claim.account_changes.all()
        ],
        "riwayat": [_event(event) for event in claim.events.all()],
        "dokumen": [_document(document) for document in claim.documents.all()],
        "ditahan": [
            {"sejak": _moment(hold.at), "lewat": hold.get_source_display(), "dilepas": _moment(hold.cleared_at)}
            for hold in claim.holds.all()
        ],
    }


def _event(event: Any) -> Row:
    return {"saat": _moment(event.at), "langkah": str(STEP_LABELS[Step(event.step)]), "oleh": event.role}


def _document(document: Document) -> Row:
    return {
        "dokumen": FILM_NAMES.get(document.slot, document.slot),
        "keadaan": document.get_state_display(),
        "penjelasan": document.unavailable_note,
        "versi": [_version(version) for version in document.versions.all()],
    }


def _version(version: Any) -> Row:
    day = local_date(None, version.created_at)
    return {
        "nomor": version.number,
        "dibuat": _moment(version.created_at),
        "tiba": _moment(version.sent_at),
        "putusan": version.get_verdict_display(),
        "alasan": [str(find_return_reason(code, day).short) for code in version.reasons],
        "catatan_untuk_anda": version.note,
        "berkas": [file_name(page, version, version.document) for page in version.pages.all()],
    }


def file_name(page: DocumentPage, version: Any, document: Document) -> str:
    """Return where a page stands in the copy."""
    suffix = {"image/jpeg": "jpg", "application/pdf": "pdf"}[page.content_type]
    return f"dokumen/{document.claim.number}/{document.slot}-{version.number}-{page.position}.{suffix}"


def _contact(change: ContactChange) -> Row:
    facts = {"kontak": change.get_kind_display(), "saat": _moment(change.at), "oleh": change.get_source_display()}
    return facts | {"sebelumnya": change.old_value}


def _accepted(claim: Claim) -> Iterator[Row]:
    declaration = HEIRS_DECLARATION if claim.heir_name else DECLARATION
    for code, at in ((declaration, claim.declared_at), (TAX_WARNING, claim.tax_warning_read_at)):
        if at:
            text = text_on(code, local_date(claim.office, at))
            yield {"judul": text.title, "teks": text.text, "versi": text.version, "saat": _moment(at), "klaim": claim.number}


def _messages(person: Participant) -> Iterator[Notification]:
    own = Q(participant=person) | Q(claim__participant=person)
    return iter(Notification.objects.filter(own).exclude(kind__in=CODES).exclude(state="void").order_by("created_at", "pk"))


def _message(row: Notification) -> Row:
    return {
        "saat": _moment(row.created_at),
        "saluran": row.get_channel_display(),
        "alamat": row.recipient,
        "judul": row.subject,
        "isi": row.body,
        "keadaan": row.get_state_display(),
    }


def _sign_in(row: SignIn) -> Row:
    return {"saat": _moment(row.at), "perangkat": row.device, "berakhir": _moment(row.ended_at)}


def _tickets(person: Participant) -> Iterator[Ticket]:
    return iter(Ticket.objects.filter(participant=person).select_related("office").order_by("day", "pk"))


def _ticket(ticket: Ticket) -> Row:
    return {
        "nomor": ticket.label,
        "hari": _day(ticket.day),
        "kantor": ticket.office.name,
        "layanan": str(ticket.get_service_display()),
        "keadaan": str(ticket.get_state_display()),
        "nama": ticket.name,
        "telepon": ticket.phone,
        "email": ticket.email,
        "diambil": _moment(ticket.issued_at),
        "selesai": _moment(ticket.finished_at),
    }


def _request(row: DataRequest) -> Row:
    asked = {"saat": _moment(row.asked_at), "tentang": row.get_field_display(), "permintaan": row.wish, "batas_jawab": _moment(row.due_at)}
    return asked | {"hasil": row.get_outcome_display(), "jawaban": row.answer, "dijawab": _moment(row.answered_at)}


# --- The trail


def _exports(person: Participant) -> list[AuditEntry]:
    """Return the lists that left an office at which the person had a claim by then."""
    sent = dict(Claim.objects.sent().filter(participant=person).order_by("-submitted_at").values_list("office_id", "submitted_at"))
    found = AuditEntry.objects.filter(kind="export", claim_id=None, person_id=None, office_id__in=sent)
    return [entry for entry in found.order_by("at") if entry.at >= sent[entry.office_id]]


def _officers(user_ids: set[int | None]) -> dict[int, str]:
    """Return role and office of each officer as they are today; never a name."""
    found = User.objects.filter(pk__in=user_ids - {None}).select_related("officer__office").prefetch_related("groups")
    return {user.pk: _seat(user) for user in found}


def _seat(user: User) -> str:
    held = {group.name for group in user.groups.all()}
    roles = " dan ".join(role.value for role in OFFICER_ROLES if role.value in held) or "Petugas"
    office = getattr(getattr(user, "officer", None), "office", None)
    return f"{roles}, {office.name}" if office else roles


def _reading(entry: AccessLog, officers: dict[int, str]) -> Row:
    who = officers.get(entry.user_id, "Petugas") if entry.user_id else Role.PARTICIPANT.value
    return {"saat": _moment(entry.at), "siapa": who, "apa": access_words(entry), "klaim": entry.claim.number if entry.claim else ""}


def _export(entry: AuditEntry, officers: dict[int, str]) -> Row:
    what = "membawa keluar daftar klaim kantor; klaim Anda mungkin ada di dalamnya"
    return {"saat": _moment(entry.at), "siapa": officers.get(entry.user_id, "Petugas"), "apa": what, "klaim": ""}


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
