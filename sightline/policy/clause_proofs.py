"""Which tests prove which clause. Made by `make fix` from the marks of all tests: never edit it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Clause and facet (``""`` is the clause itself) to the addresses of its tests, in the order of the policy.
PROOFS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType({})
