"""Questions to the person who reported, their answers, and what changed because they spoke up (clause 4.3c)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.audit.keys import new_key
from sightline.incidents.errors import Invalid
from sightline.incidents.models import ReporterMessage
from sightline.incidents.services.steps import taking
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day
from sightline.policy.writing import problems_with_message

QUESTION, ANSWER, UPDATE = "question", "answer", "update"


def _check(text: str, now: datetime) -> None:
    if wrong := problems_with_message(text, today=london_day(now)):
        raise Invalid(wrong)


def ask_reporter(incident_id: UUID, text: str, *, key: UUID, by: Actor, now: datetime, seen: int) -> None:
    """Puts a question to whoever reported, without learning who that is. The same ``key`` asks once."""
    _write(Action.ASK_REPORTER, QUESTION, incident_id, text, key=key, by=by, now=now, seen=seen)


def tell_reporter(incident_id: UUID, text: str, *, key: UUID, by: Actor, now: datetime, seen: int) -> None:
    """Says what changed because they spoke up."""
    _write(Action.TELL_REPORTER, UPDATE, incident_id, text, key=key, by=by, now=now, seen=seen)


def _write(
    action: Action,
    kind: str,
    incident_id: UUID,
    text: str,
    *,
    key: UUID,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    there = ReporterMessage.objects.filter(id=key).values_list("incident_id", "written_by").first()
    if there == (incident_id, by.person_id):
        return
    if there is not None:
        key = new_key()
    with taking(action, incident_id, by=by, now=now, seen=seen) as step:
        _check(text, now)
        step.add(
            ReporterMessage(
                id=key,
                incident=step.incident,
                kind=kind,
                text=text.strip(),
                written_at=now,
                written_by=step.person_id,
            ),
            Part.NARRATIVE,
        )


def answer_as_reporter(
    incident_id: UUID,
    question_id: UUID,
    text: str,
    *,
    code_hash: str = "",
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """The person who reported answers; one who asked for a code only shows it with ``code_hash``.

    In confidence nothing of who they are is kept with the answer, nor in the audit trail.
    """
    with taking(
        Action.ANSWER_AS_REPORTER, incident_id, by=by, now=now, seen=seen, code_hash=code_hash
    ) as step:
        _check(text, now)
        asked = ReporterMessage.objects.filter(id=question_id, incident=step.incident, kind=QUESTION).first()
        if asked is None:
            raise Invalid({"text": "That question is not about your report."})
        if asked.replies.exists():
            raise Invalid({"text": "This question is answered already."})
        step.add(
            ReporterMessage(
                incident=step.incident,
                kind=ANSWER,
                text=text.strip(),
                question=asked,
                written_at=now,
                written_by=None if step.by.masked else step.by.person_id,
            ),
            Part.NARRATIVE,
        )
