"""The one table of what runs when, without a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sightline.jobs import (
    check_audit_trail,
    clear_up,
    look_after_documents,
    reconcile_due_dates,
    refresh_measures,
    send_email,
    take_over_cases,
    tell_breach_clocks,
    tell_timescales,
)
from sightline.jobs.outcome import Outcome
from sightline.jobs.rhythm import Daily, Every, Rhythm


@dataclass(frozen=True)
class Job:
    """One row: its stored name, what people call it, what it is for, when, and the function that does it.

    ``run(slot, now)`` reads, and hands back what is to be written as ``Outcome.write``: that is called in the same
    transaction that marks the run done, so that its effect is in the database once or not at all.
    ``rhythm`` is None for work that is asked for by something that happened, not by the hour. ``lease`` is longer than it
    ever takes: a run that was handed out and not heard of for so long is taken for its worker's death. ``is_wanted(now)``,
    where there is one, is asked when a turn has come: with nothing to do there is no run, and no row of one.
    """

    name: str
    title: str
    purpose: str
    rhythm: Rhythm | None
    run: Callable[[str, datetime], Outcome]
    lease: timedelta = timedelta(minutes=5)
    is_wanted: Callable[[datetime], bool] | None = None


#: A trail of ten million entries takes minutes; the library ends what takes an hour (Q_CLUSTER, ``timeout``).
_WALKS_EVERYTHING = timedelta(hours=1)

JOBS: Mapping[str, Job] = {
    job.name: job
    for job in (
        Job(
            "reconcile_due_dates",
            "Reconcile due dates",
            "Computes every due date and awaited step of each open incident again and compares them with what lists "
            "show. A difference is an alarm; nothing is changed.",
            Daily(time(3, 0)),
            reconcile_due_dates.run,
            _WALKS_EVERYTHING,
        ),
        Job(
            "check_audit_trail",
            "Check the audit trail",
            "Walks the whole chain of the audit trail and proves that no entry was changed, added or taken away.",
            Daily(time(3, 30)),
            check_audit_trail.run,
            _WALKS_EVERYTHING,
        ),
        Job(
            "tell_timescales",
            "Tell people of timescales",
            "Tells those whose turn it is what falls due up to the next working day and what has passed unmet, once "
            "for each day on which something of a case is due.",
            Daily(time(7, 0)),
            tell_timescales.run,
            timedelta(minutes=30),
        ),
        Job(
            "tell_breach_clocks",
            "Tell people of breaches",
            "Tells whoever handles a breach of information at its controller that the 72 hours run out soon, and that they "
            "have passed.",
            Every(15),
            tell_breach_clocks.run,
            timedelta(minutes=5),
            tell_breach_clocks.is_wanted,
        ),
        Job(
            "refresh_measures",
            "Count the measures",
            "Counts, for this year and the one before, how many cases were as each clause of the policy asks. The page of "
            "the policy shows the newest count.",
            Every(15),
            refresh_measures.run,
            # Seconds with 200,000 incidents; longer only where the database is slow.
            timedelta(minutes=10),
        ),
        Job(
            "send_email",
            "Send notices by e-mail",
            "Sends each person one e-mail with the notices that none has carried yet. What fails is tried again after "
            "1, 5, 30 and 120 minutes, and then put aside.",
            Every(1),
            send_email.run,
            # Each e-mail is claimed by itself, so a second run beside a slow one sends none twice.
            timedelta(minutes=20),
            send_email.is_wanted,
        ),
        Job(
            "look_after_documents",
            "Look after documents",
            "Looks documents through that came in while the virus scanner did not answer, and makes copies without hidden "
            "details that are missing.",
            Every(1),
            look_after_documents.run,
            # Twenty files at a turn, seconds each.
            timedelta(minutes=20),
            look_after_documents.is_wanted,
        ),
        Job(
            "take_over_cases",
            "Hand cases on",
            "Hands the cases of an organisation that has closed on to whoever took over, from the day after its last.",
            Every(1),
            take_over_cases.run,
            # Some hundred cases at a turn, each in a fraction of a second.
            timedelta(minutes=20),
            take_over_cases.is_wanted,
        ),
        Job(
            "clear_up",
            "Clear up",
            "Deletes sessions that ended, notices read more than 90 days ago, and the record of background work older "
            "than 90 days.",
            Every(60 * 6),
            clear_up.run,
        ),
    )
}
