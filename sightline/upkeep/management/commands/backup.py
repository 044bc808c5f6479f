"""``sightline backup FOLDER``: the database and the documents in one file."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.services import backups


class Command(BaseCommand):
    """Writes the backup whole or not at all, while people work on.

    Exit 1 with the reason where it cannot, and also where a document was missing or damaged: then there is a backup of
    everything else, and the documents are named.
    """

    help = "Write the database and every document into one file in FOLDER, for its owner only."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"].is_dir():
            raise CommandError(f"{options['folder']} is not a folder.")
        try:
            made = backups.back_up(
                options["folder"].resolve(),
                by=f"sightline backup on {socket.gethostname()}",
                now=timezone.now(),
            )
        except UpkeepRefused as problem:
            raise CommandError(f"No backup was made. {problem}") from problem
        manifest = made.manifest
        self.stdout.write(
            f"{made.path}: {sum(manifest.contents.rows.values()):,} rows, {len(manifest.documents):,} documents, "
            f"{manifest.contents.head_seq:,} audit entries, head {manifest.contents.head_hash}"
        )
        if manifest.lost:
            listed = "".join(f"\n  {path}: {words}" for path, words in manifest.lost.items())
            self.stderr.write(f"The backup goes without {len(manifest.lost)} documents:{listed}")
            sys.exit(1)
