from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

SALES = 20


class CallcenterWorklistSale(models.AbstractModel):
    """Selling from the work list: customer, opportunity, quotation and order of the person on the card."""

    _inherit = "callcenter.worklist"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _card(self, record):
        """Return the card with ``sells`` (may the user) and ``sales`` (see :meth:`_sales`)."""
        # sudo: res.partner - which customer the contact has become
        partner = record.sudo().partner_id.sudo(False) if record._name == "callcenter.contact" else record
        return super()._card(record) | {"sells": self._sells(), "sales": self._sales(partner)}

    @api.model
    def sell(self, target, what):
        """Make (or find) the user's opportunity (``lead``) or quotation (``order``) with the person.

        :returns: ``{"card", "made": {"model", "id", "name"}}``
        """
        self._check_agent()
        if what not in ("lead", "order"):
            raise UserError(self.env._("Sell by an opportunity or by a quotation."))
        record = self._target(target)
        return {"made": self._made(record._callcenter_sell(what)), "card": self.card(target)}

    @api.model
    def confirm(self, target, order_id):
        """Make the user's quotation an order; returns ``{"card"}``."""
        self._check_agent()
        order = self.env["sale.order"].browse(order_id).exists()
        order.check_access("write")
        if order.state not in ("draft", "sent"):
            raise UserError(self.env._("This quotation is an order already, or cancelled."))
        order.action_confirm()
        return {"card": self.card(target)}

    @api.model
    def save(self, target, values, take_next=False, filters=None):
        """Write a contact down, and make what the outcome's rule says: ``made`` as in :meth:`sell`, or False."""
        outcome = self.env["callcenter.disposition"].browse(values.get("disposition_id") or False).exists()
        done = super().save(target, values, take_next, filters)
        done["made"] = False
        if outcome.converts and outcome.converts_to and self._sells():
            record = self._target(target)
            taken = record._name == "callcenter.contact" and not record.partner_id
            if not (taken and record._callcenter_owners_elsewhere()):
                done["made"] = self._made(record._callcenter_sell(outcome.converts_to))
                done["card"] = done["card"] if take_next else self.card(target)
        return done

    @api.model
    def convert(self, contact_id, partner_id=False, new=False):
        """Make a contact a customer, or link it to one; ``new``: another one, though its number is a customer's."""
        if new or partner_id:
            return super().convert(contact_id, partner_id)
        self._check_agent()
        contact = self._target({"kind": "contact", "id": contact_id})
        return super().convert(contact_id, contact._callcenter_only_customer().id)

    # helpers

    @api.model
    def _sells(self):
        return self.env.user.has_group("sales_team.group_sale_salesman")

    @api.model
    def _made(self, record):
        return {"model": record._name, "id": record.id, "name": record.display_name}

    @api.model
    def _sales(self, partner):
        """Return the opportunities and orders with a customer that the user may see, newest first.

        ``[{"model", "id", "name", "state", "label", "amount", "at", "draft"}]``; ``amount`` is text with its currency.
        """
        if not partner or not self._sells():
            return []
        leads = self.env["crm.lead"].search([("partner_id", "=", partner.id)], limit=SALES, order="id desc")
        orders = self.env["sale.order"].search([("partner_id", "=", partner.id)], limit=SALES, order="id desc")
        rows = [self._lead_row(lead) for lead in leads] + [self._order_row(order) for order in orders]
        return sorted(rows, key=lambda row: row["at"], reverse=True)

    @api.model
    def _lead_row(self, lead):
        return {
            "model": "crm.lead",
            "id": lead.id,
            "name": lead.name,
            "state": lead.won_status,
            "label": lead.stage_id.name or "",
            "amount": format_amount(self.env, lead.expected_revenue, lead.company_currency),
            "at": fields.Datetime.to_string(lead.create_date),
            "draft": False,
        }

    @api.model
    def _order_row(self, order):
        return {
            "model": "sale.order",
            "id": order.id,
            "name": order.name,
            "state": order.state,
            "label": dict(order._fields["state"]._description_selection(self.env)).get(order.state, ""),
            "amount": format_amount(self.env, order.amount_total, order.currency_id),
            "at": fields.Datetime.to_string(order.create_date),
            "draft": order.state in ("draft", "sent"),
        }

    @api.model
    def _counters(self):
        """Add the own ``calls`` and ``sold`` (confirmed orders) of the day, and the ``rank``.

        ``rank``: ``{"place", "of"}`` by orders of the day among the members of the own department, False where
        nobody has sold.
        """
        begin, end = self._day()
        # sudo: callcenter.call - one's own, which need no rule to be found
        calls = self.env["callcenter.call"].sudo()
        own = [("start", ">=", begin), ("start", "<", end), ("direction", "!=", "internal")]
        mine = ["|", ("user_id", "=", self.env.uid), ("last_user_id", "=", self.env.uid)]
        sold = self._sold_today(begin, end)
        return super()._counters() | {
            "calls": calls.search_count(own + mine),
            "sold": sold.get(self.env.uid, 0),
            "rank": self._rank(sold),
        }

    @api.model
    def _sold_today(self, begin, end):
        """Return id of the user -> confirmed orders of the day: of the caller and the caller's department."""
        self.env["sale.order"].flush_model(["state", "user_id", "date_order"])
        self.env["res.users"].flush_model(["callcenter_department_id", "active"])
        query = SQL(
            """SELECT u.id, count(o.id) FROM res_users me
                 JOIN res_users u ON u.active
                      AND (u.id = me.id OR u.callcenter_department_id = me.callcenter_department_id)
                 LEFT JOIN sale_order o ON o.user_id = u.id AND o.state = 'sale'
                      AND o.date_order >= %s AND o.date_order < %s
                WHERE me.id = %s GROUP BY u.id""",
            begin,
            end,
            self.env.uid,
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _rank(self, sold):
        if len(sold) < 2 or not any(sold.values()):
            return False
        own = sold.get(self.env.uid, 0)
        return {"place": 1 + sum(count > own for count in sold.values()), "of": len(sold)}
