"""Several nodes share a PostgreSQL server; without one there is nothing here to run."""

from __future__ import annotations

import os

collect_ignore = [] if os.environ.get("DATABASE_URL") else ["test_several_nodes.py"]
