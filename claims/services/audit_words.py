"""What an entry of the audit tells, in words: codes become the labels that officers know from the desk."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from claims.audit_labels import ACTS, CONTACTS, HOW, NAMES, UNTOLD, VERDICTS, WORDS
from claims.domain.contacts import CONTACT_REASONS
from claims.domain.return_reasons import find_return_reason
from claims.domain.workflow import Step
from claims.labels import STEP_LABELS
from claims.models import AuditEntry, ClaimHold
from claims.services.auditing import DESK_OPENED, OPENED, PERSON_FOUND, SEARCHED
from claims.services.claim_file import READ
from claims.services.desk import FILM_NAMES
from claims.services.ticks import tick_label

LONGEST = 60
"""Characters of a value that a line shows."""


def words_of(entry: AuditEntry) -> str:
    """Return what was done, in one line."""
    if entry.kind == "step":
        return STEP_LABELS[Step(entry.object)] if entry.object in set(Step) else entry.object
    what = ": ".join(filter(None, [WORDS.get(entry.kind, entry.kind), TOLD.get(entry.kind, _plainly)(entry)]))
    return f"{what} ({ACTS[act]})" if (act := entry.details.get("act")) in ACTS else what


def _plainly(entry: AuditEntry) -> str:
    told = {key: value for key, value in entry.details.items() if key not in UNTOLD and not isinstance(value, dict | list)}
    said = [f"{NAMES.get(key, key)} {_short(value)}" for key, value in told.items()]
    return ", ".join(filter(None, [entry.object, *said]))


def _document(entry: AuditEntry) -> str:
    slot, _, rest = entry.object.partition(" ")
    place = rest.replace("v", "versi ").replace(" p", ", halaman ").replace(" l", ", lembar ")
    return ", ".join(filter(None, [FILM_NAMES.get(slot, slot), place]))


def _revealed(entry: AuditEntry) -> str:
    return READ.get(entry.object, entry.object).removeprefix("melihat ")


def _verdict(entry: AuditEntry) -> str:
    reasons = ", ".join(find_return_reason(code).short for code in entry.details.get("reasons", ()))
    said = VERDICTS.get(entry.details.get("verdict"), "")
    return f"{FILM_NAMES.get(entry.object, entry.object)} {said}" + (f" ({reasons})" if reasons else "")


def _ticks(entry: AuditEntry) -> str:
    return ", ".join(tick_label(tick) for tick in entry.details.get("new", ())) or "semua centang dilepas"


def _door(entry: AuditEntry) -> str:
    return HOW.get(entry.object, entry.object)


def _setting(entry: AuditEntry) -> str:
    """Name what was set, and every field that changed from what to what."""
    name, _, key = entry.object.partition(" ")
    model = _model(name)
    title = f"{model._meta.verbose_name if model else name} {key}"
    return "; ".join([title, *_changes(model, entry.details)])


def _changes(model: type[Model] | None, details: dict[str, Any]) -> Iterator[str]:
    for field, pair in details.items():
        label = _field_label(model, field)
        if pair is None:
            yield f"{label} diubah"
        elif isinstance(pair, list) and len(pair) == 2:
            yield f"{label}: {_short(pair[0])} → {_short(pair[1])}"


def _model(name: str) -> type[Model] | None:
    return next((model for model in apps.get_models() if model._meta.model_name == name), None)


def _field_label(model: type[Model] | None, field: str) -> str:
    """Return what a field is called on its page; ``officer.office`` is the field of a row kept with it."""
    beside, _, name = field.rpartition(".")
    owner = _model(beside) if beside else model
    columns = {each.name: each for each in owner._meta.get_fields() if hasattr(each, "verbose_name")} if owner else {}
    return str(columns[name].verbose_name) if name in columns else name.removesuffix("_id")


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_short, value)) or "kosong"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    said = "kosong" if value in (None, "") else str(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _search(entry: AuditEntry) -> str:
    if entry.object == PERSON_FOUND:
        return "menurut NIK atau KPJ"
    return f"menurut nama, {entry.details.get('hits', 0)} klaim ditemukan"


def _contact(entry: AuditEntry) -> str:
    """Say which contacts and why; the person by the beginning of a key that means nothing elsewhere."""
    kinds = ", ".join(CONTACTS.get(kind, kind) for kind in entry.details.get("kinds", ()))
    reason = entry.details.get("reason", "")
    said = next((known.label for known in CONTACT_REASONS if known.code == reason), reason)
    return ", ".join(filter(None, [kinds, said, f"peserta {entry.object.removeprefix('person ')[:8]}"]))


def _held(entry: AuditEntry) -> str:
    return dict(ClaimHold.SOURCES).get(entry.object, entry.object)


TOLD: dict[str, Callable[[AuditEntry], str]] = {
    OPENED: lambda entry: "" if entry.object == DESK_OPENED else entry.object,
    "read": _document,
    "reveal": _revealed,
    "verdict": _verdict,
    "ticks": _ticks,
    "sign_in": _door,
    "sign_out": _door,
    "export": lambda entry: entry.object,
    SEARCHED: _search,
    "contact_proposed": _contact,
    "contact_changed": _contact,
    "contact_refused": _contact,
    "own_contact_changed": _contact,
    "email_confirmed": _contact,
    "contact_undone": _contact,
    "claim_held": _held,
    "claim_cleared": lambda entry: "",
    "configuration": _setting,
    "account": _setting,
}
