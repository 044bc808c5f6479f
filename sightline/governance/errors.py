"""Why a policy document was not loaded."""

from __future__ import annotations

from collections.abc import Sequence


class BadDocument(Exception):
    """What is wrong with a document, one sentence each, those of a file with their line. Nothing was loaded."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)
