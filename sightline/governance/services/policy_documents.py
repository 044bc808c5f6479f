"""Loading the ICB's own policy document, so that pages can show its wording beside ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sightline.audit.chain import storable
from sightline.audit.services import act
from sightline.governance.errors import BadDocument
from sightline.governance.models import ClauseWording, PolicyDocument
from sightline.governance.services.wording_file import read_wordings
from sightline.policy.clauses import CLAUSES
from sightline.policy.facts import Actor

_LONGEST_TITLE, _LONGEST_VERSION = 200, 40


@dataclass(frozen=True)
class Loaded:
    """What a load did. ``is_new`` is False where the newest document was this one already, and nothing changed."""

    title: str
    version: str
    is_new: bool
    with_wording: int
    without_wording: tuple[str, ...]


def load_policy(
    content: bytes,
    *,
    title: str,
    version: str,
    ratified_on: date | None,
    review_due_on: date | None,
    by: Actor | None,
    now: datetime,
) -> Loaded:
    """Loads a document whole or not at all (clauses 6.2 and 7.0); the documents before it stay as they were.

    The same file with the same title, version and dates as the newest document changes nothing. Raises ``BadDocument``
    with everything that is wrong, the lines of the file named.
    """
    title, version = storable(title).strip(), storable(version).strip()
    problems = _problems(title, version, ratified_on, review_due_on)
    try:
        wordings = read_wordings(content)
    except BadDocument as wrong:
        raise BadDocument([*problems, *wrong.problems]) from wrong
    if problems:
        raise BadDocument(problems)
    said = {
        "title": title,
        "version": version,
        "ratified_on": ratified_on,
        "review_due_on": review_due_on,
        "sha256": sha256(content).hexdigest(),
    }
    without = tuple(clause_id for clause_id in CLAUSES if clause_id not in wordings)
    with act(by=by, now=now, clause="6.2") as acted:
        newest = PolicyDocument.objects.first()
        is_new = newest is None or any(getattr(newest, name) != value for name, value in said.items())
        if is_new:
            made = PolicyDocument.objects.create(**said, loaded_at=now)
            ClauseWording.objects.bulk_create(
                ClauseWording(document=made, clause=clause_id, wording=wording)
                for clause_id, wording in wordings.items()
            )
            acted.record(
                model="governance.PolicyDocument",
                object_id=made.id,
                field="loaded",
                old="" if newest is None else {"title": newest.title, "version": newest.version},
                new={**said, "wordings": len(wordings)},
            )
    return Loaded(title, version, is_new, len(wordings), without)


def _problems(title: str, version: str, ratified_on: date | None, review_due_on: date | None) -> list[str]:
    """What is wrong with what is said of the document, apart from its words."""
    found = []
    if not title:
        found.append("Say what the document is called.")
    if not version:
        found.append("Say which version it is.")
    if len(title) > _LONGEST_TITLE:
        found.append(f"The title is {len(title)} characters long; {_LONGEST_TITLE} is the most.")
    if len(version) > _LONGEST_VERSION:
        found.append(f"The version is {len(version)} characters long; {_LONGEST_VERSION} is the most.")
    if ratified_on and review_due_on and review_due_on <= ratified_on:
        found.append("The review must be due after the day it was ratified.")
    return found
