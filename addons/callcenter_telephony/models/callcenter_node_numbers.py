from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.tools import SQL

PENDING = "callcenter.numbers"
MOST = 200  # numbers told one by one; of more the node gets all anew
ALL = "*"


class CallcenterNodeNumbers(models.Model):
    """What a node knows of single numbers, so that it decides alone: who is refused, who goes first, whose agent.

    Kept in AstDB (see config/asterisk/README.md) and kept up number by number: a change of a customer's level reaches
    the node by a small command, without a new configuration. Whatever is changed behind the ORM follows at the next
    full comparison, once a day and whenever the connector starts.
    """

    _inherit = "callcenter.node"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def write(self, vals):
        result = super().write(vals)
        if "refused_numbers" in vals or "company_id" in vals:
            self._numbers_later(ALL)
        return result

    # what the node is to know

    def _number_entries(self, numbers=None):
        """Return AstDB keys below ``cc/`` with their values, of ``numbers`` (E.164) or of all."""
        self.ensure_one()
        self.env.flush_all()
        node = self._source()
        return {**node._vip_entries(numbers), **node._owner_entries(numbers), **node._list_entries(numbers)}

    def _vip_entries(self, numbers):
        rows = self.env.execute_query(
            SQL(
                """SELECT n.number, max(i.queue_priority)
                     FROM callcenter_number n
                     JOIN res_partner p ON p.id = n.partner_id AND p.active
                     JOIN callcenter_dictionary_item i ON i.id = p.callcenter_level_id AND i.queue_priority > 0
                    WHERE %s GROUP BY n.number""",
                self._whose(numbers),
            )
        )
        return {f"vip/{number}": str(priority) for number, priority in rows}

    def _owner_entries(self, numbers):
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (n.number) n.number, a.extension
                     FROM callcenter_number n
                     JOIN res_partner p ON p.id = n.partner_id AND p.active
                     JOIN callcenter_agent a ON a.user_id = p.user_id AND a.active AND a.node_id = %s
                    WHERE a.extension IS NOT NULL AND %s ORDER BY n.number, p.id""",
                self.id,
                self._whose(numbers),
            )
        )
        return {f"own/{number}": extension for number, extension in rows}

    def _whose(self, numbers):
        """Return the condition on customers of this company and their numbers."""
        wanted = SQL("TRUE") if numbers is None else SQL("n.number = ANY(%s)", list(numbers))
        return SQL(
            "(p.company_id IS NULL OR p.company_id = %s) AND n.number ~ '^[+]?[0-9]+$' AND %s",
            self.company_id.id,
            wanted,
        )

    def _list_entries(self, numbers):
        domain = [("refuses", "!=", False), ("company_id", "in", (False, self.company_id.id))]
        if numbers is not None:
            domain.append(("number", "in", list(numbers)))
        # sudo: callcenter.blacklist - the whole list is the node's, whoever has saved one row
        rows = self.env["callcenter.blacklist"].sudo().search(domain)
        entries = {f"refused/{number}": "1" for number in self._refused() if numbers is None or number in numbers}
        for row in rows:
            entries.update(dict.fromkeys(row._node_keys(self), self._until(row.date_end)))
        return {**entries, **self._ranges()}

    def _ranges(self):
        """Return the lengths of the ranges on each list."""
        lengths = self.env.execute_query(
            SQL(
                """SELECT refuses, array_agg(DISTINCT length(number)) FROM callcenter_blacklist
                    WHERE prefix AND active AND refuses IS NOT NULL
                      AND (company_id IS NULL OR company_id = %s) GROUP BY refuses""",
                self.company_id.id,
            )
        )
        return {f"ranges/{name}": "&".join(map(str, sorted(sizes))) for name, sizes in lengths}

    def _until(self, date_end):
        """Return the end of a day of the company as seconds since the epoch, 1 without a day: for good."""
        if not date_end:
            return "1"
        zone = pytz.timezone(self.company_id._callcenter_tz() or "UTC")
        end = zone.localize(datetime.combine(date_end + timedelta(days=1), time.min))
        return str(int(end.timestamp()))

    # telling it

    @api.model
    def _numbers_later(self, numbers, gone=()):
        """Tell the nodes of ``numbers`` (E.164, or ALL) with the commit; ``gone``: keys that may hold no more."""
        data = self.env.cr.precommit.data
        if PENDING not in data:
            data[PENDING] = (set(), set())
            env = self.env

            @env.cr.precommit.add
            def send():
                # sudo: callcenter.node - whoever changes a customer need not see the servers
                env["callcenter.node"].sudo()._send_numbers(*env.cr.precommit.data.pop(PENDING, ((), ())))

        data[PENDING][0].update([numbers] if isinstance(numbers, str) else filter(None, numbers))
        data[PENDING][1].update(gone)

    @api.model
    def _send_numbers(self, numbers, gone):
        if not numbers and not gone:
            return
        for node in self.search([]):
            if ALL in numbers or len(numbers) > MOST:
                self.env["callcenter.command"]._send_once(node, "numbers")
                continue
            entries = node._number_entries(numbers)
            known = [f"{family}/{number}" for family in ("vip", "own") for number in numbers if number[:1] == "+"]
            changes = {**dict.fromkeys([*known, "ranges/refused", "ranges/allowed", *gone]), **entries}
            self.env["callcenter.command"]._send(node, "numbers", {"changes": changes})

    @api.model
    def _cron_numbers(self):
        """Compare everything once a day: rows change behind the ORM, too."""
        for node in self.search([]):
            self.env["callcenter.command"]._send_once(node, "numbers")
