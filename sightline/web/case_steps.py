"""Which page takes which step, and how the page of a case words its steps and timescales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.case import DueRow, NextLine
from sightline.policy.closing import ClosingLine
from sightline.policy.deadlines import DeadlineKind, Standing
from sightline.policy.framework_words import action_words
from sightline.policy.keeping_steps import KEEPING_PSIRF, KEEPING_SIF_2015
from sightline.policy.small_providers import LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS
from sightline.policy.terms import Action, Part, Status
from sightline.web.wording import say_moment, say_short_date

#: The page that takes a step. Steps on one action of the plan have their links beside that action instead.
PAGE_OF: Mapping[Action, str] = {
    Action.DECLARE: "decide",
    Action.REQUEST_DISCUSSION: "decide",
    Action.JUDGE_NOT_SERIOUS: "decide",
    Action.AGREE_IN_DISCUSSION: "decide_discussion",
    Action.RECONSIDER: "decide_reconsider",
    Action.CHOOSE_LEARNING_RESPONSE: "decide_learning_response",
    Action.ACKNOWLEDGE: "assure_acknowledge",
    Action.AGREE_CLASSIFICATION: "assure_classification",
    Action.CHALLENGE_CLASSIFICATION: "assure_classification",
    Action.CONFIRM_NEVER_EVENT: "assure_never_event",
    Action.REJECT_NEVER_EVENT: "assure_never_event",
    Action.AGREE_LEVEL: "assure_level",
    Action.CHOOSE_TYPE: "assure_type",
    Action.SUBMIT_INITIAL_REVIEW: "respond_initial_review",
    Action.ACCEPT_INITIAL_REVIEW: "assure_initial_review",
    Action.ASK_FOR_MORE: "assure_initial_review",
    Action.WRITE_REPORT: "respond_report",
    Action.SIGN_OFF_REPORT: "respond_sign_off",
    Action.SUBMIT_REPORT: "respond_submit",
    Action.PLAN_LEARNING_RESPONSE: "learn_plan",
    Action.ENGAGE_AFFECTED: "learn_affected",
    Action.WRITE_LEARNING_RECORD: "learn_record",
    Action.SIGN_OFF_LEARNING_RESPONSE: "respond_learning_sign_off",
    Action.AGREE_ANOTHER_DATE: "learn_date",
    Action.RECORD_OVERSIGHT: "learn_oversight",
    Action.RECORD_CANDOUR: "respond_candour",
    Action.ADD_ACTION: "respond_add_action",
    Action.BEGIN_REVIEW: "assure_begin",
    Action.RECORD_QUALITY_ASSURANCE: "assure_quality",
    Action.RETURN_REPORT: "assure_quality",
    Action.ACCEPT_REPORT: "assure_quality",
    Action.CLOSE: "assure_close",
    Action.DOWNGRADE: "assure_downgrade",
    Action.REOPEN: "assure_reopen",
    Action.RECORD_STEIS_DETAILS: "incident_steis",
    Action.RECORD_NUMBERS: "incident_steis",
    Action.CONFIRM_KEYED: "light_confirm",
    Action.ALLOCATE: "desk_allocate",
    Action.POST_MESSAGE: "incident_messages",
    Action.ADD_NOTE: "incident_notes",
    Action.ASK_REPORTER: "incident_reporter",
    Action.TELL_REPORTER: "incident_reporter",
    Action.ADD_DOCUMENT: "incident_documents",
    Action.CORRECT: "correct_case",
    Action.MERGE: "correct_join",
    Action.SEPARATE: "correct_separate",
    Action.REROUTE: "correct_reroute",
    Action.RECORD_OTHER_BODY: "correct_other_body",
    Action.END_OTHER_BODY: "correct_other_body_end",
    Action.ANSWER_BODY_QUESTIONS: "bodies_questions",
    Action.RESTRICT: "restrict_case",
    Action.NAME_PERSON: "restricted_named",
    Action.END_NAMING: "restricted_named",
    Action.LIFT_RESTRICTION: "restrict_lift",
    Action.SETTLE_HELD: "held_words",
    Action.MAKE_REDACTED_COPY: "redacted_copies",
    Action.CHECK_REDACTED_COPY: "redacted_copies",
    Action.DISCLOSE: "share_case",
    Action.APPROVE_DISCLOSURE: "incident_shared",
    Action.REFUSE_DISCLOSURE: "incident_shared",
    Action.WITHDRAW_DISCLOSURE: "incident_shared",
}

#: Where one page takes several steps, the words of its link.
_WORDS_OF_PAGE: Mapping[str, str] = {
    "decide": "Decide whether it is serious",
    "decide_discussion": "Discuss whether it is serious",
    "assure_classification": "Agree or challenge the classification",
    "assure_never_event": "Confirm or reject the Never Event",
    "assure_initial_review": "Answer the 72-hour review",
    "assure_quality": "Quality-assure the final report",
    "assure_close": "Close the case",
    "restricted_named": "Say who may see it",
    "incident_shared": "What is shared, and with whom",
    "incident_reporter": "Ask or tell the person who reported",
    "incident_steis": "StEIS fields and numbers",
    "redacted_copies": "Redacted copies",
}
#: The same under PSIRF, where nothing is written into StEIS.
_UNDER_PSIRF: Mapping[str, str] = {"incident_steis": "Numbers in other systems"}


#: Pages that can be opened while the step must wait, because they show everything it waits for.
_SHOWS_ITS_STOPS = frozenset({"assure_close"})


#: Pages that are not worth a line while they cannot be taken: nothing has to be done before them.
_ONLY_WHEN_POSSIBLE = frozenset(
    {
        *("assure_acknowledge", "light_confirm", "correct_other_body", "correct_other_body_end"),
        *("learn_plan", "learn_date", "learn_record"),
        *("restrict_case", "restricted_named", "restrict_lift", "held_words"),
        *("share_case", "incident_shared"),
    }
)

#: Steps that move the case nowhere: they have a list of their own.
_KEEPING = frozenset(row.action for row in (*KEEPING_SIF_2015, *KEEPING_PSIRF)) - {Action.CONFIRM_KEYED}


def address_of(reference: str, action: Action) -> str:
    """The page that takes a step of a case; the case itself for a step that has its link there."""
    return reverse(PAGE_OF.get(action, "incident"), args=[reference])


def takes_analysis(page: CasePage) -> bool:
    """Whether a significant event analysis is the report: of a small provider, at its level, and not sent yet (4.4.1)."""
    level = page.investigation.agreed_level if page.investigation else None
    return (
        page.facts.provider_is_small
        and page.status in (Status.INVESTIGATING, Status.RETURNED)
        and level == LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS
    )


@dataclass(frozen=True)
class StepLink:
    """A page that takes a step: its address when the step is allowed, else the reason and its clause.

    ``keeps``: it keeps the record and moves the case nowhere.
    """

    label: str
    url: str
    reason: str
    clause: str
    is_next: bool
    keeps: bool


def links_of(page: CasePage) -> tuple[StepLink, ...]:
    """The pages this hat may go to, what is awaited first; then steps of its role that must wait, with the reason."""
    awaited = list(page.next.actions) if page.next else []
    found: dict[str, StepLink] = {}
    order = [*awaited, *(action for action in PAGE_OF if action not in awaited)]
    for action in order:
        decision = page.decisions.get(action)
        name = PAGE_OF.get(action)
        if name is None or decision is None or (name == "assure_never_event" and not page.never_event):
            continue
        if not decision.allowed and name in _ONLY_WHEN_POSSIBLE:
            continue
        label = _label(page, action, name)
        is_next, keeps = action in awaited, action in _KEEPING
        if decision.allowed and (name not in found or not found[name].url):
            address = reverse(name, args=[page.reference])
            found[name] = StepLink(label, address, "", decision.clause, is_next, keeps)
        elif decision.waits and name in _SHOWS_ITS_STOPS:
            address = reverse(name, args=[page.reference])
            words = "See what stands in the way of closing"
            found[name] = StepLink(words, address, "", decision.clause, is_next, keeps)
        elif not decision.allowed and name not in found and decision.waits:
            found[name] = StepLink(label, "", decision.reason, decision.clause, is_next, keeps)
    return tuple(sorted(found.values(), key=lambda link: (not link.url, not link.is_next)))


def _label(page: CasePage, action: Action, name: str) -> str:
    """The words of a link, in those of the framework of the case."""
    if action is Action.CHOOSE_LEARNING_RESPONSE and page.learning is not None and page.learning.current:
        return "Choose again, or answer what was not known"
    if action is Action.PLAN_LEARNING_RESPONSE and page.facts.learning_planned:
        return "Change the plan"
    own = _UNDER_PSIRF.get(name) if page.is_psirf else None
    return own or _WORDS_OF_PAGE.get(name) or action_words(action, page.framework)


#: Pages of a case that take no step.
_READING: Mapping[str, str] = {
    "incident": "The case",
    "incident_trail": "Audit trail",
    "incident_as_at": "The case as it stood",
    "incident_as_at_pdf": "The case as it stood, as a file",
    "incident_export": "The case as an archive",
    "incident_retention": "How long it is kept",
    "incident_access": "Who can see it, and why",
    "incident_looks": "Who has looked",
    "incident_steis_text": "StEIS fields as text",
    "document": "A document",
}


def words_of_page(name: str) -> str:
    """What a page of a case is called where somebody looked at it."""
    known = _READING.get(name) or _WORDS_OF_PAGE.get(name)
    labels = (action.label for action, page in PAGE_OF.items() if page == name)
    return known or next(labels, name.replace("_", " ").capitalize())


#: Where on the page of the case each part stands.
_ANCHORS: Mapping[Part, str] = {
    Part.CLASSIFICATION: "criteria",
    Part.CANDOUR: "candour",
    Part.INVESTIGATION: "investigation",
    Part.QUALITY_ASSURANCE: "quality-assurance",
}


def mending_of(page: CasePage, line: ClosingLine) -> tuple[str, str]:
    """Where a stop of closing is mended, as address and words: a page of this hat's, else where the case shows it."""
    for action in line.stop.mended_by:
        if page.may(action):
            return reverse(PAGE_OF[action], args=[page.reference]), action.label
    if line.stop.shown_in is None:
        return "", ""
    is_candour = line.stop.shown_in is Part.CANDOUR
    words = "See where it stands; the provider records it" if is_candour else "See the case"
    return f"{reverse('incident', args=[page.reference])}#{_ANCHORS[line.stop.shown_in]}", words


