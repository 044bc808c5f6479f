"""Nobody can call a clause built by typing it: wrong marks, tests that did not run and stale proofs are all red."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.proving import Claim, read

SETTINGS = """
[pytest]
addopts = -p tests.proving -p no:cacheprovider --strict-markers -m "not browser"
markers =
    clause: what it proves
    browser: a story
"""
HEAD = "import pytest\nproves = pytest.mark.clause\n"
FAILED = 'proves("3.1g", facet="failed attempts are logged")'
ALL_WELL = "3 clauses are proved by 3 tests. The file of proofs says so."
LOGGED = "3.1g (“failed attempts are logged”)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Tests of nobody, with these marks and this plugin only."""
    (tmp_path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def write(folder: Path, name: str, *tests: str) -> None:
    (folder / name).write_text(HEAD + "\n".join(tests), encoding="utf-8")


def run(folder: Path, *options: str) -> tuple[int, str]:
    """Exit code and everything said."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--proofs-file", "proofs.py", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def test_a_wrong_mark_stops_collecting_names_the_test_and_the_nearest(folder: Path) -> None:
    write(
        folder,
        "test_marks.py",
        '@proves("3.1e", "3.1gg")\ndef test_misspelt(): pass',
        '@proves("3.1g", facet="failed attempts are loged")\ndef test_unknown_facet(): pass',
        '@proves("3.1d", facet="it is told")\ndef test_no_facets(): pass',
        '@proves("3.1h", "3.1g", facet="declining is logged")\ndef test_facet_of_one_of_two(): pass',
        '@proves("3.1g", facet=3)\ndef test_facet_no_words(): pass',
        '@proves("2.1.1")\ndef test_nothing_to_prove(): pass',
        "@proves(clause='3.1e')\ndef test_no_id(): pass",
        '@pytest.mark.parametrize("n", [pytest.param(1, marks=proves("9.9"))])\ndef test_one(n): pass',
        '@proves("3.4a", "3.4b", facet="it is a criterion")\ndef test_right(): raise AssertionError("it was run")',
    )
    code, said = run(folder)
    assert code == pytest.ExitCode.INTERRUPTED, said
    assert "1 error" in said
    at = "test_marks.py::test_"
    for sentence in (
        f"{at}misspelt: There is no clause '3.1gg'; the nearest is '3.1g'.",
        f"{at}unknown_facet: Clause 3.1g has no facet 'failed attempts are loged'; the nearest is 'failed attempts are logged'.",
        f"{at}no_facets: Clause 3.1d has no facets: leave out 'it is told'.",
        f"{at}facet_of_one_of_two: Clause 3.1h has no facet 'declining is logged'; the nearest is ",
        f"{at}facet_no_words: A mark is clause(",
        f"{at}nothing_to_prove: Of clause 2.1.1 there is nothing to prove.",
        f"{at}no_id: A mark is clause(",
        f"{at}one: There is no clause '9.9';",
    ):
        assert sentence in said
    assert "test_right" not in said
    assert "it was run" not in said


def test_a_marked_test_that_did_not_have_to_pass_is_red(folder: Path) -> None:
    write(
        folder,
        "test_runs.py",
        f'@{FAILED}\ndef test_left_out(): pytest.skip("no time")',
        '@proves("3.1e")\n@pytest.mark.skip(reason="later")\ndef test_skipped(): pass',
        '@proves("3.1e")\n@pytest.mark.xfail\ndef test_expected_to_fail(): raise AssertionError',
        '@proves("3.1e")\n@pytest.mark.xfail\ndef test_passes_or_not(): pass',
        '@proves("3.1e")\ndef test_fails(): raise AssertionError',
        '@proves("3.1e")\ndef test_passes(): pass',
        '@pytest.mark.skip(reason="unmarked")\ndef test_unmarked(): pass',
    )
    code, said = run(folder)
    assert code == pytest.ExitCode.TESTS_FAILED, said
    assert "4 failed, 1 passed, 1 skipped, 1 error" in said
    only = "only a test that must pass proves anything."
    assert f"test_left_out proves {LOGGED} and was skipped: {only}" in said
    assert f"test_skipped proves 3.1e and was skipped: {only}" in said
    for name in ("test_expected_to_fail", "test_passes_or_not"):
        assert f"{name} proves 3.1e and is expected to fail: {only}" in said


def test_the_file_and_the_marks_are_compared_both_ways(folder: Path) -> None:
    write(
        folder,
        "test_a.py",
        f'@{FAILED}\n@pytest.mark.parametrize("n", [1, 2])\ndef test_log(n): raise AssertionError',
        '@pytest.mark.browser\n@proves("3.1e")\ndef test_story(): pass',
        '@proves("4.3e")\ndef test_gone(): pass',
    )
    code, said = run(folder, "--proofs=write")
    assert (code, said.strip().splitlines()[0]) == (0, ALL_WELL)
    assert read(folder / "proofs.py") == {
        Claim("3.1e", ""): {"test_a.py::test_story"},
        Claim("3.1g", "failed attempts are logged"): {"test_a.py::test_log"},
        Claim("4.3e", ""): {"test_a.py::test_gone"},
    }
    code, said = run(folder, "--proofs=check")
    assert (code, said.strip().splitlines()[0]) == (0, ALL_WELL)

    write(
        folder,
        "test_a.py",
        '@proves("3.1c")\ndef test_log(): pass',
        '@pytest.mark.browser\n@proves("3.1e")\ndef test_story(): pass',
    )
    before = (folder / "proofs.py").read_text(encoding="utf-8")
    code, said = run(folder, "--proofs=check")
    assert code == pytest.ExitCode.TESTS_FAILED
    assert said.strip().splitlines()[:-2] == [
        "test_a.py::test_log proves 3.1c, and the file of proofs does not say so.",
        f"The file of proofs says that test_a.py::test_log proves {LOGGED}, and it is not marked so.",
        "The file of proofs says that test_a.py::test_gone proves 4.3e, and there is no such test.",
    ]
    assert "`make fix` writes the file of proofs anew." in said
    assert (folder / "proofs.py").read_text(encoding="utf-8") == before, "checking changes nothing"


def test_what_cannot_be_collected_leaves_the_file_and_one_in_conflict_is_written_anew(folder: Path) -> None:
    write(folder, "test_a.py", "import proofs", '@proves("3.1e")\ndef test_a(): pass')
    (folder / "proofs.py").write_text("<<<<<<< ours\nPROOFS = {}\n=======\n", encoding="utf-8")
    assert run(folder, "--proofs=write")[0] == 0
    written = (folder / "proofs.py").read_text(encoding="utf-8")
    assert read(folder / "proofs.py") == {Claim("3.1e", ""): {"test_a.py::test_a"}}
    write(folder, "test_a.py", "def test_a(): pass")
    write(folder, "test_b.py", '@proves("3.1z")\ndef test_b(): pass')
    code, said = run(folder, "--proofs=write")
    assert code == pytest.ExitCode.INTERRUPTED
    assert "There is no clause '3.1z'" in said
    assert (folder / "proofs.py").read_text(encoding="utf-8") == written
