"""Rules that officers keep, through the admin and onto the pages of participants and colleagues."""

import dataclasses
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from claims.domain.rulebook import SHIPPED
from claims.domain.workflow import OFFICER_ROLES, ClaimStatus, Role, Step
from claims.models import AuditEntry, CodedReasonRule, LimitRule, PaperRule, ReasonRule, RequirementRule, RulesStamp
from claims.services import rulebook
from claims.services.guards import StepFacts
from claims.services.workflow import advance
from tests.builders import make_claim, make_office, officer_actor, signed_in_client
from tests.claims.desk import all_at_once, desk_url, held_claim, seat, seated

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
TOMORROW, IN_A_MONTH = date(2026, 11, 24), date(2026, 12, 23)
NOON = datetime.fromisoformat("2026-11-23T12:00:00+07:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def keeper():
    """A browser of Admin Konfigurasi."""
    return seat(Role.CONFIGURATOR, office=make_office())[1]


def add_url(model, source=None):
    return reverse(f"admin:claims_{model._meta.model_name}_add", query={"dari": source.pk} if source else None)


def change_url(row):
    return reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])


def delete_url(row):
    return reverse(f"admin:claims_{row._meta.model_name}_delete", args=[row.pk])


def filled(row, **changes):
    """Return what the form of a row would send, with changes; days as a browser writes them."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key} | {"valid_to": None} | changes
    return {name: value for name, value in values.items() if value is not None and value is not False}


def amend(client, row, valid_from=TOMORROW, **changes):
    """Send the form that amends ROW."""
    return client.post(add_url(type(row), row), filled(row, valid_from=valid_from, **changes))


def words(response):
    return response.content.decode()


def errors(response):
    return [sentence for messages in response.context["adminform"].form.errors.values() for sentence in messages]


def test_the_tables_say_what_ships():
    assert dataclasses.asdict(rulebook.load()) == dataclasses.asdict(SHIPPED)


def test_an_amended_name_of_a_reason_is_on_the_public_page_from_its_first_day_on(client, keeper, clock):
    reason = ReasonRule.objects.get(code="RESIGN")

    assert amend(keeper, reason, label="Mengundurkan diri dari pekerjaan").status_code == 302
    today = words(client.get(reverse("claims:requirements")))
    clock.move_to(NOON + timedelta(days=1))
    tomorrow = words(client.get(reverse("claims:requirements")))

    assert ("dari pekerjaan" in today, "dari pekerjaan" in tomorrow) == (False, True)


def test_the_amended_row_ends_the_day_before(keeper):
    reason = ReasonRule.objects.get(code="PHK")

    amend(keeper, reason, valid_from=IN_A_MONTH, summary="Perusahaan memutuskan hubungan kerja.")

    days = list(ReasonRule.objects.filter(code="PHK").order_by("valid_from").values_list("valid_from", "valid_to"))
    assert days == [(date(2022, 4, 26), date(2026, 12, 22)), (IN_A_MONTH, None)]


def test_a_reason_that_has_ended_is_refused_in_words_where_a_claim_is_filed_again(keeper, clock):
    reason = ReasonRule.objects.get(code="RESIGN")
    claim = make_claim(ClaimStatus.EXPIRED)
    assert keeper.post(change_url(reason), filled(reason, valid_to=TODAY)).status_code == 302
    clock.move_to(NOON + timedelta(days=1))
    answer = signed_in_client(claim.participant).post(reverse("claims:repeat", args=[claim.number]))

    assert (answer.status_code, "Sebab klaim ini tidak berlaku lagi." in words(answer)) == (200, True)


def test_a_claim_begun_before_keeps_its_papers_and_a_later_one_gets_the_new(keeper, clock):
    """The rules of the day on which a claim was begun hold for it."""
    old = make_claim(ClaimStatus.DRAFT, slots=("kk",), policy="permenaker_4_2022", reason="MENINGGAL", heir_name="Ahli Waris")
    words_of_kk = PaperRule.objects.get(reason="MENINGGAL", slot="kk")
    amend(keeper, words_of_kk, label="Kartu Keluarga terbaru")
    clock.move_to(NOON + timedelta(days=1))
    new = make_claim(ClaimStatus.DRAFT, slots=("kk",), policy="permenaker_4_2022", reason="MENINGGAL", heir_name="Ahli Waris")

    titles = [
        "Kartu Keluarga terbaru" in words(signed_in_client(each.participant).get(reverse("claims:slot", args=[each.number, "kk"])))
        for each in (old, new)
    ]

    assert titles == [False, True]


def test_a_paper_that_is_asked_from_tomorrow_stands_on_the_requirements_page_then(client, keeper, clock, settings):
    settings.REQUIREMENT_POLICY = "permenaker_4_2022"
    row = RequirementRule(policy="permenaker_4_2022", reason="USIA_56", slot="kk", requirement="wajib")

    keeper.post(add_url(RequirementRule), filled(row, valid_from=TOMORROW))
    page = reverse("claims:requirement", args=["USIA_56"])
    today = words(client.get(page))
    clock.move_to(NOON + timedelta(days=1))

    assert ("Kartu Keluarga" in today, "Kartu Keluarga" in words(client.get(page))) == (False, True)


def test_an_amended_coded_reason_is_offered_at_the_desk(keeper, clock):
    office = make_office()
    officer, _ = seat(Role.VERIFIER, office=office)
    claim = held_claim(officer, office)
    blurred = CodedReasonRule.objects.get(kind="dokumen", code="BURAM")

    amend(keeper, blurred, short="Foto tidak tajam")
    clock.move_to(NOON + timedelta(days=1))
    page = words(seated(officer).get(desk_url(claim.pk, dokumen="ktp")))

    assert ("Foto tidak tajam" in page, "Foto buram" in page) == (True, False)


def test_a_coded_reason_that_has_ended_is_not_offered_and_keeps_its_meaning(keeper, clock):
    office = make_office()
    officer, _ = seat(Role.VERIFIER, office=office)
    refused = make_claim(ClaimStatus.CORRECTION_REQUESTED, slots=("kk",), office=office)
    refused.documents.update(state="rejected")
    refused.documents.get().versions.update(verdict="rejected", reasons=["GELAP"])

    keeper.post(change_url(CodedReasonRule.objects.get(kind="dokumen", code="GELAP")), {"valid_to": TODAY})
    clock.move_to(NOON + timedelta(days=1))
    offered = words(seated(officer).get(desk_url(held_claim(officer, office, slots=("kk",)).pk, dokumen="kk")))
    meant = words(signed_in_client(refused.participant).get(reverse("claims:slot", args=[refused.number, "kk"])))

    assert ("Foto gelap atau silau" in offered, "Foto gelap atau silau" in meant) == (False, True)


def test_a_limit_reaches_the_step_that_goes_by_it(keeper, clock):
    office = make_office()
    officer, _ = seat(Role.VERIFIER, office=office)
    days = LimitRule.objects.get(code="correction_days")

    amend(keeper, days, value=21)
    due = []
    for now in (NOON, NOON + timedelta(days=1)):
        clock.move_to(now)
        rulebook.refresh_if_due()
        claim = held_claim(officer, office, slots=("ktp",))
        claim.documents.update(state="rejected")
        claim.documents.get().versions.update(verdict="rejected", reasons=["BURAM"])
        advance(claim, Step.REQUEST_CORRECTION, actor=officer_actor(officer), facts=StepFacts(), now=now)
        claim.refresh_from_db()
        due.append(claim.correction_due_on)

    assert due == [TODAY + timedelta(days=14), TOMORROW + timedelta(days=21)]


def test_another_process_reads_the_change_when_it_looks_again(client, keeper, clock):
    amend(keeper, ReasonRule.objects.get(code="PKWT"), label="Kontrak kerja berakhir")
    clock.move_to(NOON + timedelta(days=1))
    rulebook.put_back()

    assert "Kontrak kerja berakhir" in words(client.get(reverse("claims:requirements")))


def test_a_process_whose_tables_cannot_be_read_goes_on_with_the_rules_it_has(client, monkeypatch):
    rulebook.put_back()
    monkeypatch.setattr(rulebook.RulesStamp, "objects", None)
    monkeypatch.setattr(rulebook, "DatabaseError", AttributeError)

    assert client.get(reverse("claims:requirements")).status_code == 200


# --- The rule of time


def test_a_row_in_force_changes_nothing_but_its_end(keeper):
    reason = ReasonRule.objects.get(code="USIA_PKB")

    keeper.post(change_url(reason), filled(reason, label="Lain", valid_to="2026-12-31"))
    reason.refresh_from_db()

    assert (reason.label, reason.valid_to) == ("Usia Pensiun Perjanjian Kerja Bersama (PKB) Perusahaan", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"valid_from": TODAY},
            "Berlaku paling cepat besok, Selasa, 24 November 2026. Klaim yang dimulai hari ini memakai aturan sekarang.",
        ),
        ({"valid_from": IN_A_MONTH, "valid_to": TOMORROW}, "Hari terakhir harus sama dengan hari pertama atau sesudahnya."),
        ({"waiting_months": 13}, "Masa tunggu paling lama 12 bulan dan 31 hari."),
        ({"event_date_label": ""}, "Masa tunggu perlu tanggal yang ditanyakan. Tulis nama tanggalnya."),
        ({"share_percent": 50}, "Klaim sebagian hanya SEBAGIAN_10 dan SEBAGIAN_30, sekali seumur hidup. Isi 100."),
        ({"summary": "Tanpa titik"}, "Tulis kalimat lengkap, diakhiri titik."),
    ],
)
def test_an_amendment_that_contradicts_is_refused_in_a_sentence(keeper, changes, sentence):
    reason = ReasonRule.objects.get(code="RESIGN")

    response = amend(keeper, reason, **changes)

    assert (errors(response), ReasonRule.objects.filter(code="RESIGN").count()) == ([sentence], 1)


def test_two_rows_for_one_day_are_refused(keeper):
    reason = ReasonRule.objects.get(code="RESIGN")
    amend(keeper, reason, valid_from=IN_A_MONTH)

    response = amend(keeper, reason, valid_from=TOMORROW)

    assert errors(response) == [
        "Sudah ada baris yang mulai berlaku 23 Desember 2026. Isi berlaku sampai paling lambat 22 Desember 2026, atau ubah baris itu."
    ]


def test_a_row_can_stand_between_two_others_when_it_ends_in_time(keeper):
    reason = ReasonRule.objects.get(code="RESIGN")
    amend(keeper, reason, valid_from=IN_A_MONTH)

    amend(keeper, reason, valid_from=TOMORROW, valid_to=IN_A_MONTH - timedelta(days=1))

    assert list(ReasonRule.objects.filter(code="RESIGN").order_by("valid_from").values_list("valid_from", "valid_to")) == [
        (date(2022, 4, 26), TODAY),
        (TOMORROW, date(2026, 12, 22)),
        (IN_A_MONTH, None),
    ]


def test_a_row_that_has_not_begun_can_be_taken_back_and_the_one_before_goes_on(keeper):
    reason = ReasonRule.objects.get(code="RESIGN")
    amend(keeper, reason, valid_from=IN_A_MONTH)
    future = ReasonRule.objects.get(code="RESIGN", valid_from=IN_A_MONTH)

    keeper.post(delete_url(future), {"post": "yes"})

    assert list(ReasonRule.objects.filter(code="RESIGN").values_list("valid_from", "valid_to")) == [(date(2022, 4, 26), None)]


def test_a_row_that_has_begun_is_never_deleted(keeper):
    reason = ReasonRule.objects.get(code="RESIGN")

    assert keeper.post(delete_url(reason), {"post": "yes"}).status_code == 403
    assert ReasonRule.objects.filter(code="RESIGN").exists()


def test_when_a_planned_row_moves_the_end_of_the_one_before_moves_along(keeper):
    reason = ReasonRule.objects.get(code="RESIGN")
    amend(keeper, reason, valid_from=IN_A_MONTH)
    future = ReasonRule.objects.get(code="RESIGN", valid_from=IN_A_MONTH)

    keeper.post(change_url(future), filled(future, valid_from=date(2027, 1, 10)))

    assert list(ReasonRule.objects.filter(code="RESIGN").order_by("pk").values_list("valid_from", "valid_to")) == [
        (date(2022, 4, 26), date(2027, 1, 9)),
        (date(2027, 1, 10), None),
    ]


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("correction_days", 3, "Isi antara 7 hari dan 60 hari."),
        ("last_reminder_days", 7, "Harus kurang dari “Pengingat perbaikan pertama, sebelum batas”, yaitu 7 hari."),
        ("app_balance", 999, "Isi antara Rp1.000.000 dan Rp1.000.000.000."),
    ],
)
def test_a_limit_stays_within_its_bounds_and_beside_its_neighbours(keeper, code, value, sentence):
    assert errors(amend(keeper, LimitRule.objects.get(code=code), value=value)) == [sentence]


@pytest.mark.parametrize(
    ("slot", "sentence"),
    [("ktp", "Kartu peserta dan KTP selalu wajib."), ("npwp", "Pilih “Bila berlaku”. Portal tahu dari data kapan dokumen ini wajib.")],
)
def test_some_papers_are_always_asked_for_as_the_law_does(keeper, slot, sentence):
    row = RequirementRule.objects.get(policy="tujuh_dokumen", reason="RESIGN", slot=slot)

    assert errors(amend(keeper, row, requirement="pendukung")) == [sentence]


def test_a_new_reason_gets_card_and_identity_at_once_and_can_be_filed_from_its_first_day(client, keeper, clock):
    new = ReasonRule.objects.get(code="RESIGN")

    keeper.post(add_url(ReasonRule), filled(new, code="DIANGKAT_ASN", label="Diangkat menjadi ASN", valid_from=TOMORROW))
    clock.move_to(NOON + timedelta(days=1))
    page = client.get(reverse("claims:requirement", args=["DIANGKAT_ASN"]))

    assert [slot.slot.value for slot, *_ in page.context["papers"]] == ["kartu_peserta", "ktp"]


# --- Who may, and what is left behind


def test_a_change_is_in_the_audit_with_what_it_was_and_what_it_is(keeper):
    amend(keeper, LimitRule.objects.get(code="idle_working_days"), value=3)

    entry = AuditEntry.objects.get(kind="configuration")
    assert (entry.object, entry.role, entry.details["value"]) == ("limitrule idle_working_days 2026-11-24", "Admin Konfigurasi", [None, 3])


MODELS = (ReasonRule, RequirementRule, PaperRule, CodedReasonRule, LimitRule)


@pytest.mark.parametrize("role", sorted(set(OFFICER_ROLES) - {Role.CONFIGURATOR}))
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_everybody_else_at_the_desk_only_looks(role, model):
    _, client = seat(role, office=make_office())
    row = model.objects.first()
    name = f"admin:claims_{model._meta.model_name}"
    asked = [
        reverse(f"{name}_changelist"),
        change_url(row),
        reverse(f"{name}_export"),
        add_url(model),
        reverse(f"{name}_import"),
        delete_url(row),
    ]

    assert [client.get(url).status_code for url in asked] == [200, 200, 200, 403, 403, 403]
    assert client.post(change_url(row), {"valid_to": TODAY}).status_code == 403
    assert model.objects.get(pk=row.pk).valid_to is None


def test_one_change_makes_one_stamp_and_a_refused_one_none(keeper):
    before = RulesStamp.objects.get().number
    amend(keeper, LimitRule.objects.get(code="idle_working_days"), value=99)
    refused = RulesStamp.objects.get().number
    amend(keeper, LimitRule.objects.get(code="idle_working_days"), value=3)

    assert (refused - before, RulesStamp.objects.get().number - refused) == (0, 1)


def test_a_letter_says_for_ever_what_it_said_on_the_day_of_the_decision(keeper, clock):
    earlier = make_claim(ClaimStatus.REJECTED, now=NOON, rejection_codes=["BELUM_10_TAHUN"])
    amend(keeper, CodedReasonRule.objects.get(kind="penolakan", code="BELUM_10_TAHUN"), short="Kepesertaan kurang dari 10 tahun")
    clock.move_to(NOON + timedelta(days=1))
    later = make_claim(ClaimStatus.REJECTED, now=NOON + timedelta(days=1), rejection_codes=["BELUM_10_TAHUN"])

    letters = [words(signed_in_client(claim.participant).get(reverse("claims:letter", args=[claim.number]))) for claim in (earlier, later)]

    assert ["Belum 10 tahun menjadi peserta" in letter for letter in letters] == [True, False]
    assert ["Kepesertaan kurang dari 10 tahun" in letter for letter in letters] == [False, True]


def test_pages_name_the_limits_in_force(client, keeper, clock):
    amend(keeper, LimitRule.objects.get(code="draft_days"), value=21)
    clock.move_to(NOON + timedelta(days=1))

    assert "Ditutup sesudah 21 hari tidak disentuh." in words(client.get(reverse("claims:privacy")))


def test_the_worker_goes_by_the_rules_of_the_tables(keeper, clock):
    amend(keeper, LimitRule.objects.get(code="idle_working_days"), value=1)
    clock.move_to(NOON + timedelta(days=1))
    held = make_claim(ClaimStatus.IN_REVIEW)
    clock.move_to(NOON + timedelta(days=3))
    rulebook.put_back()

    call_command("work", once=True)
    held.refresh_from_db()

    assert held.status == ClaimStatus.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_amend_one_rule_for_one_day_make_one_row():
    office = make_office()
    browsers = [seat(Role.CONFIGURATOR, office=office)[1] for _ in range(2)]
    reason = ReasonRule.objects.get(code="RESIGN")

    answers = all_at_once([lambda client=client: amend(client, reason).status_code for client in browsers])

    assert (sorted(answers), ReasonRule.objects.filter(code="RESIGN").count()) == ([200, 302], 2)


@pytest.mark.parametrize("last", ["9999-12-31", "3000-01-01"])
def test_rule_ends_within_reach_of_the_calendar(keeper, last):
    row = LimitRule.objects.filter(valid_to=None).first()

    answer = amend(keeper, row, value=row.value, valid_to=last)

    assert answer.context["adminform"].form.errors == {"valid_to": ["Isi tanggal sebelum tahun 3000."]}
