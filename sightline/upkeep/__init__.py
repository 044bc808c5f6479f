"""Keeping an installation sound: who may do what in the database, and copies of it that are known to restore."""
