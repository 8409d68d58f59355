"""Synthetic people, claims and officers for tests: one ``make_<noun>`` each, every argument optional."""

import itertools
import os
import time
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from claims.domain.numbers import new_claim_number
from claims.domain.workflow import CLOSED, ClaimStatus, Role
from claims.models import Claim, Document, DocumentVersion, Office, Officer, SlotState
from claims.services.guards import TICKS, Actor
from jht_portal.lib.sessions import KEY, SEEN
from participants.models import Employer, Membership, Participant

SEVEN = ("kartu_peserta", "ktp", "kk", "surat_keterangan", "buku_rekening", "formulir", "foto")
_serial = itertools.count(1)
_PASSWORD = "sandi-uji-2026-panjang"


def make_nik(number: int, *, birth_date: date = date(1990, 5, 12), sex: str = "L") -> str:
    """Return a well-formed NIK in a real region, unique for NUMBER < 10,000."""
    day = birth_date.day + (40 if sex == "P" else 0)
    return f"327301{day:02d}{birth_date.month:02d}{birth_date.year % 100:02d}{number:04d}"


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
