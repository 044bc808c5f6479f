"""An anchor: how many entries the trail had at a moment and the hash of the newest, to be kept where nobody reaches the database.

Whoever owns the database can take its triggers away and make the whole chain anew, or drop it; that shows only beside a
number and a hash from before, kept elsewhere. An anchor says nothing of any case or person.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime

from sightline.audit.chain import GENESIS, moment_text
from sightline.audit.models import AuditHead

_KIND = "sightline audit anchor"
_VERSION = 1
_HASH = re.compile("[0-9a-f]{64}")


class NotAnAnchor(ValueError):
    """A file that holds no anchor; the text says why."""


@dataclass(frozen=True)
class Anchor:
    """The trail as it was ``made_at``: so many ``entries``, the newest with ``head_hash``."""

    entries: int
    head_hash: str
    made_at: datetime

    def text(self) -> str:
        """The file: one JSON object that people can read, ended by a new line."""
        holds = {
            "kind": _KIND,
            "version": _VERSION,
            "made_at": moment_text(self.made_at),
            "entries": self.entries,
            "head_hash": self.head_hash,
        }
        return json.dumps(holds, indent=2) + "\n"

    @property
    def file_name(self) -> str:
        """``sightline-anchor-20270408T033000Z.json``: sorts by its moment."""
        return f"sightline-anchor-{moment_text(self.made_at)[:19].replace('-', '').replace(':', '')}Z.json"


def anchor_now(*, now: datetime) -> Anchor:
    """The head of the trail as it stands. Raises ``AuditHead.DoesNotExist`` where it is missing."""
    seq, head_hash = AuditHead.objects.values_list("seq", "entry_hash").get(id=1)
    return Anchor(seq, head_hash, now)


def read_anchor(text: str) -> Anchor:
    """The anchor in a file. Raises ``NotAnAnchor``."""
    try:
        holds = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAnAnchor("It is no JSON.") from None
    if not isinstance(holds, dict) or holds.get("kind") != _KIND:
        raise NotAnAnchor("It is no anchor of the audit trail.")
    if holds.get("version") != _VERSION:
        raise NotAnAnchor(f"It is an anchor of another version: {holds.get('version')!r}.")
    entries, head_hash, made_at = holds.get("entries"), holds.get("head_hash"), holds.get("made_at")
    if not isinstance(entries, int) or isinstance(entries, bool) or entries < 0:
        raise NotAnAnchor("It does not say how many entries there were.")
    if not isinstance(head_hash, str) or not _HASH.fullmatch(head_hash):
        raise NotAnAnchor("It holds no hash.")
    if entries == 0 and head_hash != GENESIS:
        raise NotAnAnchor("It says that there was no entry, and holds the hash of one.")
    try:
        moment = datetime.fromisoformat(str(made_at))
    except ValueError:
        raise NotAnAnchor("It does not say when it was made.") from None
    if moment.tzinfo is None:
        raise NotAnAnchor("It does not say when it was made.")
    return Anchor(entries, head_hash, moment)
