"""What the database refuses by itself, whoever writes: a touched audit, an own claim, two parts in one hand (G4, B5). Raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims import triggers
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccessLog, AuditEntry, ClaimEvent, DocumentVersion
from claims.services import identifying, verifying, work_queue
from claims.services.access_notes import note
from claims.services.desk import offers
from claims.services.guards import OWN_CLAIM, StepFacts
from claims.services.officers import desk_of
from claims.services.verifying import NotTheHolder
from claims.services.workflow import StepRefused, advance
from tests.builders import make_claim, make_nik, make_office, make_officer, make_ticket, officer_actor
from tests.claims.desk import desk_url, held_claim, seated

pytestmark = pytest.mark.django_db
NOW = timezone.now()
S = ClaimStatus
HEIR = make_nik(77)


def ask(sql, *values):
    """Run SQL as somebody at the database's own prompt would; return the rule that refused it, empty when it went through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError as error:
        return next((rule.name for rule in triggers.RULES if rule.name in str(error)), str(error))
    return ""


def key(row):
    """Return the primary key of ROW as this database writes it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def set_column(row, **columns):
    assignments = ", ".join(f"{name} = %s" for name in columns)
    return ask(f"UPDATE {row._meta.db_table} SET {assignments} WHERE id = %s", *columns.values(), key(row))


def add_event(claim, officer, step):
    """Write a row of the history without the portal."""
    event = ClaimEvent(claim=claim, number=90, at=NOW, step=step, old_status="x", new_status="y", role="z", actor=officer)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as error:
        return next(rule.name for rule in triggers.RULES if rule.name in str(error))
    return ""


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def rules():
    """Every rule of the database. Tests on SQLite go without those that keep a test's tables from being emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in triggers.creation("sqlite", [rule for rule in triggers.RULES if rule.name in triggers.EMPTIED_BY_FLUSH]):
                cursor.execute(statement)


def installed():
    catalogue = {"sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"}
    catalogue["postgresql"] = "SELECT p.proname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return dict(cursor.fetchall())


def test_every_rule_is_installed_as_it_is_written_here(rules):
    """A migration that builds a table anew on SQLite loses its triggers; a changed rule needs a migration that installs it."""
    texts = "".join(triggers.creation(connection.vendor))
    found = installed()

    assert found.keys() >= {rule.name for rule in triggers.RULES}
    assert [name for name, text in found.items() if name in {rule.name for rule in triggers.RULES} and text not in texts] == []


# --- The audit only grows


@pytest.fixture
def entry(office):
    claim = make_claim(S.SUBMITTED, office=office)
    advance(claim, Step.TAKE, actor=officer_actor(make_officer(Role.VERIFIER, office=office)), now=NOW)
    note("field", ["nik"], now=NOW, claim=claim, user=claim.holder)
    return AuditEntry.objects.get(kind="step")


def test_no_entry_is_changed_or_deleted(rules, entry):
    assert [set_column(entry, user_id=1), ask("DELETE FROM claims_auditentry")] == ["audit_entry_stays", "audit_entry_remains"]


def test_the_end_of_a_chain_only_grows(rules, entry):
    update = "UPDATE claims_auditchain SET length = "

    assert [ask(update + text) for text in ("length", "length - 1", "0")] == ["audit_end_grows"] * 3
    assert [ask("DELETE FROM claims_auditchain"), ask(update + "length + 1")] == ["audit_end_remains", ""]


def test_history_and_readings_are_not_changed(rules, entry):
    event, reading = ClaimEvent.objects.get(), AccessLog.objects.get()

    changes = [set_column(event, step="approve"), set_column(event, actor_id=None), set_column(event, at="2020-01-01")]
    assert changes == ["event_stays"] * 3
    assert [set_column(reading, object="meja"), set_column(reading, user_id=None)] == ["reading_stays"] * 2


