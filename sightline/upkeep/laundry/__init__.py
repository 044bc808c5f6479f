"""Looking a file through and making its cleaned copy, in a process of its own that has few seconds and little memory.

Whatever a hostile file does to the libraries that read it, it does there: without the database, without the
environment's secrets, and for a bounded time. Django is not imported by anything in this package.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: What a file may cost. A photograph of 60 million points takes about five seconds.
SECONDS, MEGABYTES = 20, 1536
_ROOT = str(Path(__file__).resolve().parents[3])
_START = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from sightline.upkeep.laundry import child; "
    "getattr(child, sys.argv[1])(sys.argv[2], *map(int, sys.argv[3:]))"
)

#: Words of a problem that is not the file's fault alone.
TOO_MUCH = (
    f"The file could not be looked through in {SECONDS} seconds. Save it smaller, or print it to a new PDF."
)


@dataclass(frozen=True)
class Washed:
    """``problem``: why the file is refused; else its ``cleaned`` bytes, or ``why_not`` where there are none."""

    problem: str = ""
    cleaned: bytes | None = None
    why_not: str = ""


def wash(content: bytes, content_type: str, *, unpacks_to: int) -> Washed:
    """Looks the file through for what could harm a reader, and makes a copy without what says who made it.

    ``unpacks_to``: how many bytes an office file may hold once it is unpacked.
    """
    said, cleaned = _asked("wash", content, content_type, unpacks_to)
    if said is None:
        return Washed(problem=TOO_MUCH)
    return Washed(said["problem"], cleaned if said["has_copy"] else None, said["why_not"])


@dataclass(frozen=True)
class Read:
    """The words of a file, seen or not; ``pictures``: it holds some, whose words are not read. ``problem``: why neither is known."""

    words: str = ""
    pictures: bool = False
    problem: str = ""


def read(content: bytes, content_type: str) -> Read:
    """Every word of a file that was washed: in its pages, notes, descriptions and details."""
    said, words = _asked("read", content, content_type)
    if said is None:
        return Read(problem=TOO_MUCH)
    return Read(words.decode(), said["pictures"], said["problem"])


@dataclass(frozen=True)
class Looked:
    """What was found in the words of a file, by kind and never by its words; ``whole``: they were looked through to the end."""

    has_text: bool = False
    whole: bool = False
    found: str = ""


def look_for_personal_data(content: bytes, content_type: str) -> Looked:
    """Looks through the words that people read in a file that was washed."""
    said, _ = _asked("look", content, content_type)
    return Looked() if said is None else Looked(**said)


def _asked(what: str, content: bytes, content_type: str, *more: int) -> tuple[dict[str, Any] | None, bytes]:
    """What that process says and the bytes after it; None where it had too little time or memory, or fell."""
    limits = map(str, (SECONDS, MEGABYTES, *more))
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", _START, what, content_type, *limits],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, b""
    head, _, rest = done.stdout.partition(b"\n")
    return (None, b"") if done.returncode != 0 or not head else (json.loads(head), rest)
