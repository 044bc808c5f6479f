"""``sightline policy``: every clause, whether it is built, whether it is kept, and on what evidence.

The figures are what one role may see: those of the home ICB's Patient Safety Specialist, or of the role named with
``--as``: ``provider_lead@R9A`` (a role at an organisation, by its ODS code) or somebody's username.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from textwrap import wrap
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sightline.governance.selectors.clause_rows import ClauseRow, clause_rows
from sightline.organisations import selectors as organisations
from sightline.organisations.errors import HomeBoardMissing
from sightline.policy.chapters import by_chapter
from sightline.policy.facts import Actor
from sightline.policy.measures import Kept
from sightline.policy.terms import Role
from sightline.policy.working_days import london_day

_WIDTH = 100
#: Sees nothing of any case: the figures are then those of nobody.
_NOBODY = Actor(UUID(int=0), UUID(int=0), Role.PATIENT_SAFETY_SPECIALIST)


class Command(BaseCommand):
    """Prints one entry a clause, in the order of the policy; exit 1 with a sentence where the role is not known."""

    help = "Say of every clause whether it is built, whether it is being kept, and on what evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to print, and as whom."""
        parser.add_argument(
            "--json",
            action="store_true",
            help='print [{"id", "kind", "text", "built", "kept", "evidence", "tests"}]',
        )
        parser.add_argument("--not-met", action="store_true", help="only clauses that are not met")
        parser.add_argument(
            "--as",
            dest="hat",
            metavar="ROLE",
            help="whose figures: provider_lead@ODSCODE, or a username; "
            "the home ICB's Patient Safety Specialist if left out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        actor = self._actor(options["hat"])
        rows = clause_rows(actor, now=now)
        if options["not_met"]:
            rows = tuple(row for row in rows if row.evidence.kept is Kept.NOT_MET)
        if options["json"]:
            self.stdout.write(json.dumps([as_json(row) for row in rows], ensure_ascii=False, indent=1))
            return
        for line in table(rows):
            self.stdout.write(line)

    def _actor(self, hat: str | None) -> Actor:
        today = london_day(timezone.now())
        if hat is None:
            try:
                home = organisations.home_icb()
            except HomeBoardMissing as problem:
                self.stderr.write(f"Nobody's figures: {problem} Or name a role with --as.")
                return _NOBODY
            role = Role.PATIENT_SAFETY_SPECIALIST
            found = organisations.actor_with(role, home.id, today)
            # The figures are those of the role, whether or not somebody holds it today.
            return found or Actor(_NOBODY.person_id, home.id, role)
        name, at, code = hat.rpartition("@")
        if at and name in set(Role):
            organisation = organisations.organisation_by_code(code)
            if organisation is None:
                raise CommandError(f"There is no organisation with the code {code}.")
            found = organisations.actor_with(Role(name), organisation.id, today)
            if found is None:
                raise CommandError(f"Nobody is {Role(name).label} at {organisation.name} today.")
            return found
        found = organisations.actor_named(hat, today)
        if found is None:
            roles = ", ".join(role.value for role in Role)
            raise CommandError(
                f"“{hat}” is neither the username of somebody with a role today, nor a role at an organisation, "
                f"such as provider_lead@R9A. The roles are: {roles}."
            )
        return found


def as_json(row: ClauseRow) -> dict[str, Any]:
    """One clause; ``evidence`` has one entry a figure, with its words and its numbers."""
    return {
        "id": row.clause.id,
        "kind": row.clause.kind.value,
        "text": row.clause.text,
        "built": row.built.built.value,
        "kept": row.evidence.kept.value,
        "evidence": [
            {
                "measure": figure.measure.code,
                "kept": figure.kept.value,
                "good": figure.good,
                "total": figure.total,
                "sentence": figure.sentence,
            }
            for figure in row.evidence.figures
        ],
        "tests": list(row.built.tests),
    }


def table(rows: Iterable[ClauseRow]) -> Iterable[str]:
    """The rows under their headings: id, built, kept, what the clause asks; under it each figure, and what is missing."""
    wanted = {row.clause.id: row for row in rows}
    for chapter, clauses in by_chapter().items():
        shown = [wanted[each.id] for each in clauses if each.id in wanted]
        if not shown:
            continue
        yield f"\n{chapter.heading}"
        for row in shown:
            head = f"  {row.clause.id:9}{row.built.built.label:18}{row.evidence.kept.label:25}"
            first, *more = wrap(row.clause.text, _WIDTH - 40)
            yield head + first
            notes = [figure.sentence for figure in row.evidence.figures]
            notes += [f"Missing: {words}" for words in row.built.missing]
            for line in [*more, *(part for note in notes for part in wrap(note, _WIDTH - 40))]:
                yield " " * len(head) + line
    if not wanted:
        yield "No clause is like that."
