"""What may be done with words that the check found: change them, keep them with a reason, or hold them (11.1c, 8.0b).

What ``personal_data`` blocks is kept only by somebody who handles the case and says that it is none. Holding is open to
everybody, so that the check never costs a deadline: the text is received with the words masked, and a lead of the side that
wrote it settles them.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import access_of, grant_for
from sightline.policy.personal_data import Found, PersonalDataKind, blocks, numbers_split, personal_data_in
from sightline.policy.terms import Permission, Relation, Role, Term

CLAUSE = "11.1c"
WHAT_TO_DO = "Change the words, or say what to do with them."
LONGEST_REASON = 500
LONGEST_REPLACEMENT = 100
#: Who may say that a number is not an NHS Number: roles that handle the case [local default, 2026-11-28].
MAY_SET_ASIDE: frozenset[Role] = frozenset({Role.PROVIDER_LEAD, Role.PATIENT_SAFETY_TEAM})


class Choice(Term):
    """What a person says of words that were found in what they typed."""

    CHANGE = "change", "I have changed the words"
    KEEP = "keep", "Keep these words"
    HOLD = "hold", "Send now, and hold these words for redaction"


class Settled(Term):
    """How held words, or a held document, were settled."""

    REDACTED = "redacted", "Redacted"
    NOT_PERSONAL = "not_personal", "Not personal data"


class TextCheck(Term):
    """What the check made of a document's text."""

    CLEAR = "clear", "Checked: nothing found"
    HELD = "held", "Held for redaction"
    NOT_PERSONAL = "not_personal", "Checked: recorded as not personal data"
    REPLACED = "replaced", "Held: a redacted copy takes its place"
    NO_TEXT = "no_text", "Not checked: no text"
    NOT_CHECKED = "not_checked", "Not checked"


@dataclass(frozen=True)
class Answer:
    """What was said of some words: to keep them, with a reason, or to hold them."""

    choice: Choice
    reason: str = ""


def fingerprint(found: Found) -> str:
    """How words are named between a page and its answer, without being repeated: blanks and case do not matter."""
    plain = unicodedata.normalize("NFKC", found.text).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum())
    return hashlib.sha256(f"{found.kind.value}|{letters}".encode()).hexdigest()[:32]


def may_set_aside(role: Role) -> bool:
    """Whether a role may record that what looks like an NHS Number is none."""
    return role in MAY_SET_ASIDE


def choices_for(kinds: Iterable[PersonalDataKind], role: Role) -> tuple[tuple[Choice, str], ...]:
    """What a person of this role may say of words of these kinds, each in the words of the page."""
    asked = set(kinds)
    hold = (Choice.HOLD, Choice.HOLD.label)
    change = (Choice.CHANGE, Choice.CHANGE.label)
    if not any(blocks(kind) for kind in asked):
        return change, (Choice.KEEP, Choice.KEEP.label), hold
    if not may_set_aside(role):
        return change, hold
    words = "This is not an NHS Number" if len(asked) == 1 else "None is an NHS Number: keep these words"
    return change, (Choice.KEEP, words), hold


def problem_with_answer(answer: Answer, kinds: Iterable[PersonalDataKind], role: Role) -> str:
    """Why an answer does not settle words of these kinds, in words; empty where it does."""
    if answer.choice is Choice.HOLD:
        return ""
    if answer.choice is not Choice.KEEP:
        return WHAT_TO_DO
    if any(blocks(kind) for kind in kinds) and not may_set_aside(role):
        return "Only those who lead the case may record that a number is not an NHS Number."
    return problem_with_why(answer.reason)


def problem_with_why(reason: str) -> str:
    """What is wrong with a reason for keeping words; it must not repeat what it is about."""
    if not reason.strip():
        return "Say why the words are needed, or why they are not personal data."
    if len(reason) > LONGEST_REASON:
        return f"The reason must be {LONGEST_REASON} characters or fewer."
    if personal_data_in(reason):
        return "Give the reason without the words themselves, and without other personal data."
    return ""


