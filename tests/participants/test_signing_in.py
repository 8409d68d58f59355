"""Signing in through the pages, as a participant meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Notification
from claims.services import channel_states
from claims.services.outbox import unpacked
from claims.services.signing_in import send_another_code, send_first_code
from participants.models import ChannelChoice, OneTimeCode, SignIn, SignInAttempt
from participants.services import signing_in
from tests.builders import make_membership, make_nik, make_officer, make_participant

pytestmark = pytest.mark.django_db
ASKED_TO_SIGN_IN = "/masuk/?next=%2Fmasuk%2Fperangkat%2F"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def membership():
    return make_membership()


@pytest.fixture
def phone():
    return Client(headers={"user-agent": ANDROID})


def ask_for_code(phone, membership, **extra):
    return phone.post("/masuk/", {"kpj": membership.kpj, "nik": membership.participant.nik, **extra})


def sent_code():
    body = Notification.objects.filter(kind="sign_in_code").latest("created_at").body
    return re.search(r"\d{3} \d{3}", body).group()


def type_code(phone, code):
    return phone.post("/masuk/kode/", {"kode": code})


def sign_in(phone, membership):
    ask_for_code(phone, membership)
    return type_code(phone, sent_code())


def wrong(code):
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"


def error_of(response):
    return response.context["form"].errors["kode"]


def test_the_code_lets_the_person_in_and_leads_to_their_claims(phone, membership):
    first = ask_for_code(phone, membership)
    second = type_code(phone, sent_code())

    assert (first.status_code, first["Location"]) == (303, "/masuk/kode/")
    assert (second.status_code, second["Location"]) == (303, reverse("claims:hub"))
    assert phone.session["peserta"] == str(membership.participant_id)
    assert [(row.participant_id, row.device) for row in SignIn.objects.all()] == [(membership.participant_id, "Chrome di Android")]


def test_the_code_goes_to_the_registered_email_before_every_other_message(phone, membership):
    ask_for_code(phone, membership)

    row = Notification.objects.get()
    assert (row.recipient, row.state, row.priority, row.claim) == (membership.participant.email, "queued", Notification.CODE, None)
    assert row.subject == "Kode masuk Portal JHT"


def test_only_a_keyed_hash_of_the_code_is_stored(phone, membership):
    """A5."""
    ask_for_code(phone, membership)

    stored = bytes(OneTimeCode.objects.get().code_hash)
    assert len(stored) == 16
    assert sent_code().replace(" ", "").encode() not in stored


def test_numbers_in_any_spelling_are_accepted(phone, membership):
    kpj, nik = membership.kpj, membership.participant.nik
    phone.post("/masuk/", {"kpj": f"{kpj[:4]} {kpj[4:8]}-{kpj[8:]}", "nik": f"{nik[:8]}.{nik[8:]}"})

    assert Notification.objects.get().state == "queued"


@pytest.mark.parametrize("way", ["1", "sms"])
@pytest.mark.parametrize("kind", ["nobody", "another person's NIK", "no e-mail", "no contact"])
def test_whether_the_numbers_name_somebody_is_not_told(membership, kind, way):
    """A2: same status, headers, cookies and bytes, for the numbers, for a wrong code and for another code."""
    nik, kpj = make_nik(9001), "29999999999"
    if kind == "another person's NIK":
        nik, kpj = make_participant().nik, membership.kpj
    if kind.startswith("no "):
        other = make_membership(make_participant(email="", **({"phone": ""} if kind == "no contact" else {})))
        nik, kpj = other.participant.nik, other.kpj

    assert answers(kpj, nik, way) == answers(membership.kpj, membership.participant.nik, way)


def answers(kpj, nik, way):
    phone = Client()
    replies = [
        phone.post("/masuk/", {"kpj": kpj, "nik": nik}),
        phone.get("/masuk/kode/"),
        type_code(phone, "00000a"),
        type_code(phone, "000000"),
        phone.post("/masuk/kode/", {"lagi": way}),
        phone.get("/masuk/kode/"),
    ]
    return [(reply.status_code, sorted(reply.headers), sorted(reply.cookies), without_token(reply)) for reply in replies]


def without_token(reply):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", reply.content)


def test_the_same_rows_are_written_for_nobody(phone, membership):
    """A3: the work is the same; only the message to nobody is void."""
    send_first_code("29999999999", make_nik(9001), now=timezone.now())
    send_first_code(membership.kpj, membership.participant.nik, now=timezone.now())

    assert [(row.participant_id, row.codes.count()) for row in SignInAttempt.objects.order_by("started_at")] == [
        (None, 1),
        (membership.participant_id, 1),
    ]
    assert list(Notification.objects.order_by("created_at").values_list("state", flat=True)) == ["void", "queued"]


# --- On which channel the code goes


def code_rows():
    return [(row.channel, row.recipient, row.state) for row in Notification.objects.order_by("created_at")]


def send_both(membership, way):
    now = timezone.now()
    attempt = send_first_code(membership.kpj, membership.participant.nik, now=now)
    send_another_code(attempt, now=now + timedelta(minutes=2), channel=way)


@pytest.mark.parametrize("way", ["sms", "whatsapp"])
def test_another_code_goes_on_the_channel_that_was_pressed(membership, way):
    person = membership.participant
    send_both(membership, way)

    assert code_rows() == [("email", person.email, "queued"), (way, person.phone, "queued")]


def test_a_person_without_email_gets_the_code_by_phone_in_short_words():
    membership = make_membership(make_participant(email=""))
    send_first_code(membership.kpj, membership.participant.nik, now=timezone.now())
    row = Notification.objects.get()

    assert code_rows() == [("whatsapp", membership.participant.phone, "queued")]
    assert [parcel.channel for parcel in unpacked(row)] == ["sms"]
    assert sent_code() in unpacked(row)[0].body


@pytest.mark.parametrize("facts", [{"phone": ""}, {"muted": "sms"}, {"off": "SMS_URL"}], ids=str)
def test_a_channel_that_leads_nowhere_is_answered_alike_and_sends_nothing(settings, facts):
    person = make_participant(**{name: value for name, value in facts.items() if name == "phone"})
    if "muted" in facts:
        ChannelChoice.objects.create(participant=person, channel="email", rank=1)
        ChannelChoice.objects.create(participant=person, channel=facts["muted"], rank=2, muted=True)
    if "off" in facts:
        setattr(settings, facts["off"], "off://")
    send_both(make_membership(person), "sms")

    assert [state for *_, state in code_rows()] == ["queued", "void"]


def test_a_chosen_order_holds_for_codes_too(membership):
    for rank, channel in enumerate(["sms", "email"], 1):
        ChannelChoice.objects.create(participant=membership.participant, channel=channel, rank=rank)
    send_first_code(membership.kpj, membership.participant.nik, now=timezone.now())

    assert code_rows() == [("sms", membership.participant.phone, "queued")]


def test_a_code_passes_over_a_paused_channel_and_everybody_is_told_of_it(phone, membership):
    channel_states.pause("email", "", by=make_officer(), now=timezone.now())
    ask_for_code(phone, membership)
    page = phone.get("/masuk/kode/").content.decode()

    assert code_rows() == [("whatsapp", membership.participant.phone, "queued")]
    assert "Kode lewat email belum bisa dikirim." in page


def test_where_no_phone_can_be_reached_nobody_is_offered_it(phone, membership, settings):
    settings.SMS_URL = settings.WHATSAPP_URL = "off://"
    ask_for_code(phone, membership)
    page = phone.get("/masuk/kode/").content.decode()

    assert ("Isi kode dari email" in page, "Kirim lewat" in page) == (True, False)


def test_work_for_a_code_is_the_same_for_everybody(membership):
    """A3: for the first code and for another."""
    asked = []
    for kpj, nik in ((membership.kpj, membership.participant.nik), ("29999999999", make_nik(9001))):
        now = timezone.now()
        with CaptureQueriesContext(connection) as first:
            attempt = send_first_code(kpj, nik, now=now)
        with CaptureQueriesContext(connection) as another:
            send_another_code(attempt, now=now + timedelta(minutes=2), channel="sms")
        asked.append((len(first), len(another)))

    assert asked[0] == asked[1]


def test_a_wrong_code_says_how_many_tries_are_left_and_keeps_what_was_typed(phone, membership):
    ask_for_code(phone, membership)
    response = type_code(phone, wrong(sent_code()))

    assert error_of(response) == ["Kode itu tidak cocok. Anda masih bisa mencoba 4 kali."]
    assert f'value="{wrong(sent_code())}"' in response.content.decode()


def test_five_wrong_codes_end_the_attempt_even_for_the_right_one(phone, membership):
    ask_for_code(phone, membership)
    code = sent_code()
    refusals = [error_of(type_code(phone, wrong(code))) for _ in range(5)]

    over = ["Kode sudah 5 kali tidak cocok. Mulai lagi dengan KPJ dan NIK."]
    assert refusals[-1] == over
    assert error_of(type_code(phone, code)) == over
    assert "peserta" not in phone.session


def test_tries_are_counted_for_the_attempt_and_not_for_the_browser(membership):
    """Throwing the cookie away and keeping the attempt does not give more tries."""
    attempt = send_first_code(membership.kpj, membership.participant.nik, now=timezone.now())
    SignInAttempt.objects.filter(pk=attempt).update(tries=5)

    with pytest.raises(signing_in.AttemptOver):
        signing_in.redeem(attempt, sent_code().replace(" ", ""), now=timezone.now())


def test_a_code_ends_after_fifteen_minutes(membership):
    now = timezone.now()
    attempt = send_first_code(membership.kpj, membership.participant.nik, now=now)
    code = sent_code().replace(" ", "")

    with pytest.raises(signing_in.CodeExpired):
        signing_in.redeem(attempt, code, now=now + timedelta(minutes=15))
    assert signing_in.redeem(attempt, code, now=now + timedelta(minutes=14, seconds=59)) == membership.participant_id


def test_the_same_code_does_not_let_in_twice(membership):
    attempt = send_first_code(membership.kpj, membership.participant.nik, now=timezone.now())
    code = sent_code().replace(" ", "")
    signing_in.redeem(attempt, code, now=timezone.now())

    with pytest.raises(signing_in.CodeUsed):
        signing_in.redeem(attempt, code, now=timezone.now())


def test_an_old_page_with_a_used_code_leads_on_kindly(phone, membership):
    sign_in(phone, membership)
    response = type_code(phone, sent_code())

    assert (response.status_code, response["Location"]) == (302, reverse("claims:hub"))


def test_another_code_leaves_the_first_one_valid(membership):
    now = timezone.now()
    attempt = send_first_code(membership.kpj, membership.participant.nik, now=now)
    first = sent_code().replace(" ", "")
    send_another_code(attempt, now=now + timedelta(minutes=2))

    assert sent_code().replace(" ", "") != first
    assert signing_in.redeem(attempt, first, now=now + timedelta(minutes=3)) == membership.participant_id


def test_another_code_is_sent_at_most_once_a_minute(phone, membership):
    ask_for_code(phone, membership)
    for _ in range(3):
        response = phone.post("/masuk/kode/", {"lagi": "1"}, follow=True)

    assert Notification.objects.filter(kind="sign_in_code").count() == 2
    assert re.fullmatch(r"Kode sudah dikirim. Tunggu \d+ (detik|menit) untuk meminta lagi.", str(list(response.context["messages"])[-1]))


def test_the_sixth_code_for_one_number_within_a_quarter_of_an_hour_is_refused(membership):
    """A1: whoever asks, one person's mailbox is not flooded."""
    for _ in range(5):
        assert ask_for_code(Client(), membership).status_code == 303
    response = ask_for_code(Client(), membership)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 900
    assert Notification.objects.count() == 5


