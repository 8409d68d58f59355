"""Several heirs of one participant: who shares the right, the letter that they sign, and what the office makes of it."""

import dataclasses
import json
import re
from datetime import date
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from claims.domain.heirs import MOST_OTHERS, ORDER_OF_HEIRS, OtherHeir, written
from claims.domain.rulebook import SHIPPED
from claims.domain.workflow import ClaimStatus, Role
from claims.models import AuditEntry, Claim, SlotState
from claims.services import own_data, rulebook
from claims.services.audit_words import words_of
from claims.services.deciding import case_of
from jht_portal.lib.languages import NAME
from tests.builders import SEVEN, make_claim, make_membership, make_office, make_participant, signed_in_client
from tests.claims.desk import desk_url, held_claim, judge_url, make_page, seat, step_url
from tests.claims.pdf_text import open_pdf, pdf_text
from tests.claims.test_counter_filing import heir_asked, sat_down
from tests.claims.test_english_pages import strange
from tests.claims.test_filing import PAYOUT, fill_every_slot, page, send

pytestmark = pytest.mark.django_db
SLOT = "persetujuan_ahli_waris"
HEIR = {"heir_name": "Sri Wahyuni", "heir_nik": "3273015203920002", "heir_relation": "janda_duda", "event_on": "2026-10-01"}
CHILDREN = (OtherHeir("Rizky Gunawan", "anak"), OtherHeir("Putri Ayu", "anak"))
SHARED = {
    "ada_ahli_waris_lain": "ya",
    "nama_ahli_waris_1": " Rizky  Gunawan ",
    "hubungan_ahli_waris_1": "anak",
    "nama_ahli_waris_3": "Putri Ayu",
    "hubungan_ahli_waris_3": "anak",
}
ALONE = {"ada_ahli_waris_lain": "tidak"}
PERSON_TICKS = ["nama", "nik", "tanggal_lahir", "rekening"]


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel("2026-11-24 03:00", tick=False):
        yield


@pytest.fixture
def hendra():
    """Somebody who died, with one card."""
    person = make_participant(name="Hendra Gunawan")
    make_membership(person)
    return person


@pytest.fixture
def phone(hendra):
    return signed_in_client(hendra)


@pytest.fixture
def office():
    return make_office()


def facts_page(person, reason="MENINGGAL"):
    return f"/klaim/baru/fakta/?kartu={person.memberships.get().pk}&sebab={reason}"


def state(client, person, answer):
    """Answer the facts of a death; return the draft."""
    client.post(facts_page(person), HEIR | answer)
    return Claim.objects.get()


def asked(claim):
    """Return whether the letter is asked for, None where it is not on the list."""
    return dict(claim.documents.values_list("slot", "required")).get(SLOT)


def words(answer):
    return " ".join(answer.content.decode().split())


def shared_claim(status=ClaimStatus.DRAFT, **facts):
    """Store a claim of a death in which two children share the right."""
    person = facts.pop("person", None) or make_participant(name="Hendra Gunawan")
    heir = {"heir_name": "Sri Wahyuni", "heir_nik": "3273015203920002", "heir_relation": "janda_duda", "event_on": date(2026, 10, 1)}
    known = {"membership": make_membership(person), "reason": "MENINGGAL", "other_heirs": written(CHILDREN), "slots": (*SEVEN, SLOT)}
    return make_claim(status, **heir | known | facts)


# --- The question


def test_the_page_tells_the_order_of_heirs_and_asks_with_nothing_chosen(phone, hendra):
    answer = phone.get(facts_page(hendra))

    html, form = words(answer), answer.context["form"]
    assert [rank for rank in ORDER_OF_HEIRS if f"<li>{rank}</li>" not in html] == []
    assert (form["ada_ahli_waris_lain"].value(), html.count('name="nama_ahli_waris_')) == (None, MOST_OTHERS)


def test_another_reason_asks_for_no_heirs(phone, hendra):
    html = words(phone.get(facts_page(hendra, "PHK")))

    assert ("ahli_waris" in html, ORDER_OF_HEIRS[0] in html) == (False, False)


def test_named_heirs_are_kept_in_their_order_and_sealed(phone, hendra):
    claim = state(phone, hendra, SHARED)

    stored = bytes(Claim.objects.values_list("other_heirs", flat=True).get())
    assert (claim.co_heirs, b"Rizky" in stored) == (CHILDREN, False)


