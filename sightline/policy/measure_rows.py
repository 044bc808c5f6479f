"""Rows of the figures that show whether clauses are kept, and the thresholds they are held to. Read them by ``measures``.

The policy sets no threshold: every one here is a dated local default (design decision 39). How each figure is counted
stands in its ``how``; what a case must have is looked up in ``incidents.selectors.measured_conditions``, by the code.

One file because the rows of one list are read beside each other.
"""

from __future__ import annotations

from datetime import date

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Length
from sightline.policy.measure_shape import COUNT, Measure, Threshold
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Framework, Part

#: The day from which the framework that the policy follows was in force; no earlier case is held to anything.
_ALWAYS = date(2015, 4, 1)
#: What has a last day: some cases are late for a good reason.
_IN_TIME = (
    Threshold(
        _ALWAYS, 90, 75, Tag.LOCAL_DEFAULT, "A local default of November 2026; no national document has one."
    ),
)
#: What is owed in every case.
_EACH_CASE = (
    Threshold(
        _ALWAYS,
        95,
        80,
        Tag.LOCAL_DEFAULT,
        "A local default of November 2026 for what is owed in every case; no national document has one.",
    ),
)
_BOTH = (Framework.SIF_2015, Framework.PSIRF)
_LENGTHS = {row.kind: str(Length(row.length, row.unit)) for row in DEADLINES[Framework.SIF_2015]}
_NOT_YET_DUE = (
    "A case counts once it is done or overdue, against its own last day: a length agreed locally, or a day that the ICB "
    "agreed to before the first had passed, counts as kept."
)
_IN_TIME_WHILE_SERIOUS = _NOT_YET_DUE + " Downgraded and joined cases do not count."
_EVERY_ROUND = "Where it happens more than once, every time must be in time. " + _IN_TIME_WHILE_SERIOUS
_OWED_ANYWAY = _NOT_YET_DUE + " It is owed in a downgraded case too; joined cases do not count."
_TOLD = "Cases in which the duty applies and the person was told. Declining it counts, waiting does not."
_RATED = "Reports that the ICB accepted, by its own rating; an item that is not applicable does not count."
_SERIOUS = "Serious incidents that were neither downgraded nor joined to another."


def _row(
    code: str,
    clauses: str,
    part: Part,
    words: str,
    unmet: str,
    how: str,
    editions: tuple[Threshold, ...] = _EACH_CASE,
    frameworks: tuple[Framework, ...] = (Framework.SIF_2015,),
) -> Measure:
    return Measure(code, tuple(clauses.split()), COUNT + words, unmet, part, how, editions, frameworks)


def _timescale(
    kind: DeadlineKind,
    clauses: str,
    words: str,
    *,
    part: Part = Part.TIMESCALES,
    how: str = _IN_TIME_WHILE_SERIOUS,
    frameworks: tuple[Framework, ...] = (Framework.SIF_2015,),
) -> Measure:
    """The measure of one timescale has the timescale's own word for its code; ``{length}`` is the rule's."""
    words = words.replace("{length}", _LENGTHS[kind])
    return _row(kind.value, clauses, part, words, "{unmet} not in time", how, _IN_TIME, frameworks)


K, P = DeadlineKind, Part

_TIMESCALES = (
    _timescale(K.REPORT_TO_ICB, "1.1b 4.3a 4.4.1", "reported to the ICB within {length}"),
    _timescale(K.INITIAL_REVIEW, "1.1b 4.4.1", "with the 72-hour review sent within {length}"),
    _timescale(K.FINAL_REPORT, "1.1b 4.4.1", "with the final report sent within {length}"),
    _timescale(K.INDEPENDENT_REPORT, "2.2b", "with the independent report there within {length}"),
    _timescale(K.ACKNOWLEDGE, "4.3a", "acknowledged by the ICB within {length}"),
    _timescale(
        K.ANSWER_INITIAL_REVIEW, "4.3a", "with the 72-hour review answered within {length}", how=_EVERY_ROUND
    ),
    _timescale(
        K.ACKNOWLEDGE_REPORT, "4.3a", "with the final report acknowledged within {length}", how=_EVERY_ROUND
    ),
    _timescale(
        K.FEEDBACK_ON_REPORT,
        "4.3a 4.3d 4.5b",
        "with the ICB’s feedback on the final report within {length}",
        how=_EVERY_ROUND,
    ),
    _timescale(K.RESUBMISSION, "4.3d", "with the returned report sent again in time", how=_EVERY_ROUND),
    _timescale(
        K.CANDOUR_NOTIFICATION,
        "2.3c 3.1b",
        "told in person within {length}",
        part=P.CANDOUR,
        how="Cases in which the duty applies or nobody has decided. " + _OWED_ANYWAY,
        frameworks=_BOTH,
    ),
    _timescale(
        K.CANDOUR_LETTER,
        "3.1f",
        "with the follow-up letter sent within {length} of telling them",
        part=P.CANDOUR,
        how="Cases in which the person was told. " + _OWED_ANYWAY,
        frameworks=_BOTH,
    ),
)

