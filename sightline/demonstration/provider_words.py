"""What the provider writes about a story: its report, judgement, 72-hour review, final report and actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sightline.demonstration.people import email_of, person_named
from sightline.demonstration.region import BY_KEY
from sightline.demonstration.stories import Planned, Story, number_from, pick
from sightline.policy.candour import THREE_PART_TEST
from sightline.policy.classification import Answers, NaturalCourse, NhsFunded
from sightline.policy.lengths import say_day
from sightline.policy.near_miss import NearMissScores
from sightline.policy.terms import OrganisationKind

_SITES: Mapping[str, tuple[str, ...]] = {
    "castlebrook": ("Castlebrook main site", "Castlebrook west site"),
    "nethercote": ("Nethercote Hospital",),
    "stourbrook": ("Stourbrook site", "Ashe community site"),
    "fennimore": ("Fennimore inpatient centre", "Fennimore community base"),
}


def report_answers(
    story: Story, *, happened_on: date, happened_time: str, reported_on: date, reporter: str
) -> dict[str, Any]:
    """The twelve answers as a draft holds them, by the names of ``policy.reporting_form``."""
    answers: dict[str, Any] = {
        "what_happened": story.happened,
        "happened_precision": story.when,
        "site": site_of(story),
        "setting": story.setting or story.theme.setting,
        "ward_or_team": story.team,
        "affected": list(story.affected),
        "immediate_action": story.safe,
        "danger_now": story.danger,
        "circumstances": list(story.circumstances),
        "contact": story.wish,
        "local_number": f"{BY_KEY[story.provider].code}-{10_000 + number_from(80_000, story.key, 'local')}",
        **_when(story, happened_on, happened_time),
        **_contact(story, reporter),
        **_others(story),
    }
    if story.of_people:
        answers["how_many"] = str(story.how_many)
        answers["physical_harm"] = story.physical
        answers["psychological_harm"] = story.psychological
    if "patient" in story.affected:
        answers["age_band"] = story.age
    if happened_on != reported_on and story.when != "not_sure":
        answers["found_on"] = reported_on.isoformat()
    if number_from(4, story.key, "lfpse") < 3:
        answers["lfpse_number"] = f"LFPSE-{reported_on.year}-{number_from(900_000, story.key) + 100_000}"
    return answers


def site_of(story: Story) -> str:
    """The site where it happened, by the name its provider gives it."""
    return pick(_SITES.get(story.provider, (BY_KEY[story.provider].name,)), story.key, "site")


def _when(story: Story, happened_on: date, happened_time: str) -> dict[str, str]:
    if story.when == "not_sure":
        return {
            "happened_about": pick(
                ("Some time in the last month", "Over several weeks", "Not known yet"), story.key
            )
        }
    if story.when == "shift":
        return {"happened_on": happened_on.isoformat(), "happened_shift": "night"}
    return {"happened_on": happened_on.isoformat(), "happened_time": happened_time}


def _contact(story: Story, reporter: str) -> dict[str, str]:
    if story.wish == "code_only":
        return {}
    return {"contact_name": person_named(reporter), "contact_email": email_of(reporter)}


def _others(story: Story) -> dict[str, Any]:
    if not story.other:
        return {"other_organisation": "no"}
    named = BY_KEY.get(story.other)
    if named is None:
        return {"other_organisation": "yes", "other_organisation_words": story.other}
    return {"other_organisation": "yes", "other_organisation_code": [named.code]}


def rationale(story: Story) -> str:
    """Why the person deciding decides as they do."""
    return story.why or pick(story.theme.why, story.key, "why")


def answers_of(story: Story, *, happened_on: date | None, is_serious: bool) -> Answers:
    """The answers to the criteria; a case that is judged not serious ticks none."""
    criteria = story.theme.criteria if story.criteria is None else story.criteria
    ticked = is_serious and not story.is_near_miss
    return Answers(
        criteria=frozenset(criteria) if ticked else frozenset(),
        sub_answers=dict(story.answers or story.theme.answers) if ticked else {},
        nhs_funded=NhsFunded.YES,
        natural_course=NaturalCourse(story.natural_course) if story.someone_died else None,
        near_miss=story.is_near_miss,
        near_miss_scores=None if story.scores is None else NearMissScores(*story.scores),
        never_event_code=story.never_event or None,
        incident_on=happened_on,
        death=story.someone_died,
    )


def initial_review(story: Story, *, on: date) -> dict[str, str]:
    """The 72-hour review, by the codes of ``policy.initial_review_form`` without the level."""
    theme, key = story.theme, story.key
    told = (
        (
            "The patient was told what happened the same day and asked",
            "The patient has been told in person and asked",
        )
        if story.candour == "patient"
        else ("The family were spoken to in person and asked", "The family have been met and asked")
    )
    people = (
        f"{pick(told, key)} {theme.asked}. {pick(_SUPPORT, key, 'support')}"
        if story.candour
        else story.not_owed or "Nobody was harmed. Those concerned have been told."
    )
    named = BY_KEY.get(story.other)
    return {
        "immediate_safety": f"{story.safe} {pick(_HOLDS, key, 'holds').format(day=say_day(on))}",
        "facts": f"{story.happened} {pick(_KNOWN, key, 'known')}",
        "evidence_secured": theme.evidence,
        "still_serious": "not_sure" if story.natural_course == "not_yet_known" else "yes",
        "still_serious_reason": rationale(story),
        "lead_investigator": _investigator(story),
        "terms_of_reference": f"{theme.terms} It will also answer {theme.asked}.",
        "people_affected": people,
        "staff_support": pick(_STAFF, key, "staff"),
        "other_organisations": f"{named.name}, alerted by telephone." if named else story.other or "None.",
        "other_bodies": theme.bodies,
        "safeguarding_police_coroner": _agencies(story),
        "media": (
            "Interest is likely. The communications leads of both organisations have agreed lines."
            if "public_concern" in story.circumstances
            else pick(
                ("No interest at present.", "None expected. The communications team is aware."), key, "media"
            )
        ),
        "anything_else": "A member of the public has rung a local newspaper."
        if "public_concern" in story.circumstances
        else "",
    }


def _agencies(story: Story) -> str:
    if story.someone_died and "coroner" not in story.theme.agencies:
        return "The death was reported to the coroner. The police and safeguarding are not involved."
    if "police" in story.circumstances and "police" not in story.theme.agencies.lower():
        return "The police were told on the day and have given a reference. No safeguarding concern."
    if "death" in story.theme.agencies and not story.someone_died:
        return "None of these is involved at present."
    return story.theme.agencies


_SUPPORT = (
    "A named contact rings them every week.",
    "They have the direct number of one person, and an offer of advocacy.",
    "They asked not to be rung at work and have a contact by e-mail.",
)
_HOLDS = (
    "Checked again on {day}: it holds.",
    "The matron confirmed on {day} that this is in place on every shift.",
    "It is looked at in the daily safety huddle, last on {day}.",
)
_KNOWN = (
    "The record has been read from the day before the event; a timeline with times is begun.",
    "Staff of the shift have given first accounts and the timeline agrees with the record.",
    "Two times in the record differ by twenty minutes, and this is being looked into.",
    "What is not known yet is why the usual check did not show it.",
)
_STAFF = (
    "A debrief was held within two days. Occupational health and the staff support line have been offered.",
    "Their managers have met those involved, who remain at work. A peer supporter rings each week.",
    "Two people have taken leave and are supported. Nobody has been moved from duty.",
    "Those involved have been told what the investigation is for, and what it is not for.",
)


def _investigator(story: Story) -> str:
    if BY_KEY[story.provider].kind not in (OrganisationKind.NHS_TRUST, OrganisationKind.AMBULANCE_TRUST):
        return pick(
            (
                "A partner from a neighbouring practice and our own lead",
                "Our lead, with a reviewer named by the ICB",
            ),
            story.key,
        )
    return pick(
        (
            "A consultant from another division, with a senior nurse, both trained in investigation",
            "The head of patient safety, with a matron from another site",
            "A trained investigator of the patient-safety team, with a clinical specialist",
        ),
        story.key,
    )


def final_report(story: Story, *, again: bool = False) -> dict[str, str]:
    """Summary, causes and lessons; ``again`` adds what the ICB asked for when it returned the report."""
    found = story.found or pick(_FOUND, story.key, "found")
    causes = story.causes or chosen(story, story.theme.causes)
    if again:
        causes += " Added after the review: how the same problem was looked for elsewhere in the organisation, and what was found."
    return {
        "summary": f"{story.happened} {found} {pick(_METHOD if story.candour else _METHOD[1:], story.key, 'method')}",
        "causes": causes,
        "lessons": story.lesson or chosen(story, story.theme.lessons),
    }


def chosen(story: Story, options: tuple[str, ...]) -> str:
    """The text of the theme that fits the story, where it says which; else always the same one."""
    return options[story.variant] if story.variant is not None else pick(options, story.key, options[0])


_FOUND = (
    "No single step failed; four small gaps lined up on one day.",
    "The usual route was closed that day and the other way round had never been tried.",
    "What was known by one team did not reach the next.",
)
_METHOD = (
    "Eight people were heard, the place was visited, and the family’s account is part of the timeline.",
    "The investigation used a timeline, a map of contributory factors and a walk through the place with staff.",
    "Records, accounts and equipment were examined by two trained investigators; the draft was shared with those affected.",
)


def statement(story: Story) -> str:
    """What the executive says who signs the report."""
    return pick(
        (
            "I have read the report and the plan with those who lead the service. The means for the actions are agreed.",
            "I have checked that the causes are supported by evidence, and I answer for the plan and its dates.",
            "I discussed the report with the team concerned. The actions are funded and I will see the evidence.",
        ),
        story.key,
        "statement",
    )


def planned_actions(story: Story) -> tuple[Planned, ...]:
    """Two or three actions, and four in one case of six; never the weak one alone."""
    if story.actions:
        return story.actions
    wanted = (2, 2, 3, 3, 2, 4)[number_from(6, story.key, "actions")]
    return story.theme.actions[:wanted]


def action_due(story: Story, number: int, added_on: date) -> date:
    """When an action is to be done: eight weeks to five months on."""
    return added_on + timedelta(days=56 + 14 * number_from(8, story.key, "due", str(number)))


_BUILT = ("estates", "facilities", "operations")
_SUPPLIED = ("engineering", "procurement", "fleet", "equipment")
_DIGITAL = ("system", "information", "physics", "web", "secretary")


def kind_of(planned: Planned) -> str:
    """What sort of thing an action changes, for the evidence that fits: taught, built, supplied, digital or practice."""
    owner = planned.owner.lower()
    if planned.strength == "weak":
        return "taught"
    if planned.strength == "strong" and any(word in owner for word in _BUILT):
        return "built"
    if planned.strength == "strong" and any(word in owner for word in _SUPPLIED):
        return "supplied"
    if planned.strength == "strong" and any(word in owner for word in _DIGITAL):
        return "digital"
    return "practice"


_EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "built": (
        "Photographs before and after; those who work there confirm that it is in use.",
        "Work signed off by the contractor, with photographs and the plan as drawn.",
    ),
    "supplied": (
        "Delivery note and photographs are on file; those who use it confirm that the old kind is gone.",
        "All places have it now; the list with dates is attached in the local system.",
    ),
    "digital": (
        "The change went live on a Tuesday; a month of data shows it used in 96 of 100 cases.",
        "Release note and a picture of the new screen. Tried with six people who use it, before and after.",
        "Data of the first eight weeks were read by the safety group: in use everywhere, with two exceptions explained.",
    ),
    "practice": (
        "An audit of thirty records: 28 as agreed. The two others were talked through with the team.",
        "Minutes of the group that agreed it, and observation on three visits.",
        "In place for ten weeks; the daily sheet is complete for 66 of 70 days.",
    ),
    "taught": (
        "Attendance list: 41 of 44 staff. The other three are on leave and have a date.",
        "Bulletin sent, and read at the huddle of each team; the signed sheets are kept.",
    ),
}


def evidence_of(story: Story, number: int) -> str:
    """What shows that an action was done."""
    options = _EVIDENCE[kind_of(planned_actions(story)[number - 1])]
    return pick(options, story.key, "evidence", str(number))


def test_answers(*, is_met: bool) -> dict[str, str]:
    """The three-part test as answered."""
    return {part.code: "yes" if is_met or part.code != "threshold" else "no" for part in THREE_PART_TEST}