def test_the_steps_of_a_number_are_not_changed_or_deleted(rules):
    event = make_ticket().events.get()

    changes = [set_column(event, step="cancel"), set_column(event, actor_id=None), ask("DELETE FROM claims_ticketevent")]

    assert changes == ["ticket_step_stays", "ticket_step_stays", "ticket_step_remains"]


# --- Nobody handles a claim of their own


@pytest.fixture
def own(office):
    """A verifier, and claims of the verifier's own: as participant, and as the heir of another."""

    def make(role=Role.VERIFIER, status=S.SUBMITTED, **facts):
        officer = make_officer(role, office=office)
        mine = make_claim(status, office=office, **facts)
        identifying.keep_nik(officer, mine.participant.nik)
        return officer, mine

    return make


@pytest.mark.parametrize("hand", ["holder_id", "verifier_id", "approver_id", "payer_id"])
def test_the_database_puts_no_own_claim_into_a_hand(own, office, hand):
    officer, mine = own()
    inherited = make_claim(S.SUBMITTED, office=office, heir_nik=HEIR)
    heir = make_officer(Role.VERIFIER, office=office)
    identifying.keep_nik(heir, HEIR)

    assert [set_column(mine, **{hand: officer.pk}), set_column(inherited, **{hand: heir.pk})] == ["own_claim_in_hand"] * 2
    assert [set_column(mine, **{hand: heir.pk}), set_column(inherited, **{hand: officer.pk})] == ["", ""]


def test_the_database_takes_no_step_or_verdict_on_an_own_claim(own):
    officer, mine = own()
    version, document = DocumentVersion.objects.filter(document__claim=mine).first(), mine.documents.first()

    refused = [
        add_event(mine, officer, "take"),
        set_column(version, judged_by_id=officer.pk),
        set_column(document, decided_by_id=officer.pk),
    ]

    assert refused == ["own_claim_moved", "own_claim_judged", "own_claim_decided"]


def test_a_number_that_is_learnt_later_leaves_the_claim_movable(own, office):
    """Who held an own claim before the number was known: others take it on, the owner does nothing more."""
    officer = make_officer(Role.VERIFIER, office=office)
    mine = held_claim(officer, office)
    identifying.keep_nik(officer, mine.participant.nik)

    with pytest.raises(StepRefused) as refusal:
        advance(mine, Step.PROPOSE_PAYMENT, actor=officer_actor(officer), now=NOW)
    advance(
        mine, Step.RELEASE, actor=officer_actor(make_officer(Role.HEAD, office=office)), facts=StepFacts(note="Milik sendiri."), now=NOW
    )

    assert (refusal.value.reasons, mine.status, mine.holder) == ([OWN_CLAIM], S.SUBMITTED, None)


PRESSES = {
    Step.TAKE: (Role.VERIFIER, S.SUBMITTED, {}),
    Step.CHALLENGE: (Role.APPROVER, S.AWAITING_APPROVAL, {"proposal": "bayar"}),
    Step.APPROVE: (Role.APPROVER, S.AWAITING_APPROVAL, {"proposal": "bayar"}),
    Step.REJECT: (Role.APPROVER, S.AWAITING_APPROVAL, {"proposal": "tolak"}),
    Step.START_PAYMENT: (Role.PAYER, S.APPROVED, {}),
    Step.CONFIRM_PAYMENT: (Role.PAYER, S.PAYING, {}),
    Step.FAIL_PAYMENT: (Role.PAYER, S.PAYING, {}),
    Step.CANCEL: (Role.HEAD, S.SUBMITTED, {}),
    Step.REOPEN: (Role.HEAD, S.REJECTED, {}),
    Step.CORRECT: (Role.COUNTER, S.CORRECTION_REQUESTED, {}),
}


@pytest.mark.parametrize("step", PRESSES)
def test_no_step_is_taken_on_an_own_claim(own, step):
    """B5: a second account of the same person's claim."""
    role, status, facts = PRESSES[step]
    officer, mine = own(role, status, **facts)
    before = (mine.status, mine.version)

    with pytest.raises(StepRefused) as refusal:
        advance(mine, step, actor=officer_actor(officer), facts=StepFacts(note="Uji."), now=NOW)

    assert (refusal.value.reasons, (mine.status, mine.version)) == ([OWN_CLAIM], before)


