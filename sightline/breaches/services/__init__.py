"""What changes breaches: one function an act, each in one transaction with its audit and its notices."""