def also_awaited_of(page: CasePage) -> tuple[tuple[NextLine, str], ...]:
    """What is owed beside the next step, each with the address that settles it where this hat may."""
    return tuple(
        (line, reverse(PAGE_OF[line.actions[0]], args=[page.reference]) if page.may(line.actions[0]) else "")
        for line in page.also
    )


@dataclass(frozen=True)
class TimescaleRow:
    """One row of the timescales table, as the component draws it."""

    what: str
    due: str
    done: str
    state: str
    colour: str
    rule: str
    clause: str
    note: str


_COLOURS: Mapping[Standing, str] = {
    Standing.DONE_IN_TIME: "green",
    Standing.DONE_OVERDUE: "yellow",
    Standing.OVERDUE: "red",
    Standing.DUE_TODAY: "yellow",
}
#: A timescale that simply runs says so by its words, not by a tag.
_NO_TAG = frozenset({Standing.RUNNING})


def timescale_rows(page: CasePage) -> tuple[TimescaleRow, ...]:
    """The timescales as people say them; the original date stays in view where it was moved."""
    rows = []
    for due in page.dues:
        standing = due.state.standing
        notes = []
        if due.round > 1:
            notes.append(f"Round {due.round}")
        if due.original_due_on != due.due_on:
            word = "First agreed" if due.kind == DeadlineKind.LEARNING_RESPONSE else "Originally"
            notes.append(f"{word} {say_short_date(due.original_due_on)} {due.original_due_on.year}")
        if due.tag == "local_default":
            notes.append("Local default")
        if due.beyond_calendar:
            notes.append("Bank holidays of that year are not known yet: check this date")
        rows.append(
            TimescaleRow(
                what=due.label,
                due=_due_words(due),
                done=_done_words(due),
                state="" if standing in _NO_TAG else standing.label,
                colour=_COLOURS.get(standing, "grey"),
                rule=due.rule,
                clause=due.clause,
                note=". ".join(notes),
            )
        )
    return tuple(rows)


def _due_words(due: DueRow) -> str:
    """The date; while it runs, how far off it is as well."""
    if due.state.standing in (Standing.RUNNING, Standing.DUE_TODAY):
        words = due.words.removeprefix("due ")
        return words[0].upper() + words[1:]
    return f"{say_short_date(due.due_on)} {due.due_on.year}"


def _done_words(due: DueRow) -> str:
    """When it was done; else by how much it is overdue, or why it no longer counts."""
    if due.done_at is not None:
        return say_moment(due.done_at)
    if due.state.standing is Standing.OVERDUE:
        return due.words.split(", was due")[0]
    if due.state.standing in (Standing.RUNNING, Standing.DUE_TODAY):
        return ""
    return due.words[0].upper() + due.words[1:]
