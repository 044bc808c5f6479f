"""Who must act next, in words: what stands at the top of every case and makes the worklist."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import IncidentFacts
from sightline.policy.learning_record import ENGAGEMENT_MISSING
from sightline.policy.terms import Action, Framework, Relation, Role, Status


@dataclass(frozen=True)
class NextStep:
    """The step awaited: whose it is (relation and role), what it is in words, and the actions that answer it."""

    relation: Relation
    role: Role
    text: str
    actions: tuple[Action, ...]
    deadline: str = ""
    clause: str = ""


PROVIDER, ICB = Relation.PROVIDER, Relation.LEAD_COMMISSIONER
LEAD, EXECUTIVE, TEAM = Role.PROVIDER_LEAD, Role.PROVIDER_EXECUTIVE, Role.PATIENT_SAFETY_TEAM


def _discussing(facts: IncidentFacts) -> NextStep:
    if not facts.commissioner_view:
        return NextStep(
            ICB,
            TEAM,
            "the ICB says whether it meets SI criteria",
            (Action.AGREE_IN_DISCUSSION,),
            clause="3.2.2",
        )
    if not facts.provider_view:
        return NextStep(
            PROVIDER,
            LEAD,
            "the provider says whether it meets SI criteria",
            (Action.AGREE_IN_DISCUSSION,),
            clause="3.2.2",
        )
    if facts.provider_view != facts.commissioner_view:
        return NextStep(
            PROVIDER,
            LEAD,
            "the provider and the ICB come to one view: they differ",
            (Action.AGREE_IN_DISCUSSION,),
            clause="3.2.2",
        )
    if facts.provider_view == "serious":
        return NextStep(
            PROVIDER,
            LEAD,
            "the provider declares it, as both agreed",
            (Action.DECLARE,),
            "report_to_icb",
            "3.2.2",
        )
    return NextStep(
        PROVIDER,
        LEAD,
        "the provider records it as not serious, as both agreed",
        (Action.JUDGE_NOT_SERIOUS,),
        clause="3.2.2",
    )


def _declared(facts: IncidentFacts) -> NextStep:
    return NextStep(
        PROVIDER,
        LEAD,
        "the provider sends its 72-hour review",
        (Action.SUBMIT_INITIAL_REVIEW,),
        "initial_review",
        "1.1b",
    )


def _writing(facts: IncidentFacts) -> NextStep:
    deadline = "resubmission" if facts.status == Status.RETURNED else "final_report"
    again = " again, with what was asked for" if facts.status == Status.RETURNED else ""
    if facts.report_missing:
        return NextStep(
            PROVIDER,
            LEAD,
            f"the provider writes the final report{again}",
            (Action.WRITE_REPORT,),
            deadline,
            "2.2b",
        )
    if not facts.report_signed_off:
        return NextStep(
            PROVIDER,
            EXECUTIVE,
            "the provider's executive signs off the final report",
            (Action.SIGN_OFF_REPORT,),
            deadline,
            "4.4.2",
        )
    return NextStep(
        PROVIDER,
        LEAD,
        f"the provider sends the final report{again}",
        (Action.SUBMIT_REPORT,),
        deadline,
        "1.1b",
    )


def _in_review(facts: IncidentFacts) -> NextStep:
    if facts.report_accepted:
        return NextStep(
            ICB, TEAM, "the ICB closes the case, once nothing stands in the way", (Action.CLOSE,), "", "4.3d"
        )
    return NextStep(
        ICB,
        TEAM,
        "the ICB quality-assures the report, then accepts or returns it",
        (Action.RECORD_QUALITY_ASSURANCE, Action.RETURN_REPORT, Action.ACCEPT_REPORT),
        "feedback_on_report",
        "4.3d",
    )


def _under_psirf(facts: IncidentFacts) -> NextStep | None:
    if facts.status == Status.REPORTED:
        return NextStep(
            PROVIDER,
            LEAD,
            "the provider chooses the learning response its plan asks for",
            (Action.CHOOSE_LEARNING_RESPONSE,),
            "",
            "5.2.2",
        )
    return _learning(facts) if facts.status == Status.INVESTIGATING else None


def _learning(facts: IncidentFacts) -> NextStep | None:
    """What a learning response waits for, one thing after the other, up to its executive's signature."""

    def of_lead(text: str, action: Action, clause: str) -> NextStep:
        return NextStep(PROVIDER, LEAD, text, (action,), DeadlineKind.LEARNING_RESPONSE.value, clause)

    choose = Action.CHOOSE_LEARNING_RESPONSE
    if facts.response_refused:
        return of_lead("the provider chooses the response that is required", choose, "5.2.2")
    if not facts.read_with:
        if facts.learning_plan_wanted:
            plan = Action.PLAN_LEARNING_RESPONSE
            return of_lead("the provider plans its learning response", plan, "2.2b")
        if facts.learning_missing == (ENGAGEMENT_MISSING,):
            engage = Action.ENGAGE_AFFECTED
            return of_lead("the provider records how those affected are engaged", engage, "3.1d")
        if facts.learning_missing:
            write = Action.WRITE_LEARNING_RECORD
            return of_lead("the provider writes down what was learned", write, "2.2b")
    if facts.response_unknown:
        return of_lead("the provider settles whether a response is required", choose, "5.2.2")
    if facts.candour_undecided or facts.candour_missing:
        candour = Action.RECORD_CANDOUR
        return of_lead("the provider completes the Duty of Candour section", candour, "3.1h")
    after = f", after that of {facts.read_with}" if facts.read_with else ""
    return NextStep(
        PROVIDER,
        EXECUTIVE,
        f"the provider's executive signs off the learning response{after}",
        (Action.SIGN_OFF_LEARNING_RESPONSE,),
        DeadlineKind.LEARNING_RESPONSE.value,
        "4.4.2",
    )


