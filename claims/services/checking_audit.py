"""Whether the audit is whole: every seal computed again, every row that an entry vouches for compared with it.

A chain shows what was changed, put in, taken out or moved between two entries that are left. A tail that was cut off
together with the end that remembers it, or a database put back to an older day, shows beside ends that were written
down elsewhere (``ends``, and once a day the worker's log). Runs beside the portal: it locks nothing.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from claims.domain.audit import FIRST_SEAL
from claims.models import AccessLog, AuditChain, AuditEntry, ClaimEvent
from claims.services.auditing import ERASED, digest_of_event, digest_of_reading, seal_of
from jht_portal.lib.crypto import SealBroken

logger = logging.getLogger(__name__)
BATCH = 2000
SHOWN = 20
"""Rows without an entry that are named."""
END = re.compile(r"audit end (?P<chain>\S+) (?P<length>\d+) (?P<seal>[0-9a-f]{64})")


class Fault(NamedTuple):
    """Something that is not as it was written: where, and a sentence for whoever checks."""

    chain: str
    number: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.chain} nomor {self.number}: {self.sentence}" if self.chain else self.sentence


@dataclass
class Check:
    """What a check went through, and what it found, in the order of the chains."""

    chains: int = 0
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)


def check_everything() -> Check:
    """Check every chain from its first entry, and look for rows that no entry vouches for."""
    check = Check()
    beginnings = set(AuditEntry.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(beginnings | set(AuditChain.objects.values_list("name", flat=True))):
        check_chain(chain, check)
    check.faults += _rows_without_entry()
    return check


def check_newest(chains: Iterable[str], count: int) -> Check:
    """Check the newest COUNT entries of each of CHAINS."""
    check = Check()
    for chain in chains:
        check_chain(chain, check, newest=count)
    return check


def check_chain(chain: str, check: Check, newest: int | None = None) -> None:
    """Go through CHAIN as it stands now, all of it or its NEWEST entries, and add to CHECK."""
    check.chains += 1
    end = AuditChain.objects.filter(pk=chain).first()
    if end is None:
        check.faults += [Fault(chain, 1, "ujung rangkaian hilang.")] * AuditEntry.objects.filter(chain=chain).exists()
        return
    number, seal = _start(chain, max(end.length - newest, 0) if newest else 0)
    for batch in _batches(chain, number, end.length):
        vouched = _Vouched(batch)
        for entry in batch:
            check.faults += [Fault(chain, *fault) for fault in (*_broken_links(entry, number, seal), *vouched.faults(entry))]
            number, seal = entry.number, bytes(entry.seal)
            check.entries += 1
    check.faults += [Fault(chain, *fault) for fault in _broken_end(end, number, seal)]


def _start(chain: str, number: int) -> tuple[int, bytes | None]:
    """Return where to begin: after entry NUMBER, with its seal (None: it is not there, so the next is taken as it is)."""
    if number == 0:
        return 0, FIRST_SEAL
    seal = AuditEntry.objects.filter(chain=chain, number=number).values_list("seal", flat=True).first()
    return number, seal and bytes(seal)


def _batches(chain: str, after: int, last: int) -> Iterator[list[AuditEntry]]:
    rows = AuditEntry.objects.filter(chain=chain, number__lte=last).order_by("number")
    while batch := list(rows.filter(number__gt=after)[:BATCH]):
        yield batch
        after = batch[-1].number


Found = Iterator[tuple[int, str]]


def _broken_links(entry: AuditEntry, number: int, seal: bytes | None) -> Found:
    """Compare an entry with the NUMBER and SEAL of the one before."""
    if entry.number != number + 1:
        gone = f"{number + 1} sampai {entry.number - 1}" if entry.number > number + 2 else f"{number + 1}"
        yield number + 1, f"entri {gone} hilang."
    elif seal is not None and seal_of(entry, seal) != bytes(entry.seal):
        yield entry.number, "entri ini diubah, disisipkan, atau ditukar tempatnya."


def _broken_end(end: AuditChain, number: int, seal: bytes | None) -> Found:
    """Compare the end of a chain with the NUMBER and SEAL of the last entry that is there."""
    if number < end.length:
        yield number + 1, f"ekor rangkaian terpotong: {end.length - number} entri terakhir hilang."
    elif seal is not None and seal != bytes(end.seal):
        yield number, "ujung rangkaian tidak cocok dengan entri terakhir."
    beyond = Subquery(AuditChain.objects.filter(pk=end.pk).values("length")[:1])  # As long as it is by now.
    if extra := AuditEntry.objects.filter(chain=end.pk, number__gt=beyond).order_by("number").first():
        yield extra.number, "entri ini ditempel di belakang ujung rangkaian."


class _Vouched:
    """The rows that a batch of entries vouches for, each fetched once."""

    def __init__(self, batch: list[AuditEntry]) -> None:
        self.events = ClaimEvent.objects.in_bulk([entry.event_id for entry in batch if entry.event_id])
        self.readings = AccessLog.objects.in_bulk([entry.access_id for entry in batch if entry.access_id])
        claims = {entry.claim_id for entry in batch}
        self.erased: set[UUID] = set(AuditEntry.objects.filter(kind=ERASED, claim_id__in=claims).values_list("claim_id", flat=True))

    def faults(self, entry: AuditEntry) -> Found:
        """Compare an entry with the row that it vouches for."""
        if entry.claim_id in self.erased or entry.digest is None:
            return
        row = self.events.get(entry.event_id) or self.readings.get(entry.access_id)
        name = "langkah klaim" if entry.event_id else "catatan akses"
        if row is None:
            yield entry.number, f"{name} yang dicatat entri ini hilang."
        elif _digest(row) != bytes(entry.digest):
            yield entry.number, f"{name} yang dicatat entri ini sudah diubah."


def _digest(row: ClaimEvent | AccessLog) -> bytes | None:
    try:
        return digest_of_event(row) if isinstance(row, ClaimEvent) else digest_of_reading(row)
    except SealBroken:
        return None


def _rows_without_entry() -> Iterator[Fault]:
    """Yield the first rows that nobody wrote through the portal."""
    for model, key, name in ((ClaimEvent, "event_id", "Langkah klaim"), (AccessLog, "access_id", "Catatan akses")):
        vouched = AuditEntry.objects.filter(**{key: OuterRef("pk")})
        for pk in model.objects.filter(~Exists(vouched)).order_by("at").values_list("pk", flat=True)[:SHOWN]:
            yield Fault("", 0, f"{name} {pk} tidak punya entri audit: disisipkan di luar portal.")


# --- Ends that are kept elsewhere


def ends() -> list[str]:
    """Return the end of every chain, a line each, to be kept where the portal cannot write."""
    return [f"audit end {end.name} {end.length} {bytes(end.seal).hex()}" for end in AuditChain.objects.order_by("name")]


def log_ends(now: datetime) -> int:
    """Write the end of every chain into the log, which is kept apart from the database; return how many there are."""
    lines = ends()
    for line in lines:
        logger.info(line)
    return len(lines)


def check_against(lines: Iterable[str]) -> Check:
    """Compare the chains with ends that were written down earlier, in a file of ``ends`` or in the worker's log."""
    check = Check()
    for kept in filter(None, map(END.search, lines)):
        check.chains += 1
        chain, length, seal = kept["chain"], int(kept["length"]), bytes.fromhex(kept["seal"])
        entry = AuditEntry.objects.filter(chain=chain, number=length).first()
        if entry is None:
            there = AuditEntry.objects.filter(chain=chain).count()
            check.faults.append(Fault(chain, length, f"hilang sejak dicatat di luar: rangkaian tinggal {there} entri."))
        elif bytes(entry.seal) != seal:
            check.faults.append(Fault(chain, length, "bukan entri yang dicatat di luar: rangkaian ditulis ulang."))
    return check
