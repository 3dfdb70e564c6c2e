from odoo import http
from odoo.http import content_disposition, request


class CallcenterWorkorderController(http.Controller):
    """Work orders on paper, for whoever may read them."""

    @http.route("/callcenter/workorder/<string:ids>/print", type="http", auth="user", methods=["GET"], readonly=True)
    def print(self, ids):
        parts = [part for part in ids.split(",") if part.isdecimal() and len(part) < 10]
        orders = request.env["helpdesk.ticket"].browse(int(part) for part in parts[:100]).exists()
        if not orders or not request.env.user.has_group("base.group_user"):
            raise request.not_found()
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(f"{orders[0].number}.pdf", disposition_type="inline")),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(orders._callcenter_pdf(), headers)
