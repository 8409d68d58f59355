"""What every test stands on.

The database is given to a test that asks for it: ``db`` (or the mark ``django_db``) rolls back,
``transactional_db`` (or ``django_db(transaction=True)``, or ``live_server``) really commits, for tests
of races, threads and browsers. No test reaches beyond this machine (``--allow-hosts`` in pyproject.toml).
"""

import math
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from claims import triggers
from claims.services import rulebook

COMMITS = {"transactional_db", "live_server"}
ASKS = COMMITS | {"db"}


def asks_for_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or ASKS & set(getattr(item, "fixturenames", ())))


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(COMMITS & set(getattr(item, "fixturenames", ())) or (mark and mark.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what uses the database. A test that commits empties it: give it what the migrations wrote (roles, holidays).

    Those tests come last, whatever brought others together (pytest puts the browser's side by side): the rest counts on the rows.
    """
    for item in filter(asks_for_database, items):
        item.add_marker("database")
    for item in filter(commits, items):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    yield
    items.sort(key=commits)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep what the migrations wrote where every connection finds it: Playwright's loop gives its thread another one."""
    made = connections[DEFAULT_DB_ALIAS]
    with django_db_blocker.unblock():
        let_tables_be_emptied(made)
    if hasattr(made, "_test_serialized_contents"):
        type(made)._test_serialized_contents = made._test_serialized_contents


def let_tables_be_emptied(made: BaseDatabaseWrapper) -> None:
    """On SQLite a test that commits empties tables row by row, which the audit refuses; PostgreSQL empties them at once."""
    if made.vendor == "sqlite":
        with made.cursor() as cursor:
            for name in triggers.EMPTIED_BY_FLUSH:
                cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture(autouse=True)
def shipped_rules() -> Iterator[None]:
    """Begin and end every test with the rules that ship; a test whose officer changes them sees the change at once."""
    rulebook.put_back(look_again=math.inf)
    yield
    rulebook.put_back(look_again=math.inf)


@pytest.fixture
def mailbox(mailoutbox: list[EmailMessage]) -> Callable[[], list[EmailMessage]]:
    """Let the worker do what is due, and return all the mail of this test."""

    def read() -> list[EmailMessage]:
        call_command("work", once=True)
        return mailoutbox

    return read


@pytest.fixture(scope="session")
def demo_copy() -> Iterator[sqlite3.Connection]:
    """The whole database with the demo in it, once it has been loaded."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        yield copy


@pytest.fixture
def demo(transactional_db: None, demo_copy: sqlite3.Connection) -> None:
    """The people, officers and claims of ``manage.py demo``. Loading takes seconds, so SQLite gets a copy of the first load."""
    connection.ensure_connection()
    if connection.vendor == "sqlite" and demo_copy.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        demo_copy.backup(connection.connection)
        return
    call_command("demo", verbosity=0)
    if connection.vendor == "sqlite":
        connection.connection.backup(demo_copy)
