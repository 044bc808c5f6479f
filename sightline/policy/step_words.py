"""What a step is called once it was taken, for timelines and for "new since you last looked"."""

from __future__ import annotations

from collections.abc import Mapping

from sightline.policy.terms import Action, Part

TAKEN: Mapping[Action, str] = {
    Action.SEND_REPORT: "Reported",
    Action.REQUEST_SECOND_LOOK: "Reporter asked for a second look",
    Action.DECLARE: "Declared a serious incident",
    Action.REQUEST_DISCUSSION: "Put up for discussion with the ICB",
    Action.AGREE_IN_DISCUSSION: "View recorded in the discussion",
    Action.JUDGE_NOT_SERIOUS: "Judged not serious",
    Action.RECONSIDER: "Looked at again",
    Action.ACKNOWLEDGE: "Acknowledged by the ICB",
    Action.AGREE_CLASSIFICATION: "ICB agreed: meets SI criteria",
    Action.CHALLENGE_CLASSIFICATION: "ICB challenged the classification",
    Action.CONFIRM_NEVER_EVENT: "Never Event confirmed by the ICB",
    Action.REJECT_NEVER_EVENT: "Never Event rejected by the ICB",
    Action.AGREE_LEVEL: "Level of investigation agreed",
    Action.CHOOSE_TYPE: "Incident type chosen",
    Action.SUBMIT_INITIAL_REVIEW: "72-hour review sent",
    Action.ACCEPT_INITIAL_REVIEW: "72-hour review accepted",
    Action.ASK_FOR_MORE: "ICB asked for more on the 72-hour review",
    Action.DOWNGRADE: "Downgraded (de-logged on StEIS)",
    Action.RECORD_CANDOUR: "Duty of Candour recorded",
    Action.WRITE_REPORT: "Final report saved",
    Action.SIGN_OFF_REPORT: "Final report signed off",
    Action.SUBMIT_REPORT: "Final report sent",
    Action.BEGIN_REVIEW: "Final report acknowledged, quality assurance begun",
    Action.RECORD_QUALITY_ASSURANCE: "Quality assurance saved",
    Action.RETURN_REPORT: "Final report returned to the provider",
    Action.ACCEPT_REPORT: "Final report accepted",
    Action.CLOSE: "Closed",
    Action.REOPEN: "Reopened",
    Action.ADD_ACTION: "Action added",
    Action.COMPLETE_ACTION: "Action recorded as done",
    Action.VERIFY_ACTION: "Action verified",
    Action.CHOOSE_LEARNING_RESPONSE: "Learning response chosen",
    Action.SIGN_OFF_LEARNING_RESPONSE: "Learning response signed off",
    Action.ALLOCATE: "Allocated",
    Action.POST_MESSAGE: "Message in the discussion",
    Action.ADD_NOTE: "ICB-only note",
    Action.ADD_DOCUMENT: "Document added",
    Action.RECORD_STEIS_DETAILS: "StEIS fields completed",
    Action.RECORD_NUMBERS: "Numbers recorded",
    Action.MERGE: "Joined to another report of the same event",
    Action.RECEIVE_DUPLICATE: "Another report of the same event joined to this one",
    Action.SEPARATE: "Separated from the record it was joined to",
    Action.REROUTE: "Sent to the right organisation",
    Action.CORRECT: "Corrected",
    Action.RECORD_OTHER_BODY: "Another body's investigation recorded",
    Action.END_OTHER_BODY: "The other body's investigation has ended",
    Action.CONFIRM_KEYED: "Provider confirmed what the ICB keyed",
    Action.ASK_REPORTER: "Reporter was asked a question",
    Action.ANSWER_AS_REPORTER: "Reporter answered",
    Action.TELL_REPORTER: "Reporter was told what changed",
    Action.ANSWER_BODY_QUESTIONS: "Questions about other bodies answered",
    Action.RECORD_BODY_TOLD: "Another body was told",
    Action.RECORD_BODY_NOT_NEEDED: "Another body need not be told",
}

#: Steps that are shown only to those who are shown this part of the case; all others go with the timescales.
PART_OF_STEP: Mapping[Action, Part] = {
    Action.ADD_NOTE: Part.ICB_NOTES,
    Action.POST_MESSAGE: Part.DISCUSSION,
}
