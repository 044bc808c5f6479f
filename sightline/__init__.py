"""Sightline: one line of sight on every serious incident, from the ward to the board."""

__version__ = "0.1.0"
