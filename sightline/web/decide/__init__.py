"""Deciding whether it is serious: the judgement, the discussion with the ICB, a second look, the response."""
