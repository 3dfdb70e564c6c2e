from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..dashboard_period import KINDS, before, span

# where the figures of a part are added up
MODELS = {
    "queue": "callcenter.fact.queue",
    "call": "callcenter.fact.call",
    "agent": "callcenter.fact.agent",
    "rating": "callcenter.fact.agent",
    "time": "callcenter.fact.state",
    "order": "callcenter.report.order",
    "survey": "callcenter.report.rating",
    "qa": "callcenter.report.qa",
    "ivr": "callcenter.report.ivr",
    "trunk": "callcenter.report.trunk",
    "customer": "callcenter.report.customer",
}
# of a number or a menu that is called, not of a department
WHOLE = ("call", "ivr", "trunk")
BARS = ("answered", "abandoned", "short_abandoned", "left_queue", "lost", "open")


class CallcenterDashboard(models.AbstractModel):
    """The figures of a period on one page, each beside that of the period before, as far as the user's scope reaches.

    All of it is read under the user's own rights, from where the reports read.
    """

    _name = "callcenter.dashboard"
    _description = "Dashboard"

    @api.model
    def read_board(self, kind="week", back=0, department_id=False):
        """Return what the page shows, as plain values.

        :param str kind: day, week, month or quarter
        :param int back: how many periods before the running one
        :param department_id: with all below it; False for all
        :return: ``period``, ``departments``, ``tiles``, ``bars``, and where the user may see any ``outcomes``,
            ``orders``, ``sellers``, ``agents``; figures without a value are None
        """
        self.env["callcenter.fact.queue"].check_access("read")
        if kind not in KINDS or not isinstance(back, int) or not 0 <= back <= 1000:
            raise UserError(self.env._("There is no such period."))
        department_id = isinstance(department_id, int) and department_id
        return self._board(kind, back, department_id, self._today())

    def _today(self):
        return datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()

    def _board(self, kind, back, department_id, today):
        now = span(kind, back, today)
        running = kind == "day" and now[1] == self._today()
        spans = now, None if running else before(kind, *now)
        board = self.with_context(callcenter_department=department_id)
        sellers = board._sellers(*spans)
        return {
            "period": board._period(kind, back, *spans),
            "currency_id": self.env.company.currency_id.id,
            "department_id": department_id,
            "departments": board._departments(),
            "tiles": board._tiles(*spans, sellers),
            "bars": board._bars(now),
            "outcomes": board._outcomes(now),
            "orders": board._orders(*spans),
            "sellers": sellers,
            "sold_domain": board._sold_domain(now),
            "agents": board._agents(*spans),
        }

    def _period(self, kind, back, now, then):
        days = {"kind": kind, "back": back, "first": str(now[0]), "last": str(now[1])}
        days["before"] = then and [str(day) for day in then]
        return {**days, "as_of": fields.Datetime.to_string(fields.Datetime.now())}

    def _departments(self):
        rows = self.env["callcenter.department"].search([("company_id", "in", (False, self.env.company.id))])
        return [{"id": row.id, "name": row.complete_name} for row in rows]

    # what is asked for

    def _of_department(self, user):
        """Return the condition that the person at the field path ``user`` is of the department asked for."""
        department = self.env.context.get("callcenter_department")
        return [(f"{user}.callcenter_department_id", "child_of", department)] if department else []

    def _facts_domain(self, model, days):
        """Return the domain of the facts of ``days``; a queue belongs to a department whose people serve it."""
        domain = [("day", ">=", str(days[0])), ("day", "<=", str(days[1]))]
        if model in {MODELS[kind] for kind in WHOLE}:
            return domain
        if "department_id" in self.env[model]._fields:
            department = self.env.context.get("callcenter_department")
            return domain + ([("department_id", "child_of", department)] if department else [])
        if model != "callcenter.fact.queue":
            return domain + self._of_department("agent_id.user_id")
        if people := self._of_department("user_id"):
            # sudo: callcenter.agent - which queues people serve, whoever asks
            domain.append(("queue_id", "in", self.env["callcenter.agent"].sudo().search(people).queue_ids.ids))
        return domain

    def _moments(self, name, days):
        """Return the condition that the moment ``name`` is on one of ``days`` of the company."""
        zone = pytz.timezone(self.env.company._callcenter_tz())
        first, after = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (days[0], days[1] + timedelta(days=1))
        )
        return [(name, ">=", fields.Datetime.to_string(first)), (name, "<", fields.Datetime.to_string(after))]

    def _added_up(self, model, days, names, groupby=()):
        """Return the rows of ``_read_group`` over the facts of ``days``: the groups, then the figures ``names``.

        Of nothing a sum is 0; a ratio or a mean of nothing is None.
        """
        report = self.env[model]
        specs = [f"{name}:{report._fields[name].aggregator}" for name in names]
        nothing = [0 if report._fields[name].aggregator == "sum" else None for name in names]
        for row in report._read_group(self._facts_domain(model, days), groupby, specs):
            keys, figures = row[: len(groupby)], row[len(groupby) :]
            yield *keys, *[none if value is False else value for value, none in zip(figures, nothing, strict=True)]

    # the parts that the telephones fill

    def _tiles(self, now, then, sellers):
        tiles = self.env["callcenter.kpi.tile"].search([])
        values, old = (self._figures_of(tiles, days, sellers, index) for index, days in enumerate((now, then)))
        return [self._tile(tile, values[tile], old.get(tile), now) for tile in tiles if tile in values]

    def _figures_of(self, tiles, days, sellers, index):
        """Return {tile: figure}: one query for each model; sales from the sellers, ``index`` 1 is the time before."""
        if not days:
            return {}
        by_model, values = defaultdict(self.env["callcenter.kpi.tile"].browse), {}
        whole = not self.env.context.get("callcenter_department")
        for tile in tiles:
            if tile.definition_id.kind in WHOLE and not whole:
                continue
            if model := MODELS.get(tile.definition_id.kind):
                if self.env[model].has_access("read"):
                    by_model[model] += tile
            elif sellers is not None:
                values[tile] = sum(row[tile.definition_id.code][index] or 0 for row in sellers)
        for model, mine in by_model.items():
            (figures,) = self._added_up(model, days, mine.definition_id.mapped("code"))
            values |= dict(zip(mine, figures, strict=True))
        return values

    def _tile(self, tile, value, old, days):
        definition = tile.definition_id
        model = MODELS.get(definition.kind)
        return {
            "id": tile.id,
            "code": definition.code,
            "name": definition.name,
            "unit": definition.unit,
            "help": "\n".join(filter(None, (definition.formula, definition.counts))),
            "value": value,
            "before": old,
            "goal": tile._goal(),
            "goal_kind": tile.goal_kind,
            "verdict": tile._verdict(value),
            "model": model,
            "aggregator": model and self.env[model]._fields[definition.code].aggregator,
            "domain": self._facts_domain(model, days) if model else self._sold_domain(days),
        }

    def _figures_of_people(self, definitions, people, days):
        """Return {user: {code: figure}} of ``days``; what there is no data for is missing.

        :param people: {user: agent}
        """
        figures = {user: {} for user in people}
        user_of = {agent: user for user, agent in people.items()}
        for model in {MODELS[kind] for kind in definitions.mapped("kind") if kind in MODELS}:
            codes = [row.code for row in definitions if MODELS.get(row.kind) == model]
            for agent, *values in self._added_up(model, days, codes, ["agent_id"]):
                if agent in user_of:
                    figures[user_of[agent]] |= dict(zip(codes, values, strict=True))
        if "sale" in definitions.mapped("kind"):
            sales = self._sales(days)
            for user in people:
                figures[user] |= dict(zip(("sold", "revenue"), sales.get(user.id, (0, 0)), strict=True))
        return figures

    def _bars(self, days):
        """Return the waits in the queues by half-hour; ``days`` to divide by."""
        model = "callcenter.fact.queue"
        names = (*BARS, "service_level")
        rows = self._added_up(model, days, names, ["half_hour"])
        return {
            "days": (days[1] - days[0]).days + 1,
            "domain": self._facts_domain(model, days),
            "rows": [dict(zip(("half_hour", *names), row, strict=True)) for row in sorted(rows)],
        }

    def _agents(self, now, then):
        """Return the agents by calls handled, most first, with their ranks in the time before."""
        model, names = "callcenter.fact.agent", ("handled", "ratings", "csat_avg")
        rows = self._ranked(self._added_up(model, now, names, ["agent_id"]))
        old = self._ranked(self._added_up(model, then, names, ["agent_id"])) if then else []
        ranks = {row[0]: rank for rank, row in enumerate(old, 1)}
        return {
            "domain": self._facts_domain(model, now),
            "rows": [
                {
                    **self._person(agent.user_id, agent.id),
                    **dict(zip(names, figures, strict=True)),
                    "rank_before": ranks.get(agent),
                }
                for agent, *figures in rows
            ],
        }

    def _ranked(self, rows):
        return sorted((row for row in rows if row[0] and row[1]), key=lambda row: (-row[1], row[0].id))

    def _person(self, user, key):
        # sudo: res.users - names of people whose figures the user may see
        user = user.sudo()
        return {"id": key, "name": user.name, "department": user.callcenter_department_id.name or ""}
