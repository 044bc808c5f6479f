"""The two years in turns: when each story that grew from a seed was reported, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from types import MappingProxyType

from sightline.demonstration import (
    candour_words,
    journeys_earlier,
    journeys_ended,
    journeys_learning,
    journeys_open,
    seeds_harm,
    seeds_mild,
    seeds_service,
)
from sightline.demonstration.course import Course
from sightline.demonstration.plans import Days
from sightline.demonstration.region import MOVED_TO_PSIRF, psirf_from
from sightline.demonstration.seeds import stories_of
from sightline.demonstration.stories import Story, number_from, pick

#: How far back the first report lies, in days.
FIRST, LAST = 728, 4
#: How much of a year's reports each month has, January first: winters are heavy, Augusts quiet.
_BY_MONTH = (13, 11, 10, 8, 8, 7, 7, 6, 8, 9, 11, 12)
#: Before this many days ago a case that was serious is closed by now; after it, it may still be under investigation.
_CLOSED_BEFORE = 150

SEEDS = (*seeds_harm.SEEDS, *seeds_service.SEEDS, *seeds_mild.NOT_SERIOUS, *seeds_mild.DOWNGRADED)
STORIES: tuple[Story, ...] = tuple(story for seed in SEEDS for story in stories_of(seed))
_NOT_SERIOUS = frozenset(story.key for seed in seeds_mild.NOT_SERIOUS for story in stories_of(seed))
_DOWNGRADED: Mapping[str, str] = MappingProxyType(
    {
        story.key: pick(seed.because, story.key, "because")
        for seed in seeds_mild.DOWNGRADED
        for story in stories_of(seed)
    }
)
#: How many of the serious ones are of the last months and so still open today.
_STILL_OPEN = 16


def courses(days: Days) -> Iterator[Course]:
    """Each story on its day, one after the other."""
    serious = [story for story in STORIES if story.key not in _NOT_SERIOUS and story.key not in _DOWNGRADED]
    serious.sort(key=lambda story: number_from(2**32, "still open", story.key))
    recent = [story for story in serious if story.provider != MOVED_TO_PSIRF][:_STILL_OPEN]
    psirf = [story for story in serious if story.provider == MOVED_TO_PSIRF][:6]
    spread = [story for story in serious if story not in recent and story not in psirf]
    yield from _spread(spread, days, FIRST, _CLOSED_BEFORE)
    yield from _spread([story for story in STORIES if story.key in _DOWNGRADED], days, FIRST, 45)
    yield from _spread([story for story in STORIES if story.key in _NOT_SERIOUS], days, FIRST, LAST)
    yield from _spread(psirf, days, 140, 20)
    for number, story in enumerate(recent):
        # The final report is due after 60 working days, so that the oldest few are overdue.
        yield journeys_open.investigating(story, days, days.ago(12 + number * 4))


def _spread(stories: list[Story], days: Days, first: int, last: int) -> Iterator[Course]:
    """Stories over days ago from ``first`` to ``last``, more of them in winter, in an order that mixes their kinds."""
    span = [days.today - timedelta(days=ago) for ago in range(first, last, -1)]
    weights = list(accumulate(_BY_MONTH[day.month - 1] for day in span))
    mixed = sorted(stories, key=lambda story: number_from(2**32, story.key))
    for number, story in enumerate(mixed):
        at = weights[-1] * (number * 2 + 1) / (len(mixed) * 2)
        yield _course(story, days, span[next(place for place, upto in enumerate(weights) if upto >= at)])


def _course(story: Story, days: Days, on: date) -> Course:
    if story.provider == MOVED_TO_PSIRF:
        moved = psirf_from(days.today)
        if on >= moved:
            ago = (days.today - on).days
            if ago <= 12:
                return journeys_learning.reported(story, days, on)
            response = _response(story)
            is_signed = ago > 56 or response == "swarm_huddle"
            # Of those still under way none is late but for the one that stands for it in ``cases``.
            return journeys_learning.chosen(
                story,
                days,
                on,
                response,
                agreed=0 if is_signed else 45,
                is_written=ago > 40,
                is_signed=is_signed,
            )
        # Decided on before the move, so that one framework holds from the report to the end.
        on = min(on, moved - timedelta(days=25))
    if story.key in _NOT_SERIOUS:
        return journeys_ended.not_serious(story, days, on)
    if story.key in _DOWNGRADED:
        return journeys_earlier.downgraded(story, days, on, _DOWNGRADED[story.key])
    return journeys_earlier.closed(story, days, on, how=_how_told(story))


def _response(story: Story) -> str:
    return pick(("swarm_huddle", "after_action_review", "mdt_review"), story.key, "response")


def _how_told(story: Story) -> str:
    """Most are told and have their letter; some decline, and some cannot be reached."""
    return pick(
        (*[candour_words.DONE] * 6, candour_words.DECLINED, candour_words.UNREACHED), story.key, "told how"
    )
