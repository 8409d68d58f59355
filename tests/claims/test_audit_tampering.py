"""G4: whoever lays hands on the audit in the database leaves a trace that ``manage.py verify_audit`` names."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from claims import triggers
from claims.domain.workflow import ClaimStatus, Role, Step
from claims.models import AccessLog, AuditChain, AuditEntry, ClaimEvent
from claims.services import auditing, housekeeping
from claims.services.access_notes import note
from claims.services.checking_audit import check_newest
from claims.services.guards import StepFacts
from claims.services.workflow import advance
from jht_portal.lib.logs import LineFormatter
from tests.builders import make_claim, make_office, make_officer, officer_actor

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def unguarded():
    """The hand of somebody who owns the database: its own rules are switched off."""
    with connection.cursor() as cursor:
        for statement in triggers.removal(connection.vendor):
            cursor.execute(statement)


@pytest.fixture
def office():
    """An office with three acts and three reads."""
    office = make_office()
    officer = make_officer(Role.VERIFIER, office=office)
    claim = make_claim(ClaimStatus.SUBMITTED, office=office)
    advance(claim, Step.TAKE, actor=officer_actor(officer), now=NOW)
    note("field", ["nik", "rekening", "alamat"], now=NOW, claim=claim, user=officer)
    auditing.record("verdict", now=NOW, user=officer, claim=claim, what="ktp", details={"verdict": "accepted"})
    advance(claim, Step.RELEASE, actor=officer_actor(officer), facts=StepFacts(note="Istirahat."), now=NOW + timedelta(minutes=5))
    return office


@pytest.fixture
def acts(office):
    return AuditEntry.objects.filter(chain=f"office:{office.pk}")


def verify(**options):
    """Return what the command says, of both endings."""
    said = StringIO()
    try:
        call_command("verify_audit", stdout=said, **options)
    except CommandError as error:
        return f"{said.getvalue()}{error}".splitlines()
    return said.getvalue().splitlines()


def faults(**options):
    return [line for line in verify(**options) if " nomor " in line or "tidak punya" in line]


def test_an_untouched_audit_is_whole(office):
    assert verify() == ["Diperiksa: 2 rangkaian, 6 entri.", "Jejak audit utuh."]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", NOW - timedelta(days=1)),
        ("kind", "step"),
        ("user_id", 999),
        ("role", "Penyetuju"),
        ("office_id", 7),
        ("object", "kk"),
        ("details", {"verdict": "rejected"}),
        ("claim_id", "00000000-0000-0000-0000-000000000001"),
        ("person_id", None),
        ("seal", b"x" * 32),
    ],
)
def test_a_changed_entry_is_named(unguarded, acts, office, column, value):
    acts.filter(number=2).update(**{column: value})

    assert faults()[0] == f"office:{office.pk} nomor 2: entri ini diubah, disisipkan, atau ditukar tempatnya."


def test_a_removed_entry_is_named(unguarded, acts, office):
    acts.filter(number=2).delete()

    assert faults() == [f"office:{office.pk} nomor 2: entri 2 hilang."]


def test_a_removed_entry_whose_place_was_closed_is_named(unguarded, acts, office):
    acts.filter(number=2).delete()
    acts.filter(number=3).update(number=2)
    AuditChain.objects.filter(pk=f"office:{office.pk}").update(length=2)

    assert faults() == [f"office:{office.pk} nomor 2: entri ini diubah, disisipkan, atau ditukar tempatnya."]


def test_an_inserted_entry_is_named(unguarded, acts, office):
    for number in (4, 3):
        acts.filter(number=number - 1).update(number=number)
    forged = acts.first()
    forged.pk, forged.number, forged.event_id, forged.digest = None, 2, None, None
    forged.save(force_insert=True)
    AuditChain.objects.filter(pk=f"office:{office.pk}").update(length=4)

    assert faults()[0] == f"office:{office.pk} nomor 2: entri ini diubah, disisipkan, atau ditukar tempatnya."


def test_an_entry_put_behind_the_end_is_named(unguarded, acts, office):
    forged = acts.get(number=2)
    forged.pk, forged.number = None, 4
    forged.save(force_insert=True)

    assert faults() == [f"office:{office.pk} nomor 4: entri ini ditempel di belakang ujung rangkaian."]


def test_reordered_entries_are_named(unguarded, acts, office):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        acts.filter(number=old).update(number=new)

    assert faults()[:2] == [
        f"office:{office.pk} nomor {number}: entri ini diubah, disisipkan, atau ditukar tempatnya." for number in (2, 3)
    ]


def test_a_cut_tail_is_named(unguarded, acts, office):
    acts.filter(number=3).delete()

    assert faults()[0] == f"office:{office.pk} nomor 3: ekor rangkaian terpotong: 1 entri terakhir hilang."


def test_a_cut_tail_with_its_end_put_back_shows_beside_what_was_kept_outside(unguarded, acts, office, tmp_path):
    """The end and the history are put back too: nothing inside tells, the anchor does."""
    anchor = tmp_path / "ends"
    verify(anchor=str(anchor))
    ClaimEvent.objects.filter(pk=acts.get(number=3).event_id).delete()
    acts.filter(number=3).delete()
    AuditChain.objects.filter(pk=f"office:{office.pk}").update(length=2, seal=acts.get(number=2).seal)

    assert verify()[-1] == "Jejak audit utuh."
    assert faults(against=anchor.open()) == [f"office:{office.pk} nomor 3: hilang sejak dicatat di luar: rangkaian tinggal 2 entri."]


def test_a_chain_written_anew_with_the_key_shows_beside_what_was_kept_outside(unguarded, acts, office, tmp_path):
    """An older database put back, and the portal went on with it: as long as before, but another chain."""
    anchor = tmp_path / "ends"
    verify(anchor=str(anchor))
    last = acts.get(number=3)
    ClaimEvent.objects.filter(pk=last.event_id).delete()
    last.delete()
    AuditChain.objects.filter(pk=f"office:{office.pk}").update(length=2, seal=acts.get(number=2).seal)
    auditing.record("sign_out", now=NOW, office=office)

    assert verify()[-1] == "Jejak audit utuh."
    assert faults(against=anchor.open()) == [f"office:{office.pk} nomor 3: bukan entri yang dicatat di luar: rangkaian ditulis ulang."]


def test_the_workers_log_of_a_day_serves_as_what_was_kept_outside(unguarded, acts, office, tmp_path, caplog):
    caplog.set_level("INFO")
    housekeeping.run_due(timezone.now())
    log = tmp_path / "worker.log"
    log.write_text("\n".join(map(LineFormatter().format, caplog.records)))
    AuditEntry.objects.all().delete()
    AuditChain.objects.all().delete()

    assert f"office:{office.pk} nomor 3: hilang sejak dicatat di luar: rangkaian tinggal 0 entri." in faults(against=log.open())


def test_a_file_without_ends_is_no_comparison(office, tmp_path):
    (tmp_path / "empty").write_text("apa saja\n")

    assert verify(against=(tmp_path / "empty").open())[-1].startswith("Tidak ada ujung rangkaian di ")


def test_ends_are_never_written_over_older_ones(office, tmp_path):
    (tmp_path / "ends").write_text("audit end lama")

    assert "tidak bisa ditulis" in verify(anchor=str(tmp_path / "ends"))[-1]
    assert (tmp_path / "ends").read_text() == "audit end lama"


@pytest.mark.parametrize(("column", "value"), [("step", "approve"), ("role", "Penyetuju"), ("note", "Disetujui."), ("number", 77)])
def test_a_changed_row_of_the_history_is_named(unguarded, acts, office, column, value):
    event = ClaimEvent.objects.get(pk=acts.get(number=3).event_id)
    setattr(event, column, value)
    event.save()

    assert faults() == [f"office:{office.pk} nomor 3: langkah klaim yang dicatat entri ini sudah diubah."]


def test_a_removed_row_of_the_history_is_named(unguarded, acts, office):
    ClaimEvent.objects.filter(pk=acts.get(number=1).event_id).delete()

    assert faults() == [f"office:{office.pk} nomor 1: langkah klaim yang dicatat entri ini hilang."]


def test_a_row_of_the_history_that_nobody_took_is_named(unguarded, office):
    real = ClaimEvent.objects.order_by("number").last()
    forged = ClaimEvent.objects.create(claim=real.claim, number=real.number + 1, at=NOW, step="approve", role="Penyetuju")

    assert faults() == [f"Langkah klaim {forged.pk} tidak punya entri audit: disisipkan di luar portal."]


def test_a_changed_a_removed_and_an_inserted_reading_are_named(unguarded, office):
    first, second, _ = AccessLog.objects.order_by("pk")
    AccessLog.objects.filter(pk=first.pk).update(object="meja")
    second.delete()
    forged = AccessLog.objects.create(at=NOW, kind="field", object="nik")

    assert faults() == [
        f"office:{office.pk}:reads nomor 1: catatan akses yang dicatat entri ini sudah diubah.",
        f"office:{office.pk}:reads nomor 2: catatan akses yang dicatat entri ini hilang.",
        f"Catatan akses {forged.pk} tidak punya entri audit: disisipkan di luar portal.",
    ]


def test_one_touched_entry_hides_no_other(unguarded, acts, office):
    acts.filter(number__in=(1, 3)).update(user_id=999)

    assert [fault.split(":")[1] for fault in faults()] == [f"{office.pk} nomor 1", f"{office.pk} nomor 3"]


def test_a_claim_that_was_taken_back_by_the_portal_is_not_looked_for(office):
    claim = ClaimEvent.objects.first().claim
    auditing.record(auditing.ERASED, now=NOW, claim=claim)
    claim.delete()

    assert verify()[-1] == "Jejak audit utuh."


def test_the_newest_entries_are_checked_from_the_one_before(unguarded, acts, office):
    chain = f"office:{office.pk}"
    whole = check_newest([chain], 2)
    acts.filter(number=3).update(user_id=999)
    touched = check_newest([chain], 2)
    acts.filter(number=1).update(user_id=999)

    assert (whole.entries, whole.faults, [fault.number for fault in touched.faults]) == (2, [], [3])
    assert [fault.number for fault in check_newest([chain], 2).faults] == [3]
