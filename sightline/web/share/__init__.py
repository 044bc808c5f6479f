"""Sharing a case and disclosing it, the register of that, protocols, and what other commissioners shared with us."""
