"""What runs without a click: ``schedule.py`` is the table of what runs when, one file a job."""
