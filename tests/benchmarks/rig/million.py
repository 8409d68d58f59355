"""A million claims of forty offices in PostgreSQL, written with COPY: sealed and indexed as the portal would, in minutes.

Indexes are built after the rows. What nobody here opens is filled with one sealed nothing.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.contrib.auth.models import User
from django.db import connection

from claims.domain.name_search import beginnings
from claims.domain.numbers import new_claim_number
from claims.domain.workflow import ClaimStatus as S
from claims.domain.workflow import Role
from claims.models import Claim, Office
from claims.services.name_index import key_of
from jht_portal.lib.crypto import blind_index, seal
from participants.models import Employer, Membership, Participant
from tests.benchmarks.rig.seed import kpj_of
from tests.builders import make_office, make_officer

OFFICES = 40
LARGE_SHARE = 0.1
"""Of all claims at the first office; the others share the rest."""
OPEN = {
    S.SUBMITTED: 30,
    S.IN_REVIEW: 25,
    S.CORRECTION_REQUESTED: 18,
    S.CORRECTED: 5,
    S.AWAITING_APPROVAL: 12,
    S.APPROVED: 4,
    S.PAYING: 5,
    S.PAYMENT_FAILED: 1,
}
CLOSED = {S.PAID: 93, S.REJECTED: 4, S.CANCELLED: 2, S.EXPIRED: 1}
OPEN_SHARE = 0.05
REASONS = {"RESIGN": 60, "PHK": 25, "USIA_56": 8, "SEBAGIAN_10": 4, "MENINGGAL": 2, "TINGGALKAN_RI": 1}
COMMON = ("siti", "muhammad", "ahmad", "nur", "sri", "andi", "dewi", "agus", "eko", "tri", "rina", "budi", "hendra", "yusuf", "ratna")
SYLLABLES = ("ba", "da", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wi", "ri", "ni", "di", "su", "ku", "mu", "lu", "yu", "ha")
BATCH = 10_000
NOTHING = seal(b"", "nothing")
EMPTY = ("email", "account_name", "tax_number", "heir_name", "heir_nik", "rejection_note")
"""Sealed columns of a claim that are opened when it is held for a step, and are empty here."""


@dataclass(frozen=True)
class Million:
    """What was written: offices, the largest first, verifiers of the largest, and how many claims."""

    offices: list[Office]
    verifiers: list[User]
    count: int


def write(count: int) -> Million:
    """Write COUNT claims."""
    random.seed(7)
    offices = [make_office(code=f"kantor-{n}", name=f"Kantor Cabang {n}") for n in range(OFFICES)]
    verifiers = [make_officer(Role.VERIFIER, office=offices[0]) for _ in range(20)]
    holders = {office.pk: make_officer(Role.VERIFIER, office=office).pk for office in offices}
    employer = Employer.objects.create(npp="ZZ999999", name="PT Patokan")
    with quickly(Participant, Membership, Claim):
        for start in range(0, count, BATCH):
            copy([row_of(n, offices, holders, employer.pk) for n in range(start, min(count, start + BATCH))])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Million(offices, verifiers, count)


# --- One claim


def sealed(model: type, column: str, row: uuid.UUID, text: str) -> bytes:
    return seal(text.encode(), f"{model._meta.db_table}.{column}.{row}")


def scattered(n: int) -> bytes:
    """Return five bytes that no other number below 35 bits has: of a million random ones some would be equal."""
    return (n * 2_654_435_761 % 2**35).to_bytes(5)


def nik_of(n: int) -> str:
    return f"{320101 + n // 9999}120590{n % 9999 + 1:04d}"


def name_of() -> str:
    first = random.choice(COMMON) if random.random() < 0.5 else word()
    return f"{first} {word()}".title()


def word() -> str:
    return "".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3, 4))))


@cache
def keys(word_start: str, office: int) -> int:
    return key_of(word_start, office)


def picked(weights: dict) -> str:
    return random.choices(list(weights), weights.values())[0]


def row_of(n: int, offices: list[Office], holders: dict[int, int], employer: int) -> dict[str, list[tuple]]:
    """Return the rows of one claim, by table."""
    person, card, claim, name = uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), name_of()
    office = offices[0] if random.random() < LARGE_SHARE else random.choice(offices[1:])
    phone, nik, kpj, now = f"+62812{n:08d}", nik_of(n), kpj_of(n), datetime.now(UTC)
    is_open = random.random() < OPEN_SHARE
    status = picked(OPEN if is_open else CLOSED)
    sent = now - timedelta(days=random.uniform(0, 20) if is_open else random.uniform(20, 1000))
    due = sent.date() + timedelta(days=7)
    quiet = status in (S.CORRECTION_REQUESTED, S.PAYMENT_FAILED, S.REJECTED, S.CANCELLED, S.EXPIRED)
    participant = (person, sealed(Participant, "nik", person, nik), blind_index(nik, "nik"), sealed(Participant, "name", person, name))
    born = sealed(Participant, "birth_date", person, "1990-05-12")
    return {
        "participant": [(*participant, born, sealed(Participant, "phone", person, phone), blind_index(phone, "phone"), now, now)],
        "membership": [(card, person, sealed(Membership, "kpj", card, kpj), blind_index(kpj, "kpj"), employer)],
        "claim": [
            (
                *(claim, new_claim_number(26, scattered(n)), person, card, picked(REASONS), status, office.pk, sent, sent, due),
                *(None if quiet else due, None if is_open else sent + timedelta(days=6)),
                holders[office.pk] if status == S.IN_REVIEW else None,
                *(sealed(Claim, "phone", claim, phone), blind_index(phone, "phone")),
                *(sealed(Claim, "account_number", claim, f"0123456{n:08d}"), blind_index(f"0123456{n:08d}", "account")),
                *(12_000_000, 0, f"REF{n}" if status == S.PAID else None, now, now),
                *(sealed(Claim, column, claim, "") for column in EMPTY),
            )
        ],
        "name": [(key, claim) for key in {keys(each, office.pk) for each in beginnings(name)}],
    }


# --- Into the database

TABLES = {
    "participant": ("participants_participant", "id nik nik_index name birth_date phone phone_index created_at updated_at"),
    "membership": ("participants_membership", "id participant_id kpj kpj_index employer_id"),
    "claim": (
        "claims_claim",
        "id number participant_id membership_id reason status office_id submitted_at last_arrival_at queue_on due_on closed_at holder_id "
        "phone phone_index account_number account_index gross_amount tax_amount bank_reference created_at updated_at " + " ".join(EMPTY),
    ),
    "name": ("claims_namekey", "key claim_id"),
}
USUAL = {
    "participants_participant": {"sex": "L", "is_foreigner": False},
    "participants_membership": {"segment": "PU", "started_on": date(2018, 1, 1), "end_reason": ""},
    "claims_claim": {"policy": "tujuh_dokumen", "version": 3, "account_confirmed": False},
}
"""What every row has; what else must not be empty gets an empty text, list or sealed nothing."""


def copy(rows: Iterable[dict[str, list[tuple]]]) -> None:
    """Send the rows of some claims, table after table."""
    rows = list(rows)
    with connection.cursor() as cursor:
        for table, (name, columns) in TABLES.items():
            with cursor.copy(f"COPY {name} ({', '.join(columns.split())}) FROM STDIN") as sink:
                for row in rows:
                    for each in row[table]:
                        sink.write_row(each)


@contextmanager
def quickly(*models: type) -> Iterator[None]:
    """Fill what is not named by defaults, check no foreign keys and build the indexes at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        for statement in defaults(models, "SET DEFAULT {}"):
            cursor.execute(statement)
        built = without_indexes(cursor)
        yield
        for statement in built:
            cursor.execute(statement)
        for statement in defaults(models, "DROP DEFAULT"):
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def defaults(models: Iterable[type], change: str) -> Iterator[str]:
    for model in models:
        table = model._meta.db_table
        for field in model._meta.local_fields:
            if not field.null and not field.primary_key:
                value = literal(field, USUAL[table].get(field.column))
                yield f'ALTER TABLE {table} ALTER COLUMN "{field.column}" {change.format(value)}'


def literal(field: object, value: object) -> str:
    if value is not None:
        return f"'{value}'"
    kinds = {"bytea": rf"'\x{NOTHING.hex()}'::bytea", "jsonb": "'[]'::jsonb", "boolean": "false", "date": "NULL"}
    kind = field.db_type(connection)
    return kinds.get(kind, "''" if "char" in kind else "NULL")


def without_indexes(cursor: object) -> list[str]:
    """Drop the indexes that keep no promise; return what builds them again."""
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname "
        "WHERE i.tablename = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)",
        [[name for name, _ in TABLES.values()]],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]
