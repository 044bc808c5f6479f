"""Each criterion of the policy can be ticked, and what is asked below it is kept with the judgement (3.2a, 3.4)."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.incidents.models import ClassificationRecord
from sightline.incidents.services import triage
from sightline.policy.classification import NaturalCourse
from sightline.policy.questionnaire import Answer
from tests.factories import NOW, World, declaration, judgement, reported

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, dict[str, Answer]] = {
    "A1": {
        "a1_suicide": "yes",
        "a1_homicide": "no",
        "a1_mental_health_care": "yes",
        "a1_last_contact": "6_to_12_months",
    },
    "A2": {"a2_serious_harm": ["permanent"], "a2_injury": "A nerve was cut."},
    "A3": {"a3_treatment": "Removal in theatre, which prevented a clot."},
    "A4": {
        "a4_types": ["neglect", "modern_slavery"],
        "a4_not_safeguarded": "yes",
        "a4_during_care": "no",
        "a4_referral": "Told on 16 November, reference LA-7.",
    },
    "B1": {"b1_kind": ["availability"], "b1_lead_told": "yes", "b1_toolkit_reference": "DSPT-41"},
    "B2": {"b2_damage": "The roof of theatre 2.", "b2_safety_executive": "not_sure"},
    "B3": {"b3_police": "yes", "b3_police_reference": "WMP-8"},
    "B4": {"b4_programme": "Breast screening", "b4_population": "About 400", "b4_advice_asked": "yes"},
    "B5": {"b5_act": ["mental_capacity_act"], "b5_legal_status": "not_authorised"},
    "B6": {"b6_scope": "Ward 4", "b6_closed_from": "16 November 2026", "b6_closed_until": "20 November 2026"},
    "B7": {"b7_body": "agency", "b7_activated_at": "16 November 2026, 14:30"},
    "B8": {"b8_media": "likely", "b8_communications_told": "no"},
    "B9": {"b9_threat": "A strike of the only haulier of oxygen."},
}


@pytest.mark.clause("3.2a.i", facet="suicide and homicide are asked")
@pytest.mark.clause("3.2a.ii", facet="what makes the harm serious is asked")
@pytest.mark.clause("3.2a.iii", facet="the treatment is described")
@pytest.mark.clause("3.4.0", facet="a threat not on the list can be named")
@pytest.mark.clause("3.4a", facet="what happened to the information is asked")
@pytest.mark.clause("3.4b", facet="what was damaged is asked")
@pytest.mark.clause("3.4b", facet="the Health and Safety Executive is asked about")
@pytest.mark.clause("3.4c", facet="the police and their reference are asked about")
@pytest.mark.clause("3.4d", facet="how many could be affected is asked")
@pytest.mark.clause("3.4e", facet="the law and the legal status are asked")
@pytest.mark.clause("3.4f", facet="what failed or closed is asked")
@pytest.mark.clause("3.4f", facet="from when to when it was closed is asked")
@pytest.mark.clause("3.4g", facet="who activated the plan and when is asked")
@pytest.mark.clause("3.4h", facet="how far it has reached the media is asked")
@pytest.mark.clause("4.3h", facet="the referral to it is asked for and kept")
@pytest.mark.clause("11.2", facet="the toolkit's reference is asked for")
@pytest.mark.parametrize("code", ANSWERS)
def test_each_criterion_is_kept_with_what_was_asked_below_it(world: World, code: str) -> None:
    died: dict[str, Any] = {"death": True, "natural_course": NaturalCourse.NO} if code == "A1" else {}
    incident = reported(world.reporter)
    triage.declare(
        incident.id,
        judgement(criteria=frozenset({code}), sub_answers=ANSWERS[code], **died),
        declaration(),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    record = ClassificationRecord.objects.get(incident=incident)
    assert (record.outcome, record.criteria, record.sub_answers) == ("declare", [code], ANSWERS[code])
