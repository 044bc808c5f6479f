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

#: What a file may cost. A photograph of 60 million points takes about five seconds.
SECONDS, MEGABYTES = 20, 1536
_ROOT = str(Path(__file__).resolve().parents[3])
_START = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from sightline.upkeep.laundry.child import main; "
    "main(sys.argv[1], *map(int, sys.argv[2:]))"
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
    try:
        done = subprocess.run(  # noqa: S603
            [
                *(sys.executable, "-I", "-c", _START, content_type),
                *map(str, (SECONDS, MEGABYTES, unpacks_to)),
            ],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Washed(problem=TOO_MUCH)
    head, _, cleaned = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        return Washed(problem=TOO_MUCH)
    said = json.loads(head)
    return Washed(said["problem"], cleaned if said["has_copy"] else None, said["why_not"])
