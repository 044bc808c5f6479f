"""Keeping an installation sound: who may do what in the database."""