def test_three_slips_do_not_block_a_person(phone, membership):
    """A1: malformed numbers count for nothing."""
    for nik in ("123", "abc", "3273015203920000"):
        assert phone.post("/masuk/", {"kpj": membership.kpj, "nik": nik}).status_code == 200

    assert sign_in(phone, membership).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Kode belum diisi."),
        ("12345", "Ada 5 angka. Kode punya 6."),
        ("12345x", "Ada huruf atau tanda lain. Kode hanya berisi angka."),
    ],
)
def test_a_code_that_cannot_be_one_costs_no_try(phone, membership, typed, said):
    ask_for_code(phone, membership)

    assert error_of(type_code(phone, typed)) == [said]
    assert SignInAttempt.objects.get().tries == 0


def test_malformed_numbers_are_refused_beside_their_fields(phone):
    response = phone.post("/masuk/", {"kpj": "1234567890", "nik": "327301520392000"})

    assert response.context["form"].errors == {"kpj": ["Ada 10 angka. KPJ punya 11."], "nik": ["Ada 15 angka. NIK punya 16."]}
    assert 'aria-describedby="id_kpj_helptext id_kpj_error"' in response.content.decode()
    assert 'value="1234567890"' in response.content.decode()


def test_the_session_key_changes_at_sign_in(phone, membership):
    """B7."""
    ask_for_code(phone, membership)
    before = phone.session.session_key
    type_code(phone, sent_code())

    assert phone.session.session_key != before
    assert not phone.session.exists(before)


