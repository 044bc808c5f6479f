"""Rooms of the web stand alone: none imports another, so that one can be changed without reading the rest."""

from __future__ import annotations

from tests.architecture.source import PACKAGE, imported, modules


def rooms() -> set[str]:
    """Folders of ``web`` that hold views."""
    return {path.parent.name for path in (PACKAGE / "web").glob("*/views.py")}


def test_no_room_imports_another() -> None:
    assert len(rooms()) >= 8
    for room in rooms():
        others = tuple(f"sightline.web.{other}" for other in rooms() - {room})
        for path, tree in modules(f"web/{room}"):
            taken = {
                name for name in imported(tree) if any(name == o or name.startswith(f"{o}.") for o in others)
            }
            assert not taken, path


def test_only_the_addresses_know_the_rooms() -> None:
    named = tuple(f"sightline.web.{room}" for room in rooms())
    knowing = {
        path
        for path, tree in modules()
        if path.split("/")[1:2] != [] and path.split("/")[1] not in rooms()
        if any(
            name in named or name.startswith(tuple(f"{room}." for room in named)) for name in imported(tree)
        )
    }
    assert knowing == {"web/urls.py"}
