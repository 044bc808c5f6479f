"""Taking a file in: judged by its bytes, looked through for viruses, and a cleaned copy made, before any transaction.

A scanner that is away costs nobody a deadline: the file is received, and held until it was looked through.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from sightline.audit.services import act
from sightline.incidents.services.document_checks import PASTED, content_type_of, problem_with_kind
from sightline.policy.facts import Actor
from sightline.policy.found_words import TextCheck, counted
from sightline.policy.personal_data import personal_data_in
from sightline.policy.terms import Part
from sightline.upkeep import laundry
from sightline.upkeep.laundry.kinds import JPEG, PNG
from sightline.upkeep.virus_scan import Scan, Verdict, scanned

#: An office file may unpack to this many times the largest upload.
MOST_TIMES_LARGER = 10
INFECTED = "A virus was found in the file ({signature}), so it was not kept. Tell your IT service, and send a clean one."


@dataclass(frozen=True)
class Examined:
    """``problem``: why it is refused, in words. ``cleaned``: the copy for those who do not handle the case.

    ``looked_inside``: the file is of a kind that is taken, so a problem is one of what it holds.
    """

    content_type: str
    verdict: Verdict
    problem: str = ""
    cleaned: bytes | None = None
    why_not: str = ""
    looked_inside: bool = False
    text_check: TextCheck = TextCheck.NOT_CHECKED
    #: What the personal-data check found in its words, by kind.
    found: str = ""


def examine(content: bytes, *, report: bool = False, pasted: bool = False) -> Examined:
    """Everything that is asked of a file. Takes seconds at most; changes nothing."""
    content_type = PASTED if pasted else content_type_of(content) or ""
    off = Verdict(Scan.OFF)
    if pasted:
        kinds = counted(personal_data_in(content.decode(errors="replace")))
        state = TextCheck.HELD if kinds else TextCheck.CLEAR
        return Examined(content_type, off, cleaned=content, text_check=state, found=kinds)
    if problem := problem_with_kind(content, report=report):
        return Examined(content_type, off, problem)
    # The scanner first: what it knows is named by its name, whatever else is wrong with the file.
    verdict = scanned(content)
    if verdict.scan == Scan.INFECTED:
        return Examined(
            content_type, verdict, INFECTED.format(signature=verdict.signature), looked_inside=True
        )
    washed = washed_as_received(content, content_type)
    state, kinds = (TextCheck.NOT_CHECKED, "") if washed.problem else _looked(content, content_type)
    return Examined(
        content_type,
        verdict,
        washed.problem,
        washed.cleaned,
        washed.why_not,
        looked_inside=True,
        text_check=state,
        found=kinds,
    )


def _looked(content: bytes, content_type: str) -> tuple[TextCheck, str]:
    """What the personal-data check makes of a file; a scan, or one whose words cannot be read, is said not to be checked."""
    if content_type in (PNG, JPEG):
        return TextCheck.NO_TEXT, ""
    looked = laundry.look_for_personal_data(content, content_type)
    if looked.found:
        return TextCheck.HELD, looked.found
    if not looked.has_text:
        return TextCheck.NO_TEXT, ""
    return (TextCheck.CLEAR if looked.whole else TextCheck.NOT_CHECKED), ""


def washed_as_received(content: bytes, content_type: str) -> laundry.Washed:
    """Looked through and cleaned, within what a file of the largest size may unpack to."""
    most_bytes = MOST_TIMES_LARGER * settings.SIGHTLINE_DOCUMENT_BYTES
    return laundry.wash(content, content_type, unpacks_to=most_bytes)


def receive(
    content: bytes, *, report: bool = False, incident_id: UUID | None, by: Actor, now: datetime
) -> Examined:
    """``examine`` for a person who sends a file.

    One that is refused for what is inside it, a virus or what could do harm, is noted in the audit trail, though it is not
    kept: somebody may be trying. A file of the wrong kind or size is a slip, and is not.
    """
    found = examine(content, report=report)
    if found.problem and found.looked_inside:
        is_virus = found.verdict.scan == Scan.INFECTED
        why = "A virus was found in a file." if is_virus else "A file was refused for what is inside it."
        with act(by=by, now=now, clause="11.1c", reason=why) as trail:
            trail.record(
                model="document",
                object_id=hashlib.sha256(content).hexdigest(),
                subject_id=incident_id or "",
                field="refused",
                old="",
                new=found.verdict.signature if is_virus else found.problem,
                part=Part.DOCUMENTS.value if incident_id else "",
            )
    return found
