"""Prints what the personal-data check finds, what of it blocks, and what it cannot find."""

from __future__ import annotations

from sightline.policy.markdown import NO, YES, page, table, text
from sightline.policy.personal_data import CANNOT_FIND, PersonalDataKind, blocks

#: How each kind is known, in words; the patterns and lists themselves are in the files of the rules.
_KNOWN_BY: dict[PersonalDataKind, str] = {
    PersonalDataKind.NHS_NUMBER: "Ten digits that pass modulus 11, whatever stands between them: blanks, dashes, dots, line ends, "
    "signs that cannot be seen, other digits such as full-width ones; also over two fields that follow each other",
    PersonalDataKind.DATE_OF_BIRTH: "A date after “date of birth”, “DOB”, “born” and the like, or in brackets after an age; other "
    "dates are those of events",
    PersonalDataKind.PHONE: "A number as they are in the United Kingdom, or any after a plus or a label; no bleeps and extensions",
    PersonalDataKind.EMAIL: "A name, an at sign, and a domain",
    PersonalDataKind.POSTCODE: "An area that exists, and ZZ99",
    PersonalDataKind.ADDRESS: "A number, a name with a capital letter, and a kind of street; in small letters after “lives at”",
    PersonalDataKind.NI_NUMBER: "Two letters, six digits and a letter; without the last one after a label",
    PersonalDataKind.HOSPITAL_NUMBER: "A number after “hospital number”, “MRN” and the like, or seven digits after a trust's code",
    PersonalDataKind.PERSON: "A word after a title, beside an initial or another name, a known given name, or what stands where "
    "only a person can; not wards, hospitals and illnesses called after somebody",
}


def personal_data_page() -> str:
    """Every kind with how it is known, whether it blocks, and what to write instead; then what the check cannot find."""
    return page(
        "Personal data in texts",
        text(
            "Every text is looked through for what says who somebody is. What is found may be kept with a reason; an NHS",
            "Number may not, unless a lead says that it is none: one ten-digit number in eleven passes its check by chance.",
            "Read a text by `sightline check-text`.",
        ),
        table(
            ("What", "Label", "Known by", "Blocks", "What to write instead"),
            (
                (kind.label, f"`{kind.name}`", _KNOWN_BY[kind], YES if blocks(kind) else NO, kind.advice)
                for kind in PersonalDataKind
            ),
        ),
        "## What it cannot find",
        "\n".join(f"- {sentence}" for sentence in CANNOT_FIND),
        text(
            "What remains after it, the ward, the day, the age and the story, may still say who it was: treat every case as",
            "confidential.",
        ),
    )
