"""Two answers for whatever watches the servers."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

#: Bytes under which nothing can be counted on to be written [local default]. Long before, administrators are told.
_LEAST_FREE = 1024**2


@require_safe
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a database outage does not restart every server."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration, and the disk has room; otherwise 503 and the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    try:
        is_full = shutil.disk_usage(settings.VAR).free < _LEAST_FREE
    except OSError:
        return HttpResponse("the disk does not answer\n", content_type="text/plain", status=503)
    if is_full:
        return HttpResponse("the disk is full\n", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse("migrations are waiting\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
