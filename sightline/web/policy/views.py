"""How the policy is being met: every clause, one clause with all that rests on it, and the timescales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sightline.governance.selectors.clause_rows import ClauseRow, clause_rows
from sightline.governance.selectors.policy_documents import newest_document
from sightline.organisations import agreed, register
from sightline.organisations.figures import figure_rows
from sightline.policy.built import Built
from sightline.policy.chapters import CHAPTERS, by_chapter, chapter_of, near
from sightline.policy.citing import Cited, cited_by
from sightline.policy.clauses import CLAUSES
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Length
from sightline.policy.measures import Kept, reporting_year
from sightline.policy.reckoning import Deadline
from sightline.policy.replaying import MAY_REPLAY
from sightline.policy.terms import Framework
from sightline.policy.working_days import london_day
from sightline.web.access import hat_required, moment
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.policy.asking import read_asked

#: What each state looks like; the word carries the meaning.
COLOURS = {Kept.MET: "green", Kept.PARTIALLY_MET: "yellow", Kept.NOT_MET: "red"}
BUILT_COLOURS = {Built.BUILT: "blue"}


@require_safe
@hat_required
def policy(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every clause under its heading: what it asks, whether it is built, and on what evidence it is kept or not."""
    now = moment()
    asked = read_asked(request.GET)
    rows = clause_rows(hat.actor, now=now)
    shown = {row.clause.id: row for row in rows if asked.shows(row)}
    return render(
        request,
        "policy/policy.jinja",
        asked=asked,
        found=len(shown),
        total=len(rows),
        sections=_sections(shown),
        kept_counts=_counts(Kept, (row.evidence.kept for row in rows)),
        built_counts=_counts(Built, (row.built.built for row in rows)),
        kept_choices=Kept.choices(),
        built_choices=Built.choices(),
        document=newest_document(),
        year_began_on=reporting_year(london_day(now))[0],
        as_at=max((row.evidence.as_at for row in rows if row.evidence.as_at), default=None),
        not_met=Kept.NOT_MET,
        colours=COLOURS,
        built_colours=BUILT_COLOURS,
        may_replay=hat.role in MAY_REPLAY,
    )


def _sections(shown: dict[str, ClauseRow]) -> list[tuple[str, str, list[ClauseRow]]]:
    """Heading, its key, and the clauses under it that are shown; headings over none are left out."""
    found = [
        (chapter, [shown[each.id] for each in clauses if each.id in shown])
        for chapter, clauses in by_chapter().items()
    ]
    return [(chapter.heading, chapter.number, rows) for chapter, rows in found if rows]


def _counts(states: Iterable[Kept | Built], found: Iterable[Kept | Built]) -> list[tuple[Kept | Built, int]]:
    counted = Counter(found)
    return [(state, counted[state]) for state in states]


@require_safe
@hat_required
def policy_clause(request: HttpRequest, hat: Hat, clause_id: str) -> HttpResponse:
    """One clause: our words and the ICB's, how it is built and kept, what carries it, and its neighbours."""
    if clause_id not in CLAUSES:
        return render(
            request,
            "policy/no_clause.jinja",
            status=404,
            clause_id=clause_id[:40],
            near=near(clause_id),
            chapters=CHAPTERS,
        )
    now = moment()
    row = next(row for row in clause_rows(hat.actor, now=now) if row.clause.id == clause_id)
    cited = cited_by(clause_id)
    ids = list(CLAUSES)
    at = ids.index(clause_id)
    document = newest_document(clause_id)
    return render(
        request,
        "policy/clause.jinja",
        row=row,
        clause=row.clause,
        chapter=chapter_of(clause_id),
        document=document,
        wording=document.wordings.get(clause_id, "") if document else "",
        cited={kind: found for kind, found in cited.items() if kind is not Cited.TIMESCALE},
        timescales=_timescales(london_day(now), clause_id) if Cited.TIMESCALE in cited else [],
        year_began_on=reporting_year(london_day(now))[0],
        before=CLAUSES[ids[at - 1]] if at else None,
        after=CLAUSES[ids[at + 1]] if at + 1 < len(ids) else None,
        colours=COLOURS,
        built_colours=BUILT_COLOURS,
    )


@dataclass(frozen=True)
class TimescaleRow:
    """A rule of a framework, and in words what was agreed locally and is in force today, nothing where nothing was."""

    rule: Deadline
    agreed: tuple[str, ...]


@require_safe
@hat_required
def policy_timescales(request: HttpRequest, hat: Hat) -> HttpResponse:
    """How long each thing may take, framework by framework, with the source of each length and what holds here today."""
    rows = _timescales(london_day(moment()))
    return render(
        request,
        "policy/timescales.jinja",
        frameworks=[(each, [row for row in rows if row.rule.framework is each]) for each in Framework],
    )


@require_safe
@hat_required
def policy_defaults(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every figure that the ICB may set for itself: default, source, what is in force here today and what was before."""
    today = london_day(moment())
    return render(request, "policy/defaults.jinja", today=today, headings=figure_rows(today))


def _timescales(today: date, clause_id: str = "") -> list[TimescaleRow]:
    """The rules in their order, of one clause where it is given."""
    lengths = agreed.agreed_lengths()
    places = sorted({(line.place_name, line.place_id) for line in register.variations() if line.place_id})
    found = []
    for framework in Framework:
        everywhere = lengths(framework, None, today)
        at_places = [(name, lengths(framework, place_id, today)) for name, place_id in places]
        for rule in DEADLINES[framework]:
            if clause_id and rule.clause != clause_id:
                continue
            held = everywhere.get(rule.kind, rule.length)
            words = [str(Length(held, rule.unit))] if held != rule.length else []
            words += [
                f"{Length(there[rule.kind], rule.unit)} in {name}"
                for name, there in at_places
                if there.get(rule.kind, held) != held
            ]
            found.append(TimescaleRow(rule, tuple(words)))
    return found
