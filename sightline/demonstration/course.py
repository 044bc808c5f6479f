"""The course of one case under the policy as written, stage by stage, from the report to its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sightline.demonstration import board_words, candour_words, provider_words
from sightline.demonstration.body_words import UNANSWERED
from sightline.demonstration.plans import Days, Diary, after, before
from sightline.demonstration.region import BY_KEY, HOME
from sightline.demonstration.stories import Story, number_from, pick
from sightline.incidents.services.significant_event import Analysis
from sightline.incidents.services.triage import Judgement
from sightline.policy.incident_types import OTHER, PENDING_REVIEW
from sightline.policy.terms import OrganisationKind
from sightline.policy.working_days import london_day

#: How often in a hundred each stage runs beyond its time: real teams miss about one timescale in eight.
SLOW = {
    "identify": 9,
    "told": 14,
    "letter": 20,
    "review": 17,
    "acknowledge": 15,
    "answer": 17,
    "final": 26,
    "begin": 18,
    "feedback": 24,
}
_LARGE = (OrganisationKind.NHS_TRUST, OrganisationKind.AMBULANCE_TRUST)


class Course:
    """One case being written into a diary. Each stage returns the day on which it ended.

    ``is_prompt``: nothing runs late, for cases whose stage today is chosen by counting back.
    """

    def __init__(self, story: Story, days: Days, *, is_prompt: bool = False) -> None:
        self.story = story
        self.days = days
        self.diary = Diary(story.key, days)
        self.is_prompt = is_prompt
        self.actions = 0
        self.happened_on: date | None = None
        self.reported_on = days.today
        self.pending_type = not is_prompt and number_from(7, story.key, "type") == 0

    # Who acts

    @property
    def is_boards_own(self) -> bool:
        """Whether it is the home board's own incident."""
        return self.story.provider == HOME

    @property
    def lead(self) -> str:
        """Who handles it at the provider."""
        return "icb.team.2" if self.is_boards_own else f"{self.story.provider}.lead"

    @property
    def executive(self) -> str:
        """Who signs the report."""
        return "icb.chief-nurse" if self.is_boards_own else f"{self.story.provider}.executive"

    @property
    def investigator(self) -> str:
        """Who writes the report: in small organisations it is the lead."""
        large = BY_KEY[self.story.provider].kind in _LARGE
        return f"{self.story.provider}.investigator" if large else self.lead

    @property
    def board(self) -> str:
        """Who assures it at the board that leads the contract."""
        if self.story.provider == "ambulance":
            return "elsemere.team"
        if self.is_boards_own:
            return "icb.specialist"
        options = ["icb.team", "icb.team", "icb.team.2"]
        place = self.place
        if place:
            options.append(f"icb.place.{place}")
        return pick(tuple(options), self.story.key, "board")

    @property
    def place(self) -> str:
        """The Place it belongs to: the story's, or the only one that the provider works in."""
        places = BY_KEY[self.story.provider].places
        return self.story.place or (places[0] if len(places) == 1 else "")

    @property
    def reporter(self) -> str:
        """Who reported it. The board's staff report what they see at a care home."""
        if self.is_boards_own or self.story.is_keyed or self.story.provider == "hollin":
            return "icb.reporter"
        if BY_KEY[self.story.provider].kind not in _LARGE:
            return f"{self.story.provider}.reporter"
        return self.story.provider + pick((".reporter", ".reporter.2", ".reporter.3"), self.story.key, "who")

    # Stages

    def put(self, day: date, act: str, who: str, **what: Any) -> None:
        """Adds an act to the diary."""
        self.diary.put(day, act, who, **what)

    def is_slow(self, stage: str) -> bool:
        """Whether this stage runs beyond its time in this case; the same answer each time."""
        return not self.is_prompt and number_from(100, self.story.key, stage) < SLOW[stage]

    def some(self, below: int, about: str) -> int:
        """A number below a bound, the same for this case each time."""
        return number_from(below, self.story.key, about)

    def report(self, on: date) -> date:
        """Someone reports it, on any day of the week and at any hour."""
        self.reported_on = on
        happened_on = on - timedelta(days=self.story.days_to_find)
        self.happened_on = None if self.story.when == "not_sure" else happened_on
        # What must be told at once happens in the daytime, so that lead and board can answer on the same day.
        happened = _minute(self.story.at) or 60 + self.some(
            11 * 60 if self.story.is_urgent else 18 * 60, "happened"
        )
        reported = (
            min(happened + 35 + self.some(120, "reported"), 23 * 60 + 50)
            if happened_on == on
            else 8 * 60 + self.some(600, "reported")
        )
        answers = provider_words.report_answers(
            self.story,
            happened_on=happened_on,
            happened_time=f"{happened // 60:02d}:{happened % 60:02d}",
            reported_on=on,
            reporter=self.reporter,
        )
        if self.reporter == "icb.reporter":
            answers["happened_at"] = "own" if self.is_boards_own else "provider"
            if not self.is_boards_own:
                answers["happened_at_code"] = BY_KEY[self.story.provider].code
        self.diary.put(on, "send_report", self.reporter, minute=reported, answers=answers)
        return on

    def see_to_bodies(self) -> None:
        """The lead answers what is asked about other bodies and records what became of each, as it stands by then.

        Once the working day after the report, and again when it was declared, because a declaration asks for more.
        """
        if not any(entry.act == "send_report" for entry in self.diary.entries):
            return
        declared = [entry.at for entry in self.diary.entries if entry.act == "declare"]
        days = [after(self.reported_on, 1), *(after(london_day(at), 1) for at in declared)]
        for day in dict.fromkeys(days):
            if not self.diary.has_come(day):
                continue
            at = 9 * 60 + self.some(420, f"bodies {day}")
            if self.story.key not in UNANSWERED:
                self.put(day, "answer_bodies", self.lead, minute=at)
            self.put(day, "settle_bodies", self.lead, minute=at + 4, board=self.board)

    def judgement(self, on: date, *, is_serious: bool, why: str = "") -> Judgement:
        """What the lead enters who decides."""
        answers = provider_words.answers_of(self.story, happened_on=self.happened_on, is_serious=is_serious)
        look_again = self.story.natural_course == "not_yet_known"
        return Judgement(
            answers,
            why or provider_words.rationale(self.story),
            review_on=after(on, 25) if look_again else None,
        )

    def declare(self, on: date, *, identified_on: date | None = None) -> date:
        """The lead declares it, identified within the hour before or on an earlier day."""
        story = self.story
        type_code = story.type_code or story.theme.type_code
        self.put(
            on,
            "declare",
            self.lead,
            judgement=self.judgement(on, is_serious=True),
            identified_on=identified_on,
            incident_type=PENDING_REVIEW if self.pending_type else type_code,
            incident_type_other="Detention without lawful authority"
            if type_code == OTHER and not self.pending_type
            else "",
            proposed_level=2 if story.level == 3 else story.level,
            headline=story.headline,
            place=story.place,
            numbers={"steis_number": f"{on.year}/{900_000 + self.some(99_999, 'steis')}"},
        )
        return on

    def acknowledge(self, on: date) -> date:
        """The board acknowledges it, agrees that it is serious and settles a Never Event."""
        self.put(on, "acknowledge", self.board)
        self.put(on, "agree_classification", self.board)
        return on

    def settle_never_event(self, on: date, *, confirmed: bool = True) -> None:
        """The board confirms the Never Event, or rejects it."""
        reason = (
            "Agreed against the list in force on the day it happened."
            if confirmed
            else "The lens put in was the lens planned. Wrong measurements before the operation are outside the list."
        )
        self.put(on, "settle_never_event", self.board, confirmed=confirmed, reason=reason)

    def submit_review(self, on: date) -> date:
        """The lead sends the 72-hour review."""
        self.put(
            on,
            "submit_initial_review",
            self.lead,
            answers=provider_words.initial_review(self.story, on=on),
            proposed_level=2 if self.story.level == 3 else self.story.level,
        )
        return on

    def accept_review(self, on: date) -> date:
        """The board accepts the review and agrees the level; an independent enquiry is commissioned that day."""
        reason = (
            "Raised to level 3: the family and the trust both ask for a view from outside."
            if self.story.level == 3
            else board_words.review_accepted(self.story)
        )
        self.put(on, "accept_initial_review", self.board, level=self.story.level, reason=reason)
        return on

    def candour(
        self, decided_on: date, *, told_on: date, letter_on: date, how: str = candour_words.DONE
    ) -> None:
        """The duty decided and carried out as far as it has come by today."""
        story, put = self.story, self.diary.put
        if not self.diary.has_come(decided_on):
            return
        owed = bool(story.candour)
        put(
            decided_on,
            "decide_candour",
            self.lead,
            applies=owed,
            opinion_of=candour_words.opinion_of(story),
            reason=(story.harm or story.theme.harm) if owed else candour_words.why_not_owed(story),
            relevant_person=story.candour,
            test_answers=provider_words.test_answers(is_met=owed),
        )
        if not owed or not self.diary.has_come(told_on):
            return
        if how != candour_words.DONE:
            self._not_told(told_on, how)
            return
        for code in candour_words.ON_THE_DAY:
            self._step(told_on, code)
        if self.some(3, "support") == 0:
            self._step(told_on, "D5")
        if self.diary.has_come(letter_on):
            self._step(letter_on, "D7")

    def _step(self, on: date, code: str) -> None:
        self.put(
            on,
            "record_candour_step",
            self.lead,
            code=code,
            outcome=candour_words.DONE,
            done_on=on,
            detail=candour_words.detail(self.story, code),
            by_role=candour_words.said_by(self.story),
        )

    def _not_told(self, on: date, how: str) -> None:
        words = {
            candour_words.DECLINED: candour_words.declined,
            candour_words.UNREACHED: candour_words.not_reached,
            candour_words.WAITING: candour_words.waiting,
        }[how](self.story)
        done_on = None if how == candour_words.WAITING else on
        self.put(
            on,
            "record_candour_step",
            self.lead,
            code="D1",
            outcome=how,
            done_on=done_on,
            detail=words,
            by_role="",
        )
        if how != candour_words.WAITING:
            self._step(on, "D6")

    def write(self, on: date, *, again: bool = False) -> date:
        """The investigator writes the report, with its document."""
        self.put(
            on,
            "write_report",
            self.investigator,
            **provider_words.final_report(self.story, again=again),
            paper={"headline": self.story.headline, "again": again},
        )
        return on

    def plan_actions(self, on: date) -> None:
        """The actions of the report's plan."""
        for planned in provider_words.planned_actions(self.story):
            self.actions += 1
            self.put(
                on,
                "add_action",
                self.lead,
                text=planned.text,
                owner_role=planned.owner,
                due_on=provider_words.action_due(self.story, self.actions, on),
                strength=planned.strength,
            )

    def sign(self, on: date) -> None:
        """The executive signs."""
        self.put(on, "sign_off_report", self.executive, statement=provider_words.statement(self.story))

    def submit(self, on: date) -> date:
        """The lead sends the report."""
        self.put(on, "submit_report", self.lead)
        return on

    def whole_report(self, on: date, *, again: bool = False) -> date:
        """Written, planned, signed and sent, the last on the day given."""
        written = before(after(on, 0), 6 if not again else 3)
        self.write(written, again=again)
        if not again:
            self.plan_actions(before(after(on, 0), 4))
        self.sign(before(after(on, 0), 1))
        return self.submit(on)

    def analysis(self, on: date) -> date:
        """A practice sends its significant event analysis in one go: written, with its action, signed."""
        on = after(on, 0)
        planned = provider_words.planned_actions(self.story)[0]
        self.actions += 1
        self.put(
            on,
            "send_analysis",
            self.lead,
            analysis=Analysis(
                **provider_words.final_report(self.story),
                text=planned.text,
                owner_role=planned.owner,
                due_on=provider_words.action_due(self.story, self.actions, on),
                strength=planned.strength,
                statement=provider_words.statement(self.story),
            ),
        )
        return on

    def begin(self, on: date) -> date:
        """The board acknowledges the report and begins to assure it."""
        self.put(on, "begin_review", self.board)
        return on

    def assess(self, on: date, *, returned: bool = False, unfinished: bool = False) -> date:
        """The board fills in the checklist."""
        quality = board_words.quality(self.story, returned=returned, unfinished=unfinished)
        self.put(on, "record_quality", self.board, quality=quality)
        return on

    def send_back(self, on: date) -> date:
        """The board returns the report."""
        self.put(on, "return_report", self.board, feedback=board_words.returned(self.story), resubmit_by=None)
        return on

    def accept(self, on: date) -> date:
        """The board accepts the report and the type is settled if it was left open."""
        if self.pending_type:
            type_code = self.story.type_code or self.story.theme.type_code
            other = "Detention without lawful authority" if type_code == OTHER else ""
            self.put(on, "choose_type", self.board, incident_type=type_code, other=other)
        self.put(
            on, "accept_report", self.board, feedback=board_words.accepted(self.story), override_reason=""
        )
        return on

    def close(self, on: date) -> date:
        """The board closes the case, saying how open actions are followed."""
        note, monitoring = board_words.closing(self.story), board_words.monitoring(self.story)
        who = "icb.team" if self.is_boards_own else self.board
        self.put(on, "close", who, note=note, monitoring_of_actions=monitoring)
        return on

    def share_findings(self, on: date) -> None:
        """The findings are offered to the person, once the report is accepted."""
        if self.story.candour and self.diary.has_come(on):
            self._step(on, "D8")
            if self.some(3, "copies") == 0:
                self._step(on, "D9")

    def _due_dates(self) -> list[date]:
        """When each action of the plan is to be done, in the order of the plan."""
        acts = [(entry.act, entry.what) for entry in self.diary.entries]
        return [
            what["due_on"] if act == "add_action" else what["analysis"].due_on
            for act, what in acts
            if act in ("add_action", "send_analysis")
        ]

    def finish_actions(self, *, all_of_them: bool) -> None:
        """Actions are done around their due dates and verified a fortnight later, as far as it has come by today."""
        for due in self._due_dates():
            number = 1 + sum(1 for each in self.diary.entries if each.act == "complete_action")
            if not all_of_them and number == self.actions:
                return
            done = (
                before(after(due, 0), 1 + self.some(12, f"done{number}"))
                if self.some(6, f"late{number}")
                else after(due, 6)
            )
            if all_of_them:
                done = min(done, self.days.ago(6 + number))
            if not self.diary.has_come(done):
                return
            self.put(
                done,
                "complete_action",
                self.lead,
                number=number,
                evidence=provider_words.evidence_of(self.story, number),
            )
            checked = after(done, 2 + self.some(3, f"checked{number}"))
            if self.diary.has_come(checked):
                self.put(
                    checked,
                    "verify_action",
                    self.board,
                    number=number,
                    verification=board_words.verified(self.story, number),
                )


def _minute(at: str) -> int:
    """A time of day as minutes; 0 where there is none."""
    hours, _, minutes = at.partition(":")
    return int(hours) * 60 + int(minutes) if at else 0
