from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.callcenter_crm.tools.masked_fields import MaskedNumber, hides_numbers
from odoo.addons.callcenter_crm.tools.masking import is_masked, mask_all

# of a card what is the company's own or a key: a number in it is no customer's
OWN = ("key", "role", "from", "did", "queue", "path", "keys")


class CallcenterAgentCard(models.AbstractModel):
    """Cards and rows are put together in superuser mode: what they say is masked for the agent that they are for."""

    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def lookup(self, text):
        if not hides_numbers(self.env):
            return super().lookup(text)
        me = self._me()
        text = str(text or "").strip()
        number = me.node_id.company_id._callcenter_normalize(text, me.node_id.country_id)
        if number.startswith("+"):
            # a whole number: whose it is may be asked so often
            self.env.user._callcenter_use_lookup([number])
            partners = self.env["res.partner"]._callcenter_by_number(number)[:8]
        else:
            domain = Domain("display_name", "ilike", text) & Domain("callcenter_numbers", "!=", False)
            partners = self.env["res.partner"].search(domain, limit=8) if len(text) > 1 else self.env["res.partner"]
        return [
            {
                "partner_id": partner.id,
                "name": partner.display_name,
                "number": row.number,
                "display_number": row.number,
                "source": {"model": row._name, "id": row.id, "name": "number"},
            }
            for partner in partners
            for row in partner.callcenter_numbers[:1]
        ]

    def _shown(self, number):
        return self.user_id._callcenter_number(super()._shown(number))

    def _rows(self, calls):
        rows = super()._rows(calls)
        if self.user_id._callcenter_sees_numbers():
            return rows
        return [
            {
                **mask_all(row),
                "key": row["key"],
                "number": row["display_number"] or False,
                "source": {"call": row["key"]},
            }
            for row in rows
        ]

    def _card(self, call, sharing, history, draft):
        card = super()._card(call, sharing, history, draft)
        if self.user_id._callcenter_sees_numbers():
            return card
        number = card["display_number"] or False
        return {**mask_all(card), **{name: card[name] for name in OWN}, "number": number}

    def _whole_number(self, number, source):
        """Return what to dial where ``number`` is masked.

        :param source: where it stands: ``{"call": key}`` of an own call, or ``{"model", "id", "name"}`` of a record
        :raise AccessError: a call or record that is not the agent's to see
        """
        if not is_masked(number):
            return number
        if source and source.get("call"):
            return self._own_call(source["call"]).number
        env = self.env(su=False)
        model = env.get((source or {}).get("model"))
        field = model._fields.get(source.get("name")) if model is not None else None
        if not isinstance(field, MaskedNumber):
            raise UserError(
                self.env._("“%(number)s”: dial it from the customer, or type the whole number.", number=number)
            )
        record = model.browse(source.get("id") or False).exists()
        record.ensure_one()
        record.check_access("read")
        # sudo: the record's number - dialled, not shown
        return record.sudo()[field.name]
