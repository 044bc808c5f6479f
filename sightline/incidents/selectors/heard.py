"""What the person who reported hears: how far it has come, questions to them, what changed (clauses 1.1c, 4.3c)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sightline.audit.scope import everything, within
from sightline.incidents.models import Incident, ReporterMessage, SafetyAction, StepTaken
from sightline.incidents.services.intake import hash_tracking_code
from sightline.incidents.services.reporter_updates import QUESTION, UPDATE
from sightline.policy.facts import Actor
from sightline.policy.lengths import counted
from sightline.policy.progress import STAGES, ProgressWords, progress_in_words
from sightline.policy.terms import Action, Framework, Status
from sightline.policy.working_days import london_day


@dataclass(frozen=True)
class HeardQuestion:
    """A question to the reporter, and their answer where there is one."""

    question_id: UUID
    text: str
    answer: str


@dataclass(frozen=True)
class Heard:
    """All of it in plain words and days. No name, no role, nothing of the case beyond its stages."""

    words: ProgressWords
    stages: tuple[tuple[str, date], ...]
    actions: str
    changed: tuple[tuple[str, date], ...]
    questions: tuple[HeardQuestion, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """A question that may be answered: of which case, at which version."""

    incident_id: UUID
    version: int
    text: str


def heard_by_reporter(incident_id: UUID, status: Status, framework: Framework) -> Heard:
    """What one reporter hears; for pages that have authorised the case already."""
    return heard_of({incident_id: (status, framework)})[incident_id]


def heard_of(cases: Mapping[UUID, tuple[Status, Framework]]) -> dict[UUID, Heard]:
    """The same for several cases: three queries."""
    steps: dict[UUID, dict[Action, date]] = defaultdict(dict)
    taken = StepTaken.objects.filter(
        incident__in=cases, action__in=[action.value for action in STAGES]
    ).order_by("version")
    for case_id, action, at in taken.values_list("incident_id", "action", "taken_at"):
        steps[case_id][Action(action)] = london_day(at)
    plans: dict[UUID, list[bool]] = defaultdict(list)
    for case_id, done in SafetyAction.objects.filter(incident__in=cases).values_list(
        "incident_id", "completed_at"
    ):
        plans[case_id].append(done is not None)
    written: dict[UUID, list[ReporterMessage]] = defaultdict(list)
    for message in ReporterMessage.objects.filter(incident__in=cases):
        written[message.incident_id].append(message)
    return {
        case_id: Heard(
            words=progress_in_words(status, framework),
            stages=tuple(
                (label, steps[case_id][action])
                for action, label in STAGES.items()
                if action in steps[case_id]
            ),
            actions=_actions(plans[case_id]),
            changed=tuple(
                (message.text, london_day(message.written_at))
                for message in written[case_id]
                if message.kind == UPDATE
            ),
            questions=_questions(written[case_id]),
        )
        for case_id, (status, framework) in cases.items()
    }


def _actions(done: list[bool]) -> str:
    if not done:
        return ""
    return (
        f"{counted(len(done), 'action')} agreed so that it is less likely to happen again; {sum(done)} done."
    )


def _questions(written: Collection[ReporterMessage]) -> tuple[HeardQuestion, ...]:
    answers = {message.question_id: message.text for message in written if message.question_id is not None}
    return tuple(
        HeardQuestion(message.id, message.text, answers.get(message.id, ""))
        for message in written
        if message.kind == QUESTION
    )


def question_to(actor: Actor, question_id: UUID) -> OpenQuestion | None:
    """A question about a report that this person made, not answered yet."""
    return _open(
        ReporterMessage.objects.filter(id=question_id, incident__reporter__person_id=actor.person_id).first()
    )


def question_by_code(question_id: UUID, code: str) -> OpenQuestion | None:
    """The same for whoever holds the code of a report that has no person."""
    if not code.strip():
        return None
    with within(everything("a tracking code")):
        return _open(
            ReporterMessage.objects.filter(
                id=question_id,
                incident__tracking_code_hash=hash_tracking_code(code),
                incident__reporter__person__isnull=True,
            ).first()
        )


def _open(found: ReporterMessage | None) -> OpenQuestion | None:
    if found is None or found.kind != QUESTION or found.replies.exists():
        return None
    version = Incident.objects.values_list("version", flat=True).get(id=found.incident_id)
    return OpenQuestion(found.incident_id, version, found.text)
