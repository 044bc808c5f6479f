"""Why upkeep was refused."""

from __future__ import annotations


class UpkeepRefused(Exception):
    """What stands in the way, in words for whoever runs the installation. Nothing was changed unless it says so."""
