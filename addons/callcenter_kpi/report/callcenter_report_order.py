from odoo import api, fields, models
from odoo.tools import SQL

READS = {
    "helpdesk.ticket": [
        "create_date",
        "closed_date",
        "stage_id",
        "reopened",
        "sla_rule_id",
        "sla_due",
        "sla_kept",
        "category_id",
        "department_id",
        "user_id",
        "channel_id",
        "company_id",
    ],
    "helpdesk.ticket.stage": ["closed"],
    "callcenter.workorder.step": ["ticket_id", "at", "act"],
    "callcenter.visit": ["ticket_id", "state", "due", "scored", "satisfied", "department_id", "user_id"],
}
FIGURES = [
    "orders_new",
    "orders_due",
    "orders_on_time",
    "orders_closed",
    "orders_reopened",
    "solve_s",
    "urges",
    "visits_due",
    "visits_done",
    "visits_scored",
    "visits_satisfied",
]


class CallcenterReportOrder(models.Model):
    """Work orders and their return visits, on the day on which each thing counted for the order was or is due.

    An order has a row on the day it was made, one on the day by which it is to be solved, and one on the day it was
    closed last; each urge has one on its day, a return visit one on its due day.
    """

    _name = "callcenter.report.order"
    _inherit = ("callcenter.rows.mixin",)
    _description = "Work Order Figures"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _depends = READS

    ticket_id = fields.Many2one("helpdesk.ticket", "Work Order", readonly=True)
    category_id = fields.Many2one("helpdesk.ticket.category", "Type", readonly=True)
    department_id = fields.Many2one("callcenter.department", readonly=True)
    user_id = fields.Many2one("res.users", "Owner", readonly=True, help="Of a return visit: who does it.")
    channel_id = fields.Many2one("helpdesk.ticket.channel", readonly=True)
    orders_new = fields.Integer("New Orders", readonly=True)
    orders_due = fields.Integer("Due", readonly=True, help="To be solved until then; open ones once that is past.")
    orders_on_time = fields.Integer("Solved in Time", readonly=True)
    orders_closed = fields.Integer("Closed", readonly=True, help="At its last closing.")
    orders_reopened = fields.Integer("Closed Again", readonly=True, help="Closed after it had been open again.")
    solve_s = fields.Float("Seconds Open", readonly=True, help="From making to the last closing, by the clock.")
    urges = fields.Integer(readonly=True, help="How often customers asked again, each time on its day.")
    visits_due = fields.Integer(readonly=True, help="Return visits planned by rule, by their due day.")
    visits_done = fields.Integer(readonly=True, help="Tries without contact are none.")
    visits_scored = fields.Integer(readonly=True)
    visits_satisfied = fields.Integer(readonly=True)
    wo_on_time = fields.Float("On-time Rate", readonly=True, aggregator="avg", help="Solved in time / due.")
    wo_reopened = fields.Float("Reopened Rate", readonly=True, aggregator="avg", help="Closed again / closed.")
    solve_time = fields.Float("Time to Close", readonly=True, aggregator="avg", help="Seconds open / closed.")
    visit_rate = fields.Float("Return-visit Rate", readonly=True, aggregator="avg", help="Visits done / visits due.")
    visit_csat = fields.Float(
        "Visit Satisfaction", readonly=True, aggregator="avg", help="Satisfied / scored return visits."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "wo_on_time": (["orders_on_time"], ["orders_due"]),
            "wo_reopened": (["orders_reopened"], ["orders_closed"]),
            "solve_time": (["solve_s"], ["orders_closed"]),
            "visit_rate": (["visits_done"], ["visits_due"]),
            "visit_csat": (["visits_satisfied"], ["visits_scored"]),
        }

    def _figures(self):
        return FIGURES

    def _parts(self):
        return [self._made(), self._due(), self._closed(), self._visits(), self._urges()]

    def _made(self):
        return self._of_orders(0, "create_date", SQL("TRUE"), orders_new=SQL("1"))

    def _due(self):
        """One row per order with a time limit that runs no more; open and past it is late."""
        over = SQL("row.sla_rule_id IS NOT NULL AND (stage.closed OR row.sla_due <= now() AT TIME ZONE 'UTC')")
        kept = SQL("(stage.closed AND COALESCE(row.sla_kept, FALSE))::int")
        return self._of_orders(1, "sla_due", over, orders_due=SQL("1"), orders_on_time=kept)

    def _closed(self):
        return self._of_orders(
            2,
            "closed_date",
            SQL("stage.closed"),
            orders_closed=SQL("1"),
            orders_reopened=SQL("(COALESCE(row.reopened, 0) > 0)::int"),
            solve_s=SQL("extract(epoch FROM row.closed_date - row.create_date)::float"),
        )

    def _of_orders(self, kind, anchor, where, **figures):
        order = SQL("row.id AS ticket_id, row.category_id, row.department_id, row.user_id, row.channel_id")
        source = SQL("helpdesk_ticket row LEFT JOIN helpdesk_ticket_stage stage ON stage.id = row.stage_id")
        return self._part(kind, SQL.identifier("row", anchor), order, source, where, figures)

    def _visits(self):
        """One row per return visit that is done, or was to be by now."""
        order = SQL("row.ticket_id, ticket.category_id, row.department_id, row.user_id, ticket.channel_id")
        source = SQL("callcenter_visit row JOIN helpdesk_ticket ticket ON ticket.id = row.ticket_id")
        where = SQL("(row.state = 'done' OR row.state <> 'dropped' AND row.due <= now() AT TIME ZONE 'UTC')")
        figures = {
            "visits_due": SQL("1"),
            "visits_done": SQL("(row.state = 'done')::int"),
            "visits_scored": SQL("COALESCE(row.scored, FALSE)::int"),
            "visits_satisfied": SQL("(COALESCE(row.scored, FALSE) AND COALESCE(row.satisfied, FALSE))::int"),
        }
        return self._part(3, SQL.identifier("row", "due"), order, source, where, figures)

    def _urges(self):
        """One row per urge; it is the order's type's and department's, as they are today."""
        order = SQL("row.ticket_id, ticket.category_id, ticket.department_id, ticket.user_id, ticket.channel_id")
        source = SQL("callcenter_workorder_step row JOIN helpdesk_ticket ticket ON ticket.id = row.ticket_id")
        return self._part(4, SQL.identifier("row", "at"), order, source, SQL("row.act = 'urged'"), {"urges": SQL("1")})
