"""A seed: one kind of incident that a region sees again and again, and the stories that grow from it.

What cannot be told one by one for two years is told in turns: the words of a seed are combined so that no two reports
have the same headline or the same account, and each falls to another ward, practice or team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from string import Formatter
from types import MappingProxyType
from typing import Any

from sightline.demonstration.region import BY_KEY
from sightline.demonstration.stories import NOTHING, Story, Theme, number_from, pick
from sightline.policy.small_providers import LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS
from sightline.policy.terms import OrganisationKind

_TEAMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "castlebrook": (
            *("Rowan Ward", "Alder Ward", "Hazel Ward", "Hawthorn Ward", "Acute medical unit"),
            *("Surgical Ward 1", "Surgical Ward 5", "Short-stay unit", "Frailty unit", "Stroke ward"),
        ),
        "nethercote": (
            "Medical Ward 2",
            "Medical Ward 6",
            "Surgical Ward B",
            "Orthopaedic ward",
            "Assessment unit",
        ),
        "stourbrook": ("Weir Ward", "Mill Ward", "Bridge Ward", "Rehabilitation ward", "Surgical unit"),
        "fennimore": (
            "Acute ward",
            "Community team",
            "Crisis team",
            "Older people’s ward",
            "Early intervention team",
        ),
        "tamsel": ("Inpatient unit", "Hospice at home"),
    }
)


NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Seed:
    """One kind of incident. ``headline`` and ``happened`` hold ``{slots}``, filled from ``words``.

    The slots of the headline are combined, each once; ``happened`` must hold them too, so that accounts differ as well.
    ``because`` is why it was judged not serious or downgraded; empty where it was serious to the end.
    """

    key: str
    theme: Theme
    count: int
    providers: tuple[str, ...]
    headline: str
    happened: str
    safe: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    because: tuple[str, ...] = ()
    ages: tuple[str, ...] = ("years_66_85", "years_over_85", "years_46_65")
    teams: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


def stories_of(seed: Seed) -> Iterator[Story]:
    """As many stories as the seed is to grow, the same each time. ValueError where its words do not suffice."""
    slots = [name for _, name, _, _ in Formatter().parse(seed.headline) if name]
    told = sorted(
        product(*(seed.words[slot] for slot in slots)), key=lambda words: number_from(2**32, seed.key, *words)
    )
    if len(told) < seed.count:
        raise ValueError(f"{seed.key} has words for {len(told)} stories and is to grow {seed.count}.")
    for number, words in enumerate(told[: seed.count], start=1):
        yield _story(seed, f"{seed.key}-{number}", dict(zip(slots, words, strict=True)), number)


def _story(seed: Seed, key: str, said: Mapping[str, str], number: int) -> Story:
    provider = seed.providers[(number + number_from(len(seed.providers), seed.key)) % len(seed.providers)]
    return story_at(seed, key, provider, said)


def story_at(seed: Seed, key: str, provider: str, said: Mapping[str, str] = NO_WORDS) -> Story:
    """One story of a seed at a provider; what is not said follows from the key, so that it is the same twice."""
    filled = {slot: said.get(slot) or pick(options, key, slot) for slot, options in seed.words.items()}
    places = BY_KEY[provider].places
    own = dict(seed.fields)
    if BY_KEY[provider].kind is OrganisationKind.GP_PRACTICE:
        own["level"] = LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS
    if seed.because:
        own.setdefault("candour", "")
        own.setdefault("why", pick(seed.because, key, "because"))
    elif not seed.theme.actions[0].text.startswith("Look back"):
        # One strong action each: what is told in turns is also followed in fewer steps.
        own.setdefault("actions", (seed.theme.actions[number_from(2, key, "action")],))
    return Story(
        key,
        provider,
        seed.theme,
        _sentence(seed.headline.format(**filled)),
        _sentence(seed.happened.format(**filled)),
        pick(seed.safe, key, "safe"),
        _team(seed, key, provider),
        age=pick(seed.ages, key, "age"),
        place=pick(places, key, "place") if len(places) > 1 else "",
        wish="confidential" if number_from(23, key, "wish") == 0 else "named",
        days_to_find=number_from(3, key, "found") if own.get("when", "exact") == "exact" else 0,
        **own,
    )


def _team(seed: Seed, key: str, provider: str) -> str:
    if BY_KEY[provider].kind is OrganisationKind.GP_PRACTICE:
        return BY_KEY[provider].name
    return pick(seed.teams or _TEAMS.get(provider, (BY_KEY[provider].name,)), key, "team")


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
