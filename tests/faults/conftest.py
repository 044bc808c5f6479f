"""The installation of the tests of backups: a database that other processes see."""

from tests.upkeep.conftest import installation, kept

__all__ = ["installation", "kept"]
