"""If this, tell them, within that: every rule fires, does not, and asks; items never vanish; limits keep their moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sightline.policy.body_facts import Asked, BodyFacts, Known
from sightline.policy.body_questions import BODY_QUESTIONS, problems_of_answers
from sightline.policy.body_rule import ClockStart, Teller, Warrant
from sightline.policy.clauses import CLAUSES
from sightline.policy.external_bodies import (
    RULES,
    Entry,
    EntryKind,
    ItemState,
    Settling,
    due_of,
    find,
    is_pressing,
    items_of,
    new_entries,
    next_dues,
    problem_with_side,
    problems_of_settling,
    questions_of,
    waiting_of,
)
from sightline.policy.lengths import Length, Unit
from sightline.policy.terms import CandourRegime, OrganisationKind, Permission, Relation
from sightline.policy.timescale_words import Standing, say, state_of
from sightline.policy.told_bodies import BODIES

NOW = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
TRUST = BodyFacts(
    provider_kind=OrganisationKind.NHS_TRUST,
    candour_regime=CandourRegime.HEALTH_SERVICE_BODY,
    reported_at=NOW,
    setting="hospital",
    affected=frozenset({"patient"}),
    affected_count=1,
    age_band="years_46_65",
    physical_harm="low",
    circumstances=frozenset({"none"}),
    others_involved="no",
    happened_on=date(2026, 11, 16),
)
PRACTICE: dict[str, Any] = {
    "provider_kind": OrganisationKind.GP_PRACTICE,
    "candour_regime": CandourRegime.OTHER,
    "setting": "general_practice",
}
DEATH: dict[str, Any] = {"physical_harm": "died", "circumstances": frozenset({"death"})}
ABUSE: dict[str, Any] = {"circumstances": frozenset({"abuse"})}
CHILD: dict[str, Any] = {"age_band": "years_10_15"}
IN_BIRTH: dict[str, Any] = {"setting": "maternity", "circumstances": frozenset({"maternity"})}
DEAD_AT_BIRTH: dict[str, Any] = IN_BIRTH | {"physical_harm": "died", "age_band": "days_0_14"}
DETAINED_AWAY: dict[str, Any] = {"setting": "mental_health", "circumstances": frozenset({"liberty"})}
STAFF: dict[str, Any] = {"affected": frozenset({"staff"}), "age_band": "", "physical_harm": "severe"}
UNSURE: dict[str, Any] = {"circumstances": frozenset({"not_sure"}), "physical_harm": "not_known"}


def known(**changes: Any) -> BodyFacts:
    """The case of a patient slightly hurt in a hospital, but for these. Answers are given as ``yes="a b"``, ``no="c"``."""
    given = {code: Asked(Known.YES) for code in changes.pop("yes", "").split()}
    given |= {code: Asked(Known.NO) for code in changes.pop("no", "").split()}
    return replace(TRUST, answers=given, **changes)


#: Rule: facts by which it fires, facts by which it does not, and facts by which it asks with the questions it asks.
ROWS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "cqc_death": (
        PRACTICE | DEATH | {"yes": "regulated_activity"},
        DEATH,
        PRACTICE | DEATH,
        "regulated_activity",
    ),
    "cqc_detained_death": (
        DEATH | {"yes": "detained"},
        DEATH,
        DEATH | {"setting": "mental_health"},
        "detained",
    ),
    "coroner": (DEATH | {"yes": "unnatural_death"}, {}, DEATH, "in_prison unnatural_death"),
    "medical_examiner": (
        DEATH | {"no": "in_prison unnatural_death"},
        DEATH | {"yes": "unnatural_death"},
        DEATH,
        "in_prison unnatural_death",
    ),
    "prevent_future_deaths": (
        DEATH | {"yes": "unnatural_death prevent_future_deaths"},
        DEATH | {"yes": "unnatural_death", "no": "prevent_future_deaths"},
        DEATH | {"yes": "unnatural_death"},
        "prevent_future_deaths",
    ),
    "child_death": (DEATH | CHILD, DEATH, DEATH | {"age_band": "not_known"}, "under_18"),
    "leder": (DEATH | {"yes": "learning_disability"}, DEATH | CHILD, DEATH, "learning_disability"),
    "domestic_abuse_death": (
        DEATH | {"yes": "unnatural_death domestic_abuse_death"},
        DEATH | CHILD | {"yes": "unnatural_death domestic_abuse_death"},
        DEATH | {"yes": "unnatural_death"},
        "domestic_abuse_death",
    ),
    "ppo": (DEATH | {"setting": "prison"}, DEATH | {"setting": "maternity"}, DEATH, "in_prison"),
    "health_and_justice": (DEATH | {"setting": "prison"}, {"setting": "prison"}, DEATH, "in_prison"),
    "iopc": (
        DEATH | {"circumstances": frozenset({"death", "police"}), "yes": "police_contact"},
        DEATH,
        DEATH | {"circumstances": frozenset({"death", "police"})},
        "police_contact",
    ),
    "mental_health_homicide": (
        DEATH | {"judged": True, "criteria": frozenset({"A1"}), "sub_answers": {"a1_homicide": "yes"}},
        DEATH | {"judged": True, "criteria": frozenset({"A1"}), "sub_answers": {"a1_homicide": "no"}},
        DEATH | {"judged": True, "criteria": frozenset({"A1"}), "sub_answers": {"a1_homicide": "not_sure"}},
        "mental_health_homicide",
    ),
    "adult_at_risk": (ABUSE | {"yes": "care_needs"}, ABUSE | {"no": "care_needs"}, ABUSE, "care_needs"),
    "safeguarding_adults_review": (
        ABUSE | {"physical_harm": "severe", "yes": "care_needs agencies_failed"},
        ABUSE | {"yes": "care_needs agencies_failed"},
        ABUSE | {"physical_harm": "severe", "yes": "care_needs"},
        "agencies_failed",
    ),
    "child_at_risk": (ABUSE | CHILD, ABUSE, ABUSE | {"age_band": ""}, "under_18"),
    "child_practice_panel": (
        ABUSE | CHILD | {"physical_harm": "severe"},
        ABUSE | CHILD,
        ABUSE | {"physical_harm": "severe", "age_band": ""},
        "under_18",
    ),
    "child_rapid_review": (
        ABUSE | CHILD | {"physical_harm": "severe"},
        ABUSE | {"physical_harm": "severe"},
        ABUSE | {"physical_harm": "severe", "age_band": ""},
        "under_18",
    ),
    "lado": (
        ABUSE | CHILD | {"incident_type": "T03"},
        ABUSE | CHILD | {"no": "allegation_against_staff"},
        ABUSE | CHILD,
        "allegation_against_staff",
    ),
    "positions_of_trust": (
        ABUSE | {"incident_type": "T01"},
        ABUSE | CHILD | {"incident_type": "T03"},
        ABUSE,
        "allegation_against_staff",
    ),
    "cqc_absence": (
        DETAINED_AWAY | {"yes": "absent_from_secure"},
        DETAINED_AWAY | {"no": "absent_from_secure"},
        DETAINED_AWAY,
        "absent_from_secure",
    ),
    "cqc_return": (
        DETAINED_AWAY | {"yes": "absent_from_secure returned"},
        DETAINED_AWAY | {"yes": "absent_from_secure", "no": "returned"},
        DETAINED_AWAY | {"yes": "absent_from_secure"},
        "returned",
    ),
    "cqc_child_on_adult_ward": (
        CHILD | {"setting": "mental_health", "yes": "child_on_adult_ward"},
        CHILD,
        CHILD | {"setting": "mental_health"},
        "child_on_adult_ward",
    ),
    "cqc_event": (
        PRACTICE | {"physical_harm": "severe"},
        {"physical_harm": "severe"},
        PRACTICE | UNSURE,
        "is_death is_abuse is_police is_service_stopped",
    ),
    "cqc_service_stopped": (
        {"circumstances": frozenset({"service_stopped"})},
        PRACTICE | {"circumstances": frozenset({"service_stopped"})},
        UNSURE,
        "is_service_stopped",
    ),
    "mnsi": (
        IN_BIRTH | {"yes": "term_baby brain_injury", "physical_harm": "severe"},
        IN_BIRTH | {"no": "term_baby", "physical_harm": "severe"},
        IN_BIRTH | {"physical_harm": "severe"},
        "term_baby",
    ),
    "nhs_resolution": (
        IN_BIRTH | {"yes": "term_baby brain_injury", "physical_harm": "severe"},
        IN_BIRTH | {"yes": "term_baby", "physical_harm": "none"},
        IN_BIRTH | {"yes": "term_baby", "physical_harm": "severe"},
        "brain_injury",
    ),
    "mbrrace": (
        DEAD_AT_BIRTH | {"yes": "perinatal_death"},
        IN_BIRTH,
        DEAD_AT_BIRTH,
        "early_death perinatal_death",
    ),
    "lfpse": ({}, {"affected": frozenset({"staff"})}, {}, ""),
    "police": (
        {"circumstances": frozenset({"police"})},
        {},
        ABUSE,
        "crime",
    ),
    "data_breach": ({"circumstances": frozenset({"information"})}, {}, UNSURE, "is_information"),
    "media": (
        {"judged": True, "criteria": frozenset({"B8"}), "sub_answers": {"b8_media": "likely"}},
        {"judged": True, "criteria": frozenset({"B8"}), "sub_answers": {"b8_media": "not_likely"}},
        UNSURE,
        "is_public_concern",
    ),
    "other_providers": ({"others_involved": "yes"}, {}, {"others_involved": "not_sure"}, "others_involved"),
    "mhra": ({"incident_type": "T23"}, {"no": "product"}, {}, "product"),
    "controlled_drugs": (
        {"incident_type": "T24", "yes": "controlled_drug"},
        {"incident_type": "T24", "no": "controlled_drug"},
        {"incident_type": "T24"},
        "controlled_drug",
    ),
    "haemovigilance": ({"incident_type": "T09"}, {"incident_type": "T24"}, {"yes": "product"}, "blood"),
    "transplant": (
        {"yes": "product transplant"},
        {"yes": "product", "no": "transplant"},
        {"never_event_code": "12"},
        "transplant",
    ),
    "radiation": ({"incident_type": "T28"}, {"no": "product"}, {"yes": "product"}, "radiation"),
    "immunisation": (
        {"criteria": frozenset({"B4"}), "judged": True, "yes": "immunisation"},
        {},
        {"incident_type": "T16"},
        "communicable",
    ),
    "screening_assessment": (
        {"incident_type": "T29"},
        {"judged": True},
        {"judged": True, "criteria": frozenset({"B4"})},
        "screening",
    ),
    "screening_form": ({"incident_type": "T29"}, {}, {"affected_count": 240}, "screening"),
    "riddor": (
        STAFF | {"yes": "worker_harmed"},
        {"affected": frozenset({"staff"}), "physical_harm": "none"},
        STAFF,
        "worker_harmed",
    ),
    "riddor_over_seven_days": (STAFF | {"yes": "over_seven_days"}, {}, STAFF, "over_seven_days"),
    "hssib": (
        {"never_event_code": "3", "yes": "national_concern"},
        {},
        {"never_event_code": "3"},
        "national_concern",
    ),
}


def test_every_row_is_in_the_table() -> None:
    assert list(ROWS) == list(RULES)


@pytest.mark.parametrize("code", RULES)
def test_rule_fires_does_not_and_asks(code: str) -> None:
    fires, does_not, asks, questions = ROWS[code]
    yes, no = find(RULES[code], known(**fires)), find(RULES[code], known(**does_not))
    assert (yes.known, yes.asks) == (Known.YES, ())
    assert yes.why[0].isupper()
    assert (no.known, no.asks) == (Known.NO, ())
    assert no.why[0].isupper()
    if questions:
        unknown = find(RULES[code], known(**asks))
        assert (unknown.known, unknown.asks) == (Known.UNKNOWN, tuple(questions.split()))


@pytest.mark.parametrize("code", RULES)
def test_row_names_its_clause_its_word_and_its_body(code: str) -> None:
    rule = RULES[code]
    assert rule.clause in CLAUSES
    assert rule.source.endswith(".")
    assert BODIES[rule.body.code] is rule.body
    if rule.warrant is Warrant.VERIFIED:
        assert not rule.may_vary
    elif rule.warrant is Warrant.FROM_KNOWLEDGE:
        assert "knowledge" in rule.source.lower()


@pytest.mark.parametrize(
    ("code", "limit", "start", "teller"),
    [
        ("child_death", Length(24, Unit.CLOCK_HOURS), ClockStart.KNOWN, Teller.PROVIDER),
        ("data_breach", Length(72, Unit.CLOCK_HOURS), ClockStart.KNOWN, Teller.CONTROLLER),
        ("prevent_future_deaths", Length(56, Unit.CALENDAR_DAYS), ClockStart.DAY_GIVEN, Teller.PROVIDER),
        ("riddor", Length(10, Unit.CALENDAR_DAYS), ClockStart.HAPPENED, Teller.PROVIDER),
        ("riddor_over_seven_days", Length(15, Unit.CALENDAR_DAYS), ClockStart.HAPPENED, Teller.PROVIDER),
        ("screening_assessment", Length(3, Unit.WORKING_DAYS), ClockStart.KNOWN, Teller.PROVIDER),
        ("screening_form", Length(5, Unit.WORKING_DAYS), ClockStart.KNOWN, Teller.PROVIDER),
        ("lado", Length(1, Unit.WORKING_DAYS), ClockStart.KNOWN, Teller.PROVIDER),
        ("child_practice_panel", Length(5, Unit.WORKING_DAYS), ClockStart.KNOWN, Teller.ICB),
        ("child_rapid_review", Length(15, Unit.WORKING_DAYS), ClockStart.KNOWN, Teller.ICB),
        ("mbrrace", Length(7, Unit.WORKING_DAYS), ClockStart.KNOWN, Teller.PROVIDER),
        ("police", Length(0, Unit.IMMEDIATELY), ClockStart.KNOWN, Teller.PROVIDER),
        ("mnsi", "promptly", ClockStart.KNOWN, Teller.PROVIDER),
        ("coroner", "as soon as possible", ClockStart.KNOWN, Teller.PROVIDER),
        ("cqc_death", "without delay", ClockStart.KNOWN, Teller.PROVIDER),
    ],
)
def test_row_says_who_has_how_long_from_when(
    code: str, limit: Length | str, start: ClockStart, teller: Teller
) -> None:
    rule = RULES[code]
    assert (rule.limit, rule.start, rule.teller) == (limit, start, teller)


def test_every_question_is_asked_by_a_rule_and_every_rule_asks_one_that_exists() -> None:
    asked = {
        code
        for _, _, facts, _ in ROWS.values()
        for rule in RULES.values()
        for code in find(rule, known(**facts)).asks
    }
    assert asked <= set(BODY_QUESTIONS)
    more = [
        known(**DEAD_AT_BIRTH, yes="term_baby"),
        known(**DEAD_AT_BIRTH),
        known(yes="product"),
        known(**(UNSURE | {"setting": ""})),
        known(**DEATH, age_band=""),
        known(**DEATH, yes="unnatural_death", age_band=""),
        known(criteria=frozenset({"B4"}), judged=True),
        known(**(DEATH | IN_BIRTH | {"physical_harm": "died"})),
    ]
    asked |= {code for facts in more for rule in RULES.values() for code in find(rule, facts).asks}
    assert set(BODY_QUESTIONS) - asked == set()


def test_an_answer_counts_before_the_record() -> None:
    """A person who was hurt may die later: the answer says so, and the rules of deaths follow."""
    assert find(RULES["child_death"], known(**CHILD)).known is Known.NO
    assert find(RULES["child_death"], known(**CHILD, yes="is_death")).known is Known.YES


def test_not_known_yet_is_not_a_no() -> None:
    facts = replace(known(**DEATH), answers={"learning_disability": Asked(Known.UNKNOWN)})
    assert find(RULES["leder"], facts).asks == ("learning_disability",)


def test_a_medical_examiner_is_told_of_deaths_since_the_law_began() -> None:
    natural = known(**DEATH, no="in_prison unnatural_death")
    assert find(RULES["medical_examiner"], natural).known is Known.YES
    before = replace(natural, happened_on=date(2024, 9, 8))
    assert find(RULES["medical_examiner"], before).known is Known.NO


def test_a_report_joined_to_another_asks_for_nothing() -> None:
    facts = known(**DEATH, **CHILD, is_joined=True)
    assert {find(rule, facts).known for rule in RULES.values()} == {Known.NO}


def test_bodies_have_the_name_of_their_day() -> None:
    assert BODIES["mnsi"].label_on(date(2023, 9, 30)) == "Healthcare Safety Investigation Branch (HSIB)"
    assert BODIES["mnsi"].label_on(date(2023, 10, 1)).endswith("(MNSI)")
    assert BODIES["mnsi"].label == BODIES["mnsi"].label_on(date(2026, 1, 1))


# Items


def after(facts: BodyFacts, entries: tuple[Entry, ...] = (), at: datetime = NOW) -> tuple[Entry, ...]:
    """The entries once the rules have looked at these facts."""
    return entries + new_entries(facts, items_of(entries), now=at, known_at=at)


def told(code: str, at: datetime, kind: EntryKind = EntryKind.TOLD) -> Entry:
    return Entry(kind, code, at, moment=at, by_role="Matron")


BREACH = known(circumstances=frozenset({"information"}))
NO_BREACH = known(no="is_information")


def test_an_item_is_asked_for_once() -> None:
    entries = after(BREACH)
    assert [(entry.kind, entry.code) for entry in entries] == [
        (EntryKind.RAISED, "lfpse"),
        (EntryKind.RAISED, "data_breach"),
    ]
    assert after(BREACH, entries, NOW + timedelta(days=1)) == entries


def test_an_item_no_longer_asked_for_stays_and_says_why_until_it_is_asked_for_again() -> None:
    later = NOW + timedelta(days=2)
    entries = after(NO_BREACH, after(BREACH), later)
    item = items_of(entries)["data_breach"]
    assert (item.state, item.last.recorded_at) == (ItemState.CEASED, later)
    assert item.last.words == "No information was lost or seen by the wrong people"
    assert due_of(item, NO_BREACH) is None
    again = items_of(after(BREACH, entries, later + timedelta(days=1)))["data_breach"]
    assert again.state is ItemState.TO_TELL
    assert again.known_at == later + timedelta(days=1)


@pytest.mark.parametrize("kind", [EntryKind.TOLD, EntryKind.NOT_NEEDED])
def test_what_was_settled_stays_settled_whatever_the_facts_become(kind: EntryKind) -> None:
    settled = (*after(BREACH), told("data_breach", NOW, kind))
    for facts in (NO_BREACH, BREACH):
        assert items_of(after(facts, settled))["data_breach"].state.value == kind.value


def test_a_correction_is_one_entry_more() -> None:
    entries = (*after(BREACH), told("data_breach", NOW), told("data_breach", NOW, EntryKind.STILL_TO_TELL))
    assert items_of(entries)["data_breach"].is_open


def test_what_is_unknown_again_keeps_the_item() -> None:
    facts = known(**DEATH, yes="learning_disability")
    entries = after(facts)
    unknown = replace(facts, answers={"learning_disability": Asked(Known.UNKNOWN)})
    assert after(unknown, entries) == after(facts, entries)
    assert items_of(after(unknown, entries))["leder"].is_open


def test_the_record_itself_proves_that_lfpse_was_told() -> None:
    item = items_of(after(known(lfpse_number="LFPSE-2026-1")))["lfpse"]
    assert (item.state, item.last.reference) == (ItemState.TOLD, "LFPSE-2026-1")


def test_waiting_rules_name_their_questions_once_in_the_order_of_the_page() -> None:
    facts = known(**DEATH)
    waiting = waiting_of(facts, items_of(after(facts)))
    assert {each.rule.code for each in waiting} >= {"coroner", "leder", "ppo", "mhra"}
    assert questions_of(waiting) == ("unnatural_death", "in_prison", "learning_disability", "product")


# By when


def breach_known_at(moment: datetime) -> Any:
    due = due_of(items_of(after(BREACH, at=moment))["data_breach"], BREACH)
    assert due is not None
    return due


@pytest.mark.parametrize(
    ("known_at", "ends_at"),
    [
        # Through the night in which the clocks go forward: 72 hours that really pass.
        (datetime(2027, 3, 26, 9, 30, tzinfo=UTC), datetime(2027, 3, 29, 9, 30, tzinfo=UTC)),
        # And back, over a weekend and a bank holiday.
        (datetime(2026, 10, 23, 22, 0, tzinfo=UTC), datetime(2026, 10, 26, 22, 0, tzinfo=UTC)),
        (datetime(2026, 12, 24, 16, 0, tzinfo=UTC), datetime(2026, 12, 27, 16, 0, tzinfo=UTC)),
    ],
)
@pytest.mark.clause("11.2", facet="the 72 hours are counted")
def test_72_hours_are_hours_that_pass(known_at: datetime, ends_at: datetime) -> None:
    due = breach_known_at(known_at)
    assert due.ends_at == ends_at
    assert state_of(due, ends_at - timedelta(minutes=1)).standing is not Standing.OVERDUE
    assert state_of(due, ends_at).is_overdue


def test_hours_across_the_change_to_summer_time_are_said_in_london() -> None:
    due = breach_known_at(datetime(2027, 3, 26, 9, 30, tzinfo=UTC))
    assert say(due, datetime(2027, 3, 27, 9, 30, tzinfo=UTC)) == (
        "due 10:30 on Monday 29 March 2027, in 48 hours"
    )


def test_24_hours_for_the_death_of_a_child() -> None:
    facts = known(**DEATH, **CHILD)
    due = due_of(items_of(after(facts))["child_death"], facts)
    assert due is not None
    assert due.ends_at == NOW + timedelta(hours=24)


def test_the_accident_starts_its_days_whenever_it_was_reported() -> None:
    facts = known(**(STAFF | {"happened_on": date(2026, 11, 2)}), yes="worker_harmed over_seven_days")
    items = items_of(after(facts))
    dues = {code: due_of(items[code], facts) for code in ("riddor", "riddor_over_seven_days")}
    assert {code: due.due_on for code, due in dues.items() if due} == {
        "riddor": date(2026, 11, 12),
        "riddor_over_seven_days": date(2026, 11, 17),
    }


def test_the_answer_to_the_coroner_counts_from_the_date_of_the_report() -> None:
    facts = known(**DEATH, yes="unnatural_death")
    given = {**facts.answers, "prevent_future_deaths": Asked(Known.YES, date(2026, 11, 2))}
    facts = replace(facts, answers=given)
    due = due_of(items_of(after(facts))["prevent_future_deaths"], facts)
    assert due is not None
    assert due.due_on == date(2026, 12, 28)


def test_without_a_number_nothing_is_overdue() -> None:
    facts = known(**IN_BIRTH, yes="term_baby brain_injury", physical_harm="severe")
    assert due_of(items_of(after(facts))["mnsi"], facts) is None
    assert RULES["mnsi"].rule == "promptly; no number of days is set"


def test_a_length_agreed_locally_counts_only_where_nothing_was_checked_at_its_source() -> None:
    facts = known(**DEAD_AT_BIRTH, yes="perinatal_death", lengths={"mbrrace": 2, "child_death": 1})
    items = items_of(after(facts))
    local, fixed = due_of(items["mbrrace"], facts), due_of(items["child_death"], facts)
    assert local is not None
    assert fixed is not None
    assert local.due_on == date(2026, 11, 18)
    assert fixed.ends_at == NOW + timedelta(hours=24)


def test_told_late_is_late_and_told_in_time_is_not() -> None:
    entries = after(BREACH)
    for at, standing in ((70, Standing.DONE_IN_TIME), (73, Standing.DONE_OVERDUE)):
        moment = NOW + timedelta(hours=at)
        due = due_of(items_of((*entries, told("data_breach", moment)))["data_breach"], BREACH)
        assert due is not None
        assert state_of(due, moment + timedelta(days=1)).standing is standing


def test_lists_show_on_each_side_what_ends_first() -> None:
    facts = known(**(ABUSE | CHILD | {"physical_harm": "severe", "incident_type": "T03"}))
    items = items_of(after(facts)).values()
    assert [(due.round, due.deadline.owner, due.deadline.number) for due in next_dues(items, facts)] == [
        (1, Relation.PROVIDER, "child_at_risk"),
        (2, Relation.LEAD_COMMISSIONER, "child_practice_panel"),
    ]


@pytest.mark.parametrize(
    ("code", "pressing"),
    [
        ("data_breach", True),
        ("child_death", True),
        ("police", True),
        ("screening_assessment", True),
        ("screening_form", False),
        ("riddor", False),
        ("mnsi", False),
        ("immunisation", True),
    ],
)
def test_what_must_be_done_within_three_days_is_pressing(code: str, pressing: bool) -> None:
    assert is_pressing(RULES[code]) is pressing


# What people record


def wrong(settling: Settling | None, **changes: Any) -> set[str]:
    given: dict[str, Any] = {
        "told_at": NOW,
        "by_role": "Matron",
        "reference": "",
        "reason": "",
        "clause": "2.2f",
        "is_open": True,
        "happened_on": date(2026, 11, 16),
        "now": NOW,
    }
    return {problem.field for problem in problems_of_settling(settling, **{**given, **changes})}


def test_what_cannot_be_recorded_is_said_beside_its_field() -> None:
    assert wrong(None) == {"settling"}
    assert wrong(Settling.TOLD) == set()
    assert wrong(Settling.TOLD, told_at=None, by_role=" ") == {"told_on", "by_role"}
    assert wrong(Settling.TOLD, told_at=NOW + timedelta(minutes=1)) == {"told_on"}
    assert wrong(Settling.TOLD, told_at=NOW - timedelta(days=1)) == {"told_on"}
    assert wrong(Settling.TOLD, reference="x" * 201) == {"reference"}
    assert wrong(Settling.NOT_NEEDED) == {"reason"}
    assert wrong(Settling.NOT_NEEDED, reason="Told by the ward.") == set()
    assert wrong(Settling.STILL_TO_TELL, reason="A mistake.") == {"settling"}
    assert wrong(Settling.STILL_TO_TELL, reason="A mistake.", is_open=False) == set()


def test_each_side_records_what_it_tells() -> None:
    provider, icb = {Permission.TELL_BODIES}, {Permission.TELL_BODIES_AS_COMMISSIONER}
    assert not problem_with_side(RULES["coroner"], provider)
    assert problem_with_side(RULES["coroner"], icb)
    assert not problem_with_side(RULES["child_rapid_review"], icb)
    assert problem_with_side(RULES["child_rapid_review"], provider)


def test_a_yes_that_needs_a_day_asks_for_it() -> None:
    code, today = "prevent_future_deaths", date(2026, 11, 16)

    def fields(answer: Known, on: date | None = None) -> list[str]:
        found = problems_of_answers({code: Asked(answer, on)}, today=today)
        return [problem.field for problem in found]

    assert fields(Known.YES) == [f"{code}_on"]
    assert fields(Known.YES, date(2026, 11, 17)) == [f"{code}_on"]
    assert fields(Known.YES, date(2026, 11, 2)) == []
    assert fields(Known.NO) == []
    assert problems_of_answers({"weather": Asked(Known.YES)}, today=today)
