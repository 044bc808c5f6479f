"""``sightline replay``: the same history under another framework or with other lengths. Reads, and writes nothing.

``sightline replay --from 2026-04-01 --to 2026-11-01 --framework psirf`` and, as often as wanted,
``--length final_report="45 working days"``. Totals come first, then every case that differs; ``--json`` for machines.
What is seen is what a role sees: ``--as ROLE@CODE``, the home board's Patient Safety Specialist if left out. Progress
goes to standard error. Bad input exits with 2.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sightline.incidents.selectors.replay import Difference, Replay, Span, Totals, cases_in, replay
from sightline.organisations import selectors as organisations
from sightline.organisations import staff
from sightline.policy.facts import Actor
from sightline.policy.lengths import counted, say_day
from sightline.policy.permissions import relations_reading
from sightline.policy.replaying import OtherRules, Required, Told, Verdict, read_length
from sightline.policy.terms import Framework, Part, Role
from sightline.policy.working_days import london_day

_Read = TypeVar("_Read")
#: Dates outside are mistyped, and the ends of the calendar cannot be counted from.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Command(BaseCommand):
    """Compares the rules in force with others."""

    help = (
        "Say what the same incidents would have had to do, and by when, under another framework or with other lengths. "
        "Nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The span, what is different, and through whose eyes."""
        parser.add_argument("--from", dest="first", required=True, help="the first day, like 2026-04-01")
        parser.add_argument("--to", dest="last", required=True, help="the last day, like 2026-11-01")
        parser.add_argument("--framework", help=" or ".join(each.value for each in Framework))
        parser.add_argument(
            "--length",
            action="append",
            default=[],
            metavar="TIMESCALE=LENGTH",
            help='another length, like final_report="45 working days"; may be given several times',
        )
        parser.add_argument(
            "--as",
            dest="hat",
            default=Role.PATIENT_SAFETY_SPECIALIST.value,
            metavar="ROLE[@CODE]",
            help="through whose eyes, like chief_nurse or patient_safety_team@QZZ; the home board's "
            "Patient Safety Specialist if left out",
        )
        parser.add_argument("--json", action="store_true", help="print one object of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads what was asked, replays it and prints what was found."""
        now = timezone.now()
        span = Span(_read(_day, options["first"], "--from"), _read(_day, options["last"], "--to"))
        if span.last < span.first:
            raise CommandError("--to: the last day must be the first day or later.", returncode=2)
        other = OtherRules(
            framework=None
            if options["framework"] is None
            else _read(_framework, options["framework"], "--framework"),
            lengths=dict(_read(read_length, text, "--length") for text in options["length"]),
        )
        if other.framework is None and not other.lengths:
            raise CommandError("Say what is to be different: --framework, --length or both.", returncode=2)
        actor, seen_as = _hat(options["hat"], london_day(now))
        wanted = cases_in(actor, span, now=now)
        found = replay(actor, span, other, now=now, progress=lambda done: self._tell(done, wanted))
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")
        if options["json"]:
            self._print_json(found, span, other, seen_as)
        else:
            self._print(found, span, other, seen_as)

    def _tell(self, done: int, wanted: int) -> None:
        """A line that is written over where somebody watches, else one for each tenth part."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {wanted:,} cases", ending="")
            self.stderr.flush()
        elif done * 10 // max(wanted, 1) > (done - 100) * 10 // max(wanted, 1):
            self.stderr.write(f"{done:,} of {wanted:,} cases")

    def _print(self, found: Replay, span: Span, other: OtherRules, seen_as: str) -> None:
        write = self.stdout.write
        write(
            f"Incidents identified, or reported until then, from {span.first} to {span.last}, as {seen_as} sees them."
        )
        write(f"Rules in force → {other.in_words}. Nothing is written.")
        write(f"{counted(found.cases, 'case')}, {found.differing} of them not the same.")
        for kind, totals in found.totals.items():
            write(f"  {kind.label}: {_totals_in_words(totals)}")
        if found.responses:
            write("Learning responses under PSIRF:")
            for required in Required:
                write(f"  {required.label}: {found.responses[required]}")
        providers = found.providers()
        reference = ""
        for row in found.differences:
            if row.reference != reference:
                reference = row.reference
                write(f"\n{reference}  {providers.get(row.provider_id, '')}")
            write(f"  {row.timescale}: {row.words}")
            write(f"    before: {row.before.words}; after: {row.after.words}")

    def _print_json(self, found: Replay, span: Span, other: OtherRules, seen_as: str) -> None:
        """One object; the differences last and one by one, so that the text is never held whole."""
        head = {
            "from": span.first.isoformat(),
            "to": span.last.isoformat(),
            "framework": other.framework.value if other.framework else None,
            "lengths": {kind.value: number for kind, number in other.lengths.items()},
            "as": seen_as,
            "cases": found.cases,
            "differing": found.differing,
            "totals": {
                kind.value: {
                    "before": {verdict.value: totals.before[verdict] for verdict in Verdict},
                    "after": {verdict.value: totals.after[verdict] for verdict in Verdict},
                }
                for kind, totals in found.totals.items()
            },
            "responses": {required.value: found.responses[required] for required in Required}
            if found.responses
            else None,
        }
        providers = found.providers()
        self.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "differences": [', ending="")
        for number, row in enumerate(found.differences):
            text = json.dumps(_as_json(row, providers.get(row.provider_id, "")), ensure_ascii=False)
            self.stdout.write(f"{', ' if number else ''}{text}", ending="")
        self.stdout.write("]}")


def _as_json(row: Difference, provider: str) -> dict[str, Any]:
    def side(told: Told) -> dict[str, Any]:
        due_on = told.due_on.isoformat() if told.due_on else None
        return {"verdict": told.verdict.value, "due_on": due_on, "words": told.words}

    return {
        "reference": row.reference,
        "provider": provider,
        "timescale": row.timescale,
        "before": side(row.before),
        "after": side(row.after),
        "changed": row.words,
    }


def _totals_in_words(totals: Totals) -> str:
    found = [verdict for verdict in Verdict if totals.before[verdict] or totals.after[verdict]]
    return ", ".join(
        f"{verdict.label} {totals.before[verdict]} → {totals.after[verdict]}" for verdict in found
    )


def _read(reader: Callable[[str], _Read], text: str, option: str) -> _Read:
    try:
        return reader(text)
    except ValueError as problem:
        raise CommandError(f"{option}: {problem}", returncode=2) from problem


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f'"{text}" is not a date: write it like 2026-04-01.') from None
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValueError(f"{say_day(day)} is outside the years 1900 to 2199.")
    return day


def _framework(text: str) -> Framework:
    try:
        return Framework(text.strip().lower())
    except ValueError:
        known = ", ".join(each.value for each in Framework)
        raise ValueError(f'"{text}" is no framework. Choose from: {known}.') from None


def _hat(text: str, on: date) -> tuple[Actor, str]:
    """Somebody who wears this hat now, so that nobody sees through a role that no person has; and how it is called."""
    name, _, code = text.strip().partition("@")
    try:
        role = Role(name.strip().lower().replace("-", "_"))
    except ValueError:
        raise CommandError(
            f'--as: "{name}" is no role. Write it like chief_nurse@QZZ.', returncode=2
        ) from None
    row = organisations.organisation_by_code(code) if code.strip() else organisations.home_icb()
    if row is None:
        raise CommandError(f"--as: there is no organisation with the code {code}.", returncode=2)
    if not relations_reading(Part.TIMESCALES, role):
        raise CommandError(f"--as: the role {role.label} is shown no timescales.", returncode=2)
    hats = staff.hats_at([row.id], [role], on)
    if not hats:
        raise CommandError(f"--as: nobody is {role.label} at {row.name} today.", returncode=2)
    return hats[0], f"{role.label} of {row.name}"
