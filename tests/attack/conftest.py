"""Says at the end how much was tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attack.trying import TRIED


@pytest.fixture(scope="session", autouse=True)
def count() -> Iterator[None]:
    """With ``-s``, how many requests each kind of attempt sent."""
    yield
    print(f"\nTried: {', '.join(f'{number:,} {kind}' for kind, number in sorted(TRIED.items()))}")
