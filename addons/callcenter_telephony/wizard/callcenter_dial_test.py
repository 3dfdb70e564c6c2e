from odoo import api, fields, models

from .. import dialing


class CallcenterDialTest(models.TransientModel):
    """What happens if an agent dials a number at a certain time: every rule that applies, and what the carrier gets."""

    _name = "callcenter.dial.test"
    _description = "Dial Rules Test"

    agent_id = fields.Many2one("callcenter.agent", required=True, default=lambda self: self._some_agent())
    number = fields.Char(required=True, default="13800130001")
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    campaign_id = fields.Many2one("callcenter.campaign")
    key = fields.Char("Read as", compute="_compute_lines")
    allowed = fields.Boolean(compute="_compute_lines")
    verdict = fields.Char(compute="_compute_lines")
    line_ids = fields.One2many("callcenter.dial.test.line", compute="_compute_lines", string="Rules")

    @api.model
    def _some_agent(self):
        return self.env["callcenter.agent"].search([("endpoint_id", "!=", False)], limit=1)

    @api.depends("agent_id", "number", "at", "campaign_id")
    @api.depends_context("lang", "tz")
    def _compute_lines(self):
        for test in self:
            test.update({"key": False, "allowed": False, "verdict": False, "line_ids": False})
            node = test.agent_id.node_id
            key = node.company_id._callcenter_normalize(test.number, node.country_id) if node else ""
            if key and test.at:
                test._ask(key)
            elif node:
                test.verdict = self.env._("“%(text)s” is no phone number.", text=test.number or "")

    def _ask(self, key):
        # sudo: callcenter.agent - rules, lists and trunks are read for whoever may test them
        agent = self.agent_id.sudo()
        config, asked = agent._dial_question(key, self.number, self.campaign_id, self.at)
        decision = dialing.decide(config, asked)
        closed = agent._campaign_closed(self.campaign_id.sudo(), dialing.zones_of(key, config.dialing), self.at)
        rows = [(self.env._("Campaign"), False, closed)] if closed else []
        rows += [self._row(agent, step, key) for step in decision.steps if step.what != "route" or not step.ok]
        if decision.blocked is None and not closed:
            rows += self._sent_rows(agent, decision)
        blocked = closed or (decision.blocked and self._row(agent, decision.blocked, key)[2])
        Line = self.env["callcenter.dial.test.line"]
        self.update(
            {
                "key": key,
                "allowed": not blocked,
                "verdict": blocked or self.env._("%(number)s is dialled.", number=key),
                "line_ids": Line.union(*(Line.new({"what": what, "ok": ok, "text": text}) for what, ok, text in rows)),
            }
        )

    def _row(self, agent, step, key):
        """Return (what, ok, text) of a rule that was looked at."""
        names = dict(self.env["callcenter.dial.block"]._fields["what"]._description_selection(self.env))
        rule = self._rule(step.code) if step.what in ("rule", "route") else False
        if not step.ok:
            return names[step.what], False, agent._sentence(step, rule, key, self.at)
        texts = {
            "rule": rule and self.env._("Allowed by “%(rule)s”.", rule=rule.name),
            "hours": self.env._("Within calling hours (%(zone)s).", zone=step.more),
            "per_day": self.env._("Below the limit of %(limit)s calls a day.", limit=step.more),
        }
        return names[step.what], True, texts[step.what]

    def _sent_rows(self, agent, decision):
        """Return rows of trunk, number sent and numbers shown."""
        trunks = {trunk.code: trunk.name for trunk in agent.node_id.trunk_ids}
        route = self._rule(next(step.code for step in decision.steps if step.what == "route"))
        why = self.env._("Rule “%(rule)s”", rule=route.name) if route else self.env._("Trunk of the server")
        rows = [
            (
                why if not number else self.env._("Else by"),
                True,
                self.env._("%(trunk)s is sent %(digits)s", trunk=trunks[code], digits=digits),
            )
            for number, (code, digits) in enumerate(decision.tries)
        ]
        return [*rows, (self.env._("Number shown"), True, ", ".join(decision.callers))]

    def _rule(self, code):
        # sudo: callcenter.dial.rule - its name, for whoever may test
        return self.env["callcenter.dial.rule"].sudo().browse(int(code[1:]) if code[1:].isdecimal() else False)


class CallcenterDialTestLine(models.TransientModel):
    _name = "callcenter.dial.test.line"
    _description = "Line of the Dial Rules Test"

    what = fields.Char()
    ok = fields.Boolean()
    text = fields.Char()
