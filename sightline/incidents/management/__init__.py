"""Management commands of the case record."""