def test_shared_right_asks_for_the_letter_and_a_sole_one_does_not(phone, hendra):
    found = []
    for answer in (SHARED, ALONE, SHARED):
        claim = state(phone, hendra, answer)
        found.append((asked(claim), len(claim.co_heirs)))

    assert found == [(True, 2), (None, 0), (True, 2)]


def test_a_shared_claim_is_not_sent_without_the_letter(phone, hendra):
    claim = state(phone, hendra, SHARED)
    phone.post(page("data", claim), PAYOUT | {"account_name": "Sri Wahyuni"})
    fill_every_slot(claim)
    claim.documents.filter(slot=SLOT).update(state=SlotState.EMPTY)
    phone.post(page("office", claim), {"kantor": make_office().code})

    missing = phone.get(page("review", claim)).context["missing"]
    send(phone, claim)
    refused = Claim.objects.get().status
    claim.documents.filter(slot=SLOT).update(state=SlotState.UPLOADED)
    send(phone, claim)

    assert [part["sentence"] for part in missing] == ["Surat persetujuan ahli waris belum ada."]
    assert (refused, Claim.objects.get().status) == (ClaimStatus.DRAFT, ClaimStatus.SUBMITTED)


def test_a_draft_from_before_the_question_is_led_to_it_before_it_is_sent(phone, hendra):
    claim = state(phone, hendra, ALONE)
    Claim.objects.update(other_heirs=None)
    phone.post(page("data", claim), PAYOUT | {"account_name": "Sri Wahyuni"})
    fill_every_slot(claim)
    phone.post(page("office", claim), {"kantor": make_office().code})

    missing = phone.get(page("review", claim)).context["missing"]

    assert missing == [{"sentence": "Belum dijawab: adakah ahli waris lain yang ikut berhak?", "url": facts_page(hendra)}]


@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        ({}, {"ada_ahli_waris_lain": ["Jawab apakah ada ahli waris lain yang ikut berhak."]}),
        ({"ada_ahli_waris_lain": "ya"}, {"nama_ahli_waris_1": ["Tulis nama ahli waris lain, paling sedikit satu."]}),
        (
            SHARED | ALONE,
            {"ada_ahli_waris_lain": ["Anda menjawab Tidak, tetapi ada nama di bawah. Pilih Ya, atau kosongkan namanya."]},
        ),
        (SHARED | {"hubungan_ahli_waris_3": ""}, {"hubungan_ahli_waris_3": ["Pilih hubungan ahli waris ini dengan peserta."]}),
        (
            SHARED | {"hubungan_ahli_waris_3": "tetangga"},
            {"hubungan_ahli_waris_3": ["Hubungan ini tidak ada di daftar. Pilih salah satu."]},
        ),
        (
            SHARED | {"nama_ahli_waris_3": ""},
            {"nama_ahli_waris_3": ["Tulis nama ahli waris ini, atau kosongkan hubungannya."]},
        ),
        (
            SHARED | {"nama_ahli_waris_3": "rizky gunawan"},
            {"nama_ahli_waris_3": ["Nama ini sudah ada. Tulis setiap ahli waris satu kali, tanpa Anda sendiri."]},
        ),
        (
            SHARED | {"nama_ahli_waris_1": "Sri Wahyuni"},
            {"nama_ahli_waris_1": ["Nama ini sudah ada. Tulis setiap ahli waris satu kali, tanpa Anda sendiri."]},
        ),
        (
            SHARED | {"nama_ahli_waris_8": "x" * 101, "hubungan_ahli_waris_8": "anak"},
            {"nama_ahli_waris_8": ["Ini terlalu panjang. Paling banyak 100 huruf."]},
        ),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_nothing_typed_is_lost(phone, hendra, answer, errors):
    response = phone.post(facts_page(hendra), HEIR | answer)

    form, html = response.context["form"], words(response)
    assert (form.errors, Claim.objects.count()) == (errors, 0)
    assert {name: form[name].value() for name in answer} == answer
    assert [sentence for said in errors.values() for sentence in said if html.count(sentence) != 2] == []  # In the summary and beside it.


