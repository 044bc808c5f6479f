"""What in a text says who somebody is: found as what it is, at its place, and nothing else."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sightline.policy.personal_data import (
    CANNOT_FIND,
    PersonalDataKind,
    blocks,
    numbers_split,
    personal_data_in,
)
from sightline.policy.personal_data_given import GIVEN_NAMES, WORDLY_GIVEN_NAMES
from sightline.policy.personal_data_words import ORDINARY_WORDS
from tests.policy.names_elsewhere import names_elsewhere

K = PersonalDataKind

FOUND = [
    ("seen by NHS9992874902 today", K.NHS_NUMBER, "9992874902"),
    ("a note of 9434765919@example.org", K.NHS_NUMBER, "9434765919"),
    ("MRN 943 476 5919", K.NHS_NUMBER, "943 476 5919"),
    ("no 943/476/5919.", K.NHS_NUMBER, "943/476/5919"),
    ("DOB 27-03-1971", K.DATE_OF_BIRTH, "27-03-1971"),
    ("D.O.B.: 3/2/51, aged 75", K.DATE_OF_BIRTH, "3/2/51"),
    ("date of birth is 1971-03-27", K.DATE_OF_BIRTH, "1971-03-27"),
    ("DoB of the patient was 27.03.1971", K.DATE_OF_BIRTH, "27.03.1971"),
    ("She was born on 3rd of March 1950 in Leeds", K.DATE_OF_BIRTH, "3rd of March 1950"),
    ("Born: March 3, 1950", K.DATE_OF_BIRTH, "March 3, 1950"),
    ("(b. 03/03/1950)", K.DATE_OF_BIRTH, "03/03/1950"),
    ("27/03/1971 (DOB)", K.DATE_OF_BIRTH, "27/03/1971"),
    ("A 54-year-old man (27/03/1971)", K.DATE_OF_BIRTH, "27/03/1971"),
    ("dob 27031971", K.DATE_OF_BIRTH, "27031971"),
    ("born in May 1948", K.DATE_OF_BIRTH, "May 1948"),
    ("rang +44 (0)7700 900123", K.PHONE, "+44 (0)7700 900123"),
    ("rang 07700 900 123", K.PHONE, "07700 900 123"),
    ("(0113) 496 0226", K.PHONE, "(0113) 496 0226"),
    ("rang (020 7946 0018)", K.PHONE, "020 7946 0018"),
    ("01632 960544.", K.PHONE, "01632 960544"),
    ("tel 496 0226", K.PHONE, "496 0226"),
    ("her son in France, +33 6 12 34 56 78", K.PHONE, "+33 6 12 34 56 78"),
    ("write to <jo.bloggs+x@mail.example.nhs.uk>.", K.EMAIL, "jo.bloggs+x@mail.example.nhs.uk"),
    ("JO@EXAMPLE.ORG", K.EMAIL, "JO@EXAMPLE.ORG"),
    ("lives in SW1A 1AA", K.POSTCODE, "SW1A 1AA"),
    ("sent to LS121AB", K.POSTCODE, "LS121AB"),
    ("postcode m1 1ae", K.POSTCODE, "m1 1ae"),
    ("ZZ99 3WZ", K.POSTCODE, "ZZ99 3WZ"),
    ("found at 114A Saltmarsh Lane", K.ADDRESS, "114A Saltmarsh Lane"),
    ("Flat 3, 12 St. John's Road", K.ADDRESS, "Flat 3, 12 St. John's Road"),
    ("she lives at 12 acacia avenue", K.ADDRESS, "12 acacia avenue"),
    ("QQ 08 01 27 A", K.NI_NUMBER, "QQ 08 01 27 A"),
    ("nino ab123456c", K.NI_NUMBER, "ab123456c"),
    ("NI number: AB 12 34 56", K.NI_NUMBER, "AB 12 34 56"),
    ("Hospital number RKB2174346", K.HOSPITAL_NUMBER, "RKB2174346"),
    ("MRN: RGT/44219/B", K.HOSPITAL_NUMBER, "RGT/44219/B"),
    ("hosp no. 1234567", K.HOSPITAL_NUMBER, "1234567"),
    ("the sample of RKB2174346", K.HOSPITAL_NUMBER, "RKB2174346"),
    ("seen by Dr Okonkwo", K.PERSON, "Okonkwo"),
    ("Matron Llewellyn-Pryce", K.PERSON, "Llewellyn-Pryce"),
    ("told Staff Nurse O'Rourke", K.PERSON, "O'Rourke"),
    ("SN Day.", K.PERSON, "Day"),
    ("Miss Hope", K.PERSON, "Hope"),
    ("Dr May rang", K.PERSON, "May"),
    ("Mrs Seven fell", K.PERSON, "Seven"),
    ("Mrs van der Merwe rang", K.PERSON, "van der Merwe"),
    ("Prof. K. M. Kumar", K.PERSON, "K. M. Kumar"),
    ("seen by mr smith", K.PERSON, "smith"),
    ("CALDERWOOD, Priya", K.PERSON, "CALDERWOOD, Priya"),
    ("Ó'SÚILLEABHÁIN, Zainab, rang", K.PERSON, "Ó'SÚILLEABHÁIN, Zainab"),
    ("N. Jessop, the patient", K.PERSON, "N. Jessop"),
    ("K.M. Kumar signed", K.PERSON, "K.M. Kumar"),
    ("with J Smith (daughter)", K.PERSON, "J Smith"),
    ("Grace Ashworth was moved", K.PERSON, "Grace Ashworth"),
    ("MARGARET JONES FELL", K.PERSON, "MARGARET JONES"),
    ("I asked Beryl to check", K.PERSON, "Beryl"),
    ("her son Oliver", K.PERSON, "Oliver"),
    ("his mother, Przybysława, rang", K.PERSON, "Przybysława"),
    ("Name: Xolani", K.PERSON, "Xolani"),
    ("The patient, Doğuhan Gülen, fell", K.PERSON, "Doğuhan Gülen"),
    ("Thanatcha Benchapatranon told staff", K.PERSON, "Thanatcha Benchapatranon"),
    ("Thulisile is a bank HCA", K.PERSON, "Thulisile"),
    ("Nomathalente was reviewed by Dr Royer", K.PERSON, "Nomathalente"),
    ("The patient's name is C. Chiappetta; she fell", K.PERSON, "C. Chiappetta"),
    ("I spoke with GINZBURGAS, Ojaras's husband", K.PERSON, "GINZBURGAS, Ojaras"),
    ("Nyaga Nasambu, 12 Mill Lane", K.PERSON, "Nyaga Nasambu"),
    ("Nyaga Nasambu (NHS No 943 476 5919)", K.PERSON, "Nyaga Nasambu"),
    ("Zainab Nguyen's husband", K.PERSON, "Zainab Nguyen"),
    ("after Hope's son rang", K.PERSON, "Hope"),
    ("Mei\u200b-Ling White rang", K.PERSON, "Mei\u200b-Ling White"),
    ("pt margaret jones fell", K.PERSON, "margaret jones"),
]


@pytest.mark.clause("11.1c", facet="names in texts are found")
@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_it_is_found_as_what_it_is(text: str, kind: PersonalDataKind, words: str) -> None:
    assert (kind, words) in [(found.kind, found.text) for found in personal_data_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson's disease, a Colles fracture and Alzheimer's; Hope ward in May.",
        "Guillain-Barré, Martha's Rule, Cushing's syndrome and Hodgkin lymphoma.",
        "Seen on Nightingale Ward, in the Jenner Suite and at George Eliot Hospital.",
        "St Thomas' and King's College Hospital; the James Paget; Marie Curie nurses.",
        "Mary Seacole Ward has ten beds. Elizabeth House is a care home.",
        "StEIS 2022/18843, SL-2026-0412, SI-2023-0042, WEB-104455, LFPSE v6.",
        "CCG code 05A, ODS RKB, site RX1RA, practice B83012.",
        "Morphine 10 mg/10 ml; BP 120/80; sats 94%; pH 7.31; K+ 6.1 mmol/L; 3/7 course.",
        "NEWS2 was 7 at 02:15; bleep 4471, ext 28613, 2222 call, ward round 0800-1015.",
        "Duty of Candour, Root Cause Analysis, Never Events List 2018.",
        "The Sister on duty told the Matron; Consultant Psychiatrist and Registrar came.",
        "Dr on call, Nurse in charge, Staff Nurse 2, Doctor C and Patient A.",
        "Glasgow Coma Scale, Waterlow score, Bishop score 4, Apgar 9.",
        "May have been given twice. Will review. Grace period ended. Hope to discharge. Rose to 39.1C.",
        "Frank haematuria. Mark the site. Dawn handover. Christian prayers. Pat slide.",
        "The incident was on 13/06/2023, was found on 14 June 2023 and reported 2023-06-15.",
        "Born by caesarean section at 31 weeks.",
        "The date of birth on the wristband was wrong, and the NHS Number missing.",
        "Vitamin B12 1ug, t4 2nd, L5 1st; E. coli, C. difficile, H. Pylori.",
        "Reference 1234567890 is a purchase order; lot number 9434765918 was recalled.",
        "Asked Switchboard, told Pharmacy, discussed with Microbiology, seen by Psychiatry.",
        "It was graded as C. Ongoing care was planned. Cultures grew MRSA, Klebsiella and E. Coli.",
        "Datix is a system. Amoxil was reviewed by the team. Rapid Access is a clinic.",
        "MR Angiography, MS, DR Congo, TED stockings, PAT testing.",
        "The investigation took 60 working days; 12 Senior Nurses on 3 March.",
        "The ward's fax, phone and e-mail did not work. Contact precautions @ bay 3.",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert [(found.kind.value, found.text) for found in personal_data_in(text)] == []


def test_only_the_nhs_number_blocks_and_each_kind_says_what_to_write_instead() -> None:
    assert [kind for kind in K if blocks(kind)] == [K.NHS_NUMBER]
    assert [kind.value for kind in K] == [kind.name.lower() for kind in K]
    for kind in K:
        assert kind.label
        assert kind.advice.endswith(".")
        assert any(word in kind.advice for word in ("write", "leave it out", "leave the number out")), kind
    assert "Patient A" in K.PERSON.advice
    assert "age in years" in K.DATE_OF_BIRTH.advice


def test_the_page_is_told_what_the_check_cannot_find_and_it_is_so() -> None:
    assert len(CANNOT_FIND) >= 5
    assert "Mark Hill" in CANNOT_FIND[0]
    assert personal_data_in("We spoke with Mark Hill.") == ()
    assert personal_data_in("nine four three, four seven six, five nine one nine") == ()


def test_a_title_may_stay_where_the_name_may_not() -> None:
    (found,) = personal_data_in("Seen by Matron Gilchrist.")
    assert found.text == "Gilchrist"


def test_places_are_those_of_the_text_as_typed() -> None:
    text = "\u200b\u200bDr\u00a0\u200bOkonkwo\x85rang 0\u200b7700\u00a0900123"
    for found in personal_data_in(text):
        assert text[found.start : found.end] == found.text
    assert [found.text for found in personal_data_in(text)] == ["Okonkwo", "0\u200b7700\u00a0900123"]


def test_given_names_are_no_ordinary_words() -> None:
    """A name that is also a word would be found in every sentence that begins with it."""
    assert not GIVEN_NAMES & ORDINARY_WORDS
    assert not GIVEN_NAMES & WORDLY_GIVEN_NAMES


_PIECES = st.sampled_from(
    [
        *(
            "Mr ",
            "Dr. ",
            "Margaret",
            " Jones",
            "JONES, ",
            "O'",
            "van der ",
            "943 476 5919",
            "9434765919",
            "@",
            "example.org",
            "07700",
        ),
        *(
            " 900123",
            "+44 ",
            "(",
            ")",
            "DOB ",
            "27/03/1971",
            "AB123456C",
            "SW1A 1AA",
            "12 High Street",
            "MRN ",
            "RKB2174346",
            "'s ",
        ),
        *(
            "\u200b",
            "\u00a0",
            "\x85",
            "\n",
            ". ",
            ", ",
            "é",
            "e\u0301",
            "İ",
            "ß",
            "ŉ",
            "①",
            "９",
            "\ud800",
            "\x00",
            "-",
            "A",
            "lives at ",
        ),
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=25).map("".join)))
@example("Dr İİİ Okonkwo\u200b")
def test_any_text_is_answered_in_order_without_overlap_at_its_places(text: str) -> None:
    reached = 0
    for found in personal_data_in(text):
        assert reached <= found.start < found.end
        assert text[found.start : found.end] == found.text
        reached = found.end


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=12), st.lists(_PIECES, max_size=4).map("".join)), max_size=6))
def test_any_fields_are_answered_at_their_places(texts: list[str]) -> None:
    for split in numbers_split(texts):
        assert len({place for place, _ in split.pieces}) > 1
        for place, found in split.pieces:
            assert texts[place][found.start : found.end] == found.text


#: Repeated without end by somebody who wants the check to be slow.
HOSTILE = [
    *(
        "1",
        "1 ",
        "1-",
        "12/",
        "1 1.",
        " ",
        "\n",
        "A",
        "Aa ",
        "A ",
        "A.",
        "@",
        "a@",
        "a@a.",
        ".",
        "-",
        "Mr ",
        "van ",
        "Smith ",
        "SMITH, ",
        "\u200b",
        "９",
    ),
    *(
        "born ",
        "born the ",
        "Flat 1 ",
        "1 High ",
        "07",
        "+44 ",
        "(",
        "MRN ",
        "MRN 1/",
        "hospital ",
        "patient id is ",
        "Ó'",
        "e\u0301",
        "lives at ",
        "tel ",
    ),
]


def seconds(unit: str, size: int) -> float:
    """How long so many characters of it take, at best."""
    text = (unit * size)[:size]
    took = []
    for _ in range(2):
        began = perf_counter()
        personal_data_in(text)
        took.append(perf_counter() - began)
    return min(took)


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_text_makes_it_slow(unit: str) -> None:
    """Four times the text may take four times as long; a pattern that goes back and forth would take sixteen."""
    short, long = seconds(unit, 5_000), seconds(unit, 20_000)
    assert long < max(12 * short, 0.3), (short, long)


@pytest.mark.parametrize("unit", ["1", " ", "A", "\u200b"])
def test_a_hundred_thousand_of_one_sign_take_less_than_two_seconds(unit: str) -> None:
    assert seconds(unit, 100_000) < 2


def test_names_of_no_list_are_of_many_origins() -> None:
    """The figures for names are no figures if the library stops to have names of a place."""
    made = names_elsewhere(1, 20)
    assert len({row.text for rows in made.values() for row in rows}) > 400
