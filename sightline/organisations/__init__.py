"""Organisations, Places, people, memberships and contracts."""
