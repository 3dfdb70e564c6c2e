import os

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

MB = 1 << 20


class CallcenterImportController(http.Controller):
    """Files on their way in and out; rights are those of the batch."""

    def _max_length(self):
        return (request.env["callcenter.list"]._import_max_mb() + 1) * MB

    @http.route("/callcenter/import/upload", type="http", auth="user", methods=["POST"], max_content_length=_max_length)
    def upload(self, file=None, campaign_id=None, list_id=None):
        """Take a file (multipart) into ``campaign_id``; answers ``{"list_id"}`` or ``{"error"}``.

        ``list_id``: a batch whose settings hold for this file too. One that has taken nothing yet gets the file
        itself, otherwise a new batch is made.
        """
        lists = request.env["callcenter.list"]
        try:
            if not hasattr(file, "stream"):
                raise UserError(request.env._("Choose a file."))
            file.stream.seek(0, os.SEEK_END)
            if file.stream.tell() > lists._import_max_mb() * MB:
                raise UserError(lists._import_too_large())
            file.stream.seek(0)
            batch = lists._import_upload(file.filename, file.stream, _id(campaign_id), _id(list_id))
        except (AccessError, UserError) as error:
            request.env.cr.rollback()
            return request.make_json_response({"error": str(error)})
        return request.make_json_response({"list_id": batch.id})

    @http.route("/callcenter/import/<int:list_id>/dropped", type="http", auth="user", methods=["GET"], readonly=False)
    def dropped(self, list_id):
        """The file of the rows that were not taken; 403 for whom it is not, 404 where there is none."""
        batch = request.env["callcenter.list"].browse(list_id)
        if not batch.exists():
            raise NotFound()
        try:
            attachment = batch._import_dropped_file()
        except AccessError as error:
            raise Forbidden() from error
        if not attachment:
            raise NotFound()
        return attachment._to_http_stream().get_response(
            as_attachment=True, max_age=0, content_security_policy="default-src 'none'"
        )

    @http.route("/callcenter/import/sample", type="http", auth="user", methods=["GET"], readonly=True)
    def sample(self):
        """A workbook with the columns that the user may fill and a row that shows how."""
        try:
            name, data = request.env["callcenter.list"]._import_sample_file()
        except AccessError as error:
            raise Forbidden() from error
        headers = [
            ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("Content-Disposition", http.content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(data, headers)


def _id(text):
    """Return the id in a form's field, 0 where there is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
