"""Synthetic people, claims and officers for tests: one ``make_<noun>`` each, every argument optional."""

import itertools
import os
import time
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from claims.domain.numbers import new_claim_number
from claims.domain.queueing import STANDARD_SLOTS, Lane, Service
from claims.domain.ticket_life import TicketState
from claims.domain.workflow import CLOSED, ClaimStatus, Role
from claims.models import (
    Claim,
    ContactProof,
    Counter,
    Document,
    DocumentVersion,
    Holiday,
    KioskDevice,
    Office,
    Officer,
    OfficeService,
    OpeningHours,
    SlotQuota,
    SlotState,
    Ticket,
    WaitingEntry,
    WaitingLine,
)
from claims.services.guards import Actor
from claims.services.ticket_issuing import VisitorFacts, issue, new_code
from claims.services.ticks import TICKS
from jht_portal.lib.sessions import KEY, SEEN
from participants.models import Employer, LedgerEntry, Membership, Participant

SEVEN = ("kartu_peserta", "ktp", "kk", "surat_keterangan", "buku_rekening", "formulir", "foto")
_serial = itertools.count(1)
_PASSWORD = "sandi-uji-2026-panjang"


def make_nik(number: int, *, birth_date: date = date(1990, 5, 12), sex: str = "L") -> str:
    """Return a well-formed NIK in Bandung, unique for each NUMBER from 1: every 9,999 fill a district."""
    day = birth_date.day + (40 if sex == "P" else 0)
    district, serial = divmod(number - 1, 9999)
    return f"3273{district + 1:02d}{day:02d}{birth_date.month:02d}{birth_date.year % 100:02d}{serial + 1:04d}"


def make_participant(**facts: Any) -> Participant:
    """Store a person with every private field filled."""
    number = next(_serial)
    birth_date = facts.setdefault("birth_date", date(1990, 5, 12))
    sex = facts.setdefault("sex", "L")
    defaults = {
        "nik": make_nik(number, birth_date=birth_date, sex=sex),
        "name": f"Peserta Uji {number}",
        "mother_name": f"Ibu Uji {number}",
        "phone": f"+62812{number:08d}",
        "email": f"peserta{number}@example.test",
        "address": f"Jalan Contoh {number}, Bandung",
    }
    return Participant.objects.create(**defaults | facts)


def make_membership(participant: Participant | None = None, **facts: Any) -> Membership:
    """Store an ended wage-earner membership of a year and more."""
    number = next(_serial)
    employer, _ = Employer.objects.get_or_create(npp="AA000001", defaults={"name": "PT Contoh Jaya"})
    defaults = {
        "kpj": f"2{number:010d}",
        "segment": "PU",
        "employer": employer,
        "started_on": date(2018, 1, 1),
        "ended_on": date(2026, 6, 30),
        "end_reason": "mengundurkan_diri",
    }
    return Membership.objects.create(participant=participant or make_participant(), **defaults | facts)


def make_balance(membership: Membership, amount: int = 12_000_000) -> LedgerEntry:
    """Book AMOUNT rupiah on a membership."""
    facts = {"booked_on": date(2026, 1, 31), "kind": "iuran_pekerja", "row_key": os.urandom(16)}
    return LedgerEntry.objects.create(membership=membership, amount=amount, **facts)


def make_office(**facts: Any) -> Office:
    """Store an office in West Indonesian time."""
    number = next(_serial)
    defaults = {"code": f"kantor-{number}", "name": f"Kantor Cabang Uji {number}", "province": "Jawa Barat", "address": "Jalan Kantor 1"}
    return Office.objects.create(**defaults | facts)


def make_officer(*roles: Role, office: Office | None = None, username: str = "") -> User:
    """Store an officer of OFFICE who holds ROLES."""
    user = User.objects.create_user(username or f"petugas{next(_serial)}", password=_PASSWORD, is_staff=True)
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in roles])
    if office is not None:
        Officer.objects.create(user=user, office=office)
    return user


def officer_actor(user: User) -> Actor:
    """Return USER as the one who takes a step."""
    return Actor(frozenset(Role(name) for name in user.groups.values_list("name", flat=True)), user)


def make_claim(
    status: ClaimStatus = ClaimStatus.SUBMITTED, *, now: datetime | None = None, slots: tuple[str, ...] = SEVEN, **facts: Any
) -> Claim:
    """Store a claim that stands at STATUS with what that status needs (documents without files)."""
    number, now = next(_serial), now or timezone.now()
    membership = facts.pop("membership", None) or make_membership()
    office = facts.pop("office", None) or (make_office() if status != ClaimStatus.DRAFT else None)
    sent = status != ClaimStatus.DRAFT
    defaults = {
        "number": new_claim_number(26, os.urandom(8)),
        "participant": membership.participant,
        "reason": "RESIGN",
        "policy": "tujuh_dokumen",
        "status": status,
        "version": 1 if sent else 0,
        "event_on": date(2026, 6, 30),
        "email": membership.participant.email,
        "phone": membership.participant.phone,
        "bank_code": "002",
        "account_number": f"0123456{number:08d}",
        "account_name": membership.participant.name,
        "data_saved_at": now,
        "declared_at": now,
        "submitted_at": now if sent else None,
        "last_arrival_at": now if sent else None,
        "due_on": (now + timedelta(days=7)).date() if sent else None,
        "queue_on": (now + timedelta(days=7)).date() if sent else None,
        "closed_at": now if status in CLOSED else None,
        "data_ticks": list(TICKS),
        "gross_amount": 12_000_000,
        "tax_amount": 0,
        "bank_reference": f"REF{number}" if status == ClaimStatus.PAID else None,
    }
    if status == ClaimStatus.IN_REVIEW and "holder" not in facts:
        facts["holder"] = make_officer(Role.VERIFIER, office=office)
    claim = Claim.objects.create(membership=membership, office=office, **defaults | facts)
    for position, slot in enumerate(slots, 1):
        make_document(claim, slot, position=position, sent_at=claim.submitted_at)
    return claim