_CANDOUR = (
    _row(
        "candour_decided",
        "3.1h",
        P.CANDOUR,
        "with the candour section decided",
        "{unmet} undecided",
        _SERIOUS + " Undecided counts once the day to tell the person has passed.",
    ),
    _row(
        "candour_open",
        "3.1a",
        P.CANDOUR,
        "told in person, or with their wish or every attempt on record",
        "{unmet} without",
        "Cases in which the duty applies, once there is a record or the day to tell the person has passed.",
        frameworks=_BOTH,
    ),
    _row(
        "candour_account",
        "3.1c",
        P.CANDOUR,
        "told with a true account of the facts",
        "{unmet} not recorded",
        _TOLD,
        frameworks=_BOTH,
    ),
    _row(
        "candour_enquiries",
        "3.1d",
        P.CANDOUR,
        "told what more is looked into",
        "{unmet} not recorded",
        _TOLD,
        frameworks=_BOTH,
    ),
    _row(
        "candour_apology",
        "3.1e",
        P.CANDOUR,
        "told with an apology",
        "{unmet} not recorded",
        _TOLD,
        frameworks=_BOTH,
    ),
    _row(
        "candour_support",
        "3.1b",
        P.CANDOUR,
        "told with support offered",
        "{unmet} not recorded",
        _TOLD,
        frameworks=_BOTH,
    ),
    _row(
        "candour_record",
        "3.1g",
        P.CANDOUR,
        "with a written record of the contact kept",
        "{unmet} without",
        "Cases in which the duty applies and telling the person was recorded, failed attempts too.",
        frameworks=_BOTH,
    ),
    _row(
        "candour_findings",
        "3.1f",
        P.CANDOUR,
        "with the findings offered to the person",
        "{unmet} outstanding",
        "Closed cases in which the duty applies and the person was told. Declining counts, waiting does not.",
        frameworks=_BOTH,
    ),
)

_CLASSIFICATION = (
    _row(
        "judged_with_reason",
        "3.2.1",
        P.CLASSIFICATION,
        "judged on their own facts, with a reason",
        "{unmet} without",
        "Every case that is no longer only reported, serious or not; joined ones do not count.",
    ),
    _row(
        "funding_asked",
        "3.2a",
        P.CLASSIFICATION,
        "declared with NHS funding asked about",
        "{unmet} not asked",
        _SERIOUS,
    ),
    _row(
        "natural_course_asked",
        "3.5",
        P.CLASSIFICATION,
        "deaths judged with the natural course of illness asked about",
        "{unmet} not asked",
        _SERIOUS + " Those in which somebody died.",
    ),
    _row(
        "near_miss_assessed",
        "3.6.0 3.6a 3.6b",
        P.CLASSIFICATION,
        "near misses judged with likelihood and consequences assessed",
        "{unmet} without",
        "Cases judged to be near misses, serious or not; joined ones do not count.",
    ),
    _row(
        "near_miss_pursued",
        "3.6.1",
        P.CLASSIFICATION,
        "near misses of significant risk declared or discussed",
        "{unmet} neither",
        "Near misses of which the last judgement was advised to declare or to discuss them.",
        _IN_TIME,
    ),
    _row(
        "classification_agreed",
        "2.2a",
        P.CLASSIFICATION,
        "with criteria and reasons agreed by the ICB",
        "{unmet} not agreed",
        _SERIOUS + " One not answered counts once the 72-hour review is accepted.",
    ),
    _row(
        "discussion_agreed",
        "3.2.2",
        P.CLASSIFICATION,
        "discussed until provider and ICB agreed",
        "{unmet} not agreed",
        "Cases that were discussed and are no longer; joined ones do not count.",
    ),
    _row(
        "never_event_settled",
        "2.3b 3.3d",
        P.CLASSIFICATION,
        "Never Events confirmed or rejected by the ICB",
        "{unmet} unanswered",
        _SERIOUS + " One not answered counts once the 72-hour review is accepted.",
    ),
    _row(
        "never_event_investigated",
        "3.3.0",
        P.CLASSIFICATION,
        "Never Events handled as serious",
        "{unmet} not",
        "Cases on the national list that the ICB has not rejected; joined ones do not count.",
    ),
)

