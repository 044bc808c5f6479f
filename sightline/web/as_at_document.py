"""A case as it stood, as a file for people: the same words as its page, and the same bytes for the same moment and trail."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.incidents.selectors import CaseAsAt
from sightline.rendering import Document, KeyValues, Paragraphs, Section, Table
from sightline.web.as_at_words import FieldAsAt, RowAsAt, SectionAsAt
from sightline.web.audit_words import Act
from sightline.web.wording import say_moment

_NOTHING = "–"
_HEAD = ("What", "Before", "After")


def as_at_document(
    case: CaseAsAt, sections: Sequence[SectionAsAt], acts: Sequence[Act], *, drawn_for: str
) -> Document:
    """The paper. ``drawn_for``: the role and organisation it is drawn for, which decide what of the case it shows.

    When it is drawn stands nowhere in it: that is in the audit trail, and the file can be made again and compared.
    """
    when = say_moment(case.at)
    about = KeyValues(
        (
            ("Case", case.reference),
            ("As it stood on", when),
            ("Drawn for", drawn_for),
            ("Last change read", say_moment(case.last_at)),
        )
    )
    return Document(
        title=f"{case.reference} as it stood on {when}",
        reference=case.reference,
        lead="Made from the audit trail: what each entry up to that moment says, of the parts of the case that this "
        "role is shown, and what was changed since.",
        sections=(
            Section("This paper", (about,)),
            *(_section(each) for each in sections),
            _since(case, acts),
        ),
        dated="As it stood on",
    )


def _section(section: SectionAsAt) -> Section:
    """Rows of one kind: under headings of their own where there are several."""
    if all(row.heading for row in section.rows):
        inner = tuple(Section(row.heading, _blocks(row)) for row in section.rows)
        return Section(section.heading, sections=inner)
    return Section(section.heading, tuple(block for row in section.rows for block in _blocks(row)))


def _blocks(row: RowAsAt) -> tuple[Paragraphs, KeyValues]:
    begun = Paragraphs(f"{say_moment(row.begun_at)}, {row.begun_by}")
    return begun, KeyValues(tuple((each.label, _words(each)) for each in row.fields))


def _words(each: FieldAsAt) -> str:
    if each.erased_because:
        return f"Erased: {each.erased_because}"
    since = f" (since {say_moment(each.since)}, {each.who})" if each.since else ""
    return f"{each.words or _NOTHING}{since}"


def _since(case: CaseAsAt, acts: Sequence[Act]) -> Section:
    if not acts:
        return Section("What was changed since", (Paragraphs("Nothing that this role is shown."),))
    left = f"{case.left_out} earlier changes are not listed here. The audit trail has every one."
    return Section(
        "What was changed since",
        (Paragraphs(left),) if case.left_out else (),
        tuple(_act(act) for act in acts),
    )


def _act(act: Act) -> Section:
    when = say_moment(act.at)
    title = f"{when}: {act.title}" if act.title else when
    facts = [("Who", f"{act.who}, {act.role}" if act.role else act.who)]
    if act.reason:
        facts.append(("Why", act.reason))
    if act.clauses:
        facts.append(("Clauses", ", ".join(act.clauses)))
    rows = tuple(
        (change.what, _NOTHING, f"Erased: {change.erased_because}")
        if change.erased_because
        else (change.what, change.old or _NOTHING, change.new or _NOTHING)
        for change in act.changes
    )
    return Section(title, (KeyValues(tuple(facts)), Table(f"Changes of {when}", _HEAD, rows)))
