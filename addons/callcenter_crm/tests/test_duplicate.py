from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .common import CallcenterCase


class DuplicateCase(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.users["leader"]

    def new(self, name="张三", **vals):
        return self.env["res.partner"].create({"name": name, **vals})


@tagged("post_install", "-at_install")
class TestDuplicate(DuplicateCase):
    def found(self, user=None, rule=None):
        """Return the groups that ``user`` finds, as a set of frozensets of ids."""
        user = user or self.leader
        self.rpc(user, "callcenter.duplicate", "action_search")
        rows = self.env["callcenter.duplicate"].search([("create_uid", "=", user.id)])
        if rule:
            rows = rows.filtered(lambda row: row.rule_id == self.env.ref(f"callcenter_crm.duplicate_rule_{rule}"))
        return {frozenset(row.partner_ids.ids) for row in rows}

    def assertDuplicates(self, rule, one, other, almost):
        with self.subTest(rule=rule):
            found = self.found(rule=rule)
            self.assertIn(frozenset((one | other).ids), found)
            self.assertFalse([group for group in found if almost.id in group])

    def test_each_rule_finds_what_it_says_and_no_more(self):
        number = self.new("A", phone="13900139101"), self.new("B", phone="139 0013 9101"), self.new("A")
        number[1].callcenter_other_numbers = [Command.create({"number": "0755 8666 1300"})]
        self.assertDuplicates("number", *number)
        self.assertDuplicates(
            "email",
            self.new("Ann  Lee", email="Ann@Example.com"),
            self.new("ann lee", email="<ann@example.com>"),
            self.new("Bob", email="ann@example.com"),
        )
        born = {"callcenter_birthday": date(1990, 5, 5)}
        self.assertDuplicates("birthday", self.new("李 四", **born), self.new("李四", **born), self.new("李四"))
        home = {"street": "景田路 7号", "city": "深圳"}
        self.assertDuplicates(
            "address",
            self.new("王五", **home),
            self.new("王五", street="景田路7 号", city="深圳"),
            self.new("王五", street="景田路 8 号", city="深圳"),
        )

    def test_empty_values_are_not_the_same(self):
        one, other = self.new("空", email=False), self.new("空")
        self.assertFalse([group for group in self.found() if {one.id, other.id} & group])

    def test_an_admin_s_own_rule_counts_and_an_empty_one_is_refused(self):
        self.rpc(self.users["admin"], "callcenter.duplicate.rule", "create", [{"name": "names", "by_name": True}])
        one, other = self.new("赵六"), self.new("赵六")
        self.assertIn(frozenset((one | other).ids), self.found())
        with self.assertRaises(ValidationError):
            self.env["callcenter.duplicate.rule"].with_user(self.users["admin"]).create({"name": "nothing"})
        with self.assertRaises(AccessError):
            self.rpc(self.leader, "callcenter.duplicate.rule", "create", [{"name": "x", "by_name": True}])

    def test_a_firm_and_its_people_colleagues_and_archived_ones_are_left_alone(self):
        firm = self.new("F", is_company=True, phone="13900139201")
        self.new("P", parent_id=firm.id, phone="13900139201")
        self.agent.partner_id.phone = "13900139202"
        self.new("C", phone="13900139202")
        self.new("D", phone="13900139203", active=False)
        self.new("E", phone="13900139203")
        touched = {"+8613900139201", "+8613900139202", "+8613900139203"}
        for group in self.found():
            numbers = set(self.env["res.partner"].browse(group).callcenter_numbers.mapped("number"))
            self.assertFalse(numbers & touched)

    def test_who_was_found_different_is_not_asked_again(self):
        pair = self.new("A", phone="13900139301") | self.new("B", phone="13900139301")
        self.assertIn(frozenset(pair.ids), self.found())
        row = self.env["callcenter.duplicate"].search(
            [("create_uid", "=", self.leader.id), ("partner_ids", "in", pair.ids)]
        )
        self.rpc(self.leader, "callcenter.duplicate", "action_different", row.ids)
        self.assertNotIn(frozenset(pair.ids), self.found())
        third = self.new("C", phone="13900139301")
        self.assertIn(frozenset((pair | third).ids), self.found())

    def test_leaders_find_duplicates_within_their_scope_only(self):
        foreign = self._new_user("cc_foreign", "agent")
        mine = self.new("A", phone="13900139401", user_id=self.agent.id)
        theirs = self.new("B", phone="13900139401", user_id=foreign.id)
        self.assertFalse([group for group in self.found() if mine.id in group])
        self.assertIn(frozenset((mine | theirs).ids), self.found(self.users["manager"]))

    def test_agents_inspectors_and_outsiders_do_not_search(self):
        for user in (self.agent, self.users["qa"], self.outsider):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.duplicate", "action_search")
                with self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.duplicate", "search_read", [], ["partner_ids"])

    def test_one_s_finds_are_not_another_s(self):
        self.new("A", phone="13900139501")
        self.new("B", phone="13900139501")
        self.found()
        ids = self.env["callcenter.duplicate"].search([("create_uid", "=", self.leader.id)]).ids
        other = self._new_user("cc_leader2", "leader")
        self.assertEqual(self.rpc(other, "callcenter.duplicate", "search", [("id", "in", ids)]), [])


@tagged("post_install", "-at_install")
class TestMerge(DuplicateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.customer
        cls.new_one = cls.other_customer
        dictionary = cls.env["callcenter.dictionary"].create({"name": "H", "code": "hobby"})
        cls.items = cls.env["callcenter.dictionary.item"].create(
            [{"dictionary_id": dictionary.id, "name": name} for name in ("golf", "tea")]
        )
        cls.env["callcenter.field"].create(
            [
                {"label": "Hobbies", "code": "hobbies", "kind": "items", "dictionary_id": dictionary.id},
                {"label": "Motto", "code": "motto", "kind": "char"},
            ]
        )

    def open(self, partners, user=None):
        action = self.rpc(user or self.leader, "res.partner", "action_callcenter_merge", partners.ids)
        return self.env["callcenter.merge"].browse(action["res_id"])

    def merge(self, merge, user=None, **winners):
        for name, partner in winners.items():
            line = merge.line_ids.filtered(lambda row, name=name: row.name == name)
            option = line.option_ids.filtered(lambda row, partner=partner: row.partner_id == partner)
            self.rpc(user or self.leader, "callcenter.merge.line", "write", line.ids, {"option_id": option.id})
        self.rpc(user or self.leader, "callcenter.merge", "action_merge", merge.ids)
        self.env.invalidate_all()

    def test_the_history_of_all_stays(self):
        call = self._new_call(partner_id=self.new_one.id)
        followup = self.env["callcenter.followup"].create(
            {"partner_id": self.new_one.id, "disposition_id": self.solved.id}
        )
        campaign = self.env["callcenter.campaign"].create({"name": "C"})
        contact = self.env["callcenter.contact"].create(
            {"campaign_id": campaign.id, "number": "13800130003", "partner_id": self.new_one.id}
        )
        lead = self.env["crm.lead"].create({"name": "L", "type": "opportunity", "partner_id": self.new_one.id})
        order = self.env["sale.order"].create({"partner_id": self.new_one.id})
        message = self.new_one.message_post(body="said before", message_type="comment")
        address = self.env["res.partner"].create({"name": "x", "type": "delivery", "parent_id": self.new_one.id})
        activity = self.new_one.activity_schedule("mail.mail_activity_data_todo", summary="s")
        self.old.x_cc_hobbies, self.new_one.x_cc_hobbies = self.items[0], self.items
        self.merge(self.open(self.old | self.new_one))
        self.assertFalse(self.new_one.exists())
        for record in (call, followup, contact, lead, order):
            with self.subTest(model=record._name):
                self.assertEqual(record.partner_id, self.old)
        self.assertEqual((message.res_id, activity.res_id, address.parent_id), (self.old.id, self.old.id, self.old))
        self.assertEqual(self.old.x_cc_hobbies, self.items)
        self.assertEqual(set(self.old.callcenter_numbers.mapped("number")), {"+8613800130001", "+8613800130003"})

    def test_the_chosen_values_win_and_no_number_is_lost(self):
        self.old.write({"callcenter_alias": "old", "x_cc_motto": "old", "city": "深圳"})
        self.new_one.write({"callcenter_alias": "new", "x_cc_motto": "new", "email": "only@example.com"})
        merge = self.open(self.old | self.new_one)
        self.assertEqual(merge.dst_partner_id, self.old)
        self.assertEqual(set(merge.line_ids.mapped("name")), {"name", "phone", "callcenter_alias", "x_cc_motto"})
        self.merge(merge, phone=self.new_one, x_cc_motto=self.new_one)
        self.assertEqual((self.old.name, self.old.callcenter_alias, self.old.x_cc_motto), ("王磊", "old", "new"))
        self.assertEqual((self.old.email, self.old.city), ("only@example.com", "深圳"))
        rows = self.old.callcenter_numbers
        self.assertEqual(rows.mapped("number"), ["+8613800130003", "+8613800130001"])
        self.assertEqual(rows.mapped("main"), [True, False])

    def test_more_than_three_at_once(self):
        four = self.old | self.new_one | self.new("c", phone="13900139601") | self.new("d", phone="13900139602")
        self.merge(self.open(four))
        self.assertEqual(four.exists(), self.old)
        self.assertEqual(len(self.old.callcenter_numbers), 4)

    def test_it_is_written_down_who_merged_whom(self):
        self.merge(self.open(self.old | self.new_one))
        note = self.env["callcenter.audit"].search([("res_id", "=", self.old.id), ("act", "=", "change")], limit=1)
        self.assertEqual(note.user_id, self.leader)
        self.assertIn("李婷", note.detail)
        self.assertTrue(self.old.message_ids.filtered(lambda message: "李婷" in (message.body or "")))

    def test_from_one_customer_those_with_the_same_number_are_proposed(self):
        self.new_one.phone = "13800130001"
        self.assertEqual(self.open(self.old).partner_ids, self.old | self.new_one)

    # rights

    def test_agents_inspectors_and_outsiders_merge_nobody(self):
        pair = self.old | self.new_one
        merge = self.open(pair)
        for user in (self.agent, self.users["qa"], self.outsider):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.rpc(user, "res.partner", "action_callcenter_merge", pair.ids)
                with self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.merge", "action_merge", merge.ids)
                vals = {"partner_ids": pair.ids, "dst_partner_id": self.old.id}
                with self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.merge", "create", [vals])
        self.assertEqual(pair.exists(), pair)

    def test_a_leader_merges_nobody_beyond_the_scope(self):
        foreign = self._new_user("cc_foreign", "agent")
        merge = self.open(self.old | self.new_one)
        self.new_one.user_id = foreign
        with self.assertRaises(AccessError):
            self.open(self.old | self.new_one)
        with self.assertRaises(AccessError):
            vals = {"partner_ids": (self.old | self.new_one).ids, "dst_partner_id": self.old.id}
            self.rpc(self.leader, "callcenter.merge", "create", [vals])
        # a merge that was begun before finds the customer no more
        with self.assertRaises(UserError):
            self.rpc(self.leader, "callcenter.merge", "action_merge", merge.ids)
        self.assertTrue(self.new_one.exists())

    def test_a_value_of_somebody_else_is_not_smuggled_in(self):
        foreign = self._new_user("cc_foreign", "agent")
        secret = self.new("秘密", phone="13900139701", user_id=foreign.id)
        merge = self.open(self.old | self.new_one)
        line = merge.line_ids.filtered(lambda row: row.name == "phone")
        for vals in ({"partner_id": secret.id}, {"name": "signup_type"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc(self.leader, "callcenter.merge.line", "write", line.ids, vals)
                self.rpc(self.leader, "callcenter.merge", "action_merge", merge.ids)
        self.assertNotIn("+8613900139701", self.old.exists().callcenter_numbers.mapped("number"))

    def test_colleagues_are_not_merged(self):
        merge = self.open(self.old | self.new_one)
        merge.partner_ids |= self.agent.partner_id
        with self.assertRaises(UserError):
            self.rpc(self.leader, "callcenter.merge", "action_merge", merge.ids)

    def test_masked_numbers_win_whole_and_are_shown_masked(self):
        self.env.company.callcenter_mask_numbers = True
        merge = self.open(self.old | self.new_one)
        self.assertTrue(
            self.leader._callcenter_sees_numbers() or "****" in str(merge.line_ids.option_ids.mapped("name"))
        )
        self.merge(merge, phone=self.new_one)
        self.assertEqual(self.old._callcenter_normalize(self.old.phone), "+8613800130003")
