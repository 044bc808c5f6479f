"""What a person was told, and what of it they have read."""
