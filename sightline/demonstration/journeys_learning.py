"""Journeys under PSIRF: the provider's plan chooses the response and its executive signs it off; the ICB oversees."""

from __future__ import annotations

from datetime import date, timedelta

from sightline.demonstration import learning_words
from sightline.demonstration.course import Course
from sightline.demonstration.plans import Days, after
from sightline.demonstration.stories import Story

#: Working days from choosing to the date agreed: custom of each response, agreed case by case.
_AGREED = {"psii": 62, "after_action_review": 25, "mdt_review": 35, "thematic_review": 60}
#: When each is signed off, in working days from choosing, where nothing else is said.
_SIGNED = {"psii": 55, "after_action_review": 18, "mdt_review": 24, "thematic_review": 50}


def reported(story: Story, days: Days, reported_on: date) -> Course:
    """Reported under PSIRF, and no response is chosen yet."""
    course = Course(story, days, is_prompt=True)
    course.report(reported_on)
    return course


def chosen(
    story: Story,
    days: Days,
    reported_on: date,
    response: str,
    *,
    decided: int | None = None,
    agreed: int = 0,
    reagreed: int = 0,
    oversight: tuple[str, ...] = (),
    is_written: bool = False,
    is_signed: bool = False,
) -> Course:
    """A response chosen, planned and begun; written and signed off as far as it has come by today.

    ``decided``: working days from the report to the choice, else one to three. ``agreed`` and ``reagreed``: the dates agreed, in working days from choosing, else the custom of the response and no
    other date. ``oversight``: kinds of notes that the board writes, one after the other.
    """
    course = reported(story, days, reported_on)
    on = after(reported_on, 1 + course.some(3, "choose") if decided is None else decided)
    course.put(
        on,
        "choose_learning_response",
        course.lead,
        response=response,
        reason=learning_words.WHY[response],
        never_event_code=story.never_event,
        answers=learning_words.answers(story),
    )
    told = after(on, 1 + course.some(3, "told"))
    course.candour(on, told_on=told, letter_on=after(told, 5))
    if response in _AGREED:
        _plan(course, on, response, agreed=agreed or _AGREED[response], reagreed=reagreed)
    if response != "local_learning":
        _if_come(course, after(told, 1), "engage_affected", course.lead, **learning_words.engaged(story))
    signed_on = after(on, _SIGNED.get(response, 9) + course.some(6, "sign"))
    _oversee(course, on, oversight, signed_on)
    if is_written or is_signed:
        _write(course, on, response, signed_on)
    elif response in ("psii", "thematic_review", "mdt_review"):
        _if_come(
            course,
            after(told, 6),
            "write_learning_record",
            course.investigator,
            answers=learning_words.record(story, response, whole=False),
        )
    if is_signed and course.diary.has_come(signed_on):
        course.put(
            signed_on,
            "sign_off_learning_response",
            course.executive,
            statement=learning_words.statement(story),
        )
        course.finish_actions(all_of_them=False)
    return course


def _plan(course: Course, on: date, response: str, *, agreed: int, reagreed: int) -> None:
    _if_come(
        course,
        after(on, 1),
        "plan_learning_response",
        course.lead,
        led_by=learning_words.led_by(course.story, response),
        terms=learning_words.terms(course.story),
        due_on=after(on, agreed),
    )
    if reagreed:
        _if_come(
            course,
            after(on, agreed - 6),
            "agree_another_date",
            course.lead,
            due_on=after(on, reagreed),
            reason=learning_words.REAGREED,
        )


def _oversee(course: Course, on: date, kinds: tuple[str, ...], signed_on: date) -> None:
    """Notes while it is under way; support comes last, once the board has read what was learned."""
    for number, kind in enumerate(kinds):
        mindset, text = learning_words.OVERSIGHT[kind]
        day = after(signed_on, 3) if kind == "supports" else after(on, 7 + number * 3)
        _if_come(course, day, "record_oversight", course.board, kind=kind, mindset=mindset, text=text)


def _write(course: Course, on: date, response: str, signed_on: date) -> None:
    days = 1 if response in ("swarm_huddle", "local_learning") else max(4, _SIGNED[response] - 6)
    written = min(after(on, days), after(signed_on - timedelta(days=4), 0))
    if course.diary.has_come(written):
        course.put(
            written,
            "write_learning_record",
            course.investigator,
            answers=learning_words.record(course.story, response),
        )
        course.plan_actions(after(written, 0))


def _if_come(course: Course, on: date, act: str, who: str, **what: object) -> None:
    if course.diary.has_come(on):
        course.put(on, act, who, **what)
