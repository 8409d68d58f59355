"""Every rule that officers keep, as one whole that is replaced and never changed."""

from dataclasses import dataclass
from datetime import date

from claims.domain.documents import PAPER_RULES, RULE_SHELF, PaperRule
from claims.domain.limits import LIMIT_ROWS, LIMIT_SHELF, LimitRow
from claims.domain.message_words import MESSAGE_SHELF, MessageWords
from claims.domain.papers import PAPER_WORDS, WORDS_SHELF, PaperWords
from claims.domain.reasons import REASON_SHELF, REASONS, Reason
from claims.domain.return_reasons import (
    BANK_RETURNS,
    BANK_SHELF,
    REJECTION_REASONS,
    REJECTION_SHELF,
    RETURN_REASONS,
    RETURN_SHELF,
    CodedReason,
    ReturnReason,
)
from claims.domain.shelves import put_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rows of every kind, of the past and of the future too, in the order in which they are shown."""

    reasons: tuple[Reason, ...] = REASONS
    paper_rules: tuple[PaperRule, ...] = PAPER_RULES
    paper_words: tuple[PaperWords, ...] = PAPER_WORDS
    return_reasons: tuple[ReturnReason, ...] = RETURN_REASONS
    rejection_reasons: tuple[CodedReason, ...] = REJECTION_REASONS
    bank_returns: tuple[CodedReason, ...] = BANK_RETURNS
    limits: tuple[LimitRow, ...] = LIMIT_ROWS
    messages: tuple[MessageWords, ...] = ()


SHIPPED = Rulebook()


def install(book: Rulebook, day: date) -> None:
    """Put BOOK in force for this process; DAY is today where no lookup names another day."""
    rows = {
        REASON_SHELF: book.reasons,
        RULE_SHELF: book.paper_rules,
        WORDS_SHELF: book.paper_words,
        RETURN_SHELF: book.return_reasons,
        REJECTION_SHELF: book.rejection_reasons,
        BANK_SHELF: book.bank_returns,
        LIMIT_SHELF: book.limits,
        MESSAGE_SHELF: book.messages,
    }
    put_in_force(rows, day)
