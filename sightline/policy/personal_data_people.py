"""Names of people in text: after a title, beside an initial or another name, or where only a person can stand.

The words of a text are walked once. A run of words with capitals that ends in "Ward" or "disease" names no person, whoever it
was called after. Titles and relations are not part of what is found: "Matron" may stay where her name may not.
"""

from __future__ import annotations

from collections.abc import Iterator

from sightline.policy.personal_data_cues import (
    CALLED_BY_SURNAME,
    FAINT_TITLES,
    GRADING_WORDS,
    NURSES,
    ORDINARY_AFTER_A_TITLE,
    PARTICLES,
    ROLE_TITLES,
    SHIFTS,
    SMALL_TITLES,
    SMALL_WORDS,
    TITLES,
    WORDS_THAT_NURSES_ARE_CALLED,
)
from sightline.policy.personal_data_given import GIVEN_NAMES, WORDLY_GIVEN_NAMES
from sightline.policy.personal_data_reading import (
    Reading,
    Word,
    is_given,
    is_ordinary,
    is_surname,
    is_title,
    may_be_surname,
)
from sightline.policy.personal_data_surnames import SURNAMES, WORDLY_SURNAMES
from sightline.policy.personal_data_words import BEFORE_A_LETTER, ORDINARY_WORDS, PLACES_AND_THINGS, SPECIES

#: Words in a row that are taken for one name: "Maria da Silva Santos Pereira".
LONGEST_NAME = 5

#: A first and a last word, by their places.
Name = tuple[int, int]


def people_in(text: str) -> Iterator[tuple[int, int]]:
    """Where names of people stand, in order."""
    reading = Reading(text)
    place = 0
    while reading.has(place):
        name = _name_at(reading, place)
        if name is None:
            place += 1
        else:
            first, last = name
            yield reading.words[first].start, reading.words[last].end
            place = last + 1


def _name_at(reading: Reading, place: int) -> Name | None:
    """A name that begins with the word at a place, or follows it where it is a title."""
    word = reading.words[place]
    if reading.named_after(place) or reading.named_after(place - 1):
        return None
    if word.key in TITLES or word.key in ROLE_TITLES:
        name = _titled(reading, place) if word.capital else _titled_in_small_letters(reading, place)
        if name is not None:
            return name
    if not word.capital:
        return _in_small_letters(reading, place)
    if word.letter:
        return _with_initials(reading, place)
    return _surname_first(reading, place) or _given_name(reading, place) or _unlisted(reading, place)


def _end_of_name(reading: Reading, place: int) -> int:
    """The place of the last word of a name whose first is given: further names, initials, "van der" and the like."""
    last = place
    for ahead in range(place + 1, min(place + LONGEST_NAME, len(reading.words))):
        word, before = reading.words[ahead], reading.words[ahead - 1]
        if not reading.joined(ahead, " ." if before.letter else " "):
            break
        if word.letter or word.key in PARTICLES:
            goes_on = reading.joined(ahead + 1, " ." if word.letter else " ")
            if not goes_on or not reading.could_be_surname(ahead + 1):
                break
        elif reading.could_be_surname(ahead):
            last = ahead
        else:
            break
    return last


# After a title


def _titled(reading: Reading, place: int) -> Name | None:
    """ "Dr Okonkwo", "Staff Nurse Llewellyn-Pryce", "Prof K. M. Kumar"."""
    title, first = reading.words[place], place + 1
    if not reading.joined(first, " ." if title.key in TITLES else " "):
        return None
    head = reading.words[first]
    if is_title(head) or (
        head.key in ROLE_TITLES and reading.has(first + 1) and reading.words[first + 1].capital
    ):
        return None
    if not head.capital:
        return _titled_with_particle(reading, first)
    if head.letter:
        return _titled_with_initials(reading, first)
    if not _names_who_is_titled(reading, title, first):
        return None
    return first, _end_of_name(reading, first)


def _titled_with_particle(reading: Reading, first: int) -> Name | None:
    """ "Mrs van der Merwe"."""
    ahead = first
    while ahead < first + 3 and reading.words[ahead].key in PARTICLES and reading.joined(ahead + 1):
        ahead += 1
        if reading.words[ahead].capital:
            return (first, _end_of_name(reading, ahead)) if reading.could_be_name(ahead) else None
    return None


