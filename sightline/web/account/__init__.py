"""Signing in, the second factor, proving again who one is, and invitations."""
