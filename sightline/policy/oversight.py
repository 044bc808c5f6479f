"""How the ICB oversees a learning response under PSIRF: it supports, asks and offers; it closes and returns nothing.

The mindset is that of the national oversight roles: each note is written with one of its principles in view (reference 6.1).
"""

from __future__ import annotations

from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Term

SOURCE = "NHS England, Patient Safety Incident Response Framework, oversight roles and responsibilities"
LENGTH = 10_000


class OversightKind(Term):
    """What a note does. None of them asks for the response to be done again."""

    SUPPORTS = "supports", "Supports the response"
    ASKS = "asks", "Asks a question"
    OFFERS_HELP = "offers_help", "Offers help across organisations"


class Mindset(Term):
    """The oversight mindset: what the ICB looks with."""

    IMPROVEMENT = "improvement", "Improvement is the focus"
    NO_BLAME = "no_blame", "Blame restricts insight"
    PROACTIVE = "proactive", "Learning is proactive"
    COLLABORATION = "collaboration", "Collaboration"
    SAFETY = "safety", "Psychological safety"
    CURIOSITY = "curiosity", "Curiosity"


def problems_of_oversight(kind: str, mindset: str, text: str) -> tuple[Problem, ...]:
    """What stops a note from being recorded, each beside its field."""
    said = {
        "kind": "" if kind in set(OversightKind) else "Choose what the note does.",
        "mindset": "" if mindset in set(Mindset) else "Choose the principle you had in view.",
        "text": _problem_with_text(text),
    }
    return tuple(Problem(field, words, clause="5.2.2") for field, words in said.items() if words)


def _problem_with_text(text: str) -> str:
    if not text.strip():
        return "Write the note."
    return f"Use {LENGTH:,} characters or fewer." if len(text.strip()) > LENGTH else ""
