from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import qa_score

STATES = [("open", "Not Judged"), ("given", "Judged"), ("na", "Does Not Apply")]
LONGEST = 2000  # characters of a reason


class CallcenterQaLine(models.Model):
    """One item of a sheet as it was judged in a score; written by the acts of the score only."""

    _name = "callcenter.qa.line"
    _description = "Judged Item"
    _order = "score_id, sequence, id"
    _rec_name = "item_id"

    score_id = fields.Many2one("callcenter.qa.score", required=True, readonly=True, ondelete="cascade", index=True)
    sequence = fields.Integer(readonly=True)
    item_id = fields.Many2one("callcenter.qa.item", required=True, readonly=True, ondelete="restrict", index=True)
    group_id = fields.Many2one(related="item_id.group_id", store=True)
    fatal = fields.Boolean(related="item_id.fatal")
    kind = fields.Selection(related="item_id.kind")
    possible = fields.Integer(related="item_id.points", string="Of")
    guidance = fields.Text(related="item_id.guidance")
    state = fields.Selection(STATES, required=True, readonly=True, default="open")
    points = fields.Integer(readonly=True, aggregator=None)
    failed = fields.Boolean(readonly=True, help="The fatal fault happened.")
    reason = fields.Text(readonly=True)
    percent = fields.Float("Of the Points (%)", compute="_compute_percent", store=True, aggregator="avg", digits=(5, 1))
    answer = fields.Char(compute="_compute_answer")

    _item_unique = models.UniqueIndex("(score_id, item_id)", "An item is judged once.")

    @api.depends("points", "item_id.points", "item_id.fatal", "failed")
    def _compute_percent(self):
        for line in self:
            part = 1 - line.failed if line.item_id.fatal else line.points / (line.item_id.points or 1)
            line.percent = 100 * part

    @api.depends("state", "points", "failed")
    @api.depends_context("lang")
    def _compute_answer(self):
        for line in self:
            # sudo: callcenter.qa.item - who may see the score may read what was judged
            line.answer = line.sudo()._words()

    @api.depends("item_id")
    def _compute_display_name(self):
        for line in self:
            # sudo: callcenter.qa.item - who may see the score may read what was judged
            line.display_name = line.sudo().item_id.display_name

    def _words(self):
        if self.state != "given":
            return self.env._("does not apply") if self.state == "na" else "–"
        if self.item_id.kind == "yes_no":
            return self.env._("Yes") if (self.failed if self.item_id.fatal else self.points) else self.env._("No")
        return f"{self.points} / {self.item_id.points}"

    def _on_paper(self):
        """Return the line for the scoring page."""
        item = self.item_id
        value = {"open": None, "na": "na"}.get(self.state)
        if self.state == "given":
            yes = self.failed if item.fatal else bool(self.points)
            value = int(yes) if item.kind == "yes_no" else self.points
        return {
            "id": item.id,
            "name": item.name,
            "guidance": item.guidance or "",
            "fatal": item.fatal,
            "kind": item.kind,
            "possible": item.points,
            "value": value,
            "reason": self.reason or "",
        }

    def _as_mark(self):
        """Return the line for the formula."""
        item, group = self.item_id, self.item_id.group_id
        return qa_score.Mark(
            group=group.id,
            group_weight=group.weight,
            possible=item.points,
            points=self.points if self.state == "given" else None,
            weight=item.weight,
            applies=self.state != "na",
            fatal=item.fatal,
            failed=self.failed,
        )

    def _judge(self, value):
        """Write ``value``: points, of "yes or no" 0 or 1; "na": does not apply; None: not judged."""
        self.ensure_one()
        if value is None or value == "na":
            self.write({"state": "na" if value else "open", "points": 0, "failed": False})
            return
        item = self.item_id
        most = 1 if item.kind == "yes_no" else item.points
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise UserError(self.env._("“%(item)s”: 0 to %(most)s.", item=item.name, most=most))
        points = value * item.points if item.kind == "yes_no" and not item.fatal else value
        self.write({"state": "given", "points": 0 if item.fatal else points, "failed": item.fatal and bool(value)})

    def _give_reason(self, reason):
        self.reason = (reason or "").strip()[:LONGEST] or False
