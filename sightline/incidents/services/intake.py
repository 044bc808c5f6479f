"""Reporting: drafts that keep themselves, and sending one as an incident, once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from sightline.audit.chain import storable
from sightline.audit.scope import everything, within
from sightline.audit.services import Act, act
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import (
    HeldWords,
    Incident,
    Involvement,
    ReferenceSequence,
    ReportDraft,
    Reporter,
    StepTaken,
)
from sightline.incidents.record import RELATED, load_case
from sightline.incidents.services.door import Door, said_of, saying
from sightline.incidents.services.provider import provider_fields
from sightline.incidents.services.step_notices import tell_of_bodies, tell_of_step
from sightline.incidents.services.steps import audit_new, refresh, taking
from sightline.organisations import selectors as organisations
from sightline.policy import report_answers
from sightline.policy.facts import Actor
from sightline.policy.found_words import (
    CLAUSE,
    EXEMPT_ANSWERS,
    WHAT_TO_DO,
    Answer,
    Choice,
    counted,
    found_in,
)
from sightline.policy.permissions import MAY_REPORT
from sightline.policy.questionnaire import Problem
from sightline.policy.report_answers import PROVIDER_KINDS
from sightline.policy.reporting_form import FIELDS, FieldKind, answers_that_count
from sightline.policy.small_providers import SMALL_PROVIDER_KINDS
from sightline.policy.terms import Action, Part, Relation, Status
from sightline.policy.working_days import london_day

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 20  # 31 signs: 20 of them carry 99 random bits (at least 80 are asked, design decision 20)


@dataclass(frozen=True)
class SentReport:
    """What the person who reported is told: the reference, and the code (empty when it was sent before)."""

    incident_id: UUID
    reference: str
    tracking_code: str
    was_sent_before: bool


def new_tracking_code() -> str:
    """Twenty signs in groups of five, without the ones people mix up."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(signs[start : start + 5] for start in range(0, _CODE_LENGTH, 5))


def hash_tracking_code(code: str) -> str:
    """The stored form of a code; spaces, dashes and case do not matter."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()


def begin_draft(*, by: Actor, now: datetime) -> UUID:
    """Opens a draft for a person. Not audited: nothing is on the record until it is sent."""
    draft = ReportDraft.objects.create(
        person_id=by.person_id, organisation_id=by.organisation_id, begun_at=now, saved_at=now
    )
    return draft.id


def save_draft(draft_id: UUID, answers: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Keeps answers as typed (JSON values by field name), complete or not; only the writer's own draft.

    What no database stores becomes U+FFFD, as in forms.
    """
    with transaction.atomic():
        draft = ReportDraft.objects.filter(id=draft_id, person_id=by.person_id).first()
        if draft is None:
            raise NotVisible(str(draft_id))
        ReportDraft.objects.filter(id=draft_id).update(
            answers={**draft.answers, **_storable(answers)}, saved_at=now
        )


