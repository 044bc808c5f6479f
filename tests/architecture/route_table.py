"""What every hat is expected to get at every address: written by hand from the design, never from the code.

A route answers 200 to the hats of ``opens``, 403 to those that see the case but may not take the step, and 404 to
everyone else: for them it does not exist. Someone not signed in is sent to sign in; someone without a role is told so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sightline.incidents.models import (
    Disclosure,
    Document,
    Erasure,
    HeldWords,
    Incident,
    LegalHold,
    Named,
    Opening,
    RedactedCopy,
    RedactionDraft,
    SafetyAction,
)
from sightline.incidents.services import (
    closure,
    discussion,
    documents,
    duplicates,
    intake,
    legal_holds,
    other_body,
    rectification,
    redaction,
    restriction,
    safety_actions,
    triage,
)
from sightline.incidents.services.documents import pasted_words
from sightline.incidents.services.door import saying
from sightline.organisations.services import people
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.facts import Actor
from sightline.policy.found_words import Answer, Choice, fingerprint
from sightline.policy.other_bodies import Investigating
from sightline.policy.personal_data import personal_data_in
from sightline.policy.redacting import Piece
from sightline.policy.terms import Role
from tests import assured_stages, stages
from tests.factories import NOW, World, declaration, declared, judgement, reported
from tests.incidents.services import sharing_cases

# Hats

ANONYMOUS, NO_ROLE = "not signed in", "no role"
COLLEAGUE, ELSEWHERE = "another reporter of the trust", "quality lead of another Place"
BOARD = {role: f"{role.value} of the ICB" for role in Role}
TRUST = {
    role: f"{role.value} of the trust"
    for role in (
        Role.REPORTER,
        Role.PROVIDER_LEAD,
        Role.PROVIDER_EXECUTIVE,
        Role.INVESTIGATOR,
        Role.INFORMATION_GOVERNANCE_LEAD,
        Role.ADMINISTRATOR,
    )
}
OUTSIDER, OTHER_BOARD, OTHER_NURSE = (
    "lead of another trust",
    "team of another ICB",
    "Chief Nurse of another ICB",
)
PRACTICE = "lead of a practice"
#: Hats for whom no case of the trust exists, whatever its status.
OUTSIDERS = (OUTSIDER, OTHER_BOARD, OTHER_NURSE, PRACTICE, COLLEAGUE, ELSEWHERE)
#: Roles of the ICB that read no case: they stand for one another where something is sent rather than read.
SILENT = frozenset(
    BOARD[role]
    for role in Role
    if role
    not in (
        Role.PATIENT_SAFETY_TEAM,
        Role.PLACE_QUALITY_LEAD,
        Role.PATIENT_SAFETY_SPECIALIST,
        Role.CHIEF_NURSE,
        Role.CHIEF_EXECUTIVE,
        Role.INFORMATION_GOVERNANCE_LEAD,
    )
)
SIGNED_IN = frozenset({*BOARD.values(), *TRUST.values(), *OUTSIDERS})
EVERYONE = SIGNED_IN | {ANONYMOUS, NO_ROLE}

# What each is to a case of the trust

REPORTER = TRUST[Role.REPORTER]
LEAD = TRUST[Role.PROVIDER_LEAD]
EXECUTIVE = TRUST[Role.PROVIDER_EXECUTIVE]
INVESTIGATOR = TRUST[Role.INVESTIGATOR]
HANDLERS = {LEAD, EXECUTIVE, INVESTIGATOR}
TRUST_READS = {*HANDLERS, TRUST[Role.INFORMATION_GOVERNANCE_LEAD]}
ASSURERS = {
    BOARD[Role.PATIENT_SAFETY_TEAM],
    BOARD[Role.PLACE_QUALITY_LEAD],
    BOARD[Role.PATIENT_SAFETY_SPECIALIST],
    BOARD[Role.CHIEF_NURSE],
}
BOARD_READS = {*ASSURERS, BOARD[Role.CHIEF_EXECUTIVE], BOARD[Role.INFORMATION_GOVERNANCE_LEAD]}
MAY_NOT_REPORT = {BOARD[Role.READER], BOARD[Role.SURVEILLANCE_GROUP_MEMBER]}
MAY_REPORT = SIGNED_IN - MAY_NOT_REPORT

#: Before it is shared with the ICB (design decision 10), and after.
SEES_REPORTED = frozenset({*TRUST_READS, REPORTER})
SEES_SHARED = SEES_REPORTED | BOARD_READS


@dataclass(frozen=True)
class Stage:
    """A kind of case: how it is made, and who sees that it exists."""

    make: Callable[[World], Incident]
    sees: frozenset[str]


def never_event(world: World) -> Incident:
    """Declared as a Never Event that the ICB has not answered."""
    incident = reported(world.reporter)
    what = judgement(never_event_code="3")
    triage.declare(incident.id, what, declaration(), by=world.lead, now=NOW, seen=incident.version)
    return stages.now_of(incident)


def discussing(world: World) -> Incident:
    """The provider asked the ICB to discuss it."""
    incident = reported(world.reporter)
    triage.request_discussion(
        incident.id, judgement(), "serious", by=world.lead, now=NOW, seen=incident.version
    )
    return stages.now_of(incident)


def not_serious(world: World) -> Incident:
    """The provider judged that it is not serious."""
    incident = reported(world.reporter)
    nothing_met = judgement(criteria=frozenset(), sub_answers={})
    triage.judge_not_serious(incident.id, nothing_met, by=world.lead, now=NOW, seen=incident.version)
    return stages.now_of(incident)


def action_done(world: World) -> Incident:
    """One action is recorded as done by the provider."""
    incident = stages.with_action(world, declared(world))
    action = SafetyAction.objects.get(incident=incident)
    safety_actions.complete_action(
        incident.id, action.id, "The new checklist.", by=world.lead, now=NOW, seen=incident.version
    )
    return stages.now_of(incident)


def signed(world: World) -> Incident:
    """The final report is signed off and candour decided: it can be sent."""
    return stages.candour_decided(world, stages.sign(world, stages.written(world)))


def downgraded(world: World) -> Incident:
    """The ICB agreed that it is not serious after all."""
    incident = declared(world)
    closure.downgrade(incident.id, "Another patient's X-ray.", by=world.team, now=NOW, seen=incident.version)
    return stages.now_of(incident)


def restricted(world: World) -> Incident:
    """The lead limited it to those named at once; a chief executive, who has left since, opened it all the same."""
    incident = declared(world)
    for board_or_trust in ("icb", "trust"):
        world.actor(board_or_trust, Role.INFORMATION_GOVERNANCE_LEAD)
    world.actor("icb", Role.PATIENT_SAFETY_SPECIALIST)
    restriction.restrict(
        incident.id,
        "staff",
        "A member of staff is accused of harming a patient.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    guardian = world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)
    legal_holds.set_hold(incident.id, "A claim was made.", by=guardian, now=NOW)
    gone = people.create_person(username="passer.by", full_name="Passer By", by=None, now=NOW)
    people.join(
        person_id=gone,
        organisation_id=world.icb,
        role=Role.CHIEF_EXECUTIVE,
        from_on=date(2020, 1, 1),
        by=None,
        now=NOW,
    )
    restriction.open_restricted(
        incident.reference,
        "The minister's office asked about it this morning.",
        by=Actor(gone, world.icb, Role.CHIEF_EXECUTIVE),
        now=NOW,
    )
    return stages.now_of(incident)


def redacted(world: World) -> Incident:
    """The lead made one redacted copy, which nobody has looked at, and begins another."""
    incident = declared(world)
    given = (incident.id, ["narrative"], "family", "For the meeting")
    first = redaction.begin(*given, by=world.lead, now=NOW)
    piece = Piece("narrative.What", "What happened", "What", "A wire was left in.")
    redaction.make_copy(first, [piece], by=world.lead, now=NOW, seen=incident.version)
    redaction.begin(*given, by=world.lead, now=NOW)
    return stages.now_of(incident)


def share_asked(world: World) -> Incident:
    """The ICB's team asked to share it with another board; the guardian has not answered."""
    incident = declared(world)
    sharing_cases.proposed(world, incident)
    return stages.now_of(incident)


