"""What is emptied when its time is over (UU 27/2022).

A draft that ended unsent leaves its number and its steps behind, nothing that was typed or uploaded. A queue number of
a day long gone leaves what the report counts, not who came.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from claims.domain.retention import VISITORS_KEPT
from claims.domain.workflow import CLOSED
from claims.models import Claim, DocumentPage, Notification, Ticket, WaitingEntry
from claims.models.notification import ABOUT_A_NUMBER
from claims.models.queue_waiting import WAITS
from claims.models.ticket import IS_ACTIVE
from claims.services.intake import forget_files

TYPED = (
    *("email", "phone", "bank_code", "account_number", "account_name", "tax_number"),
    *("heir_name", "heir_nik", "heir_relation", "housing", "review_note"),
)
STATED = ("event_on", "pension_age", "data_saved_at", "tax_warning_read_at", "tax_warning", "other_heirs")
INDEXES = ("phone_index", "account_index", "heir_nik_index")
WHO = ("name", "phone", "email", "channel")
AT_ONCE = 500
"""Numbers and waits of one round; what is left is taken by the next."""


@transaction.atomic
def forget_draft(claim: Claim) -> None:
    """Delete the papers of a draft that was closed, and empty what was typed into it; the files go once that is certain."""
    pages = list(DocumentPage.objects.filter(version__document__claim=claim))
    claim.documents.all().delete()
    for column in TYPED:
        setattr(claim, column, "")
    for column in STATED:
        setattr(claim, column, None)
    claim.save(update_fields=[*TYPED, *STATED, *INDEXES, "updated_at"])
    transaction.on_commit(lambda: forget_files(pages))


def sweep_drafts(now: datetime) -> int:
    """Forget every draft that was closed unsent and still holds something; return how many."""
    holding = Q(documents__isnull=False) | Q(data_saved_at__isnull=False)
    ended = Claim.objects.filter(holding, submitted_at=None, status__in=CLOSED).distinct()
    for claim in ended:
        forget_draft(claim)
    return len(ended)


def forget_visitors(now: datetime) -> int:
    """Empty name and contacts of numbers and waits whose day is long gone, and delete what was told about them; return how many."""
    before = now - VISITORS_KEPT
    old = Ticket.objects.exclude(IS_ACTIVE).filter(forgotten_at=None, day__lt=before.date()).order_by("day")
    waits = WaitingEntry.objects.exclude(state__in=WAITS).filter(forgotten_at=None, joined_at__lt=before, line__day__lt=before.date())
    told = Notification.objects.filter(kind__in=ABOUT_A_NUMBER, created_at__lt=before).delete()[0]
    return told + _empty(old[:AT_ONCE], now) + _empty(waits.order_by("joined_at")[:AT_ONCE], now)


def _empty(visitors: Iterable[Ticket | WaitingEntry], now: datetime) -> int:
    """Empty who came of each of VISITORS; steps, times and places stay, so that the report counts as before."""
    count = 0
    for visitor in visitors:
        for column in WHO:
            setattr(visitor, column, "")
        visitor.forgotten_at = now
        visitor.save(update_fields=[*WHO, "phone_index", "forgotten_at"])
        count += 1
    return count
