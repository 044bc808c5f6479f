"""What the filters of a list offer to choose from. What an address asks for stays chosen, known or not."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.organisations import register
from sightline.organisations import selectors as organisations
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


def with_chosen(found: Choices, chosen: str, label: str) -> Choices:
    """The choices, and what was chosen if it is none of them."""
    is_known = not chosen or chosen in {value for value, _ in found}
    return found if is_known else [*found, (chosen, label)]
