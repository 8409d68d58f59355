"""What every test stands on.

The database is given to a test that asks for it: ``db`` (or the mark ``django_db``) rolls back,
``transactional_db`` (or ``django_db(transaction=True)``, or ``live_server``) really commits, for tests
of races, threads and browsers. No test reaches beyond this machine (``--allow-hosts`` in pyproject.toml).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

COMMITS = {"transactional_db", "live_server"}
ASKS = COMMITS | {"db"}


def asks_for_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or ASKS & set(getattr(item, "fixturenames", ())))


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(COMMITS & set(getattr(item, "fixturenames", ())) or (mark and mark.kwargs.get("transaction")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database. A test that commits empties it: give it what the migrations wrote (roles, holidays)."""
    for item in filter(asks_for_database, items):
        item.add_marker("database")
    for item in filter(commits, items):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keep what the migrations wrote where every connection finds it: Playwright's loop gives its thread another one."""
    made = connections[DEFAULT_DB_ALIAS]
    if hasattr(made, "_test_serialized_contents"):
        type(made)._test_serialized_contents = made._test_serialized_contents


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
