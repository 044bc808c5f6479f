"""Why a step was not taken. One middleware of ``web`` turns each into a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.policy.found_words import CLAUSE, WHAT_TO_DO, counted
from sightline.policy.personal_data import Found
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Action
from sightline.policy.workflow import Decision


class NotVisible(Exception):
    """The incident does not exist for this hat: a 404, the same as for one that never was."""


class Restricted(Exception):
    """The case is limited to named people, and this hat, which would see it otherwise, is none of them (403)."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is limited to named people")
        self.reference = reference


class SharingEnded(Exception):
    """What was shared of a case with this hat's organisation is over: it is not there, and they are told why (404)."""

    def __init__(self, reference: str, disclosure_id: UUID, at: datetime, *, is_withdrawn: bool) -> None:
        super().__init__(f"{reference} is no longer shared")
        self.reference = reference
        self.disclosure_id = disclosure_id
        self.at = at
        self.is_withdrawn = is_withdrawn


class Refused(Exception):
    """The rules do not allow the step now (403): carries the reason and its clause."""

    def __init__(self, action: Action, decision: Decision, reference: str) -> None:
        super().__init__(decision.reason)
        self.action = action
        self.decision = decision
        self.reference = reference


class Stale(Exception):
    """Someone else moved the incident on while this page was open (409): carries the version the page was drawn from."""

    def __init__(self, incident_id: UUID, reference: str, seen: int) -> None:
        super().__init__(f"{reference} has changed since version {seen}")
        self.incident_id = incident_id
        self.reference = reference
        self.seen = seen


class Invalid(Exception):
    """What was sent breaks a rule of the record (422): the problem in words, by field, and the clause of each.

    Forms ask the same rules first and show the problem beside the field; this is the wall behind them. ``clause`` is that
    of words which name none: inside a step it is the step's own, and need not be given.
    """

    def __init__(self, problems: Mapping[str, str] | Iterable[Problem], *, clause: str = "") -> None:
        if isinstance(problems, Mapping):
            self.problems = dict(problems)
            self.clauses = dict.fromkeys(self.problems, clause)
        else:
            found = tuple(problems)
            self.problems = {problem.field: problem.message for problem in found}
            self.clauses = {problem.field: problem.clause or clause for problem in found}
        super().__init__("; ".join(self.problems.values()))

    def rest_on(self, clause: str) -> None:
        """The clause of what names none so far."""
        self.clauses = {field: known or clause for field, known in self.clauses.items()}

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each problem in words with its clause, or with ""."""
        return [(words, self.clauses[field]) for field, words in self.problems.items()]


@dataclass(frozen=True)
class FoundText:
    """One text in which words were found that nobody has said anything of yet: where it was to be stored, and what."""

    field: str
    text: str
    found: tuple[Found, ...]


class PersonalDataFound(Invalid):
    """Text of a case holds what may say who somebody is, and nobody said to keep or hold it (11.1c). Nothing was saved."""

    def __init__(self, texts: Iterable[FoundText]) -> None:
        self.texts = tuple(texts)
        words = {each.field: f"Found: {counted(each.found)}. {WHAT_TO_DO}" for each in self.texts}
        super().__init__(words, clause=CLAUSE)
