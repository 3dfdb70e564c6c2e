from phonenumbers.tzdata import TIMEZONE_DATA

from odoo import api, fields, models

from ..render import model as render


class CallcenterNode(models.Model):
    _inherit = "callcenter.node"

    dial_rule_ids = fields.One2many("callcenter.dial.rule", "node_id", "Dial Rules")
    caller_pool_ids = fields.One2many("callcenter.caller.pool", "node_id", "Caller Numbers")
    dial_calendar_id = fields.Many2one(
        "resource.calendar",
        "Calls may be made",
        ondelete="restrict",
        help="By the clock of whoever is called: the time zone of the number counts. Empty: at any time.",
    )
    dial_per_day = fields.Integer("Most calls to a number a day", help="0: no limit.")

    _dial_per_day_positive = models.Constraint("CHECK (dial_per_day >= 0)", "Most calls to a number a day: 0 or more.")

    @api.model
    def _with_hours(self):
        # sudo: callcenter.node - whoever changes working hours, the nodes follow
        return super()._with_hours() | self.sudo().search([("dial_calendar_id", "!=", False)])

    def _dialing(self, number=None):
        """Return the dial rules as plain values (render.model.Dialing), with ``number`` only what that one needs."""
        calendar, zone = self.dial_calendar_id, self.company_id._callcenter_tz()
        forbidden, ranges = self._forbidden(number)
        campaigns = self.caller_pool_ids.campaign_ids
        return render.Dialing(
            rules=tuple(rule._as_rule() for rule in self.dial_rule_ids if rule.act != "route" or rule._trunks()),
            pools=tuple(pool._as_pool() for pool in self.caller_pool_ids),
            campaign_pools=tuple((str(campaign.id), str(campaign.caller_pool_id.id)) for campaign in campaigns),
            hours=calendar._as_calendar(self._today(calendar.tz)) if calendar else None,
            zone=zone,
            zones=self._zones(number) if calendar else (),
            per_day=self.dial_per_day,
            forbidden=forbidden,
            forbidden_prefixes=ranges,
        )

    def _forbidden(self, number):
        """Return the do-not-call list: (numbers, beginnings of numbers), each with its last day (YYYYMMDD)."""
        # sudo: callcenter.blacklist - only that a number is on the list
        Blacklist = self.env["callcenter.blacklist"].sudo()
        if number is None:
            company = ("company_id", "in", (False, self.company_id.id))
            rows = Blacklist.search([("kind", "=", "do_not_call"), company])
        else:
            rows = Blacklist._matching([number], self.company_id).get(number, Blacklist)
            rows = rows.filtered(lambda row: row.kind == "do_not_call")
        found = [(row.prefix, row.number, f"{row.date_end:%Y%m%d}" if row.date_end else "") for row in rows]
        return tuple(
            tuple((number, until) for prefix, number, until in found if prefix == wanted) for wanted in (False, True)
        )

    def _zones(self, number):
        """Return the time zones by beginnings of numbers, without those of the own country where it has one only."""
        own = str(self.country_id.phone_code or 86)
        if number is not None:
            known = {number[1:end]: TIMEZONE_DATA.get(number[1:end]) for end in range(2, len(number) + 1)}
            known = {prefix: zones for prefix, zones in known.items() if zones}
        else:
            known = {prefix: zones for prefix, zones in TIMEZONE_DATA.items() if _says_more(prefix, zones)}
        single = len(TIMEZONE_DATA.get(own, ())) == 1
        return tuple(
            sorted((prefix, zones) for prefix, zones in known.items() if not (single and prefix.startswith(own)))
        )


def _says_more(prefix, zones):
    """Tell whether a beginning has other zones than the next shorter one that is known."""
    shorter = next((prefix[:end] for end in range(len(prefix) - 1, 0, -1) if prefix[:end] in TIMEZONE_DATA), None)
    return shorter is None or TIMEZONE_DATA[shorter] != zones
