"""The ``sightline`` command: Django's management commands under one name, hyphens welcome.

``sightline verify-audit`` runs the command ``verify_audit`` of the app that owns it.
"""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from sightline.audit import scope
from sightline.config import database

#: Commands that answer requests, each of which has its own scope.
_SERVING = frozenset({"runserver", "testserver"})


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a configuration that cannot work is one sentence on standard error and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    given = sys.argv[1:] if arguments is None else arguments
    if given and not given[0].startswith("-"):
        given = [given[0].replace("-", "_"), *given[1:]]
        database.command = given[0]
        # Whoever runs a command has the database; pages are served by no command of ours but the server for developing.
        if given[0] not in _SERVING:
            scope.for_process(scope.everything(f"command: {given[0]}"))
    try:
        execute_from_command_line(["sightline", *given])
    except ImproperlyConfigured as problem:
        print(f"sightline: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
