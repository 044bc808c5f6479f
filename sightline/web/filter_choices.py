"""What the filters of a list offer to choose from. What an address asks for stays chosen, known or not."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.organisations import register
from sightline.organisations import selectors as organisations
from sightline.policy.measures import MEASURES, relations_counting
from sightline.policy.terms import Role
from sightline.web.hats import Hat

Choices = list[tuple[str, str]]


def provider_choices(hat: Hat, chosen: str) -> Choices:
    """Providers with a contract with the reader's board, by name, and the board itself, whose incidents are its own.

    Empty at an organisation that holds no contracts: a provider's list has no other provider in it.
    """
    held = register.contracted_to(hat.organisation_id)
    if not held:
        return with_chosen([], chosen, chosen)
    return with_chosen([*held, (hat.organisation_code, hat.organisation_name)], chosen, chosen)


def place_choices(hat: Hat, chosen: str) -> Choices:
    """The Places of the reader's own board or organisation."""
    own = hat.organisation_id
    rows = organisations.places_of_icb(own) or organisations.places_of(own)
    return with_chosen([(str(row.place_id), row.name) for row in rows], chosen, "Another Place")


def handler_choices(people: Iterable[tuple[str, str]], chosen: str) -> Choices:
    """Mine, nobody's, or a colleague's; empty for a role that handles no cases."""
    colleagues = list(people)
    if not colleagues:
        return []
    return with_chosen([("me", "Mine"), ("nobody", "Nobody’s"), *colleagues], chosen, "Someone else’s")


def measure_choices(role: Role, chosen: str) -> Choices:
    """The measures of the policy that this role is shown a figure of, by the clauses they are evidence for."""
    shown = [row for row in MEASURES.values() if relations_counting(row, role)]
    known = [(row.code, f"{', '.join(row.clauses)}: {row.title}") for row in shown]
    return with_chosen(known, chosen, MEASURES[chosen].title if chosen in MEASURES else chosen)


def measure_words(chosen: str, which: str) -> str:
    """What a list that is filtered by a measure holds, in words; empty without one."""
    if chosen not in MEASURES:
        return ""
    title = MEASURES[chosen].title
    if which == "no":
        return f"Not as the clause asks: {title}"
    return f"As the clause asks: {title}" if which == "yes" else f"Counted: {title}"


def with_chosen(found: Choices, chosen: str, label: str) -> Choices:
    """The choices, and what was chosen if it is none of them."""
    is_known = not chosen or chosen in {value for value, _ in found}
    return found if is_known else [*found, (chosen, label)]