def _names_who_is_titled(reading: Reading, title: Word, first: int) -> bool:
    """Whether a word with a capital after a title is a name: nearly any after "Mrs", fewer after a job."""
    head = reading.words[first]
    if title.key in FAINT_TITLES:
        return (is_surname(head) or is_given(head)) and not reading.names_a_thing(first + 1)
    known = may_be_surname(head) or head.key in GIVEN_NAMES or head.key in WORDLY_GIVEN_NAMES
    # "MR" and "DR" before a word in small letters are a scan and a country.
    shouted_alone = title.typed in {"MR", "DR"} and not head.shouted
    if shouted_alone and not is_surname(head):
        return False
    sure_title = title.key in TITLES
    if is_ordinary(head):
        if title.key in CALLED_BY_SURNAME and head.key not in ORDINARY_AFTER_A_TITLE:
            return True
        if title.key in NURSES and head.key in WORDS_THAT_NURSES_ARE_CALLED:
            return not _names_a_shift(reading, first + 1)
        return sure_title and known
    if sure_title:
        return True
    if reading.names_a_thing(first + 1):
        return False
    return known or not head.shouted or len(head.typed) > 4


def _names_a_shift(reading: Reading, place: int) -> bool:
    """Whether "Sister Day" is followed by what makes it a turn of duty or a team."""
    return reading.joined(place) and (
        reading.words[place].key in PLACES_AND_THINGS or reading.words[place].key in SHIFTS
    )


def _titled_with_initials(reading: Reading, first: int) -> Name | None:
    surname = _after_initials(reading, first)
    if surname is None or not reading.could_be_surname(surname):
        return None
    return first, _end_of_name(reading, surname)


def _titled_in_small_letters(reading: Reading, place: int) -> Name | None:
    """ "mrs smith", "the sister Okafor": a title in small letters tells less, so the name must be known."""
    title, first = reading.words[place], place + 1
    if not reading.joined(first, " ."):
        return None
    head = reading.words[first]
    if title.key in SMALL_TITLES:
        if head.capital:
            return (first, _end_of_name(reading, first)) if reading.could_be_surname(first) else None
        sure = head.key in SURNAMES or (title.key != "miss" and head.key in WORDLY_SURNAMES)
        return (first, first) if sure and head.key not in ORDINARY_WORDS else None
    if (is_surname(head) or is_given(head)) and not is_ordinary(head) and not reading.leads_to_a_thing(first):
        return first, _end_of_name(reading, first)
    return None


# Beside an initial


def _after_initials(reading: Reading, place: int) -> int | None:
    """The place of the word after up to four initials that begin at a place."""
    for ahead in range(place + 1, place + 5):
        if not reading.joined(ahead, " ."):
            return None
        if not reading.words[ahead].letter:
            return ahead
    return None


def _with_initials(reading: Reading, place: int) -> Name | None:
    """ "N. Jessop", "K.M. Kumar", "J Smith"; not "Patient A", "hepatitis B", "E. coli"."""
    surname = _after_initials(reading, place)
    if surname is None:
        return None
    word = reading.words[surname]
    if not reading.could_be_surname(surname) or word.key in SPECIES or reading.leads_to_a_thing(surname):
        return None
    sure = is_surname(word)
    stopped = "." in reading.words[place + 1].gap
    if word.shouted and not sure:
        return None
    if not stopped and reading.words[place].typed in {"A", "I"}:
        return None
    if place > 0:
        before = reading.words[place - 1]
        if before.end == reading.words[place].start:
            return None
        if before.letter and reading.words[place].gap == "/":
            # "S/N Thompson": a title.
            return surname, _end_of_name(reading, surname)
        if reading.joined(place) and before.key in BEFORE_A_LETTER and not (sure and stopped):
            return None
        if reading.joined(place) and before.key in SMALL_WORDS and not stopped:
            return None
    if not stopped and not sure:
        return None
    several = surname - place > 1
    # "It was graded as C. Ongoing care": the stop ends a sentence.
    graded = reading.joined(place) and reading.words[place - 1].key in GRADING_WORDS
    if graded and not (sure or several or word.key in WORDLY_SURNAMES):
        return None
    return place, _end_of_name(reading, surname)


