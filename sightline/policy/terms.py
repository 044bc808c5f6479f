"""The words of the policy, each with the text people read.

Stored values are plain lower-case words and never change once released; labels may.
"""

from __future__ import annotations

from enum import Enum


class Term(str, Enum):
    """A stored word with the label shown on screens: ``Status.DECLARED.label``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Term:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored value and label, in the order of declaration."""
        return [(member.value, member.label) for member in cls]


class Framework(Term):
    """The national regime under which an incident is handled; fixed by the date identified."""

    SIF_2015 = "sif_2015", "Serious Incident Framework 2015"
    PSIRF = "psirf", "Patient Safety Incident Response Framework"


class Status(Term):
    """Where an incident stands. Overdue, clock-stopped and actions-outstanding are facts, never statuses."""

    DRAFT = "draft", "Draft"
    REPORTED = "reported", "Reported, awaiting decision"
    DISCUSSING = "discussing", "For discussion: does this meet SI criteria?"
    NOT_SERIOUS = "not_serious", "Not a serious incident"
    DECLARED = "declared", "Declared, 72-hour review awaited"
    INITIAL_REVIEW_SUBMITTED = "initial_review_submitted", "72-hour review with the ICB"
    INVESTIGATING = "investigating", "Under investigation"
    REPORT_SUBMITTED = "report_submitted", "Final report received"
    IN_REVIEW = "in_review", "Final report in quality assurance"
    RETURNED = "returned", "Final report returned to the provider"
    CLOSED = "closed", "Closed"
    DOWNGRADED = "downgraded", "Downgraded (de-logged on StEIS)"
    DUPLICATE = "duplicate", "Duplicate"


class Role(Term):
    """What a person is, at an organisation. A person and one membership in use is a hat."""

    REPORTER = "reporter", "Reporter"
    PROVIDER_LEAD = "provider_lead", "Patient-safety lead"
    PROVIDER_EXECUTIVE = "provider_executive", "Executive"
    INVESTIGATOR = "investigator", "Investigator"
    PATIENT_SAFETY_TEAM = "patient_safety_team", "Patient safety team"
    PLACE_QUALITY_LEAD = "place_quality_lead", "Quality lead at Place"
    PATIENT_SAFETY_SPECIALIST = "patient_safety_specialist", "Patient Safety Specialist"
    CHIEF_NURSE = "chief_nurse", "Chief Nurse"
    CHIEF_EXECUTIVE = "chief_executive", "Chief Executive"
    ON_CALL_DIRECTOR = "on_call_director", "On-call Director"
    COMMUNICATIONS = "communications", "Communications"
    CONTRACT_MANAGER = "contract_manager", "Contract manager"
    COMMITTEE_SECRETARY = "committee_secretary", "Committee secretary"
    BOARD_MEMBER = "board_member", "Board member"
    INFORMATION_GOVERNANCE_LEAD = "information_governance_lead", "Information-governance lead"
    SURVEILLANCE_GROUP_MEMBER = "surveillance_group_member", "Surveillance group member"
    READER = "reader", "Reader"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"


class OrganisationKind(Term):
    """What an organisation is. Looked up, never inferred from its code (reference 11)."""

    ICB = "icb", "Integrated Care Board"
    NHS_TRUST = "nhs_trust", "NHS trust"
    AMBULANCE_TRUST = "ambulance_trust", "Ambulance trust"
    GP_PRACTICE = "gp_practice", "General practice"
    COMMUNITY_PHARMACY = "community_pharmacy", "Community pharmacy"
    OPTOMETRIST = "optometrist", "Optometrist"
    DENTAL_PRACTICE = "dental_practice", "Dental practice"
    INDEPENDENT_PROVIDER = "independent_provider", "Independent provider"
    HOSPICE = "hospice", "Hospice"
    CARE_HOME = "care_home", "Care home"
    NHS_REGION = "nhs_region", "NHS England region"
    REGULATOR = "regulator", "Regulator"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    FORMER_COMMISSIONER = "former_commissioner", "Former commissioner"


class CandourRegime(Term):
    """Which limb of regulation 20 an organisation is under (clause 3.1.0)."""

    HEALTH_SERVICE_BODY = "health_service_body", "Health service body"
    OTHER = "other", "Other registered provider"
    NONE = "none", "Not a registered provider"


class Relation(Term):
    """What an organisation is to an incident."""

    PROVIDER = "provider", "Provider where it happened"
    LEAD_COMMISSIONER = "lead_commissioner", "Lead commissioner"
    RESPONSIBLE_COMMISSIONER = "responsible_commissioner", "Responsible commissioner"
    INVOLVED = "involved", "Other organisation involved"
    SHARED = "shared", "Organisation it was shared with"


class AccessLevel(Term):
    """How much of a case an access row opens; the smaller is contained in the larger."""

    CRITERIA = "criteria", "Criteria and rationale only"
    CASE = "case", "The whole case"
    SHARED = "shared", "The parts that were shared"


