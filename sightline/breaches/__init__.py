"""Breaches of information: whose data, whose 72 hours, who was told, and what was learned (clauses 3.4a, 11.2, 12e)."""
