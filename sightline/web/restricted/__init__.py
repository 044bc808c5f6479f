"""Restricted cases: limiting, naming, opening all the same, reviewing that, and who has looked."""
