"""A redacted replacement of an uploaded document: looked through for the words that should be gone before it is kept (11.1a)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document
from sightline.incidents.services.document_receipt import Examined
from sightline.incidents.services.redaction import NAMES_SOMEBODY
from sightline.incidents.services.redaction_document import keep_copy
from sightline.incidents.services.steps import taking
from sightline.incidents.visibility import of_visible
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.facts import Actor
from sightline.policy.personal_data import personal_data_in
from sightline.policy.redacting import (
    CLAUSE,
    LONGEST_REASON,
    CopyFor,
    RedactionReason,
    keyed_hash,
    still_there,
)
from sightline.policy.same_words import holds_words
from sightline.policy.terms import Action, Part
from sightline.upkeep import document_store, laundry

MOST_LINES = 200


@dataclass(frozen=True)
class Replacement:
    """What is given for an uploaded document: the file as it was looked through, and what must not be in it, by reason."""

    original_id: UUID | None
    examined: Examined | None
    words: Mapping[RedactionReason, Sequence[str]]
    copy_for: str
    purpose: str

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words to look for, each once."""
        return tuple(
            dict.fromkeys(each for lines in self.words.values() for each in lines if holds_words(each))
        )


def problems_with_replacement(
    given: Replacement, incident_id: UUID, *, by: Actor, now: datetime
) -> tuple[dict[str, str], bool]:
    """What keeps a replacement from being kept, beside its field; and whether it holds pictures, which nobody reads."""
    wanted, examined = given.wanted, given.examined
    original = _original(given, incident_id, by, now)
    wrong = {}
    if original is None:
        wrong["original"] = "Choose the document that it replaces."
    if not wanted:
        wrong["words"] = "Type the words that were taken out, one a line, under their reason."
    elif len(wanted) > MOST_LINES:
        wrong["words"] = f"At most {MOST_LINES} lines of words can be looked for at once."
    if given.copy_for not in set(CopyFor):
        wrong["copy_for"] = "Say whom the copy is for."
    if not given.purpose.strip() or len(given.purpose) > LONGEST_REASON:
        wrong["purpose"] = f"Say what it is for, in {LONGEST_REASON} characters or fewer."
    elif personal_data_in(given.purpose):
        wrong["purpose"] = NAMES_SOMEBODY
    elif still_there(wanted, given.purpose):
        wrong["purpose"] = "Say what it is for without the words that were taken out."
    if examined is None or examined.problem or examined.cleaned is None:
        why = "Choose the file." if examined is None else examined.problem
        wrong["document"] = why or f"The file cannot be taken: {examined.why_not if examined else ''}."
    if wrong or original is None or examined is None or examined.cleaned is None:
        return wrong, False
    found = laundry.read(examined.cleaned, examined.content_type)
    left = still_there(wanted, found.words)
    if found.problem or left:
        return {"document": found.problem or left_words(left)}, found.pictures
    unknown = _not_in_original(original, wanted)
    return ({"words": unknown} if unknown else {}), found.pictures


def attach_replacement(incident_id: UUID, given: Replacement, *, by: Actor, now: datetime, seen: int) -> UUID:
    """Keeps a redacted replacement of an uploaded document, once none of the words is found in it; its id.

    The words are looked for and kept nowhere. The file that is kept is the one without hidden details. Raises Invalid with
    the words that are still there.
    """
    wrong, pictures = problems_with_replacement(given, incident_id, by=by, now=now)
    original, examined = _original(given, incident_id, by, now), given.examined
    if wrong or original is None or examined is None or examined.cleaned is None:
        raise Invalid(wrong, clause=CLAUSE)
    content, key = examined.cleaned, secrets.token_hex(32)
    done = {
        "original": {
            "what": "a document of the case",
            "document": str(original.id),
            "hmac_sha256": keyed_hash(key, original.sha256.encode()),
        },
        "redactions": [
            {
                "section": "Document",
                "text": "Words looked for",
                "reason": reason.label,
                "redactions": len(lines),
            }
            for reason, lines in given.words.items()
            if lines
        ],
        "total": len(given.wanted),
        "pictures": pictures,
    }
    with taking(Action.MAKE_REDACTED_COPY, incident_id, by=by, now=now, seen=seen) as step:
        kind, chosen = examined.content_type, CopyFor(given.copy_for)
        return keep_copy(step, content, kind, chosen, given.purpose.strip(), done, key, original, examined).id


def _original(given: Replacement, incident_id: UUID, by: Actor, now: datetime) -> Document | None:
    if given.original_id is None:
        return None
    papers = Document.objects.filter(of_visible(by, now=now, part=Part.DOCUMENTS), incident_id=incident_id)
    return papers.exclude(kind=DocumentKind.REDACTED_COPY.value).filter(id=given.original_id).first()


def left_words(left: Sequence[str]) -> str:
    """Which words are still in a file, for the person who typed them."""
    quoted = ", ".join(f"“{each}”" for each in left[:10])
    more = f" and {len(left) - 10} more" if len(left) > 10 else ""
    return (
        f"The file still holds {quoted}{more}. Words under a black bar, in notes, or crossed out can still be copied out "
        "of it: take them out of the text itself, and save it anew."
    )


def _not_in_original(original: Document, wanted: Sequence[str]) -> str:
    """Words that do not stand in the original, in words: one misspelt is looked for in vain. Empty where it cannot be read."""
    try:
        with document_store.opened(original.sha256) as stream:
            found = laundry.read(stream.read(), original.content_type)
    except OSError:
        return ""
    if found.problem or found.pictures:
        return ""
    unknown = [each for each in wanted if not still_there([each], found.words)]
    if not unknown:
        return ""
    quoted = ", ".join(f"“{each}”" for each in unknown[:10])
    return f"The original does not hold {quoted}. Check how it is written there."
