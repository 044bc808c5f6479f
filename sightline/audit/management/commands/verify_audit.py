"""``sightline verify-audit``: prove the audit trail."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sightline.audit.verification import verify


class Command(BaseCommand):
    """Exit 0 if every entry holds; exit 1 naming the first that does not, and why."""

    help = "Check that nothing in the audit trail was changed, removed or added outside Sightline."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        watched = self.stderr.isatty() and not options["json"]
        verdict = verify(progress=self._progress if watched else None)
        if watched:
            self.stderr.write("\r\033[K", ending="")
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "intact": verdict.intact,
                        "entries": verdict.entries,
                        "broken_at": verdict.broken_at,
                        "reason": verdict.reason,
                        "head_hash": verdict.head_hash,
                    }
                )
            )
            if not verdict.intact:
                sys.exit(1)
            return
        if not verdict.intact:
            raise CommandError(f"Entry {verdict.broken_at}: {verdict.reason}. The chain is broken there.")
        noun = "entry" if verdict.entries == 1 else "entries"
        self.stdout.write(f"{verdict.entries:,} {noun}, chain intact")

    def _progress(self, walked: int, head: int) -> None:
        self.stderr.write(f"\r{walked:,} of {head:,} entries", ending="")
        self.stderr.flush()
