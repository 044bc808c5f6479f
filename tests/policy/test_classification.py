"""Is it serious? What answers advise, and what stops a judgement (clauses 3.2 to 3.6)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from sightline.policy.classification import (
    CRITERIA,
    INVESTIGATION_LEVELS,
    NATURAL_COURSE_QUESTION,
    Answers,
    NaturalCourse,
    NhsFunded,
    Outcome,
    Recommendation,
    advise,
    is_listed_never_event,
    problems,
    required_fields_for,
    someone_died,
    unanswered,
)
from sightline.policy.criteria import NATIONAL_FRAMEWORK
from sightline.policy.near_miss import NearMissScores
from sightline.policy.questionnaire import Answer, AnswerKind
from sightline.policy.report_says import death_in_report, with_report

ON, TODAY = date(2026, 11, 16), date(2026, 11, 20)
DECLARE, DISCUSS, NOT_SERIOUS, INCOMPLETE = (
    Recommendation.DECLARE,
    Recommendation.DISCUSS,
    Recommendation.NOT_SERIOUS,
    Recommendation.INCOMPLETE,
)
#: NHS-funded care in which nobody died, and no near miss.
FUNDED = Answers(nhs_funded=NhsFunded.YES, incident_on=ON, death=False, near_miss=False)


def sub_answers_for(*codes: str) -> dict[str, Answer]:
    """An acceptable answer to every required sub-question of these criteria."""
    return {
        row.code: [row.choices[0].code]
        if row.kind is AnswerKind.MULTI
        else (row.choices[0].code if row.choices else "Words.")
        for code in codes
        for row in CRITERIA[code].sub_questions
        if row.required
    }


def met(*codes: str, **changes: object) -> Answers:
    """These criteria met and fully answered, in NHS-funded care."""
    natural = NaturalCourse.NO if "A1" in codes else None
    answers = replace(
        FUNDED, criteria=frozenset(codes), sub_answers=sub_answers_for(*codes), natural_course=natural
    )
    return replace(answers, **changes)  # type: ignore[arg-type]


NEVER_EVENT = replace(FUNDED, never_event_code="3")
DEATH = replace(FUNDED, death=True)


@pytest.mark.clause(
    "3.2a.i",
    "3.2a.ii",
    "3.2a.iii",
    "3.2a.iv",
    "3.4a",
    "3.4b",
    "3.4c",
    "3.4d",
    "3.4e",
    "3.4f",
    "3.4g",
    "3.4h",
    facet="it is a criterion",
)
def test_criteria_are_those_of_the_policy_with_their_clauses() -> None:
    assert [(row.code, row.clause) for row in CRITERIA.values()] == [
        ("A1", "3.2a.i"),
        ("A2", "3.2a.ii"),
        ("A3", "3.2a.iii"),
        ("A4", "3.2a.iv"),
        *[(f"B{number}", f"3.4{letter}") for number, letter in enumerate("abcdefgh", start=1)],
        ("B9", "3.4.0"),
    ]


def test_questions_are_plain_and_sub_questions_have_names_of_their_own() -> None:
    codes = [row.code for criterion in CRITERIA.values() for row in criterion.sub_questions]
    assert len(codes) == len(set(codes))
    for criterion in CRITERIA.values():
        assert criterion.question.endswith("?")
        assert criterion.help
        assert all(row.code.startswith(criterion.code.lower()) for row in criterion.sub_questions)
        for row in criterion.sub_questions:
            assert bool(row.choices) == (row.kind in (AnswerKind.CHOICE, AnswerKind.MULTI)), row.code


@pytest.mark.clause("3.2a.i", facet="six months is shown as a guide and not a rule")
def test_six_months_is_a_guide_and_not_a_rule() -> None:
    contact = next(row for row in CRITERIA["A1"].sub_questions if row.code == "a1_last_contact")
    assert "guide, not a rule" in contact.help
    for band in contact.choices:
        answers = met("A1")
        earlier = replace(answers, sub_answers={**answers.sub_answers, "a1_last_contact": band.code})
        assert advise(earlier).recommendation is DECLARE


@pytest.mark.clause("3.2a.iv", facet="every kind of abuse can be chosen")
@pytest.mark.clause("3.2a.iv", facet="whether the provider acted to safeguard is asked")
def test_abuse_has_the_policys_limb_and_the_national_one_marked() -> None:
    sources = {row.code: row.source for row in CRITERIA["A4"].sub_questions if row.source}
    assert sources == {"a4_not_safeguarded": "policy", "a4_during_care": NATIONAL_FRAMEWORK}
    types = next(row for row in CRITERIA["A4"].sub_questions if row.code == "a4_types")
    assert len(types.choices) == 12


@pytest.mark.clause(
    "3.2a.i",
    "3.2a.ii",
    "3.2a.iii",
    "3.4a",
    "3.4b",
    "3.4c",
    "3.4d",
    "3.4e",
    "3.4f",
    "3.4g",
    "3.4h",
    facet="it is a criterion",
)
@pytest.mark.clause("3.4.0", facet="a threat not on the list can be named")
def test_criterion_met_in_nhs_care_advises_declaring() -> None:
    for code in CRITERIA:
        advice = advise(met(code))
        assert advice.recommendation is DECLARE, code
        assert not advice.must_declare
        assert CRITERIA[code].clause in {reason.clause for reason in advice.reasons}, code


@pytest.mark.clause("3.2a", facet="doubt about it is discussed")
@pytest.mark.parametrize("funded", [NhsFunded.NO, NhsFunded.NOT_SURE])
def test_funding_in_doubt_is_discussed(funded: NhsFunded) -> None:
    for code in CRITERIA:
        advice = advise(met(code, nhs_funded=funded))
        assert advice.recommendation is DISCUSS, code
        assert any(reason.clause == "3.2a" and "NHS" in reason.text for reason in advice.reasons), code


def test_nothing_met_is_not_serious_yet_no_list_settles_it() -> None:
    advice = advise(FUNDED)
    assert advice.recommendation is NOT_SERIOUS
    assert [reason.clause for reason in advice.reasons] == ["3.2.1"]
    assert advise(replace(FUNDED, nhs_funded=NhsFunded.NO)).recommendation is NOT_SERIOUS


@pytest.mark.clause("3.2.2", facet="a borderline case is led to a discussion")
@pytest.mark.parametrize("answers", [met("A2"), FUNDED, met("B4")])
def test_borderline_is_discussed(answers: Answers) -> None:
    advice = advise(replace(answers, borderline=True))
    assert advice.recommendation is DISCUSS
    assert "3.2.2" in {reason.clause for reason in advice.reasons}


@pytest.mark.clause("3.3b")
def test_harm_level_is_no_input() -> None:
    assert not any("harm" in row.name for row in fields(Answers))


# Never Events


@pytest.mark.clause("3.3b")
@pytest.mark.clause("3.3.0", facet="it can only be declared serious")
@pytest.mark.parametrize(
    "answers",
    [
        NEVER_EVENT,
        Answers(never_event_code="3", incident_on=ON),
        replace(NEVER_EVENT, nhs_funded=NhsFunded.NO),
        replace(NEVER_EVENT, borderline=True),
        replace(NEVER_EVENT, death=True, natural_course=NaturalCourse.YES),
    ],
)
def test_listed_never_event_must_be_declared_whatever_else(answers: Answers) -> None:
    advice = advise(answers)
    assert advice.must_declare
    assert advice.recommendation is DECLARE
    assert {"3.3.0", "3.3b"} <= {reason.clause for reason in advice.reasons}
    for outcome in (Outcome.DISCUSS, Outcome.NOT_SERIOUS):
        found = problems(answers, outcome, "Because.")
        assert ("outcome", "3.3.0") in {(problem.field, problem.clause) for problem in found}
    declared = {problem.field for problem in problems(answers, Outcome.DECLARE, "Because.")}
    assert not declared & {"outcome", "override_reason"}


def test_each_listed_never_event_binds() -> None:
    for number in range(1, 16):
        assert advise(replace(NEVER_EVENT, never_event_code=str(number))).must_declare, number


@pytest.mark.clause("2.3b", facet="a suspended kind is kept and does not bind")
def test_never_event_suspended_does_not_bind() -> None:
    advice = advise(replace(NEVER_EVENT, never_event_code="16"))
    assert not advice.must_declare
    assert advice.recommendation is NOT_SERIOUS
    assert "not on the list" in advice.reasons[0].text


def test_never_event_before_any_list_is_discussed() -> None:
    answers = replace(NEVER_EVENT, incident_on=date(2018, 1, 31))
    assert not is_listed_never_event(answers)
    advice = advise(answers)
    assert advice.recommendation is DISCUSS
    assert "No Never Events list is loaded" in advice.reasons[0].text


def test_never_event_without_a_day_asks_for_it() -> None:
    answers = replace(NEVER_EVENT, incident_on=None)
    assert unanswered(answers) == ("incident_on",)
    assert advise(answers).recommendation is INCOMPLETE


def test_never_event_unknown_is_refused() -> None:
    found = problems(replace(NEVER_EVENT, never_event_code="99"), Outcome.DECLARE, "Because.")
    assert [(problem.field, problem.clause) for problem in found] == [("never_event_code", "3.3d")]


# Deaths (3.5)


@pytest.mark.clause("3.5", facet="every death is asked about")
def test_natural_course_is_asked_of_every_death_with_three_answers() -> None:
    assert [choice.code for choice in NATURAL_COURSE_QUESTION.choices] == [row.value for row in NaturalCourse]
    assert "natural_course" in required_fields_for(DEATH)
    assert "natural_course" in required_fields_for(met("A1"))
    assert "natural_course" not in required_fields_for(met("A2"))


@pytest.mark.clause("3.5", facet="a natural one is declared only with a reason")
@pytest.mark.parametrize("answers", [DEATH, met("A1"), met("A1", "A3")])
def test_natural_death_managed_well_is_not_serious(answers: Answers) -> None:
    natural = replace(answers, natural_course=NaturalCourse.YES)
    advice = advise(natural)
    assert advice.recommendation is NOT_SERIOUS
    assert [reason.clause for reason in advice.reasons] == ["3.5"]
    assert problems(natural, Outcome.NOT_SERIOUS, "Expected; reviewed by two consultants.") == ()


@pytest.mark.clause("3.5", facet="a natural one is declared only with a reason")
def test_natural_death_is_declared_only_with_an_override_reason() -> None:
    natural = replace(DEATH, natural_course=NaturalCourse.YES)
    found = problems(natural, Outcome.DECLARE, "Because.")
    assert [(problem.field, problem.clause) for problem in found] == [("override_reason", "3.5")]
    assert problems(natural, Outcome.DECLARE, "Because.", override_reason="The family disagree.") == ()


@pytest.mark.clause("3.4.0", facet="several criteria can be met at once")
@pytest.mark.parametrize("other", ["A4", "B7"])
def test_natural_death_with_another_criterion_is_discussed(other: str) -> None:
    advice = advise(met("A1", other, natural_course=NaturalCourse.YES))
    assert advice.recommendation is DISCUSS
    assert {"3.5", CRITERIA[other].clause} <= {reason.clause for reason in advice.reasons}


@pytest.mark.clause("3.5", facet="one not yet known has a day to look again")
@pytest.mark.parametrize("answers", [DEATH, met("A1")])
def test_death_not_yet_known_is_declared_now_and_looked_at_again(answers: Answers) -> None:
    not_known = replace(answers, natural_course=NaturalCourse.NOT_YET_KNOWN)
    advice = advise(not_known)
    assert advice.recommendation is DECLARE
    assert advice.set_review_date
    found = problems(not_known, Outcome.DECLARE, "Because.", today=TODAY)
    assert [problem.field for problem in found] == ["review_on"]
    same_day = problems(not_known, Outcome.DECLARE, "Because.", review_on=TODAY, today=TODAY)
    assert [problem.field for problem in same_day] == ["review_on"]
    assert problems(not_known, Outcome.DECLARE, "Why.", review_on=date(2026, 12, 18), today=TODAY) == ()


def test_death_neither_natural_nor_matched_is_discussed() -> None:
    assert advise(replace(DEATH, natural_course=NaturalCourse.NO)).recommendation is DISCUSS


# Abuse


@pytest.mark.clause("3.2a.iv", facet="it is a criterion")
@pytest.mark.clause("3.2a.iv", facet="whether the provider acted to safeguard is asked")
@pytest.mark.parametrize(
    ("not_safeguarded", "during_care", "expected"),
    [
        ("yes", "no", DECLARE),
        ("no", "yes", DECLARE),
        ("no", "no", DISCUSS),
        ("not_sure", "not_sure", DISCUSS),
    ],
)
def test_abuse_follows_its_two_limbs(
    not_safeguarded: str, during_care: str, expected: Recommendation
) -> None:
    sub_answers: dict[str, Answer] = {
        "a4_types": ["neglect"],
        "a4_not_safeguarded": not_safeguarded,
        "a4_during_care": during_care,
    }
    advice = advise(met("A4", sub_answers=sub_answers))
    assert advice.recommendation is expected
    if (not_safeguarded, during_care) == ("no", "yes"):
        assert "national framework" in advice.reasons[0].text


@pytest.mark.clause("3.2a.iv", facet="every kind of abuse can be chosen")
def test_abuse_needs_its_types_before_declaring() -> None:
    sub_answers = {key: value for key, value in sub_answers_for("A4").items() if key != "a4_types"}
    answers = met("A4", sub_answers=sub_answers)
    assert advise(answers).recommendation is INCOMPLETE
    found = problems(answers, Outcome.DECLARE, "Because.")
    assert [(problem.field, problem.clause) for problem in found] == [("a4_types", "3.2a.iv")]


# Near misses


@pytest.mark.clause("3.6.1", facet="the score advises")
@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (NearMissScores(5, 1, 3, 1), DECLARE),
        (NearMissScores(3, 1, 4, 1), DISCUSS),
        (NearMissScores(1, 1, 5, 1), DISCUSS),
        (NearMissScores(2, 1, 2, 1), NOT_SERIOUS),
    ],
)
def test_near_miss_follows_its_assessment(scores: NearMissScores, expected: Recommendation) -> None:
    assert advise(replace(FUNDED, near_miss=True, near_miss_scores=scores)).recommendation is expected


def test_near_miss_with_a_threat_to_the_service_takes_the_stronger() -> None:
    low = NearMissScores(1, 1, 1, 1)
    assert advise(met("B1", near_miss=True, near_miss_scores=low)).recommendation is DECLARE


@pytest.mark.clause("3.6.0", facet="it is assessed before it is decided")
@pytest.mark.parametrize("outcome", [Outcome.DECLARE, Outcome.NOT_SERIOUS])
def test_near_miss_is_assessed_before_it_is_decided(outcome: Outcome) -> None:
    answers = replace(FUNDED, near_miss=True)
    assert advise(answers).recommendation is INCOMPLETE
    found = problems(answers, outcome, "Because.")
    assert [(problem.field, problem.clause) for problem in found] == [("near_miss_scores", "3.6.0")]


@pytest.mark.parametrize("code", ["A1", "A2", "A3"])
def test_near_miss_and_harm_exclude_each_other(code: str) -> None:
    answers = met(code, near_miss=True, near_miss_scores=NearMissScores(1, 1, 1, 1))
    assert "near_miss" in {problem.field for problem in problems(answers, Outcome.DECLARE, "Because.")}


# Judgements


@pytest.mark.clause("3.2.1", facet="a rationale is required")
@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("rationale", ["", "  \n "])
def test_every_judgement_needs_a_rationale(outcome: Outcome, rationale: str) -> None:
    found = problems(met("A2"), outcome, rationale)
    assert [(problem.field, problem.clause) for problem in found] == [("rationale", "3.2.1")]


@pytest.mark.clause("3.2.1", facet="criteria advise and never decide")
@pytest.mark.parametrize("outcome", list(Outcome))
def test_advice_is_never_a_verdict(outcome: Outcome) -> None:
    for answers in (met("A2"), met("B8"), FUNDED):
        assert problems(answers, outcome, "We thought about it and this is why.", today=TODAY) == ()


@pytest.mark.clause("3.2a", facet="whether the NHS paid is asked")
@pytest.mark.parametrize("outcome", list(Outcome))
def test_funding_is_asked_by_name(outcome: Outcome) -> None:
    found = problems(met("A2", nhs_funded=None), outcome, "Because.")
    assert [(problem.field, problem.clause) for problem in found] == [("nhs_funded", "3.2a")]


def test_discussion_may_begin_before_everything_is_known() -> None:
    answers = met("B4", sub_answers={})
    assert problems(answers, Outcome.DISCUSS, "Because.") == ()
    assert {problem.field for problem in problems(answers, Outcome.DECLARE, "Because.")} == {
        "b4_programme",
        "b4_population",
    }


def test_each_required_sub_question_is_asked_before_declaring() -> None:
    for code in CRITERIA:
        required = [row.code for row in CRITERIA[code].sub_questions if row.required]
        assert required
        found = problems(met(code, sub_answers={}), Outcome.DECLARE, "Because.")
        assert [problem.field for problem in found] == required


@pytest.mark.clause("3.2a.i", facet="the last contact with mental health care is asked")
def test_last_contact_is_asked_where_there_was_mental_health_care() -> None:
    under_care = {**sub_answers_for("A1"), "a1_mental_health_care": "yes"}
    assert unanswered(met("A1", sub_answers=under_care)) == ("a1_last_contact",)


def test_choices_off_the_list_are_refused() -> None:
    answers = met("A4", sub_answers={**sub_answers_for("A4"), "a4_types": ["neglect", "rudeness"]})
    assert [problem.field for problem in problems(answers, Outcome.DECLARE, "Because.")] == ["a4_types"]
    assert [
        problem.field for problem in problems(met("A2", criteria=frozenset({"A9"})), Outcome.DECLARE, "x")
    ] == ["criteria"]


def test_incident_in_the_future_is_refused() -> None:
    answers = met("A2", incident_on=date(2026, 11, 21))
    assert [problem.field for problem in problems(answers, Outcome.DECLARE, "x", today=TODAY)] == [
        "incident_on"
    ]


def test_levels_are_three() -> None:
    assert [row.label for row in INVESTIGATION_LEVELS.values()] == [
        "Level 1, concise internal",
        "Level 2, comprehensive internal",
        "Level 3, independent",
    ]
    assert list(INVESTIGATION_LEVELS) == [1, 2, 3]


@pytest.mark.parametrize("outcome", [Outcome.DECLARE, Outcome.NOT_SERIOUS])
def test_never_event_off_the_list_of_the_day_is_not_recorded(outcome: Outcome) -> None:
    suspended = replace(FUNDED, never_event_code="16")
    before_any = replace(FUNDED, never_event_code="3", incident_on=date(2017, 1, 1))
    for answers in (suspended, before_any):
        assert [problem.field for problem in problems(answers, outcome, "Because.")] == ["never_event_code"]


@pytest.mark.clause("3.5", facet="every death is asked about")
@pytest.mark.parametrize(
    ("harm", "circumstances", "expected"),
    [("died", [], True), ("severe", ["death"], True), ("severe", ["police"], False), ("", [], False)],
)
def test_a_death_in_the_report_is_a_death(harm: str, circumstances: list[str], expected: bool) -> None:
    assert someone_died(harm, circumstances) is expected


def test_the_strongest_reason_leads() -> None:
    """A criterion that only calls for a talk does not weaken one that is met."""
    limbs: dict[str, Answer] = {"a4_not_safeguarded": "no", "a4_during_care": "no"}
    both = met("A4", "B1", sub_answers={**sub_answers_for("A4", "B1"), **limbs})
    assert advise(both).recommendation is DECLARE
    low = replace(
        both, criteria=frozenset({"A4"}), near_miss=True, near_miss_scores=NearMissScores(1, 1, 1, 1)
    )
    assert advise(low).recommendation is DISCUSS


@pytest.mark.parametrize(
    ("answers", "words"), [(Answers(), "3 questions"), (met("A2", nhs_funded=None), "1 question ")]
)
def test_what_is_missing_is_counted(answers: Answers, words: str) -> None:
    advice = advise(answers)
    assert advice.recommendation is INCOMPLETE
    (reason,) = advice.reasons
    assert reason.text.startswith(words)
    assert reason.text.endswith("still to answer.")


def test_only_a_death_that_is_not_explained_is_looked_at_again() -> None:
    assert advise(replace(DEATH, natural_course=NaturalCourse.NO)).set_review_date is False
    assert advise(replace(FUNDED, natural_course=NaturalCourse.NOT_YET_KNOWN)).set_review_date is False
    assert advise(NEVER_EVENT).set_review_date is False


# Unknown is not "no"


@pytest.mark.clause("3.5")
@pytest.mark.parametrize(
    ("harm", "circumstances", "affected", "answer"),
    [
        ("died", [], [], "yes"),
        ("not_known", ["death"], ["patient"], "yes"),
        ("severe", [], ["patient"], "no"),
        ("not_known", ["police"], ["patient"], "no"),
        ("not_known", ["none"], ["patient"], "no"),
        ("", [], ["service_or_information"], "no"),
        ("", [], ["nobody_caught_in_time"], "no"),
        ("not_known", ["not_sure"], ["patient"], "unknown"),
        ("not_known", [], ["staff"], "unknown"),
        ("", ["not_sure"], ["service_or_information", "visitor"], "unknown"),
        ("", [], [], "unknown"),
    ],
)
def test_a_death_is_a_no_only_where_the_report_says_something_that_denies_it(
    harm: str, circumstances: list[str], affected: list[str], answer: str
) -> None:
    finding = death_in_report(harm, circumstances, affected)
    assert finding.answer.value == answer
    assert [ask.field for ask in finding.asks] == (["natural_course"] if answer == "unknown" else [])


@pytest.mark.clause("3.5")
def test_whether_anyone_died_is_asked_before_it_is_judged_not_serious() -> None:
    unsaid = replace(FUNDED, death=None)
    assert unanswered(unsaid) == ("natural_course",)
    assert advise(unsaid).recommendation is INCOMPLETE
    (problem,) = problems(unsaid, Outcome.NOT_SERIOUS, "Because.")
    assert (problem.field, problem.clause) == ("natural_course", "3.5")
    assert problem.message == "Say whether anyone died. “Nobody died” is an answer."
    # It may be talked through before that is known, and a death that is ticked is asked of by 3.5 itself.
    assert problems(unsaid, Outcome.DISCUSS, "Because.") == ()
    assert unanswered(met("A1", death=None)) == ()
    (asked,) = problems(met("A1", death=None, natural_course=None), Outcome.DECLARE, "Because.")
    assert asked.message.startswith("Answer this for every death")


@pytest.mark.clause("3.6.0")
def test_whether_it_was_a_near_miss_is_asked_unless_someone_was_harmed() -> None:
    unsaid = replace(FUNDED, near_miss=None)
    assert unanswered(unsaid) == ("near_miss",)
    assert advise(unsaid).recommendation is INCOMPLETE
    (problem,) = problems(unsaid, Outcome.NOT_SERIOUS, "Because.")
    assert (problem.field, problem.clause) == ("near_miss", "3.6.0")
    for code in ("A1", "A2", "A3"):
        assert "near_miss" not in unanswered(met(code, near_miss=None))
    assert "near_miss" not in unanswered(replace(DEATH, near_miss=None))


@pytest.mark.parametrize(
    ("answers", "told", "expected"),
    [
        (Answers(), ("none", ["none"], ["patient"]), (False, False)),
        (Answers(), ("not_known", ["not_sure"], ["patient"]), (None, False)),
        (Answers(), ("", [], ["nobody_caught_in_time"]), (False, None)),
        (Answers(), ("", [], []), (None, None)),
        (Answers(death=False), ("not_known", ["not_sure"], ["patient"]), (False, False)),
        (Answers(death=True), ("none", ["none"], ["patient"]), (True, False)),
        # What the report says of a death stands, whatever is ticked beside it.
        (Answers(death=False), ("died", [], ["patient"]), (True, False)),
        (Answers(near_miss=True), ("none", ["none"], ["patient"]), (False, True)),
        (Answers(near_miss=False), ("", [], ["nobody_caught_in_time"]), (False, False)),
    ],
)
def test_the_report_answers_what_nobody_was_asked_again_and_leaves_open_what_it_does_not_say(
    answers: Answers, told: tuple[str, list[str], list[str]], expected: tuple[bool | None, bool | None]
) -> None:
    harm, circumstances, affected = told
    found = with_report(
        answers,
        affected=affected,
        physical_harm=harm,
        psychological_harm="",
        circumstances=circumstances,
    )
    assert (found.death, found.near_miss) == expected


@pytest.mark.clause("3.6.0")
@pytest.mark.parametrize(
    ("physical", "psychological", "hurt"),
    [
        ("none", "none", False),
        ("not_known", "", False),
        ("low", "none", True),
        ("none", "low", True),
        ("severe", "not_known", True),
    ],
)
def test_harm_in_the_report_however_small_is_no_near_miss(
    physical: str, psychological: str, hurt: bool
) -> None:
    weighed = replace(FUNDED, near_miss=True, near_miss_scores=NearMissScores(1, 1, 1, 1))
    told = with_report(
        weighed,
        affected=["patient"],
        physical_harm=physical,
        psychological_harm=psychological,
        circumstances=["none"],
    )
    found = problems(told, Outcome.NOT_SERIOUS, "Because.")
    assert [(problem.field, problem.clause) for problem in found] == (
        [("near_miss", "3.6.0")] if hurt else []
    )
    assert not hurt or "however small" in found[0].message
    # Who died was harmed too.
    assert problems(replace(weighed, death=True, natural_course=NaturalCourse.NO), Outcome.NOT_SERIOUS, "x")


@pytest.mark.parametrize(
    ("not_safeguarded", "during_care", "words"),
    [
        ("not_sure", "not_sure", "not known yet whether the provider failed to act"),
        ("not_sure", "no", "not known yet whether the provider failed to act"),
        ("no", "not_sure", "not known yet whether the abuse happened during"),
        ("no", "no", "neither that the provider failed to act nor"),
    ],
)
def test_not_sure_of_abuse_is_said_as_not_known_and_never_as_no(
    not_safeguarded: str, during_care: str, words: str
) -> None:
    limbs: dict[str, Answer] = {"a4_not_safeguarded": not_safeguarded, "a4_during_care": during_care}
    advice = advise(met("A4", sub_answers={**sub_answers_for("A4"), **limbs}))
    assert advice.recommendation is DISCUSS
    assert words in advice.reasons[0].text
