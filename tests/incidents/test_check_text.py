"""``sightline check-text`` as it is run: text in, JSON out, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.one_engine


def run(given: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, which has no database to ask."""
    return subprocess.run(
        [sys.executable, "-m", "sightline.config.cli", "check-text"],
        input=given,
        capture_output=True,
        env={**os.environ, "DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none", **environment},
        timeout=60,
        check=False,
    )


@pytest.mark.clause("11.1c", facet="names in texts are found")
def test_what_is_found_is_written_with_its_places_in_the_text_as_it_came() -> None:
    text = "Pt CALDERWOOD, Priya (NHS No 999\u00a0397\u00a00522, DOB 27-03-1971)\r\nSeen by SN Llewellyn-Pryce.\n"
    done = run(text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert [(one["label"], one["text"]) for one in found] == [
        ("PERSON", "CALDERWOOD, Priya"),
        ("NHS_NUMBER", "999\u00a0397\u00a00522"),
        ("DATE_OF_BIRTH", "27-03-1971"),
        ("PERSON", "Llewellyn-Pryce"),
    ]
    for one in found:
        assert set(one) == {"start", "end", "label", "text"}
        assert text[one["start"] : one["end"]] == one["text"]


def test_a_text_in_which_nothing_is_found_is_an_empty_list() -> None:
    done = run(b"Parkinson's disease, Hope ward, May.")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], b"")


@pytest.mark.parametrize("given", [b"", b" \n\t"])
def test_an_empty_text_is_an_empty_list_and_a_sentence(given: bytes) -> None:
    done = run(given)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert b"there was no text to check" in done.stderr


def test_bytes_that_are_not_utf_8_are_refused_with_the_place_and_nothing_is_written() -> None:
    done = run(b"Seen by Dr Ok\xf8nkwo")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"not UTF-8: byte 14 of 18" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_terminal_that_can_write_plain_letters_only_gets_json_all_the_same() -> None:
    done = run("Seen by Dr Ó'Súilleabháin".encode(), PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 0
    assert [one["text"] for one in json.loads(done.stdout)] == ["Ó'Súilleabháin"]
