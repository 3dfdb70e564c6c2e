from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class CallcenterVisitController(http.Controller):
    """A return visit that the customer answers by the link of a text."""

    @http.route("/callcenter/visit/<string:token>", type="http", auth="public", methods=["GET", "POST"], sitemap=False)
    def visit(self, token, **given):
        """Show the questions and take the answers, once; a link that is used, over or made up says so."""
        visit = request.env["callcenter.visit"]._of_token(token)
        if not visit:
            return self._page("callcenter_crm.visit_over", status=410)
        visit = visit.with_context(lang=visit.partner_id.lang)
        error = ""
        if request.httprequest.method == "POST":
            try:
                visit._answer(self._answers(visit, given), str(given.get("remark", "")), visit.env.user)
            except UserError as refused:
                error = str(refused)
            else:
                return self._page("callcenter_crm.visit_thanks")
        return self._page("callcenter_crm.visit_page", visit=visit, error=error, given=given)

    def _page(self, template, status=200, **values):
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
        response = request.render(template, values)
        response.status_code = status
        response.headers.update(headers)
        return response

    def _answers(self, visit, given):
        answers = {}
        for question in visit.rule_id.question_ids:
            value = str(given.get(f"question_{question.id}", ""))
            is_level = question.kind == "level"
            answers[question.id] = (
                (int(value) if value.isdecimal() and len(value) < 10 else False) if is_level else value
            )
        return answers
