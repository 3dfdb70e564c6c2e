from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .masking_common import RAW, MaskingCase, leaks

# what tells a model's records apart from those of other tests does not matter here: the newest are looked at
NEWEST = 40
REFUSALS = (AccessError, UserError, ValidationError, ValueError, NotImplementedError)
# not the telephone's: the number of a bank account, of a sequence, and so on have no known number in them
GROUPED = ("char", "text", "many2one", "selection")


@tagged("post_install", "-at_install")
class TestMaskingSweep(MaskingCase):
    """Known numbers stand wherever numbers may stand; all that an agent can read of all models is looked through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env, number, text = cls.env, "138 0013 5021", "回电 13800135021, office 021-58876234"
        cls.agent.group_ids += env.ref("base.group_allow_export")
        # the agent sells as well: leads, orders, products
        cls.agent.group_ids += env.ref("sales_team.group_sale_salesman_all_leads")
        partner = cls.customer
        partner.write({"name": "王磊 13800135021", "comment": text})
        cls.company = env.company
        cls.company.phone = cls.colleague.partner_id.phone = cls.agent.partner_id.phone = number
        cls.nameless = env["res.partner"].create({"name": number, "phone": number, "user_id": cls.agent.id})
        cls.campaign = env["callcenter.campaign"].create({"name": "Autumn", "state": "running"})
        batch = env["callcenter.list"].create({"name": "List", "campaign_id": cls.campaign.id})
        cls.contact = env["callcenter.contact"].create(
            {
                "campaign_id": cls.campaign.id,
                "list_id": batch.id,
                "number": number,
                "number_2": "+1 415 555 0137",
                "remark": text,
                "user_id": cls.agent.id,
                "state": "new",
            }
        )
        cls.call = cls._new_call(
            number="+8613800135021", caller_name="13800135021", user_id=cls.agent.id, note=text, direction="inbound"
        )
        cls.followup = (
            env["callcenter.followup"]
            .with_user(cls.agent)
            .create({"contact_id": cls.contact.id, "disposition_id": cls.solved.id, "note": text, "topic": text})
        )
        lead = {"name": text, "partner_id": partner.id, "phone": number, "description": text, "user_id": cls.agent.id}
        cls.lead = env["crm.lead"].create({**lead, "type": "opportunity"})
        cls.lead.phone = "021-58876234"
        cls.order = env["sale.order"].create({"partner_id": partner.id, "user_id": cls.agent.id, "note": text})
        for record in (partner, cls.lead, cls.order):
            record.message_post(body=text, subject=text)
            record.activity_schedule(user_id=cls.agent.id, summary=text, note=text, date_deadline=fields.Date.today())
        env["sms.sms"].create({"number": number, "partner_id": partner.id, "body": text})
        env["calendar.event"].create(
            {
                "name": "Visit",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "partner_ids": [(4, partner.id), (4, cls.agent.partner_id.id)],
            }
        )
        env.flush_all()

    def models(self, user):
        for name in sorted(self.env.registry):
            Model = self.env[name].with_user(user)
            if not Model._abstract and not Model._transient and Model._auto and Model.has_access("read"):
                yield Model

    def ways(self, Model):
        """Yield ``(way, what the user gets by it)``."""
        try:
            rows = Model.search([], order="id desc", limit=NEWEST)
        except REFUSALS:
            return
        if not rows:
            return
        names = [name for name, field in Model.fields_get(attributes=("type",)).items() if field["type"] != "binary"]
        for name in names:
            yield f"read {name}", self.tried(rows.read, [name])
            yield f"export {name}", self.tried(rows.export_data, [name])
        yield "web_read", self.tried(rows.web_read, {"display_name": {}})
        yield "name_search", self.tried(Model.name_search, "", limit=NEWEST)
        for number in RAW:
            yield f"name_search {number}", self.tried(Model.name_search, number, limit=NEWEST)
        domain = [("id", "in", rows.ids)]
        for name in names:
            if (field := Model._fields[name]).type in GROUPED and field.store:
                yield f"group {name}", self.tried(Model.formatted_read_group, domain, [name], [f"{name}:array_agg"])

    def tried(self, method, *args, **kwargs):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(flush=False):
                return method(*args, **kwargs)
        except REFUSALS as error:
            # what a refusal says counts as well
            return str(error)

    def test_no_model_gives_an_agent_a_whole_number_by_any_way(self):
        found = {}
        for Model in self.models(self.agent):
            for way, got in self.ways(Model):
                # a name that was searched for comes back in words of a refusal at most
                if leaks(got):
                    found.setdefault(Model._name, []).append(way)
        self.assertFalse(found)

    def test_the_sweep_finds_them_where_a_user_may_see_them(self):
        found = {Model._name for Model in self.models(self.manager) for _way, got in self.ways(Model) if leaks(got)}
        self.assertLessEqual({"res.partner", "res.users", "callcenter.number", "callcenter.contact"}, found)
        self.assertLessEqual({"callcenter.call", "callcenter.followup", "mail.message"}, found)
