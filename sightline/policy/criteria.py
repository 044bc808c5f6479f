"""What makes an incident serious: the criteria of clauses 3.2 and 3.4, and what each asks once it is ticked.

Read them through ``classification``, which says what the answers advise. No list is complete (3.2.1, 3.4.0).

One file because the rows of one list are read beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.questionnaire import YES_NO_OR_NOT_SURE, AnswerKind, Choice, SubQuestion

NATIONAL_FRAMEWORK = "national framework"

YES_NO, CHOICE, MULTI, TEXT = AnswerKind.YES_NO, AnswerKind.CHOICE, AnswerKind.MULTI, AnswerKind.TEXT


@dataclass(frozen=True)
class Criterion:
    """One criterion. ``family`` is A for care of people (3.2) or B for threats to the service (3.4)."""

    code: str
    family: str
    label: str
    question: str
    help: str
    clause: str
    sub_questions: tuple[SubQuestion, ...]


_DEATH = (
    SubQuestion(
        "a1_suicide",
        "Was it a suicide or a self-inflicted death?",
        CHOICE,
        YES_NO_OR_NOT_SURE,
        clause="3.2a.i",
        required=True,
    ),
    SubQuestion(
        "a1_homicide",
        "Was it a homicide by someone receiving mental health care?",
        CHOICE,
        YES_NO_OR_NOT_SURE,
        clause="3.2a.i",
        required=True,
    ),
    SubQuestion(
        "a1_mental_health_care",
        "Was the person under mental health care, then or before?",
        CHOICE,
        YES_NO_OR_NOT_SURE,
        help="For a homicide, the person thought to be responsible.",
        clause="3.2a.i",
    ),
    SubQuestion(
        "a1_last_contact",
        "When was their last contact with mental health care?",
        CHOICE,
        (
            Choice("current", "Under care at the time"),
            Choice("within_1_month", "Within the month before"),
            Choice("1_to_6_months", "1 to 6 months before"),
            Choice("6_to_12_months", "6 to 12 months before"),
            Choice("over_12_months", "More than 12 months before"),
            Choice("not_known", "Not known yet"),
        ),
        help="About 6 months is a guide, not a rule. An earlier contact can still count.",
        clause="3.2a.i",
    ),
)

_ABUSE_TYPES = (
    Choice("sexual", "Sexual abuse"),
    Choice("physical", "Physical ill-treatment"),
    Choice("psychological", "Psychological ill-treatment"),
    Choice("neglect", "Neglect, or care left undone"),
    Choice("exploitation", "Exploitation"),
    Choice("financial", "Financial or material abuse"),
    Choice("discriminatory", "Discriminatory abuse"),
    Choice("organisational", "Organisational abuse"),
    Choice("self_neglect", "Self-neglect"),
    Choice("domestic", "Domestic abuse"),
    Choice("trafficking", "Human trafficking"),
    Choice("modern_slavery", "Modern slavery"),
)

CRITERIA_OF_CARE: tuple[Criterion, ...] = (
    Criterion(
        "A1",
        "A",
        "Unexpected or avoidable death",
        "Did someone die unexpectedly or avoidably, with weak care or service playing a part?",
        "Count suicide and self-inflicted death, and homicide by someone receiving mental health care.",
        clause="3.2a.i",
        sub_questions=_DEATH,
    ),
    Criterion(
        "A2",
        "A",
        "Injury with serious harm",
        "Was someone injured unexpectedly or avoidably, and seriously harmed?",
        "A harm level is not enough by itself: say why it was unexpected or avoidable.",
        clause="3.2a.ii",
        sub_questions=(
            SubQuestion(
                "a2_serious_harm",
                "What makes the harm serious?",
                MULTI,
                (
                    Choice("permanent", "It is permanent, or a body part or function is lost"),
                    Choice("life_shortened", "Life was in danger, or may be shorter"),
                    Choice("lasting_pain", "Pain that lasts"),
                    Choice("lasting_distress", "Psychological harm likely to last 28 days or more"),
                    Choice("other", "Something else"),
                ),
                clause="3.2a.ii",
                required=True,
            ),
            SubQuestion("a2_injury", "What is the injury?", TEXT, clause="3.2a.ii"),
        ),
    ),
    Criterion(
        "A3",
        "A",
        "Injury needing treatment to prevent death or serious harm",
        "Was someone injured, and treated to prevent death or serious harm?",
        "The outcome may be good because the treatment worked.",
        clause="3.2a.iii",
        sub_questions=(
            SubQuestion(
                "a3_treatment",
                "What treatment was needed, and what did it prevent?",
                TEXT,
                clause="3.2a.iii",
                required=True,
            ),
        ),
    ),
    Criterion(
        "A4",
        "A",
        "Abuse, proved or alleged",
        "Was there abuse, or an allegation of it?",
        "An allegation is enough to answer yes. It need not be proved.",
        clause="3.2a.iv",
        sub_questions=(
            SubQuestion(
                "a4_types", "What kind of abuse?", MULTI, _ABUSE_TYPES, clause="3.2a.iv", required=True
            ),
            SubQuestion(
                "a4_not_safeguarded",
                "Did the provider fail to act to safeguard against it?",
                CHOICE,
                YES_NO_OR_NOT_SURE,
                clause="3.2a.iv",
                required=True,
                source="policy",
            ),
            SubQuestion(
                "a4_during_care",
                "Did the abuse happen during NHS-funded care?",
                CHOICE,
                YES_NO_OR_NOT_SURE,
                help="The national framework counts this too.",
                clause="3.2a.iv",
                required=True,
                source=NATIONAL_FRAMEWORK,
            ),
            SubQuestion(
                "a4_referral",
                "Has the local authority's safeguarding team been told? When, and under which reference?",
                TEXT,
                clause="4.3h",
            ),
        ),
    ),
)

CRITERIA_OF_SERVICE: tuple[Criterion, ...] = (
    Criterion(
        "B1",
        "B",
        "Information lost, wrong or unavailable",
        "Was information lost, seen by the wrong people, wrong or not there when needed?",
        "Count paper as well as computers.",
        clause="3.4a",
        sub_questions=(
            SubQuestion(
                "b1_kind",
                "What happened to the information?",
                MULTI,
                (
                    Choice("security", "It was lost, stolen or seen by the wrong people"),
                    Choice("integrity", "It was wrong, changed or mixed up"),
                    Choice("availability", "It could not be reached when needed"),
                ),
                clause="3.4a",
                required=True,
            ),
            SubQuestion(
                "b1_lead_told",
                "Has the information-governance lead been told?",
                YES_NO,
                help="The 72 hours to notify the regulator belong to whoever controls the data.",
                clause="11.2",
                required=True,
            ),
            SubQuestion(
                "b1_toolkit_reference", "Data Security and Protection Toolkit reference", TEXT, clause="11.2"
            ),
        ),
    ),
    Criterion(
        "B2",
        "B",
        "Property damage",
        "Was property damaged so that care is at risk?",
        "Buildings, plant, equipment or vehicles.",
        clause="3.4b",
        sub_questions=(
            SubQuestion("b2_damage", "What was damaged?", TEXT, clause="3.4b", required=True),
            SubQuestion(
                "b2_safety_executive",
                "Might the Health and Safety Executive have to be told?",
                CHOICE,
                YES_NO_OR_NOT_SURE,
                clause="3.4b",
            ),
        ),
    ),
    Criterion(
        "B3",
        "B",
        "Security broken or in doubt",
        "Was security broken, or is it in doubt?",
        "Intrusion, theft, weapons, or someone where they should not be.",
        clause="3.4c",
        sub_questions=(
            SubQuestion(
                "b3_police",
                "Are the police involved?",
                CHOICE,
                YES_NO_OR_NOT_SURE,
                clause="3.4c",
                required=True,
            ),
            SubQuestion("b3_police_reference", "Police reference", TEXT, clause="3.4c"),
        ),
    ),
    Criterion(
        "B4",
        "B",
        "Screening, immunisation or other care of a whole population",
        "Could an incident in a screening or immunisation programme have harmed many people?",
        "One error in a programme can reach everyone it served.",
        clause="3.4d",
        sub_questions=(
            SubQuestion("b4_programme", "Which programme?", TEXT, clause="3.4d", required=True),
            SubQuestion(
                "b4_population",
                "About how many people could be affected?",
                TEXT,
                help="A rough number is enough. Say if it is not known yet.",
                clause="3.4d",
                required=True,
            ),
            SubQuestion(
                "b4_advice_asked",
                "Has the screening or immunisation team been asked for advice?",
                YES_NO,
                clause="3.4d",
            ),
        ),
    ),
    Criterion(
        "B5",
        "B",
        "Mental health or capacity law wrongly used",
        "Was someone wrongly detained, treated or deprived of liberty?",
        "Under the Mental Health Act, the Mental Capacity Act or deprivation of liberty safeguards.",
        clause="3.4e",
        sub_questions=(
            SubQuestion(
                "b5_act",
                "Under which law?",
                MULTI,
                (
                    Choice("mental_health_act", "Mental Health Act 1983"),
                    Choice("mental_capacity_act", "Mental Capacity Act 2005"),
                    Choice("liberty_safeguards", "Deprivation of Liberty Safeguards"),
                ),
                clause="3.4e",
                required=True,
            ),
            SubQuestion(
                "b5_legal_status",
                "What was the person's legal status at the time?",
                CHOICE,
                (
                    Choice("detained", "Detained under the Mental Health Act"),
                    Choice("community_order", "On a community treatment order"),
                    Choice("authorised", "Deprivation of liberty authorised"),
                    Choice("not_authorised", "Deprived of liberty without authority"),
                    Choice("informal", "Informal, neither detained nor deprived"),
                    Choice("not_known", "Not known yet"),
                ),
                clause="3.4e",
                required=True,
            ),
        ),
    ),
    Criterion(
        "B6",
        "B",
        "Safe care failed as a system",
        "Did safe care fail as a system, in one event or a series?",
        "A ward or unit may have closed, or a service been suspended.",
        clause="3.4f",
        sub_questions=(
            SubQuestion(
                "b6_scope", "What failed, closed or was suspended?", TEXT, clause="3.4f", required=True
            ),
            SubQuestion(
                "b6_closed_from",
                "Closed or suspended from",
                TEXT,
                help="For example, Thursday 8 April 2027. Leave empty if nothing closed.",
                clause="3.4f",
            ),
            SubQuestion(
                "b6_closed_until",
                "Reopened on",
                TEXT,
                help="Leave empty if it is still closed.",
                clause="3.4f",
            ),
        ),
    ),
    Criterion(
        "B7",
        "B",
        "Major incident plan activated",
        "Was a major incident plan activated?",
        "By a provider, a commissioner or another agency. Ring the ICB at once.",
        clause="3.4g",
        sub_questions=(
            SubQuestion(
                "b7_body",
                "Who activated it?",
                CHOICE,
                (
                    Choice("provider", "A provider"),
                    Choice("commissioner", "A commissioner"),
                    Choice("agency", "Another agency"),
                ),
                clause="3.4g",
                required=True,
            ),
            SubQuestion(
                "b7_activated_at",
                "When was it activated?",
                TEXT,
                help="For example, Thursday 8 April 2027, 14:30.",
                clause="3.4g",
                required=True,
            ),
        ),
    ),
    Criterion(
        "B8",
        "B",
        "Confidence badly lost",
        "Has confidence in the service been badly lost?",
        "For example, long adverse media coverage or public concern.",
        clause="3.4h",
        sub_questions=(
            SubQuestion(
                "b8_media",
                "How far has it reached the media or the public?",
                CHOICE,
                (
                    Choice("reported", "Already reported"),
                    Choice("likely", "Likely to be reported"),
                    Choice("concern", "Public concern, no coverage"),
                    Choice("not_likely", "Not likely"),
                ),
                clause="3.4h",
                required=True,
            ),
            SubQuestion(
                "b8_communications_told",
                "Has the ICB's communications team been told?",
                YES_NO,
                clause="4.5e",
            ),
        ),
    ),
    Criterion(
        "B9",
        "B",
        "Another threat to acceptable care",
        "Does something else threaten the organisation's ability to give acceptable care?",
        "The policy's list has no end. Say what it is.",
        clause="3.4.0",
        sub_questions=(
            SubQuestion(
                "b9_threat",
                "What is it, and what does it threaten?",
                TEXT,
                clause="3.4.0",
                required=True,
            ),
        ),
    ),
)
