"""What the watchdog is told, and what it is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Heartbeat, Notification
from jht_portal import health


@pytest.fixture(autouse=True)
def ask_for_migrations_anew():
    health.migrations_are_applied.cache_clear()
    yield
    health.migrations_are_applied.cache_clear()


def wait_in_the_outbox(*, seconds: int) -> None:
    moment = timezone.now() - timedelta(seconds=seconds)
    Notification.objects.create(
        key=f"test:{seconds}", kind="claim_received", recipient="budi@example.com", body="…", next_try_at=moment, created_at=moment
    )


def test_alive_answers_without_the_database(client):
    response = client.get("/healthz/")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_ready_answers_200_when_all_is_well(client):
    response = client.get("/readyz/")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": dict.fromkeys(health.CHECKS, "ok"),
        "worker": "unknown",
        "outbox": {"waiting": 0, "oldest_seconds": 0},
    }


@pytest.mark.django_db
def test_ready_tells_the_depth_and_age_of_the_outbox(client):
    wait_in_the_outbox(seconds=90)
    wait_in_the_outbox(seconds=30)

    assert client.get("/readyz/").json()["outbox"] == {"waiting": 2, "oldest_seconds": 90}


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "told"), [(0, "ok"), (3, "late")])
def test_ready_tells_a_late_worker_and_stays_in_service(client, minutes, told):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=minutes))
    response = client.get("/readyz/")

    assert (response.status_code, response.json()["worker"]) == (200, told)


@pytest.mark.django_db
def test_ready_answers_503_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'participants'")
    response = client.get("/readyz/")

    assert (response.status_code, response.json()["checks"]["migrations"]) == (503, "failed")


@pytest.mark.django_db
def test_ready_names_what_fails_and_not_why(client, monkeypatch):
    def fail() -> None:
        raise OSError("host db.internal, password hunter2")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "checks": {**dict.fromkeys(health.CHECKS, "ok"), "database": "failed"}}


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
