"""What is different when a case of the demonstration is told again: where, by whom, and in which words.

A story that grew from a seed is told again in other words of that seed, at any provider the seed speaks of that is bound
by the same rules. A story written by hand stays where it is and gains a sentence, so that no two accounts are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from uuid import UUID

from sightline.demonstration import cases
from sightline.demonstration.earlier import SEEDS
from sightline.demonstration.people import PEOPLE
from sightline.demonstration.provider_words import site_of
from sightline.demonstration.region import BY_KEY, HOME, PLACES
from sightline.demonstration.seeds import Seed, story_at
from sightline.demonstration.stories import Story, number_from, pick
from sightline.incidents.services.bulk_load import Pattern, Retelling, moved
from sightline.incidents.services.intake import headline_from
from sightline.organisations import selectors as organisations
from sightline.organisations.selectors import OrganisationRow, PersonRow
from sightline.policy import never_events
from sightline.policy.terms import Role
from sightline.policy.working_days import london_day

_SEEDS: Mapping[str, Seed] = MappingProxyType({seed.key: seed for seed in SEEDS})
_BY_ACCOUNT: Mapping[str, Story] = MappingProxyType(
    {story.happened: story for story in cases.STORIES.values()}
)
_NOTICED = (
    *("A healthcare assistant", "The nurse in charge", "A pharmacist", "A relative", "A student nurse"),
    *("The ward clerk", "A physiotherapist", "The doctor on call", "A porter", "The site manager"),
)
_WHEN = (
    *("at the start of the shift", "at handover", "during the evening round", "before breakfast"),
    *("after visiting time", "in the early hours", "at the safety huddle", "while checking the chart"),
)
_DID = (
    *("raised it at once", "wrote it down before going home", "asked a colleague to look as well"),
    *("rang the coordinator", "told the person in charge", "checked whether others were affected"),
)


@dataclass(frozen=True)
class Told:
    """A pattern and the story it came from: its key in the region, and its seed if it grew from one."""

    pattern: Pattern
    story: Story
    seed: Seed | None


def told(pattern: Pattern) -> Told | None:
    """The story a case came from, and its words made ready to be replaced; None for a case that is no story of ours."""
    story = _BY_ACCOUNT.get(pattern.told("what_happened"))
    if story is None:
        return None
    pattern.words = tuple(_words(story, pattern.told("site")))
    seed = None if pattern.names_others else _SEEDS.get(story.key.rpartition("-")[0])
    return Told(pattern, story, seed)


def _words(story: Story, site: str) -> list[str]:
    """What a telling replaces, in an order that is the same for every story of a seed."""
    headline = headline_from(story.happened)
    return [
        story.happened,
        headline,
        story.headline,
        story.safe,
        story.team,
        site,
        BY_KEY[story.provider].name,
    ]


class Teller:
    """Tells the stories of the region again. ``salt`` makes the choices: the same one tells the same."""

    def __init__(self, salt: str, today: date) -> None:
        self._salt = salt
        self._today = today
        found = {key: organisations.organisation_by_code(row.code) for key, row in BY_KEY.items()}
        self._organisations: dict[str, OrganisationRow] = {key: row for key, row in found.items() if row}
        leads = {row.username: row.id for row in self._staff(HOME)[Role.PLACE_QUALITY_LEAD]}
        #: Who leads on quality at each Place of the board.
        self._place_leads = {
            row.place: leads[row.username]
            for row in PEOPLE
            if row.role is Role.PLACE_QUALITY_LEAD and row.username in leads
        }
        self._place_ids = {
            row.name: row.place_id for row in organisations.places_of_icb(self._organisations[HOME].id)
        }

    def providers(self, told: Told, weeks: int) -> list[str]:
        """Where a story can be told so many weeks on: under the framework it had, with as many Places to choose from."""
        own = BY_KEY[told.story.provider]
        if not _is_on_the_same_list(told.pattern, weeks):
            return []
        on = london_day(moved(told.pattern.identified_at or told.pattern.reported_at, weeks))
        options = [own.key] if told.seed is None else told.seed.providers
        return [
            key
            for key in options
            if BY_KEY[key].kind == own.kind
            and BY_KEY[key].led_by == own.led_by
            and (len(BY_KEY[key].places) == 1) == (len(own.places) == 1)
            and self._organisations[key].framework_on(on) is told.pattern.framework
        ]

    def tell(self, told: Told, weeks: int, number: int, lead: Retelling | None = None) -> Retelling:
        """One telling. ``number`` tells it from the others."""
        pattern, key = told.pattern, f"{self._salt}/{number}"
        provider = pick(tuple(self.providers(told, weeks)), key, "where")
        story = self._story(told, key, provider)
        ids, place_id = self._ids(told, story, provider, key)
        words = dict(zip(pattern.words, self._new_words(told, story), strict=True))
        words |= _numbers(pattern, BY_KEY[provider].code, weeks, key)
        reporter = self._reporter(pattern, told.story.provider, provider, key)
        if reporter is not None and pattern.reporter_id is not None:
            ids[pattern.reporter_id] = reporter.id
            words |= dict(zip(pattern.reporter_words, (reporter.full_name, reporter.email), strict=True))
        return Retelling(pattern, weeks, self._organisations[provider].id, place_id, ids, words, lead)

    def _story(self, told: Told, key: str, provider: str) -> Story:
        if told.seed is not None:
            return story_at(told.seed, f"{told.seed.key}/{key}", provider)
        sentence = (
            f"{pick(_NOTICED, key, 'who')} saw it {pick(_WHEN, key, 'when')} and {pick(_DID, key, 'did')}."
        )
        return replace(told.story, happened=f"{told.story.happened} {sentence}")

    def _new_words(self, told: Told, story: Story) -> list[str]:
        site = told.pattern.told("site") if told.seed is None else site_of(story)
        return _words(story, site)

    def _ids(self, told: Told, story: Story, provider: str, key: str) -> tuple[dict[UUID, UUID], UUID | None]:
        """People instead of those of the pattern, by what they do, and the Place it falls to."""
        pattern = told.pattern
        ids: dict[UUID, UUID] = {}
        place_id = pattern.place_id
        if told.seed is not None and place_id is not None:
            old = {self._place_ids[name]: place for place, name in PLACES.items()}.get(place_id)
            new_place = story.place or BY_KEY[provider].places[0]
            place_id = self._place_ids[PLACES[new_place]]
            if old in self._place_leads and new_place in self._place_leads:
                ids[self._place_leads[old]] = self._place_leads[new_place]
        there, here = self._staff(told.story.provider), self._staff(provider)
        for person_id, (role, organisation_id) in pattern.people.items():
            if organisation_id == pattern.provider_id and provider != told.story.provider:
                numbers = [row.id for row in there[role]]
                at = numbers.index(person_id) if person_id in numbers else number_from(8, key, role.value)
                ids[person_id] = here[role][at % len(here[role])].id
        return ids, place_id

    def _reporter(self, pattern: Pattern, was_at: str, provider: str, key: str) -> PersonRow | None:
        """Another reporter of the provider, where one of its own reported."""
        if pattern.reporter_id not in {row.id for row in self._staff(was_at)[Role.REPORTER]}:
            return None
        return pick_person(self._staff(provider)[Role.REPORTER], key)

    @cache  # noqa: B019 - a teller lives as long as one load
    def _staff(self, key: str) -> Mapping[Role, list[PersonRow]]:
        """Who works somewhere, by role; whoever also investigates does not report in a telling."""
        roles = (*_PROVIDER_ROLES, Role.PLACE_QUALITY_LEAD)
        at = self._organisations[key].id
        found = {role: organisations.colleagues(at, [role], self._today) for role in roles}
        others = {row.id for role, rows in found.items() if role is not Role.REPORTER for row in rows}
        found[Role.REPORTER] = [row for row in found[Role.REPORTER] if row.id not in others]
        return found


_PROVIDER_ROLES = (
    *(Role.REPORTER, Role.PROVIDER_LEAD, Role.PROVIDER_EXECUTIVE, Role.INVESTIGATOR),
    Role.INFORMATION_GOVERNANCE_LEAD,
)


def _is_on_the_same_list(pattern: Pattern, weeks: int) -> bool:
    """Whether a Never Event would have been recorded against the same edition of the list."""
    edition, happened_on = pattern.told("never_event_edition"), pattern.told("happened_on")
    if not edition or not happened_on:
        return True
    return never_events.list_on(date.fromisoformat(happened_on) + timedelta(weeks=weeks)).label == edition


def pick_person(rows: Sequence[PersonRow], key: str) -> PersonRow | None:
    """One of them, the same for the same key; None where there is nobody."""
    return rows[number_from(len(rows), key, "reporter")] if rows else None


def _numbers(pattern: Pattern, code: str, weeks: int, key: str) -> dict[str, str]:
    """Numbers of other systems, in the form that the demonstration gives them."""
    year = london_day(moved(pattern.reported_at, weeks)).year
    new = {
        "local_number": f"{code}-{10_000 + number_from(80_000, key, 'local')}",
        "lfpse_number": f"LFPSE-{year}-{100_000 + number_from(900_000, key, 'lfpse')}",
        "steis_number": f"{year}/{900_000 + number_from(99_999, key, 'steis')}",
    }
    return {pattern.told(name): number for name, number in new.items() if pattern.told(name)}
