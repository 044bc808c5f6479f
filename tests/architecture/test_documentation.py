"""What people read first is true: settings, roles, commands, links and reference pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sightline.policy.describe import stale_pages
from sightline.policy.terms import Role
from tests.architecture.source import PACKAGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DEVELOPERS = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "DEVELOPERS.md",
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("docs/adr/*.md")),
]
SETTINGS = ast.parse((PACKAGE / "config/settings.py").read_text(encoding="utf-8"))
#: Drawn from the demonstration when a version is made.
PICTURES = {"docs/pictures/today.png", "docs/pictures/case.png"}


def settings_table() -> list[tuple[str, str, str]]:
    """The rows of the settings' docstring: variable, meaning, default."""
    lines = (ast.get_docstring(SETTINGS) or "").splitlines()
    rules = [number for number, line in enumerate(lines) if line.startswith("===")]
    starts = [found.start() for found in re.finditer("=+", lines[rules[0]])]
    rows: list[list[str]] = []
    for line in lines[rules[1] + 1 : rules[2]]:
        cells = [line[begin:end].strip() for begin, end in zip(starts, [*starts[1:], None], strict=True)]
        if cells[0] and not (rows and rows[-1][0].endswith("_")):
            rows.append(cells)
        else:
            rows[-1] = [f"{known} {more}".strip() for known, more in zip(rows[-1], cells, strict=True)]
    # A path broken after its slash, and a long name after an underscore, are one word again.
    return [(name.replace("_ ", "_"), meaning, default.replace("/ ", "/")) for name, meaning, default in rows]


def test_configuration_in_the_readme_is_that_of_the_settings() -> None:
    section = README.split("## Configuration")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (.*) \| (.*) \|$", section, flags=re.MULTILINE)
    assert rows == [
        (name, meaning.replace("``", "`"), default.replace("``", "`"))
        for name, meaning, default in settings_table()
    ]


def test_every_variable_that_the_settings_read_is_in_their_table() -> None:
    read = {
        node.args[0].value
        for node in ast.walk(SETTINGS)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_text", "_flag", "_number"}
        and isinstance(node.args[0], ast.Constant)
    }
    assert read == {name for name, _, _ in settings_table()}


@pytest.mark.parametrize("role", Role)
def test_readme_says_what_each_role_can_do(role: Role) -> None:
    section = README.split("## What each role can do")[1].split("\n## ")[0]
    assert role.label in section


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, flags=re.MULTILINE)) - {"help"}
    explained = set(re.findall(r"`make ([a-z-]+)`", README + DEVELOPERS)) | set(
        re.findall(r"^make ([a-z-]+)$", README, flags=re.MULTILINE)
    )
    assert explained == targets


def test_commands_that_are_named_exist() -> None:
    commands = {
        path.stem.replace("_", "-")
        for path in PACKAGE.glob("*/management/commands/*.py")
        if path.stem != "__init__"
    }
    of_django = {"migrate", "collectstatic", "shell", "runserver", "command"}
    named = set(re.findall(r"`(?:\.venv/bin/)?sightline ([a-z-]+)", README + DEVELOPERS))
    assert named - of_django <= commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http") and target not in PICTURES:
            assert (page.parent / target).exists(), target


def test_files_of_the_newcomers_card_and_of_the_map_exist() -> None:
    card = DEVELOPERS.split("## The newcomer's card")[1].split("\n## ")[0]
    for name in re.findall(r"`([a-z_/]+\.py)`", card):
        path = PACKAGE / name if "/" in name else next(PACKAGE.rglob(name), None)
        assert path is not None, name
        assert path.exists(), name
    the_map = DEVELOPERS.split("## The map")[1].split("\n## ")[0]
    for name in set(re.findall(r"\b([a-z_]+\.py)\b", the_map)):
        assert [*PACKAGE.rglob(name), *(ROOT / "tests").glob(name)], name


def test_every_decision_is_listed_and_has_its_parts() -> None:
    folder = ROOT / "docs/adr"
    decisions = sorted(path for path in folder.glob("0*.md"))
    listed = re.findall(r"\((0[^)]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert listed == [path.name for path in decisions]
    for path in decisions:
        words = path.read_text(encoding="utf-8")
        for part in ("**Decided.**", "**Why it came up.**", "**Weighed", "**So.**", "**Costs.**"):
            assert part in words, (path.name, part)
        assert len(words.split()) < 600, path.name


def test_reference_pages_are_current() -> None:
    assert stale_pages(ROOT / "docs/reference") == []
