"""Which store documents are kept in, as Django's STORAGES wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Algorithms of server-side encryption that a bucket may be asked for; without one it does what it is set to.
ENCRYPTIONS = ("AES256", "aws:kms")
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def store(*, folder: Path, bucket: str, endpoint: str, region: str, encryption: str) -> dict[str, Any]:
    """A folder, or the bucket where one is named. Keys are in no setting: boto3 finds them in its own variables.

    Raises ImproperlyConfigured for what cannot work, or would send documents over the network in clear.
    """
    if not bucket:
        if endpoint or region or encryption:
            raise ImproperlyConfigured(
                "SIGHTLINE_S3_ENDPOINT, _REGION or _ENCRYPTION is set and SIGHTLINE_S3_BUCKET is not: "
                "documents would go into a folder."
            )
        return {
            "BACKEND": "sightline.upkeep.document_store.folder.DocumentFolder",
            "OPTIONS": {"location": folder, "base_url": None},
        }
    parts = urlsplit(endpoint)
    if endpoint and not (parts.hostname and parts.scheme in {"http", "https"}):
        raise ImproperlyConfigured("SIGHTLINE_S3_ENDPOINT must look like https://s3.example.org.")
    if endpoint and parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        raise ImproperlyConfigured(
            "SIGHTLINE_S3_ENDPOINT must begin with https:// unless it is this machine."
        )
    if encryption and encryption not in ENCRYPTIONS:
        raise ImproperlyConfigured(f"SIGHTLINE_S3_ENCRYPTION must be {' or '.join(ENCRYPTIONS)}.")
    return {
        "BACKEND": "sightline.upkeep.document_store.bucket.DocumentBucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "location": "documents",
            "object_parameters": {"ServerSideEncryption": encryption} if encryption else {},
        },
    }
