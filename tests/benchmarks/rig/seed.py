"""Write claims that can be tracked, straight into the tables: ``python -m tests.benchmarks.rig.seed 10000 FOLDER``.

FOLDER receives ``lookups`` (what to post, a KPJ and a NIK in turn) and ``results`` (addresses of result pages, open for two hours).
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jht_portal.settings")
django.setup()

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims.domain.numbers import new_claim_number
from claims.domain.workflow import TRANSITIONS, ClaimStatus, Role, Step
from claims.models import Claim, ClaimEvent, Office
from claims.services.passes import Found, new_pass, write_pass
from participants.models import Employer, Membership, Participant

BATCH = 1000
TARGETS = {transition.step: transition.target for transition in TRANSITIONS}
CORRECTED = (Step.SUBMIT, Step.TAKE, Step.REQUEST_CORRECTION, Step.CORRECT, Step.TAKE, Step.PROPOSE_PAYMENT, Step.APPROVE)
STRAIGHT = (Step.SUBMIT, Step.TAKE, Step.PROPOSE_PAYMENT, Step.APPROVE, Step.START_PAYMENT, Step.CONFIRM_PAYMENT)


def nik_of(number: int) -> str:
    return f"{320101 + number // 9999 % 97}120590{number % 9999 + 1:04d}"


def kpj_of(number: int) -> str:
    return f"7{number:010d}"


def person(number: int) -> Participant:
    contact = {"phone": f"+62812{number:08d}", "email": f"peserta{number}@contoh.test", "address": f"Jalan Contoh {number}"}
    return Participant(nik=nik_of(number), name=f"Peserta Contoh {number}", birth_date=date(1990, 5, 12), sex="L", **contact)


def card_of(number: int, owner: Participant, employer: Employer) -> Membership:
    worked = {"started_on": date(2018, 1, 1), "ended_on": date(2026, 6, 30)}
    return Membership(participant=owner, kpj=kpj_of(number), segment="PU", employer=employer, **worked)


def claim_of(number: int, card: Membership, office: Office, now: datetime) -> Claim:
    """Return a claim approved after a correction, or paid without one, in turn."""
    paid = {"status": ClaimStatus.PAID, "closed_at": now, "bank_reference": f"REF{number}"}
    return Claim(
        number=new_claim_number(26, os.urandom(8)),
        participant=card.participant,
        membership=card,
        office=office,
        reason="RESIGN",
        policy="tujuh_dokumen",
        event_on=date(2026, 6, 30),
        submitted_at=now - timedelta(days=6),
        complete_at=now - timedelta(days=2),
        due_on=now.date() + timedelta(days=5),
        queue_on=now.date() + timedelta(days=5),
        account_number=f"01234567{number:06d}",
        gross_amount=12_000_000,
        tax_amount=0,
        **(paid if number % 2 else {"status": ClaimStatus.APPROVED}),
    )


def events_of(claim: Claim, now: datetime) -> list[ClaimEvent]:
    steps = STRAIGHT if claim.status == ClaimStatus.PAID else CORRECTED
    statuses = [ClaimStatus.DRAFT, *(TARGETS[step] for step in steps)]
    begin = now - timedelta(days=6)
    return [
        ClaimEvent(
            claim=claim,
            number=place,
            at=begin + timedelta(hours=7 * place),
            step=step,
            old_status=statuses[place - 1],
            new_status=statuses[place],
            role=Role.PARTICIPANT if step in (Step.SUBMIT, Step.CORRECT) else Role.VERIFIER,
        )
        for place, step in enumerate(steps, 1)
    ]


@transaction.atomic
def seed(count: int) -> list[Claim]:
    """Store COUNT claims of as many people."""
    now = datetime.now(UTC)
    office = Office.objects.create(code="patokan", name="Kantor Cabang Patokan", province="Jawa Barat", address="Jalan Kantor 1")
    employer = Employer.objects.create(npp="ZZ999999", name="PT Patokan")
    claims = []
    for start in range(0, count, BATCH):
        numbers = range(start, min(count, start + BATCH))
        people = Participant.objects.bulk_create(map(person, numbers))
        cards = [
            Membership(
                participant=each, kpj=kpj_of(n), segment="PU", employer=employer, started_on=date(2018, 1, 1), ended_on=date(2026, 6, 30)
            )
            for n, each in zip(numbers, people, strict=True)
        ]
        Membership.objects.bulk_create(cards)
        batch = Claim.objects.bulk_create(claim_of(n, card, office, now) for n, card in zip(numbers, cards, strict=True))
        ClaimEvent.objects.bulk_create(event for claim in batch for event in events_of(claim, now))
        claims += batch
    return claims


def main(count: int, folder: Path) -> None:
    claims = seed(count)
    numbers = [nik_of(n) if n % 2 else kpj_of(n) for n in range(count)]
    passes = [write_pass(new_pass(Found.CLAIM, claim.pk, now=timezone.now())) for claim in claims]
    (folder / "lookups").write_text("\n".join(f"nomor={number}" for number in numbers))
    (folder / "results").write_text("\n".join(reverse("claims:result", args=[each]) for each in passes))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