def problem_with_replacement(words: str) -> str:
    """What is wrong with words that are to stand in the place of held ones."""
    if not words.strip():
        return "Write what stands there instead, such as “Patient A”."
    if len(words) > LONGEST_REPLACEMENT:
        return f"The words must be {LONGEST_REPLACEMENT} characters or fewer."
    if personal_data_in(words):
        return "These words would be found again. Write what does not identify anybody, such as “Patient A”."
    return ""


def found_in(texts: Sequence[str]) -> tuple[tuple[Found, ...], ...]:
    """What is found in each of the texts of one form or row, in their order, numbers split over two of them too."""
    found = [list(personal_data_in(text)) for text in texts]
    for split in numbers_split(texts):
        for place, piece in split.pieces:
            found[place] = [each for each in found[place] if not _overlap(each, piece)]
            found[place].append(piece)
    return tuple(tuple(sorted(each, key=lambda one: one.start)) for each in found)


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def mask(kind: PersonalDataKind, number: int) -> str:
    """What stands in the place of held words; the number is theirs in the case, so that each can be put right."""
    return f"[held for redaction: {kind.label} {number}]"


def short_mask(number: int) -> str:
    """The same where there is no room for more."""
    return f"[held {number}]"


def counted(found: Iterable[Found]) -> str:
    """What was found, by kind and never by its words: "NHS Number; Name of a person (2)"."""
    number: dict[PersonalDataKind, int] = {}
    for each in found:
        number[each.kind] = number.get(each.kind, 0) + 1
    return "; ".join(
        kind.label if count == 1 else f"{kind.label} ({count})" for kind, count in number.items()
    )


def side_that_wrote(organisation_id: object, facts: IncidentFacts) -> Relation:
    """Whose lead settles what an organisation wrote: the commissioner its own words, the provider all others."""
    is_provider = organisation_id == facts.provider_id
    if organisation_id == facts.lead_commissioner_id and not is_provider:
        return Relation.LEAD_COMMISSIONER
    return Relation.PROVIDER


def sides_seen(actor: Actor, facts: IncidentFacts) -> frozenset[Relation]:
    """Of which sides this hat reads what was held: of its own, where its role handles cases."""
    return _sides(actor, facts, Permission.OPEN_ORIGINALS)


def may_settle(actor: Actor, facts: IncidentFacts, side: Relation) -> bool:
    """Whether this hat settles what that side of the case wrote."""
    return side in _sides(actor, facts, Permission.SETTLE_HELD)


def nothing_to_settle(facts: IncidentFacts, actor: Actor) -> str:
    """Why this hat has nothing to settle on a case, in words; empty where it has."""
    if facts.held_sides & _sides(actor, facts, Permission.SETTLE_HELD):
        return ""
    return "Nothing that your side wrote is held for redaction."


def _sides(actor: Actor, facts: IncidentFacts, permission: Permission) -> frozenset[Relation]:
    if not facts.admits(actor, named_only=True):
        return frozenset()
    held = []
    for access in access_of(actor, facts):
        grant = grant_for(access.relation, actor.role)
        if grant is not None and permission in grant.permissions:
            held.append(access.relation)
    return frozenset(held)


#: Fields of forms that are stored and never checked, by what they are for; each with its reason.
EXEMPT_FIELDS: Mapping[str, str] = {
    "paper": "The words of a paper, which is received whole and held where they trip the check.",
    "contact": "The reporter's own protected contact, which design decision 5 exempts.",
    "reference": "A number of another system has its own shape, and is checked for that.",
    "search": "Looks something up and is not stored.",
    "sign_in": "Signs somebody in.",
    "administration": "Administers people, organisations and lists: their names are the point.",
    "redaction": "The words that a copy leaves out: they are looked for, and are stored nowhere.",
    "erasure": "Words that are to go for good: kept until a second person decides, and never in the trail.",
    "view": "The name of a person's own saved view, which is of no case.",
}

#: Answers of the report that are not looked through, and which of those reasons each has.
EXEMPT_ANSWERS: Mapping[str, str] = {
    **dict.fromkeys(("contact_name", "contact_phone", "contact_email"), "contact"),
    **dict.fromkeys(("local_number", "lfpse_number", "steis_number"), "reference"),
}
