from werkzeug.exceptions import Forbidden, Gone, NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import Stream, request


class RecordingController(http.Controller):
    @http.route("/callcenter/recording/<int:recording_id>", type="http", auth="user", methods=["GET", "HEAD"])
    def recording(self, recording_id, download=None):
        """Stream a recording (WAV, left = customer, right = agent), whole or by Range.

        404 no such recording, 403 not one of the user's calls, 410 the file is gone.
        """
        recording = request.env["callcenter.recording"].browse(recording_id)
        if not recording.exists():
            raise NotFound()
        try:
            recording.check_access("read")
        except AccessError as error:
            raise Forbidden() from error
        path = recording._file()
        if path is None:
            raise Gone()
        if request.httprequest.method == "GET":
            # a player asks for piece after piece: that is one act
            request.env["callcenter.audit"]._note_act("download" if download else "play", recording)
        stream = Stream(
            type="path",
            path=str(path),
            download_name=f"call-{recording.id}.wav",
            mimetype="audio/wav",
            etag=recording.sha256,
            last_modified=path.stat().st_mtime,
            size=path.stat().st_size,
        )
        return stream.get_response(
            as_attachment=bool(download), max_age=0, content_security_policy="default-src 'none'"
        )
