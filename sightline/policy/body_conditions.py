"""Conditions that several rules about other bodies share, each with its words either way."""

from __future__ import annotations

from sightline.policy.body_facts import (
    AGE_NOT_KNOWN,
    TRUSTS,
    UNDER_18,
    BodyFacts,
    Condition,
    Known,
    all_of,
    any_of,
    asked,
    circumstance,
    fact,
    not_so,
    sub_answer,
)
from sightline.policy.near_miss import NOBODY, Affected
from sightline.policy.terms import CandourRegime

_UNDER_16 = UNDER_18 - {"years_16_17"}
_MENTAL_HEALTH = frozenset({"mental_health", "learning_disability"})
#: Services where someone in custody may be brought; in the others nobody is asked.
_CUSTODY_POSSIBLE = frozenset({"hospital", "ambulance", "mental_health", "nhs_111", "not_known", ""})
_SERIOUS_HARM = frozenset({"severe", "died"})
_NOBODY = frozenset(each.value for each in NOBODY)
_PATIENT, _STAFF, _VISITOR = Affected.PATIENT.value, Affected.STAFF.value, Affected.VISITOR.value
_SUICIDE_TYPE, _HOMICIDE_TYPE = "T08", "T07"


def _has_died(facts: BodyFacts) -> bool | None:
    if facts.physical_harm == "died" or "death" in facts.circumstances or "A1" in facts.criteria:
        return True
    unsure = "not_sure" in facts.circumstances and facts.physical_harm in ("", "not_known")
    return None if unsure and not facts.affected & _NOBODY else False


DIED = asked("is_death", "Someone died", "Nobody is known to have died", known=_has_died)


def _is_child(facts: BodyFacts) -> bool | None:
    if facts.age_band in AGE_NOT_KNOWN:
        return None if _PATIENT in facts.affected else False
    return facts.age_band in UNDER_18


def _is_under_16(facts: BodyFacts) -> bool | None:
    if (given := facts.answers.get("under_18")) is not None and given.answer is Known.NO:
        return False
    if facts.age_band in AGE_NOT_KNOWN:
        return None if _PATIENT in facts.affected else False
    return facts.age_band in _UNDER_16


CHILD = asked("under_18", "The person is under 18", "The person is 18 or over", known=_is_child)
ADULT = not_so(CHILD, "The person is 18 or over")
OVER_15 = not_so(
    asked("under_16", "The person is under 16", "The person is 16 or over", known=_is_under_16),
    "The person is 16 or over",
)
PATIENT = fact(
    lambda facts: _PATIENT in facts.affected, "A patient was affected", "No patient is known to be affected"
)
PATIENT_EVENT = fact(
    lambda facts: bool(facts.affected & {_PATIENT, *_NOBODY}),
    "It is a patient safety event",
    "It did not affect the safety of patients",
)
SERIOUS = any_of(
    fact(
        lambda facts: facts.physical_harm in _SERIOUS_HARM or bool({"A1", "A2"} & facts.criteria),
        "Someone was seriously harmed",
        "Nobody is known to have been seriously harmed",
    ),
    DIED,
)
ABUSE = any_of(
    fact(
        lambda facts: facts.incident_type in ("T01", "T02", "T03", "T04"),
        "Abuse is known or suspected",
        "No abuse is known or suspected",
    ),
    circumstance("abuse", "No abuse is known or suspected", criteria=("A4",)),
)
ALLEGATION = asked(
    "allegation_against_staff",
    "Someone who works with the person is the subject of an allegation or concern",
    "No allegation is made about anyone who works with the person",
    known=lambda facts: True if facts.incident_type in ("T01", "T03") else None,
)
CARE_NEEDS = asked(
    "care_needs",
    "The adult has needs for care and support, and could not protect themselves",
    "The adult has no needs for care and support that kept them from protecting themselves",
)
POLICE = circumstance("police", "The police are not involved", criteria=("B3",))
STOPPED = circumstance("service_stopped", "No service was stopped", criteria=("B6", "B7"))
LIBERTY = circumstance("liberty", "Nobody was detained or deprived of liberty", criteria=("B5",))
IN_MENTAL_HEALTH = fact(
    lambda facts: facts.setting in (*_MENTAL_HEALTH, "not_known", ""),
    "It happened in a mental health service",
    "It did not happen in a mental health service",
)


def _homicide(facts: BodyFacts) -> bool | None:
    given = sub_answer(facts, "a1_homicide")
    if given in ("yes", "no"):
        return given == "yes"
    if given == "not_sure" or facts.incident_type == _HOMICIDE_TYPE:
        return None
    if facts.judged:
        return False
    return None if facts.setting in _MENTAL_HEALTH and "police" in facts.circumstances else False


HOMICIDE = all_of(
    DIED,
    asked(
        "mental_health_homicide",
        "A homicide by someone receiving mental health care is suspected",
        "No homicide by someone receiving mental health care is suspected",
        known=_homicide,
    ),
)


def _in_prison(facts: BodyFacts) -> bool | None:
    if facts.setting == "prison":
        return True
    is_young = facts.age_band in UNDER_18 - {"years_10_15", "years_16_17"}
    possible = facts.setting in _CUSTODY_POSSIBLE and _PATIENT in facts.affected
    return None if possible and not is_young else False


