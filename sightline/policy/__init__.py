"""What the policy says: pure functions of frozen facts, standard library only."""
