"""The officers' tables as the rulebook of this process: read when the stamp says that something changed.

A process looks at the stamp once in a few seconds, the worker in every round; where the tables cannot be read the rules
stay as they are.
"""

import logging
from dataclasses import dataclass
from datetime import date
from time import monotonic

from django.db import DatabaseError
from django.db.models import F, Model
from django.utils import timezone

from claims.domain.documents import PaperRule as NeededPaper
from claims.domain.documents import Requirement
from claims.domain.limits import LimitRow
from claims.domain.message_words import MessageWords
from claims.domain.papers import Paper, PaperWords, Slot
from claims.domain.reasons import Reason, Waiting
from claims.domain.return_reasons import CodedReason, Fixer, ReturnReason
from claims.domain.rulebook import SHIPPED, Rulebook, install
from claims.models import CodedReasonRule, LimitRule, MessageText, PaperRule, ReasonRule, RequirementRule, RulesStamp, SamplePicture

logger = logging.getLogger(__name__)
HOLD_SECONDS = 5
"""How long a process trusts what it read."""


@dataclass
class Held:
    """What this process has in force: the book, the stamp it was read under, its day, and when to look again."""

    book: Rulebook = SHIPPED
    stamp: int = 0
    day: date | None = None
    look_again: float = 0


_held = Held()


def refresh_if_due() -> None:
    """Look at the stamp unless this process did so a moment ago; never raises, as pages go on with the rules they have."""
    if monotonic() >= _held.look_again:
        try:
            refresh()
        except DatabaseError:
            logger.exception("the rules could not be read")
        _held.look_again = monotonic() + HOLD_SECONDS
    _turn_page(timezone.localdate())


def refresh() -> None:
    """Read the tables where the stamp is another one than before, and put them in force."""
    stamp = RulesStamp.objects.values_list("number", flat=True).first() or 0
    if stamp != _held.stamp:
        book = load()  # After the stamp: what changes meanwhile gets a stamp of its own.
        _held.book, _held.stamp, _held.day = book, stamp, None
    _turn_page(timezone.localdate())


def _turn_page(today: date) -> None:
    if _held.day != today:
        _held.day = today
        install(_held.book, today)


def put_back(look_again: float = 0) -> None:
    """Put the shipped book in force, as a process that has just begun has it; LOOK_AGAIN is when it looks at the stamp first."""
    _held.book, _held.stamp, _held.day, _held.look_again = SHIPPED, 0, None, look_again
    install(SHIPPED, date.max)


def lock() -> None:
    """Let one officer at a time change rules, until the caller's transaction ends: what is checked still holds when it is saved."""
    RulesStamp.objects.select_for_update().first()


def announce() -> None:
    """Tell every process, in the transaction of a change, that it has to read the rules again."""
    if not RulesStamp.objects.update(number=F("number") + 1):
        RulesStamp.objects.create(number=1)


def load() -> Rulebook:
    """Return the tables as a book, in eight queries; a row that the code does not know any more is left out."""
    return Rulebook(
        reasons=tuple(_reason(row) for row in ReasonRule.objects.all()),
        paper_rules=tuple(_needed(row) for row in RequirementRule.objects.order_by("pk") if row.slot in _SLOTS),
        paper_words=tuple(_words(row) for row in PaperRule.objects.order_by("pk") if row.slot in _SLOTS),
        **_coded_reasons(),
        limits=tuple(LimitRow(row.code, row.value, **_days(row)) for row in LimitRule.objects.order_by("pk")),
        messages=messages_in_force(),
    )


_SLOTS = frozenset(Slot)


def _days(row: Model) -> dict[str, date | None]:
    return {"valid_from": row.valid_from, "valid_to": row.valid_to}


def _reason(row: ReasonRule) -> Reason:
    return Reason(
        code=row.code,
        label=row.label,
        summary=row.summary,
        article=row.article,
        share_percent=row.share_percent,
        event_date_label=row.event_date_label or None,
        waiting=Waiting(row.waiting_months, row.waiting_days, row.waiting_from_next_month),
        segments=frozenset(row.segments),
        needs_inactive_membership=row.needs_inactive_membership,
        **_days(row),
    )


def _needed(row: RequirementRule) -> NeededPaper:
    return NeededPaper(row.policy, row.reason, Slot(row.slot), Requirement(row.requirement), **_days(row))


def _words(row: PaperRule) -> PaperWords:
    paper = Paper(row.label, tuple(row.what_counts.splitlines()), row.hint)
    return PaperWords(Slot(row.slot), row.reason, row.situation, paper, **_days(row))


def _coded_reasons() -> dict[str, tuple[CodedReason, ...]]:
    rows = list(CodedReasonRule.objects.all())
    pictures = {(picture.code, picture.is_good): str(picture.pk) for picture in SamplePicture.objects.defer("content")}
    of_kind = {kind: [row for row in rows if row.kind == kind] for kind, _ in CodedReasonRule.KINDS}
    return {
        "return_reasons": tuple(_return_reason(row, pictures) for row in of_kind[CodedReasonRule.DOCUMENT]),
        "rejection_reasons": tuple(_coded(row) for row in of_kind[CodedReasonRule.REJECTION]),
        "bank_returns": tuple(_coded(row) for row in of_kind[CodedReasonRule.BANK]),
    }


def _coded(row: CodedReasonRule) -> CodedReason:
    return CodedReason(row.code, row.short, row.advice, row.needs_text, **_days(row))


def _return_reason(row: CodedReasonRule, pictures: dict[tuple[str, bool], str]) -> ReturnReason:
    return ReturnReason(
        row.code,
        row.short,
        row.advice,
        row.needs_text,
        slots=frozenset(Slot(slot) for slot in row.slots if slot in _SLOTS),
        fixer=Fixer(row.fixer),
        good_picture=pictures.get((row.code, True), ""),
        bad_picture=pictures.get((row.code, False), ""),
        **_days(row),
    )


def messages_in_force() -> tuple[MessageWords, ...]:
    """Return the newest text of every message that officers wrote; where they went back to the shipped one, none."""
    newest = {(row.notice, row.channel, row.language): row for row in MessageText.objects.order_by("version")}
    return tuple(MessageWords(row.notice, row.channel, row.language, row.subject, row.body) for row in newest.values() if not row.shipped)
