"""Where files that people upload lie, sealed: the meaning of AMPARO_FILES_URL."""

from typing import Any
from urllib.parse import unquote, urlsplit

from boto3.s3.transfer import TransferConfig
from django.core.exceptions import ImproperlyConfigured

PART = 8 * 1024 * 1024  # one part of a large file at a time is in memory
TLS = {"s3": "https", "s3+http": "http"}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def store_for(url: str) -> dict[str, Any]:
    """Django's settings of the store: file:///folder, or s3://KEY:SECRET@host/bucket (over TLS).

    A region may stand behind: ?region=NAME. Only a store on this very machine is spoken to in
    clear (s3+http). Raises ImproperlyConfigured, which never repeats the address: it holds a
    secret.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ImproperlyConfigured("AMPARO_FILES_URL is not an address.") from None
    if parts.scheme == "file":
        return _folder(parts.netloc, parts.path)
    bucket = parts.path.strip("/")
    if not (parts.hostname and parts.username and parts.password and bucket):
        raise ImproperlyConfigured("AMPARO_FILES_URL must be s3://KEY:SECRET@host/bucket.")
    if parts.scheme == "s3+http" and parts.hostname not in THIS_MACHINE:
        raise ImproperlyConfigured("AMPARO_FILES_URL: only this machine is spoken to in clear.")
    if "/" in bucket:
        raise ImproperlyConfigured("AMPARO_FILES_URL names more than a bucket.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{TLS[parts.scheme]}://{parts.hostname}{port}",
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "region_name": _region(parts.query),
            "bucket_name": bucket,
            "file_overwrite": False,
            "max_memory_size": PART,  # beyond it a file that is read lies on disk, sealed as it is
            "transfer_config": TransferConfig(multipart_chunksize=PART, use_threads=False),
        },
    }


def _folder(host: str, path: str) -> dict[str, Any]:
    if host or not path.startswith("/"):
        raise ImproperlyConfigured("AMPARO_FILES_URL must give a whole path: file:///folder.")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": path},
    }


def _region(query: str) -> str:
    """The region that the address names, or the one that most stores answer to."""
    name, _, region = query.partition("=")
    if query and (name != "region" or not region):
        raise ImproperlyConfigured("AMPARO_FILES_URL understands ?region=NAME and nothing else.")
    return region or "us-east-1"
