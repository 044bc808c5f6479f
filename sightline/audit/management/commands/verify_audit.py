"""``sightline verify-audit``: prove the audit trail, with anchors from elsewhere where there are some."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sightline.audit.anchors import Anchor, NotAnAnchor, read_anchor
from sightline.audit.verification import Verdict, verify

BROKEN, NO_ANCHOR, UNPROTECTED = 1, 2, 3


class Command(BaseCommand):
    """Says what holds by its exit code: see ``help``."""

    help = (
        "Check that nothing in the audit trail was changed, removed or added outside Sightline. Exit code 0: every entry "
        "holds, every anchor too, and the database protects the trail. 1: an entry, the chain or an anchor does not hold; "
        "the first is named. 2: an anchor cannot be read, nothing was checked. 3: everything holds, but a trigger that "
        "protects the trail is missing or altered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="FILE",
            help="an anchor that was kept elsewhere (sightline audit-anchor); may be given more than once",
        )
        parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        anchors = [_anchor(Path(name)) for name in options["anchor"]]
        watched = self.stderr.isatty() and not options["json"]
        verdict = verify(anchors=anchors, progress=self._progress if watched else None)
        if watched:
            self.stderr.write("\r\033[K", ending="")
        if options["json"]:
            self._print_json(verdict)
            if not verdict.intact:
                sys.exit(_code(verdict))
            return
        if not verdict.intact:
            raise CommandError(in_words(verdict), returncode=_code(verdict))
        self.stdout.write(in_words(verdict) + _beside(anchors))

    def _print_json(self, verdict: Verdict) -> None:
        holds = {
            "intact": verdict.intact,
            "entries": verdict.entries,
            "broken_at": verdict.broken_at,
            "reason": verdict.reason,
            "head_hash": verdict.head_hash,
            "unprotected": verdict.unprotected,
        }
        self.stdout.write(json.dumps(holds))

    def _progress(self, walked: int, head: int) -> None:
        self.stderr.write(f"\r{walked:,} of {head:,} entries", ending="")
        self.stderr.flush()


def in_words(verdict: Verdict) -> str:
    """What was found, in sentences for people."""
    noun = "entry" if verdict.entries == 1 else "entries"
    if verdict.holds:
        told = [f"{verdict.entries:,} {noun}, chain intact"]
    else:
        told = [f"Entry {verdict.broken_at}: {verdict.reason}. The chain is broken there."]
    return "\n".join([*told, *verdict.unprotected])


def _beside(anchors: list[Anchor]) -> str:
    return "".join(
        f"\nAs the anchor of {anchor.made_at:%Y-%m-%d %H:%M} UTC says: {anchor.entries:,} entries then"
        for anchor in anchors
    )


def _code(verdict: Verdict) -> int:
    return UNPROTECTED if verdict.holds else BROKEN


def _anchor(path: Path) -> Anchor:
    try:
        return read_anchor(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{path} cannot be read: {problem}", returncode=NO_ANCHOR) from problem
    except NotAnAnchor as problem:
        raise CommandError(f"{path}: {problem}", returncode=NO_ANCHOR) from problem
