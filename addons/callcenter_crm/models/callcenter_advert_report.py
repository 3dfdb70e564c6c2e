from odoo import fields, models
from odoo.tools import SQL


class CallcenterAdvertReport(models.Model):
    """What advertisements cost and brought, one row each, for pivots and charts. Amounts: the company's currency."""

    _name = "callcenter.advert.report"
    _description = "Advertising Analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "advert_id"
    _depends = {  # noqa: RUF012
        "callcenter.advert": ["number", "date_from", "date_to", "hour_from", "hour_to", "company_cost", "sale_days"],
        "callcenter.list": ["advert_id"],
        "callcenter.contact": ["list_id", "attempts", "disposition_id"],
        "callcenter.call": ["did_number", "start", "direction", "talk_s", "disposition_id", "partner_id"],
        "callcenter.disposition": ["category"],
        "sale.order": ["state", "callcenter_contact_id", "partner_id", "date_order", "amount_untaxed"],
    }

    advert_id = fields.Many2one("callcenter.advert", "Advertisement", readonly=True)
    medium_id = fields.Many2one("callcenter.dictionary.item", readonly=True)
    source_id = fields.Many2one("callcenter.dictionary.item", "Customer Source", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("From", readonly=True)
    cost = fields.Monetary(readonly=True)
    calls = fields.Integer(readonly=True)
    contacts = fields.Integer(readonly=True)
    reached = fields.Integer(readonly=True)
    interested = fields.Integer(readonly=True)
    sold = fields.Integer(readonly=True)
    amount = fields.Monetary("Sales", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """SELECT a.id, a.id AS advert_id, a.medium_id, a.source_id, a.company_id, a.date_from AS date,
                      a.company_cost AS cost, k.calls, c.contacts, k.answered + c.reached AS reached,
                      k.interested + c.interested AS interested, o.sold, coalesce(o.amount, 0) AS amount"""
        )

    def _from(self):
        return SQL(
            """FROM callcenter_advert a
               JOIN res_company company ON company.id = a.company_id
               JOIN res_partner place ON place.id = company.partner_id
              CROSS JOIN LATERAL (
                    SELECT count(*) AS calls, count(*) FILTER (WHERE k.talk_s > 0) AS answered,
                           count(*) FILTER (WHERE d.category = 'pending') AS interested
                      FROM callcenter_call k LEFT JOIN callcenter_disposition d ON d.id = k.disposition_id
                     WHERE %(called)s) k
              CROSS JOIN LATERAL (
                    SELECT count(*) AS contacts,
                           count(*) FILTER (WHERE c.attempts > 0 AND d.category IN ('valid', 'pending')) AS reached,
                           count(*) FILTER (WHERE c.attempts > 0 AND d.category = 'pending') AS interested
                      FROM callcenter_list l JOIN callcenter_contact c ON c.list_id = l.id
                      LEFT JOIN callcenter_disposition d ON d.id = c.disposition_id
                     WHERE l.advert_id = a.id) c
              CROSS JOIN LATERAL (
                    SELECT count(*) AS sold,
                           sum(o.amount_untaxed / CASE WHEN o.currency_rate > 0 THEN o.currency_rate ELSE 1 END)
                               AS amount
                      FROM sale_order o WHERE o.state = 'sale' AND o.company_id = a.company_id AND o.id IN (
                           SELECT o.id FROM callcenter_list l JOIN callcenter_contact c ON c.list_id = l.id
                             JOIN sale_order o ON o.callcenter_contact_id = c.id WHERE l.advert_id = a.id
                            UNION
                           SELECT o.id FROM callcenter_call k
                             JOIN sale_order o ON o.partner_id = k.partner_id AND o.date_order >= k.start
                                  AND o.date_order < k.start + a.sale_days * interval '1 day'
                            WHERE %(called)s)) o""",
            called=self._called(),
        )

    def _called(self):
        """Return the SQL condition of the calls ``k`` that advertisement ``a`` brought, by the company's clock."""
        return SQL(
            """k.did_number = a.number AND k.did_number <> '' AND k.direction = 'inbound'
               AND k.start >= a.date_from - interval '1 day'
               AND (a.date_to IS NULL OR k.start < a.date_to + interval '2 days')
               AND %(local)s::date BETWEEN a.date_from AND coalesce(a.date_to, 'infinity'::date)
               AND extract(epoch FROM %(local)s::time) / 3600 >= a.hour_from
               AND extract(epoch FROM %(local)s::time) / 3600 < a.hour_to""",
            local=SQL("(k.start AT TIME ZONE 'UTC' AT TIME ZONE coalesce(place.tz, 'UTC'))"),
        )
