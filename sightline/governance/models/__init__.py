"""Tables of governance. Private to this package: read by ``selectors``, written by ``services``."""

from __future__ import annotations

from sightline.governance.models.measured import Measured
from sightline.governance.models.policy_document import ClauseWording, PolicyDocument

__all__ = ["ClauseWording", "Measured", "PolicyDocument"]
