from odoo import api, models

from odoo.addons.callcenter_crm.tools import location

QUESTIONS = ("member", "lookup", "region", "blacklist", "prompt")


class CallcenterNode(models.Model):
    """What a flow asks while its caller waits: the connector calls ``_answer`` with rights of the system."""

    _name = "callcenter.node"
    _inherit = ("callcenter.node",)

    def _answer(self, question, values):
        """Return ``{"answer": text, …}``; ``values`` are what the question needs, see the methods below."""
        self.ensure_one()
        if question not in QUESTIONS:
            raise ValueError(question)
        return getattr(self.with_company(self.company_id), f"_answer_{question}")(**values)

    def _answer_member(self, number, pin, lock_after, lock_minutes):
        answer, customer = self.env["callcenter.member"]._check_pin(
            self.company_id, number, pin, lock_after, lock_minutes
        )
        return {"answer": answer, "customer": customer}

    def _answer_lookup(self, code, typed, customer, number, language):
        lookup = self.env["callcenter.lookup"].search([("code", "=", code)], limit=1)
        if not lookup:
            return {"answer": "none"}
        caller = self._caller(customer, number)
        return {"answer": lookup._answer(typed, caller, language or self.language)}

    def _answer_region(self, number):
        place = location.locate(number or "")
        return {"answer": place.province or place.country}

    def _answer_blacklist(self, number):
        rows = self.env["callcenter.blacklist"]
        domain = [("number", "=", number), ("company_id", "in", (False, self.company_id.id)), ("prefix", "=", False)]
        known = rows.search(domain)
        if number and known:
            known.refuses = "refused"
        elif number:
            rows.create({"number": number, "company_id": self.company_id.id, "source": self.env._("IVR")})
        return {"answer": "ok"}

    def _answer_prompt(self, prompt, sound):
        row = self.env["callcenter.prompt"].browse(prompt).exists()
        if row:
            row._take(sound)
        return {"answer": "ok" if row else "failed"}

    @api.model
    def _caller(self, customer, number):
        """Return the customer that a caller is: known by PIN, else the only one with the number called from."""
        partners = self.env["res.partner"]
        if customer:
            return partners.browse(int(customer)).exists()
        rows = self.env["callcenter.number"].search([("number", "=", number)]) if number else []
        found = rows and rows.partner_id.filtered("active") or partners
        return found if len(found) == 1 else partners
