"""Practices and care homes: a link to their work e-mail, a light form, and what the ICB keyed for them."""
