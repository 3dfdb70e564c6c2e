from odoo import api, fields, models
from odoo.tools import SQL

FIGURES = [
    "customers_new",
    "received",
    "attempts",
    "calls_talked",
    "ratings",
    "satisfied",
    "score_sum",
    "sold",
    "revenue",
]
SELLERS = "sales_team.group_sale_salesman"


class CallcenterReportCustomer(models.Model):
    """Calls, ratings, sales and new customers by what is known of the customer today: level, lifecycle, source, region.

    A call belongs to its start, an order to its day, a customer to the day on which he or she was taken in.
    """

    _name = "callcenter.report.customer"
    _inherit = ("callcenter.rows.mixin",)
    _description = "Customer Figures"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _depends = {  # noqa: RUF012
        "callcenter.call": ["direction", "start", "partner_id", "user_id", "last_user_id", "talk_s"]
        + ["rating_level_id", "rating_score", "rating_satisfied"],
        "callcenter.agent": ["user_id"],
        "res.partner": ["callcenter_level_id", "callcenter_lifecycle_id", "callcenter_source_id"]
        + ["callcenter_region_id", "user_id", "partner_share", "parent_id", "active"],
        "res.users": ["callcenter_department_id"],
        "sale.order": ["state", "partner_id", "user_id", "company_id", "date_order", "amount_untaxed", "currency_rate"],
    }

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    call_id = fields.Many2one("callcenter.call", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True, groups=SELLERS)
    user_id = fields.Many2one("res.users", "Agent", readonly=True, help="Who talked first, sold, or owns the customer.")
    last_user_id = fields.Many2one("res.users", "Last Agent", readonly=True)
    department_id = fields.Many2one("callcenter.department", readonly=True, help="The agent's present one.")
    company_id = fields.Many2one("res.company", readonly=True)
    level_id = fields.Many2one("callcenter.dictionary.item", readonly=True)
    lifecycle_id = fields.Many2one("callcenter.dictionary.item", readonly=True)
    source_id = fields.Many2one("callcenter.dictionary.item", "Customer Source", readonly=True)
    region_id = fields.Many2one("callcenter.dictionary.item", readonly=True)
    customers_new = fields.Integer("New Customers", readonly=True, help="Taken in then.")
    received = fields.Integer(readonly=True, help="Inbound calls, refused ones included.")
    attempts = fields.Integer(readonly=True, help="Outbound calls to customers, each number dialled is one.")
    calls_talked = fields.Integer("Calls with Talk", readonly=True, help="An agent and the customer talked.")
    ratings = fields.Integer("Rated", readonly=True)
    satisfied = fields.Integer(readonly=True)
    score_sum = fields.Float("Sum of Scores", readonly=True)
    sold = fields.Integer(readonly=True, groups=SELLERS, help="Orders confirmed in the period.")
    revenue = fields.Float(
        "Sales", readonly=True, digits=(16, 2), groups=SELLERS, help="Without taxes, in the company's currency."
    )
    csat = fields.Float("Satisfaction", readonly=True, aggregator="avg", help="Satisfied / rated.")
    csat_avg = fields.Float("Average Score", readonly=True, aggregator="avg", help="Sum of scores (0 to 100) / rated.")
    order_value = fields.Float(
        "Average Order", readonly=True, digits=(16, 2), aggregator="avg", groups=SELLERS, help="Sales / sold."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "csat": (["satisfied"], ["ratings"]),
            "csat_avg": (["score_sum"], ["ratings"]),
            "order_value": (["revenue"], ["sold"]),
        }

    def _figures(self):
        return FIGURES

    def _parts(self):
        return [self._calls(), self._orders(), self._customers()]

    def _calls(self):
        """One row per call with a customer, known or not."""
        figures = {
            "received": SQL("(row.direction = 'inbound')::int"),
            "attempts": SQL("(row.direction = 'outbound')::int"),
            "calls_talked": SQL("(row.talk_s > 0)::int"),
            "ratings": SQL("(row.rating_level_id IS NOT NULL)::int"),
            "satisfied": SQL("COALESCE(row.rating_satisfied, FALSE)::int"),
            "score_sum": SQL("CASE WHEN row.rating_level_id IS NULL THEN 0 ELSE row.rating_score END"),
        }
        keys = SQL("row.partner_id, row.id AS call_id, NULL::int AS order_id, row.user_id, row.last_user_id")
        source = SQL("callcenter_call row LEFT JOIN res_partner partner ON partner.id = row.partner_id")
        where = SQL("row.direction <> 'internal'")
        return self._of_customers(0, "start", keys, SQL("NULL::int"), source, where, figures)

    def _orders(self):
        """One row per order sold by somebody who has a telephone here."""
        amount = SQL("(row.amount_untaxed / CASE WHEN row.currency_rate > 0 THEN row.currency_rate ELSE 1 END)::float")
        keys = SQL("row.partner_id, NULL::int AS call_id, row.id AS order_id, row.user_id, row.user_id AS last_user_id")
        source = SQL("sale_order row LEFT JOIN res_partner partner ON partner.id = row.partner_id")
        where = SQL(
            """row.state = 'sale' AND EXISTS (SELECT FROM callcenter_agent agent
                                               WHERE agent.user_id = row.user_id AND agent.active)"""
        )
        figures = {"sold": SQL("1"), "revenue": amount}
        return self._of_customers(1, "date_order", keys, SQL("row.company_id"), source, where, figures)

    def _customers(self):
        """One row per customer; neither a colleague, nor an address of another one, nor one of the own companies."""
        keys = SQL(
            """row.id AS partner_id, NULL::int AS call_id, NULL::int AS order_id,
               row.user_id, row.user_id AS last_user_id"""
        )
        source = SQL("res_partner row JOIN res_partner partner ON partner.id = row.id")
        where = SQL(
            """row.active AND row.partner_share AND row.parent_id IS NULL
               AND NOT EXISTS (SELECT FROM res_company WHERE partner_id = row.id)"""
        )
        figures = {"customers_new": SQL("1")}
        return self._of_customers(2, "create_date", keys, SQL("row.company_id"), source, where, figures)

    def _of_customers(self, kind, anchor, keys, company, source, where, figures):
        keys = SQL(
            """%(keys)s, person.callcenter_department_id AS department_id, %(company)s AS company_id,
               partner.callcenter_level_id AS level_id, partner.callcenter_lifecycle_id AS lifecycle_id,
               partner.callcenter_source_id AS source_id, partner.callcenter_region_id AS region_id""",
            keys=keys,
            company=company,
        )
        source = SQL("%s LEFT JOIN res_users person ON person.id = row.user_id", source)
        return self._part(kind, SQL.identifier("row", anchor), keys, source, where, figures)
