"""Which story takes which journey, and when: the two years of the region as one plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from sightline.demonstration import (
    candour_words,
    earlier,
    journeys_ended,
    journeys_kept,
    journeys_learning,
    journeys_open,
    stories_castlebrook,
    stories_castlebrook_more,
    stories_elsewhere,
    stories_fennimore,
    stories_kept,
    stories_nethercote,
    stories_stourbrook,
    stories_stourbrook_more,
    themes_hospital,
)
from sightline.demonstration.course import Course
from sightline.demonstration.plans import Days, Entry, before, in_order
from sightline.demonstration.stories import Story

STORIES: Mapping[str, Story] = MappingProxyType(
    {
        story.key: story
        for stories in (
            stories_castlebrook.STORIES,
            stories_castlebrook_more.STORIES,
            stories_nethercote.STORIES,
            stories_stourbrook.STORIES,
            stories_stourbrook_more.STORIES,
            stories_fennimore.STORIES,
            stories_elsewhere.STORIES,
            stories_kept.STORIES,
            earlier.STORIES,
        )
        for story in stories
    }
)

#: Begun by a reporter and not sent.
BEGUN = Story(
    "begun",
    "castlebrook",
    themes_hospital.INFECTION,
    "Commodes marked as clean and not clean",
    "Two commodes marked as clean were soiled underneath. Three patients on the bay have diarrhoea.",
    "The commodes were taken away.",
    "Larch Ward",
)

#: Closed with every action proved, by days ago reported. Nethercote's lie before its move to PSIRF.
CLOSED: Mapping[str, int] = MappingProxyType(
    {
        "fall-quay": 361,
        "sepsis-elective": 357,
        "death-after-discharge": 352,
        "heel-ulcer": 347,
        "lung-nodule": 342,
        "kidney-failure": 336,
        "insulin-pump": 331,
        "methotrexate-monitoring": 325,
        "ward-ligature": 319,
        "missed-insulin": 312,
        "guidewire": 306,
        "clot-plaster": 301,
        "baby-trace": 294,
        "death-missed-contact": 288,
        "feeding-tube-lung": 283,
        "fall-oak": 277,
        "opioid-patch": 270,
        "hip-implant": 264,
        "haemorrhage": 259,
        "assault-healthcare-worker": 252,
        "stroke-window": 247,
        "sacral-ulcer": 241,
        "prostate-referral": 236,
        "clot-after-hip": 229,
        "ambulance-not-conveyed": 222,
        "left-ward": 217,
        "child-sepsis": 211,
        "wrong-blood": 204,
        "fall-community-hospital": 198,
        "syringe-driver": 193,
        "ventilator": 187,
        "breast-invitations": 182,
        "funding-mailbox": 178,
    }
)
#: Closed while some actions are still followed.
CLOSED_WITH_ACTIONS: Mapping[str, int] = MappingProxyType(
    {
        "c-difficile": 268,
        "unlawful-detention": 214,
        "resistant-outbreak": 206,
        "blood-thinner-change": 201,
        "bile-duct": 194,
        "home-birth": 189,
        "glaucoma": 184,
        "feeding-tube-home": 177,
    }
)
#: Closed in good time: smaller enquiries, and those in a hurry.
CLOSED_PROMPTLY: Mapping[str, int] = MappingProxyType(
    {
        "child-safeguarding-letter": 160,
        "nurse-bag": 152,
        "power-theatres": 146,
        "board-papers": 139,
        "clinic-file": 131,
    }
)
CLOSED_AFTER_RETURN: Mapping[str, int] = MappingProxyType({"cauda-equina": 316, "student-death": 272})
NOT_SERIOUS: Mapping[str, int] = MappingProxyType(
    {
        "bruise-fall": 322,
        "lost-specimen": 298,
        "verbal-abuse": 256,
        "late-antibiotic": 199,
        "late-home-visit": 149,
        "wrong-tube": 112,
        "ear-wax": 78,
        "delayed-visit": 59,
        "missed-medication-round": 38,
    }
)
HOW_TOLD: Mapping[str, str] = MappingProxyType(
    {
        "clot-plaster": candour_words.DECLINED,
        "prostate-referral": candour_words.DECLINED,
        "left-ward": candour_words.UNREACHED,
        "death-missed-contact": candour_words.UNREACHED,
    }
)


def plan(today: date) -> tuple[Entry, ...]:
    """Every act of the two years before today, in the order of time. The same for the same day."""
    return tuple(in_order([entry for course in courses(today) for entry in course.diary.entries]))


def courses(today: date) -> list[Course]:
    """Every case of the region as it has come by today, and one report that somebody has begun."""
    days = Days(today)
    found = [
        *_ended(days),
        *_being_decided(days),
        *_early(days),
        *_late(days),
        *_psirf(days),
        *_kept(days),
        *earlier.courses(days),
    ]
    for course in found:
        course.see_to_bodies()
    return found


def _ended(days: Days) -> Iterator[Course]:
    def ago(number: int) -> date:
        return days.today - timedelta(days=number)

    for key, number in CLOSED.items():
        yield journeys_ended.closed(
            STORIES[key], days, ago(number), how=HOW_TOLD.get(key, candour_words.DONE)
        )
    for key, number in CLOSED_WITH_ACTIONS.items():
        yield journeys_ended.closed(STORIES[key], days, ago(number), actions_done=False)
    for key, number in CLOSED_PROMPTLY.items():
        yield journeys_ended.closed(STORIES[key], days, ago(number), is_prompt=True)
    for key, number in CLOSED_AFTER_RETURN.items():
        yield journeys_ended.closed(STORIES[key], days, ago(number), is_returned=True)
    for key, number in NOT_SERIOUS.items():
        yield journeys_ended.not_serious(STORIES[key], days, ago(number))
    yield journeys_ended.asked_again(STORIES["told-to-wait"], days, ago(24))
    yield journeys_ended.looked_at_again(STORIES["wound-spray"], days, ago(224))
    yield journeys_ended.reopened(STORIES["patient-injury"], days, ago(226))
    yield journeys_ended.downgraded(STORIES["sudden-death-day-two"], days, ago(248))
    yield journeys_ended.downgraded(STORIES["lens"], days, ago(233))
    yield journeys_ended.downgraded(STORIES["practice-fridge"], days, ago(118), after_review=True)
    yield journeys_ended.downgraded(STORIES["palliative-ulcer"], days, ago(92))
    yield journeys_ended.downgraded(STORIES["natural-death-ward"], days, ago(57))


def _being_decided(days: Days) -> Iterator[Course]:
    reported, discussing = journeys_open.reported, journeys_open.discussing
    yield reported(STORIES["fall-beech"], days, 1, days_after=2)
    yield reported(STORIES["unsafe-staffing"], days, 1)
    yield reported(STORIES["night-restraint"], days, 2)
    yield reported(STORIES["catheter"], days, 3)
    yield reported(STORIES["care-home-hoist"], days, 2)
    yield discussing(STORIES["air-outlet"], days, 1, own_view="not_serious")
    yield discussing(STORIES["community-order"], days, 2)
    yield discussing(
        STORIES["sterilisation-consent"],
        days,
        5,
        own_view="not_serious",
        board_view="serious",
        board_reason="Consent to an operation that cannot be undone is in dispute. That calls for a full look, whatever the form says.",
    )
    yield discussing(
        STORIES["syringe-driver-home"],
        days,
        3,
        own_view="serious",
        board_view="serious",
        board_reason="Seven hours of avoidable pain at the end of life, and a gap in the night service that others depend on.",
    )
    yield journeys_open.challenged(STORIES["carer-complaint"], days, 3)
    yield journeys_open.begun(BEGUN, days)


def _early(days: Days) -> Iterator[Course]:
    """Declared, up to the 72-hour review; some wait for the provider and some for the board."""
    ago, declared, sent = days.ago, journeys_open.declared, journeys_open.review_sent
    yield declared(STORIES["wrong-side-block"], days, ago(1), acknowledged=None)
    yield declared(STORIES["chemo-dose"], days, ago(2))
    yield declared(STORIES["ambulance-airway"], days, ago(2))
    yield declared(STORIES["overdose-home"], days, before(days.next_working_day, 3))
    yield declared(STORIES["fall-larch"], days, ago(5))
    yield declared(STORIES["garden-wall"], days, ago(8))
    yield journeys_open.asked_for_more(STORIES["hip-ulcer"], days, ago(7))
    yield sent(STORIES["aorta"], days, ago(4), ago(2))
    yield sent(STORIES["train-line"], days, ago(9), ago(7), how=candour_words.WAITING)
    yield sent(STORIES["breast-lump"], days, ago(4), ago(1), acknowledged=None)


def _late(days: Days) -> Iterator[Course]:
    """Under investigation, and the final report on its way between provider and board."""
    ago, today = days.ago, days.today
    investigating, in_review = journeys_open.investigating, journeys_open.in_review
    for key, number in (
        *(
            ("lone-midwife", 13),
            ("contract-gap", 20),
            ("clinic-transfer", 28),
        ),
        *(("vaccine-fridge", 34), ("ambulance-delay-stroke", 37)),
    ):
        yield investigating(STORIES[key], days, ago(number))
    yield investigating(STORIES["corridor-death"], days, ago(31), letter=journeys_open.OUTSTANDING)
    yield investigating(STORIES["lithium"], days, ago(23), letter=journeys_open.OUTSTANDING)
    yield investigating(STORIES["care-home-neglect"], days, ago(16), how=journeys_open.UNDECIDED)
    yield investigating(STORIES["postnatal-death"], days, ago(51), written="draft")
    yield investigating(STORIES["fall-window"], days, ago(55), written="signed")
    yield investigating(STORIES["radiotherapy-shift"], days, before(days.next_working_day, 60))
    yield investigating(STORIES["bowel-result"], days, before(ago(3), 60))
    yield investigating(STORIES["clozapine"], days, before(ago(8), 60))
    yield journeys_open.submitted(STORIES["gentamicin"], days, ago(1))
    yield journeys_open.submitted(STORIES["coil-consent"], days, ago(5))
    yield in_review(STORIES["potassium"], days, ago(6))
    yield in_review(STORIES["ambulance-call-lost"], days, ago(5))
    # Feedback is due 20 calendar days on, so this one is due tomorrow whatever day of the week it is.
    yield in_review(STORIES["hearing-follow-up"], days, today - timedelta(days=19))
    yield in_review(STORIES["clot-medical"], days, today - timedelta(days=24))
    yield journeys_open.accepted(STORIES["child-on-ward"], days, ago(3))
    yield journeys_open.accepted(STORIES["results-outage"], days, ago(2))
    yield journeys_open.returned(STORIES["fall-stairs"], days, ago(3))
    yield journeys_open.returned(STORIES["warfarin"], days, ago(13))
    yield journeys_open.sent_again(STORIES["hospital-at-home"], days, today - timedelta(days=8))


def _psirf(days: Days) -> Iterator[Course]:
    """Nethercote since its move: no threshold, a response chosen by its plan."""

    def ago(number: int) -> date:
        return days.today - timedelta(days=number)

    chosen, reported = journeys_learning.chosen, journeys_learning.reported
    yield chosen(
        STORIES["psirf-insulin"], days, ago(163), "swarm_huddle", is_signed=True, oversight=("supports",)
    )
    # The longest one: its date agreed anew at the wish of the family, then signed off, with the board's questions.
    yield chosen(
        STORIES["psirf-stroke-ward"],
        days,
        ago(141),
        "psii",
        agreed=50,
        reagreed=66,
        is_signed=True,
        oversight=("asks", "supports"),
    )
    yield chosen(
        STORIES["psirf-discharge"],
        days,
        ago(121),
        "after_action_review",
        is_signed=True,
        oversight=("offers_help", "supports"),
    )
    yield chosen(STORIES["psirf-sedation"], days, ago(94), "mdt_review", is_signed=True)
    yield chosen(STORIES["psirf-pathology"], days, ago(71), "after_action_review", is_signed=True)
    # Its own date passed some days ago, whatever the day of loading.
    yield chosen(STORIES["psirf-birth-tear"], days, ago(52), "mdt_review", agreed=24, oversight=("asks",))
    yield chosen(STORIES["psirf-chest-drain"], days, ago(36), "psii", oversight=("offers_help",))
    yield chosen(STORIES["psirf-falls"], days, ago(29), "thematic_review")
    # Chosen on the last working day, so that the board has heard of it since it last looked.
    yield chosen(STORIES["psirf-late-scan"], days, before(days.ago(1), 1), "after_action_review", decided=1)
    yield reported(STORIES["psirf-files"], days, ago(1))


def _kept(days: Days) -> Iterator[Course]:
    """Joined, corrected, sent on, investigated elsewhere, keyed for a practice, written on paper, heard about."""
    ago, investigating = days.ago, journeys_open.investigating
    yield journeys_kept.twin(STORIES["twin-larch"], days, ago(6), joined_to="fall-larch")
    weekend = min(ago(1) + timedelta(days=2), days.today - timedelta(days=1))
    yield journeys_kept.twin(STORIES["twin-beech"], days, weekend)
    yield journeys_kept.corrected(investigating(STORIES["section-leave"], days, ago(25)))
    yield journeys_kept.heard(investigating(STORIES["swab"], days, ago(18)))
    yield journeys_kept.elsewhere(
        investigating(STORIES["shoulder-dystocia"], days, ago(44)), "mnsi", reference="MI-90417"
    )
    yield journeys_kept.elsewhere(
        investigating(STORIES["prison-death"], days, ago(21)), "ppo", reference="PPO-9/118"
    )
    yield journeys_kept.sent_on(STORIES["sent-on"], days, ago(3), "stourbrook")
    yield journeys_open.reported(STORIES["keyed-practice"], days, 2)
    yield journeys_kept.from_paper(STORIES["paper-outage"], days, ago(2))