def test_rows_that_are_folded_away_open_where_one_is_filled_in(phone, hendra):
    folded = words(phone.get(facts_page(hendra)))
    late = {"nama_ahli_waris_7": "Dewi Gunawan", "hubungan_ahli_waris_7": ""}
    opened = words(phone.post(facts_page(hendra), HEIR | {"ada_ahli_waris_lain": "ya"} | late))

    assert ('<details class="help"><summary>' in folded, '<details class="help" open><summary>' in opened) == (True, True)


def test_a_letter_of_an_earlier_answer_is_out_of_sight_until_it_is_asked_for_again(phone, hendra):
    claim = state(phone, hendra, SHARED)
    claim.documents.filter(slot=SLOT).update(state=SlotState.UPLOADED)
    address = reverse("claims:slot", args=[claim.number, SLOT])
    state(phone, hendra, ALONE)

    answer = phone.get(address)
    listed = SLOT in words(phone.get(page("documents", claim)))
    state(phone, hendra, SHARED)

    assert (answer.status_code, answer.headers["Location"], listed) == (303, page("documents", claim), False)
    assert (phone.get(address).status_code, claim.documents.get(slot=SLOT).state) == (200, SlotState.UPLOADED)


def test_what_was_answered_stands_there_when_the_page_is_opened_again(phone, hendra):
    state(phone, hendra, SHARED)

    form = phone.get(facts_page(hendra)).context["form"]

    names = ("ada_ahli_waris_lain", "nama_ahli_waris_1", "hubungan_ahli_waris_1", "nama_ahli_waris_2", "nama_ahli_waris_3")
    assert [form[name].value() for name in names] == ["ya", "Rizky Gunawan", "anak", "Putri Ayu", None]


def test_what_an_heir_answered_in_a_claim_on_its_way_is_told_to_no_other_heir():
    """A4: at the counter somebody else may sit before the same page."""
    claim = shared_claim(ClaimStatus.SUBMITTED)

    page = signed_in_client(claim.participant).get(facts_page(claim.participant)).content.decode()

    assert [value for value in ("Sri Wahyuni", "3273015203920002", *(child.name for child in CHILDREN)) if value in page] == []


def test_other_names_than_before_need_a_new_letter_and_it_is_said(phone, hendra):
    state(phone, hendra, SHARED)
    same = phone.post(facts_page(hendra), HEIR | SHARED, follow=True)
    other = phone.post(facts_page(hendra), HEIR | SHARED | {"nama_ahli_waris_1": "Rizki Gunawan"}, follow=True)

    told = "Ahli waris lain berubah. Unduh surat persetujuan yang baru, lalu minta semua menandatanganinya lagi."
    assert [[str(message) for message in answer.context["messages"]] for answer in (same, other)] == [[], [told]]


def test_another_reason_forgets_the_other_heirs(hendra):
    person = make_participant(birth_date=date(1960, 8, 15))
    card, browser = make_membership(person), signed_in_client(person)
    state(browser, person, SHARED)

    browser.post("/klaim/baru/", {"kpj": str(card.pk), "sebab": "USIA_56"})

    assert (Claim.objects.get().reason, Claim.objects.get().other_heirs) == ("USIA_56", None)


def test_the_check_page_shows_the_heirs_with_the_way_to_change_them(phone, hendra):
    claim = state(phone, hendra, SHARED)

    answers = phone.get(page("review", claim)).context["groups"][0]["answers"]

    shown = next(each for each in answers if str(each["label"]) == "Ahli waris lain")
    assert (shown["value"], shown["url"]) == ("Rizky Gunawan, anak\nPutri Ayu, anak", facts_page(hendra))


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_question_and_its_complaints_speak_one_language(phone, hendra, language):
    phone.cookies[NAME] = language
    names = re.compile(re.escape(hendra.memberships.get().employer.name))
    wrong = (SHARED | ALONE, SHARED | {"hubungan_ahli_waris_3": ""}, SHARED | {"nama_ahli_waris_3": "Rizky Gunawan"}, {})

    answers = [phone.post(facts_page(hendra), HEIR | answer) for answer in wrong]
    claim = state(phone, hendra, SHARED)
    answers += [phone.get(page(name, claim)) for name in ("documents", "review")]
    answers += [phone.get(reverse("claims:slot", args=[claim.number, SLOT])), phone.get(reverse("claims:requirement", args=["MENINGGAL"]))]

    assert [said for answer in answers for said in strange(answer.content, language, names)] == []


