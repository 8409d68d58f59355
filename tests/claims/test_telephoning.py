"""Messages told by telephone: who sees whom, what an outcome does to the message, and who was faster."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from lxml import html

from claims.domain.quiet_hours import QuietHours
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AccessLog, AuditEntry, Call, Notification
from claims.services import outbox, telephoning
from claims.services.officers import desk_of
from claims.services.outbox import Parcel
from claims.services.resending import reason_words
from tests.builders import make_claim, make_membership, make_office, make_participant
from tests.claims.desk import all_at_once, seat
from tests.claims.past import wib

pytestmark = pytest.mark.django_db
LIST = "/petugas/telepon/"
NOON = wib(20, 12)
PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def office():
    return make_office()


def text_of(page) -> str:
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


def make_call(office, *instead, **facts) -> Notification:
    person = make_participant(name="Siti Aminah", phone=PHONE)
    claim = make_claim(ClaimStatus.APPROVED, membership=make_membership(person), office=office, slots=(), phone=PHONE)
    parcels = [Parcel("telephone", PHONE, "", "Siti, klaim JHT-26-XXXX-XX7K: disetujui."), *instead]
    outbox.put("approved", str(claim.pk), parcels, now=NOON, claim=claim, participant=person, office=office, **facts)
    return Notification.objects.get(channel="telephone", claim=claim)


def press(browser, message, hasil, panggilan=None, **more):
    seen = Call.objects.filter(message=message).count() if panggilan is None else panggilan
    return browser.post(f"{LIST}{message.pk}/hasil/", {"hasil": hasil, "panggilan": seen} | more, follow=True)


def test_the_list_says_whom_and_about_what_behind_masks(office):
    make_call(office)
    words = text_of(seat(Role.COUNTER, office=office)[1].get(LIST))

    assert "1 orang ditelepon sekarang." in words
    assert "S*** A***08XX XXXX XX90Disetujui" in words
    assert [each for each in ("Siti", "Aminah", "81234567890") if each in words] == []


def test_the_list_counts_whom_it_does_not_show(office, monkeypatch):
    monkeypatch.setattr("claims.admin.telephone.SHOWN", 2)
    for _ in range(3):
        make_call(office)
    words = text_of(seat(Role.COUNTER, office=office)[1].get(LIST))

    assert "3 orang ditelepon sekarang." in words
    assert "Dan 1 orang lain." in words


def test_name_and_number_are_shown_once_and_written_down(office):
    message = make_call(office)
    officer, browser = seat(Role.COUNTER, office=office)
    masked = text_of(browser.get(f"{LIST}{message.pk}/"))
    opened = text_of(browser.post(f"{LIST}{message.pk}/buka/"))

    assert ("Siti Aminah" in masked, PHONE in masked) == (False, False)
    assert f"Siti Aminah{PHONE}" in opened.replace(" +", "+")
    assert list(AccessLog.objects.values_list("user", "claim", "object")) == [(officer.pk, message.claim_id, "telepon")]
    assert AuditEntry.objects.filter(kind="reveal", user_id=officer.pk).count() == 1


def test_the_words_to_say_are_those_of_the_message(office):
    message = make_call(office)
    words = text_of(seat(Role.COUNTER, office=office)[1].get(f"{LIST}{message.pk}/"))

    assert "Apakah saya bicara dengan Bapak atau Ibu Siti?Siti, klaim JHT-26-XXXX-XX7K: disetujui." in words


def test_who_asked_for_english_is_spoken_to_in_english(office):
    message = make_call(office, language="en")

    assert "May I speak to Siti?" in text_of(seat(Role.COUNTER, office=office)[1].get(f"{LIST}{message.pk}/"))


def test_a_message_told_is_delivered_and_what_stood_in_for_it_is_dropped(office):
    message = make_call(office, Parcel("sms", PHONE, "", "x"))
    officer, browser = seat(Role.COUNTER, office=office)
    answer = press(browser, message, "reached")

    message.refresh_from_db()
    assert "Tercatat: pesan sudah disampaikan." in text_of(answer)
    assert (message.state, message.delivered_at, message.next_channels) == ("delivered", NOON, None)
    entry = AuditEntry.objects.get(kind="telephoned")
    assert (entry.user_id, entry.role, entry.claim_id, entry.details) == (
        officer.pk,
        "Loket",
        message.claim_id,
        {"outcome": "reached", "tries": 1},
    )


def test_after_three_calls_without_an_answer_the_next_channel_takes_over(office):
    message = make_call(office, Parcel("sms", PHONE, "", "instead"))
    _, browser = seat(Role.COUNTER, office=office)
    tries = []
    for _ in range(3):
        press(browser, message, "unanswered")
        message.refresh_from_db()
        tries.append((message.state, message.attempts, message.next_try_at - NOON))

    assert tries == [("queued", 1, timedelta(hours=2)), ("queued", 2, timedelta(hours=2)), ("failed", 3, timedelta(hours=2))]
    assert message.last_error == "telephone: unanswered"
    assert Notification.objects.get(channel="sms").body == "instead"
    assert reason_words(message) == "Sudah ditelepon, tidak diangkat."


def test_nobody_is_rung_again_at_night(office, settings):
    settings.QUIET_HOURS = QuietHours(21, 7)
    message = make_call(office)
    _, browser = seat(Role.COUNTER, office=office)
    with time_machine.travel(wib(20, 20), tick=False):
        press(browser, message, "unanswered")

    message.refresh_from_db()
    assert message.next_try_at == wib(21, 7, 0)


def test_a_wrong_number_fails_at_once(office):
    message = make_call(office)
    press(seat(Role.HEAD, office=office)[1], message, "wrong")

    message.refresh_from_db()
    assert (message.state, message.last_error) == ("failed", "telephone: wrong number")


def test_who_asks_to_be_rung_later_is_rung_then(office):
    message = make_call(office)
    _, browser = seat(Role.COUNTER, office=office)
    press(browser, message, "later", lagi="2026-11-23T09:30")

    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_try_at) == ("queued", 0, wib(23, 9, 30))
    assert "Tidak ada yang perlu ditelepon sekarang." in text_of(browser.get(LIST))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"hasil": ""}, "Pilih hasil telepon."),
        ({"hasil": "karangan"}, "Pilih hasil telepon dari daftar."),
        ({"hasil": "later"}, "Tulis hari dan jam peserta minta ditelepon lagi."),
        ({"hasil": "later", "lagi": "kapan-kapan"}, "Tulis hari dan jam peserta minta ditelepon lagi."),
        ({"hasil": "later", "lagi": "2026-11-20T11:00"}, "Pilih waktu sesudah sekarang, paling lama 14 hari lagi."),
        ({"hasil": "later", "lagi": "2027-11-20T11:00"}, "Pilih waktu sesudah sekarang, paling lama 14 hari lagi."),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(office, said, sentence):
    message = make_call(office)
    answer = seat(Role.COUNTER, office=office)[1].post(f"{LIST}{message.pk}/hasil/", said | {"panggilan": 0})

    assert [error for errors in answer.context["form"].errors.values() for error in errors] == [sentence]
    assert answer.context["form"]["lagi"].value() == said.get("lagi")
    assert Call.objects.count() == 0


@pytest.mark.parametrize("seen", [1, "", "-1", "x" * 9])
def test_an_outcome_from_an_old_page_changes_nothing(office, seen):
    message = make_call(office)
    answer = press(seat(Role.COUNTER, office=office)[1], message, "reached", panggilan=seen)

    assert "Rekan Anda sudah mencatat hasil telepon ini" in text_of(answer)
    assert (Notification.objects.get(pk=message.pk).state, Call.objects.count()) == ("queued", 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_one_is_told(office):
    message = make_call(office)
    desks = [desk_of(seat(Role.COUNTER, office=office)[0]) for _ in range(2)]

    def write(desk):
        with suppress(telephoning.CalledMeanwhile):
            telephoning.write_outcome(message, "unanswered", None, seen=0, desk=desk, now=NOON)

    all_at_once([lambda desk=desk: write(desk) for desk in desks])
    assert (Call.objects.count(), Notification.objects.get(pk=message.pk).attempts) == (1, 1)


def test_calls_of_another_office_do_not_exist(office):
    message = make_call(make_office())
    _, browser = seat(Role.COUNTER, office=office)

    assert "Tidak ada yang perlu ditelepon sekarang." in text_of(browser.get(LIST))
    assert [browser.get(f"{LIST}{message.pk}/").status_code, browser.post(f"{LIST}{message.pk}/buka/").status_code] == [404, 404]
    press(browser, message, "reached")
    assert Notification.objects.get(pk=message.pk).state == "queued"


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.AUDITOR, Role.CONFIGURATOR])
def test_whoever_serves_nobody_has_no_list(office, role):
    assert seat(role, office=office)[1].get(LIST).status_code == 403


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_asks_as_little_whatever_its_length(office, count, django_assert_max_num_queries):
    for _ in range(count):
        make_call(office)
    browser = seat(Role.COUNTER, office=office)[1]
    browser.get(LIST)
    with django_assert_max_num_queries(10):
        browser.get(LIST)


def test_the_worker_leaves_calls_to_officers(office):
    make_call(office)

    assert Notification.objects.due(timezone.now() + timedelta(days=1)).count() == 0