def test_the_desk_says_why_an_own_claim_cannot_be_taken(own):
    officer, mine = own()

    assert {tuple(offer.obstacles) for offer in offers(mine, desk_of(officer), NOW)} == {(OWN_CLAIM,)}
    assert OWN_CLAIM in seated(officer).get(desk_url(mine.pk)).content.decode()


def test_take_next_passes_over_an_own_claim(own, office):
    officer, _ = own()
    other = make_claim(S.SUBMITTED, office=office)

    assert work_queue.take_next(desk_of(officer), now=NOW) == other
    assert work_queue.take_next(desk_of(officer), now=NOW) is None


def test_an_own_claim_is_assigned_to_somebody_else(own, office):
    officer, mine = own()

    with pytest.raises(StepRefused) as refusal:
        advance(mine, Step.TAKE, actor=officer_actor(make_officer(Role.HEAD, office=office)), facts=StepFacts(assignee=officer), now=NOW)

    assert refusal.value.reasons == ["Klaim ini milik petugas itu sendiri. Pilih petugas lain."]


def test_nothing_is_judged_on_an_own_claim(own, office):
    officer = make_officer(Role.VERIFIER, office=office)
    mine = held_claim(officer, office)
    identifying.keep_nik(officer, mine.participant.nik)

    with pytest.raises(NotTheHolder):
        verifying.judge_version(mine.documents.get(slot="ktp"), "accepted", [], "", officer=officer, now=NOW)
    with pytest.raises(NotTheHolder):
        verifying.tick_data(mine, ["nik"], officer=officer)


# --- Three people for three parts


@pytest.mark.parametrize(("one", "other"), [("verifier_id", "approver_id"), ("approver_id", "payer_id"), ("verifier_id", "payer_id")])
def test_one_person_stands_in_one_column(office, one, other):
    officer = make_officer(Role.VERIFIER, office=office)
    claim = make_claim(S.PAYING, office=office)

    assert set_column(claim, **{one: officer.pk}) == ""
    assert "did_not" in set_column(claim, **{other: officer.pk})


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("propose_payment", "approve"),
        ("request_correction", "challenge"),
        ("approve", "confirm_payment"),
        ("start_payment", "propose_payment"),
    ],
)
def test_whoever_played_a_part_in_any_round_plays_no_other(office, first, then):
    """B5: a second round, or another role since, changes nothing."""
    officer, claim = make_officer(Role.VERIFIER, office=office), make_claim(S.CORRECTED, office=office)
    ClaimEvent.objects.create(claim=claim, number=1, at=NOW, step=first, role="x", actor=officer)

    assert [add_event(claim, officer, then), add_event(claim, officer, first)] == ["parts_by_different_people", ""]


def test_a_verdict_is_a_part_too(office):
    officer, claim = make_officer(Role.VERIFIER, office=office), make_claim(S.AWAITING_APPROVAL, office=office)
    document = claim.documents.first()
    set_column(document.versions.get(), judged_by_id=officer.pk)

    assert [add_event(claim, officer, step) for step in ("approve", "start_payment", "propose_payment")] == [
        "parts_by_different_people", "parts_by_different_people", "",
    ]  # fmt: skip


def test_whoever_decided_judges_no_document(office):
    officer, claim = make_officer(Role.APPROVER, office=office), make_claim(S.IN_REVIEW, office=office)
    ClaimEvent.objects.create(claim=claim, number=1, at=NOW, step="challenge", role="x", actor=officer)
    document = claim.documents.first()

    refused = [set_column(document.versions.get(), judged_by_id=officer.pk), set_column(document, decided_by_id=officer.pk)]

    assert refused == ["judge_did_not_decide", "waiver_did_not_decide"]