def test_an_heir_at_the_counter_names_the_others_and_gets_the_letter(office, hendra):
    officer, browser = seat(Role.COUNTER, office=office)
    browser.officer = officer
    sat_down(browser, hendra, heir_asked)

    claim = state(browser, hendra, SHARED)

    assert (asked(claim), browser.get(page("consent_pdf", claim)).headers["Content-Type"]) == (True, "application/pdf")


# --- The letter


def letter_of(claim):
    answer = signed_in_client(claim.participant).get(page("consent_pdf", claim))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="persetujuan-ahli-waris-{claim.number}.pdf"'
    return answer.content


def test_the_letter_names_the_deceased_the_receiver_and_everybody_who_signs():
    claim = shared_claim()

    text = pdf_text(letter_of(claim))

    died = "Nama Hendra Gunawan Nomor peserta (KPJ)"
    receives = "Nama Sri Wahyuni Hubungan dengan peserta Istri atau suami"
    assert [part for part in (died, "Meninggal pada 1 Oktober 2026", receives, claim.number) if part not in text] == []
    signers = ("1. Rizky Gunawan Hubungan Anak NIK", "2. Putri Ayu Hubungan Anak NIK", "Tanda tangan ")
    assert [text.count(part) for part in signers] == [1, 1, 2]


def test_the_letter_shows_no_number_account_or_contact():
    claim = shared_claim()

    text = pdf_text(letter_of(claim)).replace(" ", "")

    private = (claim.participant.nik, claim.heir_nik, claim.membership.kpj, claim.account_number, claim.email, claim.phone)
    assert [value for value in private if value in text] == []


def test_the_letter_of_many_runs_on_and_every_sheet_says_where_it_belongs():
    heirs = [OtherHeir(f"Ahli Waris {letter} yang Bernama Panjang Sekali", "saudara") for letter in "ABCDEFGH"]
    claim = shared_claim(other_heirs=written(heirs))

    content = letter_of(claim)

    text, pages = pdf_text(content), len(open_pdf(content).pages)
    assert (pages, text.count(f"klaim {claim.number}, halaman")) == (2, 2)
    assert [heir.name for heir in heirs if text.count(heir.name) != 1] == []


def test_no_name_breaks_the_letter():
    """Safety D1, D4: what the typeface cannot write is left to the pen."""
    claim = shared_claim(other_heirs=written([OtherHeir("李小龍", "anak"), OtherHeir("<b>Ani</b> &amp;", "anak")]))

    text = pdf_text(letter_of(claim)).replace(" ", "")

    assert ("1....................." in text, "2.<b>Ani</b>&amp;" in text) == (True, True)


def test_there_is_no_letter_for_a_sole_heir_or_for_a_stranger():
    shared, alone = shared_claim(), shared_claim(other_heirs=written([]))
    stranger = signed_in_client(make_participant())

    answers = [signed_in_client(alone.participant).get(page("consent_pdf", alone)), stranger.get(page("consent_pdf", shared))]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("status", [ClaimStatus.DRAFT, ClaimStatus.CORRECTION_REQUESTED])
def test_the_letter_is_offered_beside_its_slot_and_nowhere_else(status):
    claim = shared_claim(status)
    claim.documents.exclude(state=SlotState.REJECTED).update(state=SlotState.REJECTED)
    browser = signed_in_client(claim.participant)

    link = f'href="{page("consent_pdf", claim)}"'
    pages = [browser.get(reverse("claims:slot", args=[claim.number, slot])) for slot in (SLOT, "kk")]

    assert [words(answer).count(link) for answer in pages] == [1, 0]
    assert "Dasar: Syarat kantor bila ahli waris lebih dari satu." in words(pages[0])


# --- The office


@pytest.fixture
def desk(office):
    """A verifier, the browser, and a claim in hand in which everything is done but the signatures."""
    officer, client = seat(Role.VERIFIER, office=office)
    blank = shared_claim(ClaimStatus.IN_REVIEW, office=office, holder=officer)
    blank.documents.update(state=SlotState.ACCEPTED)
    return officer, client, blank


