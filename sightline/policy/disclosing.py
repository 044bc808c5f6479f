"""What must be asked before a case is shared or disclosed, what may be in it, and how long it stands.

Clauses 2.2f, 4.3k, 4.7.8, 11.1a and 11.1b. UK GDPR is about the living; the common law of confidentiality protects the
dead as well, so that its basis is asked of every disclosure. The eight questions are ``caldicott``'s, and are asked of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sightline.policy.caldicott import principles_on, problems_of_sharing
from sightline.policy.disclosing_limits import FOI_WORKING_DAYS
from sightline.policy.disclosure_kinds import KINDS, DisclosureKind, KindRule
from sightline.policy.permissions import OPENABLE
from sightline.policy.questionnaire import Choice, Problem
from sightline.policy.restricted import problem_with_reason
from sightline.policy.terms import Part, Role, Term
from sightline.policy.working_days import Calendar, add_months, add_working_days, is_working_day

#: What may be disclosed at all: never who reported it, what the ICB writes to itself, nor to whom else it went.
DISCLOSABLE = frozenset(set(Part) - {Part.REPORTER, Part.ICB_NOTES, Part.SHARING})
LAW, LONGEST_NAME = "11.1a", 200
_UK_GDPR, _COMMON_LAW = "UK GDPR; from knowledge", "Common law; from knowledge"


class Subject(Term):
    """Whom it is about, which decides what law stands before it."""

    LIVING = "living", "Someone living"
    DIED = "died", "Someone who has died"
    NOT_KNOWN = "not_known", "Several people, or it is not known"


class Method(Term):
    """How something reaches a body outside."""

    SECURE_EMAIL = "secure_email", "Secure e-mail"
    PORTAL = "portal", "Its own secure portal"
    TRACKED_POST = "tracked_post", "Tracked post or by hand"
    IN_SIGHTLINE = "in_sightline", "Opened to it in Sightline"


class DisclosureState(Term):
    """Where a disclosure stands at a moment."""

    AWAITING_APPROVAL = "awaiting_approval", "Awaiting the guardian's approval"
    REFUSED = "refused", "Refused"
    STANDING = "standing", "Not acknowledged yet"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ENDED = "ended", "Ended on its date"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ProtectedKind(Term):
    """Why a document never enters what is shared or disclosed."""

    INVESTIGATION = "investigation", "Protected investigation material"
    LEGAL_ADVICE = "legal_advice", "Legal advice"


#: Lawful bases of UK GDPR, article 6, in the order they are likely.
ARTICLE_6: tuple[Choice, ...] = (
    Choice("6_1_e", "Article 6(1)(e): a public task", "What the law gives the organisation to do."),
    Choice("6_1_c", "Article 6(1)(c): a legal obligation", "A notice, an order or an Act requires it."),
    Choice("6_1_d", "Article 6(1)(d): vital interests", "To protect someone's life."),
    Choice("6_1_f", "Article 6(1)(f): legitimate interests", "Not for a public authority in its own task."),
    Choice("6_1_a", "Article 6(1)(a): consent"),
)
#: Conditions of article 9, for data about health.
ARTICLE_9: tuple[Choice, ...] = (
    Choice("9_2_h", "Article 9(2)(h): health or social care and its management"),
    Choice("9_2_i", "Article 9(2)(i): public health, and the quality and safety of care"),
    Choice("9_2_g", "Article 9(2)(g): substantial public interest", "Safeguarding, regulators, inquiries."),
    Choice("9_2_f", "Article 9(2)(f): legal claims, and courts"),
    Choice("9_2_c", "Article 9(2)(c): vital interests"),
    Choice("9_2_a", "Article 9(2)(a): explicit consent"),
    Choice("none", "Nothing about health, or about nobody who can be identified"),
)
#: Why confidentiality, which outlives the patient, is not broken.
CONFIDENTIALITY: tuple[Choice, ...] = (
    Choice("required", "The law or a court requires it"),
    Choice("consent", "The patient agreed, or whoever may for them"),
    Choice("public_interest", "The public interest in it outweighs confidentiality"),
    Choice("section_251", "Support under section 251 of the NHS Act 2006"),
    Choice("nobody", "Nobody can be identified by it"),
)
#: Where each list is from, as reference pages say it.
SOURCES: Mapping[str, str] = {
    "article_6": _UK_GDPR,
    "article_9": _UK_GDPR,
    "confidentiality": _COMMON_LAW,
}


@dataclass(frozen=True)
class Asked:
    """What was answered of one disclosure. ``has_recipient``: an organisation was chosen, or a body named."""

    kind: DisclosureKind
    has_recipient: bool
    parts: frozenset[Part]
    purpose: str
    subject: str = ""
    identifies: bool | None = None
    article_6: str = ""
    article_9: str = ""
    confidentiality: str = ""
    caldicott: Mapping[str, str] = field(default_factory=dict)
    expires_on: date | None = None
    method: str = ""
    request_reference: str = ""
    requested_on: date | None = None
    provider_reference: str = ""
    legal_power: str = ""
    answer_by: date | None = None

    @property
    def rule(self) -> KindRule:
        """The row of its kind."""
        return KINDS[self.kind]


def parts_for_kind(kind: DisclosureKind) -> frozenset[Part]:
    """What can be in a disclosure of this kind: less for whom it opens the case itself."""
    return DISCLOSABLE & OPENABLE if KINDS[kind].is_on_register else DISCLOSABLE


def last_day(today: date, longest_months: int) -> date:
    """The last day that something shared today may stay open."""
    return add_months(today, longest_months)


def due_on(
    kind: DisclosureKind, requested_on: date | None, *, amount: int, calendar: Calendar
) -> date | None:
    """When the law wants an answer, for kinds that it gives a limit; ``amount`` is its figure in force.

    Working days begin the day after; a month ends on that day of the next, or on the working day after.
    """
    rule = KINDS[kind]
    if not rule.due or requested_on is None:
        return None
    if rule.due == FOI_WORKING_DAYS:
        return add_working_days(requested_on, amount, calendar)
    found = add_months(requested_on, amount)
    while not is_working_day(found, calendar):
        found += timedelta(days=1)
    return found


def needs_approval(asked: Asked, *, on: date) -> bool:
    """Whether the Caldicott Guardian must agree before it goes: it may identify someone, or a question is not a yes."""
    return any(problem.field == "guardian_agreed" for problem in _of_caldicott(asked, on=on))


def _of_caldicott(asked: Asked, *, on: date) -> tuple[Problem, ...]:
    basis = asked.article_6 or asked.confidentiality
    return problems_of_sharing(
        asked.caldicott, identifies_someone=asked.identifies, guardian_agreed=False, lawful_basis=basis, on=on
    )


def problems_of_disclosure(asked: Asked, *, today: date, longest_months: int) -> tuple[Problem, ...]:
    """What stops a disclosure from being proposed, each beside its field. The guardian's approval is an act after it."""
    return (
        *_of_recipient(asked),
        *_of_parts(asked),
        *_of_law(asked),
        *_of_principles(asked, today),
        *_of_request(asked, today),
        *_of_days(asked, today, longest_months),
    )


