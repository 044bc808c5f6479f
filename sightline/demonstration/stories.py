"""What a story is made of: the words of one incident, and what incidents of its kind have in common.

Everything is our own writing. Nobody is named and nobody is blamed: a story says what happened, to what kind of
person, in which kind of place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from zlib import crc32

from sightline.policy.questionnaire import Answer

NOTHING: Mapping[str, Answer] = MappingProxyType({})


def pick(options: tuple[str, ...], *about: str) -> str:
    """One of the options, always the same one for the same words: varied, and the same twice."""
    return options[number_from(len(options), *about)]


def number_from(below: int, *about: str) -> int:
    """A number from 0 up to, not including, ``below``; always the same one for the same words."""
    return crc32("/".join(about).encode()) % below


@dataclass(frozen=True)
class Planned:
    """An action as a report proposes it: what will change, whose it is by role, and how strong it is."""

    text: str
    owner: str
    strength: str


@dataclass(frozen=True)
class Theme:
    """What incidents of one kind have in common: how they are judged, investigated and learned from.

    Where there are several texts, each case takes one. ``type_code`` is of ``policy.incident_types``, ``criteria`` and
    ``answers`` of ``policy.criteria``.
    """

    type_code: str
    setting: str
    criteria: tuple[str, ...]
    answers: Mapping[str, Answer]
    why: tuple[str, ...]
    harm: str
    evidence: str
    terms: str
    asked: str
    causes: tuple[str, ...]
    lessons: tuple[str, ...]
    actions: tuple[Planned, ...]
    bodies: str = "None at present."
    agencies: str = "None of these is involved at present."


@dataclass(frozen=True)
class Story:
    """One incident. ``found`` is what the investigation learned; ``days_to_find`` how long it lay undiscovered.

    ``candour`` is who is told, by the routes of ``policy.candour``; empty where nobody was harmed, and then ``not_owed``
    says why. ``other`` is another organisation: a key of the region, or words. ``place`` is needed where the provider
    works in several. ``at`` is the time of day, where the words name one. ``variant`` says which of the theme's causes and
    lessons fit; ``is_keyed`` that the board wrote it down for the provider; ``why``, ``harm``, ``causes``, ``lesson`` and ``actions`` are its own where the theme's do not.
    """

    key: str
    provider: str
    theme: Theme
    headline: str
    happened: str
    safe: str
    team: str
    found: str = ""
    age: str = "years_66_85"
    physical: str = "moderate"
    psychological: str = "not_known"
    affected: tuple[str, ...] = ("patient",)
    how_many: int = 1
    circumstances: tuple[str, ...] = ("none",)
    criteria: tuple[str, ...] | None = None
    answers: Mapping[str, Answer] = field(default_factory=lambda: NOTHING)
    why: str = ""
    never_event: str = ""
    level: int = 2
    days_to_find: int = 0
    when: str = "exact"
    wish: str = "named"
    danger: str = "no"
    other: str = ""
    place: str = ""
    setting: str = ""
    candour: str = "patient"
    not_owed: str = ""
    scores: tuple[int, int, int, int] | None = None
    type_code: str = ""
    natural_course: str = "no"
    at: str = ""
    variant: int | None = None
    causes: str = ""
    lesson: str = ""
    harm: str = ""
    actions: tuple[Planned, ...] = ()
    is_keyed: bool = False

    @property
    def is_near_miss(self) -> bool:
        """Whether it was caught before it reached anyone."""
        return self.affected == ("nobody_caught_in_time",)

    @property
    def of_people(self) -> bool:
        """Whether it affected people, so that harm is asked."""
        return bool({"patient", "staff", "visitor"} & set(self.affected))

    @property
    def someone_died(self) -> bool:
        """Whether the report says so."""
        return self.physical == "died" or "death" in self.circumstances

    @property
    def is_urgent(self) -> bool:
        """Whether the board must be rung at once: danger now, the police, public concern or a service stopped."""
        urgent = {"police", "public_concern", "service_stopped"}
        return self.danger == "yes" or bool(urgent & set(self.circumstances))
