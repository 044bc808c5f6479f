"""What governance answers to pages and commands."""
