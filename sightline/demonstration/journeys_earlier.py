"""Shorter courses, for what is told in turns: every step that the policy asks, and no second round of anything."""

from __future__ import annotations

from datetime import date

from sightline.demonstration.course import Course
from sightline.demonstration.journeys_ended import assured, opening, report_day, reviewed, tell
from sightline.demonstration.plans import Days, after
from sightline.demonstration.region import BY_KEY
from sightline.demonstration.stories import Story
from sightline.policy.small_providers import SMALL_PROVIDER_KINDS


def closed(story: Story, days: Days, reported_on: date, *, how: str) -> Course:
    """From the report to proof that the one action was done."""
    course = Course(story, days)
    declared = opening(course, reported_on)
    tell(course, declared, how=how)
    reviewed(course, declared)
    sent_on = report_day(course, declared)
    is_small = BY_KEY[story.provider].kind in SMALL_PROVIDER_KINDS
    ended = assured(course, course.analysis(sent_on) if is_small else course.whole_report(sent_on))
    course.assess(ended)
    course.accept(ended)
    course.close(after(ended, 1 + course.some(6, "close")))
    course.finish_actions(all_of_them=course.some(9, "all done") > 0)
    return course


def downgraded(story: Story, days: Days, reported_on: date, reason: str) -> Course:
    """Declared while the facts were gathered, and downgraded on the 72-hour review."""
    course = Course(story, days, is_prompt=True)
    declared = opening(course, reported_on)
    course.candour(after(declared, 1), told_on=declared, letter_on=declared)
    on = after(course.submit_review(after(declared, 2)), 2 + course.some(3, "downgrade"))
    course.put(on, "downgrade", course.board, reason=reason)
    return course
