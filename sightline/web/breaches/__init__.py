"""Breaches of information: reporting one, the list with the hours that run, one breach and what is done about it."""