def test_no_number_stands_in_session_or_address(phone, membership):
    """A5."""
    response = ask_for_code(phone, membership)
    kept = f"{response['Location']} {dict(phone.session.items())}"

    assert [number for number in (membership.kpj, membership.participant.nik) if number in kept] == []


def test_signing_out_ends_the_session_at_once(phone, membership):
    """B7: the old cookie opens nothing any more."""
    sign_in(phone, membership)
    key = phone.session.session_key
    response = phone.post("/keluar/")

    assert (response.status_code, response["Location"]) == (302, "/masuk/")
    assert not phone.session.exists(key)
    assert SignIn.objects.get().ended_at is not None


def test_signing_out_needs_a_post(phone, membership):
    """D5."""
    sign_in(phone, membership)

    assert "Keluar dari portal?" in phone.get("/keluar/").content.decode()
    assert "peserta" in phone.session


def test_who_is_not_signed_in_has_nothing_to_leave(phone):
    response = phone.get("/keluar/")

    assert (response.status_code, response["Location"]) == (302, "/masuk/")


def test_half_an_hour_of_nothing_ends_the_sign_in(phone, membership, settings):
    """B7."""
    sign_in(phone, membership)
    settings.PARTICIPANT_IDLE_SECONDS = -1
    response = phone.get("/masuk/perangkat/")

    assert (response.status_code, response["Location"]) == (302, ASKED_TO_SIGN_IN)
    assert "peserta" not in phone.session


