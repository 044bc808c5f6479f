"""Whom a notice about a case goes to, of those whose turn it is. Private to this package."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sightline.organisations import staff
from sightline.policy.facts import Actor
from sightline.policy.permissions import roles_holding
from sightline.policy.terms import Permission, Relation, Role


class AtWork:
    """Everyone at some organisations on a day who may be told something: two queries, however many cases are asked for."""

    def __init__(self, organisation_ids: Collection[UUID], roles: Collection[Role], on: date) -> None:
        named = {role for relation in Relation for role in _named_roles(relation)}
        self._hats: dict[UUID, list[Actor]] = {}
        for hat in staff.hats_at(organisation_ids, {*roles, *named}, on):
            self._hats.setdefault(hat.organisation_id, []).append(hat)
        self._covers = staff.covering(organisation_ids, on)

    def whose_turn(
        self, organisation_id: UUID, relation: Relation, roles: Collection[Role], named: UUID | None
    ) -> list[Actor]:
        """People of these roles there. Where the case is on somebody's desk (``named``), of those who may have it only
        that person and whoever covers them; a person who has left has nothing on their desk."""
        there = self._hats.get(organisation_id, [])
        on_desk = self.on_desk(organisation_id, relation, named)
        if not on_desk:
            return [hat for hat in there if hat.role in roles]
        others = set(roles) - _named_roles(relation)
        return on_desk + [hat for hat in there if hat.role in others]

    def on_desk(self, organisation_id: UUID, relation: Relation, named: UUID | None) -> list[Actor]:
        """The person who has the case on their desk there, with whoever covers them; empty where nobody has."""
        if named is None:
            return []
        people = {named, *self._covers.get((organisation_id, named), ())}
        may_have_it = _named_roles(relation)
        return [
            hat
            for hat in self._hats.get(organisation_id, [])
            if hat.person_id in people and hat.role in may_have_it
        ]


def _named_roles(relation: Relation) -> frozenset[Role]:
    return roles_holding(Permission.ALLOCATE, relation)


def one_hat_each(hats: Iterable[Actor]) -> dict[UUID, list[Actor]]:
    """The hats of each person, in the order in which people first come."""
    found: dict[UUID, list[Actor]] = {}
    for hat in hats:
        found.setdefault(hat.person_id, []).append(hat)
    return found