class RestrictedKind(Term):
    """Why a case is limited to named people; ``restricted.py`` says who they are."""

    STAFF = "staff", "Concerns or allegations about staff"
    ABUSE = "abuse", "Abuse"
    HIGH_PROFILE = "high_profile", "High profile"


class Part(Term):
    """A part of the case that can be shown or withheld as a whole."""

    SUMMARY = "summary", "Summary"
    NARRATIVE = "narrative", "What happened"
    CLASSIFICATION = "classification", "SI criteria"
    TIMESCALES = "timescales", "Timescales"
    CANDOUR = "candour", "Duty of Candour"
    INVESTIGATION = "investigation", "Investigation"
    QUALITY_ASSURANCE = "quality_assurance", "Quality assurance"
    ACTIONS = "actions", "Actions"
    HISTORY = "history", "Audit trail"
    DOCUMENTS = "documents", "Documents"
    DISCUSSION = "discussion", "Discussion between provider and ICB"
    ICB_NOTES = "icb_notes", "ICB-only notes"
    REPORTER = "reporter", "Who reported it"
    SHARING = "sharing", "What was shared with others"


class Permission(Term):
    """A thing a role may do or see; see ``permissions.py`` for who holds which."""

    REPORT = "report", "report an incident"
    READ = "read", "read the organisation's cases"
    READ_OWN = "read_own", "follow their own reports"
    DECIDE_SERIOUSNESS = "decide_seriousness", "decide whether an incident is serious"
    DISCUSS_AS_COMMISSIONER = "discuss_as_commissioner", "agree with the provider whether it is serious"
    SUBMIT = "submit", "send reviews and reports to the ICB"
    INVESTIGATE = "investigate", "write the final report"
    SIGN_OFF = "sign_off", "sign off a final report"
    RECORD_CANDOUR = "record_candour", "record the Duty of Candour"
    MANAGE_ACTIONS = "manage_actions", "add and complete actions"
    VERIFY_ACTIONS = "verify_actions", "verify that an action was done"
    ASSURE = "assure", "agree levels, review, return and accept"
    CLOSE = "close", "close or downgrade"
    OVERRIDE_QUALITY_ASSURANCE = "override_quality_assurance", "accept with an item not met"
    ALLOCATE = "allocate", "say who handles a case"
    DISCUSS = "discuss", "write in the discussion between provider and ICB"
    WRITE_NOTES = "write_notes", "write notes that only the ICB sees"
    ADD_DOCUMENTS = "add_documents", "add documents"
    OPEN_ORIGINALS = "open_originals", "open documents as they were received"
    CORRECT = "correct", "correct the record, with a reason"
    SETTLE_HELD = "settle_held", "settle what is held for redaction"
    MERGE = "merge", "join reports of the same event"
    ANSWER_REPORTER = "answer_reporter", "write to the person who reported"
    KEY_FOR_PROVIDER = "key_for_provider", "key for a small provider what it confirms"
    TELL_BODIES = "tell_bodies", "see to other bodies that the provider tells"
    TELL_BODIES_AS_COMMISSIONER = "tell_bodies_as_commissioner", "see to other bodies that the ICB tells"
    SEE_CONFIDENTIAL_REPORTER = "see_confidential_reporter", "see who reported in confidence"
    RESTRICT = "restrict", "limit a case to named people, and lift that"
    SEE_LOOKS = "see_looks", "see who has looked at a case"
    REDACT = "redact", "make redacted copies"
    CHECK_REDACTION = "check_redaction", "check redacted copies that another made"
    REVIEW_OPENINGS = "review_openings", "review who opened a restricted case without being named"
    DISCLOSE = "disclose", "share a case, or disclose it to others"
    APPROVE_DISCLOSURE = "approve_disclosure", "approve, as Caldicott Guardian, what is shared or disclosed"
    ACKNOWLEDGE_DISCLOSURE = "acknowledge_disclosure", "acknowledge what was shared with their organisation"
    KEEP_RECORDS = "keep_records", "say how long a record is kept, and hold it"
    ADMINISTER = "administer", "manage organisations and people"


