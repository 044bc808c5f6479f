"""How many queries each page asks: cookies and paths as JSON on standard input, counts by path as JSON out.

Run by ``bench.py`` on the database that it measured, with a session begun by a real sign-in, so that session, person
and membership are counted too.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    asked = json.load(sys.stdin)
    counts = {}
    for path in asked["paths"]:
        client = Client(HTTP_HOST="127.0.0.1")
        client.cookies.load(asked["cookies"])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(path)
            assert answer.getvalue()
        assert answer.status_code == 200, (path, answer.status_code)
        counts[path] = len([query for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT"))])
    json.dump(counts, sys.stdout)


main()
