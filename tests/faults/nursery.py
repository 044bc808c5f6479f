"""``python -m tests.faults.nursery PORT`` has the product loaded, and for each line it reads starts a server of it.

A real gunicorn each time, in a process group of its own; only importing the product, which takes seconds, is done once.
It prints the number of the group, and a line more when the server has ended.
"""

from __future__ import annotations

import os
import sys


def main(port: str) -> None:
    from django.db import connections
    from gunicorn.app.wsgiapp import run

    from sightline.config import wsgi

    assert wsgi.application
    connections.close_all()
    while sys.stdin.readline():
        server = os.fork()
        if server == 0:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(2, 1)
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
        print(server, flush=True)
        os.waitpid(server, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