@pytest.mark.parametrize(("method", "lost"), [("get", False), ("post", True)])
def test_who_was_idle_too_long_is_told_why(phone, membership, settings, method, lost):
    sign_in(phone, membership)
    settings.PARTICIPANT_IDLE_SECONDS = -1

    page = getattr(phone, method)("/masuk/perangkat/", follow=True).content.decode()

    assert ("Anda keluar sendiri karena" in page, "Isian terakhir belum tersimpan" in page) == (True, lost)


def test_the_whole_wanted_address_is_kept_through_signing_in(phone):
    response = phone.get("/klaim/baru/?sebab=PHK")

    assert response["Location"] == "/masuk/?next=%2Fklaim%2Fbaru%2F%3Fsebab%3DPHK"


def test_starting_again_keeps_the_wanted_page(phone, membership):
    ask_for_code(phone, membership, next="/klaim/baru/")

    assert 'href="/masuk/?next=%2Fklaim%2Fbaru%2F"' in phone.get("/masuk/kode/").content.decode()


def test_five_wrong_codes_lead_to_the_start_and_to_no_field(phone, membership):
    ask_for_code(phone, membership)
    pages = [type_code(phone, wrong(sent_code())).content.decode() for _ in range(5)]

    assert [('name="kode"' in page, ">Mulai lagi<" in page) for page in pages[-2:]] == [(True, True), (False, True)]


