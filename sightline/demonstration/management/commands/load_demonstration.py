"""``sightline load-demonstration``: the invented region and its two years."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sightline.demonstration.load import NotOurs, load, write_sign_ins
from sightline.policy.working_days import london_day


class Command(BaseCommand):
    """Loads once; a second run changes nothing and says so."""

    help = "Load an invented region with about 400 incidents in 24 months, to try Sightline with. Only in a demonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the day to count back from, like 2027-04-08; today if left out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SIGHTLINE_DEMONSTRATION:
            raise CommandError(
                "This is not a demonstration, so nothing was loaded. Set SIGHTLINE_DEMONSTRATION=1 to make it one."
            )
        began = time.monotonic()
        self._watched = self.stderr.isatty()
        try:
            made = load(today=options["today"] or london_day(timezone.now()), progress=self._progress)
        except NotOurs as problem:
            raise CommandError(str(problem)) from problem
        finally:
            if self._watched:
                self.stderr.write("\r\033[K", ending="")
        write_sign_ins(settings.SIGHTLINE_SIGN_INS_FILE)
        if made is None:
            self.stdout.write("The demonstration is loaded already. Nothing changed.")
            return
        seconds = round(time.monotonic() - began)
        self.stdout.write(
            f"Loaded an invented region: {made.incidents} incidents in {made.acts:,} steps, and {made.people} people. "
            f"It took {seconds} seconds. Nobody here is real."
        )

    def _progress(self, done: int, of: int) -> None:
        if self._watched:
            self.stderr.write(f"\rTwo years of incidents: {done:,} of {of:,} steps", ending="")
            self.stderr.flush()
        elif done == 0:
            self.stdout.write("Loading two years of invented incidents. This takes a minute or two.")
            self.stdout.flush()
