"""Pictures of every role's main pages, in var/screens/<hat>/<page>-<width>.png.

Starts a demonstration of its own (its data and port touch no other), signs in as each role, and follows the main
navigation, the first incident it meets, the buttons that lead on and the pages that take a step. A page behind those
is pictured for the first hat of its role, the main ones for every hat. Exits 1 if a page fails or is wider than its
screen.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "var/screens"
OWN_VAR = ROOT / "var/screens-demo"
WIDTHS = (1280, 320)
MOST_PAGES = 48
#: Shown again for every hat: they differ by organisation, not only by role.
MAIN_PAGES = {"today", "incidents", "incidents-one", "desk", "actions", "messages"}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def demonstration() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A demonstration running for us: its address and its sign-ins."""
    port = free_port()
    surroundings = os.environ | {
        "SIGHTLINE_VAR": str(OWN_VAR),
        "PORT": str(port),
        "SIGHTLINE_DEMONSTRATION": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "scripts/demo.py"], cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not ready(address):
            if server.poll() is not None:
                sys.exit("The demonstration did not start; the reason stands above.")
            time.sleep(0.2)
        listed = subprocess.run(
            [sys.executable, "-m", "sightline.config.cli", "sign-ins", "--json"],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=True,
        )
        yield address, json.loads(listed.stdout)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def sign_in(page: Page, address: str, person: dict[str, str]) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=login]", person["username"])
    page.fill("input[name=password]", person["password"])
    page.click("#sign-in button[type=submit]")
    page.wait_for_load_state()
    if "/sign-in/" in page.url:
        sys.exit(f"Could not sign in as {person['hat']}.")


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def page_name(path: str) -> str:
    """A name that is the same every time, whichever incident was first."""
    general = re.sub(r"/SL-\d{4}-\d+", "/one", path)
    general = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}", "/one", general)
    general = re.sub(r"^/(desk/providers|administer/organisations)/(?!add/)[^/]+/", r"/\1/one/", general)
    return slug(general) or "today"


def addresses_on(page: Page) -> list[str]:
    """Where someone would go next from here: navigation, the first incident, the buttons that are links."""
    found = page.eval_on_selector_all(
        ".sl-nav a, .sl-role a, main a.nhsuk-button, .sl-next__act a, main a[href^='/help/'], .sl-footer a",
        "links => links.map(link => link.getAttribute('href'))",
    )
    found += page.eval_on_selector_all(
        ".sl-steps a, .sl-contents a, .sl-lead a, main a[href^='/desk/'], main a[href^='/administer/'], "
        "main a[href^='/report/'], main a[href$='/send-link/'], main a[href^='/incidents/views/']",
        "links => links.map(link => link.getAttribute('href'))",
    )
    incidents = page.eval_on_selector_all(
        "main a[href^='/incidents/']", "links => links.map(link => link.getAttribute('href'))"
    )
    found += [path for path in incidents if re.fullmatch(r"/incidents/SL-[^/]+/", path)][:1]
    return [path.split("#")[0].split("?")[0] for path in found if path and path.startswith("/")]


def visit(
    browser: Browser, address: str, person: dict[str, str], pictured: set[tuple[str, str]]
) -> list[str]:
    """Pictures of what one role sees; returns what was wrong. ``pictured``: pages that a hat of a role showed already."""
    role = person["hat"].split(",")[0].split(" (")[0]
    folder = OUT / slug(person["hat"])
    folder.mkdir(parents=True)
    problems: list[str] = []
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900})
    page = context.new_page()
    sign_in(page, address, person)
    waiting, names = ["/"], set[str]()
    while waiting and len(names) < MOST_PAGES:
        path = waiting.pop(0)
        name = page_name(path)
        if not path or name in names or ((role, name) in pictured and name not in MAIN_PAGES):
            continue
        pictured.add((role, name))
        names.add(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(address + path)
            if answer is None or answer.status != 200:
                problems.append(f"{person['hat']}: {path} answered {answer.status if answer else 'nothing'}")
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                problems.append(f"{person['hat']}: {path} is {wide} px wide on a screen of {width}")
        waiting += addresses_on(page)
    context.close()
    print(f"{person['hat']}: {len(names)} pages in {folder.relative_to(ROOT)}", flush=True)
    return problems


def main() -> int:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is not here: install it (Debian: sudo apt install chromium).")
    shutil.rmtree(OUT, ignore_errors=True)
    problems: list[str] = []
    pictured: set[tuple[str, str]] = set()
    with demonstration() as (address, people), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for person in people:
            problems += visit(browser, address, person, pictured)
        browser.close()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
