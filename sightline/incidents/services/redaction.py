"""Redacted copies: marking words, making the copy, attaching one made elsewhere, and the second person's look (11.1a).

The texts come from the page of the case as the person is shown it. The original is never touched, and the words that were
taken out are written nowhere: marks are places, the manifest is counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Incident, RedactedCopy, RedactionDraft
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.services.redaction_document import copy_document, keep_copy
from sightline.incidents.services.steps import taking
from sightline.incidents.visibility import of_visible, visible_to
from sightline.policy.facts import Actor
from sightline.policy.permissions import permissions_for
from sightline.policy.personal_data import personal_data_in
from sightline.policy.redacting import (
    CLAUSE,
    LONGEST_REASON,
    MOST_MARKS,
    CopyContent,
    CopyFor,
    CopyOutcome,
    Mark,
    Piece,
    RedactionReason,
    counted_reasons,
    keyed_hash,
    original_text,
    problem_with_checker,
    problems_with_check,
    standing,
    still_there,
    taken_words,
    text_hash,
    with_marks,
)
from sightline.policy.terms import Action, Part, Permission
from sightline.rendering import plain_text, render_pdf
from sightline.upkeep import laundry
from sightline.upkeep.laundry.kinds import PDF

NAMES_SOMEBODY = "Say what it is for without a name or anything else that says who somebody is."
_OTHER_TAB = "The marks were changed in another window. Look at them as they are now, and do it again."
_CHANGED = "These texts changed after their words were marked: {}. Mark their words again."
_LEFT = "The copy was not made, because its file would still hold words that were taken out. Tell your administrator."
_IN_PURPOSE = "What it is for holds words that are taken out. Begin again, and say it without them."


def begin(
    incident_id: UUID, contents: Collection[str], copy_for: str, purpose: str, *, by: Actor, now: datetime
) -> UUID:
    """Begins a copy: what it is to hold, for whom and what for. Raises Invalid beside each field."""
    wrong = {}
    if not contents or not set(contents) <= set(CopyContent):
        wrong["contents"] = "Choose what the copy is to hold."
    if copy_for not in set(CopyFor):
        wrong["copy_for"] = "Say whom the copy is for."
    if not purpose.strip():
        wrong["purpose"] = "Say in a few words what it is for."
    elif len(purpose) > LONGEST_REASON:
        wrong["purpose"] = f"What it is for must be {LONGEST_REASON} characters or fewer."
    elif personal_data_in(purpose):
        wrong["purpose"] = NAMES_SOMEBODY
    if wrong:
        raise Invalid(wrong, clause=CLAUSE)
    with transaction.atomic():
        incident = _redactable(incident_id, by, now)
        draft = RedactionDraft(
            incident=incident,
            organisation_id=by.organisation_id,
            begun_by=by.person_id,
            begun_at=now,
            saved_at=now,
            copy_for=copy_for,
            purpose=purpose.strip(),
            contents=[each.value for each in CopyContent if each.value in set(contents)],
        )
        draft.save(force_insert=True)
        return draft.id


def add_marks(
    draft_id: UUID, pieces: Sequence[Piece], more: Sequence[Mark], *, by: Actor, now: datetime, version: int
) -> int:
    """Marks further words; how many marks that added. Marks of texts that changed meanwhile are dropped."""
    with transaction.atomic():
        draft = _own_draft(draft_id, by, now)
        stands = standing(pieces, marks_in(draft.marks), draft.hashes).marks
        marks = with_marks(stands, more)
        if len(marks) > MOST_MARKS:
            raise Invalid({"words": f"A copy has at most {MOST_MARKS:,} marks."}, clause=CLAUSE)
        _save(draft, pieces, marks, now=now, version=version)
        return len(marks) - len(stands)


def take_marks_away(
    draft_id: UUID, pieces: Sequence[Piece], gone: Collection[Mark], *, by: Actor, now: datetime, version: int
) -> None:
    """Some marks are taken off again: their words stay in the copy."""
    with transaction.atomic():
        draft = _own_draft(draft_id, by, now)
        stands = standing(pieces, marks_in(draft.marks), draft.hashes).marks
        _save(draft, pieces, [mark for mark in stands if mark not in set(gone)], now=now, version=version)


def discard(draft_id: UUID, *, by: Actor, now: datetime) -> None:
    """Throws a copy in hand away at its maker's wish."""
    with transaction.atomic():
        _own_draft(draft_id, by, now).delete()