def shared(world: World) -> Incident:
    """The story was shared with another board, which has not acknowledged it."""
    incident = declared(world)
    sharing_cases.shared(world, incident)
    return stages.now_of(incident)


def duplicate(world: World) -> Incident:
    """A declared case that was joined to another report of the same event."""
    one, lead = declared(world), declared(world)
    duplicates.join(
        one.id, lead.id, "One event.", seen_lead=lead.version, by=world.lead, now=NOW, seen=one.version
    )
    return stages.now_of(one)


def something_held(world: World) -> Incident:
    """Words and a paper of the provider's wait for their lead."""
    incident = declared(world)
    text = "Was 943 476 5919 moved?"
    with saying({fingerprint(found): Answer(Choice.HOLD) for found in personal_data_in(text)}):
        discussion.post_message(incident.id, text, key=uuid4(), by=world.lead, now=NOW, seen=incident.version)
    paper = pasted_words(text, DocumentKind.RECORD)
    documents.add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)
    return incident


def investigated_elsewhere(world: World) -> Incident:
    """Another body investigates a declared case."""
    incident = declared(world)
    body = Investigating("mnsi", date(2026, 11, 16), sets_aside=True)
    other_body.record_other_body(incident.id, body, by=world.lead, now=NOW, seen=incident.version)
    return stages.now_of(incident)


def psirf_ready(world: World) -> Incident:
    """A learning response that is written and whose candour is settled: the executive may sign it off."""
    incident = stages.learned(world)
    return stages.candour_decided(world, incident, applies=False, relevant_person="")


def keyed_for_practice(world: World) -> Incident:
    """The ICB keyed a report for a practice, which has not confirmed it."""
    return reported(world.team, happened_at="provider", happened_at_code="M99001")


def practice_investigates(world: World) -> Incident:
    """A practice declared it itself, and the ICB agreed a concise investigation."""
    return stages.investigating_at_practice(world)


