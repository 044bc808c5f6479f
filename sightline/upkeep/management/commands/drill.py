"""``sightline drill``: proves that a backup can be restored, and keeps nothing of it."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.services import restores


class Command(BaseCommand):
    """Backs up, restores beside, proves, records that it was done, and takes it away; exit 1 where that fails."""

    help = "Back up, restore elsewhere, prove the copy and take it away; or do so with the backup FILE."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a backup that is there, instead of a new one")
        parser.add_argument(
            "--scratch", type=Path, help="a folder with room for all of it, instead of the system's own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proof = restores.drill(
                options["file"],
                scratch=options["scratch"],
                database=settings.SIGHTLINE_DRILL_DATABASE,
                by=f"sightline drill on {socket.gethostname()}",
                now=timezone.now(),
            )
        except UpkeepRefused as problem:
            raise CommandError(f"The drill failed. {problem}") from problem
        self.stdout.write(f"{restores.say(proof)}\nThe copy was taken away again.")
