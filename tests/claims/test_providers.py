"""SMS and WhatsApp over the wire: what is asked, what is made of each answer, and what is never told."""

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from claims.channels import http, sms, whatsapp
from claims.channels.failures import DeliveryFailed
from claims.channels.letters import Letter
from claims.channels.providers import read_provider
from claims.domain.sms import sms_size
from claims.models import HeardFrom, Notification
from claims.services import receipts, sending
from tests.claims.providers import serving, twilio_takes, vonage_takes, whatsapp_takes

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
LETTER = Letter("11111111-2222-4333-8444-555555555555", "paid", "+6281234567890", "", "Siti, klaim Anda dibayar.\n")
CODE = Letter(LETTER.id, "sign_in_code", LETTER.recipient, "", "Kode masuk: 123 456", code="123456")
URLS = {
    "twilio": "twilio+http://AC1:token@127.0.0.1:{port}?from=%2B15005550006",
    "vonage": "vonage+http://key:s%40cret@127.0.0.1:{port}?from=JHT&signature=tanda",
    "cloud": "cloud+http://1065:token@127.0.0.1:{port}/v23.0?secret=rahasia&verify=bukti",
}
TAKES = {"twilio": twilio_takes, "vonage": vonage_takes, "cloud": whatsapp_takes}


@pytest.fixture
def use(settings):
    """Send through a provider of KIND that answers as told; return how, and what it was asked."""

    def begin(kind, port):
        url = URLS[kind].format(port=port)
        settings.SMS_URL, settings.WHATSAPP_URL = ("off://", url) if kind == "cloud" else (url, "off://")
        return whatsapp.send if kind == "cloud" else sms.send

    return begin


def failure(send, letter=LETTER):
    with pytest.raises(DeliveryFailed) as raised:
        send(letter)
    assert "81234567890" not in str(raised.value)
    return str(raised.value), raised.value.permanent, raised.value.unsure


# --- What is asked


def test_twilio_is_asked_as_its_documentation_says(use):
    with serving(twilio_takes) as (provider, port):
        sid = use("twilio", port)(LETTER)
    (asked,) = provider.asked

    assert (asked.path, sid) == ("/2010-04-01/Accounts/AC1/Messages.json", f"SM{LETTER.id.replace('-', '')}")
    assert asked.headers["Authorization"] == "Basic QUMxOnRva2Vu"
    assert asked.fields == {
        "To": "+6281234567890",
        "From": "+15005550006",
        "Body": "Siti, klaim Anda dibayar.",
        "StatusCallback": f"http://127.0.0.1:8000/kabar/sms/?pesan={LETTER.id}",
    }


@pytest.mark.parametrize(("body", "kind"), [("Halo", "text"), ("Halo 😀", "unicode")])
def test_vonage_is_asked_as_its_documentation_says(use, body, kind):
    with serving(vonage_takes) as (provider, port):
        message_id = use("vonage", port)(Letter(LETTER.id, "paid", LETTER.recipient, "", body))
    (asked,) = provider.asked

    assert (asked.path, message_id, asked.fields["type"]) == ("/sms/json", "V11111111", kind)
    assert asked.fields == {
        "api_key": "key",
        "api_secret": "s@cret",
        "from": "JHT",
        "to": "6281234567890",
        "text": body,
        "type": kind,
        "client-ref": LETTER.id,
        "callback": "http://127.0.0.1:8000/kabar/sms/",
    }
    assert (sms_size(body).alphabet == "GSM-7") == (kind == "text")


def asked_of_whatsapp(use, letter):
    with serving(whatsapp_takes) as (provider, port):
        assert use("cloud", port)(letter) == f"wamid.{letter.id}"
    (asked,) = provider.asked
    assert (asked.path, asked.headers["Authorization"]) == ("/v23.0/1065/messages", "Bearer token")
    assert (asked.fields["to"], asked.fields["biz_opaque_callback_data"]) == ("6281234567890", letter.id)
    return asked.fields


def test_whatsapp_carries_news_in_a_template_in_one_line(use, settings):
    letter = Letter(LETTER.id, "paid", LETTER.recipient, "", "Halo Siti,\n\n*Klaim* Anda dibayar.\n", language="en")
    template = asked_of_whatsapp(use, letter)["template"]

    assert (template["name"], template["language"]) == ("jht_kabar", {"code": "en"})
    assert [place["text"] for place in template["components"][0]["parameters"]] == [
        settings.OPERATOR_NAME,
        "Halo Siti, *Klaim* Anda dibayar.",
    ]


def test_whatsapp_carries_a_code_in_its_own_template_with_a_button_to_copy(use):
    template = asked_of_whatsapp(use, CODE)["template"]
    body, button = template["components"]

    assert template["name"] == "jht_kode"
    assert (body["parameters"], button["parameters"]) == ([{"type": "text", "text": "123456"}],) * 2
    assert (button["sub_type"], button["index"]) == ("url", "0")


def test_who_wrote_within_a_day_is_answered_in_free_words(use):
    letter = Letter(LETTER.id, "paid", LETTER.recipient, "", "Halo\nSiti\n", answers=True)
    fields = asked_of_whatsapp(use, letter)

    assert (fields["type"], fields["text"]["body"]) == ("text", "Halo\nSiti")


