from odoo import models
from odoo.tools import SQL

SHOWN = 7


class CallcenterDashboardWork(models.AbstractModel):
    """The parts of the dashboard that people fill: outcomes of calls, work orders, sales."""

    _inherit = "callcenter.dashboard"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _outcomes(self, days):
        """Return the outbound calls by outcome, most first; those without one by what the network said."""
        Call = self.env["callcenter.call"]
        if not Call.has_access("read"):
            return None
        domain = [("direction", "=", "outbound"), *self._moments("start", days), *self._of_department("user_id")]
        results = dict(Call._fields["result"]._description_selection(self.env))
        rows = []
        for outcome, result, count in Call._read_group(domain, ["disposition_id", "result"], ["__count"]):
            name = outcome.display_name if outcome else results.get(result, self.env._("Running"))
            where = [("disposition_id", "=", outcome.id), ("result", "=", result)]
            rows.append({"name": name, "count": count, "domain": [*domain, *where], "reached": bool(outcome)})
        total = sum(row["count"] for row in rows)
        return {"total": total, "domain": domain, "rows": self._merged(rows, domain)}

    def _merged(self, rows, domain):
        """One row a name, most first; what is beyond the last place is one row."""
        merged = {}
        for row in rows:
            known = merged.setdefault(row["name"], {**row, "count": 0, "domain": []})
            known["count"] += row["count"]
            known["domain"] = ["|", *known["domain"], "&", *row["domain"][-2:]] if known["domain"] else [
                "&", *row["domain"][-2:]
            ]  # fmt: skip
        ranked = sorted(merged.values(), key=lambda row: -row["count"])
        for row in ranked:
            row["domain"] = [*domain, *row["domain"]]
        shown, rest = ranked[:SHOWN], ranked[SHOWN:]
        if rest:
            others = {"name": self.env._("Others"), "count": sum(row["count"] for row in rest), "reached": False}
            shown.append({**others, "domain": domain})
        return shown

    # work orders

    def _orders(self, now, then):
        """Return the rows of the work orders: ``name``, ``value``, the one ``before``, and the domain of its orders."""
        Order = self.env["helpdesk.ticket"]
        if not Order.has_access("read"):
            return None
        department = self.env.context.get("callcenter_department")
        mine = [("department_id", "child_of", department)] if department else []
        closed, again = ("closed", "=", True), ("reopened", ">", 0)
        spanned = {"new": "create_date", "closed": "closed_date", "urged": "last_urge", "reopened": "closed_date"}
        more = {"closed": [closed], "reopened": [closed, again]}
        standing = {"open": [("closed", "=", False)], "late": [("sla_state", "=", "late")]}
        rows = []
        for key, moment in spanned.items():
            domain, old = (
                [*mine, *more.get(key, ()), *self._moments(moment, days)] if days else None for days in (now, then)
            )
            rows.append({"key": key, "domain": domain, "before": old and Order.search_count(old)})
        rows += [{"key": key, "domain": [*mine, *domain], "before": None} for key, domain in standing.items()]
        names = self._order_names()
        return [{**row, "name": names[row["key"]], "value": Order.search_count(row["domain"])} for row in rows]

    def _order_names(self):
        return {
            "new": self.env._("New"),
            "closed": self.env._("Closed"),
            "urged": self.env._("Urged"),
            "reopened": self.env._("Closed again"),
            "open": self.env._("Open now"),
            "late": self.env._("Past their time limit"),
        }

    # sales

    def _sold_domain(self, days):
        # sudo: callcenter.agent - who has a telephone here is no secret
        people = self.env["callcenter.agent"].sudo().search(self._of_department("user_id")).user_id
        return [("state", "=", "sale"), ("user_id", "in", people.ids), *self._moments("date_order", days)]

    def _sellers(self, now, then):
        """Return those who sold, most first: ``sold`` and ``revenue`` are pairs of this time and the one before.

        None for a user without a right on orders.
        """
        if not self.env["sale.order"].has_access("read"):
            return None
        new, old = self._sales(now), self._sales(then) if then else {}
        users = self.env["res.users"].browse({*new, *old})
        ranks = {user_id: rank for rank, user_id in enumerate(sorted(old, key=lambda key: (-old[key][1], key)), 1)}
        reached = self._reached(now)
        rows = [
            {
                **self._person(user, user.id),
                "sold": [new.get(user.id, (0, 0))[0], old.get(user.id, (0, 0))[0]],
                "revenue": [new.get(user.id, (0, 0))[1], old.get(user.id, (0, 0))[1]],
                "reached": reached.get(user.id, 0),
                "rank_before": ranks.get(user.id),
            }
            for user in users
        ]
        return sorted(rows, key=lambda row: (-row["revenue"][0], row["id"]))

    def _sales(self, days):
        """Return {id of the seller: (orders, amount in the company's currency)}."""
        orders = self.env["sale.order"]._search(self._sold_domain(days))
        query = SQL(
            """SELECT o.user_id, count(*),
                      sum(o.amount_untaxed / CASE WHEN o.currency_rate > 0 THEN o.currency_rate ELSE 1 END)::float
                 FROM sale_order o WHERE o.id IN %s GROUP BY o.user_id""",
            orders.subselect(),
        )
        return {user_id: (count, amount) for user_id, count, amount in self.env.execute_query(query)}

    def _reached(self, days):
        rows = self._added_up("callcenter.fact.agent", days, ["dials_answered"], ["agent_id"])
        return {agent.user_id.id: reached for agent, reached in rows if agent}
