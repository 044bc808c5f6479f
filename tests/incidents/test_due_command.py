"""``sightline due``: one question, or a file of them, answered by the arithmetic of the policy."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "working_days" / "working_day_cases.json").read_text(
        encoding="utf-8"
    )
)


def ask(**options: object) -> tuple[str, str]:
    """What the command writes to standard output and to standard error."""
    out, err = StringIO(), StringIO()
    call_command("due", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def batch(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setattr(sys, "stdin", StringIO(text))
    return ask(batch=True)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2026-03-27", "60 working days", "2026-06-25"),
        ("2026-03-28", "2 working days", "2026-03-31"),
        ("2026-06-26", "20 calendar days", "2026-07-16"),
        ("2026-08-31", "6 months", "2027-02-28"),
        (" 2026-03-27 ", "0 working days", "2026-03-27"),
        # A time of day late in a summer evening still belongs to that day in London.
        ("2026-06-30T23:30", "2 working days", "2026-07-02"),
        ("2026-06-30T23:30+00:00", "2 working days", "2026-07-03"),
        ("2026-03-27T14:30", "72 hours", "2026-03-30T15:30+01:00"),
    ],
)
def test_prints_the_date_and_nothing_else(start: str, length: str, due: str) -> None:
    assert ask(start=start, length=length) == (f"{due}\n", "")


def test_warns_of_a_date_past_the_known_bank_holidays_and_still_prints_it() -> None:
    out, err = ask(start="2028-12-20", length="10 working days")
    assert out == "2029-01-05\n"
    assert "bank holidays for 2029 are not known" in err


def test_hours_from_a_day_without_a_time_are_counted_from_noon_and_say_so() -> None:
    out, err = ask(start="2026-10-24", length="72 hours")
    assert out == "2026-10-27\n"
    assert "counted from 12:00" in err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"start": "27/03/2026", "length": "2 working days"}, '"27/03/2026" is not a date'),
        ({"start": "2026-02-30", "length": "2 working days"}, '"2026-02-30" is not a date'),
        ({"start": "2026-03-27", "length": "two days"}, '"two days" is not a length'),
        ({"start": "2026-03-27", "length": "20 days"}, '"20 days" is not a length'),
        ({"start": "9999-12-30", "length": "60 working days"}, "outside the years"),
        ({"start": "9999-12-30", "length": "60 hours"}, "outside the years"),
        ({"start": "2026-03-27"}, "both --start and --length"),
        ({}, "both --start and --length"),
        ({"batch": True, "start": "2026-03-27"}, "either --batch"),
    ],
)
def test_what_cannot_be_read_is_named_and_exits_with_2(options: dict[str, object], words: str) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        ask(**options)
    assert refused.value.returncode == 2


def test_batch_answers_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = batch("2026-03-27,60 working days\n2026-08-31,6 months\n", monkeypatch)
    assert out == "2026-03-27,60 working days,2026-06-25\n2026-08-31,6 months,2027-02-28\n"
    assert err == ""


def test_batch_keeps_a_header_and_puts_up_with_blank_lines_spaces_and_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out, err = batch("\ufeffstart,length\r\n\r\n 2026-03-27 , 2 working days\r\n", monkeypatch)
    assert out == "start,length,due\n2026-03-27,2 working days,2026-03-31\n"
    assert err == ""


def test_batch_names_each_bad_line_answers_the_others_and_exits_with_2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = "start,length\n2026-03-27,2 working days\nnever,2 working days\n2026-03-27\n2026-03-27,6 months\n"
    monkeypatch.setattr(sys, "stdin", StringIO(lines))
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="2 lines were not understood") as refused:
        call_command("due", batch=True, stdout=out, stderr=err)
    assert refused.value.returncode == 2
    assert out.getvalue().splitlines() == [
        "start,length,due",
        "2026-03-27,2 working days,2026-03-31",
        "2026-03-27,6 months,2026-09-27",
    ]
    assert 'Line 3: "never" is not a date' in err.getvalue()
    assert "Line 4: expected a start and a length" in err.getvalue()


def test_batch_warns_of_the_line_past_the_known_bank_holidays(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = batch("2026-03-27,2 working days\n2028-12-20,10 working days\n", monkeypatch)
    assert out.splitlines()[1] == "2028-12-20,10 working days,2029-01-05"
    assert err == "Line 2: warning: bank holidays for 2029 are not known, check this date.\n"


def test_batch_agrees_with_every_published_case(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [f"{case['start']},{case['working_days']} working days" for case in CASES["cases"]]
    out, err = batch("\n".join(asked), monkeypatch)
    expected = [f"{line},{case['due']}" for line, case in zip(asked, CASES["cases"], strict=True)]
    assert out.splitlines() == expected
    assert err == ""


def test_a_field_too_large_for_csv_is_a_sentence_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="Line 2: this is not CSV text") as refused:
        batch(f"2026-03-27,2 working days\n{'9' * 200_000},1 month\n", monkeypatch)
    assert refused.value.returncode == 2


def test_the_installed_command_needs_no_database_and_exits_as_told() -> None:
    program = "from sightline.config.cli import main; main()"

    def run(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, "due", *arguments],
            input=lines,
            capture_output=True,
            text=True,
            check=False,
        )

    done = run("--start", "2026-03-27", "--length", "60 working days")
    assert (done.returncode, done.stdout) == (0, "2026-06-25\n"), done.stderr
    refused = run("--batch", lines="2026-03-27,soon\n")
    assert refused.returncode == 2
    assert 'Line 1: "soon" is not a length' in refused.stderr
    assert "Traceback" not in refused.stderr
