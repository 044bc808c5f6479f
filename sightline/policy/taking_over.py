"""Cases of an organisation that closed: whose they are from the day after its last, and how that is said.

The lead commissioner is the holder of the contract "through successors" (clause 4.7.1, design decision 8); for the
provider no document says it, and the same holds [design]: a case without anybody who may act on it harms somebody.
"""

from __future__ import annotations

from datetime import date

from sightline.policy.lengths import say_day

CLAUSE = "4.7.1"


def why_it_is_theirs(closed_name: str, closed_on: date) -> str:
    """Why a case is with this organisation, for beside its name."""
    return f"It took over from {closed_name}, which closed on {say_day(closed_on)}."


def reason_on_record(closed_name: str, closed_on: date, successor_name: str) -> str:
    """The reason that the audit trail keeps."""
    return f"{closed_name} closed on {say_day(closed_on)}; {successor_name} took over."
