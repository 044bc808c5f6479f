"""Responses that are required whatever a provider's plan says: one row a rule, and one function of facts (reference 6.1).

A rule is required, not required, or unknown: then it names the questions that would settle it. Nothing here looks at a
case, so that a case of years ago can be asked the same as one of today.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from sightline.policy.questionnaire import Choice, Problem
from sightline.policy.terms import Term

PSII = "psii"
GUIDE = "NHS England, guide to responding proportionately to patient safety incidents, appendix A"
QUOTED = f"{GUIDE}, as published summaries quote it"
KNOWN = f"{GUIDE}, from knowledge"


class Need(Term):
    """Whether a response is required; unknown is an answer of its own, and is asked about first."""

    REQUIRED = "required", "Required"
    NOT_REQUIRED = "not_required", "Not required"
    UNKNOWN = "unknown", "Not known yet"


@dataclass(frozen=True)
class ResponseFacts:
    """What the rules ask of an event. None is "not known", which is never the same as no.

    ``detained``: under mental health law, or deprived of liberty under mental capacity law. ``maternity_criteria``: it
    meets the criteria of Maternity and Newborn Safety Investigations. ``custody``: in prison or police custody.
    """

    never_event: bool | None = None
    died: bool | None = None
    death_due_to_care: bool | None = None
    detained: bool | None = None
    death_linked_to_care: bool | None = None
    maternity_criteria: bool | None = None
    learning_disability: bool | None = None
    under_18: bool | None = None
    safeguarding: bool | None = None
    screening: bool | None = None
    custody: bool | None = None
    mental_health_homicide: bool | None = None
    domestic_homicide: bool | None = None

    def known(self, name: str) -> bool | None:
        """One fact by its name."""
        value: bool | None = getattr(self, name)
        return value


@dataclass(frozen=True)
class RequiredRule:
    """One rule: it is required where every fact of ``wants`` is as said, not where one is otherwise.

    ``response`` is a code of ``learning_responses``; empty where the event goes to ``body`` and the plan still chooses.
    """

    code: str
    when: str
    wants: Mapping[str, bool]
    response: str
    body: str
    source: str
    clause: str = "5.2.2"

    @property
    def what(self) -> str:
        """What is required, in words."""
        return "Patient safety incident investigation (PSII)" if self.response == PSII else self.body


@dataclass(frozen=True)
class Required:
    """A rule as it stands for one event. ``asks``: the facts not known that it waits for, in the order of asking."""

    rule: RequiredRule
    need: Need
    asks: tuple[str, ...] = ()


def _rule(
    code: str,
    when: str,
    wants: Mapping[str, bool],
    *,
    response: str = "",
    body: str = "",
    source: str = KNOWN,
    clause: str = "5.2.2",
) -> RequiredRule:
    return RequiredRule(code, when, MappingProxyType(dict(wants)), response, body, source, clause)


RULES: tuple[RequiredRule, ...] = (
    _rule(
        "never_event",
        "A Never Event.",
        {"never_event": True},
        response=PSII,
        source=f"{QUOTED}. Interim arrangements for Never Events are not in it: check them",
        clause="3.3.0",
    ),
    _rule(
        "death_due_to_care",
        "A death thought more likely than not to be due to problems in care.",
        {"died": True, "death_due_to_care": True},
        response=PSII,
        source=QUOTED,
    ),
    _rule(
        "detained_death",
        "The death of someone detained, or deprived of liberty, that may be linked to problems in care.",
        {"died": True, "detained": True, "death_linked_to_care": True},
        response=PSII,
    ),
    _rule(
        "maternity",
        "Maternity and newborn cases that meet its criteria.",
        {"maternity_criteria": True},
        body="Maternity and Newborn Safety Investigations (MNSI)",
    ),
    _rule(
        "learning_disability",
        "The death of an adult with a learning disability, or of an autistic adult.",
        {"died": True, "under_18": False, "learning_disability": True},
        body="LeDeR, learning from lives and deaths",
    ),
    _rule(
        "child_death",
        "The death of a child.",
        {"died": True, "under_18": True},
        body="Child Death Overview Panel",
    ),
    _rule(
        "safeguarding",
        "Abuse or neglect, known or suspected, of a child or of an adult at risk.",
        {"safeguarding": True},
        body="The local authority",
    ),
    _rule(
        "screening",
        "An incident in a national screening programme.",
        {"screening": True},
        body="Screening Quality Assurance Service (SQAS)",
    ),
    _rule(
        "custody",
        "A death in prison or police custody.",
        {"died": True, "custody": True},
        body="Prisons and Probation Ombudsman, or the Independent Office for Police Conduct",
    ),
    _rule(
        "mental_health_homicide",
        "A homicide by someone in mental health care.",
        {"died": True, "mental_health_homicide": True},
        body="NHS England regional independent investigation team",
    ),
    _rule(
        "domestic_homicide",
        "A domestic homicide.",
        {"died": True, "domestic_homicide": True},
        body="Community Safety Partnership",
    ),
)


@dataclass(frozen=True)
class FactQuestion:
    """How one fact is asked."""

    code: str
    text: str
    help: str = ""


YES_NO_OR_NOT_KNOWN = (
    Choice("yes", "Yes"),
    Choice("no", "No"),
    Choice("not_known", "Not known yet"),
)
QUESTIONS: Mapping[str, FactQuestion] = MappingProxyType(
    {
        row.code: row
        for row in (
            FactQuestion("never_event", "Is it on the Never Events list?"),
            FactQuestion("died", "Did someone die?", "Count stillbirth and the loss of a pregnancy."),
            FactQuestion(
                "death_due_to_care",
                "Is the death thought more likely than not to be due to problems in care?",
                "As it looks now, by the people who reviewed the care. It can be answered anew.",
            ),
            FactQuestion(
                "detained",
                "Was the person detained, or deprived of liberty?",
                "Under mental health law, or by safeguards for people who lack capacity.",
            ),
            FactQuestion(
                "death_linked_to_care",
                "Is there reason to think that the death may be linked to problems in care?",
                "Less is asked here than for the question whether it is due to them.",
            ),
            FactQuestion(
                "maternity_criteria",
                "Does it meet the criteria of Maternity and Newborn Safety Investigations?",
                "A baby of at least 37 weeks after labour: stillbirth in labour, death within 6 days, or a possible "
                "severe brain injury. Or the death of a mother.",
            ),
            FactQuestion("learning_disability", "Did the person have a learning disability, or autism?"),
            FactQuestion("under_18", "Was the person under 18?"),
            FactQuestion(
                "safeguarding", "Is abuse or neglect of a child or of an adult at risk known or suspected?"
            ),
            FactQuestion(
                "screening",
                "Did it happen in a national screening programme?",
                "For example, breast, bowel or cervical screening, or newborn screening.",
            ),
            FactQuestion("custody", "Did the person die in prison or in police custody?"),
            FactQuestion("mental_health_homicide", "Was it a homicide by someone in mental health care?"),
            FactQuestion("domestic_homicide", "Was it a domestic homicide?"),
        )
    }
)
_ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "not_known": None}
_CHILD_BANDS = frozenset(
    ("days_0_14", "days_15_28", "months_1_11", "years_1_4", "years_5_9", "years_10_15", "years_16_17")
)
#: Circumstances of the report that settle a fact where they were asked and not ticked, and settle it where ticked.
_TICKED: Mapping[str, str] = {"detained": "liberty", "safeguarding": "abuse"}


def required_responses(facts: ResponseFacts) -> tuple[Required, ...]:
    """Every rule as it stands for these facts, in the order of the rules."""
    if facts.death_due_to_care:
        facts = replace(facts, death_linked_to_care=True)
    return tuple(_judged(rule, facts) for rule in RULES)


def _judged(rule: RequiredRule, facts: ResponseFacts) -> Required:
    known = {name: facts.known(name) for name in rule.wants}
    if any(value is not None and value != rule.wants[name] for name, value in known.items()):
        return Required(rule, Need.NOT_REQUIRED)
    asks = tuple(name for name, value in known.items() if value is None)
    return Required(rule, Need.UNKNOWN, asks) if asks else Required(rule, Need.REQUIRED)


def questions_of(required: Collection[Required]) -> tuple[str, ...]:
    """Every fact that some rule waits for, in the order of asking."""
    wanted = {name for row in required for name in row.asks}
    return tuple(name for name in QUESTIONS if name in wanted)


def with_answers(facts: ResponseFacts, answers: Mapping[str, str]) -> ResponseFacts:
    """The facts with what a person answered ("yes", "no" or "not_known"), which counts before what the report says."""
    given = {
        field.name: _ANSWERS[answers[field.name]]
        for field in fields(ResponseFacts)
        if answers.get(field.name) in _ANSWERS
    }
    return replace(facts, **given)


def problems_of_answers(facts: ResponseFacts, answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """Questions that a rule waits for and nobody has answered, not even by "not known yet"; each beside its field."""
    asked = questions_of(required_responses(with_answers(facts, answers)))
    return tuple(
        Problem(name, "Answer this first: it decides whether a response is required.", clause="5.2.2")
        for name in asked
        if answers.get(name) not in _ANSWERS
    )


def facts_of_report(
    *,
    circumstances: Collection[str],
    physical_harm: str,
    age_band: str,
    setting: str,
    never_event: bool | None,
    criteria: Collection[str] | None = None,
    sub_answers: Mapping[str, object] = MappingProxyType({}),
    natural_course: str = "",
) -> ResponseFacts:
    """What a report, and a classification where one was made, say of the facts. Codes are those of their own forms.

    ``never_event``: None where nobody has said. ``criteria``: None where it was never classified under SIF 2015.
    A circumstance that was asked for and not ticked says no, unless the reporter was not sure.
    """
    is_sure = bool(circumstances) and "not_sure" not in circumstances
    died = _died(circumstances, physical_harm, is_sure)
    is_natural = natural_course == "yes"
    ticked = {
        fact: True if circumstance in circumstances else False if is_sure else None
        for fact, circumstance in _TICKED.items()
    }
    if criteria is not None and "A4" in criteria:
        ticked["safeguarding"] = True
    homicide = {"yes": True, "no": False}.get(str(sub_answers.get("a1_homicide", "")))
    return ResponseFacts(
        never_event=never_event,
        died=died,
        death_due_to_care=False if is_natural else None,
        detained=ticked["detained"],
        death_linked_to_care=False if is_natural else None,
        maternity_criteria=None if "maternity" in circumstances or not is_sure else False,
        under_18=_under_18(age_band),
        safeguarding=ticked["safeguarding"],
        # A criterion of whole populations covers more than screening, so that it asks; without it there was none.
        screening=False if criteria is not None and "B4" not in criteria else None,
        custody=None if setting == "prison" or "police" in circumstances or not is_sure else False,
        mental_health_homicide=homicide,
    )


def _died(circumstances: Collection[str], physical_harm: str, is_sure: bool) -> bool | None:
    if physical_harm == "died" or "death" in circumstances:
        return True
    return False if is_sure and physical_harm not in ("", "not_known") else None


def _under_18(age_band: str) -> bool | None:
    return None if age_band in ("", "not_known") else age_band in _CHILD_BANDS