def principle_field(code: str) -> str:
    """The field of a form that asks one of the eight questions."""
    return f"principle_{code}"


def _of_principles(asked: Asked, today: date) -> list[Problem]:
    codes = {row.code for row in principles_on(today)}
    return [
        replace(problem, field=principle_field(problem.field))
        for problem in _of_caldicott(asked, on=today)
        if problem.field in codes
    ]


def _of_recipient(asked: Asked) -> list[Problem]:
    found = []
    if not asked.has_recipient:
        words = (
            "Choose the organisation it is shared with."
            if asked.rule.is_on_register
            else "Name the body or office it goes to."
        )
        found.append(Problem("recipient", words, asked.rule.clause))
    if problem := problem_with_reason(asked.purpose):
        found.append(Problem("purpose", problem, LAW))
    if not asked.rule.is_on_register and asked.method not in set(Method) - {Method.IN_SIGHTLINE}:
        found.append(Problem("method", "Say how it is sent.", "2.2f"))
    return found


def _of_parts(asked: Asked) -> list[Problem]:
    if not asked.parts:
        return [Problem("parts", "Choose what of the case is shared.", LAW)]
    if asked.parts - parts_for_kind(asked.kind):
        return [Problem("parts", "Choose from the parts listed: the others are never shared.", LAW)]
    return []


