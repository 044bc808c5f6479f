"""Whose desk: the team's board, giving cases on, cover for leave, and who waits for whom."""
