"""How an incident stands, in words for the person who reported it (clauses 1.1c, 4.3c)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sightline.policy.terms import Action, Framework, Status


@dataclass(frozen=True)
class ProgressWords:
    """Where it stands, and what happens next."""

    now: str
    next: str


#: Steps a reporter is told of, with the words for each; those taken are shown with their day.
STAGES: Mapping[Action, str] = {
    Action.SEND_REPORT: "You reported it",
    Action.REROUTE: "It was sent on to the organisation where it happened",
    Action.REQUEST_DISCUSSION: "It was put up for discussion with the Integrated Care Board",
    Action.JUDGE_NOT_SERIOUS: "It was judged not to be a serious incident",
    Action.DECLARE: "It was declared a serious incident",
    Action.CHOOSE_LEARNING_RESPONSE: "It was decided how to learn from it",
    Action.SUBMIT_INITIAL_REVIEW: "The first review was written",
    Action.SUBMIT_REPORT: "The investigation report was written",
    Action.SIGN_OFF_LEARNING_RESPONSE: "The learning response was finished",
    Action.ACCEPT_REPORT: "The Integrated Care Board accepted the report",
    Action.CLOSE: "The case was closed",
}

_WORDS: Mapping[Status, ProgressWords] = {
    Status.DRAFT: ProgressWords(
        "You have not sent this report.", "Finish it and send it when you are ready."
    ),
    Status.REPORTED: ProgressWords(
        "Your report has arrived.",
        "The patient-safety lead of the organisation reads it and decides whether it is a serious incident.",
    ),
    Status.DISCUSSING: ProgressWords(
        "The organisation and the Integrated Care Board are discussing whether it is a serious incident.",
        "Both must come to the same view before it moves on.",
    ),
    Status.NOT_SERIOUS: ProgressWords(
        "It was judged not to be a serious incident. The reason is below.",
        "The organisation still learns from it. If you think something was missed, ask for a second look.",
    ),
    Status.DECLARED: ProgressWords(
        "It was declared a serious incident.",
        "The organisation makes sure people are safe and sends a first review to the Integrated Care Board "
        "within three working days.",
    ),
    Status.INITIAL_REVIEW_SUBMITTED: ProgressWords(
        "The first review is with the Integrated Care Board.",
        "The Integrated Care Board agrees how deep the investigation goes.",
    ),
    Status.INVESTIGATING: ProgressWords(
        "It is being investigated: what happened and why, not who is to blame.",
        "The organisation writes a report with what it learned and what will change.",
    ),
    Status.REPORT_SUBMITTED: ProgressWords(
        "The investigation report has been sent to the Integrated Care Board.",
        "The Integrated Care Board checks that the investigation was thorough.",
    ),
    Status.IN_REVIEW: ProgressWords(
        "The Integrated Care Board is checking the investigation report.",
        "It accepts the report, or asks the organisation for more.",
    ),
    Status.RETURNED: ProgressWords(
        "The Integrated Care Board asked the organisation for more.",
        "The organisation completes its report and sends it again.",
    ),
    Status.CLOSED: ProgressWords(
        "The investigation is finished.",
        "The actions it led to are followed until they are shown to be done.",
    ),
    Status.DOWNGRADED: ProgressWords(
        "What was found shows that it is not a serious incident after all.",
        "The organisation still learns from it.",
    ),
    Status.DUPLICATE: ProgressWords(
        "Someone else reported the same event. Your report was joined to theirs.",
        "Nothing you told us is lost.",
    ),
}

_PSIRF_WORDS: Mapping[Status, ProgressWords] = {
    Status.REPORTED: ProgressWords(
        "Your report has arrived.",
        "The patient-safety lead of the organisation reads it and chooses how best to learn from it.",
    ),
    Status.INVESTIGATING: ProgressWords(
        "The organisation is learning from it: what happened and why, not who is to blame.",
        "It writes down what it learned and what will change, and an executive signs it off.",
    ),
    Status.CLOSED: ProgressWords(
        "The learning response is finished.",
        "The safety actions it led to are followed until they are shown to be done.",
    ),
}


def progress_in_words(status: Status, framework: Framework) -> ProgressWords:
    """The words for a status; PSIRF has its own where the road differs."""
    if framework == Framework.PSIRF and status in _PSIRF_WORDS:
        return _PSIRF_WORDS[status]
    return _WORDS[status]
