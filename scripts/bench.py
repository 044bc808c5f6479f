"""How quick Sightline is with many incidents, beside the floor it is held to: ``make bench``.

For SQLite, and for a PostgreSQL that it starts: seeds invented incidents, serves them by gunicorn (2 processes of 4
threads), signs in over HTTP, and asks each page as one visitor and as eight at once. The floor page is asked in turn
with each: the layout and what signing in costs, nothing else. Prints a table, writes ``var/bench.json`` and exits 1
where a bar is missed.

    make bench                                   20,000 incidents on both engines
    make bench ENGINES=sqlite INCIDENTS=2000     one engine, fewer
    make bench GROWTH=1                          also 2,000 and 200,000 on PostgreSQL, compared
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit, urlunsplit

from bench_visitor import Answer, Unexpected, Visitor, filled_report, signed_in
from bench_walls import MOST_FOR_THE_WALL, behind_walls
from rich.console import Console
from rich.table import Table
from with_postgres import system_binaries, system_server, wheel_server

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "var/bench.json"
READER, REPORTER = "icb.team", "castlebrook.reporter"
FLOOR = "/roles/"
EIGHT = 8
#: As an installation has it: nothing is switched off that keeps what was confirmed.
DURABLE = """
listen_addresses = ''
unix_socket_directories = '{folder}'
shared_buffers = 512MB
max_connections = 60
"""


@dataclass(frozen=True)
class Measured:
    """One row of ``bench.json``; milliseconds."""

    engine: str
    page: str
    clients: int
    incidents: int
    p50_ms: float
    p95_ms: float
    queries: int
    floor_p50_ms: float


@dataclass(frozen=True)
class Bar:
    """What a page is held to; None where nothing is said."""

    p95_ms_alone: float | None = None
    p95_ms_of_eight: float | None = None
    floors: float | None = None
    queries: int | None = 15


BARS = {
    "Worklist": Bar(60, 250, 3),
    "All incidents, 50 a page": Bar(60, 250, 3),
    "One organisation and type": Bar(60, 250, 3),
    "Due soonest": Bar(60, 250, 3),
    "Incident": Bar(60, 250, 3),
    "Search, a rare word": Bar(80),
    "Search, a common word": Bar(80),
    "Report sent": Bar(150, queries=None),
    "CSV of every row": Bar(queries=None),
}
#: Whoever may do anything with the database that is measured.
SUPERUSER = "BENCH_SUPERUSER"
ROLES = ("--runtime", "sightline", "--maintenance", "sightline_owner")
#: What grows with its rows, as an export must, is left out of larger worlds.
MOST_EXPORTED = 20_000
#: With 200,000 incidents a page may take this much of its time with 2,000.
MOST_GROWTH = 1.3


@dataclass(frozen=True)
class Page:
    """A page to ask, by paths taken in turn, and how often as one visitor and as each of eight."""

    name: str
    paths: Sequence[str]
    alone: int = 80
    of_eight: int = 25


class Installation:
    """A served demonstration: its address and what its commands need."""

    def __init__(self, address: str, surroundings: dict[str, str]) -> None:
        self.address, self.surroundings = address, surroundings
        listed = json.loads(sightline(surroundings, "sign-ins", "--json"))
        self.passwords = {person["username"]: person["password"] for person in listed}

    def visitor(self, username: str) -> Visitor:
        """A new session of this person."""
        return signed_in(self.address, username, self.passwords[username])


def sightline(surroundings: dict[str, str], *arguments: str) -> str:
    """What a command of the product printed."""
    done = subprocess.run(
        [sys.executable, "-m", "sightline.config.cli", *arguments],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"`sightline {' '.join(arguments)}` failed; the reason stands above.")
    return done.stdout


@contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """What names a database of our own."""
    if engine == "sqlite":
        yield {}
        return
    binaries = system_binaries()
    with system_server(binaries, DURABLE) if binaries else wheel_server() as address:
        import psycopg

        roles = sightline({**os.environ, "DATABASE_URL": address}, "database-roles", *ROLES)
        with psycopg.connect(address, autocommit=True) as superuser:
            superuser.execute(roles.encode())
        yield {
            "DATABASE_URL": as_role(address, "sightline"),
            "SIGHTLINE_MAINTENANCE_DATABASE_URL": as_role(address, "sightline_owner"),
            SUPERUSER: address,
        }


def as_role(address: str, role: str) -> str:
    """The same database as another role of it."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}"))


