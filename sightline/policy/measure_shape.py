"""The shape of a measure and of its threshold, which is dated so that a later edition can stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.policy.reckoning import Tag
from sightline.policy.terms import Framework, Part

#: How the sentence of every measure begins.
COUNT = "{good} of {total} "


@dataclass(frozen=True)
class Threshold:
    """From how many in a hundred a measure is met, and partially met, from a day on until a later edition begins."""

    from_on: date
    met_from: int
    partly_from: int
    tag: Tag
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.partly_from <= self.met_from <= 100:
            raise ValueError(
                f"A threshold is met from {self.met_from} and partially from {self.partly_from} in a hundred: "
                "neither may lie outside 0 to 100, nor partially above met."
            )


@dataclass(frozen=True)
class Measure:
    """One figure: of so many cases (``total``), how many were as the clauses ask (``good``).

    ``sentence`` is filled with ``good`` and ``total``: "{good} of {total} reported to the ICB within 2 working days".
    ``unmet`` names the others as a link does: "{unmet} overdue". ``part``: of the case that a reader must be shown to
    see the figure. ``how``: what is counted and what is not, in a sentence. ``editions``: of its threshold; ValueError
    where there is none or two begin on one day.
    """

    code: str
    clauses: tuple[str, ...]
    sentence: str
    unmet: str
    part: Part
    how: str
    editions: tuple[Threshold, ...]
    frameworks: tuple[Framework, ...] = (Framework.SIF_2015,)

    def __post_init__(self) -> None:
        if not self.editions:
            raise ValueError(f"{self.code} has no threshold.")
        begins = [edition.from_on for edition in self.editions]
        for day in begins:
            if begins.count(day) > 1:
                raise ValueError(
                    f"{self.code} has two thresholds from {day.isoformat()}: one must begin later."
                )

    def threshold_on(self, day: date) -> Threshold:
        """The edition in force on a day: the last to have begun; before the first, the first."""
        in_order = sorted(self.editions, key=lambda edition: edition.from_on)
        return ([edition for edition in in_order if edition.from_on <= day] or in_order[:1])[-1]

    @property
    def title(self) -> str:
        """What a case counted as good was: "Reported to the ICB within 2 working days"."""
        words = self.sentence.removeprefix(COUNT)
        return words[0].upper() + words[1:]

    # The newest edition; a figure carries the one it was held to.

    @property
    def met_from(self) -> int:
        return self._newest.met_from

    @property
    def partly_from(self) -> int:
        return self._newest.partly_from

    @property
    def tag(self) -> Tag:
        return self._newest.tag

    @property
    def source(self) -> str:
        return self._newest.source

    @property
    def _newest(self) -> Threshold:
        return max(self.editions, key=lambda edition: edition.from_on)