def closed(world: World) -> Incident:
    """Closed, and words of its story are proposed to be taken out."""
    incident = assured_stages.closed(world)
    place, words = f"incident {incident.id} what_happened", incident.what_happened.split()[2]
    guardian = world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    rectification.propose_words(
        incident.id, place, words, "", "It tells of another day.", by=guardian, now=NOW
    )
    return incident


STAGES = {
    "reported": Stage(lambda world: reported(world.reporter), SEES_REPORTED),
    "discussing": Stage(discussing, SEES_SHARED),
    "not serious": Stage(not_serious, SEES_SHARED),
    "declared": Stage(declared, SEES_SHARED),
    "never event": Stage(never_event, SEES_SHARED),
    "with an action": Stage(lambda world: stages.with_action(world, declared(world)), SEES_SHARED),
    "action done": Stage(action_done, SEES_SHARED),
    "candour applies": Stage(lambda world: stages.candour_decided(world, declared(world)), SEES_SHARED),
    "review sent": Stage(stages.reviewed, SEES_SHARED),
    "investigating": Stage(stages.investigating, SEES_SHARED),
    "written": Stage(stages.written, SEES_SHARED),
    "signed": Stage(signed, SEES_SHARED),
    "report sent": Stage(stages.submitted, SEES_SHARED),
    "in review": Stage(assured_stages.in_review, SEES_SHARED),
    "ready to close": Stage(assured_stages.ready_to_close, SEES_SHARED),
    "closed": Stage(closed, SEES_SHARED),
    "downgraded": Stage(downgraded, SEES_SHARED),
    "duplicate": Stage(duplicate, SEES_SHARED),
    "restricted": Stage(restricted, SEES_SHARED),
    "something held": Stage(something_held, SEES_SHARED),
    "redacted": Stage(redacted, SEES_SHARED),
    "share asked": Stage(share_asked, SEES_SHARED),
    "shared": Stage(shared, SEES_SHARED | {OTHER_BOARD, OTHER_NURSE}),
    "investigated elsewhere": Stage(investigated_elsewhere, SEES_SHARED),
    # From here on the trust is under PSIRF: these stages are made last.
    "keyed for a practice": Stage(keyed_for_practice, frozenset({*(BOARD_READS), PRACTICE})),
    "practice investigates": Stage(practice_investigates, frozenset({*(BOARD_READS), PRACTICE})),
    "psirf response chosen": Stage(psirf_ready, SEES_SHARED),
    "psirf reported": Stage(lambda world: reported(world.reporter), SEES_REPORTED),
}


@dataclass(frozen=True)
class Case:
    """One case made for the table: what its addresses are filled with."""

    reference: str
    incident_id: UUID
    action_id: UUID | None
    document_id: UUID | None
    named_id: UUID | None = None
    opening_id: UUID | None = None
    held_id: UUID | None = None
    redaction_id: UUID | None = None
    copy_id: UUID | None = None
    disclosure_id: UUID | None = None
    hold_id: UUID | None = None
    erasure_id: UUID | None = None


def case_of(incident: Incident) -> Case:
    """The keys that addresses of a case need."""
    action = SafetyAction.objects.filter(incident=incident).first()
    document = Document.objects.filter(incident=incident).first()
    # Someone whose name may end: the last who could go on with a case stays named.
    governance = {"role": Role.INFORMATION_GOVERNANCE_LEAD.value, "until_at__isnull": True}
    named = Named.objects.filter(incident=incident, **governance).first()
    opening = Opening.objects.filter(incident=incident).first()
    held = HeldWords.objects.filter(incident=incident).first()
    in_hand = RedactionDraft.objects.filter(incident=incident).first()
    copy = RedactedCopy.objects.filter(incident=incident).first()
    disclosure = Disclosure.objects.filter(incident=incident).first()
    hold = LegalHold.objects.filter(incident=incident).first()
    erasure = Erasure.objects.filter(incident=incident).first()
    return Case(
        incident.reference,
        incident.id,
        action.id if action is not None else None,
        document.id if document is not None else None,
        named.id if named is not None else None,
        opening.id if opening is not None else None,
        held.id if held is not None else None,
        in_hand.id if in_hand is not None else None,
        copy.id if copy is not None else None,
        disclosure.id if disclosure is not None else None,
        hold.id if hold is not None else None,
        erasure.id if erasure is not None else None,
    )


def begun_draft(world: World) -> UUID:
    """A report begun and not sent, by the reporter of the trust."""
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft_id, {"what_happened": "A wire was left in."}, by=world.reporter, now=NOW)
    return draft_id


# The table


REPORTING = {
    "report_start",
    "report_paper",
    "report_mine",
    "report_sent",
    "report_question",
    "report_check",
    "report_discard",
    "report_second_look",
    "breach_report",
    "report_from_document",
    "report_answer",
}


