"""What every test stands on.

The database is given to a test that asks for it: ``db`` (or the mark ``django_db``) rolls back,
``transactional_db`` (or ``django_db(transaction=True)``, or ``live_server``) really commits, for tests
of races, threads and browsers. No test reaches beyond this machine (``--allow-hosts`` in pyproject.toml).
"""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command

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


@pytest.fixture
def mailbox(mailoutbox: list[EmailMessage]) -> Callable[[], list[EmailMessage]]:
    """Let the worker do what is due, and return all the mail of this test."""

    def read() -> list[EmailMessage]:
        call_command("work", once=True)
        return mailoutbox

    return read
