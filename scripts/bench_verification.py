"""How fast the audit trail is proved, and in how much memory: ``scripts/bench_verification.py [ENTRIES]``.

Makes a chain of so many invented entries (1,000,000) in an empty database, which is PostgreSQL under
``with_postgres.py`` and a file of SQLite otherwise, and proves it in a process of its own. Exits 1 where fewer than
100,000 entries are proved in a second, or memory grew with the chain.

    .venv/bin/python scripts/bench_verification.py
    .venv/bin/python scripts/with_postgres.py .venv/bin/python scripts/bench_verification.py
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sightline.audit.services.bulk_load import PastEntry

LEAST_A_SECOND = 100_000
#: Beyond what the process has once it has proved the first piece.
MOST_GROWN_MB = 20
_BATCH = 100_000

_PROVE = """
import json, resource, time
import django
django.setup()
from sightline.audit.verification import verify
grown = []
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
began, busy = time.perf_counter(), time.process_time()
verdict = verify(progress=lambda walked, head: grown.append(peak()))
seconds, busy = time.perf_counter() - began, time.process_time() - busy
print(json.dumps({"intact": verdict.intact, "why": [verdict.reason, *verdict.unprotected], "entries": verdict.entries,
    "seconds": seconds, "busy": busy, "first_mb": grown[0], "peak_mb": peak()}))
"""


def main(entries: int) -> int:
    """Make, prove, say."""
    with tempfile.TemporaryDirectory(prefix="sightline-chain-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
            "SIGHTLINE_VAR": folder,
            "SIGHTLINE_SECRET_KEY": secrets.token_hex(40),
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from sightline.audit.services.bulk_load import append_histories

        call_command("migrate", "audit", verbosity=0)
        began = time.perf_counter()
        for begin in range(0, entries, _BATCH):
            append_histories(_invented(begin, min(begin + _BATCH, entries)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        engine = connection.vendor
        print(f"{engine}: {entries:,} entries made in {time.perf_counter() - began:.0f} s")
        connection.close()
        run = subprocess.run([sys.executable, "-c", _PROVE], capture_output=True, text=True, check=False)
        if run.returncode:
            print(run.stderr)
            return 1
        found = json.loads(run.stdout)
    rate = found["entries"] / found["seconds"]
    grown = found["peak_mb"] - found["first_mb"]
    print(
        f"{engine}: {found['entries']:,} entries proved in {found['seconds']:.1f} s, {rate:,.0f} a second "
        f"(this process was at work for {found['busy']:.1f} s of it); "
        f"peak memory {found['peak_mb']:.0f} MB, {grown:.0f} MB more than after the first piece"
    )
    if not found["intact"]:
        print(f"The chain does not hold: {found['why']}")
    return int(not found["intact"] or rate < LEAST_A_SECOND or grown > MOST_GROWN_MB)


def _invented(begin: int, end: int) -> Iterator[PastEntry]:
    """Entries as steps leave them: twenty a case, most values short, one a paragraph."""
    for number in range(begin, end):
        case = f"01a221d0-568a-777e-95a3-{number // 20:012d}"
        told = (
            "A guidewire was left in after a central line was put in. " * 5
            if number % 20 == 3
            else "declared"
        )
        at = f"2027-04-08T12:{number // 60 % 60:02d}:{number % 60:02d}.000000Z"
        person = f"01a221d0-56d6-7e07-aac8-{number % 97:012d}"
        hat = f"provider_lead@01a221d0-568c-7eef-999d-{number % 13:012d}"
        yield (
            at,
            f"{number:032x}",
            "incident",
            case,
            case,
            person,
            hat,
            "status",
            "reported",
            told,
            "summary",
            "3.1c",
            "",
        )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
