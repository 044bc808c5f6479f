"""Rows of chapters 5 to 12: running the policy, information, words. Read them by ``clauses.CLAUSES``."""

from __future__ import annotations

RUNNING: tuple[tuple[str, str, str], ...] = (
    # 5 Dissemination
    ("5.1.1", "evidence", "Each Place has local procedures that support the policy."),
    ("5.1.2", "system", "Local procedures never override the policy."),
    ("5.2.1", "context", "An introductory version of the newer national framework, PSIRF, was published."),
    ("5.2.2", "evidence", "The ICB reviews PSIRF and writes policies before it begins."),
    # 6 Training
    ("6.1", "evidence", "New staff learn of the policy at induction."),
    ("6.2", "evidence", "The policy can be read on the website and shared drives."),
    # 7 Monitoring
    ("7.0", "system", "The policy is reviewed two years after ratification, or sooner."),
    ("7.1a", "system", "The monitoring table says what is being monitored."),
    ("7.1b", "system", "The monitoring table says how."),
    ("7.1c", "system", "The monitoring table says who is responsible."),
    ("7.1d", "system", "The monitoring table says how often."),
    ("7.1e", "system", "The monitoring table says which group receives the findings."),
    ("7.1f", "system", "The monitoring table says who sees that actions are completed."),
    # 8 Compliance
    ("8.0a", "evidence", "All staff follow the policy; not doing so may be a disciplinary matter."),
    ("8.0b", "evidence", "Breaking confidence, fraud, misuse or crime counts as serious misconduct."),
    ("8.0c", "context", "Staff can find the disciplinary policy."),
    # 9 and 10 Equality and ethics
    ("9.0a", "evidence", "Unfair treatment is removed, and opportunity and good relations are promoted."),
    ("9.0b", "system", "This holds for every protected or other personal characteristic."),
    ("10.0", "context", "Ethical questions are noticed and raised."),
    # 11 Information governance
    ("11.1a", "system", "Information about an investigation is shared within data protection law."),
    ("11.1b", "system", "Sharing follows the Caldicott principles."),
    ("11.1c", "system", "Sharing meets information governance requirements."),
    ("11.2", "system", "Breaches that touch patient safety are also reported as information incidents."),
    # 12 Words
    ("12a", "context", "Being open means talking openly about incidents that led to harm or death."),
    ("12b", "context", "Clinical governance is how organisations answer for the quality of their care."),
    ("12c", "system", "A commissioner finds out what people need, buys it and checks what it bought."),
    ("12d", "system", "An ICB buys most NHS care, but not all kinds of it."),
    ("12e", "system", "Serious information incidents are graded and reported by national guidance."),
    ("12f", "system", "A Never Event shows a strong barrier failing somewhere between supplier and ward."),
    ("12g", "system", "Providers are trusts, practices, pharmacies, optometrists, dentists and others."),
    ("12h", "system", "The quality surveillance group pools what its members know about quality."),
    ("12i", "system", "StEIS is the national system in which serious incidents are logged and tracked."),
)
