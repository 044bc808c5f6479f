"""What identifies by its shape or by the label before it: numbers, dates of birth, addresses. Names are in ``personal_data_people``.

Each pattern is bounded on every side, so that no text makes it slow: what a number may repeat, it repeats a few times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = rf"""(?:
    \d{{4}}[ ]?[-/.][ ]?\d{{1,2}}[ ]?[-/.][ ]?\d{{1,2}}(?!\d)
  | \d{{1,2}}[ ]?[-/.\\][ ]?\d{{1,2}}[ ]?[-/.\\][ ]?(?:\d{{4}}|\d{{2}})(?!\d)
  | \d{{1,2}}[ ]\d{{1,2}}[ ](?:\d{{4}}|\d{{2}})(?!\d)
  | \d{{1,2}}(?:st|nd|rd|th)?[ ,/.-]{{0,2}}(?:of[ ])?{_MONTH}[ ,/.-]{{0,3}}'?(?:\d{{4}}|\d{{2}})(?!\d)
  | {_MONTH}[ ]{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?[ ,]{{1,3}}(?:\d{{4}}|\d{{2}})(?!\d)
  | {_MONTH}[ ,]{{1,3}}(?:18|19|20)\d\d(?!\d)
  | (?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)
)"""

_BORN = re.compile(
    rf"""(?<![^\W\d_])
    (?: d\.?\s?o\.?\s?b\.? | d/o/b | date[ ]+of[ ]+birth | birth[ ]?-?date | birthday | born | b\.(?=[ ]?\d) )
    (?![^\W\d_])
    (?: [\s:=.,;()\[\]#|*"'-]{{0,4}} (?:of|the|this|patient|client|resident|child|baby|mother|pt|is|was|given|as|recorded|on|in|about|approximately|his|her|their)
        (?![^\W\d_]) ){{0,5}}
    [\s:=.,;()\[\]#|*"'-]{{0,6}}
    (?P<found>{_DATE})
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: The label after the date, or the date in brackets after an age.
_BORN_BEFORE = re.compile(
    rf"""(?<![\w./-])(?P<found>{_DATE})[ ]{{0,2}}[(\[,-]?[ ]{{0,2}}(?:d\.?o\.?b\b|date[ ]of[ ]birth)""",
    re.VERBOSE | re.IGNORECASE,
)
_BORN_AGED = re.compile(
    rf"""(?<![\w])\d{{1,3}}[ -]{{0,2}}(?:years?|yrs?|y)[ /-]{{0,2}}(?:old|o)?(?:,?[ ](?:man|woman|male|female|lady|gentleman))?[ ]?[(\[](?P<found>{_DATE})""",
    re.VERBOSE | re.IGNORECASE,
)


def births_in(text: str) -> Iterator[Span]:
    """Dates of birth: only where a word or an age says so. Any other date is one of the event."""
    for pattern in (_BORN, _BORN_BEFORE, _BORN_AGED):
        for match in pattern.finditer(text):
            yield match.span("found")


_BEFORE_AT = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\Z")
_AFTER_AT = re.compile(r"[^\W_](?:[\w-]{0,62}[^\W_])?(?:\.[^\W_](?:[\w-]{0,62}[^\W_])?){1,8}")


def emails_in(text: str) -> Iterator[Span]:
    """E-mail addresses, found from their sign: a pattern over the whole text would begin at every letter of it."""
    place = text.find("@")
    while place >= 0:
        before = _BEFORE_AT.search(text[max(0, place - 64) : place])
        after = _AFTER_AT.match(text, place + 1, place + 256)
        if before is not None and after is not None:
            name = before.group().lstrip(".'`*=|/{}!?&-")
            if name:
                yield place - len(name), after.end()
        place = text.find("@", place + 1)


#: Letters that no National Insurance number begins with, and pairs never given out; QQ stands in every printed example.
_NI = re.compile(
    r"""(?<![A-Za-z0-9])(?:
        (?P<upper>(?:QQ|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[ ./-]{0,2}\d{2}[ ./-]{0,2}\d{2}[ ./-]{0,2}\d{2}[ ./-]{0,2}[A-D])
      | (?P<pairs>[A-Z]{2}[ ]\d{2}[ ]\d{2}[ ]\d{2}[ ][A-Z])
      | (?P<small>(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[a-d])
    )(?![A-Za-z0-9])""",
    re.VERBOSE,
)
_NI_LABELLED = re.compile(
    r"""(?<![A-Za-z])(?:national[ ]insurance|n\.?i\.?(?:[ ]?(?:no|num|number))?|nino)(?![A-Za-z])
    (?:[ ](?:number|num|no))?[ .:=#-]{0,4}(?:(?:is|was)[ ])?
    (?P<found>[A-Za-z]{2}[ ./-]{0,2}\d{2}[ ./-]{0,2}\d{2}[ ./-]{0,2}\d{2}(?:[ ./-]{0,2}[A-Za-z])?)(?![A-Za-z0-9])""",
    re.VERBOSE | re.IGNORECASE,
)


def ni_numbers_in(text: str) -> Iterator[Span]:
    """National Insurance numbers: two letters, six digits, a letter; without the last one only after their label."""
    for match in _NI.finditer(text):
        yield match.span()
    for match in _NI_LABELLED.finditer(text):
        yield match.span("found")


_HOSPITAL_LABELLED = re.compile(
    r"""(?<![A-Za-z])(?:
        m\.?r\.?n\.? | crn | pid | (?:hospital|hosp\.?|unit|case[ ]?notes?|medical[ ]record|health[ ]record|patient[ ]record|pas|district|trust|k|x)[ ]{0,2}(?:number|numb?\.?|no\.?|id|ref|\#)
      | patient[ ]{0,2}(?:number|no\.?|id(?:entifier)?|identification(?:[ ]number)?|ref(?:erence)?)
      | chi(?:[ ](?:number|no\.?))? | local[ ]patient[ ](?:id|identifier|number) | rxr[ ]no
    )(?![A-Za-z])
    [\s:=.#()\[\]-]{0,5} (?:(?:number|numb?|no|id|is|was|of)\b[\s:=.#()\[\]-]{0,4}){0,2}
    (?P<found>
        (?=[A-Za-z0-9/ -]{0,9}\d{3}) [A-Za-z]{0,5}[ /-]?\d[A-Za-z0-9]{0,11}(?:[/-][A-Za-z0-9]{1,12}){0,3}(?:[ ]\d{2,4}){0,3}
    )(?![A-Za-z0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
#: The code of a trust, such as RKB, before seven digits.
_HOSPITAL_PREFIXED = re.compile(r"(?<![A-Za-z0-9])R[A-Z][A-Z0-9]\d{6,8}(?![A-Za-z0-9])")


def hospital_numbers_in(text: str) -> Iterator[Span]:
    """Numbers by which a hospital knows a patient: after a label, or with the code of a trust in front."""
    for match in _HOSPITAL_LABELLED.finditer(text):
        start, end = match.span("found")
        if sum(sign.isdigit() for sign in match.group("found")) >= 4:
            yield start, end
    for match in _HOSPITAL_PREFIXED.finditer(text):
        yield match.span()


_UK_PHONE = re.compile(
    r"""(?<![\w.+/-])(?:(?:\+|00)[ ]?44[ .-]?(?:\(0\)[ .-]?)?\(?|\(?(?:\(0\)|0))[1-3789]\d{1,4}\)?(?:[ ./-]{0,2}\d){5,8}(?![\d@])""",
    re.VERBOSE,
)
_PHONE_ABROAD = re.compile(r"(?<![\w.+])\+[1-9]\d{0,2}(?:[ .()-]{0,2}\d){7,12}(?!\d)")
_PHONE_LABELLED = re.compile(
    r"""(?<![A-Za-z])(?:tel(?:ephone)?|phone|mobile|mob|contact|landline|home|work|cell)(?![A-Za-z])\.?
    (?:[ ](?:number|num|no|is|on|at|tel)\b\.?){0,2}[ :=.#(-]{0,4}(?P<found>\d(?:[ -]{0,1}\d){5,12})(?![\d/.:]\d|\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def phones_in(text: str) -> Iterator[Span]:
    """Telephone numbers of the United Kingdom by their first digits; others after a plus or a label. No bleeps, no extensions."""
    for match in _UK_PHONE.finditer(text):
        digits = "".join(sign for sign in match.group() if sign.isdigit())
        national = digits.removeprefix("00").removeprefix("44").removeprefix("0")
        written_at_home = not (digits.startswith("0044") or match.group().lstrip().startswith("+"))
        if len(national) == 10 or (
            len(national) == 9 and (not written_at_home or not match.group().isdigit())
        ):
            start, end = match.span()
            opened = match.group().startswith("(") and ")" not in match.group()
            yield start + opened, end


def other_phones_in(text: str) -> Iterator[Span]:
    """Telephone numbers that only a plus or a label makes known; they may be something else that is asked for first."""
    for match in _PHONE_ABROAD.finditer(text):
        yield match.span()
    for match in _PHONE_LABELLED.finditer(text):
        yield match.span("found")


_AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD"
    "|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S"
    "|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9])(?:GIR[ ]?0AA|ZZ99[ ]{{0,2}}\d[A-Z]{{2}}|(?P<out>(?:{_AREAS})(?:\d{{1,2}}|\d[A-HJKPSTUVWXY]))(?P<gap>[ -]{{0,2}})(?P<in>\d[ABD-HJLNP-UW-Z]{{2}}))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_WHERE_SOMEBODY_LIVES = re.compile(
    r"post\s?code|liv(?:es|ed|ing)|address|home|flat|house|resid", re.IGNORECASE
)
#: In small letters these are ordinals and measures: "t4 2nd", "l5 1st", "b12 1ug".
_NO_INWARD = frozenset({"st", "nd", "rd", "th", "hr", "ug", "ng", "gs", "pt", "bd", "ds", "tr"})


def postcodes_in(text: str) -> Iterator[Span]:
    """Postcodes of areas that exist, and the pseudo-codes ZZ99 of the health service."""
    for match in _POSTCODE.finditer(text):
        whole = match.group()
        inward = match["in"]
        if inward is not None:
            if not (whole.isupper() or whole.islower()):
                continue
            if inward[1:] in _NO_INWARD:
                continue
            short = len(whole) < 6 or match["gap"] == "-" or whole.islower()
            near = text[max(0, match.start() - 40) : match.start()]
            if (
                short
                and len(match["out"]) == 2
                and not match["gap"]
                and not _WHERE_SOMEBODY_LIVES.search(near)
            ):
                continue
        yield match.span()


_STREETS = (
    "Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Cl|Drive|Dr|Crescent|Cres|Terrace|Terr|Gardens|Gdns|Court|Ct|Grove|Way|Place|Pl|Square|Sq|Mews|Row"
    "|Walk|Rise|Hill|Park|Parade|Green|View|Croft|Fold|Meadow|Meadows|Mount|Villas|Wynd|Brow|Bank|Vale|Broadway|Heights|Quay|Wharf|Gate|Boulevard|Chase|Approach|Estate|Buildings|Mansions|Tower|House|Cottages|Cottage|Yard|Loan|Brae|Hey|Nook|Garth"
)
_ADDRESS = re.compile(
    rf"""(?<![\w./:-])
    (?:(?:Flat|Apartment|Apt|flat|apartment)\.?[ ]?\d{{1,4}}[A-Za-z]?,?[ ]{{1,2}})?
    (?:(?:[A-Z][a-z]{{2,15}}[ ]){{1,2}}(?:House|Court|Tower|Lodge|Mansions),?[ ])?
    \d{{1,4}}[ ]?(?:-[ ]?\d{{1,4}})?[A-Za-z]?,?[ ]{{1,2}}
    (?:
        (?P<name>(?:(?:[A-Z][\w'.-]{{1,20}}|of|the|and|on|le|de)[ ]{{1,2}}){{1,4}})
        (?P<kind>{_STREETS}|road|street|avenue|lane|close|drive|crescent|terrace|gardens|grove)
      | The[ ][A-Z][a-z]{{2,15}}
    )\b(?!['’])
    """,
    re.VERBOSE,
)
_ADDRESS_SMALL = re.compile(
    r"""(?:(?:lives?|lived|living|resides?|residing)[ ](?:at|in|on)|address(?:[ ](?:is|was))?)[ :]{1,3}
    (?P<found>(?:flat[ ]?\d{1,4}[a-z]?,?[ ])?\d{1,4}[a-z]?,?[ ](?:[\w'-]{2,20}[ ]){1,3}(?:road|rd|street|st|avenue|ave|lane|close|drive|crescent|terrace|gardens|court|grove|way|place|square|mews|walk))\b""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS_TOLD = re.compile(
    r"""(?:(?:[Ll]ives?|[Ll]ived|[Ll]iving|[Rr]esides?|[Rr]esiding)[ ]at|[Aa]ddress(?:[ ](?:is|was))?)[ :]{1,3}
    (?P<found>\d{1,4}[A-Za-z]?,?[ ][A-Z][\w'-]{1,20}(?:[ ][A-Z][\w'-]{1,20}){1,2})""",
    re.VERBOSE,
)
_HOUSE = re.compile(
    r"(?<![\w'])(?:[A-Z][a-z]{2,15}[ ]){1,2}(?:Cottage|House|Farm|Farmhouse|Barn|Villa|Bungalow),?[ ](?:[A-Z][\w'-]{2,20}[ ]){1,2}(?:Lane|Road|Street|Avenue|Drive|Close)\b"
)
_NUMBERED_THING = re.compile(
    r"(?:wards?|bays?|beds?|rooms?|theatres?|levels?|floors?|bands?|stages?|grades?|lines?|blocks?|bleep|ext(?:ension)?|categor(?:y|ies)|type|page|figure|table|box|line|version|gate|step|item|day|on|at|by|to|and|of)\s*\Z",
    re.IGNORECASE,
)
_NOT_STREETS = frozenset(
    "January February March April May June July August September October November December Patients Nurses Staff Hours Days Weeks Months Years Minutes mg ml".split()
)


def addresses_in(text: str) -> Iterator[Span]:
    """Street addresses: a number, a name with a capital, a kind of street; in small letters only after "lives at"."""
    for match in _ADDRESS.finditer(text):
        first = (match["name"] or "").split(" ", 1)[0]
        labelled = match.group().lower().startswith(("flat", "ap"))
        before = text[max(0, match.start() - 16) : match.start()].rsplit("\n", 1)[-1]
        numbered = _NUMBERED_THING.search(before)
        if first in _NOT_STREETS or (
            match["name"] is None and not re.search(r"\bat ?\Z|address:? ?\Z", before)
        ):
            continue
        if (
            labelled
            or numbered is None
            or numbered.group().strip().lower() in {"at", "to", "of", "and", "by", "on"}
        ):
            yield match.span()
    for match in _ADDRESS_SMALL.finditer(text):
        yield match.span("found")
    for match in _ADDRESS_TOLD.finditer(text):
        yield match.span("found")
    for match in _HOUSE.finditer(text):
        yield match.span()