def next_step(facts: IncidentFacts) -> NextStep | None:
    """The one step everything waits for, or None where nothing is awaited."""
    if facts.framework == Framework.PSIRF:
        return _under_psirf(facts)
    if facts.status == Status.REPORTED:
        return NextStep(
            PROVIDER,
            LEAD,
            "the provider decides whether it is a serious incident",
            (Action.DECLARE, Action.REQUEST_DISCUSSION, Action.JUDGE_NOT_SERIOUS),
            "report_to_icb",
            "3.2.1",
        )
    if facts.status == Status.DISCUSSING:
        return _discussing(facts)
    if facts.status == Status.DECLARED:
        return _declared(facts)
    if facts.status == Status.INITIAL_REVIEW_SUBMITTED:
        return NextStep(
            ICB,
            TEAM,
            "the ICB answers the 72-hour review",
            (Action.ACCEPT_INITIAL_REVIEW, Action.ASK_FOR_MORE, Action.DOWNGRADE),
            "answer_initial_review",
            "4.3a",
        )
    if facts.status in (Status.INVESTIGATING, Status.RETURNED):
        return _writing(facts)
    if facts.status == Status.REPORT_SUBMITTED:
        return NextStep(
            ICB,
            TEAM,
            "the ICB acknowledges the final report and begins quality assurance",
            (Action.BEGIN_REVIEW,),
            "acknowledge_report",
            "4.3a",
        )
    if facts.status == Status.IN_REVIEW:
        return _in_review(facts)
    return None


def also_awaited(facts: IncidentFacts) -> tuple[NextStep, ...]:
    """What is owed beside the main step: what the ICB keyed to be confirmed, and what the ICB itself owes."""
    confirming = NextStep(
        PROVIDER,
        LEAD,
        "the provider confirms what the ICB keyed for it",
        (Action.CONFIRM_KEYED,),
        "",
        "4.4.1",
    )
    settling = NextStep(
        PROVIDER,
        LEAD,
        "the provider settles what is held for redaction",
        (Action.SETTLE_HELD,),
        "",
        "11.1c",
    )
    return (
        *((confirming,) if facts.keyed_unconfirmed else ()),
        *((settling,) if Relation.PROVIDER in facts.held_sides else ()),
        *_owed_by_icb(facts),
    )


def _owed_by_icb(facts: IncidentFacts) -> tuple[NextStep, ...]:
    """Acknowledgement, its view of the classification, the Never Event."""
    if facts.framework == Framework.PSIRF or facts.status not in (
        Status.DECLARED,
        Status.INITIAL_REVIEW_SUBMITTED,
        Status.INVESTIGATING,
        Status.REPORT_SUBMITTED,
        Status.IN_REVIEW,
        Status.RETURNED,
    ):
        return ()
    owed = []
    if not facts.acknowledged:
        owed.append(
            NextStep(
                ICB, TEAM, "the ICB acknowledges the incident", (Action.ACKNOWLEDGE,), "acknowledge", "4.3a"
            )
        )
    if facts.classification_agreed is None:
        owed.append(
            NextStep(
                ICB,
                TEAM,
                "the ICB agrees or challenges that it meets SI criteria",
                (Action.AGREE_CLASSIFICATION, Action.CHALLENGE_CLASSIFICATION),
                "",
                "2.2a",
            )
        )
    if facts.never_event_code and facts.never_event_confirmed is None:
        owed.append(
            NextStep(
                ICB,
                TEAM,
                "the ICB confirms or rejects the Never Event",
                (Action.CONFIRM_NEVER_EVENT, Action.REJECT_NEVER_EVENT),
                "",
                "3.3d",
            )
        )
    return tuple(owed)
