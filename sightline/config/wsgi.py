"""What a server runs: ``gunicorn sightline.config.wsgi``."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from sightline.config.warm_up import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")

application = get_wsgi_application()

from sightline.incidents.services.reading_log import keep_writing  # noqa: E402 - models, once Django is set up

try:
    _ = settings.SECRET_KEY  # Django refuses an empty one when it is asked for
except ImproperlyConfigured:
    raise ImproperlyConfigured(
        "Set SIGHTLINE_SECRET_KEY to a long random text before serving pages."
    ) from None

warm_up()
keep_writing()
