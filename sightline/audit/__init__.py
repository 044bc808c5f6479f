"""What happened, for ever: an append-only, hash-chained trail whose values can be erased beside it."""
