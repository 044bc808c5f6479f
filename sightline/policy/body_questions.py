"""What is asked of a case only where a rule about other bodies needs it, each with why and by which clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sightline.policy.body_facts import Asked, Known
from sightline.policy.questionnaire import Problem
from sightline.policy.reporting_choices import CIRCUMSTANCES
from sightline.policy.terms import Term


class Subject(Term):
    """The headings of the page that asks."""

    EVENT = "event", "What kind of event"
    DEATH = "death", "The death"
    PERSON = "person", "The person"
    BIRTH = "birth", "Pregnancy and birth"
    MEANS = "means", "What was used"
    WORKERS = "workers", "Staff and visitors"
    WIDER = "wider", "Beyond this case"


@dataclass(frozen=True)
class BodyQuestion:
    """One question, answered yes, no or not known yet. ``asks_day``: the day that a yes needs, as its label."""

    code: str
    subject: Subject
    text: str
    why: str
    clause: str
    help: str = ""
    asks_day: str = ""


S = Subject


def _of_circumstance(code: str, text: str, why: str) -> BodyQuestion:
    row = CIRCUMSTANCES[code]
    return BodyQuestion(f"is_{code}", S.EVENT, text, why, row.clause, row.help)


_ROWS = (
    _of_circumstance(
        "death", "Did someone die?", "A death is told to several bodies, some of them within a day."
    ),
    _of_circumstance(
        "maternity",
        "Was it about pregnancy, birth or a baby?",
        "Some events in maternity are told nationally.",
    ),
    _of_circumstance(
        "abuse",
        "Was there abuse, or a concern about safeguarding?",
        "The local authority leads on safeguarding.",
    ),
    _of_circumstance(
        "liberty",
        "Was someone detained or deprived of liberty?",
        "CQC is told of some events under detention.",
    ),
    _of_circumstance(
        "police", "Are the police involved, or should they be?", "A crime is told to the police at once."
    ),
    _of_circumstance(
        "public_concern",
        "Are the press or the public concerned, or likely to be?",
        "The ICB’s communications team prepares before the press asks.",
    ),
    _of_circumstance(
        "information",
        "Was information lost, or seen by the wrong people?",
        "Whoever controls the data has 72 hours to notify the regulator.",
    ),
    _of_circumstance(
        "service_stopped",
        "Did a service close, or was a major incident called?",
        "CQC is told of events that stop a service.",
    ),
    BodyQuestion(
        "others_involved",
        S.EVENT,
        "Was another organisation or service involved?",
        "Whoever finds that others are involved alerts them.",
        clause="4.7.10",
    ),
    BodyQuestion(
        "crime",
        S.EVENT,
        "Could it be a crime?",
        "A crime is told to the police at once.",
        clause="3.4c",
    ),
    BodyQuestion(
        "unnatural_death",
        S.DEATH,
        "Was the death violent or unnatural, or is its cause unknown?",
        "The coroner is told of these, the medical examiner of all others.",
        clause="3.2a.i",
        help="Self-inflicted deaths count, and deaths in custody or state detention.",
    ),
    BodyQuestion(
        "regulated_activity",
        S.DEATH,
        "Did the person die during regulated care, or possibly because of it?",
        "Registered providers that are not NHS trusts tell CQC themselves.",
        clause="2.2f",
    ),
    BodyQuestion(
        "in_prison",
        S.DEATH,
        "Was the person in prison, in immigration detention or in approved premises?",
        "The Prisons and Probation Ombudsman investigates such deaths.",
        clause="4.3h",
        help="Count someone released within the fortnight before.",
    ),
    BodyQuestion(
        "police_contact",
        S.DEATH,
        "Was the person in police custody, or had the police been with them shortly before?",
        "The Independent Office for Police Conduct investigates such deaths.",
        clause="4.3h",
    ),
    BodyQuestion(
        "domestic_abuse_death",
        S.DEATH,
        "Does the death have, or seem to have, domestic abuse behind it?",
        "The Community Safety Partnership decides on a review.",
        clause="4.3i",
    ),
    BodyQuestion(
        "mental_health_homicide",
        S.DEATH,
        "Is someone receiving mental health care thought to have killed another person?",
        "NHS England’s region decides on an independent investigation.",
        clause="3.2a.i",
    ),
    BodyQuestion(
        "prevent_future_deaths",
        S.DEATH,
        "Has the coroner sent a report to prevent future deaths?",
        "It is answered within 56 days.",
        clause="4.3i",
        help="A regulation 28 report, to this organisation. Change the answer if one comes later.",
        asks_day="Date of the coroner’s report",
    ),
    BodyQuestion(
        "under_18",
        S.PERSON,
        "Was the person under 18?",
        "Children and adults are safeguarded by different bodies.",
        clause="4.3h",
    ),
    BodyQuestion(
        "under_16",
        S.PERSON,
        "Was the person under 16?",
        "Deaths connected with domestic abuse are reviewed from 16.",
        clause="4.3i",
    ),
    BodyQuestion(
        "learning_disability",
        S.PERSON,
        "Did the person have a learning disability or autism?",
        "Deaths of adults with either are reviewed by LeDeR.",
        clause="4.3i",
    ),
    BodyQuestion(
        "care_needs",
        S.PERSON,
        "Does the adult have needs for care and support, and so could not protect themselves?",
        "The duty of the local authority to enquire rests on it.",
        clause="4.3h",
        help="Whether or not the needs are being met.",
    ),
    BodyQuestion(
        "agencies_failed",
        S.PERSON,
        "Is there concern that agencies could have worked together better to protect the adult?",
        "The Safeguarding Adults Board decides on a review.",
        clause="4.3i",
    ),
    BodyQuestion(
        "allegation_against_staff",
        S.PERSON,
        "Is there an allegation or concern about someone who works or volunteers with the person?",
        "Allegations against people in positions of trust have their own officer.",
        clause="4.3h",
    ),
    BodyQuestion(
        "detained",
        S.PERSON,
        "Was the person detained under the Mental Health Act?",
        "CQC is told of deaths and some absences under detention.",
        clause="3.4e",
        help="Count leave granted under section 17.",
    ),
    BodyQuestion(
        "absent_from_secure",
        S.PERSON,
        "Was a detained person absent without leave from a low, medium or high secure service?",
        "CQC is told of these absences, and not of others.",
        clause="3.4e",
    ),
    BodyQuestion(
        "returned",
        S.PERSON,
        "Has the person come back?",
        "CQC is told of the return as well.",
        clause="3.4e",
    ),
    BodyQuestion(
        "child_on_adult_ward",
        S.PERSON,
        "Was someone under 18 on an adult psychiatric ward for more than 48 hours?",
        "CQC is told of it.",
        clause="3.4e",
    ),
    BodyQuestion(
        "maternal_death",
        S.BIRTH,
        "Did a mother die while pregnant, or within 42 days of the end of pregnancy?",
        "MNSI investigates maternal deaths.",
        clause="4.3h",
        help="Not where the cause has nothing to do with the pregnancy, such as an accident.",
    ),
    BodyQuestion(
        "term_baby",
        S.BIRTH,
        "Was the baby born at 37 weeks or later, after labour had begun?",
        "MNSI investigates some outcomes for these babies.",
        clause="4.3h",
        help="Answer no where a condition that the baby was born with explains what happened.",
    ),
    BodyQuestion(
        "early_death",
        S.BIRTH,
        "Was the baby stillborn during labour, or did it die within 6 days of birth?",
        "One of the outcomes that MNSI investigates.",
        clause="4.3h",
    ),
    BodyQuestion(
        "brain_injury",
        S.BIRTH,
        "Could the baby have a severe brain injury?",
        "MNSI investigates it, and NHS Resolution is notified early.",
        clause="4.3h",
        help="Diagnosed, or cooled, or other signs in the first seven days of life.",
    ),
    BodyQuestion(
        "perinatal_death",
        S.BIRTH,
        "Was it a loss of a pregnancy after 22 weeks, a stillbirth, or a death in the first 28 days?",
        "Perinatal deaths are reported to MBRRACE-UK and reviewed.",
        clause="4.3i",
    ),
    BodyQuestion(
        "product",
        S.MEANS,
        "Did a medicine, a device, blood, an organ, a vaccine or radiation play a part?",
        "Each has a body that collects what goes wrong with it.",
        clause="2.2f",
    ),
    BodyQuestion(
        "medicine", S.MEANS, "Was it a medicine?", "The Yellow Card scheme collects these.", clause="2.2f"
    ),
    BodyQuestion(
        "device",
        S.MEANS,
        "Was it a medical device or other equipment?",
        "The Yellow Card scheme collects these.",
        clause="2.2f",
    ),
    BodyQuestion(
        "controlled_drug",
        S.MEANS,
        "Was it a controlled drug?",
        "The accountable officer for controlled drugs is told.",
        clause="2.2f",
    ),
    BodyQuestion(
        "blood",
        S.MEANS,
        "Was it blood or a blood component?",
        "SABRE and SHOT collect these.",
        clause="2.2f",
    ),
    BodyQuestion(
        "transplant",
        S.MEANS,
        "Was it an organ or tissue?",
        "NHS Blood and Transplant, and the Human Tissue Authority, are told.",
        clause="2.2f",
    ),
    BodyQuestion(
        "radiation",
        S.MEANS,
        "Was someone exposed to much more radiation than intended, or without intent?",
        "CQC enforces the rules on medical exposure.",
        clause="2.2f",
    ),
    BodyQuestion(
        "immunisation",
        S.MEANS,
        "Was it a vaccine or an immunisation programme?",
        "UKHSA and NHS England are told on the same day.",
        clause="3.4d",
    ),
    BodyQuestion(
        "worker_harmed",
        S.WORKERS,
        "Did someone at work die or have a specified injury, or a visitor die or go to hospital, because of the work?",
        "The Health and Safety Executive is told under RIDDOR.",
        clause="3.4b",
        help="A dangerous occurrence counts, even where nobody was hurt.",
    ),
    BodyQuestion(
        "over_seven_days",
        S.WORKERS,
        "Was a worker off work, or on limited duties, for more than 7 days because of an accident?",
        "The Health and Safety Executive is told under RIDDOR.",
        clause="3.4b",
    ),
    BodyQuestion(
        "screening",
        S.WIDER,
        "Was it in a screening programme?",
        "Screening incidents are assessed with the quality assurance service.",
        clause="3.4d",
    ),
    BodyQuestion(
        "communicable",
        S.WIDER,
        "Is it an outbreak, or a disease that must be notified?",
        "UKHSA and NHS England are told on the same day.",
        clause="3.4d",
    ),
    BodyQuestion(
        "national_concern",
        S.WIDER,
        "Could the same happen elsewhere, so that it is worth a national look?",
        "HSSIB looks for national learning. Telling it is a choice.",
        clause="2.2f",
    ),
)

BODY_QUESTIONS: Mapping[str, BodyQuestion] = MappingProxyType({row.code: row for row in _ROWS})


def problems_of_answers(answers: Mapping[str, Asked], *, today: date) -> tuple[Problem, ...]:
    """What stops these answers from being recorded, each beside its field; ``<code>_on`` is the field of a day."""
    found = []
    for code, given in answers.items():
        row = BODY_QUESTIONS.get(code)
        if row is None:
            found.append(Problem(code, "There is no such question.", clause="2.2f"))
            continue
        if not row.asks_day or given.answer is not Known.YES:
            continue
        words = ""
        if given.on is None:
            words = f"Enter the {row.asks_day[0].lower()}{row.asks_day[1:]}."
        elif given.on > today:
            words = f"{row.asks_day} cannot be in the future."
        if words:
            found.append(Problem(f"{code}_on", words, clause=row.clause))
    return tuple(found)
