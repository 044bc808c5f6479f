"""What keeps a record right: reports joined, corrected, sent on, keyed for a practice, taken from paper, heard about."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sightline.demonstration.course import Course
from sightline.demonstration.plans import Days, after
from sightline.demonstration.region import BY_KEY
from sightline.demonstration.stories import Story, number_from
from sightline.policy.other_bodies import Investigating

_NOTES = {
    "mnsi": "The family have agreed. Its report will stand in place of ours; the learning is shared as it comes.",
    "ppo": "The clinical review is ours to give; the Ombudsman’s report stands in place of a separate one.",
}


def key_for(story: Story, what: str) -> UUID:
    """The same key for the same story and thing, as a page would carry one."""
    return UUID(int=number_from(2**64, story.key, what) << 64 | number_from(2**64, what, story.key))


def twin(story: Story, days: Days, on: date, *, joined_to: str = "") -> Course:
    """A second report of one event; joined to the first two working days later, or still to be seen."""
    course = Course(story, days, is_prompt=True)
    course.report(on)
    if joined_to:
        course.put(
            after(on, 2),
            "join",
            course.lead,
            lead=joined_to,
            reason="The same fall on the same morning, told by the ward and by the team that came to help.",
        )
    return course


def elsewhere(course: Course, body: str, *, reference: str) -> Course:
    """Another body investigates, so that the final report is set aside until it ends."""
    began_on = after(course.reported_on, 7)
    given = Investigating(
        body,
        began_on,
        True,
        reference=reference,
        expected_on=began_on + timedelta(days=180),
        note=_NOTES[body],
    )
    course.put(after(began_on, 1), "record_other_body", course.lead, given=given)
    return course


def corrected(course: Course) -> Course:
    """The board finds that it was identified a working day earlier than was written down; timescales move with it."""
    declared = next(entry for entry in course.diary.entries if entry.act == "declare")
    course.put(
        course.days.ago(3),
        "correct",
        course.board,
        identified_at=declared.at - timedelta(hours=20),
        reason="The ward’s own log shows that the matron called it serious the evening before.",
    )
    return course


def sent_on(story: Story, days: Days, on: date, to: str) -> Course:
    """Reported where it was noticed, and sent on to where it happened."""
    course = Course(story, days, is_prompt=True)
    course.report(on)
    course.put(
        after(on, 1),
        "send_on",
        course.lead,
        ods_code=BY_KEY[to].code,
        reason="It happened before the patient left there. Their ward has confirmed it by telephone.",
    )
    return course


def from_paper(story: Story, days: Days, on: date) -> Course:
    """Written on paper while the system could not be reached, and typed in the next morning."""
    course = Course(story, days, is_prompt=True)
    course.report(on)
    answers = course.diary.entries[0].what["answers"]
    answers |= {
        "from_paper": "yes",
        "written_on": (on - timedelta(days=1)).isoformat(),
        "written_time": "23:40",
        "found_on": (on - timedelta(days=1)).isoformat(),
    }
    return course


def heard(course: Course) -> Course:
    """Whoever reported it is asked something, answers, and learns what changed."""
    key = key_for(course.story, "asked")
    course.put(
        course.days.ago(7),
        "ask_reporter",
        course.lead,
        text="Was the second count read aloud, or only signed for?",
        key=key,
    )
    course.put(
        course.days.ago(6),
        "answer_as_reporter",
        course.reporter,
        question_id=key,
        text="It was signed for. We were already being called to the next case.",
    )
    course.put(
        course.days.ago(4),
        "tell_reporter",
        course.lead,
        text="Because you spoke up, the next case is no longer called until the count has been read aloud.",
        key=key_for(course.story, "told"),
    )
    return course
