"""Prints the reference pages from the rows of the rules, so that what people read is what the rules say.

python -m sightline.policy.describe docs/reference            writes the pages
python -m sightline.policy.describe --check docs/reference    exits 1 and names each page that is not current
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from sightline.policy.closing import Condition
from sightline.policy.deadlines import DEADLINES, Deadline
from sightline.policy.describe_access import permissions_page
from sightline.policy.describe_bodies import bodies_page
from sightline.policy.describe_clauses import clauses_page
from sightline.policy.describe_defaults import defaults_page
from sightline.policy.describe_measures import measures_page
from sightline.policy.describe_personal_data import personal_data_page
from sightline.policy.describe_rules import (
    dated_lists_page,
    information_governance_page,
    on_call_page,
    whose_case_page,
)
from sightline.policy.describe_telling import telling_page
from sightline.policy.lengths import Length
from sightline.policy.markdown import NO, YES, in_order, page, table, text, words
from sightline.policy.reporting_form import QUESTIONS
from sightline.policy.reporting_map import MAPPING
from sightline.policy.terms import Action, Permission, Status
from sightline.policy.workflow import WORKFLOW
from sightline.policy.workflow_step import OPEN_AND_SERIOUS, Step

_ANY_OPEN = "Open and serious"


# Workflow


def workflow_page() -> str:
    """Every step of each framework as a diagram and a table."""
    open_ones = words(in_order(OPEN_AND_SERIOUS, Status))
    blocks = [
        text(
            "Which step follows which, who may take it, and what must hold first. A step that is not in the table",
            "does not exist; a step that may not be taken now says why on the page, with the clause.",
            f"*{_ANY_OPEN}* is any of: {open_ones}.",
        )
    ]
    for framework, steps in WORKFLOW.items():
        blocks += [
            f"## {framework.label}",
            _diagram(steps.values()),
            table(
                ("Step", "From → to", "Needs one of", "Who, in words", "Must hold first", "Clause"),
                (_step_row(step) for step in steps.values()),
            ),
        ]
    return page("Workflow", *blocks)


def _step_row(step: Step) -> tuple[str, ...]:
    lines: dict[str, list[Status]] = {}
    for source in in_order(step.moves, Status):
        target = step.moves[source]
        lines.setdefault("stays" if target == source else target.label, []).append(source)
    return (
        step.action.label,
        "<br>".join(f"{_sources(sources)} → {target}" for target, sources in lines.items()),
        words(in_order(step.permissions, Permission)),
        step.who,
        "<br>".join(_condition(condition) for condition in step.conditions) or NO,
        step.clause,
    )


def _sources(sources: Sequence[Status]) -> str:
    if set(OPEN_AND_SERIOUS) <= set(sources):
        return "; ".join([_ANY_OPEN, *(status.label for status in sources if status not in OPEN_AND_SERIOUS)])
    return words(sources)


def _condition(condition: Condition) -> str:
    """A condition's name in words; ``workflow.py`` holds the sentence that people are shown."""
    name = getattr(condition, "__name__", "").strip("_").replace("_", " ")
    return name.replace("never event", "Never Event")


def _diagram(steps: Iterable[Step]) -> str:
    arrows: dict[tuple[Status, Status], list[Action]] = {}
    for step in steps:
        for source, target in step.moves.items():
            if source != target:
                arrows.setdefault((source, target), []).append(step.action)
    used = in_order({status for pair in arrows for status in pair}, Status)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{_plain(status.label)}" as {status.value}' for status in used]
    lines.append(f"    [*] --> {Status.DRAFT.value}")
    for (source, target), actions in arrows.items():
        label = " / ".join(action.label for action in actions)
        lines.append(f"    {source.value} --> {target.value}: {_plain(label)}")
    return "\n".join([*lines, "```"])


def _plain(label: str) -> str:
    """Mermaid reads a colon, a semicolon or a quotation mark as its own."""
    return label.replace(":", " -").replace(";", ",").replace('"', "'")


