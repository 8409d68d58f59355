"""Which channel a person is told on, which one takes over, and when: product.md section 5."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.channels.failures import DeliveryFailed
from claims.domain.quiet_hours import QuietHours
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import Notification
from claims.services import channel_states, falling_back, notifying, outbox, sending
from claims.services.guards import Actor
from claims.services.workflow import advance
from participants.models import ChannelChoice
from tests.builders import make_claim, make_membership, make_office, make_officer, make_participant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PARTICIPANT = Actor(frozenset({Role.PARTICIPANT}))


def choose(person, *channels, muted=()):
    """Let PERSON choose; what is not named stands behind, as it does for everybody."""
    for rank, channel in enumerate([*channels, *muted], 1):
        ChannelChoice.objects.create(participant=person, channel=channel, rank=rank, muted=channel in muted)


def tell(claim, notice="paid", *, now=NOW, cause="sebab"):
    notifying.plan_reminder(claim, notice, cause, now=now)


def planned():
    return [(row.channel, row.recipient) for row in Notification.objects.order_by("created_at", "channel")]


def others(row):
    return [(parcel.channel, parcel.address) for parcel in outbox.unpacked(row)]


@pytest.fixture
def failing(monkeypatch):
    """Let every channel fail the way the test says; return what was tried."""
    tried, failure = [], {}

    def send(letter):
        tried.append(letter.recipient)
        if failure:
            raise DeliveryFailed("no", **failure)
        return "id-1"

    monkeypatch.setattr(sending, "CHANNELS", dict.fromkeys(("email", "sms", "whatsapp"), send))
    return tried, failure


# --- Choice


def test_who_chose_nothing_is_told_by_email_and_by_phone_where_that_fails():
    claim = make_claim()
    tell(claim)

    assert planned() == [("email", claim.email)]
    assert others(Notification.objects.get()) == [("whatsapp", claim.phone), ("sms", claim.phone), ("telephone", claim.phone)]


def test_the_chosen_order_counts_and_a_muted_channel_is_never_used():
    claim = make_claim()
    choose(claim.participant, "sms", "email", muted=["whatsapp", "telephone"])
    tell(claim)

    assert planned() == [("sms", claim.phone)]
    assert others(Notification.objects.get()) == [("email", claim.email)]


def test_who_muted_everything_hears_of_money_and_nothing_else():
    claim = make_claim()
    choose(claim.participant, muted=["email", "sms", "whatsapp", "telephone"])
    for notice in ("paid", "payment_failed", "account_changed"):
        tell(claim, notice)

    assert [row.kind for row in Notification.objects.order_by("kind")] == ["account_changed", "payment_failed"]


@pytest.mark.parametrize(("notice", "sent_on"), [("paid", ["whatsapp"]), ("claim_received", ["email"]), ("payment_failed", ["email"])])
def test_a_channel_muted_since_is_not_used_any_more_but_for_an_alarm(failing, notice, sent_on):
    claim = make_claim()
    tell(claim, notice)
    choose(claim.participant, "whatsapp", muted=("email",))
    while sending.send_next(NOW):
        pass

    assert list(Notification.objects.filter(state="sent").values_list("channel", flat=True)) == sent_on


def test_a_channel_muted_since_takes_over_from_none(failing):
    claim = make_claim()
    tell(claim)
    choose(claim.participant, "email", "sms", muted=("whatsapp",))
    falling_back.fall_back(Notification.objects.get(), NOW)

    assert [channel for channel, _ in planned()] == ["email", "sms"]


def test_a_person_without_email_is_told_by_phone():
    claim = make_claim(email="", membership=make_membership(make_participant(email="")))
    tell(claim)

    assert planned() == [("whatsapp", claim.phone)]


def test_a_channel_that_is_not_set_up_is_left_out(settings):
    settings.WHATSAPP_URL = settings.SMS_URL = "off://"
    claim = make_claim()
    tell(claim)

    assert others(Notification.objects.get()) == [("telephone", claim.phone)]


def test_a_draft_without_an_office_is_telephoned_by_nobody():
    claim = make_claim(ClaimStatus.DRAFT)
    tell(claim)

    assert [channel for channel, _ in others(Notification.objects.get())] == ["whatsapp", "sms"]


def test_every_channel_gets_its_own_words():
    claim = make_claim()
    tell(claim)
    row = Notification.objects.get()
    words = {parcel.channel: parcel.body for parcel in outbox.unpacked(row)}

    assert ("\n" in row.body, "\n" in words["sms"], "\n" in words["whatsapp"], words["telephone"]) == (True, False, True, words["sms"])


def test_the_old_phone_is_told_of_a_new_one_by_the_phone():
    person, office = make_participant(phone="+628222222222"), make_office()
    notifying.plan_contact_changed(person, {"phone": "+628111111111"}, office, NOW, cause="ganti")

    assert planned() == [("email", person.email), ("whatsapp", "+628111111111")]
    assert others(Notification.objects.get(channel="whatsapp")) == [("sms", "+628111111111")]


# --- The next channel


def test_the_next_channel_takes_over_from_one_that_failed(failing):
    tried, failure = failing
    claim = make_claim()
    tell(claim)
    first = Notification.objects.get()
    failure["permanent"] = True
    sending.send_next(NOW)
    failure.clear()
    second = sending.send_next(NOW + timedelta(seconds=1))
    first.refresh_from_db()

    assert (first.state, first.fell_back_at, second.channel, second.instead_of, second.created_at) == (
        "failed",
        NOW,
        "whatsapp",
        first,
        NOW,
    )
    assert (tried, second.claim, others(second)[0][0]) == ([claim.email, claim.phone], claim, "sms")


def test_at_the_end_of_all_channels_an_officer_telephones(failing):
    failing[1]["permanent"] = True
    tell(make_claim())
    while sending.send_next(NOW):
        pass

    assert list(Notification.objects.order_by("state", "channel").values_list("channel", "state")) == [
        ("email", "failed"),
        ("sms", "failed"),
        ("whatsapp", "failed"),
        ("telephone", "queued"),
    ]


def test_a_server_that_stays_away_hands_over_after_a_quarter_of_an_hour(failing):
    tried, failure = failing
    failure["permanent"] = False
    tell(make_claim())
    row, now = Notification.objects.get(), NOW
    while row.state != "failed":
        now = max(now, row.next_try_at)
        sending.send_next(now)
        row.refresh_from_db()

    assert len(tried) == row.attempts == 6
    assert timedelta(minutes=10) < now - NOW < timedelta(minutes=25)
    assert Notification.objects.get(instead_of=row).channel == "whatsapp"


def test_a_channel_takes_over_once(failing):
    tell(make_claim())
    row = Notification.objects.get()

    assert (falling_back.fall_back(row, NOW), falling_back.fall_back(row, NOW), Notification.objects.count()) == (True, False, 2)


def test_an_answer_that_was_cut_off_is_not_asked_for_again_at_once(failing):
    failing[1].update(unsure=True)
    tell(make_claim())
    sending.send_next(NOW)

    assert Notification.objects.get().next_try_at - NOW >= timedelta(minutes=3)


@pytest.mark.parametrize(
    ("facts", "minutes", "goes_on"),
    [
        ({}, 30, True),
        ({}, 29, False),
        ({"state": "delivered"}, 30, False),
        ({"channel": "email"}, 30, False),
        ({}, 60 * 25, False),
    ],
    ids=["silent", "not yet", "arrived", "mail tells no arrival", "long ago"],
)
def test_without_news_of_arrival_the_next_channel_takes_over_after_half_an_hour(settings, facts, minutes, goes_on):
    settings.WHATSAPP_URL = "cloud://1:token@graph.facebook.com?secret=a&verify=b"
    claim = make_claim()
    choose(claim.participant, "whatsapp", "sms")
    tell(claim)
    Notification.objects.update(**{"state": "sent", "sent_at": NOW} | facts)

    assert falling_back.hurry_on(NOW + timedelta(minutes=minutes)) == goes_on
    assert falling_back.hurry_on(NOW + timedelta(minutes=minutes)) == 0


def test_codes_that_nobody_waits_for_any_more_keep_no_news_waiting(settings, monkeypatch):
    settings.WHATSAPP_URL = "cloud://1:token@graph.facebook.com?secret=a&verify=b"
    monkeypatch.setattr(falling_back, "AT_ONCE", 1)
    for minute, kind in enumerate(("sign_in_code", "paid")):
        claim = make_claim()
        choose(claim.participant, "whatsapp", "sms")
        tell(claim)
        Notification.objects.filter(claim=claim).update(kind=kind, state="sent", sent_at=NOW + timedelta(minutes=minute))

    assert falling_back.hurry_on(NOW + timedelta(hours=1)) == 1
    assert Notification.objects.get(channel="sms").kind == "paid"


def test_what_arrives_while_the_next_channel_is_about_to_take_over_is_not_told_twice():
    tell(make_claim())
    Notification.objects.update(state="sent", sent_at=NOW)
    looked_at = Notification.objects.get()
    Notification.objects.update(state="delivered", delivered_at=NOW, next_channels=None)

    assert (falling_back.fall_back(looked_at, NOW), Notification.objects.count()) == (False, 1)


def test_a_provider_that_tells_no_arrival_is_believed():
    claim = make_claim()
    choose(claim.participant, "whatsapp", "sms")
    tell(claim)
    Notification.objects.update(state="sent", sent_at=NOW)

    assert falling_back.hurry_on(NOW + timedelta(hours=1)) == 0


def test_a_paused_channel_is_passed_over_where_another_takes_over(failing):
    channel_states.pause("whatsapp", "", by=make_officer(), now=NOW)
    tell(make_claim())
    falling_back.fall_back(Notification.objects.get(), NOW)

    assert [channel for channel, _ in planned()] == ["email", "sms"]


def test_what_cannot_wait_passes_over_a_paused_channel_at_once():
    channel_states.pause("email", "", by=make_officer(), now=NOW)
    claim = make_claim()
    for notice in ("paid", "payment_failed"):
        tell(claim, notice)

    assert dict(Notification.objects.values_list("kind", "channel")) == {"paid": "email", "payment_failed": "whatsapp"}


# --- The night


@pytest.fixture
def night(settings):
    settings.QUIET_HOURS = QuietHours(21, 7)


EVENING = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
"""21.30 in Jakarta, 23.30 in Jayapura."""


@pytest.mark.parametrize(("zone", "morning"), [("Asia/Jakarta", (21, 0, 0)), ("Asia/Jayapura", (20, 22, 0))])
def test_news_waits_for_the_morning_of_its_office(night, zone, morning):
    tell(make_claim(office=make_office(timezone=zone)), now=EVENING)
    day, hour, minute = morning
    at = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    held = [sending.send_next(EVENING), sending.send_next(at - timedelta(seconds=1))]
    row = Notification.objects.get()

    assert (held, row.state, row.attempts, row.next_try_at) == ([None, None], "queued", 0, at)
    assert sending.send_next(at) == row


@pytest.mark.parametrize("notice", ["payment_failed", "sign_in_code"])
def test_failed_payments_and_codes_do_not_wait(night, notice):
    tell(make_claim(), "payment_failed", now=EVENING)
    if notice == "sign_in_code":
        Notification.objects.update(kind=notice, priority=Notification.CODE)

    assert sending.send_next(EVENING).kind == notice


def test_a_message_that_is_tried_again_waits_for_the_morning_too(night, failing):
    failing[1]["permanent"] = False
    begun = EVENING - timedelta(minutes=30, seconds=10)
    tell(make_claim(), now=begun)
    sending.send_next(begun)
    sending.send_next(begun + timedelta(minutes=1))
    row = Notification.objects.get()

    assert (row.attempts, row.next_try_at) == (1, datetime(2026, 11, 21, 0, 0, tzinfo=UTC))


# --- One of a kind in a quarter of an hour


def states():
    return list(Notification.objects.order_by("created_at").values_list("state", flat=True))


def test_a_later_one_of_its_kind_replaces_what_still_waits():
    claim = make_claim()
    tell(claim, cause="satu")
    tell(claim, cause="dua", now=NOW + timedelta(minutes=1))

    assert states() == ["dropped", "queued"]
    assert Notification.objects.get(state="queued").next_try_at == NOW + timedelta(minutes=1)


def test_of_two_of_a_kind_that_wait_for_the_morning_one_leaves(night):
    claim = make_claim()
    tell(claim, cause="satu", now=EVENING)
    sending.send_next(EVENING)
    tell(claim, cause="dua", now=EVENING + timedelta(hours=1))

    assert states() == ["dropped", "queued"]


def test_two_who_plan_one_message_at_once_do_not_drop_it(monkeypatch):
    claim = make_claim()
    tell(claim)
    with monkeypatch.context() as at_once:  # The other's row is not to be seen yet when we look.
        at_once.setattr("django.db.models.query.QuerySet.exists", lambda queryset: False)
        tell(claim)

    assert states() == ["queued"]


def test_after_one_was_sent_the_next_of_its_kind_waits_and_takes_in_what_follows():
    claim = make_claim()
    tell(claim, cause="satu")
    sending.send_next(NOW)
    for minute in (5, 10):
        tell(claim, cause=str(minute), now=NOW + timedelta(minutes=minute))
    held = sending.send_next(NOW + timedelta(minutes=14))

    assert (held, states()) == (None, ["sent", "dropped", "queued"])
    assert sending.send_next(NOW + timedelta(minutes=15)).key.startswith("10:")


def test_a_quarter_of_an_hour_later_nothing_waits():
    claim = make_claim()
    tell(claim, cause="satu")
    sending.send_next(NOW)
    tell(claim, cause="dua", now=NOW + timedelta(minutes=15))

    assert Notification.objects.get(state="queued").next_try_at == NOW + timedelta(minutes=15)


@pytest.mark.parametrize("notice", ["account_changed", "payment_failed"])
def test_every_change_of_account_and_every_failed_payment_is_told(notice):
    claim = make_claim()
    for minute in (0, 1):
        tell(claim, notice, cause=str(minute), now=NOW + timedelta(minutes=minute))

    assert states() == ["queued", "queued"]


def test_another_kind_and_another_claim_are_not_replaced():
    claim = make_claim()
    tell(claim)
    tell(claim, "approved")
    tell(make_claim())

    assert states() == ["queued"] * 3


def test_planning_one_event_twice_drops_nothing():
    event = advance(make_claim(ClaimStatus.SUBMITTED), Step.CANCEL, actor=PARTICIPANT, now=NOW)
    notifying.plan(event, "cancelled")

    assert states() == ["queued"]
