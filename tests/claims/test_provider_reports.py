"""What providers report: believed with their signature only, in any order, any number of times."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.channels import sms
from claims.models import HeardFrom, Notification
from claims.services import falling_back, notifying, receipts
from claims.services.receipts import Report
from participants.models import ChannelChoice
from participants.services.channels import order_of
from tests.builders import make_claim, make_participant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def provider_urls(settings):
    settings.SMS_URL = "twilio://AC1:token@api.twilio.com?from=JHT"
    settings.WHATSAPP_URL = "cloud://1065:token@graph.facebook.com/v23.0?secret=rahasia&verify=bukti"


@pytest.fixture
def row():
    return make_row("whatsapp")


def make_row(channel, **facts):
    defaults = {
        "key": f"uji:{channel}",
        "channel": channel,
        "kind": "paid",
        "recipient": PHONE,
        "subject": "",
        "body": "Halo",
        "state": "sent",
    }
    times = {"next_try_at": NOW, "created_at": NOW, "sent_at": NOW}
    return Notification.objects.create(**defaults | times | {"provider_id": "wamid.1"} | facts)


def told(row):
    row.refresh_from_db()
    return row.state


# --- WhatsApp


def statuses(*states, **facts):
    told = [{"id": "wamid.1", "status": state, "timestamp": "1700000000", "recipient_id": "62812"} | facts for state in states]
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "1065"}, "statuses": told}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}


def written(text):
    message = {
        "from": PHONE[1:],
        "id": "wamid.2",
        "timestamp": str(int(timezone.now().timestamp())),
        "type": "text",
        "text": {"body": text},
    }
    return {"entry": [{"changes": [{"field": "messages", "value": {"messages": [message]}}]}]}


def report(document, *, secret="rahasia", **headers):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    sign = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": sign} | headers
    return Client(enforce_csrf_checks=True).post(reverse("claims:whatsapp_reports"), body, "application/json", headers=headers).status_code


def test_whatsapp_proves_that_the_address_is_ours():
    asked = {"hub.mode": "subscribe", "hub.verify_token": "bukti", "hub.challenge": "1158201444"}
    answer = Client().get(reverse("claims:whatsapp_reports"), asked)

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"1158201444", "text/plain")


@pytest.mark.parametrize(
    "change", [{"hub.verify_token": "lain"}, {"hub.mode": "x"}, {"hub.challenge": "<b>"}, {"hub.challenge": "1" * 101}]
)
def test_nobody_else_proves_anything(change):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "bukti", "hub.challenge": "1158201444"} | change

    assert Client().get(reverse("claims:whatsapp_reports"), asked).status_code == 403


@pytest.mark.parametrize("state", ["delivered", "failed"])
def test_a_signed_status_moves_the_message(row, state):
    assert (report(statuses(state)), told(row)) == (200, state)


@pytest.mark.parametrize("headers", [{"X-Hub-Signature-256": "sha256=00"}, {"X-Hub-Signature-256": ""}, {"X-Hub-Signature-256": "ä"}])
def test_without_the_signature_nothing_is_believed(row, headers):
    assert (report(statuses("delivered"), **headers), report(statuses("delivered"), secret="lain"), told(row)) == (403, 403, "sent")


def test_a_large_body_is_not_read(row):
    assert (report(b"[" + b" " * 3 * 1024 * 1024 + b"]"), told(row)) == (413, "sent")


def test_a_report_of_thousands_of_messages_is_taken_in(row):
    """More than the length of a form."""
    document = statuses("delivered") | {"entry": statuses("delivered")["entry"] * 5, "x": "x" * 2 * 1024 * 1024}

    assert (report(document), told(row)) == (200, "delivered")


@pytest.mark.parametrize("document", [b"{", b"\xff", b"[" * 60_000])
def test_what_is_no_json_is_refused(document):
    assert report(document) == 400


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"entry": 1},
        {"entry": [{"changes": [{"value": {"statuses": ["x", {"status": "deleted"}]}}]}]},
        statuses("sent", id="wamid.lain"),
    ],
)
def test_what_is_not_ours_or_not_known_is_taken_in_and_does_nothing(row, document):
    assert (report(document), told(row)) == (200, "sent")


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_statuses_in_any_order_and_twice_end_alike(order):
    row = make_row("whatsapp", state="sending", sent_at=None)
    for state in [*order, *order]:
        assert report(statuses(state)) == 200
    row.refresh_from_db()

    assert (row.state, row.sent_at is None, row.delivered_at is None, row.read_at is None) == ("delivered", False, False, False)


def test_a_status_finds_a_message_whose_answer_was_lost():
    row = make_row("whatsapp", provider_id=None, state="sending", sent_at=None)
    report(statuses("sent", biz_opaque_callback_data=str(row.pk)))
    row.refresh_from_db()

    assert (row.state, row.provider_id) == ("sent", "wamid.1")


def test_a_failure_says_its_number_only_and_lets_the_next_channel_take_over():
    claim = make_claim()
    ChannelChoice.objects.create(participant=claim.participant, channel="whatsapp", rank=1)
    ChannelChoice.objects.create(participant=claim.participant, channel="sms", rank=2)
    notifying.plan_reminder(claim, "paid", "sebab", now=NOW)
    row = Notification.objects.get()
    Notification.objects.update(state="sent", sent_at=NOW, provider_id="wamid.1")
    report(statuses("failed", errors=[{"code": 131026, "title": f"to {PHONE}"}]))
    row.refresh_from_db()

    assert (row.state, row.last_error) == ("failed", "not delivered: 131026")
    assert [each.channel for each in row.replacements.all()] == ["sms"]


def test_who_was_told_late_is_not_told_again():
    claim = make_claim()
    notifying.plan_reminder(claim, "paid", "sebab", now=NOW)
    row = Notification.objects.get()
    Notification.objects.update(channel="whatsapp", state="sent", sent_at=NOW, provider_id="wamid.1")
    report(statuses("failed"))
    report(statuses("delivered"))

    assert (told(row), [each.state for each in row.replacements.all()]) == ("delivered", ["dropped"])


def test_who_was_told_late_is_not_rung_any_more_either():
    """The phone was off: WhatsApp and SMS brought nothing, an officer has rung once."""
    claim = make_claim()
    ChannelChoice.objects.create(participant=claim.participant, channel="whatsapp", rank=1)
    notifying.plan_reminder(claim, "paid", "sebab", now=NOW)
    first = Notification.objects.get()
    Notification.objects.update(state="sent", sent_at=NOW, provider_id="wamid.1")
    falling_back.hurry_on(NOW + timedelta(hours=1))
    while email_or_sms := Notification.objects.filter(state="queued").exclude(channel="telephone").first():
        Notification.objects.filter(pk=email_or_sms.pk).update(state="failed")
        falling_back.fall_back(email_or_sms, NOW)
    Notification.objects.filter(channel="telephone", state="queued").update(attempts=1)
    report(statuses("delivered"))

    assert (told(first), Notification.objects.get(channel="telephone").state) == ("delivered", "dropped")


def test_who_writes_may_be_answered_for_a_day():
    report(written("Halo"))

    assert (HeardFrom.objects.count(), receipts.may_answer(PHONE, timezone.now())) == (1, True)


def test_who_writes_stop_is_told_on_other_channels():
    person, other = make_participant(phone=PHONE), make_participant()
    report(written(" Berhenti "))

    assert (order_of(person.pk), order_of(other.pk)) == (("email", "sms", "telephone"), ("email", "whatsapp", "sms", "telephone"))


def test_a_report_from_the_future_is_of_now(row):
    receipts.note(Report("whatsapp", "delivered", NOW + timedelta(days=9), "wamid.1"), NOW)
    row.refresh_from_db()

    assert row.delivered_at == NOW


def test_a_report_of_another_channel_finds_nothing(row):
    assert receipts.note(Report("sms", "delivered", NOW, "wamid.1", str(row.pk)), NOW) is False


# --- SMS


def twilio(fields, *, token="token", query=""):
    address = f"http://127.0.0.1:8000/kabar/sms/{query}"
    signed = address + "".join(name + fields[name] for name in sorted(fields))
    sign = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/kabar/sms/{query}", fields, headers={"X-Twilio-Signature": sign}).status_code


def test_the_address_that_gateways_are_given_is_where_reports_are_read():
    assert reverse("claims:sms_reports") == sms.REPORTS


@pytest.mark.parametrize(
    ("status", "state"), [("delivered", "delivered"), ("undelivered", "failed"), ("queued", "sending"), ("sent", "sent")]
)
def test_a_callback_of_twilio_moves_the_message(status, state):
    row = make_row("sms", state="sending", sent_at=None, provider_id=None)
    fields = {"MessageSid": "SM1", "MessageStatus": status, "To": PHONE, "ErrorCode": "30003"}
    answer = twilio(fields, query=f"?pesan={row.pk}")

    assert (answer, told(row)) == (200, state)
    assert row.last_error == ("not delivered: 30003" if state == "failed" else "")


def test_a_callback_that_was_changed_on_its_way_is_refused():
    row = make_row("sms", provider_id="SM1")

    assert (twilio({"MessageSid": "SM1", "MessageStatus": "delivered"}, token="lain"), told(row)) == (403, "sent")


def vonage(fields, secret="tanda", as_json=False):
    signed = "".join(f"&{name}={fields[name].replace('&', '_').replace('=', '_')}" for name in sorted(fields))
    fields = fields | {"sig": hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest().upper()}
    content = (json.dumps(fields), "application/json") if as_json else (urlencode(fields), "application/x-www-form-urlencoded")
    return Client(enforce_csrf_checks=True).post("/kabar/sms/", *content).status_code


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(("status", "state"), [("delivered", "delivered"), ("rejected", "failed"), ("unknown", "sent")])
def test_a_receipt_of_vonage_moves_the_message(settings, status, state, as_json):
    settings.SMS_URL = "vonage://key:secret@rest.nexmo.com?from=JHT&signature=tanda"
    row = make_row("sms", provider_id="V1")
    fields = {"messageId": "V1", "status": status, "err-code": "1", "msisdn": PHONE[1:], "scts": "a&b=c", "timestamp": "1700000000"}

    assert (vonage(fields, as_json=as_json), told(row)) == (200, state)
    assert vonage(fields, secret="lain") == 403


@pytest.mark.parametrize(
    "body", [b"[" * 60_000, b'{"sig": "\\ud800"}', b'{"\\udfff": "\\ud800", "sig": 1}', b'{"sig": null, "a": {"b": []}}']
)
@pytest.mark.parametrize(
    "url", ["vonage://key:secret@rest.nexmo.com?from=JHT&signature=tanda", "twilio://AC1:token@api.twilio.com?from=JHT"]
)
def test_a_hostile_receipt_is_refused(settings, url, body):
    settings.SMS_URL = url

    assert Client().post("/kabar/sms/", body, "application/json").status_code == 403


@pytest.mark.parametrize("name", ["whatsapp_reports", "sms_reports"])
def test_without_a_provider_nothing_is_taken_in(settings, name):
    settings.SMS_URL = settings.WHATSAPP_URL = "console://"

    assert Client().post(reverse(f"claims:{name}"), b"{}", "application/json").status_code == 403
