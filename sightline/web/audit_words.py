"""The audit trail as people read it: what was changed, from what, to what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.selectors import ActLines, HistoryLine
from sightline.policy import steis
from sightline.policy.classification import Outcome
from sightline.policy.external_bodies import RULES
from sightline.policy.found_words import Settled, TextCheck
from sightline.policy.framework_words import status_words
from sightline.policy.incident_types import INCIDENT_TYPES
from sightline.policy.learning_record import Engagement
from sightline.policy.oversight import Mindset, OversightKind
from sightline.policy.personal_data import PersonalDataKind
from sightline.policy.quality_assurance import CHECKLIST, Rating
from sightline.policy.restricted import OpeningOutcome
from sightline.policy.terms import Framework, Relation, RestrictedKind, Role, Status
from sightline.web import disclosure_words
from sightline.web.audit_values import label_of
from sightline.web.case_words import (
    criteria_words,
    learning_pairs_of,
    learning_response_words,
    level_words,
    words_for_all,
)
from sightline.web.wording import say_date, say_moment

_THINGS: Mapping[str, str] = {
    "incident": "",
    "incidentaccess": "Access",
    "classificationrecord": "Judgement",
    "discussionview": "View in discussion",
    "initialreview": "72-hour review",
    "investigationreport": "Final report",
    "candourrecord": "Duty of Candour",
    "candourstep": "Candour step",
    "safetyaction": "Action",
    "document": "Document",
    "involvement": "Other organisation",
    "steisdetails": "StEIS fields",
    "message": "Message",
    "reportermessage": "Word to or from the reporter",
    "correction": "Correction",
    "otherinvestigation": "Investigation by another body",
    "reporter": "Who reported",
    "learningrecord": "Learning response",
    "learningdate": "Date agreed for the learning response",
    "oversightnote": "Oversight by the ICB",
    "bodyentry": "Other body",
    "audit.AuditPayload": "Erased value",
    "incidents.DueDate": "Timescale",
    "named": "Named person",
    "legalhold": "Legal hold",
    "erasure": "Erasing for good",
    "opening": "Opened without being named",
    "heldwords": "Words held for redaction",
    "keptwords": "Words kept with a reason",
    "steptaken": "Step",
    "disclosure": "Disclosure",
    "redactedcopy": "Redacted copy",
    "export": "Taken out as a file",
}
_FIELDS: Mapping[str, str] = {
    "what_happened": "description of incident",
    "drawn_as_at": "the case as it stood on",
    "purpose": "what for",
    "files": "the case as an archive of so many files",
    "manifest_sha256": "fingerprint of the manifest (SHA-256)",
    "drawn_sha256": "fingerprint of the file (SHA-256)",
    "happened_when": "how exactly the time is known",
    "happened_about": "when, in words",
    "still_dangerous": "could hurt someone now",
    "others_involved": "other organisations took part",
    "others_in_words": "other organisations, in words",
    "happened_time": "time it happened",
    "by_role": "done by",
    "done_on": "day",
    "owner_role": "owner",
    "signed_off_statement": "statement of who signed off",
    "engagement_words": "how those affected were engaged",
    "outcome_reason": "reason",
    "relevant_person": "relevant person",
    "test_answers": "the three-part test",
    "affected_count": "how many were affected",
    "age_band": "age",
    "team": "ward or team",
    "urgent": "reported as urgent",
    "merged_into_id": "joined to",
    "asked": "asked of",
    "made_safe": "immediate action taken",
    "sha256": "fingerprint (SHA-256)",
    "organisation_id": "organisation",
    "until_at": "ended",
    "classification_agreed": "ICB agrees it meets SI criteria",
    "never_event_confirmed": "Never Event confirmed",
    "steis_number": "StEIS number",
    "lfpse_number": "LFPSE number",
    "asks": "asks for an answer",
    "answer_by": "answer wanted by",
    "answers_id": "answers",
    "audience": "who reads it",
    "side": "written by",
    "provider_why": "why it is with this provider",
    "lead_commissioner_why": "why this lead commissioner",
    "responsible_commissioner_why": "why this responsible commissioner",
    "handler_id": "handler at the ICB",
    "provider_lead_id": "lead at the provider",
    "read_with_id": "read together with",
    "affected_ask": "what those affected ask",
    "led_by": "led by",
    "restricted_kind": "limited to named people",
    "text_check": "check for personal data",
    "found_kinds": "what the check found",
    "held_side": "whose lead settles it",
    "settled_why": "why",
    "held_of_provider": "held for redaction, of the provider's side",
    "held_of_commissioner": "held for redaction, of the ICB's side",
    "replaces_id": "redacted copy of",
    "facts": "what decides whether a response is required",
}


_SIDES: Mapping[str, str] = {
    "provider": "the provider",
    "commissioner": "the ICB",
    "shared": "provider and ICB",
    "icb": "the ICB only",
}
#: Fields of a row that only say again who recorded it and when, which every line says already.
_SAID_ALREADY = frozenset(
    f"{verb}_{what}"
    for verb in (
        *("made", "given", "submitted", "written", "decided", "recorded", "added", "uploaded", "named"),
        *("chosen", "planned", "engaged", "agreed", "held", "kept", "settled", "set"),
    )
    for what in ("at", "by")
) | {"role"}
#: Of someone named on a limited case: who, in which role, why and until when; the rest only repeats the line.
_OF_A_NAME = frozenset({"person_id", "role", "organisation_id", "why", "until_at"})
#: Of words held or kept: what they are, how many, where and why.
_OF_WORDS = frozenset({"kind", "count", "field", "reason", "settled", "settled_why"})
#: Columns whose codes are those of a question of the report.
_QUESTION_OF: Mapping[str, str] = {
    "happened_when": "happened_precision",
    "happened_shift": "happened_shift",
    "setting": "setting",
    "affected": "affected",
    "age_band": "age_band",
    "physical_harm": "physical_harm",
    "psychological_harm": "psychological_harm",
    "still_dangerous": "danger_now",
    "others_involved": "other_organisation",
    "circumstances": "circumstances",
}


def place_words(model: str, field: str) -> str:
    """A text of a case in words: whose it is, and which."""
    said = _FIELDS.get(field, field.replace("_", " "))
    thing = _THINGS.get(model, "")
    return f"{thing}: {said}" if thing else said[:1].upper() + said[1:]


@dataclass(frozen=True)
class ChangeLine:
    """One row of the page."""

    seq: int
    at: datetime
    who: str
    role: str
    what: str
    old: str
    new: str
    clause: str
    erased_because: str = ""


@dataclass(frozen=True)
class Act:
    """One act of one person: what it was, why, and its changes. ``clauses``: each that one of them rests on, once."""

    at: datetime
    who: str
    role: str
    title: str
    reason: str
    clauses: tuple[str, ...]
    changes: tuple[ChangeLine, ...]


def acts(told: Iterable[ActLines]) -> list[Act]:
    """Acts in words; one of which nothing is worth a line is left out."""
    said = []
    for act in told:
        if changes := change_lines(act.lines):
            clauses = tuple(dict.fromkeys(line.clause for line in act.lines if line.clause))
            title = "; ".join(act.steps)
            said.append(Act(act.at, act.who, act.role, title, act.reason, clauses, tuple(changes)))
    return said


def change_lines(lines: Iterable[HistoryLine]) -> list[ChangeLine]:
    """The changes worth a line each."""
    return [change_line(line) for line in lines if _is_worth_a_line(line)]


def _is_worth_a_line(line: HistoryLine) -> bool:
    return bool(line.erased_because) or not is_said_already(line)


def is_said_already(line: HistoryLine) -> bool:
    """Whether the line repeats who did it and when, which stands beside it, or what another field says."""
    if line.thing == "named":
        return line.field not in _OF_A_NAME
    if line.thing in ("heldwords", "keptwords"):
        return line.field not in _OF_WORDS
    if line.thing == "disclosure":
        return line.field in disclosure_words.SAID_ALREADY
    return line.thing != "incident" and line.field in _SAID_ALREADY


def thing_words(kind: str, framework: Framework) -> str:
    """What a row of this kind is called; "" for the incident itself."""
    if kind == "safetyaction" and framework is Framework.PSIRF:
        return "Safety action"
    return _THINGS.get(kind, kind)


def change_line(line: HistoryLine) -> ChangeLine:
    """A change in words; values that are dates, moments, lists or yes and no are said as people say them."""
    field = field_words(line)
    thing = thing_words(line.thing, line.framework)
    if line.field.startswith("quality."):
        thing = "Quality assurance"
    what = f"{thing}: {field}" if thing else field[0].upper() + field[1:]
    return ChangeLine(
        line.seq,
        line.at,
        line.who,
        line.role,
        what,
        _said(line, line.old),
        _said(line, line.new),
        line.clause,
        line.erased_because,
    )


def field_words(line: HistoryLine) -> str:
    """What a field is called, without its row."""
    name, _, item = line.field.partition(".")
    if name == "quality" and item in CHECKLIST:
        return CHECKLIST[item].label
    if name == "body" and item in RULES:
        return RULES[item].body.label
    if (line.thing, line.field) == ("candourstep", "code"):
        return "step"
    known = disclosure_words.FIELDS if line.thing == "disclosure" else _FIELDS
    return known.get(line.field, line.field.removesuffix("_id").replace("_", " ")) or "a value"


def _said(line: HistoryLine, text: str) -> str:
    """One side of a change."""
    name, _, item = line.field.partition(".")
    if name == "quality" and item:
        return _rated(text)
    if label := label_of(line.thing, line.field, text):
        return label
    if line.thing == "steisdetails" and line.field == "answers":
        return _steis_answers(text)
    if line.thing in ("learningrecord", "oversightnote") and (said := _of_learning(line.field, text)):
        return said
    if line.thing in ("heldwords", "keptwords", "document") and (said := _of_the_check(line.field, text)):
        return said
    if line.thing in ("incident", "named", "opening") and (said := _of_a_limit(line.field, text)):
        return said
    if line.thing in ("disclosure", "document"):
        said = disclosure_words.said_of_disclosure(line.field, text)
        if said:
            return said
    if line.field == "learning_response":
        return learning_response_words(text)
    return _value(line.field, text, line.framework)


def _of_the_check(field: str, text: str) -> str:
    """What the personal-data check found and what became of it, in words; empty where it is plain words."""
    for name, terms in (("kind", PersonalDataKind), ("settled", Settled), ("text_check", TextCheck)):
        if field == name and text in set(terms):
            return str(terms(text).label)
    if field in ("side", "held_side") and text in set(Relation):
        return str(Relation(text).label)
    return text.replace("_", " ") if field == "field" else ""


def _of_a_limit(field: str, text: str) -> str:
    """What limits a case, and who opened it all the same, in words; empty where it is plain words."""
    for name, terms in (("restricted_kind", RestrictedKind), ("role", Role), ("outcome", OpeningOutcome)):
        if field == name and text in set(terms):
            return str(terms(text).label)
    return ""


def _of_learning(field: str, text: str) -> str:
    """What a learning response or an oversight note holds, in the words of its form; empty where it is plain words."""
    if field == "response":
        return learning_response_words(text)
    if field in ("facts", "answers"):
        return "; ".join(
            f"{label}: {answer}" for label, answer in learning_pairs_of(field, json.loads(text or "{}"))
        )
    for name, terms in (("engagement", Engagement), ("kind", OversightKind), ("mindset", Mindset)):
        if field == name and text in set(terms):
            return str(terms(text).label)
    return ""


def _steis_answers(text: str) -> str:
    """The answers to the fields of StEIS, each with its label."""
    return "; ".join(
        f"{steis.STEIS_FIELDS[code].label}: {steis.answer_in_words(steis.STEIS_FIELDS[code], answer)}"
        for code, answer in steis.read_answers(json.loads(text or "{}")).items()
    )


def _rated(text: str) -> str:
    """One item of the checklist: its rating, and its comment if there is one."""
    try:
        item = json.loads(text or "{}")
    except ValueError:
        return text
    rating = item.get("rating", "")
    label = Rating(rating).label if rating in list(Rating) else rating
    return ". ".join(words for words in (label, item.get("comment", "")) if words)


def _value(field: str, text: str, framework: Framework) -> str:
    if field == "status" and text in set(Status):
        return status_words(Status(text), framework)
    if field == "framework" and text in set(Framework):
        return Framework(text).label
    if field == "incident_type" and text in INCIDENT_TYPES:
        return INCIDENT_TYPES[text].label
    if field == "outcome" and text in set(Outcome):
        return Outcome(text).label
    if field in ("proposed_level", "agreed_level") and text.isdecimal():
        return level_words(int(text))
    if field in _QUESTION_OF:
        codes = json.loads(text) if text.startswith("[") else [text]
        return words_for_all(_QUESTION_OF[field], codes)
    if field == "criteria" and text.startswith("["):
        return "; ".join(label for label, _clause in criteria_words(json.loads(text)))
    if field == "advice" and text.startswith("{"):
        return " ".join(str(reason[0]) for reason in json.loads(text).get("reasons", []))
    if text in ("true", "True"):
        return "Yes"
    if text in ("false", "False"):
        return "No"
    if field.endswith("_at"):
        try:
            return say_moment(datetime.fromisoformat(text))
        except ValueError:
            return text
    if field.endswith("_on") or field == "answer_by":
        try:
            return say_date(date.fromisoformat(text))
        except ValueError:
            return text
    if field.endswith("_id") and _is_key(text):
        return "another entry of this case"
    if field in ("audience", "side"):
        return _SIDES.get(text, text)
    if text[:1] in ("[", "{"):
        return _from_json(text)
    return text


def _is_key(text: str) -> bool:
    """Whether it is a key and no name: what it stands for is in the case and has no name of its own."""
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def _from_json(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return "; ".join(
        f"{name.replace('_', ' ')}: {item if not isinstance(item, dict) else ', '.join(map(str, item.values()))}"
        for name, item in value.items()
    )
