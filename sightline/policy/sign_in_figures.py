"""How many tries, how long, how old: the figures of signing in, and how much one may do in an hour; dated defaults.

What may be done in an hour is far above what anyone does by hand, and for an address so much higher that a trust behind a
single one is not shut out.

They are rows here and not among those that an administrator sets by a form (``local_default_rows.py``): whoever had
stolen an administrator's session would loosen them first. Only the idle time has a setting, for whoever runs the servers.
From no clause: the framework asks for confidentiality (4.1, 4.7.7) and leaves the means open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_DAY = date(2026, 11, 27)
_OURS = "local default, from no source"


@dataclass(frozen=True)
class SignInFigure:
    """A number with its unit, from which day on, and where it comes from."""

    what: str
    number: int
    unit: str
    from_on: date = _DAY
    source: str = _OURS

    def __int__(self) -> int:
        return self.number


DEVICE_TRIES = SignInFigure("Wrong passwords on a device that the person has used before", 10, "tries")
NAME_TRIES = SignInFigure("Wrong passwords for one name from other devices", 10, "tries")
ADDRESS_TRIES = SignInFigure("Wrong passwords from one network address, whatever the names", 100, "tries")
PROVIDER_TRIES = SignInFigure(
    "Tries by an identity provider that ended nowhere, from one address", 100, "tries"
)
PASSWORD_WAIT = SignInFigure("How long each of these is counted", 15, "minutes")
CODE_TRIES = SignInFigure("Wrong codes of one person", 10, "tries")
CODE_WAIT = SignInFigure("How long a wrong code is counted", 15, "minutes")
PROOF_LIVES = SignInFigure(
    "Age of the last proof before exports, break-glass and changes to signing in ask for another",
    10,
    "minutes",
)
IDLE = SignInFigure(
    "Without a click before signing in again, unless SIGHTLINE_IDLE_MINUTES says otherwise",
    30,
    "minutes",
    source="local default; no longer than NIST SP 800-63B allows at its second level, from knowledge",
)


@dataclass(frozen=True)
class InAnHour:
    """How often one person, and one address of the network, may do the same in an hour."""

    person: SignInFigure
    address: SignInFigure


def _in_an_hour(what: str, person: int, address: int) -> InAnHour:
    return InAnHour(
        SignInFigure(f"{what}, by one person", person, "in an hour"),
        SignInFigure(f"{what}, from one network address", address, "in an hour"),
    )


REPORTS = _in_an_hour("Reports begun or sent", 60, 300)
EXPORTS = _in_an_hour("Lists taken out as a file", 20, 100)
DOCUMENTS = _in_an_hour("Documents sent", 60, 300)
MESSAGES = _in_an_hour("Messages written", 60, 300)
ANSWERS = _in_an_hour("Answers sent", 60, 300)
GUESSES_WAIT = SignInFigure("How long a wrong tracking code or one-time link is counted", 10, "minutes")
CODE_GUESSES = SignInFigure(
    "Tracking codes of reports that were wrong, from one network address", 10, "tries"
)
LINKS_OPENED = SignInFigure(
    "One-time links that are not open, from one network address: 256 bits are not guessed", 30, "tries"
)
LINKS_ASKED = SignInFigure("One-time links asked for by e-mail, from one network address", 5, "in an hour")
HOURLY: tuple[InAnHour, ...] = (REPORTS, EXPORTS, DOCUMENTS, MESSAGES, ANSWERS)

FIGURES: tuple[SignInFigure, ...] = (
    *(DEVICE_TRIES, NAME_TRIES, ADDRESS_TRIES, PROVIDER_TRIES, PASSWORD_WAIT),
    *(CODE_TRIES, CODE_WAIT, PROOF_LIVES, IDLE),
    *(figure for row in HOURLY for figure in (row.person, row.address)),
    *(GUESSES_WAIT, CODE_GUESSES, LINKS_OPENED, LINKS_ASKED),
)
