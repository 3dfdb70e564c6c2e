from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged
from odoo.tools import SQL, mute_logger

from .allocating import AllocationCase

NUMBER = "+8613911110001"


@tagged("post_install", "-at_install")
class TestBlacklist(AllocationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Blacklist = cls.env["callcenter.blacklist"]
        cls.Blacklist.search([]).active = False

    def ban(self, number=NUMBER, **vals):
        return self.Blacklist.create({"number": number, **vals})

    def banned(self, *numbers, company=None):
        return self.Blacklist._matching(numbers or (NUMBER,), company)

    def free(self, contacts):
        """Return those of ``contacts`` whose numbers may be called, by the condition that sets of contacts take."""
        column = SQL("callcenter_contact.number"), SQL("callcenter_contact.number_2")
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM callcenter_contact WHERE id IN %s AND %s ORDER BY id",
                tuple(contacts.ids),
                self.Blacklist._free(self.env.company, *column),
            )
        )
        return contacts.browse(row[0] for row in self.env.cr.fetchall())

    # numbers and ranges

    def test_a_number_is_stored_as_its_key_in_any_spelling(self):
        self.assertEqual(self.ban("139 1111-0001").number, NUMBER)
        row = self.ban("０１０-６２５５１２３４")
        row.number = "0086 139 1111 0002"
        self.assertEqual(row.number, "+8613911110002")

    def test_what_is_no_number_is_refused(self):
        for vals in (
            {"number": "nobody"},
            {"number": ""},
            {"number": "abc", "prefix": True},
            {"number": "0", "prefix": 1},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.Blacklist.create(vals)

    def test_a_range_is_the_beginning_of_numbers_in_international_form(self):
        for typed, key in {
            "170": "+86170",
            "0755": "+86755",
            "+852": "+852",
            "00 81": "+81",
            "１７１": "+86171",
        }.items():
            self.assertEqual(self.ban(typed, prefix=True).number, key)

    def test_a_number_becomes_a_range_by_its_mark(self):
        row = self.ban(prefix=False)
        row.write({"number": "139", "prefix": True})
        self.assertEqual((row.number, row.display_name), ("+86139", "+86139…"))

    def test_a_number_comes_once_a_company_unless_archived(self):
        self.ban()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.ban("13911110001", kind="do_not_call")
        self.assertEqual(type(caught.exception).__name__, "UniqueViolation")
        self.ban(company_id=False)
        self.Blacklist.search([]).active = False
        self.env.flush_all()
        self.assertTrue(self.ban())

    # what it holds for

    def test_numbers_and_ranges_match_and_the_number_comes_first(self):
        wide, narrow, one = self.ban("139", prefix=True), self.ban("1391111", prefix=True), self.ban()
        found = self.banned(NUMBER, "+8613911119999", "+8613922220000", "+8613822220000", "")
        self.assertEqual(found, {NUMBER: one, "+8613911119999": narrow, "+8613922220000": wide})

    def test_a_range_is_no_number_and_a_number_no_range(self):
        self.ban("13911110001", prefix=True)
        self.assertIn(NUMBER + "5", self.banned(NUMBER + "5"))
        self.ban("13911110002")
        self.assertFalse(self.banned("+86139111100025"))

    def test_it_holds_up_to_and_with_its_last_day(self):
        row = self.ban()
        today = fields.Date.context_today(self.Blacklist.with_context(tz=self.env.company._callcenter_tz()))
        for days, holds in (None, True), (1, True), (0, True), (-1, False):
            row.date_end = days is not None and today + timedelta(days=days)
            self.assertEqual(bool(self.banned()), holds, days)

    def test_it_holds_for_its_company_or_for_all(self):
        other = self.env["res.company"].create({"name": "Other"})
        row = self.ban(company_id=other.id)
        self.assertFalse(self.banned())
        self.assertEqual(self.banned(company=other), {NUMBER: row})
        row.company_id = False
        self.assertEqual(self.banned(), {NUMBER: row})

    def test_an_archived_row_does_not_hold(self):
        self.ban().active = False
        self.assertFalse(self.banned())

    def test_sets_of_contacts_are_told_by_both_numbers(self):
        contacts = self.new_contacts(4)
        self.assertEqual(self.free(contacts), contacts)
        self.ban(contacts[0].number)
        contacts[1].number_2 = "17012345678"
        self.ban("170", prefix=True)
        contacts[2].number_2 = contacts[0].number
        self.assertEqual(self.free(contacts), contacts[3])

    # recycling

    def test_recycling_leaves_out_who_is_blacklisted(self):
        contacts = self.new_contacts(5, state="done")
        self.ban(contacts[0].number)
        contacts[1].number = "16500000000"
        self.ban("165", prefix=True, kind="do_not_call")
        contacts[2:].write({"number_2": "17012345678"})
        contacts[3:].write({"number_2": False})
        self.ban("170", prefix=True)
        self.ban(contacts[4].number, date_end="2020-01-01")
        wizard = self.new_wizard(self.manager, kind="recycle", to_campaign_id=self.next_campaign.id)
        wizard.action_move()
        recycled = self.env["callcenter.contact"].search([("campaign_id", "=", self.next_campaign.id)])
        self.assertEqual(recycled.origin_id, self.free(contacts))

    # rights

    def test_leaders_keep_the_list(self):
        row = self.rpc(self.leader, "callcenter.blacklist", "create", [{"number": NUMBER, "reason": "x"}])
        self.rpc(self.leader, "callcenter.blacklist", "write", row, {"reason": "y"})
        self.assertEqual(self.rpc(self.leader, "callcenter.blacklist", "read", row, ["reason"])[0]["reason"], "y")
        self.rpc(self.leader, "callcenter.blacklist", "unlink", row)

    def test_agents_and_inspectors_neither_see_nor_change_it(self):
        row = self.ban()
        for user in (self.agent, self.users["qa"], self.outsider):
            for call, *args in (
                ("read", [row.id], ["number"]), ("search", []), ("search_count", []), ("name_search", "139"),
                ("formatted_read_group", [], ["number"]), ("export_data", [row.id], ["number"]),
                ("write", [row.id], {"active": False}), ("unlink", [row.id]), ("copy", [row.id]),
                ("create", [{"number": "13911110009"}]),
            ):  # fmt: skip
                with self.subTest(user=user.login, call=call), self.assertRaises(UserError):
                    self.rpc(user, "callcenter.blacklist", call, *args)

            self.rpc(user, "callcenter.blacklist", "load", ["number"], [["13911110009"]])
        self.assertEqual(self.Blacklist.search([]), row)

    def test_a_leader_sees_what_holds_for_all_companies_but_does_not_lift_it(self):
        row = self.ban(company_id=False)
        self.assertTrue(self.rpc(self.leader, "callcenter.blacklist", "search", [("id", "=", row.id)]))
        for call, *args in ("write", [row.id], {"active": False}), ("unlink", [row.id]):
            with self.assertRaises(AccessError):
                self.rpc(self.leader, "callcenter.blacklist", call, *args)
        with self.assertRaises(AccessError):
            self.rpc(self.leader, "callcenter.blacklist", "create", [{"number": "13911110009", "company_id": False}])
        self.rpc(self.manager, "callcenter.blacklist", "write", [row.id], {"reason": "law"})

    def test_the_list_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        row = self.ban(company_id=other.id)
        self.assertFalse(self.rpc(self.manager, "callcenter.blacklist", "search", [("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            self.rpc(self.manager, "callcenter.blacklist", "write", [row.id], {"company_id": self.env.company.id})

    def test_many_come_in_by_the_importer(self):
        rows = [[f"1391112{n:04}", "do_not_call", "list"] for n in range(50)]
        result = self.rpc(self.leader, "callcenter.blacklist", "load", ["number", "kind", "source"], rows)
        self.assertFalse(result["messages"])
        self.assertIn("+8613911120049", self.banned("+8613911120049"))
