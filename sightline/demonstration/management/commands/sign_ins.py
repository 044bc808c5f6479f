"""``sightline sign-ins``: who to sign in as, in a demonstration."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sightline.demonstration.people import sign_ins
from sightline.demonstration.region import is_open


class Command(BaseCommand):
    """Prints one line for each role worth trying."""

    help = "Show the sign-ins of a demonstration, one for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help='print [{"hat", "username", "password"}]')

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SIGHTLINE_DEMONSTRATION:
            raise CommandError("Sign-ins are shown in a demonstration only, and this is not one.")
        if not is_open():
            raise CommandError("The demonstration is not loaded yet. Run “sightline load-demonstration”.")
        rows = sign_ins()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
            return
        widths = (max(len(row.hat) for row in rows), max(len(row.username) for row in rows))
        self.stdout.write(f"{'Role':{widths[0]}}  {'Username':{widths[1]}}  Password")
        for row in rows:
            self.stdout.write(f"{row.hat:{widths[0]}}  {row.username:{widths[1]}}  {row.password}")
