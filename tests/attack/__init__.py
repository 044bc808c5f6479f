"""Sightline tried as an attacker would: with an account of one's own, and with none."""
