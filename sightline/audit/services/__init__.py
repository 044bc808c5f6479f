"""Writing the audit trail: ``act`` for one accountable change, ``erase`` for what must go, ``bulk_load`` for histories."""

from sightline.audit.services.acts import Act, AlreadyErased, ChainUnusable, act, erase, request_id

__all__ = ["Act", "AlreadyErased", "ChainUnusable", "act", "erase", "request_id"]
