"""Writing to each other on a case: provider and ICB, the ICB to itself, and to the person who reported."""
