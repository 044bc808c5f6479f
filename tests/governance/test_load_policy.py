"""``sightline load-policy``: a file whole or not at all, each line that is wrong named, and nothing lost of before."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sightline.audit.models import AuditEntry
from sightline.audit.verification import verify
from sightline.governance.models import ClauseWording, PolicyDocument
from sightline.governance.selectors.policy_documents import newest_document
from sightline.policy.clauses import CLAUSES

pytestmark = pytest.mark.django_db

ABOUT = {
    "version": "2",
    "title": "Invented policy of Avonmere",
    "ratified_on": date(2025, 7, 1),
    "review_due_on": date(2027, 7, 1),
}


def written(rows: list[tuple[str, ...]], *, header: bool = False) -> str:
    """Rows as a spreadsheet saves them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([("Id", "Wording"), *rows] if header else rows)
    return out.getvalue()


def load(folder: Path, content: str | bytes, **changes: Any) -> str:
    """Runs the command on a file of this content; what it says."""
    path = folder / "wording.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = io.StringIO()
    call_command("load_policy", str(path), stdout=out, **{**ABOUT, **changes})
    return out.getvalue()


def refusal(folder: Path, content: str | bytes, **changes: Any) -> list[str]:
    """What the command says where it loads nothing, line by line."""
    with pytest.raises(CommandError) as refused:
        load(folder, content, **changes)
    first, *problems = str(refused.value).splitlines()
    assert first == "Nothing was loaded."
    assert not PolicyDocument.objects.exists()
    assert not ClauseWording.objects.exists()
    return problems


EVERY = [(clause_id, f"Invented wording, of {clause_id}.") for clause_id in CLAUSES]


def test_whole_policy_is_loaded_and_shown_as_it_was_written(tmp_path: Path) -> None:
    said = load(tmp_path, written([*EVERY[1:], ("1.1.0", 'Two lines,\n“quoted” and "so".')], header=True))
    assert "Invented policy of Avonmere, version 2: loaded." in said
    assert "144 of 144 clauses have its wording." in said
    assert "Without" not in said
    found = newest_document()
    assert found is not None
    assert (found.version, found.ratified_on, found.review_due_on) == (
        "2",
        date(2025, 7, 1),
        date(2027, 7, 1),
    )
    assert found.wordings["1.1.0"] == 'Two lines,\n“quoted” and "so".'
    assert newest_document("3.1e").wordings == {"3.1e": "Invented wording, of 3.1e."}  # type: ignore[union-attr]


@pytest.mark.parametrize("begins", ["", "\ufeff", "id,wording\n", "\ufeffClause,What it says\r\n"])
def test_header_and_byte_order_mark_may_be_there_or_not(tmp_path: Path, begins: str) -> None:
    said = load(tmp_path, begins + "3.1e,Say sorry.\n\n3.1g, Write it down. \n")
    assert "2 of 144 clauses have its wording." in said
    assert "Without: 1.1.0, 1.1a," in said
    assert newest_document().wordings == {"3.1e": "Say sorry.", "3.1g": "Write it down."}  # type: ignore[union-attr]


def test_same_file_twice_changes_nothing_and_another_leaves_the_first_as_it_was(tmp_path: Path) -> None:
    load(tmp_path, "3.1e,Say sorry.\n")
    entries = AuditEntry.objects.count()
    assert entries == 1
    assert "was loaded already. Nothing changed." in load(tmp_path, "3.1e,Say sorry.\n")
    assert AuditEntry.objects.count() == entries
    load(tmp_path, "3.1e,Offer a real apology.\n", version="3")
    assert PolicyDocument.objects.count() == 2
    assert ClauseWording.objects.get(document__version="2").wording == "Say sorry."
    assert newest_document().wordings == {"3.1e": "Offer a real apology."}  # type: ignore[union-attr]
    last = AuditEntry.objects.select_related("payload").latest("seq")
    assert (last.model, last.payload.clause) == ("governance.PolicyDocument", "6.2")
    assert '"version": "2"' in last.payload.old
    assert '"version": "3"' in last.payload.new
    assert "apology" not in last.payload.new, "the trail holds the file's hash, not its words"
    assert verify().intact


def test_same_words_with_another_date_are_another_document(tmp_path: Path) -> None:
    load(tmp_path, "3.1e,Say sorry.\n")
    assert ": loaded." in load(tmp_path, "3.1e,Say sorry.\n", review_due_on=date(2027, 9, 1))
    assert newest_document().review_due_on == date(2027, 9, 1)  # type: ignore[union-attr]


def test_every_line_that_is_wrong_is_named_and_nothing_of_the_file_is_loaded(tmp_path: Path) -> None:
    problems = refusal(
        tmp_path,
        "id,wording\n"
        "3.1e,Say sorry.\n"
        '3.1f,"Over\ntwo lines."\n'
        '9.9z,"Nothing\nlike it."\n'
        "3.1e,Say it again.\n"
        "3.1g,\n"
        ",Words without a clause.\n"
        "3.1h,Unquoted, with a comma.\n"
        "10,What a spreadsheet makes of 10.0.\n"
        "3.1d\n",
    )
    assert problems == [
        "Line 5: the policy has no clause 9.9z.",
        "Line 7: clause 3.1e stands on line 2 already.",
        "Line 8: clause 3.1g has no wording. Leave the line out, or give its words.",
        "Line 9: the id of the clause is missing.",
        "Line 10: clause 3.1h has 3 cells and needs two: quote words that hold a comma.",
        "Line 11: the policy has no clause 10. Near it: 10.0.",
        "Line 12: clause 3.1d has no wording. Leave the line out, or give its words.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"3.1e,Say sorry.\n3.1g,caf\xe9\n", "Line 2: this is not UTF-8. Save the file as “CSV UTF-8”"),
        ('3.1e,Say sorry.\n3.1g,"Never ends.\n', "Line 2: this is not comma-separated text"),
        ("", "There is no wording in the file"),
        ("id,wording\n", "There is no wording in the file"),
        (f"3.1e,{'x' * 10_001}\n", "Line 1: clause 3.1e is 10,001 characters long; 10,000 is the most."),
    ],
)
def test_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, content: str | bytes, words: str) -> None:
    (problem,) = refusal(tmp_path, content)
    assert problem.startswith(words)


def test_what_is_said_of_the_document_is_checked_with_the_file(tmp_path: Path) -> None:
    problems = refusal(tmp_path, "3.1z,Words.\n", title="  ", review_due_on=date(2025, 7, 1))
    assert problems[:2] == [
        "Say what the document is called.",
        "The review must be due after the day it was ratified.",
    ]
    assert problems[2].startswith("Line 1: the policy has no clause 3.1z. Near it: ")


def test_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.csv cannot be read: No such file or directory\."):
        call_command("load_policy", str(tmp_path / "missing.csv"), **ABOUT)
    with pytest.raises(CommandError, match="argument --ratified-on: invalid date value: '1 July 2025'"):
        call_command(
            "load_policy", str(tmp_path), "--version=2", "--title=Invented", "--ratified-on=1 July 2025"
        )
