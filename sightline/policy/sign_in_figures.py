"""How many tries, how long, how old: the figures of signing in, each a dated default with where it comes from.

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

FIGURES: tuple[SignInFigure, ...] = (
    *(DEVICE_TRIES, NAME_TRIES, ADDRESS_TRIES, PROVIDER_TRIES, PASSWORD_WAIT),
    *(CODE_TRIES, CODE_WAIT, PROOF_LIVES, IDLE),
)
