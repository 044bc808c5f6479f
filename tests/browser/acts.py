"""Acts that many stories share, taken through the screens only, in the words people see there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sightline.policy.working_days import LONDON
from tests.browser.person import Person

HAPPENED = "A guidewire was left in after a central line was put in. It was seen on an X-ray."
RATIONALE = "An avoidable injury that needed a procedure to prevent serious harm."


def today() -> date:
    """The day in London, where all of this happens."""
    return datetime.now(LONDON).date()


def yesterday() -> date:
    return today() - timedelta(days=1)


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


@dataclass(frozen=True)
class Sent:
    """What the confirmation of a report says."""

    reference: str
    code: str


# Reporting


def begin_report(reporter: Person) -> None:
    """To the first question."""
    reporter.go("/report/")
    reporter.press("Begin a report")


def answer_what(reporter: Person, words: str = HAPPENED) -> None:
    reporter.fill("What happened?", words)
    reporter.press("Continue")


def answer_when(reporter: Person, day: date | None = None, time: str = "11:00") -> None:
    reporter.fill_date("Date", day or yesterday())
    reporter.choose("I know the date and time", under="How well do you know when?")
    reporter.fill("Time", time)
    reporter.press("Continue")


def answer_where(reporter: Person, ward: str = "Intensive care") -> None:
    reporter.fill("Site", "Main site")
    reporter.select("Kind of service", "Hospital: acute, general or specialist")
    reporter.fill("Ward or team", ward)
    reporter.press("Continue")


def answer_who_was_harmed(reporter: Person) -> None:
    """Questions 4 to 6: one patient, moderate harm."""
    reporter.choose("A patient", under="Choose all that apply")
    reporter.fill("How many people?", "1")
    reporter.select("Age of the patient", "46 to 65 years")
    reporter.press("Continue")
    reporter.choose("Moderate")
    reporter.press("Continue")
    reporter.choose("Don't know yet")
    reporter.press("Continue")


def answer_nobody_caught_in_time(reporter: Person) -> None:
    """Question 4 of a near miss; harm is then not asked."""
    reporter.choose("Nobody: it was caught in time", under="Choose all that apply")
    reporter.press("Continue")


def answer_the_rest(reporter: Person, contact: str = "With my name") -> None:
    """Questions 7 to 12."""
    reporter.fill(
        "What has been done to make people safe?", "The wire was removed. A second person checks now."
    )
    reporter.press("Continue")
    reporter.choose("No")
    reporter.press("Continue")
    reporter.choose("No")
    reporter.press("Continue")
    reporter.choose("None of these")
    reporter.press("Continue")
    reporter.fill("Local incident number, such as Datix", "W12345")
    reporter.press("Continue")
    reporter.choose(contact)
    if contact != "By code only":
        reporter.fill("Your name", "Ward nurse of the story")
        reporter.fill("Work e-mail", "nurse@castlebrook.example")
    reporter.press("Continue")


def send_report(reporter: Person) -> Sent:
    reporter.press("Send the report")
    return what_was_sent(reporter)


def what_was_sent(reporter: Person) -> Sent:
    """Reference and code, read from the confirmation."""
    reporter.reads("Report sent", "This does not replace LFPSE or your local incident system.")
    reference = re.search(r"SL-\d{4}-\d{4}", reporter.words)
    assert reference
    return Sent(reference[0], reporter.page.locator(".sl-code").inner_text().strip())


def report(
    reporter: Person, *, contact: str = "With my name", near_miss: bool = False, words: str = HAPPENED
) -> Sent:
    """The whole report, from the first question to the code."""
    begin_report(reporter)
    answer_what(reporter, words)
    answer_when(reporter)
    answer_where(reporter)
    if near_miss:
        answer_nobody_caught_in_time(reporter)
    else:
        answer_who_was_harmed(reporter)
    answer_the_rest(reporter, contact)
    return send_report(reporter)


def progress_by_code(anyone: Person, code: str) -> None:
    """How a report stands, for whoever holds its code."""
    anyone.go("/progress/")
    anyone.fill("Your code", code)
    anyone.press("See how it stands")


# Finding a case


def open_case(someone: Person, reference: str) -> None:
    """By its number, from the list of incidents."""
    someone.go("/incidents/")
    someone.fill("Any number, organisation or words of the story", reference)
    someone.press("Show")
    someone.follow(reference)
