"""The program of that process: bytes in; one line of JSON and the cleaned bytes out."""

from __future__ import annotations

import json
import logging
import resource
import sys
import warnings

from sightline.upkeep.laundry.kinds import JPEG, PDF, PNG
from sightline.upkeep.laundry.refusals import RefusedFile

_UNREADABLE = (
    "The words of the file could not be read, so nobody can say what is left in it. Print it to a new PDF."
)
_NO_COPY = "no copy without its hidden details could be made of it"


def wash(content_type: str, seconds: int, megabytes: int, unpacks_to: int) -> None:
    """Reads the file from standard input; answers with its problem or its cleaned copy."""
    _limit(seconds, megabytes)
    problem, cleaned, why_not = _washed(sys.stdin.buffer.read(), content_type, unpacks_to)
    _answer({"problem": problem, "has_copy": cleaned is not None, "why_not": why_not}, cleaned or b"")


def read(content_type: str, seconds: int, megabytes: int) -> None:
    """Reads the file from standard input; answers with its words."""
    from sightline.upkeep.laundry.words import words_of

    _limit(seconds, megabytes)
    try:
        words, pictures = words_of(sys.stdin.buffer.read(), content_type)
    except MemoryError:
        raise
    except Exception:  # a library met what it cannot read: what it holds stays unknown, and that is said
        _answer({"problem": _UNREADABLE, "pictures": False}, b"")
        return
    _answer({"problem": "", "pictures": pictures}, words.encode(errors="replace"))


def look(content_type: str, seconds: int, megabytes: int) -> None:
    """Reads the file from standard input; answers with what the personal-data check found in it, never with the words."""
    from sightline.policy.found_words import counted
    from sightline.policy.personal_data import personal_data_in
    from sightline.upkeep.laundry.plain_text import MOST_CHARACTERS, plain_text

    _limit(seconds, megabytes)
    try:
        text = plain_text(sys.stdin.buffer.read(), content_type)
    except MemoryError:
        raise
    except Exception:  # a library met what it cannot read: nobody says that it was looked through
        _answer({"has_text": False, "whole": False, "found": ""}, b"")
        return
    found = counted(personal_data_in(text[:MOST_CHARACTERS]))
    whole = len(text) <= MOST_CHARACTERS
    _answer({"has_text": bool(text.strip()), "whole": whole, "found": found}, b"")


def _answer(said: dict[str, object], rest: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + rest)
    sys.stdout.buffer.flush()


def _limit(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)


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
