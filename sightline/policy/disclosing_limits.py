"""How long the law and we give to what is disclosed: figures that an ICB may set, each with where it is from."""

from __future__ import annotations

from datetime import date

from sightline.policy.editions import Dated, Editions
from sightline.policy.local_defaults import Figure, FigureRule, FigureUnit, Stricter
from sightline.policy.reckoning import Tag

FOI_WORKING_DAYS, SAR_MONTHS, LONGEST_SHARE = "foi_working_days", "sar_months", "longest_share"
_HEADING = "Sharing and disclosing"
_APPLIED = "Sharing and disclosing a case"


def _rule(
    code: str,
    label: str,
    words: str,
    *,
    unit: FigureUnit,
    value: int,
    most: int,
    from_on: date,
    tag: Tag,
    source: str,
    clause: str = "11.1a",
) -> FigureRule:
    defaults = Editions(label, (Dated(value, from_on),))
    figure = Figure(code, words, unit, 1, most, Stricter.LOWER, tag, source, clause, defaults)
    return FigureRule(code, _HEADING, label, (figure,), applied_by=_APPLIED)


#: In the order people read them.
LIMITS: tuple[FigureRule, ...] = (
    _rule(
        FOI_WORKING_DAYS,
        "Freedom-of-information requests",
        "Answered within",
        unit=FigureUnit.WORKING_DAYS,
        value=20,
        most=20,
        from_on=date(2005, 1, 1),
        tag=Tag.STATUTE,
        source="Freedom of Information Act 2000, section 10(1); from knowledge",
    ),
    _rule(
        SAR_MONTHS,
        "Subject-access requests",
        "Answered within",
        unit=FigureUnit.MONTHS,
        value=1,
        most=3,
        from_on=date(2018, 5, 25),
        tag=Tag.STATUTE,
        source="UK GDPR, article 12(3): one month, and two more where it is complex; from knowledge",
    ),
    _rule(
        LONGEST_SHARE,
        "What is shared with an organisation here",
        "Open for at most",
        unit=FigureUnit.MONTHS,
        value=12,
        most=60,
        from_on=date(2015, 4, 1),
        tag=Tag.LOCAL_DEFAULT,
        source="A local default of November 2026; no national document has one.",
    ),
)