def _of_law(asked: Asked) -> list[Problem]:
    found = []
    if asked.subject not in set(Subject):
        found.append(Problem("subject", "Say whom it is about.", LAW))
    if asked.identifies is not False and not asked.rule.may_identify:
        words = (
            "An answer to the public must identify nobody. Leave more out, and say that it identifies nobody."
        )
        found.append(Problem("identifies", words, LAW))
    if asked.subject != Subject.DIED:
        if asked.article_6 not in _codes(ARTICLE_6):
            found.append(Problem("article_6", "Choose the lawful basis under article 6.", LAW))
        if asked.article_9 not in _codes(ARTICLE_9):
            found.append(Problem("article_9", "Choose the condition under article 9.", LAW))
    if asked.confidentiality not in _codes(CONFIDENTIALITY):
        found.append(Problem("confidentiality", "Choose why confidentiality is not broken.", LAW))
    elif asked.confidentiality == "nobody" and asked.identifies is not False:
        words = "It may identify someone, so another basis is needed under the law of confidentiality."
        found.append(Problem("confidentiality", words, LAW))
    return found


def _of_request(asked: Asked, today: date) -> list[Problem]:
    found = [
        Problem(row.name, row.missing, asked.rule.clause)
        for row in asked.rule.asks
        if not str(getattr(asked, row.name) or "").strip()
    ]
    if asked.requested_on is not None and asked.requested_on > today:
        found.append(Problem("requested_on", "It cannot have come after today.", asked.rule.clause))
    return found


def _of_days(asked: Asked, today: date, longest_months: int) -> list[Problem]:
    if asked.expires_on is None:
        if asked.rule.is_on_register:
            return [Problem("expires_on", "Say until which day it is shared.", LAW)]
        return []
    if asked.expires_on < today:
        return [Problem("expires_on", "It must end today or later.", LAW)]
    if asked.rule.is_on_register and asked.expires_on > last_day(today, longest_months):
        words = f"It can be shared for at most {longest_months} months. Share it again if it is still needed then."
        return [Problem("expires_on", words, LAW)]
    return []


def _codes(choices: Sequence[Choice]) -> frozenset[str]:
    return frozenset(choice.code for choice in choices)


def words_of(choices: Sequence[Choice], code: str) -> str:
    """What a stored code is called; "" for none."""
    return next((choice.label for choice in choices if choice.code == code), "")


def with_summary(asked: Asked) -> Asked:
    """The same with the summary, which every page of the case begins with."""
    return replace(asked, parts=asked.parts | {Part.SUMMARY}) if asked.parts else asked


@dataclass(frozen=True)
class Standing:
    """The moments of a disclosure that say where it stands."""

    in_force_at: datetime | None
    refused_at: datetime | None
    withdrawn_at: datetime | None
    acknowledged_at: datetime | None
    until_at: datetime | None


def state_on(row: Standing, now: datetime) -> DisclosureState:
    """Where it stands at a moment: what ended it counts before what it was."""
    if row.refused_at is not None:
        return DisclosureState.REFUSED
    if row.withdrawn_at is not None and row.withdrawn_at <= now:
        return DisclosureState.WITHDRAWN
    if row.in_force_at is None:
        return DisclosureState.AWAITING_APPROVAL
    if row.until_at is not None and row.until_at <= now:
        return DisclosureState.ENDED
    return DisclosureState.STANDING if row.acknowledged_at is None else DisclosureState.ACKNOWLEDGED


#: Who keeps the register of protocols of their organisation, and of what it received (4.3k).
KEEPS_REGISTERS: frozenset[Role] = frozenset(
    {Role.INFORMATION_GOVERNANCE_LEAD, Role.PATIENT_SAFETY_TEAM, Role.PATIENT_SAFETY_SPECIALIST}
)
