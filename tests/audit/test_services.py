"""Acts: what is appended, what is dropped, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sightline.audit.models import AuditEntry, AuditHead, AuditPayload
from sightline.audit.selectors import EntryRow, entries_for
from sightline.audit.services import Act, AlreadyErased, ChainUnusable, act, erase, request_id
from sightline.audit.verification import verify
from sightline.policy.facts import Actor
from sightline.policy.terms import Role

NOW = datetime(2027, 4, 8, 12, 5, tzinfo=UTC)
LEAD = Actor(person_id=UUID(int=1), organisation_id=UUID(int=2), role=Role.PROVIDER_LEAD)
IN_CONFIDENCE = Actor(person_id=UUID(int=3), organisation_id=UUID(int=2), role=Role.REPORTER, masked=True)
SUBJECT = UUID(int=9)

pytestmark = [pytest.mark.django_db, pytest.mark.maintenance]


def note(acted: Act, new: object, **more: str) -> None:
    acted.record(model="t.T", object_id="1", subject_id=SUBJECT, field="text", old="", new=new, **more)


def shown() -> list[EntryRow]:
    return entries_for(SUBJECT, parts=None, limit=100)


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.clause("11.1c", facet="every change is audited")
def test_an_act_leaves_who_what_when_and_why() -> None:
    token = request_id.set("req-1")
    with act(by=LEAD, now=NOW, clause="3.1c", reason="The criteria are met") as acted:
        note(acted, "first", part="summary")
        note(acted, "second", clause="3.2a", reason="Another")
    request_id.reset(token)
    second, first = shown()
    assert (first.actor, first.hat) == (str(LEAD.person_id), f"provider_lead@{LEAD.organisation_id}")
    assert (first.at, first.part, first.clause, first.reason) == (
        NOW,
        "summary",
        "3.1c",
        "The criteria are met",
    )
    assert (second.clause, second.reason, second.seq) == ("3.2a", "Another", first.seq + 1)
    assert set(AuditEntry.objects.values_list("request_id", flat=True)) == {"req-1"}
    assert verify().intact


class Unforeseen(Exception):
    """Something went wrong half way."""


def goes_wrong() -> None:
    """An act that records something, then fails."""
    with act(by=LEAD, now=NOW) as acted:
        note(acted, "undone")
        raise Unforeseen


def test_an_act_that_records_nothing_leaves_the_head_alone() -> None:
    with act(by=LEAD, now=NOW):
        pass
    assert AuditHead.objects.get().seq == 0
    assert shown() == []


def test_nested_acts_share_one_chain_in_the_order_of_recording() -> None:
    with act(by=LEAD, now=NOW, reason="outer") as outer:
        note(outer, "1")
        with act(by=None, now=NOW) as inner:
            note(inner, "2")
        assert shown() == []  # nothing is appended before the outermost act ends
        note(outer, "3")
    assert [(row.new, row.hat, row.reason) for row in reversed(shown())] == [
        ("1", LEAD.hat, "outer"),
        ("2", "", ""),
        ("3", LEAD.hat, "outer"),
    ]
    assert verify().entries == 3


def test_what_fails_leaves_nothing() -> None:
    with pytest.raises(Unforeseen):
        goes_wrong()
    with act(by=LEAD, now=NOW) as acted:
        note(acted, "kept")
    assert [row.new for row in shown()] == ["kept"]
    assert verify().entries == 1


def test_a_nested_act_that_fails_takes_only_its_own_entries_with_it() -> None:
    with act(by=LEAD, now=NOW) as outer:
        note(outer, "before")
        with pytest.raises(Unforeseen):
            goes_wrong()
        note(outer, "after")
    assert [row.new for row in reversed(shown())] == ["before", "after"]


def test_an_outer_transaction_that_rolls_back_takes_the_head_back_too() -> None:
    outer = transaction.atomic()
    outer.__enter__()
    with act(by=LEAD, now=NOW) as acted:
        note(acted, "undone")
    outer.__exit__(Unforeseen, Unforeseen(), None)
    assert AuditHead.objects.get().seq == 0
    assert verify().entries == 0


def test_without_a_head_nothing_can_be_appended(unprotected: None) -> None:
    AuditHead.objects.all().delete()
    with pytest.raises(ChainUnusable), act(by=LEAD, now=NOW) as acted:
        note(acted, "x")
    assert shown() == []


def test_a_moment_without_a_zone_is_refused_before_anything_is_done() -> None:
    with pytest.raises(ValueError, match="time zone"), act(by=LEAD, now=datetime(2027, 4, 8)):
        pytest.fail("the body must not run")


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_a_confidential_reporter_is_nowhere_in_the_trail() -> None:
    with act(by=IN_CONFIDENCE, now=NOW) as acted:
        note(acted, "a fall on the ward")
    (row,) = shown()
    assert (row.actor, row.hat) == ("", IN_CONFIDENCE.hat)
    for table in (AuditEntry, AuditPayload):
        for stored in table.objects.values_list():
            assert str(IN_CONFIDENCE.person_id) not in " ".join(map(str, stored))


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
@pytest.mark.parametrize("where", ["object_id", "old", "new", "reason"])
def test_naming_a_confidential_reporter_in_any_text_is_refused(where: str) -> None:
    texts = {"object_id": "1", "old": "", "new": "", "reason": "", where: f"by {IN_CONFIDENCE.person_id}"}
    with pytest.raises(ValueError, match="confidence"), act(by=IN_CONFIDENCE, now=NOW) as acted:
        acted.record(model="t.T", subject_id=SUBJECT, field="reported_by", **texts)
    assert shown() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters()))
@example("a\x00b")
@example("\ud800")
@example("e\u0301 \u202e \U0001f9d1\u200d\u2695\ufe0f")
@example("line\r\nline\u2028")
def test_any_text_goes_in_comes_out_and_proves(text: str) -> None:
    subject = uuid4()
    with act(by=LEAD, now=NOW) as acted:
        acted.record(
            model="t.T", object_id="1", subject_id=subject, field=text, old=text, new=text, reason=text
        )
    (row,) = entries_for(subject, parts=None, limit=1)
    expected = "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert row.old == row.new == row.reason == row.field == expected
    assert verify().intact


def test_parts_that_may_not_be_seen_are_not_returned() -> None:
    with act(by=LEAD, now=NOW) as acted:
        for part in ("summary", "reporter", ""):
            note(acted, f"of {part}", part=part)
    assert [row.new for row in entries_for(SUBJECT, parts=["summary"], limit=9)] == ["of summary"]
    assert [row.new for row in entries_for(SUBJECT, parts=["", "summary"], limit=9)] == ["of ", "of summary"]
    assert entries_for(SUBJECT, parts=[], limit=9) == []
    assert entries_for(uuid4(), parts=None, limit=9) == []


def test_a_long_trail_is_read_page_by_page_in_one_query_each(django_assert_num_queries: Any) -> None:
    with act(by=LEAD, now=NOW) as acted:
        for number in range(7):
            note(acted, number)
    with django_assert_num_queries(2):
        first = entries_for(SUBJECT, parts=None, limit=4)
        rest = entries_for(SUBJECT, parts=None, limit=4, before=first[-1].seq)
    assert [row.new for row in first + rest] == ["6", "5", "4", "3", "2", "1", "0"]


def test_erasing_empties_the_values_says_why_and_the_chain_still_proves() -> None:
    with act(by=LEAD, now=NOW) as acted:
        note(acted, "Doris Example fell", part="narrative")
        note(acted, "stays", part="narrative")
    target = shown()[-1]
    erase([target.seq], by=LEAD, now=NOW, reason="A name was caught late", clause="4.3b")
    said, kept, erased = shown()
    assert erased.erased
    assert erased.tombstone_reason == "A name was caught late"
    assert (erased.actor, erased.old, erased.new, erased.part) == ("", "", "", "narrative")
    assert erased.field == "text", (
        "which field it was is no value: a fold has to know what it no longer knows"
    )
    assert kept.new == "stays"
    assert not kept.erased
    assert (said.object_id, said.reason, said.part) == (
        str(target.seq),
        "A name was caught late",
        "narrative",
    )
    assert not any("Doris" in " ".join(map(str, row)) for row in AuditPayload.objects.values_list())
    assert verify().intact
    assert verify().entries == 3


def test_what_was_erased_is_not_erased_again_and_nothing_is_half_erased() -> None:
    with act(by=LEAD, now=NOW) as acted:
        note(acted, "one")
        note(acted, "two")
    two, one = (row.seq for row in shown())
    erase([one], by=LEAD, now=NOW, reason="disposal")
    with pytest.raises(AlreadyErased, match=str(one)):
        erase([one, two], by=LEAD, now=NOW, reason="disposal")
    assert [row.new for row in shown() if row.seq == two] == ["two"]
    with pytest.raises(AlreadyErased):
        erase([999], by=LEAD, now=NOW, reason="disposal")
    with pytest.raises(ValueError, match="reason"):
        erase([two], by=LEAD, now=NOW, reason="  ")


def test_an_erasure_notice_can_itself_be_erased() -> None:
    with act(by=LEAD, now=NOW) as acted:
        note(acted, "one")
    erase([shown()[0].seq], by=LEAD, now=NOW, reason="said the name again")
    erase([shown()[0].seq], by=LEAD, now=NOW, reason="disposal")
    assert verify().entries == 3
    assert verify().intact
