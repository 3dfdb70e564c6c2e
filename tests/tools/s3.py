"""A small S3 server for tests: buckets in memory, parts by Range, one user. (moto does not go with Odoo's dateutil.)"""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import unquote, urlsplit

_ERROR = '<?xml version="1.0"?><Error><Code>{}</Code><Message>{}</Message></Error>'


class S3:
    """``with S3("bucket") as s3``: ``s3.endpoint``, ``s3.files`` by path below the bucket; ``s3.away`` refuses all."""

    access_key, secret = "test-key", "test-secret-of-the-archive"

    def __init__(self, bucket: str):
        self.bucket, self.files, self.away = bucket, {}, False
        owner = self

        class Handler(_Handler):
            s3 = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    s3: S3

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if name := self._name():
            self.s3.files[name] = data
            self._answer(200, b"")

    def do_GET(self) -> None:
        if (name := self._name()) is None:
            return
        if (data := self.s3.files.get(name)) is None:
            self._refuse(404, "NoSuchKey", "The specified key does not exist.")
            return
        first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        if first:
            stop = int(last) + 1 if last else len(data)
            span = {"Content-Range": f"bytes {first}-{stop - 1}/{len(data)}"}
            self._answer(206, data[int(first) : stop], **span)
        else:
            self._answer(200, data)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        if name := self._name():
            self.s3.files.pop(name, None)
            self._answer(204, b"")

    def _name(self) -> str | None:
        """The path below the bucket; None when the request has been refused."""
        bucket, _, name = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if self.s3.away:
            self._refuse(503, "ServiceUnavailable", "Away.")
        elif f"Credential={self.s3.access_key}/" not in self.headers.get("Authorization", ""):
            self._refuse(403, "AccessDenied", "Access Denied.")
        elif bucket != self.s3.bucket:
            self._refuse(404, "NoSuchBucket", "The specified bucket does not exist.")
        else:
            return name
        return None

    def _refuse(self, status: int, code: str, message: str) -> None:
        self._answer(status, _ERROR.format(code, message).encode(), **{"Content-Type": "application/xml"})

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        length = len(body)
        about = {"Content-Length": str(length), "ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'}
        about["Last-Modified"] = "Sun, 22 Nov 2026 17:00:00 GMT"
        for name, value in (about | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass
