"""A file is read in one sitting: about 400 lines. One that is longer says in its head why it is not split."""

from __future__ import annotations

from tests.architecture.source import PACKAGE, ROOT

#: "About 400": a tenth more, so that a file is split by noun when it has grown and not for one line.
ABOUT_400 = 440
#: Longer files; each says "One file because …" within its first lines.
LONGER: tuple[str, ...] = ("sightline/web/urls.py",)
KINDS = ("*.py", "*.jinja", "*.js")


def own_files() -> list[str]:
    """Files that people of this project write: neither what is made, as migrations are, nor what others made."""
    found = [path for kind in KINDS for path in [*PACKAGE.rglob(kind), *(ROOT / "scripts").rglob(kind)]]
    return [
        path.relative_to(ROOT).as_posix()
        for path in found
        if not {"migrations", "vendor"} & set(path.parts) and path.name != "clause_proofs.py"
    ]


def test_files_are_about_400_lines_at_most() -> None:
    long = {
        path
        for path in own_files()
        if len((ROOT / path).read_text(encoding="utf-8").splitlines()) > ABOUT_400
    }
    assert long == set(LONGER)


def test_a_longer_file_says_why_in_its_head() -> None:
    for path in LONGER:
        assert "One file because" in (ROOT / path).read_text(encoding="utf-8")[:1500], path