@contextmanager
def installed(engine: str, incidents: int, say: Callable[[str], None]) -> Iterator[Installation]:
    """An installation with so many incidents, served; gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sightline-bench-")))
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SIGHTLINE_")}
        inherited.pop("DATABASE_URL", None)
        surroundings = inherited | {
            "SIGHTLINE_VAR": str(folder),
            "SIGHTLINE_DEMONSTRATION": "1",
            "SIGHTLINE_LIMITS": "0",
            "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
        }
        surroundings |= stack.enter_context(database(engine))
        sightline(surroundings, "migrate", "--verbosity", "0")
        sightline(surroundings, "collectstatic", "--no-input", "--verbosity", "0")
        say(sightline(surroundings, "seed", "--incidents", str(incidents)).strip().splitlines()[-1])
        refresh_statistics(engine, surroundings)
        yield stack.enter_context(served(folder, surroundings))


def refresh_statistics(engine: str, surroundings: dict[str, str]) -> None:
    """What autovacuum does within minutes of a bulk load; a measurement does not wait for it. SQLite is given none."""
    if engine == "sqlite":
        return
    import psycopg

    with psycopg.connect(surroundings[SUPERUSER], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@contextmanager
def served(folder: Path, surroundings: dict[str, str]) -> Iterator[Installation]:
    """gunicorn on a free port, with the processes and threads that the bars are given for."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    log = folder / "server.log"
    with log.open("w") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "sightline.config.wsgi", "--bind", f"127.0.0.1:{port}"]
            + ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "600"]
            + ["--keep-alive", "60", "--log-level", "warning", "--no-control-socket"],
            cwd=ROOT,
            env=surroundings,
            stdout=lines,
            stderr=lines,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if server.poll() is not None:
                sys.exit(f"The server did not start:\n{log.read_text()}")
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                    break
            except OSError:
                time.sleep(0.1)
        yield Installation(address, surroundings)
    finally:
        server.terminate()
        server.wait(timeout=60)


def pages_of(reader: Visitor, *, with_csv: bool) -> list[Page]:
    """The pages asked, with the incidents and organisations that this installation has."""
    cases: list[str] = []
    after = "/incidents/"
    while len(cases) < 60 and after:
        links = reader.links(after)
        cases += [path for path in links if path.startswith("/incidents/SL-")]
        after = next(
            ("/incidents/" + path for path in links if path.startswith("?") and "after=" in path), ""
        )
    choices = reader.page("/incidents/").body.decode().split('name="provider"', 1)[1].split("</select>", 1)[0]
    providers = [part.split('"', 1)[0] for part in choices.split('<option value="')[2:6]]
    known = reader.page("/incidents/").body.decode().split('name="type"', 1)[1].split("</select>", 1)[0]
    types = [part.split('"', 1)[0] for part in known.split('<option value="')[2:6]]
    return [
        Page("Worklist", ["/"]),
        Page("All incidents, 50 a page", ["/incidents/"]),
        Page(
            "One organisation and type",
            [f"/incidents/?provider={one}&type={kind}" for one in providers for kind in types],
        ),
        Page("Due soonest", ["/incidents/?sort=due"]),
        Page("Incident", list(dict.fromkeys(cases))),
        Page("Search, a rare word", ["/incidents/?q=guidewire", "/incidents/?q=tracheostomy+tube"]),
        Page("Search, a common word", ["/incidents/?q=patient", "/incidents/?q=ward"]),
        *([Page("CSV of every row", ["/incidents/export.csv"], alone=3, of_eight=1)] if with_csv else []),
    ]


