"""``sightline seed``: as many invented incidents as are wanted, with their whole history."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from sightline.demonstration.load import NotOurs, write_sign_ins
from sightline.demonstration.seeding import NothingToTell, open_if_empty, seed
from sightline.policy.working_days import london_day


class Command(BaseCommand):
    """Adds to the invented region, or opens it where the database is empty. A second run adds as many again."""

    help = (
        "Add invented incidents with their whole history to a demonstration, to try or to measure Sightline with many. "
        "The same --seed on the same database adds the same incidents; running it again adds more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--incidents", type=int, required=True, help="how many to add, such as 20000")
        parser.add_argument("--seed", type=int, default=1, help="chooses what is invented; 1 if left out")
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the day to count back from, like 2027-04-08; today if left out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SIGHTLINE_DEMONSTRATION:
            raise CommandError(
                "This is not a demonstration, so nothing was added. Set SIGHTLINE_DEMONSTRATION=1 to make it one."
            )
        self._tenths = 0
        wanted, today = options["incidents"], options["today"] or london_day(timezone.now())
        if wanted < 1:
            raise CommandError("Say how many incidents to add: --incidents 20000.")
        console = Console(stderr=True, highlight=False)
        if not console.is_terminal:
            self.stdout.write(f"Adding {wanted:,} invented incidents.")
            self.stdout.flush()
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        ) as shown:
            try:
                opening = shown.add_task("Opening an invented region, step", total=None)
                if open_if_empty(
                    today=today, progress=lambda done, of: shown.update(opening, completed=done, total=of)
                ):
                    write_sign_ins(settings.SIGHTLINE_SIGN_INS_FILE)
                shown.remove_task(opening)
                loading = shown.add_task("Incidents", total=wanted)
                began = time.monotonic()
                made = seed(
                    wanted,
                    number=options["seed"],
                    today=today,
                    progress=lambda cases, _: self._tell(shown, loading, cases, wanted),
                )
            except (NotOurs, NothingToTell) as problem:
                raise CommandError(str(problem)) from problem
        seconds = time.monotonic() - began
        self.stdout.write(
            f"Added {made.incidents:,} invented incidents, reported from {made.first_on} to {made.last_on}, with "
            f"{made.entries:,} entries in the audit trail. It took {seconds:,.1f} seconds: "
            f"{made.incidents / seconds:,.0f} incidents and {made.entries / seconds:,.0f} entries a second. "
            "Nobody here is real."
        )

    def _tell(self, shown: Progress, loading: TaskID, cases: int, wanted: int) -> None:
        """How many stand by now: a bar where somebody watches, else a line for each tenth part."""
        shown.update(loading, completed=cases)
        tenth = max(wanted // 10, 1)
        if not shown.console.is_terminal and (cases // tenth > self._tenths) and cases < wanted:
            self._tenths = cases // tenth
            self.stdout.write(f"{cases:,} of {wanted:,}")
            self.stdout.flush()
