"""What a case answers to StEIS: one function a field, from the case as the page shows it. Never a name of staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sightline.incidents.selectors.case import CasePage, StepLine
from sightline.incidents.selectors.case_sections import CandourStepRow, InitialReviewRow, ReportRow
from sightline.policy import never_events
from sightline.policy.candour_rows import ROUTES, StepOutcome
from sightline.policy.classification import CRITERIA, INVESTIGATION_LEVELS
from sightline.policy.incident_types import INCIDENT_TYPES, OTHER, PENDING_REVIEW
from sightline.policy.reporting_form import FIELDS
from sightline.policy.steis import LOGGED
from sightline.policy.terms import Action, Status
from sightline.policy.working_days import LONDON, london_day

_DOES_NOT_APPLY = "Not applicable: the Duty of Candour does not apply."


def case_values(page: CasePage) -> dict[str, str]:
    """The answer of the case to each field it can answer, by code; empty where it holds none yet."""
    return {code: read(page) for code, read in _VALUES.items()}


def steis_day(day: date | datetime | None) -> str:
    """A day as StEIS writes it: ``16/11/2026``, in London."""
    if day is None:
        return ""
    return f"{london_day(day) if isinstance(day, datetime) else day:%d/%m/%Y}"


def _label(field: str, code: str) -> str:
    return next((choice.label for choice in FIELDS[field].choices if choice.code == code), code)


def _number(page: CasePage) -> str:
    return dict(page.numbers).get("StEIS", "")


# What was reported


def _told(page: CasePage, field: str) -> str:
    return "" if page.narrative is None else str(getattr(page.narrative, field) or "")


def _date_of_incident(page: CasePage) -> str:
    told = page.narrative
    return "" if told is None else steis_day(told.happened_on)


def _time_of_incident(page: CasePage) -> str:
    """The time, or what is known instead of it."""
    told = page.narrative
    if told is None:
        return ""
    if told.happened_time is not None:
        about = " (about)" if told.happened_when == "about" else ""
        return f"{told.happened_time:%H:%M}{about}"
    return _label("happened_shift", told.happened_shift) if told.happened_shift else told.happened_about


def _care_sector(page: CasePage) -> str:
    setting = _told(page, "setting")
    return _label("setting", setting) if setting else ""


def _other_organisations(page: CasePage) -> str:
    told = page.narrative
    if told is None:
        return ""
    return (
        "; ".join(told.other_organisations) or told.others_in_words or _reviewed(page, "other_organisations")
    )


# The judgement


def _identified(page: CasePage) -> str:
    section = page.classification
    return "" if section is None else steis_day(section.identified_at)


def _type(page: CasePage) -> str:
    """The type as StEIS lists it; one still pending is given as StEIS's own pending entry."""
    section = page.classification
    row = None if section is None else INCIDENT_TYPES.get(section.incident_type or PENDING_REVIEW)
    return "" if row is None else row.label


def _type_other(page: CasePage) -> str:
    section = page.classification
    return section.incident_type_label if section is not None and section.incident_type == OTHER else ""


def _never_event(page: CasePage) -> str:
    if page.classification is None:
        return ""
    if not page.never_event:
        return "No"
    return "Yes" if page.facts.is_never_event else "No (rejected by the commissioner)"


def _never_event_type(page: CasePage) -> str:
    section = page.classification
    if section is None or not page.facts.is_never_event:
        return ""
    code = section.never_event_code
    return f"{never_events.never_event(code).name}. {section.never_event_edition}".rstrip(". ")


def _level(page: CasePage) -> str:
    """The level agreed, else the one proposed, which is said."""
    section = page.investigation
    if section is None:
        return ""
    level = section.agreed_level or section.proposed_level
    row = None if level is None else INVESTIGATION_LEVELS.get(level)
    if row is None:
        return ""
    return row.label if section.agreed_level else f"{row.label} (proposed)"


