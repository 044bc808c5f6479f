"""A draft's answers, as stored, read into one shape; and everything that stops them from being sent.

A draft keeps what was typed, sound or not: any JSON value may stand under a name. What cannot be read never raises;
it is a problem beside its question. The words of the questions and their own rules are in ``reporting_form`` and
``reporting_checks``; this adds what a whole report needs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sightline.policy.date_order import problem_with_written
from sightline.policy.near_miss import is_near_miss
from sightline.policy.questionnaire import YES_OR_NO, Answer, Choice, Problem, chosen, is_answered
from sightline.policy.reporting_checks import problem_of_field, problems_of_page
from sightline.policy.reporting_form import (
    FIELDS,
    LONG,
    QUESTIONS,
    FieldKind,
    ReportField,
    answers_that_count,
    is_asked,
    needs_urgent_contact,
)
from sightline.policy.terms import OrganisationKind
from sightline.policy.working_days import LONDON, london_day

#: The question on whose page somebody typing in a paper report says when it was written.
WRITTEN = 1
#: The question on whose page staff of a board also say at which organisation it happened.
WHERE = 3
#: The most organisations one report may name; more is a list to talk about, not a form.
MOST_ORGANISATIONS = 20
#: Longer than this is not kept in a draft: the person is asked to shorten it while it still stands in the field.
MOST_CHARACTERS_KEPT = LONG

#: Those that provide care, so that an incident can have happened there.
PROVIDER_KINDS = frozenset(
    set(OrganisationKind)
    - {
        OrganisationKind.ICB,
        OrganisationKind.NHS_REGION,
        OrganisationKind.REGULATOR,
        OrganisationKind.LOCAL_AUTHORITY,
        OrganisationKind.FORMER_COMMISSIONER,
    }
)

#: Asked of a board's staff only (clause 4.5g); everyone else's organisation comes from signing in.
ORGANISATION_FIELDS: tuple[ReportField, ...] = (
    ReportField(
        "happened_at",
        "At which organisation did it happen?",
        FieldKind.CHOICE,
        (
            Choice("own", "My own organisation"),
            Choice("provider", "A provider", "Your report goes to its patient-safety lead."),
        ),
        required=True,
    ),
    ReportField(
        "happened_at_code",
        "Which provider?",
        FieldKind.ORGANISATION,
        help="Type part of its name, then choose it.",
        required=True,
        only_if=("happened_at", frozenset({"provider"})),
    ),
)

#: Asked of whoever types in a report that was written on paper while the system could not be reached.
PAPER_FIELDS: tuple[ReportField, ...] = (
    ReportField(
        "from_paper",
        "Are you typing in a paper report?",
        FieldKind.CHOICE,
        YES_OR_NO,
        required=True,
    ),
    ReportField(
        "written_on",
        "On which day was it written on paper?",
        FieldKind.DATE,
        help="It stands at the top of the sheet. It counts as the day this was reported.",
        required=True,
        only_if=("from_paper", frozenset({"yes"})),
    ),
    ReportField(
        "written_time",
        "At what time was it written?",
        FieldKind.TIME,
        required=True,
        only_if=("from_paper", frozenset({"yes"})),
    ),
)

#: Fields beside those of the twelve questions, by name.
_MORE = {field.name: field for field in (*ORGANISATION_FIELDS, *PAPER_FIELDS)}
_ALL: Mapping[str, ReportField] = {**FIELDS, **_MORE}
_SEVERAL = frozenset({"other_organisation_code"})


@dataclass(frozen=True)
class ReportAnswers:
    """The answers that count, by the names of ``reporting_form``; what is absent or cannot be read is empty.

    Organisations are ODS codes. ``happened_at_code`` is empty where it happened at the reporter's own organisation.
    """

    what_happened: str = ""
    happened_precision: str = ""
    happened_on: date | None = None
    happened_time: time | None = None
    happened_shift: str = ""
    happened_about: str = ""
    found_on: date | None = None
    happened_at: str = ""
    happened_at_code: str = ""
    site: str = ""
    setting: str = ""
    ward_or_team: str = ""
    affected: tuple[str, ...] = ()
    how_many: int | None = None
    age_band: str = ""
    physical_harm: str = ""
    psychological_harm: str = ""
    immediate_action: str = ""
    danger_now: str = ""
    other_organisation: str = ""
    other_organisation_code: tuple[str, ...] = ()
    other_organisation_words: str = ""
    circumstances: tuple[str, ...] = ()
    local_number: str = ""
    lfpse_number: str = ""
    steis_number: str = ""
    contact: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    from_paper: str = ""
    written_on: date | None = None
    written_time: time | None = None
    is_near_miss: bool = False
    is_urgent: bool = False

    @property
    def how_to_reach(self) -> str:
        """E-mail and phone as one line."""
        return ", ".join(part for part in (self.contact_email, self.contact_phone) if part)

    @property
    def written_at(self) -> datetime | None:
        """When it was written on paper; None where it was typed at once."""
        if self.written_on is None or self.written_time is None:
            return None
        return datetime.combine(self.written_on, self.written_time, LONDON)

    @property
    def exact_moment(self) -> datetime | None:
        """The moment it happened, where the reporter knows it exactly."""
        if self.happened_on is None or self.happened_time is None or self.happened_precision != "exact":
            return None
        return datetime.combine(self.happened_on, self.happened_time, LONDON)


def is_from_paper(answers: Mapping[str, object]) -> bool:
    """Whether a draft was begun to type in a paper report, so that it is asked when that was written."""
    return is_answered(sound(answers), "from_paper")


def asks_organisation(kind: OrganisationKind) -> bool:
    """Whether people of such an organisation are asked where it happened: staff of a board are (clause 4.5g)."""
    return kind == OrganisationKind.ICB


def sound(answers: Mapping[str, object]) -> dict[str, Answer]:
    """The answers that have a readable shape, whatever else is stored. A date typed in parts becomes one string."""
    return {name: answer for name in _ALL if (answer := _shaped(_ALL[name], answers.get(name))) is not None}


def _shaped(field: ReportField, stored: object) -> Answer | None:
    """One answer in the shape of its kind; None where it is absent or has another shape."""
    if isinstance(stored, str):
        return (stored,) if field.kind is FieldKind.MULTI and stored else stored
    if isinstance(stored, int) and not isinstance(stored, bool) and field.kind is FieldKind.NUMBER:
        return str(stored)
    if not isinstance(stored, list | tuple) or not all(isinstance(part, str) for part in stored):
        return None
    if field.kind is FieldKind.DATE:
        # Day, month and year as typed, where they are no date; never readable as one.
        return "/".join(stored) if any(part.strip() for part in stored) else ""
    if field.kind is FieldKind.MULTI or field.name in _SEVERAL:
        return tuple(dict.fromkeys(part for part in stored if part.strip()))
    return None


def read(answers: Mapping[str, object]) -> ReportAnswers:
    """The stored answers as typed values. Answers to questions no longer asked do not count. Never raises."""
    shaped = sound(answers)
    counted = answers_that_count(shaped)
    for name, field in _MORE.items():
        if name in shaped and is_asked(field, shaped):
            counted[name] = shaped[name]

    def text(name: str) -> str:
        given = chosen(counted, name)
        return given[0].strip() if given else ""

    number = text("how_many")
    return ReportAnswers(
        **{name: text(name) for name in _TEXTS},
        happened_on=date_of(text("happened_on")),
        happened_time=time_of(text("happened_time")),
        found_on=date_of(text("found_on")),
        written_on=date_of(text("written_on")),
        written_time=time_of(text("written_time")),
        affected=chosen(counted, "affected"),
        how_many=int(number) if number.isascii() and number.isdigit() and len(number) < 8 else None,
        other_organisation_code=tuple(part.strip() for part in chosen(counted, "other_organisation_code")),
        circumstances=chosen(counted, "circumstances"),
        is_near_miss=is_near_miss(chosen(counted, "affected")),
        is_urgent=needs_urgent_contact(counted),
    )


_TEXTS = tuple(
    name
    for name, field in _ALL.items()
    if field.kind not in {FieldKind.DATE, FieldKind.TIME, FieldKind.NUMBER, FieldKind.MULTI}
    and name not in _SEVERAL
)


def date_of(text: str) -> date | None:
    """The day of a stored answer, or None where it is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def time_of(text: str) -> time | None:
    """The time of day of a stored answer, or None where it is no time."""
    hours, _, minutes = text.partition(":")
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        return None


