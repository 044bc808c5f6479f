"""Journeys that are under way today. Each begins by counting back from where the case stands now."""

from __future__ import annotations

from datetime import date, timedelta

from sightline.demonstration import board_words, candour_words, provider_words
from sightline.demonstration.course import Course
from sightline.demonstration.plans import Days, after, before
from sightline.demonstration.stories import Story


def _declared(story: Story, days: Days, declared_on: date, *, acknowledged: int | None = 1) -> Course:
    """Reported the working day before and declared on a day; acknowledged so many working days on, or not yet."""
    course = Course(story, days, is_prompt=True)
    course.report(before(declared_on, 1))
    course.declare(declared_on)
    if acknowledged is not None:
        on = declared_on if story.is_urgent else after(declared_on, acknowledged)
        if course.diary.has_come(on):
            course.acknowledge(on)
    return course


#: A letter that was never sent, and a duty that nobody has decided on.
OUTSTANDING, UNDECIDED = 400, "undecided"


def _candour(
    course: Course, declared_on: date, *, told: int = 3, letter: int = 7, how: str = candour_words.DONE
) -> None:
    if how == UNDECIDED:
        return
    told_on = after(declared_on, told)
    course.candour(after(declared_on, 1), told_on=told_on, letter_on=after(told_on, letter), how=how)


def _under_investigation(
    story: Story, days: Days, declared_on: date, *, letter: int = 7, how: str = candour_words.DONE
) -> Course:
    course = _declared(story, days, declared_on)
    _candour(course, declared_on, letter=letter, how=how)
    if story.never_event:
        course.settle_never_event(after(declared_on, 2))
    sent = course.submit_review(after(declared_on, 2 + course.some(2, "ir")))
    course.accept_review(after(sent, 1 + course.some(3, "an")))
    return course


# Reported and being decided


def reported(story: Story, days: Days, working_days_ago: int, *, days_after: int = 0) -> Course:
    """Reported, and nobody has decided yet; ``days_after`` puts it on a weekend after that working day."""
    course = Course(story, days, is_prompt=True)
    on = days.ago(working_days_ago) + timedelta(days=days_after)
    course.report(min(on, days.today - timedelta(days=1)))
    return course


def discussing(
    story: Story,
    days: Days,
    working_days_ago: int,
    *,
    own_view: str = "",
    board_view: str = "",
    board_reason: str = "",
) -> Course:
    """Under discussion with the board, with the view each side has given so far."""
    course = Course(story, days, is_prompt=True)
    asked = days.ago(working_days_ago)
    course.report(before(asked, 2))
    course.put(
        asked,
        "request_discussion",
        course.lead,
        judgement=course.judgement(asked, is_serious=own_view == "serious"),
        view=own_view,
    )
    if board_view:
        course.put(after(asked, 1), "record_view", course.board, view=board_view, reason=board_reason)
    return course


def challenged(story: Story, days: Days, working_days_ago: int) -> Course:
    """Judged not serious; the board does not agree and has opened a discussion."""
    course = Course(story, days, is_prompt=True)
    opened = days.ago(working_days_ago)
    judged = before(opened, 5)
    course.report(before(judged, 2))
    course.put(judged, "judge_not_serious", course.lead, judgement=course.judgement(judged, is_serious=False))
    course.put(
        opened,
        "challenge_classification",
        course.board,
        reason="From the criteria alone we cannot see how many letters of that week were late, or whether any changed treatment.",
    )
    return course


# Declared, and the 72-hour review


def declared(story: Story, days: Days, on: date, *, acknowledged: int | None = 1) -> Course:
    """Declared; the 72-hour review is awaited, in time or overdue."""
    return _declared(story, days, on, acknowledged=acknowledged)


def review_sent(
    story: Story,
    days: Days,
    declared_on: date,
    sent_on: date,
    *,
    acknowledged: int | None = 1,
    how: str = candour_words.DONE,
) -> Course:
    """The 72-hour review is with the board."""
    course = _declared(story, days, declared_on, acknowledged=acknowledged)
    _candour(course, declared_on, told=2, how=how)
    course.submit_review(sent_on)
    return course


def asked_for_more(story: Story, days: Days, declared_on: date) -> Course:
    """The board asked for more on the 72-hour review."""
    course = _declared(story, days, declared_on)
    _candour(course, declared_on, told=3)
    sent = course.submit_review(after(declared_on, 2))
    asked = after(sent, 2)
    course.put(asked, "ask_for_more", course.board, reason=board_words.more_wanted(story))
    return course


# Under investigation


def investigating(
    story: Story,
    days: Days,
    declared_on: date,
    *,
    written: str = "",
    letter: int = 7,
    how: str = candour_words.DONE,
) -> Course:
    """Under investigation; ``written`` is "draft" or "signed" where the report has come so far."""
    course = _under_investigation(story, days, declared_on, letter=letter, how=how)
    if written:
        course.write(days.ago(4))
        course.plan_actions(days.ago(3))
    if written == "signed":
        course.sign(days.ago(2))
    return course


# The final report


def submitted(story: Story, days: Days, on: date) -> Course:
    """The final report has been sent and not acknowledged yet."""
    course = _under_investigation(story, days, before(after(on, 0), 50 + len(story.key) % 8))
    course.whole_report(on)
    return course


def in_review(story: Story, days: Days, sent_on: date, *, is_begun_with: bool = True) -> Course:
    """The final report is in quality assurance, the checklist partly filled in."""
    course = submitted(story, days, sent_on)
    began = course.begin(after(sent_on, 1))
    if is_begun_with and course.diary.has_come(after(began, 1)):
        course.assess(after(began, 1), unfinished=True)
    return course


def accepted(story: Story, days: Days, on: date) -> Course:
    """The final report is accepted and the case is not closed yet."""
    course = in_review(story, days, before(on, 11), is_begun_with=False)
    course.assess(on)
    course.accept(on)
    return course


def returned(story: Story, days: Days, on: date) -> Course:
    """The final report is back with the provider."""
    course = in_review(story, days, before(on, 9), is_begun_with=False)
    course.assess(on, returned=True)
    course.send_back(on)
    return course


def sent_again(story: Story, days: Days, sent_on: date) -> Course:
    """Returned once, sent again, and in quality assurance for the second time."""
    course = returned(story, days, before(after(sent_on, 0), 8))
    course.whole_report(sent_on, again=True)
    course.begin(after(sent_on, 1))
    return course


def begun(story: Story, days: Days) -> Course:
    """A draft that somebody has begun and not sent."""
    course = Course(story, days, is_prompt=True)
    on = days.ago(1)
    answers = provider_words.report_answers(
        story, happened_on=on, happened_time="09:20", reported_on=on, reporter=course.reporter
    )
    begun = {
        name: answers[name]
        for name in ("what_happened", "happened_precision", "happened_on", "happened_time")
    }
    course.put(on, "begin_draft", course.reporter, answers=begun)
    return course
