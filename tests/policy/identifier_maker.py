"""Invented sentences with identifiers whose places are known: other names, formats and frames than the check was tuned on.

Written before the check was tuned, and its sentences not changed since; made from a seed, so that a figure can be had again.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

#: Given names and surnames of people in the United Kingdom, of many origins; some are rare, some are also ordinary words.
GIVEN = """
Aaliyah Abdirahman Abena Adaeze Adwoa Aengus Agnieszka Ailsa Aled Alejandra Amarjit Anouk Anwen Asif Aurelia Ayodele Balwinder
Bartosz Beatrix Bethan Blessing Bogdan Branwen Bronagh Callum Caoimhe Ceri Chidi Chloe Clement Conchita Dafydd Daljit Danuta
Deirdre Delroy Dominika Doreen Eilidh Ekaterina Elsie Emeka Enid Fadumo Farzana Fergus Fionnuala Folasade Gethin Ghulam Gillian
Grzegorz Gurpreet Hamza Hortense Ibrahim Ieuan Imran Ines Ioana Isla Ivor Jacinta Jasvinder Jelena Jermaine Joan Kashif Keeley
Kwame Lakshmi Leopold Li-Wei Llinos Lorcan Magdalena Malgorzata Mehmet Meera Mihai Mohammed Moira Muhammad Nadia Nasreen Ngozi Niamh
Nkechi Noreen Olamide Oluwaseun Oonagh Parminder Patience Pawel Peregrine Petros Phyllis Piotr Priya Radhika Rhiannon Roisin Rupinder
Saoirse Senthil Shanice Shabnam Sinead Siobhan Stanislaw Sunita Tadhg Tanisha Thandiwe Tomasz Trevor Tunde Umar Valentina Wanjiru
Wei Winifred Xiomara Yasmin Yetunde Yusuf Zainab Zofia David Margaret John Susan Michael Patricia Barry Pauline Keith Jean Brian
""".split()
SURNAMES = """
Abubakar Adeyemi Aherne Akhtar Alvarez Ap-Rhys Asante Babatunde Baczynski Bains Balogun Begum Bhattacharya Blenkinsop Boateng
Bukowski Carrington-Smythe Chatterjee Chaudhry Chukwu Cruickshank Cwiklinski Dalgleish D'Souza Dhillon Diallo Dlamini Dubrowski
Eccleston Egwu Elliott Evans Farooqi Featherstonehaugh Fernandes Fitzgerald Galbraith Georgiou Ghosh Gill Goldberg Gomes Griffiths
Gunawardena Haralambous Hargreaves Hussain Ionescu Iqbal Jablonski Jankauskas Jones Kaczmarek Kapoor Karagiannis Kaur Khan Kowalczyk
Krishnamurthy Kumar Lewandowski Llewellyn Mac an Ghoill MacDougall Mahmood McAllister McGillicuddy Mensah Mistry Mukherjee
Murray Mutasa Nakamura Ndlovu Nguyen Nkrumah Nowak O'Brien O'Shaughnessy Obi Ogunleye Okafor Okonkwo Olusanya Osei Ozturk
Pankhurst Papadopoulos Patel Petrovic Popescu Postlethwaite Prendergast Pritchard Quaye Qureshi Rahman Ramasamy Ranasinghe
Rodrigues Roberts Sahin Sandhu Santos Shah Sharma Sidebottom Silva Singh Smith Sokolova St-John Sutcliffe Szymanski Tait Tembo Thomas
Thwaites Uddin Vaghela van-Rensburg Vasquez Wainwright Wang Wilson Winterbottom Wójcik Wright Yilmaz Zhang Zielinski Ziółkowska
""".replace("Mac an Ghoill", "").split()

_MONTHS = "January February March April May June July August September October November December".split()

WHO = (
    "{} told staff that the bell had not been answered.",
    "The wrong insulin was given to {} at 22:10.",
    "{} was found on the floor beside bed 9 at 05:40.",
    "A referral was made for {} on 4 March 2026, but nobody saw it.",
    "Relatives of {} asked for a meeting.",
    "We spoke with {} about the fall.",
    "The chart belonged to {} and not to the patient in bed 3.",
    "Statement given by {} after the shift.",
    "According to {}, the drip had stopped an hour before.",
    "Discussed with {} and with the family.",
)
PERSON_IN_CONTEXT = (
    "Patient: {}.",
    "Name: {}, admitted from home.",
    "Pt {} fell in the bathroom.",
    "The patient, {}, was not weighed.",
    "Her son {} was with her.",
    "The daughter, {}, complained twice.",
    "Spoke to wife {} at 15:00.",
    "Signed by {}.",
)
_NUMBERS = {
    "NHS_NUMBER": (
        "NHS number {} was written on the wrong label.",
        "NHS No: {}; readmitted after two days.",
        "The results filed were those of {}.",
        "Patient ({}) was given the wrong blood.",
        "nhs no.{} fell from trolley",
        "Ref {} / ward 4: missed dose of warfarin.",
        "Scan for {} was never reported.",
    ),
    "NI_NUMBER": (
        "National Insurance number {} is on the form.",
        "NINO {} was given by the agency.",
        "The payroll sheet with {} was left in the car park.",
        "NI: {}; staff member suspended.",
    ),
    "HOSPITAL_NUMBER": (
        "Hospital number {} was mixed up with another.",
        "MRN {} had two wristbands.",
        "Hosp No. {} seen in clinic.",
        "The notes (hospital no {}) were lost.",
        "Unit number: {}; sample not labelled.",
        "Patient ID {} was merged in error.",
        "MRN: {} - second fall in a week.",
    ),
    "DATE_OF_BIRTH": (
        "DOB {} on the wristband.",
        "Date of birth: {}; lives alone.",
        "D.O.B. {}, seen on 3 March 2026.",
        "The patient (born {}) was not weighed.",
        "d.o.b {} admitted 02/01/2026 with sepsis.",
        "The woman, born on {}, was sent home.",
        "Birth date {} did not match.",
    ),
    "PHONE": (
        "Ring the daughter on {} after six.",
        "Tel: {}.",
        "Contact number {} is no longer in use.",
        "The family may be reached at {} at weekends.",
        "Mob {} (neighbour).",
        "Message left on {} at 10:15.",
        "His brother can be called ({}) any time.",
    ),
    "EMAIL": (
        "Write to {} with the findings.",
        "The son's e-mail is {}.",
        "A report was sent to {} by mistake.",
        "<{}> complained on Monday.",
        "email:{}",
    ),
    "POSTCODE": (
        "Lives at {} with a carer.",
        "The ambulance was sent to {} instead.",
        "Postcode {} is outside the area.",
        "Discharged home ({}) without a key safe.",
        "Her flat in {} was cold.",
    ),
    "ADDRESS": (
        "She lives at {} on the second floor.",
        "Discharged to {} without a package of care.",
        "The crew went to {} first.",
        "Home address: {}.",
        "Fell outside {} at noon.",
    ),
}


@dataclass(frozen=True)
class Made:
    """A sentence, and the one identifier in it that the frame was made for."""

    text: str
    start: int
    end: int
    kind: str
    style: str


def nhs_number(chance: Random) -> str:
    """A valid number of the range for testing, 999, without spaces."""
    while True:
        stem = f"999{chance.randrange(10**6):06d}"
        check = (11 - sum((10 - place) * int(sign) for place, sign in enumerate(stem)) % 11) % 11
        if check < 10 and len(set(stem)) > 1:
            return f"{stem}{check}"


def _nhs(chance: Random) -> tuple[str, str]:
    number = nhs_number(chance)
    first, middle, last = number[:3], number[3:6], number[6:]
    style = chance.choice(
        ("plain", "spaces", "hyphens", "dots", "no-break", "lines", "wide", "zero-width", "pairs")
    )
    between = {"spaces": " ", "hyphens": "-", "dots": ".", "no-break": "\u00a0", "lines": "\x85", "plain": ""}
    if style == "wide":
        return style, "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    if style == "zero-width":
        return style, "\u200b".join(number)
    if style == "pairs":
        return style, " ".join(number[place : place + 2] for place in range(0, 10, 2))
    return style, between[style].join((first, middle, last))


def _ni(chance: Random) -> tuple[str, str]:
    prefix = chance.choice("AB CE EH GA HK JC JY KE LR MX NA OL PP RW SH TM WB YZ ZT".split())
    digits, suffix = f"{chance.randrange(10**6):06d}", chance.choice("ABCD")
    style = chance.choice(("plain", "spaces", "small"))
    if style == "spaces":
        return style, f"{prefix} {digits[:2]} {digits[2:4]} {digits[4:]} {suffix}"
    return style, (prefix + digits + suffix).lower() if style == "small" else prefix + digits + suffix


def _hospital(chance: Random) -> tuple[str, str]:
    style = chance.choice(("digits", "letter", "letters", "slash", "dashes"))
    number = f"{chance.randrange(10**6, 10**7)}"
    made = {
        "digits": number,
        "letter": f"{chance.choice('ABDHKMRX')}{number[:6]}",
        "letters": f"{chance.choice(('RNX', 'QEH', 'BTH', 'NUH'))}{number}",
        "slash": f"{number[:2]}/{number[2:]}",
        "dashes": f"{number[:3]}-{number[3:]}",
    }
    return style, made[style]


def _birth(chance: Random) -> tuple[str, str]:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1926, 2024)
    name = _MONTHS[month - 1]
    made = {
        "slashes": f"{day:02}/{month:02}/{year}",
        "short year": f"{day}/{month}/{year % 100:02}",
        "dots": f"{day:02}.{month:02}.{year}",
        "dashes": f"{day:02}-{month:02}-{year}",
        "iso": f"{year}-{month:02}-{day:02}",
        "words": f"{day} {name} {year}",
        "ordinal": f"{day}{'st' if day in (1, 21) else 'nd' if day in (2, 22) else 'rd' if day in (3, 23) else 'th'} {name} {year}",
        "short month": f"{day}-{name[:3]}-{year}",
        "month first": f"{name} {day}, {year}",
        "spaces": f"{day:02} {month:02} {year}",
    }
    style = chance.choice(sorted(made))
    return style, made[style]


def _phone(chance: Random) -> tuple[str, str]:
    end = f"{chance.randrange(1000):03d}"
    made = {
        "mobile": f"07700900{end}",
        "mobile spaced": f"07700 900 {end}",
        "mobile five": f"07700 900{end}",
        "mobile +44": f"+44 7700 900{end}",
        "mobile (0)": f"+44 (0)7700 900{end}",
        "mobile 0044": f"00447700900{end}",
        "london": f"020 7946 0{end}",
        "london brackets": f"(020) 7946 0{end}",
        "leeds": f"0113 496 0{end}",
        "area brackets": f"(01632) 960{end}",
        "area": f"01632 960{end}",
        "dashes": f"0161-496-0{end}",
        "area +44": f"+44 1632 960{end}",
        "no area space": f"01632960{end}",
        "dots": f"07700.900.{end}",
    }
    style = chance.choice(sorted(made))
    return style, made[style]


def _email(chance: Random) -> tuple[str, str]:
    given, surname = chance.choice(GIVEN).lower(), chance.choice(SURNAMES).lower().replace("'", "")
    plain = "".join(sign for sign in given + "." + surname if sign.isascii())
    style = chance.choice(("work", "free", "plus", "capitals"))
    made = {
        "work": f"{plain}@example.nhs.uk",
        "free": f"{plain}{chance.randrange(100)}@example.com",
        "plus": f"{plain}+ward@mail.example.org",
        "capitals": f"{plain}@example.co.uk".upper(),
    }
    return style, made[style]


def _postcode(chance: Random) -> tuple[str, str]:
    outward = chance.choice(
        "B15 BD7 CF24 DN1 EC1A G4 HD1 HG2 LS12 M1 N7 NE99 NR3 OX1 SE1 SW1A SY23 W1T WC2H YO10".split()
    )
    inward = f"{chance.randrange(10)}{''.join(chance.choice('ABDEFGHJLNPQRSTUWXYZ') for _ in range(2))}"
    style = chance.choice(("space", "none", "small"))
    if style == "small":
        return style, f"{outward} {inward}".lower()
    return style, f"{outward} {inward}" if style == "space" else outward + inward


def _address(chance: Random) -> tuple[str, str]:
    number = chance.randint(1, 240)
    street = chance.choice(
        "Acacia Alder Balmoral Beck Cromwell Dunstan Elmfield Fernhill Garibaldi Hollins Inkerman Kitchener Lime Mafeking "
        "Nab Orchard Paradise Quarry Railway Sycamore Tithebarn Union Vicarage Wharf".split()
    )
    ending = chance.choice(
        "Road Street Avenue Lane Close Drive Crescent Terrace Gardens Court Grove Way Place Rd St Ave".split()
    )
    style = chance.choice(("plain", "letter", "flat", "two words"))
    made = {
        "plain": f"{number} {street} {ending}",
        "letter": f"{number}{chance.choice('abc')} {street} {ending}",
        "flat": f"Flat {chance.randint(1, 30)}, {number} {street} {ending}",
        "two words": f"{number} Old {street} {ending}",
    }
    return style, made[style]


def _person(chance: Random) -> tuple[str, str]:
    given, surname = chance.choice(GIVEN), chance.choice(SURNAMES)
    made = {
        "mr": f"{chance.choice(('Mr', 'Mrs', 'Ms', 'Miss', 'Mr.'))} {surname}",
        "doctor": f"{chance.choice(('Dr', 'Dr.', 'Prof', 'Professor', 'Doctor'))} {given[0]} {surname}",
        "nurse": f"{chance.choice(('Sister', 'SN', 'Staff Nurse', 'Matron', 'Nurse', 'HCA', 'Midwife'))} {surname}",
        "titled full": f"{chance.choice(('Mr', 'Mrs', 'Miss', 'Dr', 'Sister'))} {given} {surname}",
        "full": f"{given} {surname}",
        "capitals comma": f"{surname.upper()}, {given}",
        "capitals": f"{given} {surname.upper()}",
        "initial": f"{given[0]}. {surname}",
        "initials": f"{given[0]}.{chance.choice('ABJM')}. {surname}",
        "middle": f"{given} {chance.choice('ABJM')}. {surname}",
    }
    style = chance.choice(sorted(made))
    return style, made[style]


_MAKERS = {
    "NHS_NUMBER": _nhs,
    "NI_NUMBER": _ni,
    "HOSPITAL_NUMBER": _hospital,
    "DATE_OF_BIRTH": _birth,
    "PHONE": _phone,
    "EMAIL": _email,
    "POSTCODE": _postcode,
    "ADDRESS": _address,
}


def sentences(seed: int, each: int) -> list[Made]:
    """So many sentences of each kind; of people twice as many, half of them of a given name alone where its place says so."""
    chance = Random(seed)
    made = []
    for kind, make in _MAKERS.items():
        for _ in range(each):
            style, words = make(chance)
            made.append(placed(chance.choice(_NUMBERS[kind]), words, kind, style))
    for _ in range(each):
        style, words = _person(chance)
        made.append(placed(chance.choice(WHO + PERSON_IN_CONTEXT), words, "PERSON", style))
    for _ in range(each):
        words = chance.choice(GIVEN)
        made.append(placed(chance.choice(PERSON_IN_CONTEXT), words, "PERSON", "given name in its place"))
    return made


def placed(frame: str, words: str, kind: str, style: str) -> Made:
    start = frame.index("{}")
    return Made(frame.replace("{}", words), start, start + len(words), kind, style)