def obstacles(client, claim):
    return client.get(step_url(claim, "propose_payment")).context["offer"].obstacles


def test_the_desk_shows_every_heir_with_a_tick_beside_the_letter_alone(desk):
    _, client, claim = desk

    beside = {slot: client.get(desk_url(claim.pk, dokumen=slot)).context["rows"] for slot in (SLOT, "surat_keterangan")}

    assert [(row.code, row.value, row.beside) for row in beside[SLOT] if row.ticked and row.code not in PERSON_TICKS] == [
        ("ahli_waris_lain_1", "Rizky Gunawan", "Anak"),
        ("ahli_waris_lain_2", "Putri Ayu", "Anak"),
    ]
    assert [row.code for row in beside["surat_keterangan"] if row.code.startswith("ahli_waris_lain")] == []


def test_no_payment_is_proposed_before_each_signature_was_ticked(desk):
    _, client, claim = desk
    said = []
    for ticks in ([], ["ahli_waris_lain_2"], ["ahli_waris_lain_1", "ahli_waris_lain_2"]):
        client.post(judge_url(claim, SLOT), {"versi": claim.version, "cocok": ["nama", *ticks]})
        said.append(obstacles(client, claim))

    both = "Belum dicocokkan: tanda tangan ahli waris lain 1, tanda tangan ahli waris lain 2."
    assert said == [[both], ["Belum dicocokkan: tanda tangan ahli waris lain 1."], []]
    assert Claim.objects.get().data_ticks == [*PERSON_TICKS, "ahli_waris_lain_1", "ahli_waris_lain_2"]


def test_a_tick_for_somebody_who_is_not_named_is_refused(desk):
    _, client, claim = desk

    client.post(judge_url(claim, SLOT), {"versi": claim.version, "cocok": ["nama", "ahli_waris_lain_3"]})

    assert Claim.objects.get().data_ticks == PERSON_TICKS


def test_ticks_beside_another_document_leave_the_signatures_as_they_were(desk):
    _, client, claim = desk
    Claim.objects.update(data_ticks=[*PERSON_TICKS, "ahli_waris_lain_1"])

    client.post(judge_url(claim, "kartu_peserta"), {"versi": claim.version, "cocok": []})

    assert Claim.objects.get().data_ticks == ["nik", "tanggal_lahir", "rekening", "ahli_waris_lain_1"]


def test_a_letter_that_was_waived_needs_no_signatures(desk):
    """One of the heirs cannot be found: an officer who does without the letter has nothing to compare."""
    _, client, claim = desk
    claim.documents.filter(slot=SLOT).update(state=SlotState.WAIVED)

    assert obstacles(client, claim) == []


def test_the_audit_says_whose_signature_was_ticked_by_number_never_by_name(desk):
    _, client, claim = desk

    client.post(judge_url(claim, SLOT), {"versi": claim.version, "cocok": ["nama", "ahli_waris_lain_1"]})

    entry = AuditEntry.objects.get(kind="ticks")
    assert entry.details == {"old": PERSON_TICKS, "new": [*PERSON_TICKS, "ahli_waris_lain_1"]}
    assert words_of(entry).endswith("nama, NIK, tanggal lahir, rekening, tanda tangan ahli waris lain 1")


def test_the_approver_sees_which_signatures_were_ticked(desk):
    _, _, claim = desk
    claim.data_ticks = [*PERSON_TICKS, "ahli_waris_lain_2"]

    ticks = case_of(claim, timezone.now()).ticks

    assert ticks[4:] == [("tanda tangan ahli waris lain 1", False), ("tanda tangan ahli waris lain 2", True)]


def test_missing_signatures_are_a_reason_to_send_the_letter_back_and_no_other_paper(desk):
    _, client, claim = desk

    offered = {slot: client.get(desk_url(claim.pk, dokumen=slot)).context["reasons"] for slot in (SLOT, "kk")}

    codes = {slot: [reason.code for reason, _ in reasons] for slot, reasons in offered.items()}
    assert ("BELUM_SEMUA_TTD" in codes[SLOT], "BELUM_SEMUA_TTD" in codes["kk"]) == (True, False)


def test_a_colleague_without_the_letter_has_the_usual_ticks(office):
    officer, client = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office, reason="MENINGGAL", heir_name="Sri", heir_nik="3273015203920002", other_heirs=written([]))
    claim.documents.update(state=SlotState.ACCEPTED)

    assert obstacles(client, claim) == []


