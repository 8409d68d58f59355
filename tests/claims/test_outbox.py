"""The outbox's doors for other activities: a message to any contact, a channel that is paused, the order that is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from claims.domain.workflow import Role
from claims.models import AuditEntry, ChannelState, Notification
from claims.services import channel_states, contact_proofs, notifying, sending
from tests.builders import make_claim, make_office, make_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def plan(channel="sms", address="0812 3456 7890", **facts):
    told = {"facts": {"code": "123 456", "office": "Kantor"}, "cause": "tiket-1", "now": NOW, "name": "SITI AMINAH"}
    return notifying.plan_for_contact("contact_code", channel=channel, address=address, **told | facts)


def make_message(number=1, **facts):
    at = {"next_try_at": NOW, "created_at": NOW}
    return Notification.objects.create(key=f"test:{number}", **{"kind": "paid", "recipient": "a@contoh.test", "body": "Halo"} | at | facts)


def states():
    return dict(Notification.objects.values_list("key", "state"))


# --- A message to anybody


def test_a_contact_that_is_no_participant_gets_the_words_of_its_channel():
    office = make_office()
    row = plan(office=office, language="en")

    assert (row.channel, row.recipient, row.office, row.participant, row.language) == ("sms", "+6281234567890", office, None, "en")
    assert (row.subject, row.state, row.next_try_at) == ("", "queued", NOW)
    assert "Siti" in row.body and "\n" not in row.body


def test_the_same_cause_channel_and_address_is_one_message_in_any_spelling():
    first, again = plan(), plan(address="+62 812-3456-7890")
    others = [plan("whatsapp"), plan("email", "Siti@Contoh.test"), plan(cause="tiket-2"), plan(address="081234567891")]

    assert (again.pk, Notification.objects.count()) == (first.pk, 5)
    assert len({first.pk, *(row.pk for row in others)}) == 5
    assert others[1].recipient == "siti@contoh.test"


def test_a_long_cause_still_tells_one_message_from_the_next():
    rows = [plan(cause=f"{'antrean-' * 20}{number}") for number in (1, 2, 1)]

    assert (rows[0].pk == rows[2].pk, rows[0].pk == rows[1].pk) == (True, False)


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_without_a_provider_a_message_is_printed_with_its_number_masked(channel, capsys):
    row = plan(channel)
    sending.send_next(NOW)
    row.refresh_from_db()
    said = capsys.readouterr().out

    assert (row.state, row.body.strip() in said, "81234567890" in said) == ("sent", True, False)


def test_a_message_in_a_folder_is_one_file_however_often_it_is_tried(settings, tmp_path):
    settings.SMS_URL = f"file://{tmp_path}/sms"
    row = plan()
    sending.deliver(row, NOW)
    sending.deliver(row, NOW)

    assert [path.name for path in (tmp_path / "sms").iterdir()] == [f"{row.pk}.sms"]


def test_a_channel_that_is_not_set_up_fails_at_once(settings):
    settings.SMS_URL = "off://"
    row = plan()
    sending.send_next(NOW)
    row.refresh_from_db()

    assert (row.state, row.last_error) == ("failed", "no gateway is set up")


def test_a_code_for_a_queue_number_leaves_by_the_lane_of_codes():
    """Issue 5.8."""
    contact_proofs.begin("Siti Aminah", "+6281234567890", "sms", now=NOW)

    assert sending.send_next(NOW, only_codes=True).kind == "queue_code"


def test_nobody_but_an_officer_sends_what_is_to_be_telephoned():
    plan("telephone")

    assert (sending.send_next(NOW + timedelta(days=3)), Notification.objects.get().state) == (None, "queued")


# --- Paused channels


@pytest.fixture
def head():
    return make_officer(Role.HEAD, office=make_office())


def test_a_paused_channel_sends_nothing_and_loses_nothing(head):
    held, other = plan("sms"), plan("whatsapp")
    paused = channel_states.pause("sms", "Penyedia mati", by=head, now=NOW)
    sent = [sending.send_next(NOW), sending.send_next(NOW)]
    channel_states.resume("sms", by=head, now=NOW)

    assert (paused, sent) == (True, [other, None])
    assert (sending.send_next(NOW), sending.send_next(NOW)) == (held, None)


def test_who_paused_a_channel_when_and_why_is_told_and_written_down(head):
    channel_states.pause("sms", " Penyedia mati ", by=head, now=NOW)
    state = channel_states.paused()["sms"]

    assert (state.paused_by, state.paused_at, state.reason) == (head, NOW, "Penyedia mati")
    assert list(AuditEntry.objects.values_list("user_id", "object")) == [(head.pk, "channelstate sms")]


def test_pausing_and_resuming_twice_happens_once(head):
    done = [channel_states.pause("sms", "a", by=head, now=NOW), channel_states.pause("sms", "b", by=head, now=NOW)]
    done += [channel_states.resume("sms", by=head, now=NOW), channel_states.resume("sms", by=head, now=NOW)]

    assert (done, AuditEntry.objects.count(), channel_states.paused()) == ([True, False, True, False], 2, {})


def test_a_channel_that_does_not_exist_is_refused(head):
    with pytest.raises(ValueError, match="no such channel"):
        channel_states.pause("fax", "", by=head, now=NOW)
    assert ChannelState.objects.count() == 0


# --- The order of a claim's messages


def test_news_of_a_claim_waits_for_the_news_before_it():
    claim = make_claim()
    first = make_message(1, claim=claim, state="sending", next_try_at=NOW + timedelta(minutes=4))
    second = make_message(2, claim=claim, created_at=NOW + timedelta(seconds=1), next_try_at=NOW)
    early = sending.send_next(NOW + timedelta(minutes=1))
    late = [sending.send_next(NOW + timedelta(minutes=4)), sending.send_next(NOW + timedelta(minutes=4))]

    assert (early, late) == (None, [first, second])


@pytest.mark.parametrize("difference", ["claim", "recipient", "channel", "urgent"])
def test_nothing_else_waits(difference):
    claim = make_claim()
    make_message(1, claim=claim, state="sending", next_try_at=NOW + timedelta(minutes=4))
    facts = {"claim": claim}
    facts |= {
        "claim": {"claim": make_claim()},
        "recipient": {"recipient": "lain@contoh.test"},
        "channel": {"channel": "sms"},
        "urgent": {"priority": Notification.URGENT},
    }[difference]
    second = make_message(2, created_at=NOW + timedelta(seconds=1), **facts)

    assert sending.send_next(NOW) == second


# --- A message never goes back


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sending", "queued"),
        ("sent", "queued"),
        ("sent", "sending"),
        ("delivered", "sent"),
        ("delivered", "failed"),
        ("failed", "sending"),
        ("void", "queued"),
        ("dropped", "queued"),
    ],
)
def test_the_database_refuses_a_step_back(old, new):
    make_message(state=old)
    with pytest.raises(DatabaseError, match="message_goes_forward"), transaction.atomic():
        Notification.objects.update(state=new)
    assert states() == {"test:1": old}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("queued", "sending"),
        ("queued", "dropped"),
        ("sending", "sent"),
        ("sending", "failed"),
        ("sent", "delivered"),
        ("sent", "failed"),
        ("failed", "queued"),
        ("failed", "delivered"),
    ],
)
def test_the_database_lets_a_message_go_forward(old, new):
    make_message(state=old)
    Notification.objects.update(state=new)

    assert states() == {"test:1": new}
