"""Rows of chapters 1 to 3: scope, candour, what is serious. Read them by ``clauses.CLAUSES``."""

from __future__ import annotations

SCOPE: tuple[tuple[str, str, str], ...] = (
    # 1 Scope
    ("1.1.0", "context", "The policy sets out what it is meant to achieve."),
    ("1.1a", "evidence", "Everyone who works for or with the ICB knows what they must do about incidents."),
    ("1.1b", "system", "Providers report serious incidents on time, respond well and learn."),
    ("1.1c", "system", "The ICB is open and honest about incidents and shares what was learned."),
    ("1.1d", "system", "Providers act on lessons and trends, and pass them on across the local system."),
    # 2 Introduction
    ("2.1.1", "context", "The ICB wants care that is safe, effective and centred on the patient."),
    ("2.1.2", "system", "When things go wrong, people, property, money and reputation are protected."),
    ("2.2a", "system", "The ICB assures itself that serious incidents are recognised correctly."),
    ("2.2b", "system", "The ICB assures itself that serious incidents are investigated thoroughly."),
    ("2.2c", "system", "The ICB assures itself that learning makes a repeat less likely."),
    ("2.2d", "system", "The ICB assures itself that improvements really are made."),
    ("2.2e", "system", "Reports are set beside other intelligence to decide what to improve."),
    ("2.2f", "evidence", "Intelligence is shared with regulators and partners in agreed ways."),
    ("2.3a", "system", "The policy follows the Serious Incident Framework of March 2015."),
    ("2.3b", "system", "The policy follows the Never Events policy and list of January 2018."),
    ("2.3c", "system", "The policy follows the statutory Duty of Candour."),
    # 3.1 Duty of Candour
    (
        "3.1.0",
        "system",
        "Candour has bound health service bodies since November 2014, others since April 2015.",
    ),
    ("3.1a", "system", "Be open with the patient, or the person acting for them, about their care."),
    ("3.1b", "system", "Tell them in person, as soon as you reasonably can, and support them."),
    ("3.1c", "evidence", "Give a true account of everything known on the day you tell them."),
    ("3.1d", "evidence", "Explain what more you think needs to be looked into."),
    ("3.1e", "system", "Offer them an apology."),
    ("3.1f", "system", "Write afterwards with the same information and news of what was looked into."),
    ("3.1g", "evidence", "Keep a written record of every contact with them, including failed attempts."),
    ("3.1h", "system", "Fill in the candour section of the StEIS form for every incident reported there."),
    # 3.2 What is a serious incident
    ("3.2.1", "system", "No list settles what is serious, so each case is judged on its own facts."),
    ("3.2.2", "system", "Borderline cases are talked through by provider and ICB until both agree."),
    ("3.2a", "system", "It happened as part of NHS-funded care, by something done or left undone."),
    ("3.2a.i", "system", "An unexpected or avoidable death to which weak care or service contributed."),
    ("3.2a.ii", "system", "An unexpected or avoidable injury that led to serious harm."),
    ("3.2a.iii", "system", "An unexpected or avoidable injury treated to prevent death or serious harm."),
    ("3.2a.iv", "system", "Abuse, proved or alleged, that the provider did not act to safeguard against."),
    # 3.3 Never Events
    ("3.3.0", "system", "Events on the national Never Events list are always investigated as serious."),
    ("3.3a", "system", "A Never Event is wholly preventable where national barriers exist and are in place."),
    ("3.3b", "system", "A Never Event could cause serious harm; none need have happened this time."),
    ("3.3c", "system", "Each kind of Never Event has happened before and could happen again."),
    ("3.3d", "system", "A Never Event is easy to recognise, so that nobody argues over the label."),
    # 3.4 Threats to the organisation's ability to care
    ("3.4.0", "system", "One event or a series stops, or may stop, acceptable care from continuing."),
    ("3.4a", "system", "Information was not kept secure, correct or available, or was lost."),
    ("3.4b", "system", "Property was damaged."),
    ("3.4c", "system", "Security was broken or is in doubt."),
    ("3.4d", "system", "Screening, immunisation or other population-wide care may have harmed many people."),
    ("3.4e", "system", "Mental health or mental capacity law was wrongly used, or liberty wrongly taken."),
    ("3.4f", "system", "Safe care failed as a system, perhaps closing a ward or suspending a service."),
    ("3.4g", "system", "A provider, commissioner or other agency activated its major incident plan."),
    ("3.4h", "system", "Confidence was badly lost, perhaps with long adverse coverage or public concern."),
    # 3.5 and 3.6
    ("3.5", "system", "A natural-course death that was managed to best practice is not a serious incident."),
    ("3.6.0", "system", "A near miss may be serious, and a risk assessment decides whether it is."),
    ("3.6a", "system", "Assess how likely it is to happen again if nothing is changed."),
    ("3.6b", "system", "Assess how badly staff, patients and the organisation could be harmed next time."),
    ("3.6.1", "system", "Not every near miss is serious; pursue those that risk system failure and harm."),
)