def make_copy(draft_id: UUID, pieces: Sequence[Piece], *, by: Actor, now: datetime, seen: int) -> UUID:
    """Draws the copy, looks into the file for the words that were taken out, and keeps it; its id.

    Drawn and looked through before the transaction: that takes half a second, and nothing is written meanwhile.
    """
    draft = _own_draft(draft_id, by, now)
    stands = standing(pieces, marks_in(draft.marks), draft.hashes)
    if stands.changed:
        names = ", ".join(f"“{piece.label}”" for piece in stands.changed)
        raise Invalid({"marks": _CHANGED.format(names)}, clause=CLAUSE)
    if not pieces:
        raise Invalid(
            {"contents": "There is nothing to copy: the case holds none of what was chosen."}, clause=CLAUSE
        )
    marks = stands.marks
    words = taken_words(pieces, marks)
    if still_there(words, draft.purpose):
        raise Invalid({"purpose": _IN_PURPOSE}, clause=CLAUSE)
    copy_for = CopyFor(draft.copy_for)
    drawn = copy_document(draft.incident.reference, copy_for, pieces, marks)
    content = render_pdf(drawn, at=now)
    found = laundry.read(content, PDF)
    if found.problem or still_there(words, found.words, plain_text(drawn)):
        raise Invalid({"copy": found.problem or _LEFT}, clause=CLAUSE)
    key = secrets.token_hex(32)
    done = {
        "original": {
            "what": "texts of the case",
            "texts": len(pieces),
            "hmac_sha256": keyed_hash(key, original_text(pieces).encode(errors="replace")),
        },
        "redactions": counted_reasons(pieces, marks),
        "total": len(marks),
        "pictures": False,
    }
    with taking(Action.MAKE_REDACTED_COPY, draft.incident_id, by=by, now=now, seen=seen) as step:
        copy = keep_copy(step, content, PDF, copy_for, draft.purpose, done, key)
        RedactionDraft.objects.filter(id=draft.id).delete()
        return copy.id


def check_copy(copy_id: UUID, outcome: str, note: str, *, by: Actor, now: datetime, seen: int) -> None:
    """A second person says whether a copy may be given out (reference 12, redaction review)."""
    copy = RedactedCopy.objects.filter(of_visible(by, now=now), id=copy_id).first()
    if copy is None:
        raise NotVisible(str(copy_id))
    said = f"Copy {copy.number}"
    with taking(Action.CHECK_REDACTED_COPY, copy.incident_id, by=by, now=now, seen=seen) as step:
        copy.refresh_from_db()
        problem = problem_with_checker(made_by=copy.made_by, checks=by.person_id, outcome=copy.outcome)
        if problem:
            raise Invalid({"outcome": problem})
        if wrong := problems_with_check(outcome=outcome, note=note):
            raise Invalid(wrong)
        step.note = f"{said}: {CopyOutcome(outcome).label.lower()}"
        step.change(
            copy,
            Part.DOCUMENTS,
            checked_at=now,
            checked_by=step.person_id,
            outcome=outcome,
            note=note.strip(),
        )


def marks_in(stored: Sequence[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Marks as they are kept."""
    return tuple(Mark(**{**row, "reason": RedactionReason(row["reason"])}) for row in stored)


def _redactable(incident_id: UUID, by: Actor, now: datetime) -> Incident:
    found = visible_to(by, now=now).select_related(*RELATED_OF_STEP).filter(id=incident_id).order_by()[:1]
    incident = next(iter(found), None)
    if incident is None or Permission.REDACT not in permissions_for(by, access_facts_of(incident, now=now)):
        raise NotVisible(str(incident_id))
    return incident


def _own_draft(draft_id: UUID, by: Actor, now: datetime) -> RedactionDraft:
    """The person's own, of a case that they may still make copies of."""
    draft = (
        RedactionDraft.objects.filter(id=draft_id, begun_by=by.person_id, organisation_id=by.organisation_id)
        .select_related("incident")
        .first()
    )
    if draft is None:
        raise NotVisible(str(draft_id))
    _redactable(draft.incident_id, by, now)
    return draft


def _save(
    draft: RedactionDraft, pieces: Sequence[Piece], marks: Sequence[Mark], *, now: datetime, version: int
) -> None:
    stored = [{**vars(mark), "reason": mark.reason.value} for mark in marks]
    hashes = {piece.code: text_hash(piece.text) for piece in pieces}
    changed = RedactionDraft.objects.filter(id=draft.id, version=version).update(
        marks=stored, hashes=hashes, saved_at=now, version=version + 1
    )
    if changed != 1:
        raise Invalid({"marks": _OTHER_TAB}, clause=CLAUSE)
