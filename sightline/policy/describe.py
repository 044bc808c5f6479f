"""Prints the reference pages from the rows of the rules, so that what people read is what the rules say.

    python -m sightline.policy.describe docs/reference            writes the pages
    python -m sightline.policy.describe --check docs/reference    exits 1 and names each page that is not current
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sightline.policy.clauses import CLAUSES
from sightline.policy.deadlines import DEADLINES, Deadline
from sightline.policy.facts import IncidentFacts
from sightline.policy.lengths import Length
from sightline.policy.permissions import (
    BOUND_TO_PLACE,
    GRANTS,
    MAY_REPORT,
    OWN_REPORT,
    PARTS_OF_LEVEL,
    expected_access,
    grant_for,
    reads_cases,
)
from sightline.policy.reporting_form import QUESTIONS
from sightline.policy.reporting_map import MAPPING
from sightline.policy.terms import (
    AccessLevel,
    Action,
    Framework,
    Part,
    Permission,
    Relation,
    Role,
    Status,
    Term,
)
from sightline.policy.workflow import WORKFLOW, Condition, Step

T = TypeVar("T", bound=Term)
_HEAD = "<!-- Printed from sightline/policy by `make fix`. Change the rule, not this page. -->"
_YES, _NO = "yes", "–"
#: Organisations that stand for a provider, its lead commissioner and another that accepted its part.
_PROVIDER, _LEAD, _INVOLVED = UUID(int=1), UUID(int=2), UUID(int=3)


def _page(title: str, *blocks: str) -> str:
    return "\n\n".join((f"# {title}", _HEAD, *blocks)) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    return "\n".join(lines)


def _in_order(terms: Iterable[T], kind: type[T]) -> list[T]:
    """Members of a set in the order in which they are declared, so that a page never changes by chance."""
    held = set(terms)
    return [term for term in kind if term in held]


def _words(terms: Sequence[Term]) -> str:
    return ", ".join(term.label for term in terms)


# Workflow


def workflow_page() -> str:
    """Every step of each framework as a diagram and a table."""
    blocks = [
        "Which step follows which, who may take it, and what must hold first. A step that is not in the table "
        "does not exist; a step that may not be taken now says why on the page, with the clause.",
    ]
    for framework, steps in WORKFLOW.items():
        blocks += [
            f"## {framework.label}",
            _diagram(steps.values()),
            _table(
                ("Step", "From", "To", "Needs one of", "Who, in words", "Must hold first", "Clause"),
                (_step_row(step) for step in steps.values()),
            ),
        ]
    return _page("Workflow", *blocks)


def _step_row(step: Step) -> tuple[str, ...]:
    targets = set(step.moves.items())
    stays = all(source == target for source, target in targets)
    return (
        step.action.label,
        "<br>".join(source.label for source in _in_order(step.moves, Status)),
        "stays" if stays else "<br>".join(_target(step, source) for source in _in_order(step.moves, Status)),
        _words(_in_order(step.permissions, Permission)),
        step.who,
        "<br>".join(_condition(condition) for condition in step.conditions) or _NO,
        step.clause,
    )


def _target(step: Step, source: Status) -> str:
    target = step.moves[source]
    return "stays" if target == source else target.label


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
    used = _in_order({status for pair in arrows for status in pair}, Status)
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


# Permissions


def permissions_page() -> str:
    """Who sees what and who may do what, with a place to sign it."""
    held = [relation for relation in Relation if any(row.relation == relation for row in GRANTS)]
    blocks = [
        "Access needs two things: the person's organisation has a standing access row for the incident, and the "
        "person's role at that organisation is listed here. What is not listed is not given.",
        "## 1. When an organisation is given access",
        *(_access_by_status(framework) for framework in Framework),
        "A responsible commissioner is given nothing by being responsible: a disclosure would (4.7.7, 4.7.8). "
        "An organisation that is only named sees nothing; one that accepted its involvement does (4.7.10).",
        f"**{AccessLevel.CRITERIA.label}** opens: "
        f"{_words(_in_order(PARTS_OF_LEVEL[AccessLevel.CRITERIA], Part))}. "
        f"**{AccessLevel.CASE.label}** opens every part, of which a role sees what its row below says.",
        "## 2. What each role sees and may do",
    ]
    for relation in held:
        blocks += [f"### {relation.label}", _parts_matrix(relation), _permission_rows(relation)]
    blocks += [
        "## 3. What holds for everyone",
        "\n".join(f"- {sentence}" for sentence in _general_rules()),
    ]
    body = "\n\n".join(blocks)
    return _page("Who may see and do what", body, *_signature(body))


def _access_by_status(framework: Framework) -> str:
    statuses = [status for status in Status if status in _statuses_of(framework)]
    columns = ((_PROVIDER, "Provider"), (_LEAD, "Lead commissioner"), (_INVOLVED, "Other, once it accepted"))
    rows = []
    for status in statuses:
        granted = {grant.organisation_id: grant for grant in expected_access(_example(framework, status))}
        levels = [granted[party].level.label if party in granted else _NO for party, _ in columns]
        rows.append((status.label, *levels))
    return f"### {framework.label}\n\n" + _table(("Status", *(name for _, name in columns)), rows)


def _statuses_of(framework: Framework) -> set[Status]:
    steps = WORKFLOW[framework].values()
    return {status for step in steps for pair in step.moves.items() for status in pair}


def _example(framework: Framework, status: Status) -> IncidentFacts:
    return IncidentFacts(
        incident_id=UUID(int=9),
        framework=framework,
        status=status,
        provider_id=_PROVIDER,
        lead_commissioner_id=_LEAD,
        involved_ids=frozenset({_INVOLVED}),
    )


def _roles_in(relation: Relation) -> list[Role]:
    return [role for role in Role if grant_for(relation, role) is not None]


def _parts_matrix(relation: Relation) -> str:
    rows = []
    for role in _roles_in(relation):
        grant = grant_for(relation, role)
        shown = grant.parts if grant is not None else frozenset()
        rows.append((role.label, *(_YES if part in shown else _NO for part in Part)))
    return "Sees:\n\n" + _table(("Role", *(part.label for part in Part)), rows)


def _permission_rows(relation: Relation) -> str:
    rows = []
    for role in _roles_in(relation):
        grant = grant_for(relation, role)
        if grant is not None:
            rows.append((role.label, _words(_in_order(grant.permissions, Permission)), grant.clause))
    return "May:\n\n" + _table(("Role", "May", "Clause"), rows)


def _general_rules() -> list[str]:
    silent = [role for role in Role if not reads_cases(role)]
    readers = [row for row in GRANTS if Part.REPORTER in row.parts]
    named = "; ".join(f"{row.role.label} ({row.relation.label.lower()}, {row.clause})" for row in readers)
    return [
        f"Whoever reported an incident follows it in any role: {_words(_in_order(OWN_REPORT, Part))}, and how it "
        "stands in plain words. Reporting itself opens no other case (1.1a).",
        f"Who reported in confidence is shown only to: {named}. Nobody else's page, list or audit trail has the "
        "name (4.3c).",
        f"Held to the Place in their membership: {_words(_in_order(BOUND_TO_PLACE, Role))} (4.7.13).",
        f"May report an incident: every role except {_words([r for r in Role if r not in MAY_REPORT])} (1.1a, 4.5g).",
        f"Read no case but what they reported themselves: {_words(silent)}.",
        "A draft is seen by the person who writes it, and by nobody else.",
        "Someone with several roles uses one at a time, and sees what that one sees.",
    ]


def _signature(body: str) -> tuple[str, ...]:
    fingerprint = hashlib.sha256(body.encode()).hexdigest()[:12]
    return (
        "## Agreed",
        f"Read and agreed for the organisation that runs this installation. Rules with fingerprint `{fingerprint}`; "
        "when they change, so does the fingerprint, and this needs reading again.",
        _table(("Name", "Role", "Date", "Signature"), [(" ",) * 4]),
    )


# Timescales


def deadlines_page() -> str:
    """Every timescale of each framework."""
    blocks = [
        "How long someone has. A due date is computed from these rows and the facts of a case; days end at "
        "midnight in London. What is tagged *local default* is not in any national document: the installation "
        "chooses it, and may change its length but never what starts it. The source of each length is shown, and "
        "says where it was written down from knowledge.",
    ]
    for framework, rows in DEADLINES.items():
        blocks += [
            f"## {framework.label}",
            _table(
                ("No.", "What", "Within", "Counted from", "Whose", "Can be stopped", "Clause", "Tag", "Source"),
                (_deadline_row(row) for row in rows),
            ),
        ]
    return _page("Timescales", *blocks)


def _deadline_row(row: Deadline) -> tuple[str, ...]:
    return (
        row.number,
        row.label,
        str(Length(row.length, row.unit)),
        row.counted_from + ("; stays owed after the case ends" if row.outlasts_case else ""),
        row.owner.label,
        _YES if row.stops else _NO,
        row.clause,
        row.tag.label,
        row.source,
    )


# Clauses


def clauses_page() -> str:
    """Every clause in our words, and which rules rest on it."""
    cited = _citations()
    blocks = [
        "What the policy asks, clause by clause, in our own words. *Rests on it* names the steps, timescales and "
        "access rows that cite the clause; screens and questions cite more.",
    ]
    for chapter, group in groupby(CLAUSES.values(), key=lambda clause: re.match(r"\d+", clause.id)[0]):
        rows = [
            (clause.id, clause.text, clause.kind.label, "<br>".join(cited.get(clause.id, ())) or _NO)
            for clause in group
        ]
        blocks += [f"## Chapter {chapter}", _table(("Clause", "In our words", "Here", "Rests on it"), rows)]
    return _page("Clauses", *blocks)


def _citations() -> Mapping[str, list[str]]:
    cited: dict[str, list[str]] = {}

    def cite(clause_id: str, words: str) -> None:
        lines = cited.setdefault(clause_id, [])
        if words not in lines:
            lines.append(words)

    for steps in WORKFLOW.values():
        for step in steps.values():
            cite(step.clause, f"Step: {step.action.label}")
    for rows in DEADLINES.values():
        for row in rows:
            cite(row.clause, f"Timescale {row.number}: {row.label}")
    for grant in GRANTS:
        cite(grant.clause, f"Access: {grant.role.label}, {grant.relation.label.lower()}")
    return cited


# The report


def report_mapping_page() -> str:
    """Where each answer of the report goes in LFPSE and StEIS."""
    numbers = {field.name: str(question.number) for question in QUESTIONS for field in question.fields}
    rows = (
        (
            numbers.get(row.field, _NO),
            f"`{row.field}`",
            _code(row.lfpse_element),
            _code(row.lfpse_column),
            _code(row.steis_column),
            row.note,
        )
        for row in MAPPING.values()
    )
    questions = (f"{question.number}. {question.question}" for question in QUESTIONS)
    return _page(
        "Where each answer of the report goes",
        "LFPSE elements are those of its taxonomy version 5, columns those of its export; StEIS columns are those "
        "of its export. Nothing is sent from here: people copy it.",
        "\n".join(questions),
        _table(("Question", "Field", "LFPSE element", "LFPSE column", "StEIS column", "Note"), rows),
    )


def _code(name: str) -> str:
    return f"`{name}`" if name else _NO


# The command

PAGES: Mapping[str, Callable[[], str]] = {
    "workflow.md": workflow_page,
    "permissions.md": permissions_page,
    "deadlines.md": deadlines_page,
    "clauses.md": clauses_page,
    "report-mapping.md": report_mapping_page,
}


def stale_pages(folder: Path) -> list[str]:
    """A sentence for each page in the folder that is missing, differs from the rules, or is printed by none."""
    found = []
    for name, page in PAGES.items():
        path = folder / name
        if not path.exists():
            found.append(f"{path} is missing.")
        elif path.read_text(encoding="utf-8") != page():
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
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
