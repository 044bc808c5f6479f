"""``python -m tests.browser`` fills the database of a browser run, and prints who and what is in it."""

from __future__ import annotations

import django


def main() -> None:
    django.setup()
    from tests.browser import region

    region.main()


if __name__ == "__main__":
    main()
