"""What is held for redaction on a case, and settling it."""