# Beside another name


def _surname_first(reading: Reading, place: int) -> Name | None:
    """ "SMITH, John", "VAN DIJK, Anna" and, where both are known, "Smith, John"."""
    word, last = reading.words[place], place
    if word.shouted and reading.joined(place + 1) and reading.words[place + 1].shouted:
        last = place + 1
    after = last + 1
    if not reading.joined(after, " ,") or "," not in reading.words[after].gap:
        return None
    given = reading.words[after]
    if (
        not given.capital
        or given.letter
        or not all(reading.could_be_surname(at) for at in range(place, after))
    ):
        return None
    sure = is_given(given) or (given.key in WORDLY_GIVEN_NAMES and not given.shouted)
    if word.shouted:
        known = may_be_surname(word) or reading.after_cue(place) or reading.near_people(place, after)
        if not sure and not (known and not given.shouted and reading.could_be_name(after)):
            return None
        if len(word.typed) < 4 and not known:
            return None
    elif not (is_surname(word) and is_given(given)) or is_given(word) or reading.after_article(place):
        return None
    if reading.joined(after + 1) and is_given(reading.words[after + 1]):
        after += 1
    return place, after


def _given_name(reading: Reading, place: int) -> Name | None:
    """A known given name, with a surname or alone; one that is a word too only where those beside it say so."""
    word = reading.words[place]
    sure = is_given(word)
    if not sure and (word.key not in WORDLY_GIVEN_NAMES or word.key in PLACES_AND_THINGS):
        return None
    # Most words of two or three capitals are short for something.
    abbreviated = word.shouted and len(word.typed) < 4
    if abbreviated and not (reading.joined(place + 1) and is_surname(reading.words[place + 1])):
        return None
    cued = reading.after_cue(place)
    if reading.after_article(place):
        return None
    if reading.leads_to_a_thing(place) and (not cued or reading.names_a_thing(place + 1)):
        return None
    last = _end_of_name(reading, place)
    if sure or cued:
        return place, last
    if reading.has_a_relation(last):
        return place, last
    if last > place and (is_surname(reading.words[last]) or is_given(reading.words[place + 1])):
        return place, last
    if word.key not in _MONTHS_AND_VERBS and reading.does_what_people_do(last + 1):
        return place, last
    if reading.is_somebody(last + 1):
        return place, last
    return None


#: "May complained" is a name, "May was wet" is none: of these the words after them do not tell.
_MONTHS_AND_VERBS = frozenset({"april", "may", "june", "august", "will", "mark"})


# Where a person is likely


def _unlisted(reading: Reading, place: int) -> Name | None:
    """A name that no list has: after "her son", after "Name:", before a known surname, or two words where people stand."""
    word = reading.words[place]
    if not reading.could_be_name(place) or reading.leads_to_a_thing(place):
        return None
    last = _end_of_name(reading, place)
    if reading.after_cue(place):
        return (place, last) if last > place or not word.shouted or len(word.typed) > 4 else None
    if word.shouted or reading.after_article(place):
        return None
    if reading.is_somebody(last + 1):
        return place, last
    if last == place:
        return None
    if reading.near_people(place, last):
        return place, last
    second = reading.words[place + 1]
    if word.key in WORDLY_SURNAMES or not is_surname(second):
        return None
    # Two surnames in a row may be two people or a firm; one alone after a word nobody knows is a name.
    return place, last


def _in_small_letters(reading: Reading, place: int) -> Name | None:
    """ "pt john smith": a known given name before a known surname, neither a word of its own."""
    word = reading.words[place]
    if word.key not in GIVEN_NAMES or word.key in ORDINARY_WORDS or not reading.joined(place + 1):
        return None
    after = reading.words[place + 1]
    if after.capital or after.key not in SURNAMES or after.key in ORDINARY_WORDS:
        return None
    return place, place + 1
