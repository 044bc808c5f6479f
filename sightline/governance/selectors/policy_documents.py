"""The ICB's own policy document, as pages show it beside our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sightline.governance.models import ClauseWording, PolicyDocument


@dataclass(frozen=True)
class Document:
    """The newest document loaded, with what it says clause by clause; clauses without wording are absent."""

    title: str
    version: str
    ratified_on: date | None
    review_due_on: date | None
    loaded_at: datetime
    wordings: Mapping[str, str]


def newest_document(*clauses: str) -> Document | None:
    """The document in use, with the wording of these clauses, or of all of them; None where none was loaded."""
    found = PolicyDocument.objects.first()
    if found is None:
        return None
    rows = ClauseWording.objects.filter(document=found)
    if clauses:
        rows = rows.filter(clause__in=clauses)
    return Document(
        title=found.title,
        version=found.version,
        ratified_on=found.ratified_on,
        review_due_on=found.review_due_on,
        loaded_at=found.loaded_at,
        wordings=dict(rows.values_list("clause", "wording")),
    )
