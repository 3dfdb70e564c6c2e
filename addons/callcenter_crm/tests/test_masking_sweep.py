from odoo import fields
from odoo.tests.common import tagged

from .masking_common import MaskingCase


@tagged("post_install", "-at_install")
class TestMaskingSweep(MaskingCase):
    """Known numbers stand wherever numbers may stand; all that an agent can read of all models is looked through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        section = cls.env["callcenter.field.section"].create({"name": "More"})
        field = {"section_id": section.id, "label": "Second phone", "code": "second_phone", "kind": "char"}
        cls.env["callcenter.field"].create(field)
        env, number, text = cls.env, "138 0013 5021", "回电 13800135021, office 021-58876234"
        cls.agent.group_ids += env.ref("base.group_allow_export")
        # the agent sells as well: leads, orders, products
        cls.agent.group_ids += env.ref("sales_team.group_sale_salesman_all_leads")
        partner = cls.customer
        profile = ("callcenter_alias", "callcenter_employer", "callcenter_work_address", "function", "company_name")
        partner.write(
            {"name": "王磊 13800135021", "comment": text, "x_cc_second_phone": text}
            | dict.fromkeys((*profile, "street", "street2", "city", "ref"), text)
        )
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
                "name": text,
                "company_name": text,
                "address": text,
                "region": text,
                "city": text,
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
        env["ir.attachment"].create(
            {
                "name": "rec_13800135021.txt",
                "raw": text.encode(),
                "mimetype": "text/plain",
                "res_model": "res.partner",
                "res_id": partner.id,
                "description": text,
            }
        )
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

    def test_no_model_gives_an_agent_a_whole_number_by_any_way(self):
        self.assertFalse(self.sweep(self.agent))

    def test_custom_fields_are_searched_as_they_are_shown(self):
        for user, found in ((self.agent, 0), (self.manager, 1)):
            domain = [("id", "=", self.customer.id), ("x_cc_second_phone", "ilike", "0013")]
            self.assertEqual(self.rpc(user, "res.partner", "search_count", domain), found)

    def test_the_sweep_finds_them_where_a_user_may_see_them(self):
        found = self.sweep(self.manager)
        for model in ("res.partner", "res.users", "callcenter.number", "callcenter.contact", "callcenter.call"):
            self.assertIn(model, found)
        self.assertLessEqual({"callcenter.followup", "mail.message"}, found.keys())
