"""The product's settings for the type checker, which needs them readable on a machine where nothing is set."""

import os
import secrets

os.environ.setdefault("SIGHTLINE_SECRET_KEY", secrets.token_hex(40))

from sightline.config.settings import *  # noqa: F403