def problems(
    answers: Mapping[str, object],
    *,
    now: datetime,
    questions: Collection[int] | None = None,
    organisation: bool = False,
) -> tuple[Problem, ...]:
    """What stops the answers from being sent, in the order of the pages, each beside its field; all of it at once.

    ``questions`` limits it to some pages, by number. With ``organisation``, where it happened is asked as well.
    """
    shaped = sound(answers)
    today = london_day(now)
    found: list[Problem] = []
    for question in QUESTIONS:
        if questions is not None and question.number not in questions:
            continue
        unreadable = [
            Problem(field.name, "This answer could not be read. Give it again.", clause=question.clause)
            for field in question.fields
            if answers.get(field.name) is not None and field.name not in shaped and is_asked(field, shaped)
        ]
        told = {problem.field for problem in unreadable}
        found += unreadable
        if question.number == WRITTEN:
            found += _problems_with_paper(shaped, now=now, clause=question.clause)
        if question.number == WHERE and organisation:
            found += _problems_with_organisation(shaped, clause=question.clause)
        page = problems_of_page(question.number, shaped, today=today)
        found += [problem for problem in page if problem.field not in told]
        if question.name == "other_organisation":
            found += _problems_with_others(shaped, clause=question.clause)
    return tuple(found)


def _problems_with_paper(answers: Mapping[str, Answer], *, now: datetime, clause: str) -> list[Problem]:
    if not is_from_paper(answers):
        return []
    found = [
        Problem(field.name, message, clause=clause)
        for field in PAPER_FIELDS
        if is_asked(field, answers) and (message := problem_of_field(field, answers))
    ]
    given = read(answers)
    if found or given.written_at is None:
        return found
    words = problem_with_written(
        given.written_at, happened_at=given.exact_moment, happened_on=given.happened_on, now=now
    )
    return [Problem("written_on", words, clause=clause)] if words else []


def _problems_with_organisation(answers: Mapping[str, Answer], *, clause: str) -> list[Problem]:
    where, which = ORGANISATION_FIELDS
    given = chosen(answers, where.name)
    if not given or given[0] not in {choice.code for choice in where.choices}:
        return [Problem(where.name, "Choose one.", clause=clause)]
    if is_asked(which, answers) and not is_answered(answers, which.name):
        return [Problem(which.name, "Find the provider and choose it.", clause=clause)]
    return []


def _problems_with_others(answers: Mapping[str, Answer], *, clause: str) -> list[Problem]:
    if not is_asked(_ALL["other_organisation_code"], answers):
        return []
    codes = chosen(answers, "other_organisation_code")
    if not codes and not is_answered(answers, "other_organisation_words"):
        words = "Find it and choose it, or say which in your own words."
        return [Problem("other_organisation_code", words, clause=clause)]
    if len(codes) > MOST_ORGANISATIONS:
        words = f"Choose {MOST_ORGANISATIONS} or fewer. Name the others in your own words."
        return [Problem("other_organisation_code", words, clause=clause)]
    return []