def make_document(
    claim: Claim, slot: str, *, position: int = 1, state: str = SlotState.UPLOADED, sent_at: datetime | None = None
) -> Document:
    """Store a slot with one version and no page."""
    document = Document.objects.create(claim=claim, slot=slot, position=position, state=state)
    DocumentVersion.objects.create(document=document, number=1, created_at=timezone.now(), sent_at=sent_at)
    return document


def signed_in_client(participant: Participant) -> Client:
    """Return a browser in which PARTICIPANT is signed in."""
    client = Client()
    session = client.session
    session[KEY], session[SEEN] = str(participant.pk), int(time.time())
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


# --- Antrian


def make_office_service(
    office: Office | None = None, service: Service = Service.CLAIM, *, capacity: int = 4, **facts: Any
) -> OfficeService:
    """Store a service of an office that is open on every day, with CAPACITY places in each slot."""
    office, today = office or make_office(), timezone.localdate()
    Holiday.objects.filter(day__range=(today, today + timedelta(days=9))).delete()  # Let no calendar day decide.
    for weekday in range(7):
        OpeningHours.objects.get_or_create(office=office, weekday=weekday, defaults={"opens_at": hour(8), "closes_at": hour(15)})
    given = OfficeService.objects.create(office=office, service=service, **facts)
    SlotQuota.objects.bulk_create(
        SlotQuota(service=given, weekday=weekday, starts_at=slot.starts_at, ends_at=slot.ends_at, capacity=capacity)
        for weekday in range(7)
        for slot in STANDARD_SLOTS
    )
    return given


def make_visitor(participant: Participant | None = None, **facts: Any) -> VisitorFacts:
    """Return somebody who comes to an office: PARTICIPANT, or a person who proved a phone number by SMS."""
    if participant is not None:
        return VisitorFacts(participant, participant.name, participant.phone, participant.email, "email")
    number = next(_serial)
    return VisitorFacts(**{"name": f"Tamu Uji {number}", "phone": f"+62813{number:08d}", "channel": "sms"} | facts)


def make_counter(office: Office | None = None, **facts: Any) -> Counter:
    """Store a counter that calls from every lane."""
    return Counter.objects.create(office=office or make_office(), **{"number": next(_serial) % 90 + 1} | facts)


def make_kiosk(office: Office | None = None, **facts: Any) -> KioskDevice:
    """Store a kiosk that waits for its code."""
    office = office or make_office()
    maker = facts.pop("made_by", None) or make_officer(Role.COUNTER, office=office)
    return KioskDevice.objects.create(office=office, **{"label": "Pintu masuk", "made_by": maker, "made_at": timezone.now()} | facts)


def make_ticket(
    office: Office | None = None,
    *,
    state: TicketState = TicketState.BOOKED,
    lane: Lane = Lane.BOOKED,
    service: Service = Service.CLAIM,
    day: date | None = None,
    now: datetime | None = None,
    visitor: VisitorFacts | None = None,
    **facts: Any,
) -> Ticket:
    """Store a ticket with the next number of its lane, without a place in a slot unless FACTS name one."""
    now = now or timezone.now()
    return issue(
        office or make_office(), day or now.date(), lane, service, now=now, visitor=visitor or make_visitor(), state=state, **facts
    )


def make_waiting_entry(
    service: OfficeService | None = None, *, day: date | None = None, visitor: VisitorFacts | None = None
) -> WaitingEntry:
    """Store somebody who waits for a place as the last of the line."""
    service, now = service or make_office_service(), timezone.now()
    line, _ = WaitingLine.objects.get_or_create(service=service, day=day or now.date() + timedelta(days=1))
    number = line.entries.count() + 1
    WaitingLine.objects.filter(pk=line.pk).update(last_number=number)
    facts = (visitor or make_visitor()).columns
    return WaitingEntry.objects.create(line=line, number=number, code=new_code(), service=service.service, joined_at=now, **facts)


def make_contact_proof(**facts: Any) -> ContactProof:
    """Store somebody who is about to prove a phone number."""
    number = next(_serial)
    defaults = {"name": f"Tamu Uji {number}", "phone": f"+62813{number:08d}", "channel": "sms", "code_hash": b"0" * 16}
    return ContactProof.objects.create(started_at=timezone.now(), **defaults | facts)
