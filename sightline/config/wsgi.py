"""What a server runs: ``gunicorn sightline.config.wsgi``."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")

application = get_wsgi_application()

if not settings.SECRET_KEY:
    raise ImproperlyConfigured("Set SIGHTLINE_SECRET_KEY to a long random text before serving pages.")

from sightline.config.jinja import warm_up  # noqa: E402  # needs the settings above

warm_up()
