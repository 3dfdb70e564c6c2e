import json

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common import ROLES, CallcenterCase


@tagged("post_install", "-at_install")
class TestAudit(CallcenterCase):
    def note(self, *args, user=None, **kwargs):
        Audit = self.env["callcenter.audit"].with_user(user or self.agent)
        Audit._note(*args, **kwargs)
        return self.env["callcenter.audit"].search([], order="id desc", limit=1)

    def test_a_row_says_who_did_what_to_which_record_and_when(self):
        row = self.note("unmask", self.customer.with_user(self.agent), detail="phone")
        self.assertEqual((row.user_id, row.act, row.count), (self.agent, "unmask", 1))
        self.assertEqual((row.model, row.res_id, row.name), ("res.partner", self.customer.id, "王磊"))
        self.assertEqual((row.detail, row.company_id), ("phone", self.agent.company_id))
        self.assertTrue(row.at)

    def test_several_records_are_one_row_with_their_ids(self):
        both = self.customer | self.other_customer
        row = self.note("delete", both)
        self.assertEqual((row.res_id, row.count, row.name), (0, 2, "王磊, 李婷"))
        self.assertEqual(json.loads(row.detail), {"ids": both.ids})

    def test_records_that_are_gone_and_acts_without_records_are_noted(self):
        gone = self.env["res.partner"].create({"name": "x"})
        gone.unlink()
        row = self.note("delete", gone)
        self.assertEqual((row.res_id, row.name, row.count), (gone.id, False, 1))
        row = self.note("export", model="callcenter.contact", count=28400, detail={"fields": ["name"]})
        self.assertEqual((row.model, row.count, row.res_id), ("callcenter.contact", 28400, 0))

    def test_the_rows_of_a_transaction_are_written_at_once(self):
        Audit = self.env["callcenter.audit"].with_user(self.agent)
        Audit._note("see", self.customer)
        self.env.cr.flush()
        with self.assertQueryCount(1):
            for act in ("see", "export", "unmask"):
                Audit._note(act, self.customer)
            self.env.cr.flush()
        acts = self.env["callcenter.audit"].search([], order="id desc", limit=3).mapped("act")
        self.assertEqual(acts, ["unmask", "export", "see"])

    def test_an_act_that_is_taken_back_leaves_no_row(self):
        before = self.env["callcenter.audit"].search_count([])
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.env["callcenter.audit"].with_user(self.agent)._note("export", self.customer)
            raise ZeroDivisionError
        self.env.cr.flush()
        self.assertEqual(self.env["callcenter.audit"].search_count([]), before)

    def test_managers_and_administrators_read_and_no_other(self):
        row = self.note("see", self.customer)
        for role in ROLES:
            with self.subTest(role=role):
                if role in ("manager", "admin"):
                    self.assertTrue(self.rpc(self.users[role], "callcenter.audit", "read", [row.id], ["name"]))
                    continue
                for call in ("search_read", "search_count", "export_data", "formatted_read_group"):
                    args = ([row.id], ["name"]) if call == "export_data" else ([],)
                    # the refusal of an export to whoever may export nothing at all is no access error
                    with self.assertRaises(UserError):
                        self.rpc(self.users[role], "callcenter.audit", call, *args)

    def test_nobody_writes_or_deletes_not_even_the_system(self):
        row = self.note("see", self.customer)
        vals = {"act": "see", "user_id": self.agent.id, "at": "2026-01-01"}
        for user in (*self.users.values(), self.env.ref("base.user_admin"), self.env.user):
            with self.subTest(user=user.login):
                tries = ("write", [row.id], {"name": "x"}), ("unlink", [row.id]), ("copy", [row.id]), ("create", [vals])
                for call, *args in tries:
                    with self.assertRaises(AccessError):
                        self.rpc(user, "callcenter.audit", call, *args)
        for act in (lambda: row.sudo().write({"name": "x"}), row.sudo().unlink, lambda: row.sudo().create([vals])):
            self.assertRaises(AccessError, act)

    def test_the_log_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        row = self.note("see", self.customer, user=self.users["manager"])
        self.env.cr.execute("UPDATE callcenter_audit SET company_id = %s WHERE id = %s", (other.id, row.id))
        self.assertFalse(self.rpc(self.users["manager"], "callcenter.audit", "search", [("id", "=", row.id)]))
