"""The report anyone can send: twelve questions, one to a page, in plain words.

The organisation comes from signing in and is never asked. Answers are kept as they are typed. What is wrong
with them is in ``reporting_checks``, where each goes in LFPSE and StEIS in ``reporting_map``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.harm import PHYSICAL_HARM, PSYCHOLOGICAL_HARM
from sightline.policy.near_miss import Affected
from sightline.policy.questionnaire import Answer, Choice, chosen
from sightline.policy.reporting_choices import (
    AGE_BANDS,
    CIRCUMSTANCE_CHOICES,
    CIRCUMSTANCES,
    CONTACT_CHOICES,
    PRECISIONS,
    SETTINGS,
    SHIFTS,
    YES_NO_UNKNOWN,
    Circumstance,
    CodedChoice,
)
from sightline.policy.terms import Term

BEFORE_YOU_START = "Do not name anyone. If someone is in danger, act first."
DOES_NOT_REPLACE = "This does not replace LFPSE or your local incident system."
RING_NOW = "Ring this number now. Do not wait for the form."
LONG, SHORT = 20_000, 200


class FieldKind(Term):
    """How a field is filled in. Dates are stored as ``2027-04-08``, times as ``14:30``."""

    TEXT = "text", "Several lines"
    LINE = "line", "One line"
    DATE = "date", "A date"
    TIME = "time", "A time of day"
    NUMBER = "number", "A whole number"
    CHOICE = "choice", "One choice"
    MULTI = "multi", "Any that apply"
    ORGANISATION = "organisation", "An organisation, looked up"
    EMAIL = "email", "An e-mail address"


@dataclass(frozen=True)
class ReportField:
    """One field. ``only_if`` names another field and the answers to it that make this one appear."""

    name: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    help: str = ""
    required: bool = False
    max_length: int = SHORT
    only_if: tuple[str, frozenset[str]] | None = None


@dataclass(frozen=True)
class ReportQuestion:
    """One page of the form."""

    number: int
    name: str
    question: str
    help: str
    clause: str
    fields: tuple[ReportField, ...]

    @property
    def required(self) -> bool:
        """Whether the page must be answered before sending."""
        return any(field.required for field in self.fields)


def _only_if(name: str, *answers: str) -> tuple[str, frozenset[str]]:
    return name, frozenset(answers)


PEOPLE = frozenset({Affected.PATIENT.value, Affected.STAFF.value, Affected.VISITOR.value})
_IF_PEOPLE = ("affected", PEOPLE)
_PHYSICAL = tuple(CodedChoice(row.code, row.label, row.definition, row.lfpse_code) for row in PHYSICAL_HARM)
_PSYCHOLOGICAL = tuple(
    CodedChoice(row.code, row.label, row.definition, row.lfpse_code) for row in PSYCHOLOGICAL_HARM
)
_K = FieldKind

QUESTIONS: tuple[ReportQuestion, ...] = (
    ReportQuestion(
        1,
        "what_happened",
        "What happened?",
        "Two to four sentences. Say what you saw, not who is to blame. No names.",
        clause="1.1b",
        fields=(ReportField("what_happened", "What happened?", _K.TEXT, required=True, max_length=LONG),),
    ),
    ReportQuestion(
        2,
        "when",
        "When did it happen?",
        "Your best answer is enough.",
        clause="1.1b",
        fields=(
            ReportField(
                "happened_precision", "How well do you know when?", _K.CHOICE, PRECISIONS, required=True
            ),
            ReportField(
                "happened_on",
                "Date",
                _K.DATE,
                required=True,
                only_if=_only_if("happened_precision", "exact", "about", "shift"),
            ),
            ReportField(
                "happened_time",
                "Time",
                _K.TIME,
                help="For example, 14:30.",
                required=True,
                only_if=_only_if("happened_precision", "exact", "about"),
            ),
            ReportField(
                "happened_shift",
                "Which shift?",
                _K.CHOICE,
                SHIFTS,
                required=True,
                only_if=_only_if("happened_precision", "shift"),
            ),
            ReportField(
                "happened_about",
                "Roughly when?",
                _K.LINE,
                help="For example, some time in the last two weeks.",
                required=True,
                only_if=_only_if("happened_precision", "not_sure"),
            ),
            ReportField("found_on", "If it was found later, when?", _K.DATE),
        ),
    ),
    ReportQuestion(
        3,
        "where",
        "Where did it happen?",
        "",
        clause="4.7.13",
        fields=(
            ReportField(
                "site", "Site", _K.LINE, help="Hospital, practice, home or other place.", required=True
            ),
            ReportField("setting", "Kind of service", _K.CHOICE, SETTINGS, required=True),
            ReportField("ward_or_team", "Ward or team", _K.LINE),
        ),
    ),
    ReportQuestion(
        4,
        "affected",
        "Who or what did it affect?",
        "Caught before it reached anyone? Choose “Nobody: it was caught in time”.",
        clause="3.6.0",
        fields=(
            ReportField(
                "affected",
                "Choose all that apply",
                _K.MULTI,
                tuple(Choice(member.value, member.label) for member in Affected),
                required=True,
            ),
            ReportField(
                "how_many", "How many people?", _K.NUMBER, help="About how many.", only_if=_IF_PEOPLE
            ),
            ReportField(
                "age_band",
                "Age of the patient",
                _K.CHOICE,
                AGE_BANDS,
                help="If there are several, the one harmed most. Never a date of birth.",
                only_if=_only_if("affected", Affected.PATIENT.value),
            ),
        ),
    ),
    ReportQuestion(
        5,
        "physical_harm",
        "What physical harm do you know of so far?",
        "What you know now. It can change.",
        clause="3.2a.ii",
        fields=(
            ReportField(
                "physical_harm", "Physical harm", _K.CHOICE, _PHYSICAL, required=True, only_if=_IF_PEOPLE
            ),
        ),
    ),
    ReportQuestion(
        6,
        "psychological_harm",
        "What psychological harm do you know of so far?",
        "Distress counts.",
        clause="3.2a.ii",
        fields=(
            ReportField(
                "psychological_harm",
                "Psychological harm",
                _K.CHOICE,
                _PSYCHOLOGICAL,
                required=True,
                only_if=_IF_PEOPLE,
            ),
        ),
    ),
    ReportQuestion(
        7,
        "immediate_action",
        "What has been done to make people safe?",
        "If nothing has been done yet, say so.",
        clause="2.1.2",
        fields=(
            ReportField(
                "immediate_action", "Immediate action taken", _K.TEXT, required=True, max_length=LONG
            ),
        ),
    ),
    ReportQuestion(
        8,
        "danger_now",
        "Could it hurt someone else now?",
        "",
        clause="4.5f.2",
        fields=(
            ReportField(
                "danger_now", "Could it hurt someone else now?", _K.CHOICE, YES_NO_UNKNOWN, required=True
            ),
        ),
    ),
    ReportQuestion(
        9,
        "other_organisation",
        "Was another organisation or service involved?",
        "Such as an ambulance service, a practice, a care home or another trust.",
        clause="4.7.10",
        fields=(
            ReportField(
                "other_organisation", "Was another involved?", _K.CHOICE, YES_NO_UNKNOWN, required=True
            ),
            ReportField(
                "other_organisation_code",
                "Which?",
                _K.ORGANISATION,
                help="Type part of its name or postcode.",
                only_if=_only_if("other_organisation", "yes"),
            ),
            ReportField(
                "other_organisation_words",
                "If you cannot find it, say which",
                _K.LINE,
                only_if=_only_if("other_organisation", "yes"),
            ),
        ),
    ),
    ReportQuestion(
        10,
        "circumstances",
        "Do any of these apply?",
        "They help the right people to hear of it quickly.",
        clause="3.2.1",
        fields=(
            ReportField(
                "circumstances", "Choose all that apply", _K.MULTI, CIRCUMSTANCE_CHOICES, required=True
            ),
        ),
    ),
    ReportQuestion(
        11,
        "recorded_elsewhere",
        "Is it already recorded elsewhere?",
        "Give any number you have. Leave it empty if you have none.",
        clause="12i",
        fields=(
            ReportField("local_number", "Local incident number, such as Datix", _K.LINE, max_length=50),
            ReportField("lfpse_number", "LFPSE number", _K.LINE, max_length=50),
            ReportField("steis_number", "StEIS number", _K.LINE, help="Like 2027/1234.", max_length=50),
        ),
    ),
    ReportQuestion(
        12,
        "contact",
        "How can we tell you what came of it?",
        "Whatever you choose, you get a code to follow your report.",
        clause="4.3c",
        fields=(
            ReportField("contact", "Choose one", _K.CHOICE, CONTACT_CHOICES, required=True),
            ReportField(
                "contact_name",
                "Your name",
                _K.LINE,
                required=True,
                only_if=_only_if("contact", "named", "confidential"),
            ),
            ReportField(
                "contact_email",
                "Work e-mail",
                _K.EMAIL,
                only_if=_only_if("contact", "named", "confidential"),
            ),
            ReportField(
                "contact_phone",
                "Phone",
                _K.LINE,
                max_length=30,
                only_if=_only_if("contact", "named", "confidential"),
            ),
        ),
    ),
)

FIELDS: Mapping[str, ReportField] = MappingProxyType(
    {field.name: field for question in QUESTIONS for field in question.fields}
)


def is_asked(field: ReportField, answers: Mapping[str, Answer]) -> bool:
    """Whether this field appears, given the answers so far."""
    return field.only_if is None or bool(field.only_if[1].intersection(chosen(answers, field.only_if[0])))


def answers_that_count(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to fields that appear, without those left behind when another answer changed."""
    return {
        name: answer for name, answer in answers.items() if name in FIELDS and is_asked(FIELDS[name], answers)
    }


def questions_for(answers: Mapping[str, Answer]) -> tuple[ReportQuestion, ...]:
    """The pages to show: harm is not asked of a service, a near miss or a risk."""
    return tuple(row for row in QUESTIONS if any(is_asked(field, answers) for field in row.fields))


def _circumstances(answers: Mapping[str, Answer]) -> list[Circumstance]:
    return [CIRCUMSTANCES[name] for name in chosen(answers, "circumstances") if name in CIRCUMSTANCES]


def hinted_criteria(answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Criteria worth looking at first, from question 10. A hint for the person deciding, never an answer."""
    return tuple(sorted({code for row in _circumstances(answers) for code in row.hints}))


def needs_urgent_contact(answers: Mapping[str, Answer]) -> bool:
    """Whether to show the number to ring: someone is in danger now, or a circumstance says so."""
    return "yes" in chosen(answers, "danger_now") or any(row.urgent for row in _circumstances(answers))