def test_a_place_of_a_template_is_never_too_long():
    line = whatsapp.one_line("Halo Siti, " + "dokumen " * 400 + "\n\nKode cek pesan ini: AB12-CD34. Periksa di 127.0.0.1:8000/cek.\n")

    assert (900 < len(line) <= 1024, "\n" in line) == (True, False)
    assert (line.startswith("Halo Siti, dokumen"), " … dokumen" in line, line[-20:]) == (True, True, " 127.0.0.1:8000/cek.")


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "may"), [(1, True), (23, True), (24, False)])
def test_the_day_after_a_message_is_over_in_time(hours, may):
    receipts.heard_from("whatsapp", LETTER.recipient, "halo", NOW - timedelta(hours=hours), NOW)
    row = Notification(channel="whatsapp", recipient=LETTER.recipient, subject="", body="Halo", kind="paid")

    assert sending.letter_of(row, NOW).answers == may
    assert receipts.sweep(NOW + timedelta(hours=23)) == (not may and HeardFrom.objects.count() == 0)


# --- What is made of an answer


@pytest.mark.parametrize("kind", TAKES)
@pytest.mark.parametrize(
    ("status", "told", "permanent", "unsure"),
    [
        (429, "busy: 429", False, False),
        (503, "busy: 503", False, False),
        (401, "sign-in refused: 401", False, False),
        (500, "server failed: 500", False, True),
        (302, "answered 302", False, False),
    ],
)
def test_an_answer_that_says_nothing_about_the_message(use, kind, status, told, permanent, unsure):
    with serving(lambda asked: (status, {})) as (_, port):
        assert failure(use(kind, port)) == (told, permanent, unsure)


@pytest.mark.parametrize("kind", TAKES)
def test_a_server_that_is_away_was_told_nothing(use, kind):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert failure(use(kind, port)) == ("ConnectionRefusedError", False, False)


@pytest.mark.parametrize("kind", TAKES)
def test_half_an_answer_may_mean_that_it_was_sent(use, kind):
    with serving(TAKES[kind]) as (provider, port):
        provider.cut_after = 10
        told, permanent, unsure = failure(use(kind, port))

    assert (told.startswith("no answer: "), permanent, unsure) == (True, False, True)


@pytest.mark.parametrize("kind", TAKES)
def test_a_slow_server_is_not_waited_for_forever(use, kind, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.2)
    with serving(TAKES[kind]) as (provider, port):
        provider.hold.clear()
        assert failure(use(kind, port)) == ("no answer: TimeoutError", False, True)


@pytest.mark.parametrize("kind", TAKES)
def test_an_answer_in_drops_is_not_waited_for_forever(use, kind, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.5)
    with serving(TAKES[kind]) as (provider, port):
        provider.seconds_a_letter = 0.1
        assert failure(use(kind, port)) == ("no answer: TimeoutError", False, True)


@pytest.mark.parametrize(
    ("kind", "status", "answer", "told", "permanent"),
    [
        ("twilio", 400, {"code": 21211, "message": "The 'To' number +6281234567890 is not valid"}, "gateway refused: 400 21211", True),
        ("twilio", 400, {"code": "x +6281234567890"}, "gateway refused: 400", True),
        ("twilio", 400, {"code": 21606, "message": "The 'From' number is not valid"}, "sign-in refused: 21606", False),
        ("twilio", 400, {"code": 21611}, "gateway refused: 400 21611", False),
        ("vonage", 200, {"messages": [{"status": "15"}]}, "sign-in refused: 15", False),
        ("cloud", 400, {"error": {"code": 133010}}, "sign-in refused: 133010", False),
        ("vonage", 200, {"messages": [{"status": "6", "error-text": "6281234567890"}]}, "gateway refused: 6", True),
        ("vonage", 200, {"messages": [{"status": "1"}]}, "gateway refused: 1", False),
        ("vonage", 200, {"messages": [{"status": "4"}]}, "sign-in refused: 4", False),
        ("cloud", 400, {"error": {"code": 131026, "message": "+6281234567890"}}, "whatsapp refused: 400 131026", True),
        ("cloud", 400, {"error": {"code": 130429}}, "whatsapp refused: 400 130429", False),
        ("cloud", 404, {"error": {"code": 132001}}, "sign-in refused: 132001", False),
        ("cloud", 400, {"error": "lain"}, "whatsapp refused: 400", True),
    ],
)
def test_a_refusal_is_for_ever_where_the_message_is_wrong(use, kind, status, answer, told, permanent):
    with serving(lambda asked: (status, answer)) as (_, port):
        assert failure(use(kind, port)) == (told, permanent, False)


def test_a_message_of_two_parts_of_which_one_was_taken_counts_as_sent(use):
    parts = {"messages": [{"status": "5"}, {"status": "0", "message-id": "V2"}]}
    with serving(lambda asked: (200, parts)) as (_, port):
        assert use("vonage", port)(LETTER) == "V2"


def test_an_answer_without_parts_is_no_answer(use):
    with serving(lambda asked: (200, {"messages": []})) as (_, port):
        assert failure(use("vonage", port)) == ("no answer: no parts", False, True)


@pytest.mark.parametrize("kind", TAKES)
def test_every_try_has_the_same_key_so_that_a_provider_sends_once(use, kind):
    with serving(TAKES[kind]) as (provider, port):
        send = use(kind, port)
        ids = {send(LETTER) for _ in range(3)}

    assert ({asked.key for asked in provider.asked}, len(provider.sent), len(ids)) == ({LETTER.id}, 1, 1)


def test_secrets_are_not_printed():
    provider = read_provider(URLS["cloud"].format(port=1))

    assert ("token" in repr(provider), "rahasia" in repr(provider), LETTER.recipient in repr(LETTER)) == (False, False, False)


def test_what_is_asked_is_json_that_whatsapp_can_read(use):
    fields = asked_of_whatsapp(use, LETTER)

    assert json.loads(json.dumps(fields))["messaging_product"] == "whatsapp"
