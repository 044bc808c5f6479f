"""The program of that process: bytes in; one line of JSON and the cleaned bytes out."""

from __future__ import annotations

import json
import resource
import sys
import warnings

from sightline.upkeep.laundry.kinds import JPEG, PDF, PNG
from sightline.upkeep.laundry.refusals import RefusedFile

_NO_COPY = "no copy without its hidden details could be made of it"


def main(content_type: str, seconds: int, megabytes: int, unpacks_to: int) -> None:
    """Reads the file from standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    problem, cleaned, why_not = _washed(sys.stdin.buffer.read(), content_type, unpacks_to)
    said = {"problem": problem, "has_copy": cleaned is not None, "why_not": why_not}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + (cleaned or b""))
    sys.stdout.buffer.flush()


def _washed(content: bytes, content_type: str, unpacks_to: int) -> tuple[str, bytes | None, str]:
    # Each library is loaded only for its own kind of file: loading takes longer than most files do.
    try:
        if content_type == PDF:
            from sightline.upkeep.laundry.pdf import cleaned_pdf

            return "", cleaned_pdf(content), ""
        if content_type in (PNG, JPEG):
            from sightline.upkeep.laundry.pictures import cleaned_picture

            return "", cleaned_picture(content), ""
        from sightline.upkeep.laundry.office import cleaned_office

        return "", cleaned_office(content, content_type, unpacks_to), ""
    except RefusedFile as refused:
        return str(refused), None, ""
    except MemoryError:
        raise
    except Exception:  # a library met what it cannot write: the file is sound, its copy cannot be made
        return "", None, _NO_COPY
