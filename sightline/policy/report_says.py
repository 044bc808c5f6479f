"""What a report already says to the questions of a judgement, and what it leaves open (clauses 3.5, 3.6.0).

An answer that the report does not give is never taken for "no": whoever judges is asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sightline.policy.classification import Answers, someone_died
from sightline.policy.near_miss import Affected, near_miss_in_report
from sightline.policy.three_answers import NO, YES, Ask, Finding, unknown

_PEOPLE = frozenset({Affected.PATIENT, Affected.STAFF, Affected.VISITOR})
_ASK_DEATH = Ask("natural_course", "Has anyone died? Clause 3.5 is asked of every death.", "3.5")


def death_in_report(
    physical_harm: str, circumstances: Collection[str], affected: Collection[str] = ()
) -> Finding:
    """Whether the report says that someone died; not known where it leaves that open.

    Harm that is not known yet, no answer, or "not sure" is never a "no". A grade of harm, another circumstance, "none of
    these", or that it reached no person is.
    """
    if someone_died(physical_harm, circumstances):
        return YES
    answered = set(circumstances) - {"not_sure"}
    harm_is_known = physical_harm not in ("", "not_known")
    reached_nobody = bool(affected) and not _PEOPLE.intersection(affected)
    return NO if answered or harm_is_known or reached_nobody else unknown(_ASK_DEATH)


def with_report(
    answers: Answers,
    *,
    affected: Collection[str],
    physical_harm: str,
    psychological_harm: str,
    circumstances: Collection[str],
) -> Answers:
    """The answers with what the report already says of a death, harm and a near miss; what neither says stays open.

    A death in the report stands whatever else is answered. That the report calls it a near miss is put to whoever judges.
    """
    died = death_in_report(physical_harm, circumstances, affected)
    death = True if died.is_yes else False if died.is_no and answers.death is None else answers.death
    near_miss = answers.near_miss
    if near_miss is None and near_miss_in_report(affected).is_no:
        near_miss = False
    hurt = not {physical_harm, psychological_harm} <= {"", "none", "not_known"}
    return replace(answers, death=death, near_miss=near_miss, someone_hurt=answers.someone_hurt or hurt)
