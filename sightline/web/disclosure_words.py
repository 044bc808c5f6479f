"""What the audit trail says of a disclosure and of a paper that is never shared, in the words of their pages."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sightline.policy.caldicott import CHOICES, PRINCIPLES
from sightline.policy.disclosing import (
    ARTICLE_6,
    ARTICLE_9,
    CONFIDENTIALITY,
    Method,
    ProtectedKind,
    Subject,
    words_of,
)
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.terms import Part, Relation, Term

#: Only say again who acted and when, or whom it went to by another column.
SAID_ALREADY = frozenset(
    {
        *("reference", "recipient_id", "organisation_id", "until_at"),
        *(f"{verb}_by" for verb in ("proposed", "approved", "refused", "acknowledged", "withdrawn")),
        *(f"{verb}_at" for verb in ("proposed", "refused", "acknowledged", "withdrawn")),
    }
)
FIELDS: Mapping[str, str] = {
    "open_to_id": "open to",
    "recipient_name": "to",
    "identifies": "can identify someone",
    "in_force_at": "in force since",
    "needs_approval": "the guardian is asked",
    "caldicott": "the eight questions",
    "subject": "whom it is about",
    "side": "disclosed by",
}
_TERMS: Mapping[str, type[Term]] = {
    "kind": DisclosureKind,
    "method": Method,
    "subject": Subject,
    "side": Relation,
    "protected": ProtectedKind,
}
_LISTS = {"article_6": ARTICLE_6, "article_9": ARTICLE_9, "confidentiality": CONFIDENTIALITY}
_ANSWERS = {choice.code: choice.label for choice in CHOICES}


def said_of_disclosure(field: str, text: str) -> str:
    """One side of a change in words; empty where it is plain words."""
    terms = _TERMS.get(field)
    if terms is not None and text in {each.value for each in terms}:
        return terms(text).label
    if field in _LISTS:
        return words_of(_LISTS[field], text)
    if field == "parts" and text.startswith("["):
        return "; ".join(Part(code).label for code in json.loads(text))
    if field == "caldicott" and text.startswith("{"):
        given = json.loads(text)
        return "; ".join(
            f"{row.question} {_ANSWERS.get(given[row.code], '')}" for row in PRINCIPLES if row.code in given
        )
    return ""
