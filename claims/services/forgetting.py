"""What a draft that ended unsent leaves behind: its number and its steps, nothing that was typed or uploaded (UU 27/2022)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from claims.domain.workflow import CLOSED
from claims.models import Claim, DocumentPage
from claims.services.intake import forget_files

TYPED = (
    *("email", "phone", "bank_code", "account_number", "account_name", "tax_number"),
    *("heir_name", "heir_nik", "heir_relation", "housing", "review_note"),
)
STATED = ("event_on", "pension_age", "data_saved_at", "tax_warning_read_at")
INDEXES = ("phone_index", "account_index")


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
