"""Many cases loaded for their timescales alone: a few grouped queries a chunk, where ``load_case`` asks for each case.

Private to this package. What is handed out goes through the same ``clock_facts_of`` and ``due_dates`` as every other case,
so that there is one way to reckon.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from sightline.incidents.models import (
    CandourStep,
    ClassificationRecord,
    Incident,
    InitialReview,
    InvestigationReport,
    LearningRecord,
)
from sightline.incidents.record import CaseRecord

#: Cases in memory at once.
CHUNK = 500
#: Long texts of a case that no timescale asks for; reading one of them after all is a query of its own.
_STORIES = (
    *("what_happened", "made_safe", "happened_about", "others_in_words", "second_look_reason"),
    *("provider_why", "lead_commissioner_why", "responsible_commissioner_why", "monitoring_of_actions"),
)
#: The person is told, and the letter follows: of the steps of candour only these start or end a timescale.
_STEPS_WITH_A_TIMESCALE = ("D1", "D7")


def records_for_clocks(
    found: QuerySet[Incident], *, chunk: int = CHUNK, with_bodies: bool = False
) -> Iterator[CaseRecord]:
    """Each case with the rows that ``clock_facts_of`` asks for, and without the others: not for deciding steps.

    One query for the cases (their candour decision joined) and seven a chunk; never one a case. Beside the clocks, what
    decides which response PSIRF requires is there. ``with_bodies``: and what limits to tell other bodies are reckoned from,
    in two queries more a chunk.
    """
    cases = (
        found.select_related("candour")
        .defer(*_STORIES)
        .prefetch_related(
            Prefetch("initial_reviews", InitialReview.objects.defer("answers", "outcome_reason")),
            Prefetch(
                "reports",
                InvestigationReport.objects.defer(
                    *("summary", "causes", "lessons", "quality", "feedback"),
                    *("signed_off_statement", "override_reason"),
                ),
            ),
            Prefetch("candour_steps", CandourStep.objects.filter(code__in=_STEPS_WITH_A_TIMESCALE)),
            "other_investigations",
            "learning_dates",
            Prefetch(
                "learning_records",
                LearningRecord.objects.only("incident_id", "facts", "number", "signed_off_at"),
            ),
            Prefetch(
                "classifications",
                ClassificationRecord.objects.only(
                    *("incident_id", "criteria", "sub_answers", "natural_course", "made_at")
                ),
            ),
        )
    )
    if with_bodies:
        cases = cases.prefetch_related("provider", "body_entries")
    for incident in cases.iterator(chunk_size=chunk):
        yield CaseRecord(
            incident=incident,
            involvements=[],
            views=[],
            initial_reviews=list(incident.initial_reviews.all()),
            reports=list(incident.reports.all()),
            candour_steps=list(incident.candour_steps.all()),
            actions=[],
            steps=[],
            other_investigations=list(incident.other_investigations.all()),
            learning=list(incident.learning_records.all()),
            learning_dates=list(incident.learning_dates.all()),
            oversight=[],
            body_entries=list(incident.body_entries.all()) if with_bodies else [],
        )