@dataclass(frozen=True)
class Route:
    """One address at one stage. Hats of ``opens_too`` get 200 where those of ``opens`` get ``answer``. ``hidden`` hats see the case and still get 404 here; ``writes`` says that it has a form."""

    name: str
    opens: frozenset[str]
    stage: str = ""
    writes: bool = False
    hidden: frozenset[str] = frozenset()
    answer: int = 200
    opens_too: frozenset[str] = frozenset()
    otherwise: int = 404
    to_anonymous: int = 302
    to_no_role: int = 403
    #: Hats that see what belongs to no case, such as a breach, and may not take the step.
    refuses: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.name} ({self.stage})" if self.stage else self.name

    def expected(self, hat: str) -> int:
        """The status a GET answers with."""
        if hat == ANONYMOUS:
            return self.to_anonymous
        if hat == NO_ROLE:
            return self.to_no_role
        if hat in self.opens_too:
            return 200
        if hat in self.opens:
            return self.answer
        if self.name in REPORTING and hat in MAY_NOT_REPORT:
            return 403
        if hat in self.refuses:
            return 403
        if self.stage and hat in STAGES[self.stage].sees - self.hidden:
            return 403
        return self.otherwise


def page(name: str, opens: set[str] | frozenset[str], answer: int = 200) -> Route:
    """A page that belongs to no case."""
    return Route(name, frozenset(opens), answer=answer)


def reading(name: str, stage: str, opens: set[str] | frozenset[str]) -> Route:
    """A page of a case that only reads: to everyone else it is not there."""
    return Route(name, frozenset(opens), stage, hidden=EVERYONE)


def step(name: str, stage: str, *opens: str) -> Route:
    """A page that takes a step: refused with its reason to those who see the case."""
    return Route(name, frozenset(opens), stage, writes=True)


def public(name: str) -> Route:
    """A page that asks for no sign-in."""
    return Route(name, SIGNED_IN, to_anonymous=200, to_no_role=200)


NAMED_AT_BOARDS = {*ASSURERS, OTHER_BOARD, OTHER_NURSE, ELSEWHERE}
NAMED_AT_PROVIDERS = {LEAD, OUTSIDER, PRACTICE, BOARD[Role.PROVIDER_LEAD]}
NAMED_ON_CASES = NAMED_AT_BOARDS | NAMED_AT_PROVIDERS
HOME_ADMINISTRATOR = {BOARD[Role.ADMINISTRATOR]}
ADMINISTRATORS = HOME_ADMINISTRATOR | {TRUST[Role.ADMINISTRATOR]}
#: Who looks after the policy at a board, and compares its rules with others before they change.
COMPARES_RULES = {BOARD[Role.PATIENT_SAFETY_SPECIALIST], BOARD[Role.CHIEF_NURSE], OTHER_NURSE}
KEYERS = {BOARD[Role.PATIENT_SAFETY_TEAM], BOARD[Role.PLACE_QUALITY_LEAD]}
READS_INVESTIGATION = {*HANDLERS, *ASSURERS, BOARD[Role.CHIEF_EXECUTIVE]}
READS_HISTORY = {*TRUST_READS, *BOARD_READS} - {INVESTIGATOR}

#: With the lead, those named on the restricted case of the table.
GUARDIANS = {
    TRUST[Role.INFORMATION_GOVERNANCE_LEAD],
    BOARD[Role.PATIENT_SAFETY_SPECIALIST],
    BOARD[Role.INFORMATION_GOVERNANCE_LEAD],
}
NAMED = {LEAD, *GUARDIANS}
#: Who reviews openings and is told of them: a small provider has no information-governance lead.
REVIEWERS = {*GUARDIANS, EXECUTIVE}
#: Who makes redacted copies, and who looks at one that another made.
REDACTORS = {LEAD, BOARD[Role.PATIENT_SAFETY_TEAM], BOARD[Role.PATIENT_SAFETY_SPECIALIST]}
CHECKERS = {
    *REDACTORS,
    EXECUTIVE,
    TRUST[Role.INFORMATION_GOVERNANCE_LEAD],
    BOARD[Role.CHIEF_NURSE],
    BOARD[Role.INFORMATION_GOVERNANCE_LEAD],
}
#: Those who saw it before, and are not named.
SHUT_OUT = {*TRUST_READS, *BOARD_READS} - NAMED


#: Who shares a case, who stands for the Caldicott Guardian of the ICB, and who reads what was shared.
SHARES = {
    *(LEAD, TRUST[Role.INFORMATION_GOVERNANCE_LEAD]),
    *(BOARD[Role.PATIENT_SAFETY_TEAM], BOARD[Role.PATIENT_SAFETY_SPECIALIST]),
    BOARD[Role.INFORMATION_GOVERNANCE_LEAD],
}
APPROVES = {BOARD[Role.INFORMATION_GOVERNANCE_LEAD], BOARD[Role.CHIEF_NURSE]}
RECIPIENTS = {OTHER_BOARD, OTHER_NURSE}
#: Keep protocols, and what came from other commissioners, for their organisation.
KEEPS_REGISTERS = {
    *(BOARD[Role.PATIENT_SAFETY_TEAM], BOARD[Role.PATIENT_SAFETY_SPECIALIST]),
    *(BOARD[Role.INFORMATION_GOVERNANCE_LEAD], TRUST[Role.INFORMATION_GOVERNANCE_LEAD], OTHER_BOARD),
}
#: In some relation, shown what was shared, or reading it.
HAS_REGISTER = {
    *(TRUST_READS | BOARD_READS | KEEPS_REGISTERS),
    *(OUTSIDER, PRACTICE, ELSEWHERE, OTHER_NURSE),
    *(
        BOARD[role]
        for role in (
            *(Role.PROVIDER_LEAD, Role.PROVIDER_EXECUTIVE, Role.INVESTIGATOR),
            *(Role.READER, Role.SURVEILLANCE_GROUP_MEMBER),
        )
    ),
}


