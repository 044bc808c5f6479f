"""Every change a person is accountable for: authorise, write, audit, in one transaction."""
