"""What the region shares: with the board that pays, with the region, and under which protocols; and what came to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from sightline.demonstration.people import Hired
from sightline.demonstration.plans import Days, moment
from sightline.demonstration.region import Region
from sightline.incidents.selectors.restriction import guarded_case
from sightline.incidents.services import sharing, sharing_registers
from sightline.incidents.services.sharing_registers import NewProtocol, NewReceived
from sightline.policy.caldicott import PRINCIPLES
from sightline.policy.disclosing import Asked
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Part

#: Stories of patients for whom the neighbouring board pays: the first is shared with it, the second is to be.
SHARED, ASKED = "wrong-blood", "ward-ligature"
#: After the last step of the plan, late yesterday: the chain stays in the order of time.
_FIRST_MINUTE = 23 * 60 + 41
_PARTS = frozenset({Part.NARRATIVE, Part.CLASSIFICATION, Part.TIMESCALES, Part.INVESTIGATION, Part.ACTIONS})


class _Clock:
    """Late yesterday, a minute on each time it is asked."""

    def __init__(self, today: date) -> None:
        self._next = moment(Days(today).ago(1), _FIRST_MINUTE)

    def tick(self) -> datetime:
        now, self._next = self._next, self._next + timedelta(minutes=1)
        return now


def _asked(kind: DisclosureKind, purpose: str, expires_on: date, parts: frozenset[Part]) -> Asked:
    return Asked(
        kind=kind,
        has_recipient=True,
        parts=parts,
        purpose=purpose,
        subject="not_known",
        identifies=True,
        article_6="6_1_e",
        article_9="9_2_h",
        confidentiality="public_interest",
        caldicott={row.code: "yes" for row in PRINCIPLES},
        expires_on=expires_on,
    )


def share(references: Mapping[str, str], people: Mapping[str, Hired], region: Region, today: date) -> None:
    """Three protocols, one case shared and acknowledged, one withdrawn, one to be approved, and one received."""
    clock, ids = _Clock(today), region.organisations
    team, governance = people["icb.team"].actor, people["icb.ig"].actor
    protocol = _protocols(ids, governance, clock, today)
    until = today + timedelta(days=180)
    if SHARED in references:
        to_board = _asked(
            DisclosureKind.RESPONSIBLE_COMMISSIONER,
            "The patient is registered with a practice in your area, and you pay for the care.",
            until,
            _PARTS,
        )
        step = partial(_step, references[SHARED], team, clock)
        made = _propose(step, to_board, ids["elsemere"], team, protocol)
        step(partial(sharing.approve, made), "They need it to answer for the patient.", by=governance)
        reader = people["elsemere.team"].actor
        step(partial(sharing.acknowledge, made), "Received. We ask to see the final report.", by=reader)
        to_region = _asked(
            DisclosureKind.REGION,
            "The region asked about blood given to the wrong patient.",
            until,
            frozenset({Part.NARRATIVE}),
        )
        sent = _propose(step, to_region, ids["region"], team, None)
        step(partial(sharing.approve, sent), "The region oversees what we learn from it.", by=governance)
        step(partial(sharing.withdraw, sent), "They asked about another case, not about this one.", by=team)
    if ASKED in references:
        asked = _asked(
            DisclosureKind.RESPONSIBLE_COMMISSIONER,
            "The patient lived in your area, and you paid for the stay on the ward.",
            until,
            frozenset({Part.NARRATIVE, Part.INVESTIGATION}),
        )
        step = partial(_step, references[ASKED], team, clock)
        _propose(step, asked, ids["elsemere"], team, protocol)
    _received(ids, team, clock, today)


Step = Callable[..., object]


def _step(reference: str, reader: Actor, clock: _Clock, act: Step, *words: object, by: Actor) -> object:
    """One act on the case as it stands."""
    now = clock.tick()
    case = guarded_case(reader, reference, now=now)
    if case is None:
        raise LookupError(f"The ICB does not see {reference}.")
    return act(case.incident_id, *words, by=by, now=now, seen=case.version)


def _propose(step: Step, asked: Asked, to: UUID, by: Actor, protocol: UUID | None) -> UUID:
    made = step(sharing.disclose, sharing.Proposal(asked, recipient_id=to, protocol_id=protocol), by=by)
    if not isinstance(made, UUID):
        raise TypeError("Proposing gives the key of the disclosure.")
    return made


def _protocols(ids: Mapping[str, UUID], by: Actor, clock: _Clock, today: date) -> UUID:
    """With the neighbouring board, which others cite; with the region; and with a group, whose review is overdue."""
    first = sharing_registers.add_protocol(
        NewProtocol(
            what="Serious incidents of patients whom one board pays for and the other leads for the provider of.",
            basis="Public task; the duty to share for care",
            document_reference="Sharing agreement 14, policy library",
            from_on=today - timedelta(days=300),
            review_on=today + timedelta(days=65),
            partner_id=ids["elsemere"],
        ),
        by=by,
        now=clock.tick(),
    )
    for what, reference, review_in, partner, group in (
        ("Cases that the region asks about.", "Sharing agreement 9, policy library", 120, "region", ""),
        (
            "Intelligence for the quality surveillance group, without stories that identify anyone.",
            "Terms of the group, annex C",
            -24,
            "",
            "Quality surveillance group",
        ),
    ):
        sharing_registers.add_protocol(
            NewProtocol(
                what=what,
                basis="Public task",
                document_reference=reference,
                from_on=today - timedelta(days=390),
                review_on=today + timedelta(days=review_in),
                partner_id=ids[partner] if partner else None,
                group_name=group,
            ),
            by=by,
            now=clock.tick(),
        )
    return first


def _received(ids: Mapping[str, UUID], by: Actor, clock: _Clock, today: date) -> None:
    sharing_registers.record_received(
        NewReceived(
            lead_id=ids["elsemere"],
            their_reference="EL-2026-0087",
            received_on=today - timedelta(days=3),
            what_told=(
                "A fall on a ward of a trust that Elsemere leads for, with a broken hip. Declared and being investigated; "
                "the final report is due in two months."
            ),
            concern="The patient is registered with a practice in Ashe Downs, so that we pay for the care.",
        ),
        by=by,
        now=clock.tick(),
    )