# --- Elsewhere


def test_the_claims_page_names_the_heirs_to_its_owner(hendra):
    claim = shared_claim(ClaimStatus.SUBMITTED, person=hendra)

    facts = signed_in_client(hendra).get(page("claim", claim)).context["facts"]

    assert [fact["value"] for fact in facts if str(fact["label"]) == "Ahli waris lain"] == ["Rizky Gunawan\nPutri Ayu"]


def test_names_of_other_heirs_stand_on_no_paper_but_the_letter(hendra):
    claim = shared_claim(ClaimStatus.SUBMITTED, person=hendra)
    browser = signed_in_client(hendra)

    papers = {name: pdf_text(browser.get(page(name, claim)).content) for name in ("form_pdf", "receipt_pdf", "claim_pdf", "consent_pdf")}

    assert {name for name, text in papers.items() if "Rizky" in text} == {"consent_pdf"}
    assert "Surat persetujuan ahli waris" in papers["receipt_pdf"]


def test_the_copy_of_ones_data_holds_them(hendra):
    shared_claim(ClaimStatus.SUBMITTED, person=hendra)

    copied = json.loads(json.dumps(own_data.copy_of(hendra.pk, timezone.now())))

    assert copied["klaim"][0]["ahli_waris_lain"] == [
        {"nama": "Rizky Gunawan", "hubungan": "Anak"},
        {"nama": "Putri Ayu", "hubungan": "Anak"},
    ]


@pytest.mark.parametrize("name", ["requirement", "eligibility_reason"])
def test_guidance_tells_the_order_where_the_papers_of_a_death_are_told(client, name):
    told = [words(client.get(reverse(f"claims:{name}", args=[reason]))) for reason in ("MENINGGAL", "RESIGN")]

    assert [sum(f"<li>{rank}</li>" in html for rank in ORDER_OF_HEIRS) for html in told] == [len(ORDER_OF_HEIRS), 0]


def test_the_list_of_papers_names_the_letter_as_one_that_may_apply(client, settings):
    listed = {}
    for policy in ("tujuh_dokumen", "permenaker_4_2022"):
        settings.REQUIREMENT_POLICY = policy
        papers = client.get(reverse("claims:requirement", args=["MENINGGAL"])).context["papers"]
        listed[policy] = [(str(slot.requirement), slot.article) for slot, *_ in papers if slot.slot == SLOT]

    assert listed == {
        "tujuh_dokumen": [("bersyarat", "Syarat kantor bila ahli waris lebih dari satu")],
        "permenaker_4_2022": [],
    }


def test_a_claim_filed_again_keeps_the_heirs_and_the_letter_that_nobody_refused(hendra, settings, tmp_path):
    settings.DOCUMENT_STORAGE_URL = f"file://{tmp_path}"
    ended = shared_claim(ClaimStatus.CANCELLED, person=hendra)
    make_page(ended, SLOT)

    signed_in_client(hendra).post(page("repeat", ended))

    draft = Claim.objects.get(status=ClaimStatus.DRAFT)
    assert (draft.co_heirs, draft.documents.get(slot=SLOT).state) == (CHILDREN, SlotState.UPLOADED)


def test_tables_from_before_the_letter_get_what_it_needs():
    """On a new database the first rows hold it all; an older one gets rule, words and reasons from the migration, once."""
    migration = import_module("claims.migrations.0026_other_heirs")
    migration.take_away(apps, None)
    before = rulebook.load()
    migration.ship(apps, None)
    migration.ship(apps, None)

    after = rulebook.load()
    assert [row for row in before.paper_rules if row.slot == SLOT] == []
    assert [sorted(map(told, getattr(after, name))) for name in SHELVES] == [sorted(map(told, getattr(SHIPPED, name))) for name in SHELVES]
    assert [reason.code for reason in after.return_reasons] == [reason.code for reason in SHIPPED.return_reasons]


SHELVES = ("paper_rules", "paper_words", "return_reasons")


def told(row):
    """Return a rule as text that reads alike every time."""
    return json.dumps(dataclasses.asdict(row), default=lambda value: sorted(value) if isinstance(value, frozenset) else str(value))
