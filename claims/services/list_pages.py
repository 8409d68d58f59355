"""The work list page by page: a place in it is the position of a claim, never a number of rows to skip."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import Claim
from claims.services.listing import IN_LINE, Question, matching
from claims.services.officers import Desk

PER_PAGE = 50
COUNTED_TO = 1000
"""Claims that are counted; a longer list is said to be longer, which costs the same however long it is."""
ORDERS: dict[str, tuple[tuple[str, ...], bool]] = {IN_LINE: (("queue_on", "submitted_at", "id"), True)}
NEWEST_FIRST = (("submitted_at", "id"), False)
PEOPLE, PLACED = ("participant", "membership"), ("queue_on", "submitted_at")
RELATED = (*PEOPLE, "holder")
SHOWN = (
    *("number", "status", "reason", "due_on", "queue_on", "submitted_at", "office_id", "version"),
    *("participant__name", "membership__kpj", "holder__first_name", "holder__last_name", "holder__username"),
)
"""What a line shows; a claim has three times as many columns, most of them sealed."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class PlaceUnknown(Exception):
    """What stands in the address is no place in the list."""


@dataclass(frozen=True)
class Place:
    """Where a claim stands in any order of the list; written in addresses, it names nobody."""

    queue_on: date
    submitted_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.queue_on.toordinal()}-{(self.submitted_at - EPOCH) // MICROSECOND}-{self.id.hex}"


def place_of(claim: Claim) -> Place:
    return Place(claim.queue_on, claim.submitted_at, claim.pk)


def read_place(text: str) -> Place:
    """Return the place written in an address; raise PlaceUnknown when it is none."""
    try:
        day, microseconds, key = text.split("-")
        return Place(date.fromordinal(int(day)), EPOCH + int(microseconds) * MICROSECOND, UUID(hex=key))
    except (ValueError, OverflowError) as error:
        raise PlaceUnknown from error


@dataclass(frozen=True)
class Cut:
    """Which part of the list: from its beginning, after a PLACE, or before one."""

    place: Place | None = None
    backwards: bool = False


BEGINNING = Cut()


@dataclass(frozen=True)
class Page:
    """Some claims in order; BEFORE and AFTER are the places to go on from, COUNT is None above COUNTED_TO."""

    claims: list[Claim] = field(default_factory=list)
    count: int | None = 0
    before: Place | None = None
    after: Place | None = None


def page_of(question: Question, desk: Desk, *, now: datetime, cut: Cut = BEGINNING, size: int = PER_PAGE) -> Page:
    """Return one page of the claims asked for: two queries, one where they all fit on it."""
    wanted = matching(question, desk, now)
    found = read(in_order(wanted, question, cut)[: size + 1], RELATED, SHOWN)
    more, claims = len(found) > size, found[:size]
    if cut.backwards:
        claims.reverse()
    alone = not more and cut.place is None
    earlier, later = (more, True) if cut.backwards else (cut.place is not None, more)
    return Page(
        claims,
        len(claims) if alone else counted(question, wanted),
        place_of(claims[0]) if claims and earlier else None,
        place_of(claims[-1]) if claims and later else None,
    )


def read(chosen: QuerySet[Claim], related: Collection[str], columns: Collection[str]) -> list[Claim]:
    """Return the few claims CHOSEN, in their order, with COLUMNS: chosen by the index alone, so that only theirs is read and joined."""
    claims = Claim.objects.filter(pk__in=chosen.values("pk")).select_related(*related).only(*columns)
    return list(claims.order_by(*chosen.query.order_by))


def walk(question: Question, desk: Desk, columns: Collection[str], *, now: datetime, batch: int = 2000) -> Iterator[Claim]:
    """Yield every claim asked for, in order, with COLUMNS: batch by batch from place to place, so no cursor stays open."""
    wanted, cut = matching(question, desk, now), BEGINNING
    while found := read(in_order(wanted, question, cut)[:batch], PEOPLE, [*columns, *PLACED]):
        yield from found
        cut = Cut(place_of(found[-1]))


def counted(question: Question, claims: QuerySet[Claim]) -> int | None:
    """Count CLAIMS up to COUNTED_TO, None where there are more; in order, so that the count walks the same index."""
    found = in_order(claims, question)[: COUNTED_TO + 1].count()
    return found if found <= COUNTED_TO else None


def _keys(question: Question) -> tuple[tuple[str, ...], bool]:
    """Return the columns of the order, and whether they rise."""
    return ORDERS.get(question.in_order, NEWEST_FIRST)


def _order(question: Question, backwards: bool = False) -> list[str]:
    columns, rises = _keys(question)
    return list(columns) if rises != backwards else [f"-{column}" for column in columns]


def in_order(claims: QuerySet[Claim], question: Question, cut: Cut = BEGINNING) -> QuerySet[Claim]:
    """Return CLAIMS in the order of the question from the cut on, away from it where it goes backwards."""
    rows = claims.order_by(*_order(question, cut.backwards))
    return rows.filter(_beyond(cut, question)) if cut.place else rows


def _beyond(cut: Cut, question: Question) -> Q:
    """Keep what lies beyond the place: the first column bounds the index, the others decide among equals."""
    (first, *rest), rises = _keys(question)
    forwards = rises != cut.backwards
    value = getattr(cut.place, first)
    return Q(**{f"{first}__{'gte' if forwards else 'lte'}": value}) & ~(Q(**{first: value}) & _not_beyond(rest, cut.place, forwards))


def _not_beyond(columns: list[str], place: Place, forwards: bool) -> Q:
    """Keep what does not lie beyond the place by COLUMNS, the place itself among it.

    Said as what is left out, the condition stays one walk along the index: said as what is kept, it makes PostgreSQL
    gather the rest of the list first.
    """
    (column, *rest), before = columns, "lt" if forwards else "gt"
    value = getattr(place, column)
    if not rest:
        return Q(**{f"{column}__{before}e": value})
    return Q(**{f"{column}__{before}": value}) | (Q(**{column: value}) & _not_beyond(rest, place, forwards))
