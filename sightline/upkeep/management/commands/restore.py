"""``sightline restore FILE``: a backup put in place, with proof."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.services import restores


class Command(BaseCommand):
    """Restores into an empty database and an empty folder of documents; exit 1 with the reason where it cannot."""

    help = "Restore a backup into the empty database and the empty folder of documents that are set, and prove it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--without-damaged-documents",
            action="store_true",
            help="restore the rest where documents are missing or damaged; they are named",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proof = restores.restore(
                options["file"],
                by=f"sightline restore on {socket.gethostname()}",
                now=timezone.now(),
                without_damaged=options["without_damaged_documents"],
            )
        except UpkeepRefused as problem:
            raise CommandError(f"Nothing was restored. {problem}") from problem
        self.stdout.write(restores.say(proof))
        self.stdout.write("Run `sightline migrate` if this is a newer version, then start the servers.")
