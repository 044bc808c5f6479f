"""A case as StEIS asks for it: every field with the text to copy, and what is missing. Nothing is sent from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sightline.incidents.models import OtherInvestigation, SteisDetails
from sightline.incidents.selectors.case import CasePage
from sightline.incidents.selectors.steis_values import case_values, steis_day
from sightline.incidents.visibility import visible_to
from sightline.policy import steis
from sightline.policy.facts import Actor
from sightline.policy.near_miss import Affected
from sightline.policy.other_bodies import body_label
from sightline.policy.steis import Stage, SteisField, SteisSection
from sightline.policy.terms import Action, Part


@dataclass(frozen=True)
class SteisLine:
    """One field with the text to copy; ``is_missing`` means that it is needed by now and empty."""

    field: SteisField
    value: str
    is_missing: bool
    is_of_nobody: bool = False

    @property
    def needed(self) -> str:
        """When it is needed, where it is empty and not needed yet."""
        stage = self.field.stage
        waits = stage is not None and not self.value and not self.is_missing and not self.is_of_nobody
        return stage.label if waits and stage is not None else ""


@dataclass(frozen=True)
class SteisForm:
    """The whole form of one case. ``answers`` are those to asked fields, by code, as stored."""

    sections: tuple[tuple[SteisSection, tuple[SteisLine, ...]], ...]
    missing: tuple[SteisLine, ...]
    stage: Stage
    answers: Mapping[str, str]
    about_a_patient: bool

    def as_text(self) -> str:
        """Every field that has an answer, section by section, as plain text."""
        blocks = []
        for section, lines in self.sections:
            given = [_plain(line) for line in lines if line.value or line.is_missing]
            if given:
                blocks.append("\n".join([section.label.upper(), *given]))
        return "\n\n".join(blocks)


def _plain(line: SteisLine) -> str:
    value = line.value or "(missing)"
    return f"{line.field.label}:\n{value}" if "\n" in value else f"{line.field.label}: {value}"


def steis_logged_on(actor: Actor, page: CasePage, *, now: datetime) -> date | None:
    """The day it was logged on StEIS, where somebody said so: one query."""
    details = _details(actor, page, now, part=None)
    return None if details is None else details.steis_logged_on


def others_logged_as(actor: Actor, page: CasePage, number: str, *, now: datetime) -> tuple[str, ...]:
    """References of other cases this hat sees that carry the same StEIS number: a slip, unless they are one event."""
    if not number:
        return ()
    same = visible_to(actor, now=now, part=Part.TIMESCALES).filter(steis_number=number)
    return tuple(
        same.exclude(id=page.incident_id).order_by("reference").values_list("reference", flat=True)[:5]
    )


def steis_form(actor: Actor, page: CasePage, *, now: datetime) -> SteisForm | None:
    """The form of a case that this hat may complete for StEIS; None for anyone else. Two queries at most."""
    if not page.may(Action.RECORD_STEIS_DETAILS):
        return None
    details = _details(actor, page, now)
    answers = {} if details is None else steis.read_answers(details.answers)
    values = case_values(page) | {
        code: steis.answer_in_words(steis.STEIS_FIELDS[code], answer) for code, answer in answers.items()
    }
    values["logged_on"] = "" if details is None else steis_day(details.steis_logged_on)
    values["leading_organisation"] = _leading(page) or values["leading_organisation"]
    about_a_patient = page.narrative is not None and Affected.PATIENT.value in page.narrative.affected
    stage = steis.stage_of(page.status)
    gone = {row.code for row in steis.missing(values, stage, about_a_patient=about_a_patient)}
    lines = [
        SteisLine(
            row,
            values.get(row.code, ""),
            row.code in gone,
            row.section is SteisSection.PATIENT and not about_a_patient,
        )
        for row in steis.STEIS_FIELDS.values()
    ]
    return SteisForm(
        sections=tuple(
            (section, tuple(line for line in lines if line.field.section is section))
            for section in SteisSection
        ),
        missing=tuple(line for line in lines if line.is_missing),
        stage=stage,
        answers=answers,
        about_a_patient=about_a_patient,
    )


def _details(
    actor: Actor, page: CasePage, now: datetime, part: Part | None = Part.NARRATIVE
) -> SteisDetails | None:
    seen = visible_to(actor, now=now, part=part)
    return SteisDetails.objects.filter(incident_id=page.incident_id, incident__in=seen).first()


def _leading(page: CasePage) -> str:
    """The other body, where its investigation stands in place of the provider's own (decision 31)."""
    if not page.facts.investigated_elsewhere:
        return ""
    other = OtherInvestigation.objects.filter(
        incident_id=page.incident_id, ended_at__isnull=True, sets_aside_final_report=True
    ).first()
    return "" if other is None else body_label(other.body, other.body_in_words)
