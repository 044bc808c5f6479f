"""What administrators keep: organisations, people, contracts, calendars and lengths; and what a role would see."""
