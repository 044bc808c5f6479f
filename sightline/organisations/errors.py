"""Why a change to organisations, people or local lists was not made."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


class Invalid(ValueError):
    """What was given breaks a rule of these lists: the problem in words, beside the field it concerns."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field
        self.problem = problem


class NotAdministrator(Exception):
    """Only an administrator of the home ICB changes these lists; one of another organisation only its own people."""


class Unknown(LookupError):
    """There is no such organisation, person, Place, membership or contract."""


class HomeBoardMissing(ImproperlyConfigured):
    """The setting SIGHTLINE_HOME_ICB names no Integrated Care Board that is loaded."""