_INVESTIGATION = (
    _row(
        "level_agreed",
        "2.2b",
        P.INVESTIGATION,
        "investigated at a level agreed with the ICB",
        "{unmet} not agreed",
        _SERIOUS + " Those under investigation or beyond.",
    ),
    _row(
        "executive_signed",
        "4.4.2",
        P.INVESTIGATION,
        "with every report sent signed off by an executive",
        "{unmet} unsigned",
        _SERIOUS + " Those with a final report sent.",
    ),
    _row(
        "quality_assured",
        "4.3d",
        P.QUALITY_ASSURANCE,
        "with quality assurance on record before the ICB’s answer",
        "{unmet} without",
        _SERIOUS + " Those with a final report accepted or returned.",
    ),
    _row(
        "accepted_in_full",
        "2.2b",
        P.QUALITY_ASSURANCE,
        "accepted with no item overridden",
        "{unmet} overridden",
        _SERIOUS + " Those with a final report accepted.",
    ),
    *(
        _row(code, clauses, P.QUALITY_ASSURANCE, words, unmet, _RATED, _IN_TIME)
        for code, clauses, words, unmet in (
            (
                "people_involved",
                "4.3c",
                "accepted with those affected involved and supported",
                "{unmet} in part or not",
            ),
            ("just_culture", "4.3c", "accepted as free of unfair blame", "{unmet} in part or not"),
            (
                "causes_explored",
                "4.7.12",
                "accepted with factors and causes explored",
                "{unmet} in part or not",
            ),
            (
                "strong_recommendations",
                "2.2c",
                "accepted with recommendations strong enough",
                "{unmet} in part or not",
            ),
            (
                "lessons_shareable",
                "1.1d",
                "accepted with lessons that others can use",
                "{unmet} in part or not",
            ),
            (
                "barriers_explained",
                "3.3a",
                "Never Events accepted with barriers explained",
                "{unmet} in part or not",
            ),
            ("fair_treatment", "9.0a", "accepted with fair treatment considered", "{unmet} in part or not"),
            ("no_names", "11.1a", "accepted as free of names", "{unmet} in part or not"),
        )
    ),
)

_ACTIONS = (
    _row(
        "actions_done",
        "4.7.15",
        P.ACTIONS,
        "with actions done by their day",
        "{unmet} not in time",
        "Cases with an action done or overdue; every one of them must be in time.",
        _IN_TIME,
        _BOTH,
    ),
    _row(
        "actions_verified",
        "2.2d 4.3f",
        P.ACTIONS,
        "with actions verified by evidence",
        "{unmet} not verified",
        "Cases with an action verified or past its day; every one past its day must be verified.",
        _IN_TIME,
        _BOTH,
    ),
    _row(
        "actions_followed",
        "4.3f",
        P.ACTIONS,
        "closed with a way to follow open actions",
        "{unmet} without",
        "Closed cases with an action that was still open on the day of closing.",
    ),
)

_AROUND = (
    _row(
        "questions_answered",
        "4.3b",
        P.DISCUSSION,
        "with questions between provider and ICB answered in time",
        "{unmet} not answered in time",
        "Cases with a question answered or past its day; every one of them must be in time.",
        _IN_TIME,
        _BOTH,
    ),
    _row(
        "immediate_action",
        "2.1.2",
        P.NARRATIVE,
        "reported with what was done at once",
        "{unmet} without",
        "Every report; joined ones do not count.",
        _IN_TIME,
        _BOTH,
    ),
    _row(
        "lead_settled",
        "4.7.1",
        P.SUMMARY,
        "with a lead commissioner",
        "{unmet} without",
        "Every report; joined ones do not count.",
        frameworks=_BOTH,
    ),
    _row(
        "responsible_settled",
        "4.7.2",
        P.SUMMARY,
        "with the responsible commissioner settled",
        "{unmet} without",
        _SERIOUS,
    ),
    _row("place_settled", "4.7.13", P.SUMMARY, "with a Place", "{unmet} without", _SERIOUS),
    _row(
        "others_alerted",
        "4.7.10",
        P.NARRATIVE,
        "with the others involved named and so alerted",
        "{unmet} named nobody",
        "Cases whose report says that another organisation was involved; joined ones do not count.",
        frameworks=_BOTH,
    ),
    _row(
        "steis_number",
        "12i",
        P.SUMMARY,
        "with a StEIS number",
        "{unmet} without",
        _SERIOUS + " One without counts once the ICB should have acknowledged the case.",
    ),
)

ROWS: tuple[Measure, ...] = (
    *_TIMESCALES,
    *_CANDOUR,
    *_CLASSIFICATION,
    *_INVESTIGATION,
    *_ACTIONS,
    *_AROUND,
)
