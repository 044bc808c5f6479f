"""The product's settings for the type checker, which needs them readable on a machine where nothing is set."""

import os

os.environ.setdefault("SIGHTLINE_SECRET_KEY", "for checking types only")

from sightline.config.settings import *  # noqa: F403
