from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.callcenter_crm.controllers.export import note_export

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}


class CallcenterDashboardController(http.Controller):
    """The dashboard as a file, for whoever may read and export it."""

    @http.route("/callcenter/dashboard.<string:kind>", type="http", auth="user", methods=["GET"])
    def export(self, kind, period="week", back="0", department="0"):
        if kind not in TYPES or not (back.isdecimal() and department.isdecimal() and len(back + department) < 12):
            raise request.not_found()
        Board = request.env["callcenter.dashboard"]
        board = Board.read_board(period, int(back), int(department) or False)
        note_export(Board._name, 1)
        content = Board._xlsx(board) if kind == "xlsx" else Board._pdf(board)
        headers = [
            ("Content-Type", TYPES[kind]),
            ("Content-Disposition", content_disposition(f"{Board._title(board)}.{kind}")),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
