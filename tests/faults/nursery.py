"""``python -m tests.faults.nursery PORT`` has the product loaded, and for each line it reads starts a process of it.

``start`` is a real gunicorn, ``migrate NAME`` the command on that database, each in a process group of its own; only
importing the product, which takes seconds, is done once. It prints the number of the group, and when the process has ended
a line more with what it exited with: less than 0 where it was killed.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import NoReturn


def main(port: str) -> None:
    from django.db import connections
    from gunicorn.app.wsgiapp import run

    from sightline.config import wsgi

    assert wsgi.application
    connections.close_all()
    for line in iter(sys.stdin.readline, ""):
        process = os.fork()
        if process == 0:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(2, 1)
            if line.startswith("migrate "):
                migrate(line.removeprefix("migrate ").strip())
            sys.argv = ["gunicorn", "sightline.config.wsgi", "--bind", f"127.0.0.1:{port}"]
            sys.argv += [
                "--worker-class",
                "gthread",
                "--workers",
                "1",
                "--threads",
                "4",
                "--no-control-socket",
            ]
            run()
        print(process, flush=True)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


def migrate(name: str) -> NoReturn:
    """``sightline migrate`` on the database of this name, beside the one that the product was loaded for."""
    from django.core.management import call_command
    from django.db import connections

    connections["default"].settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