@pytest.mark.parametrize(("field", "words"), [("kpj", "KPJ punya 11 angka."), ("nik", "NIK punya 16 angka.")])
def test_number_of_any_length_is_refused_in_our_words(phone, field, words):
    response = phone.post("/masuk/", {"kpj": "1" * 100, "nik": "1" * 100})

    assert response.context["form"].errors[field] == [f"Ini terlalu panjang. {words}"]


OWN = ["/jht/klaim/", "/klaim/baru/?sebab=PHK", "/masuk/perangkat/#atas"]
FOREIGN = [
    *("https://evil.example/", "http:/evil.example", "//evil.example", "///evil.example", "////evil.example/%2e%2e", "/\\evil.example"),
    *(
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:1",
    ),
    *(
        "data:text/html,x",
        "evil.example",
        "evil.example/jht/klaim/",
        "http://127.0.0.1@evil.example/",
        "https:evil.example",
        "https:/evil.example",
    ),
    *(
        "http://testserver/jht/",
        "https://testserver/",
        "/\x00/evil.example",
        "//testserver@evil.example",
        "//127.0.0.1:8000/",
        "ftp://evil.example",
    ),
    *(
        "?next=//evil.example",
        "#//evil.example",
        "..//evil.example",
        ".//evil.example",
        "mailto:a@evil.example",
        "/\x0b/evil.example",
        "\u2028//evil.example",
    ),
]


@pytest.mark.parametrize("wanted", OWN)
def test_after_signing_in_the_wanted_page_of_ours_opens(phone, membership, wanted):
    ask_for_code(phone, membership, next=wanted)

    assert type_code(phone, sent_code())["Location"] == wanted


@pytest.mark.parametrize("wanted", FOREIGN)
def test_after_signing_in_nobody_is_led_elsewhere(phone, membership, wanted):
    """D6."""
    ask_for_code(phone, membership, next=wanted)

    assert type_code(phone, sent_code())["Location"] == reverse("claims:hub")


def test_the_wanted_page_survives_a_slip(phone):
    page = phone.get("/masuk/", {"next": "/klaim/baru/"})

    assert page.context["form"]["next"].value() == "/klaim/baru/"


def test_who_is_signed_in_is_not_asked_again(phone, membership):
    sign_in(phone, membership)
    response = phone.get("/masuk/", {"next": "/klaim/baru/"})

    assert (response.status_code, response["Location"]) == (302, "/klaim/baru/")


def test_the_code_page_without_numbers_leads_to_the_start(phone):
    response = phone.get("/masuk/kode/")

    assert (response.status_code, response["Location"]) == (302, "/masuk/")


def test_every_sign_in_is_listed_and_another_device_can_be_ended(phone, membership):
    sign_in(phone, membership)
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/132.0"})
    sign_in(other, membership)
    listed = phone.get("/masuk/perangkat/").context["sign_ins"]
    foreign = SignIn.objects.get(device="Firefox di Windows")
    response = phone.post("/masuk/perangkat/", {"masuk": foreign.pk})

    assert [(row["device"], row["is_here"], row["form"] is not None) for row in listed] == [
        ("Firefox di Windows", False, True),
        ("Chrome di Android", True, False),
    ]
    assert (response.status_code, response["Location"]) == (302, "/masuk/perangkat/")
    assert other.get("/masuk/perangkat/")["Location"] == ASKED_TO_SIGN_IN
    assert phone.get("/masuk/perangkat/").status_code == 200


def test_nobody_ends_another_persons_sign_in(phone, membership):
    """B1."""
    other = Client()
    sign_in(other, make_membership())
    foreign = SignIn.objects.get()
    sign_in(phone, membership)
    phone.post("/masuk/perangkat/", {"masuk": foreign.pk})

    assert other.get("/masuk/perangkat/").status_code == 200


def test_attempts_and_codes_are_forgotten_after_a_day(membership):
    now = timezone.now()
    send_first_code(membership.kpj, membership.participant.nik, now=now - timedelta(days=1))
    send_first_code(membership.kpj, membership.participant.nik, now=now)

    assert signing_in.sweep(now) == 1
    assert (SignInAttempt.objects.count(), OneTimeCode.objects.count()) == (1, 1)