IN_PRISON = asked("in_prison", "The person was in prison", "The person was not in prison", known=_in_prison)
POLICE_CONTACT = all_of(
    POLICE,
    asked(
        "police_contact",
        "The person was in custody of the police or in contact with them",
        "The person was not in contact with the police",
    ),
)


def _detained(facts: BodyFacts) -> bool | None:
    status = sub_answer(facts, "b5_legal_status")
    if status not in ("", "not_known"):
        return status == "detained"
    asks = (
        status == "not_known"
        or "liberty" in facts.circumstances
        or "not_sure" in facts.circumstances
        or (facts.setting in _MENTAL_HEALTH and _PATIENT in facts.affected)
    )
    return None if asks else False


DETAINED = asked(
    "detained",
    "The person was detained under the Mental Health Act",
    "The person was not detained under the Mental Health Act",
    known=_detained,
)


def _unnatural(facts: BodyFacts) -> bool | None:
    if "yes" in (sub_answer(facts, "a1_suicide"), sub_answer(facts, "a1_homicide")):
        return True
    if facts.incident_type in (_SUICIDE_TYPE, _HOMICIDE_TYPE):
        return True
    return False if facts.natural_course == "yes" else None


UNNATURAL = asked(
    "unnatural_death",
    "The death was violent or unnatural, or its cause is not known",
    "The death was natural, and its cause is known",
    known=_unnatural,
)
#: Deaths that a coroner hears of: in custody or state detention whatever the cause. None of these is asked of a living person.
FOR_CORONER = all_of(DIED, any_of(IN_PRISON, POLICE_CONTACT, DETAINED, UNNATURAL))

NOT_A_TRUST = fact(
    lambda facts: facts.candour_regime is CandourRegime.OTHER,
    "The provider is registered with CQC and is not an NHS body",
    "NHS bodies tell CQC by LFPSE, and this provider is one or is not registered",
)
TRUST = fact(
    lambda facts: facts.provider_kind in TRUSTS,
    "The provider is an NHS trust",
    "The provider is not an NHS trust",
)


def _maternity(facts: BodyFacts) -> bool | None:
    is_so = (
        "maternity" in facts.circumstances
        or facts.setting == "maternity"
        or facts.incident_type in ("T20", "T21", "T22")
    )
    if is_so:
        return True
    return None if "not_sure" in facts.circumstances and facts.setting in ("", "not_known") else False


MATERNITY = asked(
    "is_maternity",
    "It concerns pregnancy, birth or a baby",
    "It does not concern pregnancy, birth or a baby",
    known=_maternity,
)
TERM_BABY = asked(
    "term_baby",
    "The baby was born at 37 weeks or later, after labour had begun",
    "The baby was not born at 37 weeks or later after labour had begun",
    known=lambda facts: False if facts.incident_type == "T22" else None,
)
EARLY_DEATH = all_of(
    DIED,
    asked(
        "early_death",
        "The baby was stillborn in labour or died within 6 days",
        "The baby was not stillborn in labour, nor did it die within 6 days",
    ),
)
BRAIN_INJURY = asked(
    "brain_injury",
    "The baby may have a severe brain injury",
    "No severe brain injury is suspected",
    known=lambda facts: False if facts.physical_harm in ("none", "low") else None,
)
MATERNAL_DEATH = all_of(
    DIED,
    asked(
        "maternal_death",
        "A mother died during pregnancy or within 42 days of it",
        "No mother died during pregnancy or within 42 days of it",
        known=lambda facts: False if facts.incident_type == "T20" else None,
    ),
)

_MEANS_OF_TYPE = {"T09": "blood", "T23": "device", "T24": "medicine", "T28": "radiation"}
_MEANS_OF_NEVER_EVENT = {
    **dict.fromkeys(("4", "5", "6", "7", "8"), "medicine"),
    **dict.fromkeys(("11", "15"), "device"),
}
#: A Never Event about blood or organs: which of them is asked.
_BLOOD_OR_ORGAN = "12"


def _means(facts: BodyFacts) -> set[str]:
    """What the type of incident or the Never Event says was used."""
    found = {
        _MEANS_OF_TYPE.get(facts.incident_type, ""),
        _MEANS_OF_NEVER_EVENT.get(facts.never_event_code, ""),
    }
    return found - {""}


def _product(facts: BodyFacts) -> bool | None:
    if _means(facts) or facts.never_event_code == _BLOOD_OR_ORGAN:
        return True
    return None if facts.affected & {_PATIENT, *_NOBODY} else False


PRODUCT = asked(
    "product",
    "A medicine, device, blood, organ, vaccine or radiation played a part",
    "No medicine, device, blood, organ, vaccine or radiation played a part",
    known=_product,
)


def used(code: str, yes: str, no: str) -> Condition:
    """That this played a part: told by type or Never Event, or asked once something of the kind did."""

    def known(facts: BodyFacts) -> bool | None:
        means = _means(facts)
        return code in means if means else None

    return all_of(PRODUCT, asked(code, yes, no, known=known))
