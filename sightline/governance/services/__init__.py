"""What changes governance."""
