"""What a job found, and what it wants written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """``words`` for the administrators' page; ``is_alarm`` where a person must look; ``write`` is the effect, if any."""

    words: str
    is_alarm: bool = False
    write: Callable[[], None] | None = None
