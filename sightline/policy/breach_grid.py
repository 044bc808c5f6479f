"""A breach of information: the 5 by 5 grid, who must be told, and whose 72 hours they are (clauses 3.4a, 11.2, 12e).

The grid is a pair of thresholds, likelihood and severity, and never their product: 5 by 1 tells nobody. It advises; the
national tool, in which the controller records the breach, forwards the notice. Every breach is logged, told or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from types import MappingProxyType
from uuid import UUID

from sightline.policy.editions import Dated, Editions
from sightline.policy.lengths import Length, Unit, last_moment
from sightline.policy.near_miss import ScaleRow
from sightline.policy.questionnaire import Problem
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Term
from sightline.policy.three_answers import NO, YES, Ask, Finding, any_of, known, unknown

SOURCE = "Guide to the Notification of Data Security and Protection Incidents; from knowledge"
LAW = "UK GDPR, articles 33 and 34; Information Commissioner's Office guidance"
LOG_EVERY_BREACH = "Every breach is logged, whether or not anybody is told of it (UK GDPR, article 33)."


class BreachKind(Term):
    """What was broken; one breach may be all three."""

    CONFIDENTIALITY = "confidentiality", "Seen by, or given to, the wrong people"
    INTEGRITY = "integrity", "Changed, wrong or mixed up"
    AVAILABILITY = "availability", "Lost, or not there when needed"


def _scale(*steps: tuple[str, str]) -> tuple[ScaleRow, ...]:
    return tuple(ScaleRow(value, *step, clause="12e") for value, step in enumerate(steps, start=1))


LIKELIHOOD = _scale(
    ("Not occurred", "It is certain that nobody suffered any effect."),
    ("Not likely", "No sign of an effect, or people at risk are concerned and nothing came of it."),
    ("Likely", "It is likely that somebody suffers an effect."),
    ("Highly likely", "It will almost certainly come to an effect."),
    ("Occurred", "Somebody has suffered an effect."),
)
SEVERITY = _scale(
    ("None", "No adverse effect."),
    ("Minor", "A minor effect, or people at risk are concerned."),
    ("Some adverse effect", "Such as an appointment cancelled, or confidence lost."),
    ("Pain, suffering or financial loss", "To one person or to several."),
    ("Death or catastrophe", "Somebody died, or care failed many."),
)


@dataclass(frozen=True)
class TellThreshold:
    """One body, told where likelihood and severity both reach these figures."""

    body: str
    likelihood_from: int
    severity_from: int
    clause: str = "11.2"

    def is_reached(self, likelihood: int, severity: int) -> bool:
        """Both thresholds together; never the product."""
        return likelihood >= self.likelihood_from and severity >= self.severity_from


@dataclass(frozen=True)
class Grid:
    """The thresholds of one edition, and the least scores where people at risk or special data are concerned."""

    thresholds: tuple[TellThreshold, ...]
    least_likelihood: int
    least_severity: int
    tag: Tag
    source: str = SOURCE


ICO, CENTRE = "ico", "dhsc_nhse"
BODIES: Mapping[str, str] = MappingProxyType(
    {
        ICO: "Information Commissioner's Office",
        CENTRE: "Department of Health and Social Care, and NHS England",
    }
)
#: What each is called where there is little room, such as in a cell of the grid.
SHORT_NAMES: Mapping[str, str] = MappingProxyType({ICO: "the ICO", CENTRE: "DHSC, NHS England"})
#: Editable: a new guide adds an edition, an ICB agrees another figure (``local_default_rows``). None before the law of 25 May 2018: an earlier checklist held then.
GRIDS: Editions[Grid] = Editions(
    "Breach grid",
    (
        Dated(
            Grid(
                (TellThreshold(ICO, 3, 2), TellThreshold(CENTRE, 3, 4)),
                least_likelihood=2,
                least_severity=2,
                tag=Tag.NATIONAL,
            ),
            date(2018, 5, 25),
        ),
    ),
)
#: The tool's name drifted; what is stored of a breach is its reference, whatever the tool was called (12e).
TOOLS: Editions[str] = Editions(
    "Reporting tool for breaches",
    (
        Dated("Information Governance Toolkit, incident reporting tool", date(2013, 6, 1), date(2018, 3, 31)),
        Dated("Data Security and Protection Toolkit, incident reporting tool", date(2018, 4, 1)),
    ),
)
HOURS = Length(72, Unit.CLOCK_HOURS)

_ASK_LIKELIHOOD = Ask(
    "breach_likelihood", "How likely is it that somebody suffers an effect, from 1 to 5?", "12e"
)
_ASK_SEVERITY = Ask("breach_severity", "How severe would the effect be, from 1 to 5?", "12e")
_ASK_AT_RISK = Ask("breach_people_at_risk", "Are people at risk concerned, such as children?", "12e")
_ASK_SPECIAL = Ask("breach_special_data", "Are data on health, or of another special kind, concerned?", "12e")
_ASK_HIGH_RISK = Ask(
    "breach_high_risk", "Is there a high risk to the rights and freedoms of the people concerned?", "11.2"
)
_ASK_CONTROLLER = Ask(
    "breach_controller", "Which organisation decides how these data are used (the controller)?", "11.2"
)
_ASK_AWARE = Ask("breach_aware_at", "When did the controller itself become aware of the breach?", "11.2")
_SCALE = range(1, 6)


@dataclass(frozen=True)
class BreachFacts:
    """What is known of a breach; None is not known yet. Scores are whole numbers from 1 to 5.

    ``controller_id``: who decides how the data are used, most often the provider. ``aware_at``: when the *controller*
    became aware, an aware moment. ``special_data``: health, or another special category.

    Raises:
        ValueError: a score is off its scale.
    """

    likelihood: int | None = None
    severity: int | None = None
    people_at_risk: bool | None = None
    special_data: bool | None = None
    high_risk: bool | None = None
    controller_id: UUID | None = None
    aware_at: datetime | None = None

    def __post_init__(self) -> None:
        for score in (self.likelihood, self.severity):
            if score is not None and (isinstance(score, bool) or score not in _SCALE):
                raise ValueError(f"A score of the grid is a whole number from 1 to 5, not {score!r}.")


def must_be_told(body: str, facts: BreachFacts, *, on: date, grids: Editions[Grid] = GRIDS) -> Finding:
    """Whether a body of ``BODIES`` is told, by the grid in force on a day; asks only what could change the answer.

    Raises:
        KeyError: there is no such body.
    """
    label, grid = BODIES[body], grids.on(on)
    if grid is None:
        question = f"No grid is loaded for this day. By the checklist of the time, was it for the {label}?"
        return unknown(Ask("breach_earlier_checklist", question, "12e"))
    reached = [row for row in grid.thresholds if row.body == body]
    missing = [ask for ask in _unanswered(facts) if len(_verdicts(reached, grid, facts, fixed=ask)) > 1]
    verdicts = _verdicts(reached, grid, facts)
    if verdicts == {True}:
        return YES
    return unknown(*missing) if True in verdicts else NO


def _unanswered(facts: BreachFacts) -> list[Ask]:
    known_of = {
        _ASK_LIKELIHOOD: facts.likelihood,
        _ASK_SEVERITY: facts.severity,
        _ASK_AT_RISK: facts.people_at_risk,
        _ASK_SPECIAL: facts.special_data,
    }
    return [ask for ask, value in known_of.items() if value is None]


def _verdicts(
    rows: list[TellThreshold], grid: Grid, facts: BreachFacts, fixed: Ask | None = None
) -> set[bool]:
    """What the grid could say, over everything that the missing facts could be.

    With ``fixed``, whether that one answer alone matters somewhere: both verdicts where it does.
    """
    likelihoods = _SCALE if facts.likelihood is None else (facts.likelihood,)
    severities = _SCALE if facts.severity is None else (facts.severity,)
    at_risk = (True, False) if facts.people_at_risk is None else (facts.people_at_risk,)
    special = (True, False) if facts.special_data is None else (facts.special_data,)
    by_others: dict[tuple[object, ...], set[bool]] = {}
    for combination in product(likelihoods, severities, at_risk, special):
        likelihood, severity = _raised(grid, *combination)
        verdict = any(row.is_reached(likelihood, severity) for row in rows)
        others = tuple(
            value
            for ask, value in zip(
                (_ASK_LIKELIHOOD, _ASK_SEVERITY, _ASK_AT_RISK, _ASK_SPECIAL), combination, strict=True
            )
            if ask != fixed
        )
        by_others.setdefault(others if fixed else (), set()).add(verdict)
    return max(by_others.values(), key=len)


def _raised(
    grid: Grid, likelihood: int, severity: int, people_at_risk: bool, special_data: bool
) -> tuple[int, int]:
    if people_at_risk or special_data:
        return max(likelihood, grid.least_likelihood), max(severity, grid.least_severity)
    return likelihood, severity


def scores_counted(facts: BreachFacts, *, on: date, grids: Editions[Grid] = GRIDS) -> tuple[int, int] | None:
    """Likelihood and severity as they count, raised to the least; None while a score or an edition is missing."""
    grid = grids.on(on)
    if grid is None or facts.likelihood is None or facts.severity is None:
        return None
    return _raised(
        grid, facts.likelihood, facts.severity, bool(facts.people_at_risk), bool(facts.special_data)
    )


def people_are_told(facts: BreachFacts) -> Finding:
    """Whether the people concerned are told, without undue delay: where the risk to them is high (article 34)."""
    return known(facts.high_risk, _ASK_HIGH_RISK)


def clock_runs_for(organisation_id: UUID, facts: BreachFacts) -> Finding:
    """Whether the 72 hours are this organisation's: they are the controller's alone (design decision 35)."""
    if facts.controller_id is None:
        return unknown(_ASK_CONTROLLER)
    return YES if facts.controller_id == organisation_id else NO


def notify_by(facts: BreachFacts) -> datetime | Ask:
    """When the controller's 72 clock hours end, in UTC, or the question that must be answered first.

    They run from its own awareness, through nights, weekends and bank holidays. Nobody else's awareness starts them.
    """
    if facts.controller_id is None:
        return _ASK_CONTROLLER
    if facts.aware_at is None:
        return _ASK_AWARE
    return last_moment(facts.aware_at, HOURS)


def anybody_is_told(facts: BreachFacts, *, on: date, grids: Editions[Grid] = GRIDS) -> Finding:
    """Whether any body is told at all."""
    return any_of(must_be_told(body, facts, on=on, grids=grids) for body in BODIES)


def problems_of_notice(
    facts: BreachFacts,
    *,
    told_at: datetime | None,
    why_late: str,
    why_not_told: str,
    on: date,
    now: datetime,
    grids: Editions[Grid] = GRIDS,
) -> tuple[Problem, ...]:
    """What stops a notice of a breach, or the word that none is needed, from being recorded; empty when nothing does.

    Past 72 hours the reasons for the delay go with the notice (article 33). A breach that reaches the thresholds and is
    not told needs a reason too; a person decides.
    """
    ends_at, found = notify_by(facts), []
    if isinstance(ends_at, Ask):
        return (Problem(ends_at.field, ends_at.question, clause=ends_at.clause),)
    if told_at is None:
        needed = must_be_told(ICO, facts, on=on, grids=grids)
        if needed.is_unknown:
            found += [Problem(ask.field, ask.question, clause=ask.clause) for ask in needed.asks]
        elif needed.is_yes and not why_not_told.strip():
            words = "It reaches the thresholds. Say when it was told, or why it is not."
            found.append(Problem("why_not_told", words, clause="11.2"))
        return tuple(found)
    if told_at > now:
        found.append(Problem("told_at", "The time it was told cannot be in the future.", clause="11.2"))
    if facts.aware_at is not None and told_at < facts.aware_at:
        words = "It cannot have been told before the controller was aware of it. Check both."
        found.append(Problem("told_at", words, clause="11.2"))
    if told_at > ends_at and not why_late.strip():
        found.append(
            Problem("why_late", "More than 72 hours had passed. Say why it was told late.", clause="11.2")
        )
    return tuple(found)
