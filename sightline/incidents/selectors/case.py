"""The case page: one incident in typed rows, only the parts this hat is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sightline.audit.scope import of, within
from sightline.incidents.models import StepTaken
from sightline.incidents.naming import naming_of
from sightline.incidents.people_in import person_ids_in
from sightline.incidents.record import (
    RELATED,
    CaseRecord,
    access_facts_of,
    candour_facts_of,
    facts_of,
    load_case,
)
from sightline.incidents.selectors.case_bodies import BodySection, bodies_of
from sightline.incidents.selectors.case_keeping import Keeping, keeping_of, numbers_of
from sightline.incidents.selectors.case_sections import (
    ActionRow,
    CandourSection,
    ClassificationSection,
    InvestigationSection,
    Names,
    Narrative,
    QualityRow,
    actions_of,
    candour_of,
    classification_of,
    investigation_of,
    narrative_of,
    quality_of,
)
from sightline.incidents.selectors.case_shared import SharedWithYou, shared_with
from sightline.incidents.selectors.learning import (
    LearningSection,
    OversightRow,
    learning_of,
    oversight_of,
    required_of,
)
from sightline.incidents.services.due_dates import compute_due_dates, local_rules
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.candour import candour_gaps
from sightline.policy.deadlines import Due, State, say, state_of
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.framework_words import part_words, status_words, taken_words
from sightline.policy.next_step import NextStep, also_awaited, next_step
from sightline.policy.permissions import parts_for
from sightline.policy.required_responses import Required
from sightline.policy.step_words import PART_OF_STEP
from sightline.policy.terms import Action, Framework, Part, RestrictedKind, Role, Status
from sightline.policy.workflow import WORKFLOW, Decision, decide, roles_for


@dataclass(frozen=True)
class DueRow:
    """One timescale as the page shows it: the due date in words, the rule, its clause and where the length is from."""

    kind: str
    label: str
    due_on: date
    original_due_on: date
    round: int
    state: State
    words: str
    done_at: datetime | None
    owner: str
    rule: str
    clause: str
    tag: str
    source: str
    beyond_calendar: bool


@dataclass(frozen=True)
class NextLine:
    """What stands on top: the awaited step, who must act, by when in words, and the actions that answer it."""

    text: str
    who: str
    when: str
    is_overdue: bool
    actions: tuple[Action, ...]
    clause: str


@dataclass(frozen=True)
class StepLine:
    """One step of the timeline."""

    action: Action
    label: str
    version: int
    taken_at: datetime
    who: str
    note: str
    to_status: Status
    person_id: UUID | None


@dataclass(frozen=True)
class CasePage:
    """Everything the page needs; a section is None or empty where its part is not shown to this hat."""

    incident_id: UUID
    reference: str
    version: int
    status: Status
    framework: Framework
    parts: frozenset[Part]
    facts: IncidentFacts
    headline: str
    numbers: tuple[tuple[str, str], ...]
    provider_name: str
    provider_why: str
    place_name: str
    lead_commissioner_name: str
    lead_commissioner_why: str
    responsible_commissioner_name: str
    responsible_commissioner_why: str
    reporter_line: str
    next: NextLine | None
    also: tuple[NextLine, ...]
    decisions: Mapping[Action, Decision]
    dues: tuple[DueRow, ...]
    bodies: BodySection | None
    candour_gaps: tuple[tuple[str, str], ...]
    latest: tuple[StepLine, ...]
    keeping: Keeping | None
    is_commissioner: bool
    narrative: Narrative | None
    classification: ClassificationSection | None
    candour: CandourSection | None
    investigation: InvestigationSection | None
    learning: LearningSection | None
    required: tuple[Required, ...]
    oversight: tuple[OversightRow, ...]
    quality: tuple[QualityRow, ...]
    actions: tuple[ActionRow, ...]
    open_actions: int
    monitoring_of_actions: str
    restricted: RestrictedKind | None
    opened_until: datetime | None
    shared: SharedWithYou | None

    def may(self, action: Action) -> bool:
        """Whether this hat may take a step now."""
        decision = self.decisions.get(action)
        return decision is not None and decision.allowed

    @property
    def is_psirf(self) -> bool:
        """Whether it is handled under PSIRF, and so read in its words."""
        return self.framework == Framework.PSIRF

    @property
    def status_label(self) -> str:
        """Where it stands, in the words of its framework."""
        return status_words(self.status, self.framework)

    @property
    def never_event(self) -> bool:
        """Whether it is recorded as a Never Event, settled or not."""
        return bool(self.facts.never_event_code)

    @property
    def after_the_end(self) -> str:
        """What is still to happen to the actions of a case on which no step is awaited."""
        actions = part_words(Part.ACTIONS, self.framework)
        if self.open_actions:
            return f"{actions} are still outstanding."
        if any(action.completed_at and not action.verified_at for action in self.actions):
            return f"{actions} recorded as done wait for the ICB to verify them."
        return "Nobody is awaited."

    @property
    def is_keying(self) -> bool:
        """Whether this hat would key for the provider, which then confirms it, what providers write themselves."""
        return self.is_commissioner and not self.facts.is_commissioners_own

    def may_by_name(self, action: str) -> bool:
        """Whether this hat may take a step now; by its stored word, for templates."""
        return self.may(Action(action))

    def shows(self, part: str) -> bool:
        """Whether a part of the case is shown; by its stored word, for templates."""
        return Part(part) in self.parts


def is_seen(actor: Actor, reference: str, *, now: datetime) -> bool:
    """Whether this hat sees that there is such a case, in one query."""
    # Another role of the person in hand may be asked of.
    with within(of(actor, now=now)):
        return visible_to(actor, now=now).filter(reference=reference).order_by().exists()


def case_page(actor: Actor, reference: str, *, now: datetime) -> CasePage | None:
    """One case for this hat, or None where it does not exist for it: twelve queries, one more each if discussed, joined or elsewhere."""
    found = visible_to(actor, now=now).select_related(*RELATED).filter(reference=reference)
    # Unordered: a reference is unique, and Django compares every column of every table with what orders them.
    incident = next(iter(found.order_by()), None)
    if incident is None:
        return None
    record = load_case(incident, now=now)
    facts = facts_of(record)
    parts = parts_for(actor, facts)
    if not parts:
        return None
    # Whom it was shared with is told nothing of the people who handle it, nor of who else knows of it.
    shared = shared_with(actor, record, facts)
    here = local_rules() if Part.TIMESCALES in parts else None
    dues = compute_due_dates(record, here) if here is not None else ()
    people = {row.id: row.full_name for row in organisations.people(person_ids_in(record)).values()}
    names = Names(people, withheld=shared is not None)
    is_commissioner = actor.organisation_id == facts.lead_commissioner_id
    main = next_step(facts)
    shows_next = Part.TIMESCALES in parts
    return CasePage(
        incident_id=incident.id,
        reference=incident.reference,
        version=incident.version,
        status=facts.status,
        framework=facts.framework,
        parts=parts,
        facts=replace(facts, reporter_id=None),
        headline=incident.headline if Part.NARRATIVE in parts else "",
        numbers=numbers_of(incident),
        provider_name=incident.provider.name,
        provider_why=incident.provider_why,
        place_name=incident.place.name if incident.place is not None else "",
        lead_commissioner_name=incident.lead_commissioner.name if incident.lead_commissioner else "",
        lead_commissioner_why=incident.lead_commissioner_why,
        responsible_commissioner_name=(
            incident.responsible_commissioner.name if incident.responsible_commissioner else ""
        ),
        responsible_commissioner_why=incident.responsible_commissioner_why,
        reporter_line="" if shared else _reporter_line(record, parts),
        next=_next_line(main, record, facts, dues, now) if main and shows_next else None,
        also=tuple(_next_line(step, record, facts, dues, now) for step in also_awaited(facts))
        if shows_next
        else (),
        decisions={action: decide(action, actor, facts) for action in WORKFLOW[facts.framework]},
        dues=tuple(_due_row(due, now) for due in dues),
        bodies=None if here is None or shared else bodies_of(record, facts, actor, names, here=here, now=now),
        candour_gaps=tuple((gap.text, gap.clause) for gap in candour_gaps(candour_facts_of(record)))
        if Part.CANDOUR in parts
        else (),
        latest=tuple(
            _step_line(step, people, facts.framework, by_role=shared is not None)
            for step in record.steps
            if is_shown(step, parts)
        ),
        keeping=keeping_of(record) if shows_next and not shared else None,
        is_commissioner=is_commissioner,
        narrative=narrative_of(record) if Part.NARRATIVE in parts else None,
        classification=classification_of(record, names) if Part.CLASSIFICATION in parts else None,
        candour=candour_of(record, names) if Part.CANDOUR in parts else None,
        investigation=investigation_of(record, names) if Part.INVESTIGATION in parts else None,
        learning=learning_of(record, names) if Part.INVESTIGATION in parts else None,
        required=required_of(record) if Part.CLASSIFICATION in parts else (),
        oversight=oversight_of(record, names) if Part.DISCUSSION in parts else (),
        quality=quality_of(record, names, is_commissioner=is_commissioner)
        if Part.QUALITY_ASSURANCE in parts
        else (),
        actions=actions_of(record, names) if Part.ACTIONS in parts else (),
        open_actions=facts.open_actions if Part.ACTIONS in parts else 0,
        monitoring_of_actions=incident.monitoring_of_actions if Part.ACTIONS in parts else "",
        restricted=RestrictedKind(facts.restricted_kind) if facts.is_restricted else None,
        opened_until=_opened_until(actor, record, facts),
        shared=shared,
    )


def _opened_until(actor: Actor, record: CaseRecord, facts: IncidentFacts) -> datetime | None:
    """Until when this hat may read a restricted case that it opened; None where it is named, or did not."""
    if facts.admits(actor, named_only=True):
        return None
    ends = [row.until_at for row in record.named if row.until_at and naming_of(row).covers(actor)]
    return max(ends, default=None)


def _reporter_line(record: CaseRecord, parts: frozenset[Part]) -> str:
    reporter = record.reporter
    if reporter is None or reporter.wish == "code_only":
        return "By someone who asked for a code only"
    if not reporter.in_confidence:
        return f"{reporter.name}, {reporter.contact}" if reporter.name or reporter.contact else ""
    if Part.REPORTER in parts:
        return f"In confidence: {reporter.name}, {reporter.contact}"
    return "In confidence"


def _next_line(
    step: NextStep, record: CaseRecord, facts: IncidentFacts, dues: tuple[Due, ...], now: datetime
) -> NextLine:
    incident = record.incident
    organisation = incident.provider if step.relation.value == "provider" else incident.lead_commissioner
    running = [due for due in dues if due.kind.value == step.deadline and due.is_running]
    roles = roles_for(step.actions[0], facts.framework, step.relation)
    role = (
        step.role if step.role in roles else (sorted(roles, key=list(Role).index)[0] if roles else step.role)
    )
    return NextLine(
        text=step.text,
        who=f"{role.label}, {organisation.name}" if organisation is not None else role.label,
        when=say(running[-1], now) if running else "",
        is_overdue=bool(running) and state_of(running[-1], now).is_overdue,
        actions=step.actions,
        clause=step.clause,
    )


def _due_row(due: Due, now: datetime) -> DueRow:
    deadline = due.deadline
    return DueRow(
        kind=due.kind.value,
        label=deadline.label,
        due_on=due.due_on,
        original_due_on=due.original_due_on,
        round=due.round,
        state=state_of(due, now),
        words=say(due, now),
        done_at=due.done_at,
        owner=deadline.owner.value,
        rule=due.rule,
        clause=deadline.clause,
        tag=deadline.tag.value,
        source=deadline.source,
        beyond_calendar=due.beyond_calendar,
    )


def is_shown(step: StepTaken, parts: frozenset[Part]) -> bool:
    """Whether a step of the timeline is of a part that is shown; most go with the timescales."""
    return PART_OF_STEP.get(Action(step.action), Part.TIMESCALES) in parts


def _step_line(
    step: StepTaken, people: Mapping[UUID, str], framework: Framework, *, by_role: bool = False
) -> StepLine:
    name = people.get(step.taken_by, "") if step.taken_by else ""
    role = Role(step.role).label
    return StepLine(
        action=Action(step.action),
        label=taken_words(Action(step.action), framework),
        version=step.version,
        taken_at=step.taken_at,
        who=role if by_role else f"{name}, {role}" if name else "Reporter, in confidence",
        note="" if by_role else step.note,
        to_status=Status(step.to_status),
        person_id=None if by_role else step.taken_by,
    )


def missed_steps(actor: Actor, incident_id: UUID, seen: int, *, now: datetime) -> tuple[StepLine, ...]:
    """What others did since the version a page was drawn from: what the second of two people is told."""
    shown = visible_to(actor, now=now, part=Part.TIMESCALES).select_related(*RELATED)
    incident = shown.filter(id=incident_id).first()
    if incident is None:
        return ()
    parts = parts_for(actor, access_facts_of(incident, now=now))
    steps = [step for step in incident.steps.filter(version__gt=seen) if is_shown(step, parts)]
    names = organisations.people({step.taken_by for step in steps if step.taken_by})
    people = {row.id: row.full_name for row in names.values()}
    return tuple(_step_line(step, people, Framework(incident.framework)) for step in steps)
