"""The private store of documents in a bucket of an S3 server. Loaded only where the settings name one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from claims.storage import DocumentMissing, StorageUnavailable

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ModuleNotFoundError as error:
    raise ImproperlyConfigured(
        "DOCUMENT_STORAGE_URL names an S3 bucket: install requirements-prod.txt, which brings its driver."
    ) from error

ABSENT = frozenset({"404", "NoSuchKey"})
SCHEMES = {"s3": "https", "s3+http": "http"}
BEHAVIOUR = Config(
    # Servers other than Amazon's know neither the checksums nor the host names that newer drivers use by default.
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=3,
    read_timeout=15,
    retries={"mode": "standard", "max_attempts": 3},
)


class BucketStore:
    """Sealed objects in one bucket. The server signs nothing out: every byte is fetched by the portal."""

    def __init__(self, url: str) -> None:
        """Connect to ``s3://KEY:SECRET@host:port/bucket``; percent-encoded where needed, ``?region=`` where the server has several."""
        parts = urlsplit(url)
        self.bucket = parts.path.strip("/")
        if not (parts.username and parts.password and parts.hostname and self.bucket):
            raise ImproperlyConfigured("DOCUMENT_STORAGE_URL: write s3://KEY:SECRET@host:port/bucket.")
        self.client = boto3.client(
            "s3",
            endpoint_url=f"{SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
            aws_access_key_id=unquote(parts.username),
            aws_secret_access_key=unquote(parts.password),
            region_name=dict(parse_qsl(parts.query)).get("region", "us-east-1"),
            config=BEHAVIOUR,
        )

    def put(self, key: str, sealed: bytes) -> None:
        with plainly(key):
            self.client.put_object(Bucket=self.bucket, Key=key, Body=sealed, ContentType="application/octet-stream")

    def get(self, key: str) -> bytes:
        with plainly(key):
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def drop(self, key: str) -> None:
        with plainly(key):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def keys_before(self, moment: datetime) -> Iterator[str]:
        with plainly("a listing"):
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
                yield from (found["Key"] for found in page.get("Contents", ()) if found["LastModified"] < moment)


@contextmanager
def plainly(key: str) -> Iterator[None]:
    """Say the driver's many errors in the two words of the store. Neither the address nor the bucket is told."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise DocumentMissing(key) if code in ABSENT else StorageUnavailable(code) from error
    except BotoCoreError as error:
        raise StorageUnavailable(type(error).__name__) from error
