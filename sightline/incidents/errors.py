"""Why a step was not taken. One middleware of ``web`` turns each into a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

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
