from odoo.exceptions import AccessError, UserError

from ..models.ivr_kinds import FIELDS, SHOWN
from .common import TelephonyCase
from .test_flow import sound
from .test_flow_canvas import step

LEADS_NOWHERE = {"callcenter.prompt.sound"}  # it is part of its prompt


class TestFlowUses(TelephonyCase):
    """Where a prompt, a queue, a flow or a look-up is used, and that it is not deleted there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin, cls.leader = cls.users["admin"], cls.users["leader"]
        cls.flow = cls.env["callcenter.ivr.flow"].create({"name": "Hotline", "code": "uses", "node_id": cls.node.id})
        cls.prompt = cls.env["callcenter.prompt"].create({"name": "Hello <b>", "code": "uses", "upload": sound()})

    def save(self, *steps):
        self.rpc(self.admin, "callcenter.ivr.flow", "editor_save", self.flow.ids, list(steps), steps[0]["code"])

    def used_in(self, record, user=None):
        return record.with_user(user or self.admin).used_in.split("\n")

    def test_steps_queues_and_rules_that_play_a_prompt_are_named(self):
        self.assertEqual(self.used_in(self.prompt), [""])
        greeting = step("hello", "play", {"prompt_id": self.prompt.id}, next="ask")
        asked = step("ask", "member", {"wrong_prompt_id": self.prompt.id})
        self.save({**greeting, "name": "Greeting"}, asked)
        self.queue.periodic_id = self.prompt
        rule = {"queue_id": self.queue.id, "action": "outside", "number": "13800000000", "prompt_id": self.prompt.id}
        self.env["callcenter.queue.rule"].create(rule)
        lines = ["Hotline / Greeting", "Hotline / ask"]
        words = [f"{self.queue.name}: Words before", f"{self.queue.name}: Words while waiting"]
        self.assertEqual(self.used_in(self.prompt), sorted([*lines, *words]))
        self.assertIn("Hotline / ask", self.used_in(self.prompt, self.leader), "leaders may look")
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.prompt", "read", self.prompt.ids, ["used_in"])

    def test_every_field_that_leads_to_one_is_known(self):
        for name in ("callcenter.prompt", "callcenter.lookup"):
            domain = [("relation", "=", name), ("ttype", "=", "many2one"), ("store", "=", True)]
            fields = self.env["ir.model.fields"].search(domain)
            known = {(model, field) for model, names in self.env[name]._used_by().items() for field in names}
            found = {(field.model, field.name) for field in fields if field.model not in LEADS_NOWHERE}
            self.assertEqual(found, known, name)

    def test_what_is_used_is_not_deleted_and_it_says_where(self):
        self.save(step("hello", "hangup", {"prompt_id": self.prompt.id}))
        with self.assertRaisesRegex(UserError, r"Hello <b>.*\n.*Hotline / hello"):
            self.prompt.with_user(self.admin).unlink()
        self.rpc(self.admin, "callcenter.ivr.flow", "publish", self.flow.ids, "")
        self.save(step("hello", "hangup"))
        with self.assertRaisesRegex(UserError, "published version"):
            self.prompt.with_user(self.admin).unlink()
        self.rpc(self.admin, "callcenter.ivr.flow", "publish", self.flow.ids, "")
        self.prompt.with_user(self.admin).unlink()
        self.assertFalse(self.prompt.exists())

    def test_queues_and_flows_tell_who_leads_there(self):
        queue = self.env["callcenter.queue"].create({"name": "Night", "code": "night", "node_id": self.node.id})
        inner = self.flow.copy({"name": "Inner", "code": "inner"})
        self.save(step("go", "subflow", {"target_flow_id": inner.id}, next="wait"), step("wait", "queue"))
        self.flow.step_ids.filtered(lambda one: one.code == "wait").queue_id = queue
        did = {"node_id": self.node.id, "number": "4099", "target": "queue", "queue_id": queue.id, "name": "N"}
        did = self.env["callcenter.did"].create(did)
        self.assertEqual(self.used_in(inner), ["Hotline / go"])
        self.assertEqual(set(self.used_in(queue)), {"Hotline / wait", f"{did.display_name}: Queue"})
        for record in (inner, queue):
            with self.assertRaisesRegex(UserError, "still used"):
                record.with_user(self.admin).unlink()

    def test_a_value_that_no_choice_has_a_use_for_is_no_fault(self):
        by = step("by", "branch", {"subject": "region", "variable": "Not A Name"}, next="end", k1="end")
        end = step("end")
        self.save(by, end)
        self.assertEqual(self.flow.check_draft(), [])
        by["values"]["subject"] = "variable"
        self.save(by, end)
        self.assertEqual([fault["field"] for fault in self.flow.check_draft()], ["variable"])
        kinds = {kind["kind"]: kind for kind in self.env["callcenter.ivr.step"]._kinds()}
        when = {field["name"]: field["when"] for field in kinds["branch"]["fields"]}
        self.assertEqual(when, {"subject": False, "variable": ("subject", ("variable", False))})
        for kind, names in SHOWN.items():
            for name, (decides, _values) in names.items():
                order = FIELDS[kind]
                self.assertLess(order.index(decides), order.index(name), "what decides stands above")

    def test_hostile_texts_are_kept_as_texts_and_long_ones_are_refused_or_cut_nowhere(self):
        name = "<img src=x onerror=alert(1)>" * 300
        self.save({**step("hello"), "name": name})
        loaded = self.rpc(self.leader, "callcenter.ivr.flow", "editor_load", self.flow.ids)
        self.assertEqual(loaded["steps"][0]["name"], name)
        long = self.rpc(self.admin, "callcenter.prompt", "editor_new", "x" * 10000)
        self.assertEqual(long["display_name"], "x" * 10000)
        with self.assertRaises(UserError):
            self.rpc(self.admin, "callcenter.prompt", "editor_speak", [long["id"]], "字" * 10000, "zh")

    def test_nobody_but_the_admin_rings_speaks_reads_or_uploads(self):
        for user in (self.leader, self.agent):
            for method, *args in (("call_me",), ("record_prompt", self.prompt.id), ("publish", ""), ("roll_back", 1)):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(user, "callcenter.ivr.flow", method, self.flow.ids, *args)
            for method, *args in (
                ("editor_speak", "x", "zh"),
                ("editor_upload", sound(), "x.wav"),
                ("record_by_phone",),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(user, "callcenter.prompt", method, self.prompt.ids, *args)
        self.assertFalse(self.env["callcenter.command"].search([("name", "in", ("try_flow", "record_prompt"))]))
        self._new_agent(self.admin, "7009")
        self.save(step("hello"))
        self.rpc(self.admin, "callcenter.ivr.flow", "call_me", self.flow.ids)
        self.assertTrue(self.env["callcenter.command"].search([("name", "=", "try_flow")]))

    def test_a_prompt_of_another_company_is_neither_spoken_nor_kept_in_a_step(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["callcenter.prompt"].create({"name": "F", "code": "f", "company_id": company.id})
        self._new_agent(self.admin, "7009")
        for method, *args in (("editor_card",), ("editor_speak", "x", "zh"), ("record_by_phone",)):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(self.admin, "callcenter.prompt", method, foreign.ids, *args)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(self.admin, "callcenter.ivr.flow", "record_prompt", self.flow.ids, foreign.id)
        self.save(step("hello", "hangup", {"prompt_id": foreign.id}))
        told = self.rpc(
            self.admin,
            "callcenter.ivr.flow",
            "editor_check",
            self.flow.ids,
            [step("hello", "hangup", {"prompt_id": foreign.id})],
            "hello",
        )
        self.assertEqual([fault["field"] for fault in told], ["prompt_id"], "it cannot be published")