def of_share(name: str, stage: str, opens: set[str]) -> Route:
    """An act on a disclosure: refused to those who see it, and not there for who reported the case."""
    return Route(name, frozenset(opens), stage, writes=True, hidden=frozenset({REPORTER}))


def page_of_guardians(name: str) -> Route:
    """A page that belongs to no case and is for those who review openings of restricted ones."""
    # An executive of the board has none to review until it is the provider itself.
    return Route(name, frozenset({*REVIEWERS, BOARD[Role.PROVIDER_EXECUTIVE]}), otherwise=403)


#: A breach of the trust's data, reported by its reporter and linked to a case that the ICB sees.
HANDLES_BREACH = TRUST[Role.INFORMATION_GOVERNANCE_LEAD]
SEES_BREACH = frozenset({HANDLES_BREACH, LEAD, EXECUTIVE, REPORTER, BOARD[Role.INFORMATION_GOVERNANCE_LEAD]})

ROUTES: tuple[Route, ...] = (
    public("healthz"),
    public("readyz"),
    public("report_progress"),
    public("account_inactive"),
    Route("account_login", SIGNED_IN, answer=302, to_anonymous=200, to_no_role=302),
    Route("account_logout", SIGNED_IN, to_no_role=200),
    public("sign_in_passkey"),
    Route("accept_invitation", SIGNED_IN, answer=410, to_anonymous=410, to_no_role=410),
    # No identity provider is set: there is no such page for anybody.
    *(
        Route(name, SIGNED_IN, answer=404, to_anonymous=404, to_no_role=404)
        for name in ("provider_sign_in", "provider_back", "provider_invitation")
    ),
    *(
        Route(name, SIGNED_IN, answer=404, to_no_role=404)
        for name in ("provider_link", "provider_unlink", "provider_prove")
    ),
    # The second step is for whoever is on the way in: others are led to the first, or on.
    Route("mfa_authenticate", SIGNED_IN, answer=302, to_no_role=302),
    *(
        Route(name, SIGNED_IN, to_no_role=200)
        for name in ("second_factor", "second_factor_app", "second_factor_passkey")
    ),
    # Nothing is set up: there are no codes to make, and nothing to remove.
    Route("second_factor_codes", SIGNED_IN, answer=302, to_no_role=302),
    Route("second_factor_remove", SIGNED_IN, answer=302, to_no_role=302),
    Route("second_factor_onward", frozenset(), otherwise=405, to_anonymous=302, to_no_role=405),
    # Who has neither password nor second factor is told to sign in anew.
    Route("prove_again", SIGNED_IN - {COLLEAGUE, ELSEWHERE}, otherwise=403, to_no_role=403),
    page("today", SIGNED_IN),
    page("incidents", SIGNED_IN),
    page("incidents_export", SIGNED_IN),
    page("incidents_views", SIGNED_IN),
    Route("incidents_view_rename", SIGNED_IN, answer=404),
    Route("incidents_view_remove", frozenset(), otherwise=405, to_anonymous=302, to_no_role=405),
    page("policy", SIGNED_IN),
    page("policy_timescales", SIGNED_IN),
    page("policy_defaults", SIGNED_IN),
    page("policy_clause", SIGNED_IN),
    Route("replay", frozenset(COMPARES_RULES), otherwise=403),
    # Without a span there is nothing to download: the form.
    Route("replay_export", frozenset(COMPARES_RULES), otherwise=403),
    page("roles", SIGNED_IN),
    page("report_start", MAY_REPORT),
    page("report_mine", MAY_REPORT),
    page("report_paper", MAY_REPORT),
    # Nothing was sent in this session, so it leads to what was sent before.
    page("report_sent", MAY_REPORT, answer=302),
    reading("incident", "reported", SEES_REPORTED),
    reading("incident", "not serious", SEES_SHARED),
    reading("incident", "declared", SEES_SHARED),
    reading("incident", "closed", SEES_SHARED),
    reading("incident", "psirf reported", SEES_REPORTED),
    reading("incident", "psirf response chosen", SEES_SHARED),
    reading("incident_trail", "reported", TRUST_READS - {INVESTIGATOR}),
    reading("incident_as_at", "reported", TRUST_READS - {INVESTIGATOR}),
    reading("incident_as_at_pdf", "reported", TRUST_READS - {INVESTIGATOR}),
    # Of one judged not serious the ICB is shown criteria and rationale, and no history (design decision 10).
    reading("incident_trail", "not serious", TRUST_READS - {INVESTIGATOR}),
    reading("incident_as_at", "not serious", TRUST_READS - {INVESTIGATOR}),
    reading("incident_trail", "declared", READS_HISTORY),
    reading("incident_as_at", "declared", READS_HISTORY),
    reading("incident_as_at_pdf", "declared", READS_HISTORY),
    reading("incident_access", "reported", TRUST_READS),
    reading("incident_access", "declared", {*TRUST_READS, *BOARD_READS}),
    reading("document", "report sent", READS_INVESTIGATION),
    # Limited to named people: to the others who would see it, it is closed (403), and they may open it for some hours.
    Route("incident", frozenset({*NAMED, REPORTER}), "restricted"),
    reading("incident_trail", "restricted", NAMED),
    reading("incident_as_at", "restricted", NAMED),
    reading("incident_as_at_pdf", "restricted", NAMED),
    reading("incident_access", "restricted", NAMED),
    reading("incident_looks", "restricted", GUARDIANS),
    Route(
        "incident_retention",
        frozenset({TRUST[Role.INFORMATION_GOVERNANCE_LEAD]}),
        "reported",
        writes=True,
        hidden=EVERYONE,
    ),
    Route("incident_retention", frozenset(GUARDIANS), "declared", writes=True, hidden=EVERYONE),
    Route("incident_retention", frozenset(GUARDIANS), "restricted", writes=True, hidden=EVERYONE),
    Route("retention_words", frozenset(GUARDIANS), "restricted", writes=True, hidden=EVERYONE),
    Route("retention_dispose", frozenset(GUARDIANS), "restricted", writes=True, hidden=EVERYONE),
    Route("retention_erasure", frozenset(GUARDIANS), "closed", writes=True, hidden=EVERYONE),
    Route("retention_register", frozenset(GUARDIANS), otherwise=403),
    Route("retention_lift", frozenset(GUARDIANS), "restricted", writes=True, hidden=EVERYONE),
    reading("incident_looks", "reported", {TRUST[Role.INFORMATION_GOVERNANCE_LEAD]}),
    reading("incident_looks", "declared", {*GUARDIANS, BOARD[Role.CHIEF_NURSE]}),
    step("assure_acknowledge", "restricted", BOARD[Role.PATIENT_SAFETY_SPECIALIST]),
    step("restrict_case", "reported", LEAD, EXECUTIVE, TRUST[Role.INFORMATION_GOVERNANCE_LEAD]),
    step("restrict_case", "declared", LEAD, EXECUTIVE, BOARD[Role.CHIEF_NURSE], *GUARDIANS),
    step("restrict_case", "restricted"),
    step("restrict_lift", "restricted", *NAMED),
    step("restrict_lift", "declared"),
    step("restricted_named", "restricted", *NAMED),
    step("restricted_end_naming", "restricted", *NAMED),
    Route("restricted_open", frozenset(SHUT_OUT), "restricted", writes=True, hidden=EVERYONE),
    Route("restricted_open", frozenset(), "declared", writes=True, hidden=EVERYONE),
    page_of_guardians("openings"),
    Route("opening_review", frozenset(REVIEWERS), "restricted", writes=True, hidden=EVERYONE),
    # Shared with another board: it sees the case, as far as it was shared, and neither trail nor who else sees it.
    reading("incident", "shared", {*SEES_SHARED, *RECIPIENTS}),
    reading("incident_trail", "shared", READS_HISTORY),
    reading("incident_access", "shared", {*TRUST_READS, *BOARD_READS}),
    reading("incident_shared", "declared", {*TRUST_READS, *BOARD_READS}),
    reading("incident_shared", "shared", {*TRUST_READS, *BOARD_READS}),
    step("assure_acknowledge", "shared", *ASSURERS),
    step("share_case", "declared", *SHARES),
    step("share_case", "reported", LEAD, TRUST[Role.INFORMATION_GOVERNANCE_LEAD]),
    step("share_case", "shared", *SHARES),
    reading("disclosure", "share asked", {*TRUST_READS, *BOARD_READS}),
    reading("disclosure", "shared", {*TRUST_READS, *BOARD_READS, *RECIPIENTS}),
    of_share("disclosure_approve", "share asked", APPROVES),
    of_share("disclosure_approve", "shared", set()),
    of_share("disclosure_acknowledge", "share asked", set()),
    of_share("disclosure_acknowledge", "shared", RECIPIENTS),
    of_share("disclosure_withdraw", "shared", (SHARES - TRUST_READS) | APPROVES),
    Route(
        "document_protect",
        frozenset({LEAD, *ASSURERS}),
        "report sent",
        writes=True,
        hidden=EVERYONE - {EXECUTIVE, INVESTIGATOR, BOARD[Role.CHIEF_EXECUTIVE]},
    ),
    *(Route(name, frozenset(HAS_REGISTER), otherwise=403) for name in ("disclosures", "disclosures_export")),
    *(
        Route(name, frozenset(KEEPS_REGISTERS), otherwise=403)
        for name in ("protocols", "protocol_add", "received", "received_add")
    ),
    # Of no register of theirs: tests/web/share has one's own.
    *(
        Route(name, frozenset(KEEPS_REGISTERS), answer=404, otherwise=403)
        for name in ("protocol_review", "received_acknowledge")
    ),
    step("report_second_look", "not serious", REPORTER),
    step("incident_steis", "reported", LEAD),
    step("incident_steis", "declared", LEAD, *ASSURERS),
    step("incident_steis", "closed", LEAD, *ASSURERS),
    step("incident_steis", "psirf response chosen", LEAD, *ASSURERS),
    step("incident_steis_details", "reported"),
    step("incident_steis_details", "declared", LEAD, *ASSURERS),
    Route("incident_steis_text", frozenset({LEAD, *ASSURERS}), "declared"),
    step("decide", "reported", LEAD),
    step("decide", "discussing"),
    step("decide_discussion", "discussing", LEAD, *ASSURERS),
    step("decide_reconsider", "not serious", LEAD),
    step("decide_learning_response", "psirf reported", LEAD),
    step("respond_initial_review", "declared", LEAD),
    step("respond_report", "investigating", LEAD, INVESTIGATOR),
    step("respond_sign_off", "written", EXECUTIVE),
    step("respond_submit", "signed", LEAD),
    step("decide_learning_response", "psirf response chosen", LEAD),
    step("learn_plan", "psirf response chosen", LEAD),
    step("learn_date", "psirf response chosen", LEAD),
    step("learn_affected", "psirf response chosen", LEAD, INVESTIGATOR),
    step("learn_record", "psirf response chosen", LEAD, INVESTIGATOR),
    step("learn_oversight", "psirf response chosen", *ASSURERS),
    step("learn_plan", "psirf reported"),
    step("learn_oversight", "psirf reported"),
    step("respond_learning_sign_off", "psirf response chosen", EXECUTIVE),
    step("respond_candour", "declared", LEAD),
    step("respond_candour_step", "candour applies", LEAD),
    step("respond_add_action", "declared", LEAD, INVESTIGATOR),
    step("respond_complete_action", "with an action", LEAD, INVESTIGATOR),
    step("assure_acknowledge", "declared", *ASSURERS),
    step("assure_classification", "declared", *ASSURERS),
    step("assure_classification", "not serious", *ASSURERS),
    step("assure_never_event", "never event", *ASSURERS),
    step("assure_level", "declared", *ASSURERS),
    step("assure_type", "declared", LEAD, *ASSURERS),
    step("assure_initial_review", "review sent", *ASSURERS),
    step("assure_begin", "report sent", *ASSURERS),
    step("assure_quality", "in review", *ASSURERS),
    step("assure_close", "ready to close", *ASSURERS),
    step("assure_downgrade", "declared", *ASSURERS),
    step("assure_reopen", "closed", *ASSURERS),
    step("assure_reopen", "downgraded", *ASSURERS),
    step("assure_verify_action", "action done", *ASSURERS),
    step("bodies_questions", "reported", LEAD, INVESTIGATOR),
    step("bodies_questions", "declared", LEAD, INVESTIGATOR),
    step("bodies_item", "reported", LEAD, INVESTIGATOR),
    # The ICB reads what the provider recorded, and records what it tells itself.
    step("bodies_item", "declared", LEAD, INVESTIGATOR, *ASSURERS),
    step("bodies_item", "closed", LEAD, INVESTIGATOR, *ASSURERS),
    step("correct_join", "reported", LEAD),
    step("correct_join", "declared", LEAD, *ASSURERS),
    step("correct_separate", "duplicate", LEAD, *ASSURERS),
    step("correct_case", "reported", LEAD),
    step("correct_case", "declared", LEAD, *ASSURERS),
    step("correct_reroute", "reported", LEAD),
    step("correct_reroute", "declared"),
    step("correct_other_body", "declared", LEAD, *ASSURERS),
    step("correct_other_body_end", "investigated elsewhere", LEAD, *ASSURERS),
    # A draft of someone who does not decide on reports: it is theirs, and this page is not for them.
    Route("report_from_document", frozenset({REPORTER}), answer=403, writes=True),
    Route("incident_documents", frozenset(READS_INVESTIGATION), "declared", writes=True, hidden=EVERYONE),
    step("documents_initial_review", "declared", LEAD),
    Route("redacted_copies", frozenset(CHECKERS), "declared"),
    Route("redacted_copies", frozenset(CHECKERS), "redacted"),
    step("redact_begin", "declared", *REDACTORS),
    step("redact_document", "declared", *REDACTORS),
    # A copy in hand is its maker's alone: to others who may make one it is not there.
    *(
        Route(name, frozenset({LEAD}), "redacted", writes=True, hidden=frozenset(REDACTORS))
        for name in ("redact_mark", "redact_preview")
    ),
    Route("redacted_copy", frozenset(CHECKERS), "redacted", writes=True, hidden=EVERYONE),
    reading("redacted_copy_file", "redacted", CHECKERS),
    reading("redacted_copy_manifest", "redacted", CHECKERS),
    *(
        Route(name, frozenset(NAMED_ON_CASES), otherwise=403)
        for name in ("desk", "desk_reallocate", "desk_cover")
    ),
    # Administrators of the home board keep everything, those of a provider its own people.
    *(
        Route(name, frozenset(ADMINISTRATORS), otherwise=403)
        for name in ("administer", "administer_people", "administer_preview")
    ),
    *(
        Route(name, frozenset(HOME_ADMINISTRATOR), otherwise=403)
        for name in (
            "administer_organisations",
            "administer_add_organisation",
            "administer_rename",
            "administer_close",
            "administer_psirf",
            "administer_in_place",
            "administer_places",
            "administer_add_contract",
            "administer_end_contract",
            "administer_lists",
            "administer_add_holiday",
            "administer_withdraw_holiday",
            "administer_moved",
            "administer_vary",
            "administer_end_variation",
            "administer_figures",
            "administer_figure",
            "administer_end_figure",
            "administer_work",
            "administer_anchor",
        )
    ),
    *(
        Route(name, frozenset(ADMINISTRATORS), otherwise=403)
        for name in (
            "administer_organisation",
            "administer_add_person",
            "administer_add_role",
            "administer_person",
            "administer_details",
            "administer_account",
            "administer_end_role",
            "administer_invite",
            "administer_leaver",
            "administer_reset_factor",
            "administer_part",
            "administer_change_role",
            "administer_revoke",
        )
    ),
    # A provider is led to its own page, or back to the desk where nothing waits.
    Route(
        "desk_providers",
        frozenset(NAMED_AT_PROVIDERS),
        answer=302,
        otherwise=403,
        opens_too=frozenset(NAMED_AT_BOARDS),
    ),
    Route("desk_provider", frozenset(NAMED_ON_CASES), answer=404, otherwise=403),
    Route("desk_cover_end", frozenset(), otherwise=405, to_anonymous=302, to_no_role=405),
    *(
        Route(name, frozenset(), otherwise=405, to_anonymous=302, to_no_role=405)
        for name in ("administer_job", "administer_run", "administer_email")
    ),
    step("desk_allocate", "reported", LEAD),
    step("desk_allocate", "declared", LEAD, *ASSURERS),
    page("messages", SIGNED_IN),
    page("notices", SIGNED_IN),
    Route("notices_read", frozenset(), otherwise=405, to_anonymous=302, to_no_role=405),
    # A notice that is somebody else's, or of nobody: tests/web/notices has one's own.
    Route("notice", frozenset()),
    page("actions_desk", SIGNED_IN),
    page("actions_export", SIGNED_IN),
    Route("incident_messages", frozenset(READS_INVESTIGATION), "declared", writes=True, hidden=EVERYONE),
    # What the ICB writes to itself is not there for anyone else, the provider's executive included.
    Route(
        "incident_notes",
        frozenset({*ASSURERS, BOARD[Role.CHIEF_EXECUTIVE]}),
        "declared",
        writes=True,
        hidden=EVERYONE,
    ),
    step("incident_reporter", "declared", LEAD, INVESTIGATOR),
    # Of what is held, each side reads its own; a page without any is there for them all the same.
    Route(
        "held_words",
        frozenset({*HANDLERS, BOARD[Role.PATIENT_SAFETY_TEAM]}),
        "something held",
        hidden=EVERYONE,
    ),
    step("held_settle", "something held", LEAD),
    step("held_document", "something held", LEAD),
    # Whose question it is, is not said: everyone who may report is asked for a code.
    page("report_answer", MAY_REPORT),
    public("light_ask_for_link"),
    # An old link says so, to whoever opens it.
    Route("light_open_link", SIGNED_IN, answer=410, to_anonymous=410, to_no_role=410),
    Route("light_send_link", frozenset(KEYERS), "keyed for a practice", writes=True),
    Route("light_answer", frozenset({PRACTICE}), "keyed for a practice", answer=302, writes=True),
    step("light_confirm", "keyed for a practice", PRACTICE),
    step("light_analysis", "practice investigates", PRACTICE),
    page("breaches", SIGNED_IN),
    page("breaches_export", SIGNED_IN),
    page("breach_report", MAY_REPORT),
    Route("breach", SEES_BREACH),
    *(
        Route(name, frozenset({HANDLES_BREACH}), writes=True, refuses=SEES_BREACH - {HANDLES_BREACH})
        for name in ("breach_act", "breach_task", "breach_unlink")
    ),
    Route("report_question", frozenset({REPORTER}), writes=True),
    Route("report_check", frozenset({REPORTER}), writes=True),
    Route("report_discard", frozenset({REPORTER}), writes=True),
    Route(
        "incident_export",
        frozenset({LEAD, TRUST[Role.INFORMATION_GOVERNANCE_LEAD]}),
        "reported",
        writes=True,
        hidden=EVERYONE,
    ),
    Route("incident_export", frozenset(SHARES), "declared", writes=True, hidden=EVERYONE),
    Route("incident_export", frozenset(NAMED), "restricted", writes=True, hidden=EVERYONE),
)
