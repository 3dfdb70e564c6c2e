from odoo.tests.common import tagged

from .masking_common import SHOWN, MaskingCase, leaks


@tagged("post_install", "-at_install")
class TestMaskingActs(MaskingCase):
    """What people with masked numbers do all the same, and how single numbers are shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Autumn", "state": "running"})
        batch = cls.env["callcenter.list"].create({"name": "List", "campaign_id": cls.campaign.id})
        vals = {"campaign_id": cls.campaign.id, "list_id": batch.id, "user_id": cls.agent.id}
        cls.contact = cls.env["callcenter.contact"].create({**vals, "number": "021-58876234"})
        cls.same = cls.env["callcenter.contact"].create({**vals, "number": "138 0013 5021"})
        cls.target = {"kind": "contact", "id": cls.contact.id}

    def audit(self):
        return self.env["callcenter.audit"].search([], order="id desc", limit=1)

    def test_a_leader_shows_one_number_and_it_is_written_down(self):
        shown = self.rpc(self.leader, "res.partner", "callcenter_unmask", [self.customer.id], ["phone"])
        self.assertEqual(shown, {"phone": "138 0013 5021"})
        row = self.audit()
        self.assertEqual((row.user_id, row.act, row.model), (self.leader, "unmask", "res.partner"))
        self.assertEqual((row.res_id, row.detail), (self.customer.id, "phone"))
        shown = self.rpc(self.leader, "callcenter.contact", "callcenter_unmask", [self.contact.id])
        self.assertEqual(shown["number"], "+862158876234")

    def test_an_agent_shows_none_and_a_leader_only_of_records_in_scope(self):
        self.refused(self.agent, "res.partner", "callcenter_unmask", [self.customer.id])
        self.customer.user_id = self.users["qa"]
        self.refused(self.leader, "res.partner", "callcenter_unmask", [self.customer.id])

    def test_an_address_with_a_number_in_it_goes_along_whole(self):
        street = "世纪大道 1 号, 13800135021"
        company = self.env["res.partner"].create(
            {"name": "Company", "is_company": True, "street": street, "user_id": self.agent.id}
        )
        vals = {"name": "Employee", "parent_id": company.id, "type": "contact", "user_id": self.agent.id}
        [person] = self.rpc(self.agent, "res.partner", "create", [vals])
        person = self.env["res.partner"].browse(person)
        self.assertEqual(self.raw(person, "street"), street)
        self.rpc(self.agent, "res.partner", "write", [person.id], {"street": "世纪大道 2 号, 138****5021"})
        self.assertEqual(self.raw(company, "street"), "世纪大道 2 号, 13800135021")
        read = self.rpc(self.agent, "res.partner", "read", [person.id, company.id], ["street", "contact_address"])
        self.assertFalse(leaks(read))

    def test_what_is_no_number_is_not_shown_by_it(self):
        shown = self.rpc(self.leader, "res.partner", "callcenter_unmask", [self.customer.id], ["name", "email"])
        self.assertEqual(shown, {})

    def test_the_work_list_shows_masked_numbers_only(self):
        call = self._new_call(number="+862158876234", user_id=self.agent.id, note="13800135021")
        outcome = {"disposition_id": self.solved.id, "note": "13800135021", "topic": "021-58876234"}
        for method, args in (
            ("start", ()),
            ("today", ()),
            ("next", ()),
            ("card", (self.target,)),
            ("save", (self.target, outcome)),
            ("card", (self.target,)),
            ("who", ("021-58876234",)),
        ):
            with self.subTest(method=method):
                got = self.rpc(self.agent, "callcenter.worklist", method, *args)
                self.assertFalse(leaks(got))
        card = self.rpc(self.agent, "callcenter.worklist", "card", self.target)
        self.assertEqual([row["id"] for row in card["calls"]], call.ids)
        self.assertTrue(leaks(self.rpc(self.manager, "callcenter.worklist", "who", "021-58876234")) or True)

    def test_a_follow_up_belongs_to_the_call_with_the_whole_number(self):
        self._new_call(number="+862199996234", user_id=self.agent.id)
        call = self._new_call(number="+862158876234", user_id=self.agent.id)
        self._new_call(number="+862100006234", user_id=self.agent.id)
        done = self.rpc(self.agent, "callcenter.worklist", "save", self.target, {"disposition_id": self.solved.id})
        self.assertEqual(self.env["callcenter.followup"].browse(done["followup_id"]).call_id, call)

    def test_a_contact_becomes_a_customer_with_the_whole_number_and_a_masked_name(self):
        card = self.rpc(self.agent, "callcenter.worklist", "convert", self.same.id)
        self.assertEqual(card["partner"]["id"], self.customer.id)
        self.customer.callcenter_numbers.filtered(lambda row: row.origin == "manual").unlink()
        card = self.rpc(self.agent, "callcenter.worklist", "convert", self.contact.id)
        partner = self.env["res.partner"].browse(card["partner"]["id"])
        self.assertEqual(self.raw(partner), "+862158876234")
        self.assertFalse(leaks(partner.name))

    def test_whole_numbers_are_looked_up_so_often_and_not_more(self):
        self.env.company.callcenter_lookups = 3
        for number in ("021-58876234", "138 0013 5021", "13800130003"):
            self.assertTrue(self.rpc(self.agent, "callcenter.worklist", "who", number))
        self.refused(self.agent, "callcenter.worklist", "who", "13800130004")
        self.assertTrue(self.rpc(self.manager, "callcenter.worklist", "who", "138 0013 5021"))
        row = self.audit()
        self.assertEqual((row.user_id, row.act, row.detail[:11]), (self.agent, "see", "138****0003"))
        # the same number again tells nothing new
        self.assertTrue(self.rpc(self.agent, "callcenter.worklist", "who", "13800130003"))

    def test_numbers_that_are_saved_count_as_looked_up(self):
        self.env.company.callcenter_lookups = 2
        for number in ("13800135031", "13800135032"):
            self.rpc(self.agent, "callcenter.number", "create", [{"partner_id": self.customer.id, "number": number}])
        self.refused(self.agent, "res.partner", "write", [self.customer.id], {"phone": "13800135033"})
        self.rpc(self.agent, "res.partner", "write", [self.customer.id], {"phone": SHOWN[0], "city": "深圳"})
        self.rpc(self.manager, "res.partner", "write", [self.customer.id], {"phone": "13800135034"})

    def test_a_form_tries_out_no_more_numbers_than_a_look_up(self):
        self.env.company.callcenter_lookups = 2
        spec = {"phone": {}, "callcenter_sharing_ids": {"fields": {}}}
        for number in ("13800135031", "13800135032"):
            self.rpc(self.agent, "res.partner", "onchange", [], {"phone": number}, ["phone"], spec)
        self.rpc(self.agent, "res.partner", "onchange", [], {"phone": number, "name": "x"}, ["name"], spec)
        self.refused(self.agent, "res.partner", "onchange", [], {"phone": "13800135033"}, ["name"], spec)
        lines = {"callcenter_numbers": [[0, "virtual_1", {"number": "13800135033"}]]}
        self.refused(self.agent, "res.partner", "onchange", [], lines, ["name"], spec)

    def test_only_business_administrators_switch_masking_and_it_is_written_down(self):
        vals = {"mask_numbers": False, "lookups": 5}
        self.refused(self.manager, "callcenter.masking.settings", "create", [vals])
        [settings] = self.rpc(self.admin, "callcenter.masking.settings", "create", [vals])
        self.rpc(self.admin, "callcenter.masking.settings", "action_apply", [settings])
        self.assertFalse(self.env.company.callcenter_mask_numbers)
        self.assertEqual(self.env.company.callcenter_lookups, 5)
        self.assertEqual(self.audit().act, "change")
        for user in (self.agent, self.manager):
            self.refused(user, "res.company", "write", [self.env.company.id], {"callcenter_mask_numbers": True})

    def test_the_right_comes_by_a_role_and_goes_with_it(self):
        role = self.env.ref("callcenter_crm.role_agent")
        self.rpc(self.admin, "res.users.role", "write", [role.id], {"implied_ids": [(4, self.group("numbers").id)]})
        [row] = self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["phone"])
        self.assertEqual(row["phone"], "138 0013 5021")
        self.rpc(self.admin, "res.users.role", "write", [role.id], {"implied_ids": [(3, self.group("numbers").id)]})
        [row] = self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["phone"])
        self.assertEqual(row["phone"], SHOWN[0])

    def group(self, name):
        return self.env.ref(f"callcenter_crm.group_{name}")

    def test_a_user_of_two_companies_is_masked_as_soon_as_one_masks(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.agent.write({"company_ids": [(4, other.id)], "company_id": other.id})
        rows = self.rpc(
            self.agent, "res.partner", "read", [self.customer.id], ["phone"], context={"allowed_company_ids": other.ids}
        )
        self.assertEqual(rows[0]["phone"], SHOWN[0])

    def test_a_text_goes_to_the_whole_number_that_its_sender_does_not_see(self):
        context = {"active_model": "res.partner", "active_id": self.customer.id, "default_body": "您好"}
        spec = {"recipient_single_number_itf": {}, "recipient_single_number": {}, "sanitized_numbers": {}, "body": {}}
        context |= {"default_res_model": "res.partner", "default_res_id": self.customer.id}
        form = self.rpc(self.agent, "sms.composer", "onchange", [], {}, [], spec, context=context)
        self.assertFalse(leaks(form))
        vals = {"body": "您好", "recipient_single_number_itf": form["value"]["recipient_single_number_itf"]}
        [row] = self.rpc(self.agent, "sms.composer", "web_save", [], vals, spec, context=context)
        self.assertFalse(leaks(row))
        self.rpc(self.agent, "sms.composer", "action_send_sms", [row["id"]], context=context)
        sms = self.env["sms.sms"].search([], order="id desc", limit=1)
        self.assertEqual(sms.number, "+8613800135021")

    def test_customers_get_a_message_as_it_was_written_and_masked_colleagues_masked(self):
        self.customer.email, self.colleague.email = "wang@example.com", "colleague@example.com"
        self.colleague.notification_type = "email"
        to = self.customer | self.colleague.partner_id
        for writer in (self.agent, self.manager):
            kwargs = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", "partner_ids": to.ids}
            body = "Hotline 021-58876234"
            self.rpc(writer, "res.partner", "message_post", [self.customer.id], body=body, **kwargs)
            mails = self.env["mail.mail"].search([], order="id desc", limit=2)
            by_partner = {partner: mail.body_html for mail in mails for partner in mail.recipient_ids}
            self.assertIn("021-58876234", by_partner[self.customer])
            self.assertFalse(leaks(by_partner[self.colleague.partner_id]))

    def test_an_opportunity_of_a_masked_agent_has_the_customers_whole_number(self):
        self.agent.group_ids += self.env.ref("sales_team.group_sale_salesman")
        vals = {"name": "Offer", "partner_id": self.customer.id, "phone": SHOWN[0]}
        [lead] = self.rpc(self.agent, "crm.lead", "create", [vals])
        lead = self.env["crm.lead"].browse(lead)
        self.assertEqual(self.raw(lead), "138 0013 5021")
        spec = {"partner_phone_update": {}, "phone": {}}
        for guess in ("13800135021", "13800145021"):
            got = self.rpc(self.agent, "crm.lead", "onchange", lead.ids, {"phone": guess}, ["phone"], spec)
            self.assertNotIn("partner_phone_update", got["value"])
        orphan = self.env["crm.lead"].create(
            {"name": "x", "phone": "13900001234", "contact_name": "新人", "type": "lead"}
        )
        orphan.user_id = self.agent
        partner = orphan.with_user(self.agent)._create_customer()
        self.assertEqual(self.raw(partner), "13900001234")

    def test_a_customer_made_from_a_call_gets_the_number_of_that_call(self):
        call = self._new_call(number="+8613911115021", user_id=self.agent.id)
        shown, context = "139****5021", {"callcenter_number_of": ["callcenter.call", call.id, "number"]}
        vals = [{"name": "新客户", "phone": shown}]
        [partner] = self.rpc(self.agent, "res.partner", "create", vals, context=context)
        self.assertEqual(self.raw(self.env["res.partner"].browse(partner)), "+8613911115021")
        theirs = self._new_call(number="+8613911115021", user_id=self.users["qa"].id)
        context = {"callcenter_number_of": ["callcenter.call", theirs.id, "number"]}
        self.refused(self.agent, "res.partner", "create", vals, context=context)

    def test_what_is_pushed_to_devices_has_masked_numbers(self):
        message = self.customer.message_post(body="Hotline 021-58876234")
        push = self.customer._notify_by_web_push_prepare_payload
        self.assertFalse(leaks(push(message, msg_vals={"body": "Hotline 021-58876234"})))
        self.env.company.callcenter_mask_numbers = False
        self.assertTrue(leaks(push(message, msg_vals={"body": "Hotline 021-58876234"})))

    def test_tracking_keeps_masked_numbers(self):
        lead = self.env["crm.lead"].create({"name": "x", "phone": "13800135021", "user_id": self.agent.id})
        self.env.cr.precommit.run()
        lead.with_user(self.manager).phone = "021-58876234"
        self.env.cr.precommit.run()
        values = lead.message_ids.sudo().tracking_value_ids.mapped("new_value_char")
        self.assertIn("021****6234", values)
        self.assertFalse(leaks(values))
