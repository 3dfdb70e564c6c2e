import base64

from werkzeug.exceptions import Gone, NotFound, ServiceUnavailable

from odoo import http
from odoo.http import Stream, request

from ..archive import StoreFault

AGAIN_MIN = 30  # the same refusal is written down once in so many minutes


class RecordingController(http.Controller):
    @http.route("/callcenter/recording/<int:recording_id>", type="http", auth="user", methods=["GET", "HEAD"])
    def recording(self, recording_id, download=None):
        """Stream a recording (WAV, left = customer, right = agent), whole or by Range, from wherever it lies.

        404 no such recording, 403 not one of the user's calls or no right to download, 410 the file is gone, 503 the
        archive cannot be reached.
        """
        recording = request.env["callcenter.recording"].browse(recording_id)
        if not recording.exists():
            raise NotFound()
        act = "download" if download else "play"
        if not recording.has_access("read") or (download and not recording._may_download()):
            return _refused(recording, act)
        path = recording._file()
        stored = _stored(recording) if path is None else None
        if request.httprequest.method == "GET":
            # a player asks for piece after piece: that is one act
            request.env["callcenter.audit"]._note_act(act, recording)
        answer = _from_archive(recording, stored) if path is None else _from_disk(recording, path, download)
        digest = base64.b64encode(bytes.fromhex(recording.sha256) if len(recording.sha256) == 64 else b"").decode()
        answer.headers["Repr-Digest"] = f"sha-256=:{digest}:"
        answer.headers["Content-Security-Policy"] = "default-src 'none'"
        disposition = "attachment" if download else "inline"
        answer.headers["Content-Disposition"] = f"{disposition}; filename=call-{recording.id}.wav"
        return answer


def _refused(recording, act):
    """Answer 403 and write the try down; an error that is raised would take that back."""
    audit = request.env["callcenter.audit"]
    if not audit._noted_since("refuse", recording, AGAIN_MIN):
        audit._note("refuse", recording, detail=act)
    return request.make_response("", status=403)


def _from_disk(recording, path, download):
    stream = Stream(
        type="path",
        path=str(path),
        download_name=f"call-{recording.id}.wav",
        mimetype="audio/wav",
        etag=recording.sha256,
        last_modified=path.stat().st_mtime,
        size=path.stat().st_size,
    )
    return stream.get_response(as_attachment=bool(download), max_age=0, content_security_policy="default-src 'none'")


def _stored(recording):
    """Return (archive, path, bytes) of a recording that was moved."""
    if not recording.store_id:
        raise Gone()
    try:
        store = recording._open()
        return store, recording.path, store.size(recording.path)
    except StoreFault as error:
        raise (Gone() if error.missing else ServiceUnavailable()) from error


def _from_archive(recording, stored):
    """Answer with the bytes asked for, piece by piece as they come."""
    store, path, size = stored
    asked = request.httprequest.range
    span = asked.range_for_length(size) if asked and asked.units == "bytes" else None
    start, stop = span or (0, size)
    headers = [
        ("Content-Type", "audio/wav"),
        ("Accept-Ranges", "bytes"),
        ("ETag", f'"{recording.sha256}"'),
    ]
    if span:
        headers.append(("Content-Range", f"bytes {start}-{stop - 1}/{size}"))
    try:
        body = b"" if request.httprequest.method == "HEAD" else store.read(path, start, stop - start)
    except StoreFault as error:
        raise ServiceUnavailable() from error
    answer = request.make_response(body, headers, status=206 if span else 200)
    answer.headers["Content-Length"] = str(stop - start)
    return answer