def _reason(page: CasePage) -> str:
    """The criteria met and the rationale of the newest judgement."""
    section = page.classification
    if section is None or not section.judgements:
        return ""
    newest = section.judgements[0]
    met = [CRITERIA[code].label for code in newest.criteria if code in CRITERIA]
    return "\n".join(part for part in ("; ".join(met), newest.rationale) if part)


# The 72-hour review and the final report


def _review(page: CasePage) -> InitialReviewRow | None:
    reviews = page.investigation.initial_reviews if page.investigation is not None else ()
    return reviews[0] if reviews else None


def _reviewed(page: CasePage, field: str) -> str:
    review = _review(page)
    return "" if review is None else review.answers.get(field, "")


def _immediate_action(page: CasePage) -> str:
    """What was said at first, and what the 72-hour review adds."""
    parts = (_told(page, "made_safe"), _reviewed(page, "immediate_safety"))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _case_summary(page: CasePage) -> str:
    facts = _reviewed(page, "facts")
    return "\n".join(part for part in (page.headline, facts) if part) if facts else ""


def _report(page: CasePage) -> ReportRow | None:
    reports = page.investigation.reports if page.investigation is not None else ()
    return reports[0] if reports else None


def _reported(page: CasePage, field: str) -> str:
    report = _report(page)
    return "" if report is None else str(getattr(report, field))


def _action_plan(page: CasePage) -> str:
    return "\n".join(
        f"{row.number}. {row.text} Owner: {row.owner_role}. Due {steis_day(row.due_on)}"
        f"{', done ' + steis_day(row.completed_at) if row.completed_at else ''}."
        for row in page.actions
    )


# Duty of Candour (clause 3.1h)


def _candour_applies(page: CasePage) -> str:
    section = page.candour
    if section is None or section.applies is None:
        return ""
    return "Yes" if section.applies else "No"


def _candour_reason(page: CasePage) -> str:
    section = page.candour
    if section is None or section.applies is None:
        return ""
    return "Not applicable: the duty applies." if section.applies else section.reason


def _of_candour(read: Callable[[CasePage], str]) -> Callable[[CasePage], str]:
    """A step of the duty; where the duty does not apply, words that say so."""

    def value(page: CasePage) -> str:
        section = page.candour
        if section is None or section.applies is None:
            return ""
        return read(page) if section.applies else _DOES_NOT_APPLY

    return value


def _step(page: CasePage, code: str) -> CandourStepRow | None:
    return None if page.candour is None else page.candour.steps.get(code)


def _step_words(page: CasePage, code: str) -> str:
    """How a step ended and when; what fell away because the person declined or could not be reached says so."""
    step = _step(page, code)
    if step is None:
        fell_away = page.candour is not None and code in page.candour.fallen_away
        return "Not applicable: the person declined, or could not be contacted." if fell_away else ""
    outcome = StepOutcome(step.outcome)
    if outcome is StepOutcome.DONE:
        return f"Yes, {steis_day(step.done_on)}" if step.done_on else "Yes"
    return f"No. {outcome.label}. {step.detail}".strip()


def _informed(page: CasePage) -> str:
    words = _step_words(page, "D1")
    who = ROUTES.get(page.candour.relevant_person) if page.candour is not None else None
    return f"{words} ({who.label.lower()})" if words and who is not None else words


def _informed_on(page: CasePage) -> str:
    step = _step(page, "D1")
    if step is None:
        return ""
    return steis_day(step.done_on) or StepOutcome(step.outcome).label


def _informed_by(page: CasePage) -> str:
    step = _step(page, "D1")
    return "" if step is None else step.by_role


# Dates and closure

_STATUS = {Status.CLOSED: "Closed", Status.DOWNGRADED: "De-logged"}


def _report_dues(page: CasePage) -> tuple[str, str]:
    """When the final report is due, and whether that day was moved."""
    dues = [due for due in page.dues if due.kind in ("final_report", "independent_report")]
    if not dues:
        return "", ""
    due = dues[-1]
    moved = (
        f"From {steis_day(due.original_due_on)} to {steis_day(due.due_on)}"
        if due.due_on != due.original_due_on
        else "No"
    )
    return steis_day(due.due_on), moved


def _sent_on(page: CasePage) -> str:
    sent = [row.submitted_at for row in page.investigation.reports] if page.investigation is not None else []
    return steis_day(max((at for at in sent if at is not None), default=None))


def _closing(page: CasePage) -> StepLine | None:
    if page.status is not Status.CLOSED:
        return None
    return next((step for step in page.latest if step.action is Action.CLOSE), None)


def _closed_on(page: CasePage) -> str:
    step = _closing(page)
    return "" if step is None else steis_day(step.taken_at)


def _running_log(page: CasePage) -> str:
    """The steps in words, oldest first: no names, and no reasons, which stay in the case."""
    return "\n".join(
        f"{step.taken_at.astimezone(LONDON):%d/%m/%Y %H:%M} {step.label}."
        for step in reversed(page.latest)
        if step.action in LOGGED
    )


def _other_agencies(page: CasePage) -> str:
    """The bodies that were told, with their references, and what the 72-hour review adds; "None" once it told of none."""
    rows = page.bodies.rows if page.bodies is not None else ()
    told = [f"{row.name}{f', {row.reference}' if row.reference else ''}" for row in rows if row.told_at]
    said = "; ".join([*told, *filter(None, [_reviewed(page, "other_bodies")])])
    was_reviewed = page.investigation is not None and bool(page.investigation.initial_reviews)
    return said or ("None" if was_reviewed else "")


_VALUES: Mapping[str, Callable[[CasePage], str]] = {
    "steis_number": _number,
    "reporting_organisation": lambda page: page.provider_name,
    "leading_organisation": lambda page: page.provider_name,
    "commissioner": lambda page: page.lead_commissioner_name,
    "date_of_incident": _date_of_incident,
    "time_of_incident": _time_of_incident,
    "date_identified": _identified,
    "site_of_incident": lambda page: _told(page, "site"),
    "location_of_incident_other": lambda page: _told(page, "team"),
    "care_sector": _care_sector,
    "incident_type": _type,
    "incident_type_other": _type_other,
    "never_event": _never_event,
    "never_event_type": _never_event_type,
    "level": _level,
    "description": lambda page: _told(page, "what_happened"),
    "immediate_action": _immediate_action,
    "reason_for_reporting": _reason,
    "case_summary": _case_summary,
    "candour_applies": _candour_applies,
    "candour_reason": _candour_reason,
    "candour_informed": _of_candour(_informed),
    "candour_informed_on": _of_candour(_informed_on),
    "candour_informed_by": _of_candour(_informed_by),
    "candour_apology": _of_candour(lambda page: _step_words(page, "D4")),
    "candour_letter": _of_candour(lambda page: _step_words(page, "D7")),
    "other_organisations": _other_organisations,
    "other_agencies": _other_agencies,
    "police_coroner_safeguarding": lambda page: _reviewed(page, "safeguarding_police_coroner"),
    "media_handling": lambda page: _reviewed(page, "media"),
    "key_findings": lambda page: _reported(page, "summary"),
    "root_causes": lambda page: _reported(page, "causes"),
    "lessons_learned": lambda page: _reported(page, "lessons"),
    "action_plan": _action_plan,
    "status": lambda page: _STATUS.get(page.status, "Ongoing"),
    "report_due_on": lambda page: _report_dues(page)[0],
    "report_extended": lambda page: _report_dues(page)[1],
    "report_sent_on": _sent_on,
    "closed_on": _closed_on,
    "closed_by": lambda page: page.lead_commissioner_name if _closing(page) is not None else "",
    "running_log": _running_log,
}
