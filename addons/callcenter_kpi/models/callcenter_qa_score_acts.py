from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from .callcenter_qa_line import LONGEST


class CallcenterQaScore(models.Model):
    """What an inspector does: begin, judge, remark, hand in."""

    _inherit = "callcenter.qa.score"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def begin(self, call_id, user_id=False):
        """Begin the score of a call, or go on with the own one. Returns its id.

        :param user_id: the agent where several talked; without it the first who did
        :raise UserError: no sheet fits, nobody talked, or the call is not this user's to score
        """
        self._check_inspector()
        return self._begin(self.env["callcenter.call"].browse(call_id), user_id).id

    @api.model
    def _begin(self, call, user_id):
        call.check_access("read")
        talked = self._talked(call)
        agent = self.env["res.users"].browse(user_id) if user_id else (call.user_id or talked[:1])
        if not agent or agent not in talked:
            raise UserError(self.env._("Only a call that an agent talked on can be scored."))
        if self.env.user in talked:
            raise UserError(self.env._("You were on this call yourself: somebody else must score it."))
        # sudo: callcenter.qa.score - to tell whether there is one it need not be one's own
        known = self.sudo().search([("call_id", "=", call.id), ("user_id", "=", agent.id), ("kind", "=", "score")])
        if known and known.inspector_id != self.env.user:
            raise UserError(self.env._("%(inspector)s scores this call.", inspector=known.inspector_id.name))
        return known or self._make(call, agent, self._sheet_for(call), "score")

    @api.model
    def _talked(self, call):
        """Return the users who talked on the call."""
        # sudo: callcenter.call.leg - who was on a call that the user may see
        legs = call.sudo().leg_ids.filtered(lambda leg: leg.answer and leg.role != "supervisor")
        return (call.user_id | call.last_user_id | legs.user_id.with_env(self.env)).sorted(
            lambda user: user != call.user_id
        )

    @api.model
    def _sheet_for(self, call):
        # sudo: callcenter.qa.sheet - which sheet fits does not depend on the queues and campaigns one may read
        sheet = self.env["callcenter.qa.sheet"].sudo()._for(call.sudo())
        if not sheet:
            raise UserError(
                self.env._("No score sheet in use fits this call. A business administrator puts one in use.")
            )
        return sheet

    @api.model
    def _make(self, call, agent, sheet, kind, **vals):
        """Return a new score (superuser mode) with a line for each item, nothing judged."""
        # sudo: callcenter.qa.score - nobody writes scores but by these acts; the caller has checked who may
        return self.sudo().create(
            {
                "kind": kind,
                "call_id": call.id,
                "call_start": call.start,
                "queue_id": call.queue_id.id,
                "user_id": agent.id,
                "sheet_id": sheet.id,
                "inspector_id": self.env.uid,
                "line_ids": [
                    Command.create({"item_id": item.id, "sequence": place})
                    for place, item in enumerate(sheet.sudo()._items())
                ],
                **vals,
            }
        )

    def mark(self, item_id, value, reason=None):
        """Judge an item of the own draft; see ``callcenter.qa.line._judge``. Returns :meth:`totals`.

        :param reason: text; None leaves the one there is
        """
        line = self._draft().line_ids.filtered(lambda line: line.item_id.id == item_id)
        if not line:
            raise UserError(self.env._("This item is none of the sheet's."))
        line._judge(value)
        if reason is not None:
            line._give_reason(reason)
        return self.totals()

    def explain(self, item_id, reason):
        """Give the reason of an item of the own draft."""
        self._draft().line_ids.filtered(lambda line: line.item_id.id == item_id)._give_reason(reason)

    def totals(self):
        """Return what the marks come to: ``score``, ``before_fatal`` (None: nothing applies), ``failed``, ``earned``,
        ``possible``, ``left``, ``groups`` {id: [earned, possible]}."""
        self.ensure_one()
        self.check_access("read")
        found = self._result()
        return {
            "score": found.score,
            "before_fatal": found.before_fatal,
            "failed": found.failed,
            "earned": found.earned,
            "possible": found.possible,
            "left": found.left,
            "groups": {str(group): list(sums) for group, sums in found.groups.items()},
        }

    def paper(self):
        """Return what the scoring page shows: ``groups`` with items and marks, ``remarks``, ``totals``, ``note``,
        ``waiting``: how many other calls are on the user's list, and ``live``: since when the running call is talked
        on (ms epoch; False when it is over)."""
        self.ensure_one()
        self.check_access("read")
        # sudo: callcenter.qa.item - who may see the score may read what was judged
        score = self.sudo()
        groups = {}
        for line in score.line_ids:
            group = line.item_id.group_id
            row = groups.setdefault(group.id, {"id": group.id, "name": group.name, "weight": group.weight, "items": []})
            row["items"].append(line._on_paper())
        remarks = score.remark_ids.read(["second", "text", "item_id"], load=False)
        return {
            "groups": list(groups.values()),
            "remarks": remarks,
            "note": self.note or "",
            "totals": self.totals(),
            "waiting": self._waiting(),
            "live": not score.call_id.end and round(score._talked_since() * 1000),
        }

    def _waiting(self):
        if not self.env["callcenter.qa.task"].has_access("read"):
            return 0
        mine = [("inspector_id", "=", self.env.uid), ("state", "=", "open")]
        other = ["|", ("call_id", "!=", self.call_id.id), ("user_id", "!=", self.user_id.id)]
        return self.env["callcenter.qa.task"].search_count([*mine, *other])

    def remark(self, second, text, item_id=False, recording_id=False):
        """Put a remark at a second of the recording of the own draft. Returns its id."""
        score = self._draft()
        if not (text or "").strip():
            raise UserError(self.env._("Write what there is to remark."))
        recordings = score.call_id.recording_ids
        vals = {
            "score_id": score.id,
            "second": max(0.0, float(second)),
            "text": text.strip()[:LONGEST],
            "item_id": item_id if item_id in score.line_ids.item_id.ids else False,
            "recording_id": recording_id if recording_id in recordings.ids else recordings[:1].id,
        }
        return score.env["callcenter.qa.remark"].create(vals).id

    def unremark(self, remark_id):
        """Take a remark of the own draft back."""
        self._draft().remark_ids.filtered(lambda remark: remark.id == remark_id).unlink()

    def write_note(self, text):
        """Write what is to be said about the call as a whole."""
        self._draft().note = (text or "").strip()[:LONGEST] or False

    def submit(self):
        """Hand the own draft in. Raises UserError with all that is missing."""
        score = self._draft()
        score._settle()
        if problems := score._missing():
            raise UserError("\n".join(problems))
        score.write(
            {"state": "submitted", "submitted_at": fields.Datetime.now(), "counts": score.kind != "calibration"}
        )
        score._submitted()

    def _submitted(self):
        """What follows from handing in."""
        if self.kind != "recheck":
            self.env["callcenter.qa.task"]._scored(self)
        if self.kind == "score":
            days = self.sheet_id.appeal_days
            self.appeal_until = days and self.submitted_at + timedelta(days=days)
        elif self.kind == "recheck":
            self.recheck_of_id.write({"state": "rechecked", "counts": False})
        else:
            self.calibration_id._close_when_done()

    def _missing(self):
        """Return what keeps the score from being handed in (texts)."""
        problems = []
        if not self.call_id.end:
            problems.append(self.env._("The call is not over yet."))
        if self.left:
            names = self.line_ids.filtered(lambda line: line.state == "open" and not line.fatal).item_id.mapped("name")
            problems.append(self.env._("Not judged yet: %(items)s.", items=", ".join(names)))
        for line in self.line_ids.filtered(lambda line: line.failed and not line.reason):
            problems.append(self.env._("Say why “%(item)s” is fatal here.", item=line.item_id.name))
        if self.kind == "calibration" and self.calibration_id.state != "open":
            problems.append(self.env._("“%(round)s” is not being scored.", round=self.calibration_id.name))
        if not self.possible and not self.failed:
            problems.append(self.env._("No item of the sheet applies: there is nothing to score."))
        return problems

    def action_take_back(self):
        """Make the own submitted score a draft again, as long as nobody rests on it."""
        self.ensure_one()
        self.check_access("read")
        if not self.may_take_back:
            raise UserError(
                self.env._("Only your own score can be taken back, until it is appealed or its round is closed.")
            )
        vals = {"state": "draft", "submitted_at": False, "appeal_until": False, "counts": False}
        # sudo: callcenter.qa.score - one's own, checked above
        self.sudo().write(vals)
        self.env["callcenter.qa.task"]._taken_back(self)

    def action_discard(self):
        """Throw the own draft away."""
        self._draft().unlink()
        return self.env["ir.actions.act_window"]._for_xml_id("callcenter_kpi.callcenter_qa_score_action")

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _draft(self):
        """Return the score to write on (superuser mode). Raises unless it is the user's own draft."""
        self.ensure_one()
        self._check_scorer()
        self.check_access("read")
        if self.inspector_id != self.env.user:
            raise AccessError(self.env._("This score is %(inspector)s's.", inspector=self.inspector_id.name))
        if self.state != "draft":
            raise UserError(self.env._("The score has been handed in: take it back to change it."))
        # sudo: callcenter.qa.score - the user's own draft, checked above
        return self.sudo()

    @api.model
    def _check_scorer(self):
        """Inspectors score calls; leaders those that they listened to, see :meth:`begin_live`."""
        if not self.env.user.has_group("callcenter_crm.group_leader"):
            self._check_inspector()

    @api.model
    def _check_inspector(self):
        if not self.env.user.has_group("callcenter_crm.group_qa"):
            raise AccessError(self.env._("Calls are scored by inspectors."))
