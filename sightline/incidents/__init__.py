"""The case record, from the first report to closure."""
