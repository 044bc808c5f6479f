"""What a step is called once it was taken, for timelines and for "new since you last looked"."""

from __future__ import annotations

from collections.abc import Mapping

from sightline.policy.terms import Action

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
}
