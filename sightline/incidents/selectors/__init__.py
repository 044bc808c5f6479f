"""What the outside may read: typed rows, each starting from ``visible_to``."""

from sightline.incidents.selectors.as_at import CaseAsAt, ThingAsAt, case_as_at
from sightline.incidents.selectors.case import CasePage, case_page, is_seen, missed_steps
from sightline.incidents.selectors.case_documents import (
    DocumentRow,
    OpenedDocument,
    documents_of,
    opened_document,
    state_of_document,
)
from sightline.incidents.selectors.heard import (
    Heard,
    OpenQuestion,
    heard_by_reporter,
    question_by_code,
    question_to,
)
from sightline.incidents.selectors.history import (
    AccessLine,
    ActLines,
    HistoryLine,
    Trail,
    audit_trail,
    who_can_see,
)
from sightline.incidents.selectors.listing import (
    IncidentList,
    IncidentRow,
    ListFilter,
    count_of,
    every_row,
    handlers,
    incident_list,
)
from sightline.incidents.selectors.reports import (
    DraftRow,
    Progress,
    draft_of,
    drafts_of,
    own_report,
    own_reports,
    progress_by_code,
    was_sent,
)
from sightline.incidents.selectors.worklist import Worklist, worklist
from sightline.incidents.visibility import visible_to

__all__ = [
    "AccessLine",
    "ActLines",
    "CaseAsAt",
    "CasePage",
    "DocumentRow",
    "DraftRow",
    "Heard",
    "HistoryLine",
    "IncidentList",
    "IncidentRow",
    "ListFilter",
    "OpenQuestion",
    "OpenedDocument",
    "Progress",
    "ThingAsAt",
    "Trail",
    "Worklist",
    "audit_trail",
    "case_as_at",
    "case_page",
    "count_of",
    "documents_of",
    "draft_of",
    "drafts_of",
    "every_row",
    "handlers",
    "heard_by_reporter",
    "incident_list",
    "is_seen",
    "missed_steps",
    "opened_document",
    "own_report",
    "own_reports",
    "progress_by_code",
    "question_by_code",
    "question_to",
    "state_of_document",
    "visible_to",
    "was_sent",
    "who_can_see",
    "worklist",
]
