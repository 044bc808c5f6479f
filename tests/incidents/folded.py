"""The tables of a case beside what its trail folds to: every field that a step may write, as the trail writes values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sightline.audit.chain import as_text
from sightline.audit.folding import fold
from sightline.audit.selectors import every_entry
from sightline.incidents.models import Incident
from sightline.incidents.pattern import case_models
from sightline.incidents.services.exports import TAKEN_OUT

#: Rows that no step audits field by field: indexes, looks, steps (which the entries are), and who reported, a secret.
NOT_AUDITED_ROWS = frozenset(
    {
        *("steptaken", "look", "messagelook", "reporter", "bodyentry", "incidentaccess"),
        # A copy in hand is its maker's own, as a report begun is.
        "redactiondraft",
    }
)
#: Fields that the chain need not hold (``services.steps``), and keys, which are the row's own.
NOT_AUDITED_FIELDS = frozenset(
    {
        *("incident_id", "tracking_code_hash", "draft_id", "version", "hash_key"),
        *("held_text", "fingerprint", "places", "erased_words", "head_seq", "head_hash"),
    }
)
_EMPTY = ("", "[]", "{}")

State = Mapping[tuple[str, str], Mapping[str, str]]


def _tidy(state: dict[tuple[str, str], dict[str, str]]) -> State:
    full = {
        row: {name: text for name, text in fields.items() if text not in _EMPTY}
        for row, fields in state.items()
    }
    return {row: fields for row, fields in full.items() if fields}


def in_tables(incident_id: UUID) -> State:
    """Every audited field of every row of the case that holds anything, as text of the trail."""
    state: dict[tuple[str, str], dict[str, str]] = {}
    for model in case_models():
        name = str(model._meta.model_name)
        if name in NOT_AUDITED_ROWS:
            continue
        of_case = {"id": incident_id} if model is Incident else {"incident_id": incident_id}
        for row in model._default_manager.filter(**of_case):
            fields = state.setdefault((name, str(row.pk)), {})
            for column in model._meta.concrete_fields:
                value = column.value_from_object(row)
                if column.primary_key or column.attname in NOT_AUDITED_FIELDS:
                    continue
                if column.attname == "quality":
                    # Replaced item by item, and audited so.
                    fields |= {f"quality.{code}": as_text(item) for code, item in value.items()}
                else:
                    fields[column.attname] = as_text(value)
    return _tidy(state)


def in_trail(incident_id: UUID, *, until: datetime | None = None) -> State:
    """The same, folded from the audit trail."""
    folded = fold(every_entry(incident_id), until=until)
    return _tidy(
        {
            row: {name: entry.new for name, entry in fields.items() if name != "refused"}
            for row, fields in folded.items()
            if row[0] not in NOT_AUDITED_ROWS | {"incidents.DueDate", TAKEN_OUT}
        }
    )


def differences(incident_id: UUID) -> list[tuple[tuple[str, str], str, str, str]]:
    """Row, field, what the table holds and what the trail says, wherever these differ."""
    tables, trail = in_tables(incident_id), in_trail(incident_id)
    return [
        (row, name, held, said)
        for row in sorted({*tables, *trail})
        for name in sorted({*tables.get(row, {}), *trail.get(row, {})})
        if (held := tables.get(row, {}).get(name, "")) != (said := trail.get(row, {}).get(name, ""))
    ]
