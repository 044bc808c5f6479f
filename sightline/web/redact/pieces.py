"""The texts of a case as this hat is shown them, in the words of its page: what a redacted copy is made from.

Names of those who acted on the case are left out from the beginning: no copy needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from sightline.incidents.selectors import CasePage
from sightline.policy.redacting import CopyContent, Piece
from sightline.policy.terms import Action
from sightline.web import case_words
from sightline.web.wording import say_date

_Pairs = Iterable[tuple[str, str]]


def pieces_of(page: CasePage, contents: Collection[CopyContent]) -> tuple[Piece, ...]:
    """The texts of what was chosen, in the order of the page, each under its heading. What is not shown gives none."""
    found = []
    for content in CopyContent:
        if content not in contents or content.part not in page.parts:
            continue
        heading = _heading(content, page)
        pairs = [(label, words) for label, words in _PAIRS[content](page) if words.strip()]
        found += [
            Piece(f"{content.value}.{label}", heading, label, words) for label, words in _each_once(pairs)
        ]
    return tuple(found)


def offered(page: CasePage) -> tuple[tuple[str, str], ...]:
    """What of this case a copy could hold, as choices: only what has any text."""
    return tuple(
        (content.value, _heading(content, page)) for content in CopyContent if pieces_of(page, [content])
    )


def _heading(content: CopyContent, page: CasePage) -> str:
    if page.is_psirf and content is CopyContent.ACTIONS:
        return "Safety actions"
    return content.label


def _each_once(pairs: _Pairs) -> _Pairs:
    """A label that comes again is numbered, so that each text has a name of its own."""
    seen: dict[str, int] = {}
    for label, words in pairs:
        seen[label] = seen.get(label, 0) + 1
        yield (f"{label} ({seen[label]})" if seen[label] > 1 else label), words


def _summary(page: CasePage) -> _Pairs:
    yield "Reference", page.reference
    yield from page.numbers
    yield "Provider", page.provider_name
    yield "Place", page.place_name
    yield "Lead commissioner", page.lead_commissioner_name
    yield "Status", page.status_label
    if page.classification is not None:
        yield "Type", page.classification.incident_type_label


def _narrative(page: CasePage) -> _Pairs:
    yield "Headline", page.headline
    if page.narrative is not None:
        yield from case_words.narrative_pairs(page.narrative)


def _classification(page: CasePage) -> _Pairs:
    for row in page.classification.judgements[:1] if page.classification else ():
        yield "Criteria met", "; ".join(label for label, _ in case_words.criteria_words(row.criteria))
        yield from case_words.sub_answer_pairs(row)
        yield from case_words.judgement_pairs(row)
        yield "Why", row.rationale


def _candour(page: CasePage) -> _Pairs:
    section = page.candour
    if section is None:
        return
    yield "Reason", section.reason
    for step in case_words.candour_steps():
        row = section.steps.get(step.code)
        if row is not None:
            day = f", {say_date(row.done_on)}" if row.done_on else ""
            yield (
                step.label,
                f"{case_words.outcome_words(row.outcome)}{day}{'. ' if row.detail else ''}{row.detail}",
            )


def _initial_review(page: CasePage) -> _Pairs:
    for row in page.investigation.initial_reviews[:1] if page.investigation else ():
        yield from case_words.initial_review_pairs(row)
        yield "What the ICB answered", row.outcome_reason


def _report(page: CasePage) -> _Pairs:
    for row in page.investigation.reports[:1] if page.investigation else ():
        yield "Summary", row.summary
        yield "Causes", row.causes
        yield "Lessons", row.lessons


def _learning(page: CasePage) -> _Pairs:
    row = page.learning.current if page.learning else None
    if row is not None:
        yield "Learning response", case_words.learning_response_words(row.response)
        yield "Terms of reference", row.terms
        yield "What those affected ask", row.affected_ask
        yield from case_words.learning_pairs(row)


def _quality(page: CasePage) -> _Pairs:
    for row in page.quality[:1]:
        for question, rating, comment in case_words.quality_pairs(row):
            yield question, f"{rating}. {comment}" if comment else rating
        yield "Feedback", row.feedback


def _actions(page: CasePage) -> _Pairs:
    for row in page.actions:
        done = f"\nDone on {say_date(row.completed_at)}." if row.completed_at else ""
        evidence = f"\nEvidence: {row.evidence}" if row.evidence else ""
        yield (
            f"Action {row.number}",
            f"{row.text}\n{row.organisation_name}, {row.owner_role}, by {say_date(row.due_on)}.{done}{evidence}",
        )


_PAIRS: Mapping[CopyContent, Callable[[CasePage], _Pairs]] = {
    CopyContent.SUMMARY: _summary,
    CopyContent.NARRATIVE: _narrative,
    CopyContent.CLASSIFICATION: _classification,
    CopyContent.CANDOUR: _candour,
    CopyContent.INITIAL_REVIEW: _initial_review,
    CopyContent.REPORT: _report,
    CopyContent.LEARNING: _learning,
    CopyContent.QUALITY: _quality,
    CopyContent.ACTIONS: _actions,
}

#: Steps of the workflow that these pages take.
STEPS = (Action.MAKE_REDACTED_COPY, Action.CHECK_REDACTED_COPY)
