"""Journeys that came to an end before today, each from the day it was reported."""

from __future__ import annotations

from datetime import date, timedelta

from sightline.demonstration import board_words, candour_words
from sightline.demonstration.course import Course
from sightline.demonstration.plans import Days, after
from sightline.demonstration.stories import Story


def opening(course: Course, reported_on: date) -> date:
    """Reported, declared, acknowledged and told of; returns the day declared."""
    story = course.story
    course.report(reported_on)
    if story.is_urgent:
        declared = course.declare(after(reported_on, 0))
        course.acknowledge(after(declared, 1) if course.is_slow("acknowledge") else declared)
    else:
        if course.is_slow("identify"):
            declared = course.declare(after(reported_on, 4), identified_on=after(reported_on, 1))
        else:
            declared = course.declare(after(reported_on, 1 + course.some(2, "decide")))
        course.acknowledge(after(declared, 3 + course.some(2, "ack") if course.is_slow("acknowledge") else 1))
    if story.never_event:
        course.settle_never_event(after(declared, 2), confirmed=story.key != "lens")
    return declared


def tell(course: Course, declared: date, *, how: str) -> None:
    """The duty decided on the day it was declared, the person told, and the letter."""
    told = after(
        declared, 9 + course.some(5, "told") if course.is_slow("told") else 1 + course.some(5, "told")
    )
    letter = after(
        told, 12 + course.some(8, "letter") if course.is_slow("letter") else 4 + course.some(6, "letter")
    )
    course.candour(declared, told_on=told, letter_on=letter, how=how)


def reviewed(course: Course, declared: date) -> date:
    """The 72-hour review sent and accepted; returns the day accepted."""
    sent = course.submit_review(
        after(declared, 4 + course.some(3, "ir") if course.is_slow("review") else 2 + course.some(2, "ir"))
    )
    return course.accept_review(
        after(sent, 4 + course.some(2, "an") if course.is_slow("answer") else 1 + course.some(3, "an"))
    )


def report_day(course: Course, declared: date) -> date:
    """When the final report is sent."""
    if course.is_slow("final"):
        return after(declared, 61 + course.some(14, "final"))
    if course.story.level == 1:
        return after(declared, 26 + course.some(14, "final"))
    return after(declared, 43 + course.some(17, "final"))


def assured(course: Course, sent: date) -> date:
    """Acknowledged and assured; returns the day on which the board ends it."""
    began = course.begin(
        after(sent, 3 + course.some(2, "begin") if course.is_slow("begin") else 1 + course.some(2, "begin"))
    )
    ended = sent + timedelta(
        days=22 + course.some(9, "fb") if course.is_slow("feedback") else 10 + course.some(8, "fb")
    )
    return max(after(ended, 0), after(began, 2))


def closed(
    story: Story,
    days: Days,
    reported_on: date,
    *,
    is_returned: bool = False,
    is_prompt: bool = False,
    actions_done: bool = True,
    how: str = candour_words.DONE,
) -> Course:
    """The whole course, from the report to proof that the actions were done."""
    course = Course(story, days, is_prompt=is_prompt)
    declared = opening(course, reported_on)
    tell(course, declared, how=how)
    reviewed(course, declared)
    sent = course.whole_report(report_day(course, declared))
    ended = assured(course, sent)
    if is_returned:
        course.assess(ended, returned=True)
        course.send_back(ended)
        sent = course.whole_report(after(ended, 8), again=True)
        ended = assured(course, sent)
    course.assess(ended)
    course.accept(ended)
    course.close(after(ended, 1 + course.some(6, "close")))
    course.share_findings(after(ended, 8))
    course.finish_actions(all_of_them=actions_done)
    return course


def reopened(story: Story, days: Days, reported_on: date) -> Course:
    """Closed, and reopened because something new was learned."""
    course = closed(story, days, reported_on, actions_done=False)
    course.put(
        days.ago(9),
        "reopen",
        "icb.specialist",
        reason="A second person was harmed in the same way after the change was said to be in place. The causes must be looked at again.",
    )
    return course


def not_serious(story: Story, days: Days, reported_on: date) -> Course:
    """Judged not to be a serious incident within some days."""
    course = Course(story, days)
    course.report(reported_on)
    decided = after(reported_on, 1 + course.some(4, "decide"))
    course.put(
        decided, "judge_not_serious", course.lead, judgement=course.judgement(decided, is_serious=False)
    )
    return course


def asked_again(story: Story, days: Days, reported_on: date) -> Course:
    """Judged not serious, and the person who reported asks for a second look."""
    course = not_serious(story, days, reported_on)
    course.put(
        days.ago(2),
        "request_second_look",
        course.reporter,
        reason="The line was busy for eleven minutes before the call was answered, and that is not in the reason I was given.",
    )
    return course


def looked_at_again(story: Story, days: Days, reported_on: date) -> Course:
    """Judged not serious at first; on a second look declared, investigated and closed."""
    course = Course(story, days)
    course.report(reported_on)
    first = after(reported_on, 2)
    why = "A local reaction that settled with treatment at home. The allergy has been put on the first page of the record."
    course.put(
        first, "judge_not_serious", course.lead, judgement=course.judgement(first, is_serious=False, why=why)
    )
    asked = after(first, 4)
    course.put(
        asked,
        "request_second_look",
        course.reporter,
        reason="The patient has since needed a second admission for the same reason.",
    )
    again = after(asked, 1)
    course.put(
        again, "reconsider", course.lead, reason="The second admission was not known when it was judged."
    )
    declared = course.declare(again)
    course.acknowledge(after(declared, 1))
    tell(course, declared, how=candour_words.DONE)
    reviewed(course, declared)
    ended = assured(course, course.whole_report(report_day(course, declared)))
    course.assess(ended)
    course.accept(ended)
    course.close(after(ended, 2))
    course.finish_actions(all_of_them=True)
    return course


def downgraded(story: Story, days: Days, reported_on: date, *, after_review: bool = False) -> Course:
    """Declared, and downgraded once the facts were known: on the 72-hour review, or during the investigation."""
    course = Course(story, days, is_prompt=True)
    declared = opening(course, reported_on)
    tell(course, declared, how=candour_words.DONE)
    if after_review:
        on = after(course.submit_review(after(declared, 2)), 2)
    else:
        on = after(reviewed(course, declared), 14)
    course.put(on, "downgrade", course.board, reason=board_words.downgraded(story))
    return course
