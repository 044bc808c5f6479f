"""The texts of an archive: its trail and disclosures for machines, its manifest, and how to verify it for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sightline.audit.chain import moment_text
from sightline.incidents.selectors.case_archive import ArchivePage, CaseArchive
from sightline.incidents.selectors.disclosure import DisclosureDetail
from sightline.incidents.selectors.history import ActLines
from sightline.web.audit_words import change_line
from sightline.web.wording import say_moment

KIND, VERSION = "sightline case archive", 1
README, MANIFEST, SUMS = "README.txt", "manifest.json", "SHA256SUMS"
CASE, HISTORY, DISCLOSURES = "case-as-it-stood.pdf", "history.json", "disclosures.json"
ANCHOR = "audit-anchor.json"


@dataclass(frozen=True)
class Taking:
    """Who takes it out, in which role, when and what for."""

    person: str
    role: str
    organisation: str
    at: datetime
    purpose: str


@dataclass(frozen=True)
class FileOfArchive:
    """One file in it: its path, its size in bytes, its hash, and what is known of it beside."""

    path: str
    size: int
    sha256: str
    known: Mapping[str, str]


def as_json(value: Any) -> bytes:
    """One text for one value: keys in the order given, two spaces, ended by a new line."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return (text + "\n").encode(errors="replace")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def history_of(acts: Iterable[ActLines]) -> list[dict[str, Any]]:
    """The trail by acts, oldest first: each change with its number in the trail, in words and as it is stored."""
    return [
        {
            "at": act.at,
            "who": act.who,
            "role": act.role,
            "steps": act.steps,
            "reason": act.reason,
            "changes": [
                {
                    "number": line.seq,
                    "what": change_line(line).what,
                    "row": line.thing,
                    "row_id": line.object_id,
                    "field": line.field,
                    "before": line.old,
                    "after": line.new,
                    "clause": line.clause,
                    "erased_because": line.erased_because,
                }
                for line in act.lines
            ],
        }
        for act in acts
    ]


def disclosures_in(rows: Iterable[DisclosureDetail]) -> list[dict[str, Any]]:
    """What was disclosed of the case, oldest first: to whom, what, why, on what in law, and what became of it."""
    return [
        {
            "kind": each.row.kind.label,
            "recipient": each.row.recipient_name,
            "by": each.row.by_name,
            "parts": [part.label for part in each.row.parts],
            "purpose": each.row.purpose,
            "method": each.row.method,
            "request": each.row.request_reference,
            "state": each.row.state.label,
            "proposed_at": each.proposed_at,
            "proposed_by": each.proposed_by,
            "in_law": {name: words for name, words, _clause in each.law},
            "caldicott": dict(each.questions),
            "approved_by": each.approved_by,
            "in_force_at": each.in_force_at,
            "until_at": each.until_at,
            "acknowledged_at": each.acknowledged_at,
            "withdrawn_at": each.withdrawn_at,
            "refused_at": each.refused_at,
            "ended_because": each.ended_reason,
        }
        for each in rows
    ]


def manifest_of(archive: CaseArchive, taking: Taking, files: Sequence[FileOfArchive]) -> dict[str, Any]:
    """Who, when, what for, which parts, how far the audit trail went, each file, and how many papers stayed behind."""
    return {
        "kind": KIND,
        "version": VERSION,
        "case": archive.page.reference,
        "made_at": taking.at,
        "made_by": {"person": taking.person, "role": taking.role, "organisation": taking.organisation},
        "purpose": taking.purpose,
        "parts": [part.label for part in archive.page.parts],
        "audit_trail": {"entries": archive.anchor.entries, "head_hash": archive.anchor.head_hash},
        "files": [
            {"path": each.path, "bytes": each.size, "sha256": each.sha256, **each.known} for each in files
        ],
        "papers_left_out": dict(archive.page.left_out),
    }


def readme_of(page: ArchivePage, taking: Taking) -> str:
    """What is in the archive and how to verify it, for somebody who knows nothing of Sightline."""
    left = [f"  {number} {reason}" for reason, number in page.left_out.items()] or ["  none"]
    lines = [
        f"The record of case {page.reference}",
        "",
        f"Taken out on {say_moment(taking.at)} by {taking.person}, {taking.role}, {taking.organisation}.",
        f"What for: {taking.purpose}",
        "",
        "WHAT IS IN IT",
        f"{CASE}: the case as it stood at that moment.",
        f"{HISTORY}: every change of the case, oldest first: who, when, why, before and after.",
        f"{DISCLOSURES}: what was shared or disclosed of it, to whom and on what in law.",
        "documents: its papers. redacted-copies: copies with words taken out that a second person approved.",
        f"{ANCHOR}: how far the audit trail of the installation went, and the hash of its newest entry.",
        f"{MANIFEST}: each file with its size and SHA-256, who took this out, when and what for.",
        "",
        "It holds what the role above is shown, and no more:",
        *(f"  {part.label}" for part in page.parts),
        "",
        "Papers that were left out, by reason:",
        *left,
        "",
        "It names people. But for the redacted copies no words were removed: before any of it is given",
        "to somebody else, look at each file, and record the disclosure in Sightline.",
        "",
        "HOW TO VERIFY IT",
        "1. Unpack the archive and open a command line in its folder.",
        f"2. Linux: sha256sum -c {SUMS}",
        f"   macOS: shasum -a 256 -c {SUMS}",
        "   Windows (PowerShell): Get-FileHash <file>, and compare with the line of that file in " + SUMS,
        "   Each file must be said to be OK. One that was altered by a single byte fails.",
        f"3. Whoever alters files can alter {SUMS} too. So compare the SHA-256 of {MANIFEST} with the one in",
        "   the audit trail of the case in Sightline, where it was noted as the archive was made",
        '   ("fingerprint of the manifest"). The organisation above can look it up.',
        f"4. That the trail itself was not rebuilt since: sightline verify_audit --anchor {ANCHOR}",
        "",
    ]
    return "\n".join(lines)