class Action(Term):
    """What someone may do to an incident; ``workflow.py`` says when and who."""

    SEND_REPORT = "send_report", "Send the report"
    REQUEST_SECOND_LOOK = "request_second_look", "Ask for a second look"
    DECLARE = "declare", "Declare a serious incident"
    REQUEST_DISCUSSION = "request_discussion", "Discuss with the ICB"
    AGREE_IN_DISCUSSION = "agree_in_discussion", "Record your organisation's view"
    JUDGE_NOT_SERIOUS = "judge_not_serious", "Record as not serious"
    RECONSIDER = "reconsider", "Look at it again"
    ACKNOWLEDGE = "acknowledge", "Acknowledge"
    AGREE_CLASSIFICATION = "agree_classification", "Agree that it meets SI criteria"
    CHALLENGE_CLASSIFICATION = "challenge_classification", "Challenge the classification"
    CONFIRM_NEVER_EVENT = "confirm_never_event", "Confirm the Never Event"
    REJECT_NEVER_EVENT = "reject_never_event", "Reject the Never Event"
    AGREE_LEVEL = "agree_level", "Agree the level of investigation"
    CHOOSE_TYPE = "choose_type", "Choose the incident type"
    SUBMIT_INITIAL_REVIEW = "submit_initial_review", "Send the 72-hour review"
    ACCEPT_INITIAL_REVIEW = "accept_initial_review", "Accept the 72-hour review"
    ASK_FOR_MORE = "ask_for_more", "Ask for more on the 72-hour review"
    DOWNGRADE = "downgrade", "Downgrade (de-log on StEIS)"
    RECORD_CANDOUR = "record_candour", "Record the Duty of Candour"
    WRITE_REPORT = "write_report", "Write the final report"
    SIGN_OFF_REPORT = "sign_off_report", "Sign off the final report"
    SUBMIT_REPORT = "submit_report", "Send the final report"
    BEGIN_REVIEW = "begin_review", "Acknowledge the report and begin quality assurance"
    RECORD_QUALITY_ASSURANCE = "record_quality_assurance", "Record quality assurance"
    RETURN_REPORT = "return_report", "Return the report"
    ACCEPT_REPORT = "accept_report", "Accept the report"
    CLOSE = "close", "Close"
    REOPEN = "reopen", "Reopen"
    ADD_ACTION = "add_action", "Add an action"
    COMPLETE_ACTION = "complete_action", "Record an action as done"
    VERIFY_ACTION = "verify_action", "Verify an action"
    CHOOSE_LEARNING_RESPONSE = "choose_learning_response", "Choose the learning response"
    PLAN_LEARNING_RESPONSE = "plan_learning_response", "Plan the learning response"
    AGREE_ANOTHER_DATE = "agree_another_date", "Agree another date"
    ENGAGE_AFFECTED = "engage_affected", "Record how those affected are engaged"
    WRITE_LEARNING_RECORD = "write_learning_record", "Write down what was learned"
    SIGN_OFF_LEARNING_RESPONSE = "sign_off_learning_response", "Sign off the learning response"
    RECORD_OVERSIGHT = "record_oversight", "Record oversight"
    ALLOCATE = "allocate", "Say who handles it"
    POST_MESSAGE = "post_message", "Write to the other side"
    ADD_NOTE = "add_note", "Write an ICB-only note"
    ADD_DOCUMENT = "add_document", "Add a document"
    RECORD_STEIS_DETAILS = "record_steis_details", "Complete the StEIS fields"
    RECORD_NUMBERS = "record_numbers", "Record the StEIS log number"
    MERGE = "merge", "Join to another report of the same event"
    RECEIVE_DUPLICATE = "receive_duplicate", "Take in a duplicate"
    SEPARATE = "separate", "Separate from the lead record"
    REROUTE = "reroute", "Send to the right organisation"
    CORRECT = "correct", "Correct the record"
    RECORD_OTHER_BODY = "record_other_body", "Record that another body investigates"
    END_OTHER_BODY = "end_other_body", "Record that the other body has finished"
    CONFIRM_KEYED = "confirm_keyed", "Confirm what the ICB keyed for you"
    ASK_REPORTER = "ask_reporter", "Ask the person who reported"
    ANSWER_AS_REPORTER = "answer_as_reporter", "Answer a question about your report"
    TELL_REPORTER = "tell_reporter", "Tell the reporter what changed"
    ANSWER_BODY_QUESTIONS = "answer_body_questions", "Answer questions about other bodies"
    RECORD_BODY_TOLD = "record_body_told", "Record that another body was told"
    RECORD_BODY_NOT_NEEDED = "record_body_not_needed", "Record that another body need not be told"
    RESTRICT = "restrict", "Limit the case to named people"
    LIFT_RESTRICTION = "lift_restriction", "Lift the restriction"
    NAME_PERSON = "name_person", "Name someone who may see it"
    END_NAMING = "end_naming", "End what someone may see"
    SETTLE_HELD = "settle_held", "Settle what is held for redaction"
    MAKE_REDACTED_COPY = "make_redacted_copy", "Make a redacted copy"
    CHECK_REDACTED_COPY = "check_redacted_copy", "Check a redacted copy"
    DISCLOSE = "disclose", "Share or disclose it"
    APPROVE_DISCLOSURE = "approve_disclosure", "Approve what is shared"
    REFUSE_DISCLOSURE = "refuse_disclosure", "Refuse what was to be shared"
    WITHDRAW_DISCLOSURE = "withdraw_disclosure", "Withdraw what was shared"
    ACKNOWLEDGE_DISCLOSURE = "acknowledge_disclosure", "Acknowledge what was shared"
    PROTECT_DOCUMENT = "protect_document", "Mark a document that is never shared"
