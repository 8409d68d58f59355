"""The life of a queue ticket as a table: who may take which step from where to where.

Nothing else decides whether a step is legal; ``claims.services.ticket_steps`` takes it. The roles are those of a claim;
``Role.PARTICIPANT`` stands for the visitor who holds the ticket, signed in or not.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from claims.domain.workflow import Role


class TicketState(StrEnum):
    """Where a ticket stands."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    MOVED = "moved"


S = TicketState
ACTIVE = frozenset({S.BOOKED, S.CHECKED_IN, S.CALLED, S.SERVING})
"""Still to be served: one a person and purpose."""
FREES_PLACE = frozenset({S.CANCELLED, S.MOVED})
STATE_LABELS: dict[TicketState, str] = {
    S.BOOKED: "Sudah dipesan",
    S.CHECKED_IN: "Sudah datang, menunggu dipanggil",
    S.CALLED: "Dipanggil",
    S.SERVING: "Sedang dilayani",
    S.SERVED: "Selesai dilayani",
    S.NO_SHOW: "Tidak hadir",
    S.CANCELLED: "Dibatalkan",
    S.MOVED: "Diganti nomor lain",
}


class TicketStep(StrEnum):
    """What happens to a ticket. ISSUE makes it; the others take it on."""

    ISSUE = "issue"
    CHECK_IN = "check_in"
    CALL = "call"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    MARK_ABSENT = "mark_absent"
    RETURN = "return"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    MOVE = "move"


T = TicketStep
VISITOR = frozenset({Role.PARTICIPANT, Role.SYSTEM, Role.COUNTER, Role.HEAD})
DESK = frozenset({Role.COUNTER, Role.HEAD})


@dataclass(frozen=True)
class TicketTransition:
    """One legal step: from any of SOURCES to TARGET, by any of ROLES; NEEDS_NOTE: the reason must be said."""

    step: TicketStep
    sources: frozenset[TicketState]
    target: TicketState
    roles: frozenset[Role]
    needs_note: bool = False


def _t(step: TicketStep, sources: Set[TicketState], target: TicketState, roles: Set[Role], *, needs_note: bool = False) -> TicketTransition:
    return TicketTransition(step, frozenset(sources), target, frozenset(roles), needs_note)


TICKET_TRANSITIONS: tuple[TicketTransition, ...] = (
    _t(T.CHECK_IN, {S.BOOKED}, S.CHECKED_IN, VISITOR),
    _t(T.CALL, {S.CHECKED_IN}, S.CALLED, DESK),
    _t(T.RECALL, {S.CALLED}, S.CALLED, DESK),
    _t(T.SERVE, {S.CALLED}, S.SERVING, DESK),
    _t(T.FINISH, {S.CALLED, S.SERVING}, S.SERVED, DESK | {Role.SYSTEM}),
    _t(T.MARK_ABSENT, {S.BOOKED, S.CHECKED_IN, S.CALLED}, S.NO_SHOW, DESK | {Role.SYSTEM}),
    _t(T.RETURN, {S.NO_SHOW}, S.CHECKED_IN, DESK),
    _t(T.TRANSFER, {S.CALLED, S.SERVING}, S.CHECKED_IN, DESK),
    _t(T.CANCEL, {S.BOOKED, S.CHECKED_IN}, S.CANCELLED, VISITOR),
    _t(T.RESCHEDULE, {S.BOOKED}, S.MOVED, {Role.PARTICIPANT, Role.COUNTER, Role.HEAD}),
    _t(T.MOVE, {S.BOOKED}, S.MOVED, {Role.HEAD}, needs_note=True),
)
_BY_STEP = {transition.step: transition for transition in TICKET_TRANSITIONS}


class TicketStepNotAllowed(Exception):
    """The table has no such step from this state for these roles."""


def find_ticket_transition(step: TicketStep | str, *, state: TicketState | str, roles: Set[Role]) -> TicketTransition:
    """Return the table's row for STEP, or raise TicketStepNotAllowed."""
    transition = _BY_STEP.get(TicketStep(step))
    if transition is None or state not in transition.sources or not roles & transition.roles:
        raise TicketStepNotAllowed(f"{step} from {state}")
    return transition


def ticket_steps_from(state: TicketState | str, roles: Set[Role]) -> list[TicketStep]:
    """Return the steps that ROLES may take from STATE, in the order of the table."""
    return [t.step for t in TICKET_TRANSITIONS if state in t.sources and t.roles & roles]
