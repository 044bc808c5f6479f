"""Words taken out for good by two people: from the text, from the trail, from search; and what stands in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from sightline.audit.scope import everything, within
from sightline.audit.selectors import every_entry
from sightline.audit.verification import verify
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Correction, Erasure, Incident
from sightline.incidents.selectors import count_of
from sightline.incidents.selectors.listing import ListFilter
from sightline.incidents.services.legal_holds import lift_hold, set_hold
from sightline.incidents.services.rectification import (
    agree_words,
    places_holding,
    propose_words,
    refuse_words,
)
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from tests.factories import NOW, World, declared

HOUR = timedelta(hours=1)
WORDS = "Wendell Ashgrove"
STORY = f"The visitor {WORDS} lifted the monitor off the trolley and it fell on the patient."
WHY = "A visitor was named, who had no part in it."


def everywhere(words: str) -> list[str]:
    """Each column of the database that holds the words."""
    with within(everything("a test")):
        return [
            f"{model._meta.label}.{column.attname}"
            for model in apps.get_models()
            for column in model._meta.concrete_fields
            if isinstance(column, models.CharField | models.TextField | models.JSONField)
            for value in model._default_manager.values_list(column.attname, flat=True)
            if words.lower() in str(value).lower()
        ]


@pytest.fixture
def guardian(world: World) -> Actor:
    """The information-governance lead of the ICB."""
    return world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)


@pytest.fixture
def theirs(world: World) -> Actor:
    """The information-governance lead of the trust."""
    return world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)


@pytest.fixture
def case(world: World) -> Incident:
    """A declared case whose story names a visitor."""
    return declared(world, what_happened=STORY)


def proposed(case: Incident, by: Actor, words: str = WORDS, instead: str = "a visitor") -> Erasure:
    """A proposal to take the words out of the story."""
    place = f"incident {case.id} what_happened"
    return Erasure.objects.get(id=propose_words(case.id, place, words, instead, WHY, by=by, now=NOW))


@pytest.mark.clause("11.1a")
def test_words_that_two_people_take_out_stand_nowhere_and_the_chain_is_still_proved(
    world: World, case: Incident, guardian: Actor, theirs: Actor
) -> None:
    assert everywhere(WORDS)
    asked = ListFilter(text="Ashgrove")
    assert count_of(world.team, asked, now=NOW) == 1
    row = proposed(case, theirs, words="wendell  ashgrove")
    agree_words(row.id, by=guardian, now=NOW + HOUR)
    assert everywhere("Ashgrove") == []
    case.refresh_from_db()
    assert case.what_happened == STORY.replace(WORDS, "a visitor")
    assert count_of(world.team, asked, now=NOW + HOUR) == 0
    assert verify().intact
    row.refresh_from_db()
    assert (row.agreed, row.decided_by, row.erased_words) == (True, guardian.person_id, "")
    assert row.entries_erased is not None
    assert row.entries_erased >= 2
    with within(everything("a test")):
        gone = [each for each in every_entry(case.id) if each.erased]
    assert {each.field for each in gone} >= {"what_happened", "headline"}
    assert {each.tombstone_reason for each in gone} == {WHY}


def test_whoever_proposed_it_does_not_agree_and_outsiders_see_nothing(
    world: World, case: Incident, guardian: Actor
) -> None:
    row = proposed(case, guardian)
    with pytest.raises(Invalid, match="Another person"):
        agree_words(row.id, by=guardian, now=NOW)
    for actor in (world.lead, world.team, world.outsider, world.reporter):
        with pytest.raises(NotVisible):
            agree_words(row.id, by=actor, now=NOW)
        with pytest.raises(NotVisible):
            proposed(case, actor)
    with pytest.raises(NotVisible):
        refuse_words(
            row.id,
            "It is none of mine.",
            by=world.actor("other_icb", Role.PATIENT_SAFETY_SPECIALIST),
            now=NOW,
        )
    assert "Wendell" in Incident.objects.get(id=case.id).what_happened


def test_what_is_refused_stays_and_its_proposal_no_longer_holds_the_words(
    case: Incident, guardian: Actor, theirs: Actor
) -> None:
    row = proposed(case, guardian)
    with pytest.raises(Invalid, match="at least 3 words"):
        refuse_words(row.id, "no", by=theirs, now=NOW)
    with pytest.raises(Invalid, match="without the words"):
        refuse_words(row.id, f"{WORDS} was there after all.", by=theirs, now=NOW)
    refuse_words(row.id, "He agreed to be named.", by=theirs, now=NOW)
    row.refresh_from_db()
    assert (row.agreed, row.erased_words, row.refused_reason) == (False, "", "He agreed to be named.")
    with pytest.raises(Invalid, match="decided this already"):
        agree_words(row.id, by=theirs, now=NOW)
    assert WORDS in Incident.objects.get(id=case.id).what_happened


def test_a_hold_set_between_stops_it(case: Incident, guardian: Actor, theirs: Actor) -> None:
    row = proposed(case, guardian)
    hold = set_hold(case.id, "A public inquiry asked for it.", by=theirs, now=NOW)
    with pytest.raises(Invalid, match="public inquiry asked for it"):
        agree_words(row.id, by=theirs, now=NOW)
    with pytest.raises(Invalid, match="A hold stands"):
        proposed(case, theirs)
    row.refresh_from_db()
    assert row.decided_at is None
    lift_hold(hold, "The inquiry has reported.", by=theirs, now=NOW)
    agree_words(row.id, by=theirs, now=NOW)
    assert everywhere("Ashgrove") == []


@pytest.mark.parametrize(
    ("words", "instead", "reason", "field"),
    [
        ("", "x", WHY, "words"),
        ("...", "x", WHY, "words"),
        ("Nobody Here", "", WHY, "words"),
        (WORDS, f"Mr {WORDS}", WHY, "instead"),
        (WORDS, "x" * 301, WHY, "instead"),
        (WORDS, "", "no", "reason"),
        (WORDS, "", f"{WORDS} had no part in it.", "reason"),
    ],
)
def test_what_is_no_proposal_is_refused_beside_its_field(
    case: Incident, guardian: Actor, words: str, instead: str, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        propose_words(
            case.id, f"incident {case.id} what_happened", words, instead, reason, by=guardian, now=NOW
        )
    assert list(refused.value.problems) == [field]
    assert not Erasure.objects.exists()


def test_words_of_another_case_and_codes_are_no_places(world: World, case: Incident, guardian: Actor) -> None:
    other = declared(world)
    with pytest.raises(Invalid, match="do not stand there"):
        propose_words(other.id, f"incident {case.id} what_happened", WORDS, "", WHY, by=guardian, now=NOW)
    with pytest.raises(Invalid, match="Choose in which text"):
        propose_words(case.id, f"incident {case.id} status", WORDS, "", WHY, by=guardian, now=NOW)
    places = {place.field for place in places_holding(case, WORDS, by=guardian)}
    assert places == {"what_happened"}, "the headline was written anew when it was declared"
    assert not Correction.objects.exists()
