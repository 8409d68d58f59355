"""Rules that the database keeps by itself, whoever writes: the audit only grows, and four eyes see a claim.

Each rule is one condition in SQL that PostgreSQL and SQLite both read; a row for which it holds is refused with the
rule's name. SQLite loses the triggers of a table that a migration builds anew, and cannot rename a table that a trigger
names: a migration that alters a table named here drops all rules first and installs them last (``drop``, ``install``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claims.domain.workflow import HELD_STEPS, PART_OF, Part

ALWAYS = "TRUE"
NAMED = re.compile(r"(?:FROM|JOIN) (\w+)")
HANDS = ("holder_id", "verifier_id", "approver_id", "payer_id")
OWN = """EXISTS (
    SELECT 1 FROM claims_officeridentity me JOIN claims_claim c ON c.id = {claim} JOIN participants_participant p ON p.id = c.participant_id
    WHERE me.user_id IN ({users}) AND me.nik_index IN (p.nik_index, c.heir_nik_index))"""
OTHER_PART = """EXISTS (
    SELECT 1 FROM claims_claimevent e
    WHERE e.claim_id = NEW.claim_id AND e.actor_id = NEW.actor_id AND {its_part} <> {new_part})"""
JUDGED = """({new_part} <> '{verifying}' AND EXISTS (
    SELECT 1 FROM claims_documentversion v JOIN claims_document d ON d.id = v.document_id
    WHERE d.claim_id = NEW.claim_id AND (v.judged_by_id = NEW.actor_id OR d.decided_by_id = NEW.actor_id)))"""
DECIDED = """EXISTS (
    SELECT 1 FROM claims_claimevent e WHERE e.claim_id = {claim} AND e.actor_id = {user} AND {its_part} <> '{verifying}')"""
ORDERED = """(EXISTS (
    SELECT 1 FROM claims_claimevent e WHERE e.claim_id = NEW.claim_id AND e.actor_id = NEW.{payer} AND {its_part} <> '{paying}')
    OR EXISTS (
    SELECT 1 FROM claims_documentversion v JOIN claims_document d ON d.id = v.document_id
    WHERE d.claim_id = NEW.claim_id AND (v.judged_by_id = NEW.{payer} OR d.decided_by_id = NEW.{payer})))"""
HELD = "EXISTS (SELECT 1 FROM claims_claimhold h WHERE h.claim_id = NEW.claim_id AND h.cleared_at IS NULL)"
CLAIM_OF_VERSION = "(SELECT d.claim_id FROM claims_document d WHERE d.id = NEW.document_id)"


@dataclass(frozen=True)
class Rule:
    """A row that CONDITION holds for is refused at EVENT on TABLE. ``{differs}`` stands for "is another than", empty or not."""

    name: str
    table: str
    event: str
    condition: str

    @property
    def tables(self) -> set[str]:
        """Return every table that the rule names."""
        return {self.table, *NAMED.findall(self.condition)}


def changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in columns)


def own(claim: str, *users: str) -> str:
    """Say that one of USERS is the participant or the heir of CLAIM."""
    return OWN.format(claim=claim, users=", ".join(users))


def part(step: str) -> str:
    """Say which part a step belongs to; a step of no part gives NULL."""
    return f"CASE {step} " + " ".join(f"WHEN '{each}' THEN '{its_part}'" for each, its_part in PART_OF.items()) + " END"


def decided(claim: str, user: str) -> str:
    """Say that USER decided on CLAIM or paid it."""
    return DECIDED.format(claim=claim, user=user, its_part=part("e.step"), verifying=Part.VERIFYING)


def orders_after_deciding(payer: str) -> str:
    """Say that the officer in the column PAYER of an order verified its claim or decided on it."""
    return ORDERED.format(payer=payer, its_part=part("e.step"), paying=Part.PAYING)


PARTS = {"its_part": part("e.step"), "new_part": part("NEW.step"), "verifying": Part.VERIFYING}
BACKWARDS = """(OLD.state = 'sending' AND NEW.state = 'queued')
    OR (OLD.state = 'sent' AND NEW.state NOT IN ('sent', 'delivered', 'failed'))
    OR (OLD.state = 'failed' AND NEW.state NOT IN ('failed', 'queued', 'delivered'))
    OR (OLD.state IN ('delivered', 'void', 'dropped') AND NEW.state <> OLD.state)"""
"""A message that failed begins anew where an officer says so, and may turn out to have arrived; nothing else goes back."""
NEW_HANDS = [f"CASE WHEN OLD.{hand} {{differs}} NEW.{hand} THEN NEW.{hand} END" for hand in HANDS]

RULES = (
    Rule("audit_entry_stays", "claims_auditentry", "UPDATE", ALWAYS),
    Rule("audit_entry_remains", "claims_auditentry", "DELETE", ALWAYS),
    Rule("audit_end_grows", "claims_auditchain", "UPDATE", "NEW.length <= OLD.length OR NEW.name <> OLD.name"),
    Rule("audit_end_remains", "claims_auditchain", "DELETE", ALWAYS),
    Rule(
        "event_stays",
        "claims_claimevent",
        "UPDATE",
        changed("claim_id", "number", "at", "step", "old_status", "new_status", "role", "actor_id", "details"),
    ),
    Rule("ticket_step_stays", "claims_ticketevent", "UPDATE", ALWAYS),
    Rule("ticket_step_remains", "claims_ticketevent", "DELETE", ALWAYS),
    Rule("reading_stays", "claims_accesslog", "UPDATE", changed("at", "kind", "user_id", "object")),
    Rule("own_claim_in_hand", "claims_claim", f"UPDATE OF {', '.join(HANDS)}", own("NEW.id", *NEW_HANDS)),
    Rule("own_claim_moved", "claims_claimevent", "INSERT", own("NEW.claim_id", "NEW.actor_id")),
    Rule("own_claim_judged", "claims_documentversion", "UPDATE OF judged_by_id", own(CLAIM_OF_VERSION, "NEW.judged_by_id")),
    Rule("own_claim_decided", "claims_document", "UPDATE OF decided_by_id", own("NEW.claim_id", "NEW.decided_by_id")),
    Rule("parts_by_different_people", "claims_claimevent", "INSERT", f"{OTHER_PART.format(**PARTS)} OR {JUDGED.format(**PARTS)}"),
    Rule("judge_did_not_decide", "claims_documentversion", "UPDATE OF judged_by_id", decided(CLAIM_OF_VERSION, "NEW.judged_by_id")),
    Rule("waiver_did_not_decide", "claims_document", "UPDATE OF decided_by_id", decided("NEW.claim_id", "NEW.decided_by_id")),
    Rule("held_claim_moved", "claims_claimevent", "INSERT", f"NEW.step IN ({', '.join(map(repr, map(str, HELD_STEPS)))}) AND {HELD}"),
    Rule(
        "hold_stays",
        "claims_claimhold",
        "UPDATE",
        f"{changed('claim_id', 'at', 'source')} OR OLD.cleared_at IS NOT NULL AND ({changed('cleared_at', 'cleared_by_id')})",
    ),
    Rule("own_claim_ordered", "claims_paymentorder", "INSERT", own("NEW.claim_id", "NEW.prepared_by_id")),
    Rule("own_claim_released", "claims_paymentorder", "UPDATE OF released_by_id", own("NEW.claim_id", "NEW.released_by_id")),
    Rule("preparer_did_not_decide", "claims_paymentorder", "INSERT", orders_after_deciding("prepared_by_id")),
    Rule("message_goes_forward", "claims_notification", "UPDATE OF state", BACKWARDS),
    Rule("releaser_did_not_decide", "claims_paymentorder", "UPDATE OF released_by_id", orders_after_deciding("released_by_id")),
)
EMPTIED_BY_FLUSH = frozenset({"audit_entry_remains", "audit_end_remains", "ticket_step_remains"})
"""On SQLite these also stop ``manage.py flush``, which empties tables row by row."""

SQLITE = "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{name}'); END"
FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN {row};
END $$"""
POSTGRESQL = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def install(apps: object, schema_editor: object) -> None:
    """Make every rule hold whose tables are there at this migration, on both databases; safe to repeat."""
    connection = schema_editor.connection
    tables = set(connection.introspection.table_names())
    for statement in (*removal(connection.vendor), *creation(connection.vendor, [rule for rule in RULES if rule.tables <= tables])):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: object) -> None:
    """Take every rule away, until a migration installs them again."""
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def creation(vendor: str, rules: Iterable[Rule] = RULES) -> list[str]:
    """Return the statements that make RULES hold on a database of VENDOR."""
    return [statement for rule in rules for statement in _creation(rule, vendor)]


def _creation(rule: Rule, vendor: str) -> list[str]:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    facts = {"name": rule.name, "table": rule.table, "event": rule.event, "condition": rule.condition.format(differs=differs)}
    if vendor == "sqlite":
        return [SQLITE.format(**facts)]
    return [FUNCTION.format(**facts, row="OLD" if rule.event == "DELETE" else "NEW"), POSTGRESQL.format(**facts)]


def removal(vendor: str, rules: Iterable[Rule] = RULES) -> list[str]:
    """Return the statements that take RULES away again."""
    return [f"DROP TRIGGER IF EXISTS {rule.name}" + (f" ON {rule.table}" if vendor == "postgresql" else "") for rule in rules]
