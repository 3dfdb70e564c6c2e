"""A store that speaks S3: Amazon's, MinIO, Ceph and others.

minio-py (Apache-2.0) was taken: 0.1 MB on urllib3. boto3 does the same with botocore's 14 MB and its start-up time;
OCA's fs_storage would bring fsspec, s3fs and server_environment, and keeps the keys where administrators read them.
"""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from .base import CHUNK, StoreFault, digest

_MISSING = ("NoSuchKey", "NoSuchObject")
_TIMEOUT = urllib3.Timeout(connect=5, read=30)


class S3Store:
    """``endpoint``: host with port; ``prefix``: a folder within the bucket."""

    def __init__(self, endpoint: str, bucket: str, access_key: str, secret: str, *, prefix="", region="", secure=True):
        with _faults():
            self._client = Minio(
                endpoint,
                access_key=access_key or None,
                secret_key=secret or None,
                secure=secure,
                region=region or "us-east-1",
                http_client=urllib3.PoolManager(timeout=_TIMEOUT, retries=urllib3.Retry(2, backoff_factor=0.2)),
            )
        self._bucket, self._prefix = bucket, prefix.strip("/")

    def put(self, path: str, source: Path, sha256: str) -> None:
        with _faults():
            self._client.fput_object(
                self._bucket, self._name(path), str(source), content_type="audio/wav", metadata={"sha256": sha256}
            )
        if digest(self, path) != sha256:
            self.delete(path)
            raise StoreFault(f"{path}: the copy differs")

    def read(self, path: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        with _faults():
            answer = self._client.get_object(self._bucket, self._name(path), offset=start, length=length or 0)
        return _pieces(answer)

    def size(self, path: str) -> int:
        with _faults():
            return self._client.stat_object(self._bucket, self._name(path)).size

    def delete(self, path: str) -> None:
        with _faults():
            self._client.remove_object(self._bucket, self._name(path))

    def check(self) -> None:
        name = f".callcenter-{secrets.token_hex(8)}"
        with _faults():
            self._client.put_object(self._bucket, self._name(name), io.BytesIO(b"callcenter"), 10)
        self.delete(name)

    def _name(self, path: str) -> str:
        if ".." in path.split("/"):
            raise StoreFault("outside the folder", missing=True)
        return f"{self._prefix}/{path}".lstrip("/")


def _pieces(answer) -> Iterator[bytes]:
    try:
        with _faults():
            yield from answer.stream(CHUNK)
    finally:
        answer.close()
        answer.release_conn()


@contextmanager
def _faults():
    """What goes wrong, in a few words: a library's own text may hold addresses with keys in them."""
    try:
        yield
    except S3Error as error:
        raise StoreFault(f"{error.code}: {error.message}", error.code in _MISSING) from None
    except (MinioException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise StoreFault(_words(error)) from None


def _words(error: Exception) -> str:
    if isinstance(error, ValueError) and not isinstance(error, urllib3.exceptions.HTTPError):
        return str(error)
    cause = getattr(error, "reason", None) or error
    return "The server cannot be reached" if isinstance(cause, urllib3.exceptions.HTTPError) else type(cause).__name__