# Timescales


def deadlines_page() -> str:
    """Every timescale of each framework."""
    blocks = [
        text(
            "How long someone has. A due date is computed from these rows and the facts of a case; days end at",
            "midnight in London. A length tagged *local default* comes from no national document. Any length may be",
            "changed locally, for a time and with a reason; what starts it may not. *From knowledge* in a source means",
            "that the wording was not checked against the published document.",
        ),
    ]
    for framework, rows in DEADLINES.items():
        blocks += [
            f"## {framework.label}",
            table(
                (
                    "No.",
                    "What",
                    "Within",
                    "Counted from",
                    "Whose",
                    "Can be stopped",
                    "Clause",
                    "Tag",
                    "Source",
                ),
                (_deadline_row(row) for row in rows),
            ),
        ]
    return page("Timescales", *blocks)


def _deadline_row(row: Deadline) -> tuple[str, ...]:
    return (
        row.number,
        row.label,
        str(Length(row.length, row.unit)),
        row.counted_from + ("; stays owed after the case ends" if row.outlasts_case else ""),
        row.owner.label,
        YES if row.stops else NO,
        row.clause,
        row.tag.label,
        row.source,
    )


# The report


def report_mapping_page() -> str:
    """Where each answer of the report goes in LFPSE and StEIS."""
    numbers = {field.name: str(question.number) for question in QUESTIONS for field in question.fields}
    rows = (
        (
            numbers.get(row.field, NO),
            f"`{row.field}`",
            _code(row.lfpse_element),
            _code(row.lfpse_column),
            _code(row.steis_column),
            row.note,
        )
        for row in MAPPING.values()
    )
    questions = (f"{question.number}. {question.question}" for question in QUESTIONS)
    return page(
        "Where each answer of the report goes",
        "LFPSE elements are those of its taxonomy version 5, columns those of its export; StEIS columns are those "
        "of its export. Nothing is sent from here: people copy it.",
        "\n".join(questions),
        table(("Question", "Field", "LFPSE element", "LFPSE column", "StEIS column", "Note"), rows),
    )


def _code(name: str) -> str:
    return f"`{name}`" if name else NO


# The command

PAGES: Mapping[str, Callable[[], str]] = {
    "workflow.md": workflow_page,
    "permissions.md": permissions_page,
    "deadlines.md": deadlines_page,
    "clauses.md": clauses_page,
    "report-mapping.md": report_mapping_page,
    "telling.md": telling_page,
    "measures.md": measures_page,
    "information-governance.md": information_governance_page,
    "whose-case.md": whose_case_page,
    "on-call.md": on_call_page,
    "lists.md": dated_lists_page,
    "other-bodies.md": bodies_page,
    "defaults.md": defaults_page,
    "personal-data.md": personal_data_page,
}


def stale_pages(folder: Path) -> list[str]:
    """A sentence for each page in the folder that is missing, differs from the rules, or is printed by none."""
    found = []
    for name, write in PAGES.items():
        path = folder / name
        if not path.exists():
            found.append(f"{path} is missing.")
        elif path.read_text(encoding="utf-8") != write():
            found.append(f"{path} is not what the rules say now.")
    extra = sorted(path for path in folder.glob("*.md") if path.name not in PAGES)
    return found + [f"{path} is printed by no rule: move it elsewhere." for path in extra]


def main(arguments: Sequence[str]) -> int:
    """Writes the pages, or with ``--check`` compares them; 0 when all is well, 1 when stale, 2 when misused."""
    folders = [argument for argument in arguments if argument != "--check"]
    if len(folders) != 1 or folders[0].startswith("-"):
        print("Usage: python -m sightline.policy.describe [--check] FOLDER", file=sys.stderr)
        return 2
    folder = Path(folders[0])
    if "--check" in arguments:
        stale = stale_pages(folder)
        for sentence in stale:
            print(f"{sentence} Run `make fix`.", file=sys.stderr)
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (folder / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
