"""What upkeep does to the database itself, beside the rows that people are accountable for."""
