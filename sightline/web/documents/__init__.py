"""The papers of a case: shown, added, and sent as what they are."""