def asked_alone(reader: Visitor, page: Page) -> tuple[list[float], list[float]]:
    """Seconds of a page as the only visitor, and of the floor page, asked in turn.

    Each path was asked once before: right after a bulk load nothing was read yet, as it is in no installation in use.
    """
    ours, floors = [], []
    for path in page.paths if page.alone >= 10 else ():
        reader.page(path)
    for turn in range(-4, page.alone):
        answer, floor = reader.page(page.paths[turn % len(page.paths)]), reader.page(FLOOR)
        # The first few meet caches that are cold on any server.
        if turn >= 0 or page.alone < 10:
            ours.append(answer.seconds)
            floors.append(floor.seconds)
    return ours, floors


def asked_at_once(readers: Sequence[Visitor], page: Page) -> list[float]:
    """Seconds of a page while as many ask as there are readers, each again as soon as it was answered."""

    def ask(number: int) -> list[float]:
        return [
            readers[number].page(page.paths[(turn * len(readers) + number) % len(page.paths)]).seconds
            for turn in range(page.of_eight)
        ]

    with ThreadPoolExecutor(len(readers)) as pool:
        return [seconds for each in pool.map(ask, range(len(readers))) for seconds in each]


def reports_sent(nurses: Sequence[Visitor], each: int, day: tuple[int, int, int]) -> list[float]:
    """Seconds from the last click until the confirmation is shown; every question was answered before."""
    ready = [[filled_report(nurse, day) for _ in range(each)] for nurse in nurses]

    def send(number: int) -> list[float]:
        seconds = []
        for path in ready[number]:
            sent = nurses[number].form(path, {})
            shown: Answer = nurses[number].page(sent.location)
            if b"SL-" not in shown.body:
                raise Unexpected("The confirmation shows no reference")
            seconds.append(sent.seconds + shown.seconds)
        return seconds

    with ThreadPoolExecutor(len(nurses)) as pool:
        return [seconds for each_of in pool.map(send, range(len(nurses))) for seconds in each_of]


def measured(engine: str, incidents: int, place: Installation, say: Callable[[str], None]) -> list[Measured]:
    """Every page of one installation."""
    readers = [place.visitor(READER) for _ in range(EIGHT)]
    pages = pages_of(readers[0], with_csv=incidents <= MOST_EXPORTED)
    counts = queries_of(place, readers[0], pages)
    rows = []
    for page in pages:
        say(f"{engine}, {incidents:,}: {page.name}")
        ours, floors = asked_alone(readers[0], page)
        at_once = asked_at_once(readers, page)
        floors_at_once = asked_at_once(readers, Page("floor", [FLOOR]))
        for clients, times, floor in ((1, ours, floors), (EIGHT, at_once, floors_at_once)):
            rows.append(row(engine, page.name, clients, incidents, times, counts[page.name], floor))
    say(f"{engine}, {incidents:,}: Report sent")
    nurses = [place.visitor(REPORTER) for _ in range(EIGHT)]
    earlier = datetime.now(UTC) - timedelta(days=2)
    day = (earlier.day, earlier.month, earlier.year)
    _, floors = asked_alone(nurses[0], Page("floor", [FLOOR], alone=20))
    rows.append(row(engine, "Report sent", 1, incidents, reports_sent(nurses[:1], 40, day), 0, floors))
    rows.append(row(engine, "Report sent", EIGHT, incidents, reports_sent(nurses, 6, day), 0, floors))
    return rows


def row(
    engine: str, page: str, clients: int, incidents: int, times: list[float], queries: int, floor: list[float]
) -> Measured:
    """A row of the table from seconds; p95 of a few is their greatest."""
    p95 = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return Measured(engine, page, clients, incidents, ms(median(times)), ms(p95), queries, ms(median(floor)))


def ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def queries_of(place: Installation, reader: Visitor, pages: Sequence[Page]) -> dict[str, int]:
    """The most queries that any path of a page asks, by its name."""
    paths = {page.name: list(page.paths)[:20] for page in pages}
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/bench_queries.py")],
        cwd=ROOT,
        env=place.surroundings,
        input=json.dumps(
            {"cookies": reader.cookies, "paths": [path for of in paths.values() for path in of]}
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    counts = json.loads(done.stdout)
    return {name: max(counts[path] for path in of) for name, of in paths.items()}


def misses(found: Measured) -> list[str]:
    """Which bars a row misses, in words."""
    bar = BARS[found.page]
    p95 = bar.p95_ms_alone if found.clients == 1 else bar.p95_ms_of_eight
    missed = []
    if p95 is not None and found.p95_ms > p95:
        missed.append(f"p95 over {p95:g} ms")
    if found.clients == 1 and bar.floors is not None and found.p50_ms > bar.floors * found.floor_p50_ms:
        missed.append(f"over {bar.floors:g} floors")
    if bar.queries is not None and found.queries > bar.queries:
        missed.append(f"over {bar.queries} queries")
    return missed


def growth(rows: Sequence[Measured]) -> list[tuple[str, float]]:
    """p50 with the most incidents as a share of p50 with the fewest, of pages asked by one visitor on PostgreSQL."""
    of = {
        (found.page, found.incidents): found.p50_ms
        for found in rows
        if found.engine == "postgresql" and found.clients == 1 and not found.page.startswith("CSV")
    }
    sizes = sorted({incidents for _, incidents in of})
    names = dict.fromkeys(page for page, _ in of)
    return [(page, of[page, sizes[-1]] / of[page, sizes[0]]) for page in names] if len(sizes) > 1 else []


def main() -> int:
    console = Console(highlight=False)
    engines = (os.environ.get("ENGINES") or "sqlite postgresql").split()
    sizes = [int(size) for size in (os.environ.get("INCIDENTS") or "20000").split()]
    wanted = [(engine, size) for engine in engines for size in sizes]
    if os.environ.get("GROWTH"):
        wanted += [("postgresql", 2_000), ("postgresql", 200_000)]
    rows: list[Measured] = []
    walls: list[tuple[str, float]] = []
    for engine, incidents in wanted:
        with installed(engine, incidents, console.print) as place:
            rows += measured(engine, incidents, place, console.print)
            if engine == "postgresql":
                walls = behind_walls(place.visitor(READER), place.surroundings[SUPERUSER], console.print)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps([asdict(found) for found in rows], indent=1) + "\n")
    table = Table(
        "Engine", "Incidents", "Page", "Clients", "p50 ms", "p95 ms", "Queries", "Floor p50", "Floors", "Bars"
    )
    missed_any = False
    for found in rows:
        missed = misses(found)
        missed_any |= bool(missed)
        table.add_row(
            *(found.engine, f"{found.incidents:,}", found.page, str(found.clients)),
            *(f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}", str(found.queries or "")),
            *(f"{found.floor_p50_ms:.1f}", f"{found.p50_ms / found.floor_p50_ms:.1f}"),
            "; ".join(missed) or "kept",
        )
    console.print(table)
    for page, share in walls:
        missed_any |= share > MOST_FOR_THE_WALL
        console.print(f"{page}: behind the wall {share:.2f} times without (at most {MOST_FOR_THE_WALL})")
    for page, share in growth(rows):
        missed_any |= share > MOST_GROWTH
        console.print(f"{page}: the most incidents take {share:.2f} times the fewest (at most {MOST_GROWTH})")
    console.print(f"Written to {OUT.relative_to(ROOT)}.")
    return int(missed_any)


if __name__ == "__main__":
    sys.exit(main())
