"""Tables of the case record. Private to this package: the outside uses ``services`` and ``selectors``."""

from sightline.incidents.models.access import Awaited, IncidentAccess, LastLook
from sightline.incidents.models.body_entry import BodyEntry
from sightline.incidents.models.candour_record import CandourRecord, CandourStep
from sightline.incidents.models.classification_record import ClassificationRecord, DiscussionView
from sightline.incidents.models.correction import Correction, OtherInvestigation
from sightline.incidents.models.disclosure import Disclosure, ReceivedCase, SharingProtocol
from sightline.incidents.models.discussion import Message, MessageLook, ReporterMessage
from sightline.incidents.models.document import Document
from sightline.incidents.models.due_date import DueDate
from sightline.incidents.models.erasure import Erasure
from sightline.incidents.models.finding import SavedView
from sightline.incidents.models.held_words import HeldWords, KeptWords
from sightline.incidents.models.incident import Incident, ReferenceSequence, StepTaken
from sightline.incidents.models.investigation import InitialReview, InvestigationReport
from sightline.incidents.models.involvement import Involvement
from sightline.incidents.models.learning import LearningDate, LearningRecord, OversightNote
from sightline.incidents.models.legal_hold import LegalHold
from sightline.incidents.models.naming import Look, Named, Opening
from sightline.incidents.models.redacted_copy import RedactedCopy, RedactionDraft
from sightline.incidents.models.report import ReportDraft, Reporter
from sightline.incidents.models.safety_action import SafetyAction
from sightline.incidents.models.steis_details import SteisDetails

__all__ = [
    "Awaited",
    "BodyEntry",
    "CandourRecord",
    "CandourStep",
    "ClassificationRecord",
    "Correction",
    "Disclosure",
    "DiscussionView",
    "Document",
    "DueDate",
    "Erasure",
    "HeldWords",
    "Incident",
    "IncidentAccess",
    "InitialReview",
    "InvestigationReport",
    "Involvement",
    "KeptWords",
    "LastLook",
    "LearningDate",
    "LearningRecord",
    "LegalHold",
    "Look",
    "Message",
    "MessageLook",
    "Named",
    "Opening",
    "OtherInvestigation",
    "OversightNote",
    "ReceivedCase",
    "RedactedCopy",
    "RedactionDraft",
    "ReferenceSequence",
    "ReportDraft",
    "Reporter",
    "ReporterMessage",
    "SafetyAction",
    "SavedView",
    "SharingProtocol",
    "SteisDetails",
    "StepTaken",
]
