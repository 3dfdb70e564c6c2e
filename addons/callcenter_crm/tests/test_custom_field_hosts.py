"""Custom fields of follow-ups, wrap-ups and opportunities; sections, campaigns' own layouts, what the pop is told."""

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from .fields_common import FieldCase


@tagged("post_install", "-at_install")
class TestCustomFieldHosts(FieldCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._new_call(number="+8613800139001", user_id=cls.agent.id)

    def layout(self, user, model, kind="form"):
        return self.rpc(user, model, "get_views", [[False, kind]])["views"][kind]["arch"]

    def test_the_fields_of_every_host_are_on_its_form_list_and_search(self):
        for host in self.env["callcenter.field.host"].search([]):
            field = self.define("Everywhere", model=host.model, in_list=True)
            for kind in ("form", "list", "search"):
                self.assertIn(field.name, self.layout(self.agent, host.model, kind), f"{host.model} {kind}")

    def test_a_follow_up_takes_what_its_writer_may_write(self):
        self.define("Open", model="callcenter.followup")
        self.define("Shut", model="callcenter.followup", right="read")
        vals = {"contact_id": self.contact.id, "disposition_id": self.solved.id}
        [made] = self.rpc(self.agent, "callcenter.followup", "create", [{**vals, "x_cc_open": "said"}])
        self.assertEqual(self.env["callcenter.followup"].browse(made).x_cc_open, "said")
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.followup", "create", [{**vals, "x_cc_shut": "said"}])
        self.contact.user_id = self.leader
        self.rpc(self.leader, "callcenter.followup", "create", [{**vals, "x_cc_shut": "said"}])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.followup", "write", [made], {"x_cc_open": "other"})

    def test_a_required_field_of_a_follow_up_is_asked_for_where_its_section_is(self):
        section = self.env["callcenter.field.section"].create({"name": "Gold", "campaign_ids": self.campaign.ids})
        self.define("Needed", model="callcenter.followup", required=True, section_id=section.id)
        vals = {"disposition_id": self.solved.id}
        self.rpc(self.agent, "callcenter.followup", "create", [{**vals, "contact_id": self.foreign.id}])
        with self.assertRaises(ValidationError):
            self.rpc(self.agent, "callcenter.followup", "create", [{**vals, "contact_id": self.contact.id}])
        self.rpc(
            self.agent, "callcenter.followup", "create", [{**vals, "contact_id": self.contact.id, "x_cc_needed": "x"}]
        )

    def test_the_work_list_saves_the_fields_of_the_follow_up(self):
        self.define("Several", "items", model="callcenter.followup", dictionary_id=self.dictionary.id, in_pop=True)
        target = {"kind": "contact", "id": self.contact.id}
        values = {"disposition_id": self.solved.id, "x_cc_several": self.items[:2].ids, "user_id": self.leader.id}
        done = self.rpc(self.agent, "callcenter.worklist", "save", target, values)
        followup = self.env["callcenter.followup"].browse(done["followup_id"])
        self.assertEqual((followup.x_cc_several, followup.user_id), (self.items[:2], self.agent))

    def test_a_wrap_up_takes_its_fields_and_no_facts(self):
        self.define("Reason", model="callcenter.call")
        self.define("Shut", model="callcenter.call", right="hidden")
        self.rpc(self.agent, "callcenter.call", "write", self.call.ids, {"x_cc_reason": "price"})
        self.assertEqual(self.call.x_cc_reason, "price")
        for vals in ({"x_cc_shut": "x"}, {"talk_s": 5}):
            with self.assertRaises(AccessError):
                self.rpc(self.agent, "callcenter.call", "write", self.call.ids, vals)

    def test_an_opportunity_keeps_the_rights(self):
        self.define("Margin", "monetary", model="crm.lead", right="hidden")
        lead = self.env["crm.lead"].create({"name": "Gold", "x_cc_margin": 5, "user_id": self.leader.id})
        self.rpc(self.leader, "crm.lead", "read", lead.ids, ["x_cc_margin"])
        for method, args in (
            ("read", (lead.ids, ["x_cc_margin"])),
            ("search", ([("x_cc_margin", ">", 1)],)),
            ("formatted_read_group", ([], ["stage_id"], ["x_cc_margin:sum"])),
            ("write", (lead.ids, {"x_cc_margin": 1})),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.agent, "crm.lead", method, *args)

    # sections

    def test_a_campaign_shows_its_own_sections_only(self):
        Section = self.env["callcenter.field.section"]
        gold = Section.create({"name": "Gold", "campaign_ids": self.campaign.ids, "columns": "3"})
        everywhere = Section.create({"name": "Everywhere"})
        for model in ("callcenter.contact", "res.partner"):
            self.define("Grams", "float", model=model, section_id=gold.id, in_pop=True, required=True)
            self.define("Town", model=model, section_id=everywhere.id, in_pop=True)
        arch = self.layout(self.agent, "callcenter.contact")
        self.assertIn(f"campaign_id not in [{self.campaign.id}]", arch)
        self.assertIn('col="3"', arch)
        self.assertNotIn("campaign_id not in", self.layout(self.agent, "res.partner"))
        for contact, shown in ((self.contact, ["x_cc_grams", "x_cc_town"]), (self.foreign, ["x_cc_town"])):
            card = self.rpc(self.agent, "callcenter.worklist", "card", {"kind": "contact", "id": contact.id})
            self.assertEqual([row["name"] for row in card["custom"]], shown)

    def test_sections_are_ordered_named_and_archived_as_a_whole(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        Section = self.env["callcenter.field.section"].with_user(self.admin)
        first = Section.create({"names": {"en_US": "Second", "zh_CN": "二"}, "sequence": 2})
        second = Section.create({"names": {"en_US": "First", "zh_CN": "一"}, "sequence": 1})
        self.define("Aa", section_id=first.id, required=True)
        self.define("Bb", section_id=second.id)
        arch = self.layout(self.agent.with_context(lang="zh_CN"), "res.partner")
        self.assertLess(arch.index("x_cc_bb"), arch.index("x_cc_aa"))
        self.env["res.partner"].with_user(self.agent).with_context(lang="zh_CN").get_view(view_type="form")
        first.sequence = 0
        arch = self.layout(self.agent, "res.partner")
        self.assertLess(arch.index("x_cc_aa"), arch.index("x_cc_bb"))
        first.active = False
        self.assertNotIn("x_cc_aa", self.layout(self.agent, "res.partner"))
        self.rpc(self.agent, "res.partner", "create", [{"name": "nothing is required"}])

    def test_a_section_takes_fields_of_its_hosts_only(self):
        section = self.env["callcenter.field.section"].create(
            {"name": "Calls", "host_ids": self.env.ref("callcenter_crm.field_host_call").ids}
        )
        with self.assertRaises(ValidationError):
            self.define("Wrong", section_id=section.id)
        self.define("Right", model="callcenter.call", section_id=section.id)

    # the pop

    def facts(self, user, record):
        rows = self.rpc(user, "callcenter.field", "facts", record._name, record.id)
        return {row["name"]: (row["value"], row["write"]) for row in rows}

    def test_the_pop_shows_each_role_its_own(self):
        # those of the demo company
        self.env["callcenter.field"].search([]).in_pop = False
        self.define("Money", "monetary", right="hidden", in_pop=True)
        self.define("Seen", right="read", in_pop=True)
        self.define("Mine", "items", dictionary_id=self.dictionary.id, in_pop=True)
        self.define("Elsewhere", in_pop=False)
        self.customer.write({"x_cc_money": 18000, "x_cc_seen": "yes", "x_cc_mine": self.items[:2].ids})
        self.assertEqual(
            self.facts(self.agent, self.customer), {"x_cc_seen": ("yes", False), "x_cc_mine": ("a, b", True)}
        )
        self.assertIn("18,000.00", self.facts(self.leader, self.customer)["x_cc_money"][0])
        inputs = self.rpc(self.agent, "callcenter.field", "inputs", "res.partner", self.customer.id)
        self.assertEqual([(row["name"], row["value"]) for row in inputs], [("x_cc_mine", self.items[:2].ids)])
        self.assertEqual([item["name"] for item in inputs[0]["items"]], ["a", "b", "c"])

    def test_the_pop_is_filled_in_with_the_user_s_own_rights(self):
        self.define("Seen", right="read", in_pop=True)
        self.define("Mine", "date", in_pop=True)
        today = fields.Date.to_string(fields.Date.today())
        self.rpc(self.agent, "callcenter.field", "fill", "res.partner", self.customer.id, {"x_cc_mine": today})
        self.assertEqual(fields.Date.to_string(self.customer.x_cc_mine), today)
        for model, record, values in (
            ("res.partner", self.customer.id, {"x_cc_seen": "x"}),
            ("res.partner", self.customer.id, {"name": "x"}),
            ("res.users", self.leader.id, {"x_cc_mine": today}),
            ("res.partner", False, {"x_cc_mine": today}),
        ):
            with self.subTest(values=values, model=model), self.assertRaises(AccessError):
                self.rpc(self.agent, "callcenter.field", "fill", model, record, values)
        self.customer.user_id = self.leader
        for method, args in (("facts", ()), ("inputs", ()), ("fill", ({"x_cc_mine": today},))):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.agent, "callcenter.field", method, "res.partner", self.customer.id, *args)
