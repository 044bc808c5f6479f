"""The store in a bucket of an S3-compatible service. Imported only where SIGHTLINE_S3_BUCKET is set: boto3 is heavy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

#: Someone waits for the page, and holds the step on the case meanwhile: a store that does not answer is soon said to.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 2


@contextmanager
def _in_words_of_python(name: str) -> Iterator[None]:
    """What the service refused or did not answer, as the OSError that a disk would raise."""
    try:
        yield
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") in {"404", "NoSuchKey", "NotFound"}:
            raise FileNotFoundError(f"The bucket has no {name}.") from problem
        raise OSError(f"The store of documents refused {name}: {problem}") from problem
    except (BotoCoreError, Boto3Error) as problem:
        raise OSError(f"The store of documents does not answer: {problem}") from problem


class DocumentBucket(S3Storage):  # type: ignore[misc]
    """The library's storage, but read as it comes instead of through a copy in memory, and with errors like a disk's.

    No access list is sent: a file without one is private, and a bucket where lists are switched off refuses any.
    An object appears under its name when it is whole; the service sees to that.
    """

    def __init__(self, **options: Any) -> None:
        own = bool(options.get("endpoint_url"))
        integrity: dict[str, Any] = {}
        if own:
            # Many services other than Amazon's refuse the checksums that boto3 adds of itself. Ours is the name.
            integrity = dict.fromkeys(
                ("request_checksum_calculation", "response_checksum_validation"), "when_required"
            )
        options["client_config"] = Config(
            signature_version="s3v4",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS},
            s3={"addressing_style": "path" if own else "auto"},
            **integrity,
        )
        super().__init__(default_acl=None, file_overwrite=True, **options)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("Files of the bucket are opened for reading only.")
        with _in_words_of_python(name):
            answer = self.bucket.Object(self._normalize_name(name)).get()
        stream = File(answer["Body"], name=name)
        stream.size = answer["ContentLength"]
        return stream

    def _save(self, name: str, content: File[bytes]) -> str:
        with _in_words_of_python(name):
            return cast(str, super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Whether the object is there; OSError where the service does not say."""
        with _in_words_of_python(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Takes the object away; one that is not there is no error."""
        with _in_words_of_python(name):
            super().delete(name)

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every object: its name in the store, its size in bytes. Asks for a thousand at a time."""
        begins = f"{self.location.strip('/')}/" if self.location else ""
        with _in_words_of_python("its list"):
            for found in self.bucket.objects.filter(Prefix=begins):
                yield found.key.removeprefix(begins), found.size

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Refused: a document has no address that opens it without asking who you are."""
        raise ValueError("Documents have no address of their own.")
