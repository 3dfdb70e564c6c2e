from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestScript(CallcenterCase):
    def setUp(self):
        super().setUp()
        self.script = self.env["callcenter.script"].create({"name": "Renewal"})
        self.ask, self.when, self.bye = self.env["callcenter.script.step"].create(
            [
                {"script_id": self.script.id, "name": name, "sequence": place, "kind": kind, "text": text}
                for place, (name, kind, text) in enumerate(
                    (("Ask", "choice", "Good day {{name}}"), ("When", "date", "When?"), ("Bye", "none", "Good bye"))
                )
            ]
        )
        self.ask.required = True
        self.yes, self.no = self.env["callcenter.script.option"].create(
            [{"step_id": self.ask.id, "name": "Yes"}, {"step_id": self.ask.id, "name": "No", "next_id": self.bye.id}]
        )
        self.call = self._new_call(partner_id=self.customer.id, user_id=self.agent.id)

    def run_of(self):
        self.script.action_use()
        return self.env["callcenter.script.run"]._begin(self.call, self.script)

    def path(self, run):
        return [(row.name, row.value or "") for row in run._path()]

    def test_answers_lead_on_and_are_kept(self):
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        self.assertEqual(run.step_id, self.when)
        run._answer(self.when.id, "2026-12-01", self.agent)
        run._answer(self.bye.id, False, self.agent)
        self.assertFalse(run.step_id)
        self.assertTrue(run._shown({})["done"])
        self.assertEqual(self.path(run), [("Ask", "Yes"), ("When", "2026-12-01"), ("Bye", "")])

    def test_a_branch_leaves_steps_out(self):
        run = self.run_of()
        run._answer(self.ask.id, self.no.id, self.agent)
        self.assertEqual(run.step_id, self.bye)

    def test_going_back_keeps_what_was_said_as_void_and_offers_it_again(self):
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        run._answer(self.when.id, "2026-12-01", self.agent)
        run._back()
        self.assertEqual(run._shown({})["step"]["value"], "2026-12-01")
        run._back()
        run._answer(self.ask.id, self.no.id, self.agent)
        self.assertEqual(self.path(run), [("Ask", "No")])
        self.assertEqual(len(run.answer_ids), 3)
        run._restart()
        self.assertEqual((run.step_id, self.path(run)), (self.ask, []))

    def test_a_second_click_and_answers_of_other_steps_change_nothing(self):
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        run._answer(self.ask.id, self.yes.id, self.agent)
        self.assertEqual(run.step_id, self.when)
        for value in ("soon", {"evil": 1}):
            with self.assertRaises(UserError):
                run._answer(self.when.id, value, self.agent)
        run._back()
        with self.assertRaises(UserError):
            run._answer(self.ask.id, False, self.agent)
        with self.assertRaises(UserError):
            run._answer(self.ask.id, self.no.id + 1000, self.agent)

    def test_the_text_is_filled_and_scripts_in_it_are_gone(self):
        self.ask.text = "<p>Good day {{name}}<script>alert(1)</script></p>"
        shown = self.run_of()._shown({"name": "<b>王磊</b>"})
        self.assertIn("&lt;b&gt;王磊&lt;/b&gt;", shown["step"]["text"])
        self.assertNotIn("script>", shown["step"]["text"])

    def test_a_script_with_faults_is_not_used_and_each_is_named(self):
        self.ask.text = "{{name}} {{salary}} {{first name}}"
        self.no.next_id = False
        self.when.next_id = self.ask
        self.bye.write({"kind": "choice"})
        with self.assertRaises(UserError) as refused:
            self.script.action_use()
        words = "{{salary}}", "without formatting", "Nothing leads to “Bye”", "“Ask” the script never", "no answers"
        for word in words:
            self.assertIn(word, str(refused.exception))

    def test_a_script_in_use_cannot_be_broken(self):
        self.script.action_use()
        with self.assertRaises(ValidationError):
            self.ask.text = "{{salary}}"
        with self.assertRaises(ValidationError):
            self.script.step_ids = [Command.clear()]
        with self.assertRaises(ValidationError):
            self.when.next_id = self.ask.copy({"script_id": self.script.copy().id})

    def test_a_script_that_was_said_is_archived_not_deleted(self):
        self.run_of()
        self.script.action_draft()
        with self.assertRaises(UserError):
            self.script.unlink()
        self.env["callcenter.script"].create({"name": "New"}).unlink()

    def test_agents_write_and_read_neither_scripts_nor_answers_by_rpc(self):
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        for record in (self.script, self.ask, self.yes, run, run.answer_ids):
            for method, args in (
                ("read", (record.ids, ["display_name"])),
                ("write", (record.ids, {"display_name": "x"})),
                ("unlink", (record.ids,)),
                ("search", ([],)),
            ):
                with self.subTest(model=record._name, method=method), self.assertRaises(AccessError):
                    self.rpc(self.agent, record._name, method, *args)

    def test_managers_write_scripts_and_nobody_writes_what_customers_said(self):
        manager, admin = self.users["manager"], self.users["admin"]
        self.rpc(manager, "callcenter.script", "write", self.script.ids, {"name": "Spring"})
        self.rpc(admin, "callcenter.script", "action_use", self.script.ids)
        self.assertEqual((self.script.name, self.script.state), ("Spring", "used"))
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        for user in (manager, admin):
            with self.assertRaises(AccessError):
                self.rpc(user, "callcenter.script.answer", "write", run.answer_ids.ids, {"value": "No"})
        with self.assertRaises(AccessError):
            self.rpc(self.users["leader"], "callcenter.script", "write", self.script.ids, {"name": "x"})

    def test_leaders_read_the_answers_of_the_calls_that_they_may_see(self):
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        foreign = self._new_call(user_id=self._new_user("cc_far", "agent").id)
        other = run._begin(foreign, self.script)
        other._answer(self.ask.id, self.no.id, self.agent)
        found = self.rpc(self.users["leader"], "callcenter.script.answer", "search", [])
        self.assertEqual(found, run.answer_ids.ids)

    def test_inspectors_read_the_answers_by_script_and_step_and_write_none_of_it(self):
        run = self.run_of()
        run._answer(self.ask.id, self.yes.id, self.agent)
        qa = self.users["qa"]
        groups = ["script_id", "step_id", "option_id"]
        domain = [("run_id", "=", run.id)]
        [row] = self.rpc(qa, "callcenter.script.answer", "formatted_read_group", domain, groups, ["__count"])
        self.assertEqual([row[name][0] for name in groups], [self.script.id, self.ask.id, self.yes.id])
        self.assertTrue(self.rpc(qa, "callcenter.script", "name_search", "Ren"))
        for record in (self.script, self.ask, self.yes):
            with self.assertRaises(AccessError):
                self.rpc(qa, record._name, "write", record.ids, {"name": "x"})
