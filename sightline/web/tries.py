"""So many tries from one place in so long, counted once for all servers.

Each try takes one of a fixed number of places in the shared cache before it is judged. Two servers cannot take the same
place, so many tries at once are counted like as many one after the other. A place is free again when its time is over.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """``most`` tries of a kind from one place, each counted for ``seconds``."""

    kind: str
    most: int
    seconds: int

    def take(self, place: str) -> str:
        """Counts a try from a place, such as an address of the network, and names it; "" when none is left."""
        # An address says who it was; which it was need not be kept to count it.
        of = salted_hmac("sightline.tries", f"{self.kind} {place}").hexdigest()
        names = [f"{self.kind}:{of}:{number}" for number in range(self.most)]
        taken = cache.get_many(names)
        return next((name for name in names if name not in taken and cache.add(name, 1, self.seconds)), "")


def give_back(name: str) -> None:
    """Uncounts a try that succeeded."""
    cache.delete(name)
