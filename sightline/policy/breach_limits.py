"""When people are told that the 72 hours of a breach run out: a figure that an ICB may set (11.2)."""

from __future__ import annotations

from datetime import date

from sightline.policy.editions import Dated, Editions
from sightline.policy.local_defaults import Figure, FigureRule, FigureUnit, Stricter
from sightline.policy.other_tellings import BREACH_WARNING_HOURS
from sightline.policy.reckoning import Tag

BREACH_WARNING = "breach_warning"
_LABEL = "The 72 hours of a breach"
_FIGURE = Figure(
    BREACH_WARNING,
    "Told when no more are left than",
    FigureUnit.HOURS,
    1,
    60,
    Stricter.NEITHER,
    Tag.LOCAL_DEFAULT,
    "A local default of November 2026; no national document has one.",
    "11.2",
    Editions(_LABEL, (Dated(BREACH_WARNING_HOURS, date(2015, 4, 1)),)),
)
WARNING_OF_BREACHES = FigureRule(
    BREACH_WARNING,
    "Hours and messages",
    _LABEL,
    (_FIGURE,),
    applied_by="What whoever handles breaches is told",
)