def _storable(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case Mapping():
            return {storable(name): _storable(each) for name, each in value.items()}
        case list() | tuple():
            return [_storable(each) for each in value]
        case _:
            return value


def discard_draft(draft_id: UUID, *, by: Actor) -> None:
    """Throws a draft away at its writer's wish."""
    ReportDraft.objects.filter(id=draft_id, person_id=by.person_id).delete()


def send_report(draft_id: UUID, *, by: Actor, now: datetime) -> SentReport:
    """Turns a draft into an incident. Sent twice (a double click, the back button), it is still one incident.

    Raises Invalid with the problem beside each question, NotVisible for another person's draft.
    """
    if by.role not in MAY_REPORT:
        raise NotVisible(str(draft_id))
    draft = ReportDraft.objects.filter(id=draft_id, person_id=by.person_id).first()
    if draft is None:
        # Asked only now: a second click finds no draft as soon as the first has sent it.
        before = _sent_before(draft_id, by=by)
        if before is None:
            raise NotVisible(str(draft_id))
        return before
    with saying(answers_of_draft(draft.answers)):
        return _send_once(draft, by=by, now=now)


def _send_once(draft: ReportDraft, *, by: Actor, now: datetime) -> SentReport:
    problems = draft_problems(draft.answers, organisation_id=draft.organisation_id, now=now)
    if problems:
        raise Invalid(problems)
    try:
        return _send(draft, by=by, now=now)
    except IntegrityError:
        again = _sent_before(draft.id, by=by)
        if again is None:
            raise
        return again


#: Where a draft keeps what its writer said of words that the check found, by fingerprint.
SAID_IN_DRAFT = "said_of_words"


def said_for_draft(answers: Mapping[str, Any], said: Mapping[str, Answer]) -> dict[str, list[str]]:
    """What a draft keeps of what its writer said so far and now."""
    known = answers_of_draft(answers) | dict(said)
    return {name: [answer.choice.value, answer.reason] for name, answer in known.items()}


def answers_of_draft(answers: Mapping[str, Any]) -> dict[str, Answer]:
    """What the writer of a draft said of found words; what has another shape was not said."""
    said = answers.get(SAID_IN_DRAFT)
    return {
        name: Answer(Choice(each[0]), each[1])
        for name, each in (said.items() if isinstance(said, dict) else ())
        if isinstance(each, list) and len(each) == 2 and each[0] in set(Choice) and isinstance(each[1], str)
    }


def _sent_before(draft_id: UUID, *, by: Actor) -> SentReport | None:
    # About another provider and for a code alone, it is no more of theirs as soon as it is sent.
    with within(everything("a draft that was sent")):
        incident = Incident.objects.select_related("reporter").filter(draft_id=draft_id).first()
    if incident is None:
        return None
    # A report by code only has no person; whoever holds the key of its draft wrote it.
    if incident.reporter.person_id not in (None, by.person_id):
        raise NotVisible(str(draft_id))
    return SentReport(incident.id, incident.reference, "", True)


def draft_problems(
    answers: Mapping[str, Any], *, organisation_id: UUID, now: datetime
) -> tuple[Problem, ...]:
    """Everything that stops a draft begun at this organisation from being sent, beside its field."""
    asked = report_answers.asks_organisation(organisations.organisation(organisation_id).kind)
    found = report_answers.problems(answers, now=now, organisation=asked)
    if found:
        return found
    given = report_answers.read(answers)
    gone = []
    if given.happened_at_code:
        provider = organisations.organisation_by_code(given.happened_at_code)
        if provider is None or provider.kind not in PROVIDER_KINDS:
            gone.append(Problem("happened_at_code", "Find the provider again and choose it.", clause="4.5g"))
    if any(organisations.organisation_by_code(code) is None for code in given.other_organisation_code):
        words = "Find the organisation again and choose it."
        gone.append(Problem("other_organisation_code", words, clause="4.7.10"))
    return (*gone, *_words_unanswered(answers))


_WORDS = frozenset({FieldKind.TEXT, FieldKind.LINE})


def _words_unanswered(answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Words that the check finds in a draft and whose writer was not asked, or has not answered."""
    texts = {
        name: answer
        for name, answer in answers_that_count(report_answers.sound(answers)).items()
        if isinstance(answer, str) and FIELDS[name].kind in _WORDS and name not in EXEMPT_ANSWERS
    }
    finds = found_in(list(texts.values()))
    if not any(finds):
        return ()
    with saying(answers_of_draft(answers)):
        return tuple(
            Problem(name, f"Found: {counted(found)}. {WHAT_TO_DO}", clause=CLAUSE)
            for name, found in zip(texts, finds, strict=True)
            if any(said_of(each) is None for each in found)
        )


def _ids_of(codes: Iterable[str]) -> tuple[UUID, ...]:
    found = [organisations.organisation_by_code(code) for code in codes]
    return tuple(dict.fromkeys(row.id for row in found if row is not None))


def _send(draft: ReportDraft, *, by: Actor, now: datetime) -> SentReport:
    answers = report_answers.read(draft.answers)
    wish = answers.contact
    code = new_tracking_code()
    masked_by = replace(by, masked=wish in ("confidential", "code_only"))
    at_provider = _ids_of([answers.happened_at_code]) if answers.happened_at_code else ()
    provider_id = at_provider[0] if at_provider else draft.organisation_id
    # What was written on paper counts from then: the times of the paper, the contract and framework of its day.
    reported_at = answers.written_at or now
    today = london_day(reported_at)
    with act(by=masked_by, now=now, clause="1.1b") as trail:
        at = provider_fields(provider_id, reported_on=today)
        keyed = not masked_by.masked and _is_keyed(
            provider_id, at["lead_commissioner_id"], draft.organisation_id
        )
        incident = Incident(
            reference=_next_reference(london_day(now).year),
            **at,
            status=Status.REPORTED.value,
            headline=headline_from(answers.what_happened),
            reported_from_id=draft.organisation_id,
            what_happened=answers.what_happened,
            happened_on=answers.happened_on,
            happened_time=answers.happened_time,
            happened_when=answers.happened_precision,
            happened_shift=answers.happened_shift,
            happened_about=answers.happened_about,
            found_on=answers.found_on,
            site=answers.site,
            setting=answers.setting,
            team=answers.ward_or_team,
            affected=list(answers.affected),
            affected_count=answers.how_many,
            age_band=answers.age_band,
            physical_harm=answers.physical_harm,
            psychological_harm=answers.psychological_harm,
            made_safe=answers.immediate_action,
            still_dangerous=answers.danger_now,
            others_involved=answers.other_organisation,
            others_in_words=answers.other_organisation_words,
            circumstances=list(answers.circumstances),
            near_miss=answers.is_near_miss,
            urgent=answers.is_urgent,
            steis_number=answers.steis_number,
            lfpse_number=answers.lfpse_number,
            local_number=answers.local_number,
            tracking_code_hash=hash_tracking_code(code),
            draft_id=draft.id,
            reported_at=reported_at,
            entered_at=now if answers.written_at is not None else None,
            keyed_at=now if keyed else None,
            keyed_by=by.person_id if keyed else None,
        )
        # Whoever reports it, it is the provider's: nobody else sees a case that is only reported.
        door = Door(incident.id, by=masked_by, side=Relation.PROVIDER, is_new=True)
        door.pass_row(incident, Part.NARRATIVE)
        # Anew, of what may be stored: cut off, words would stand in it that nothing finds.
        incident.headline = headline_from(incident.what_happened)
        kept_and_held = door.close(now=now)
        incident.held_of_provider = sum(isinstance(row, HeldWords) for row in kept_and_held)
        incident.save(force_insert=True)
        audit_new(trail, incident, incident.id, Part.NARRATIVE)
        for row in kept_and_held:
            row.save(force_insert=True)
            audit_new(trail, row, incident.id, Part.NARRATIVE)
        # Who reported is deliberately not audited: the chain must not hold what the mask hides.
        Reporter.objects.create(
            incident=incident,
            person_id=None if wish == "code_only" else by.person_id,
            wish=wish,
            name=answers.contact_name,
            contact=answers.how_to_reach,
            in_confidence=masked_by.masked,
        )
        _name_others(incident, _ids_of(answers.other_organisation_code), now=now, trail=trail)
        StepTaken.objects.create(
            incident=incident,
            action=Action.SEND_REPORT.value,
            version=1,
            from_status=Status.DRAFT.value,
            to_status=Status.REPORTED.value,
            taken_at=now,
            taken_by=None if masked_by.masked else by.person_id,
            role=by.role.value,
            organisation_id=by.organisation_id,
            clause="1.1b",
        )
        sent = Incident.objects.select_related(*RELATED).get(id=incident.id)
        facts, asked = refresh(load_case(sent), now=now, trail=trail)
        tell_of_step(Action.SEND_REPORT, sent, before=facts, after=facts, by=masked_by, now=now)
        tell_of_bodies(asked, sent, facts, by=masked_by, now=now)
        draft.delete()
    return SentReport(incident.id, incident.reference, code, False)


def _name_others(
    incident: Incident, organisation_ids: tuple[UUID, ...], *, now: datetime, trail: Act
) -> None:
    for organisation_id in organisation_ids:
        if organisation_id == incident.provider_id:
            continue
        row = Involvement.objects.create(incident=incident, organisation_id=organisation_id, named_at=now)
        audit_new(trail, row, incident.id, Part.SUMMARY)


def _is_keyed(provider_id: UUID, lead_id: UUID, from_id: UUID) -> bool:
    """Whether the ICB reports for a practice or care home, which then confirms it (design decision 14).

    Whoever reports in confidence reports for themselves: nothing of theirs is put before the provider as keyed.
    """
    is_small = organisations.organisation(provider_id).kind in SMALL_PROVIDER_KINDS
    return is_small and from_id == lead_id


def _next_reference(year: int) -> str:
    ReferenceSequence.objects.get_or_create(year=year)
    ReferenceSequence.objects.filter(year=year).update(last=F("last") + 1)
    return reference_of(year, ReferenceSequence.objects.get(year=year).last)


def reference_of(year: int, number: int) -> str:
    """The reference of the case with this number in its year, as people read and type it: ``SL-2027-0042``."""
    return f"SL-{year}-{number:04d}"


def headline_from(story: str) -> str:
    """The first sentence of the story as a headline, at most 120 characters, until someone writes a better one."""
    first = story.strip().splitlines()[0] if story.strip() else ""
    for stop in (". ", "? ", "! "):
        first = first.split(stop)[0]
    first = first.rstrip(".")
    return first if len(first) <= 120 else first[:117].rsplit(" ", 1)[0] + "…"


def request_second_look(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The person who reported asks the provider to look again at an incident judged not serious."""
    with taking(Action.REQUEST_SECOND_LOOK, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        if not reason.strip():
            raise Invalid({"reason": "Say what you think was missed."})
        step.set(second_look_at=now, second_look_reason=reason.strip())
