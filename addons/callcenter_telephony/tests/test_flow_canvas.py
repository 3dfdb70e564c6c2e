import base64

from odoo.exceptions import AccessError, ValidationError

from ..connector.ledger import Batch
from .common import NOON, TelephonyCase
from .test_flow import sound
from .test_step_counts import call


def step(code, kind="hangup", values=None, **exits):
    listed = [{"key": key.removeprefix("k"), "target": target} for key, target in exits.items()]
    return {"code": code, "kind": kind, "name": code, "x": 0, "y": 0, "values": values or {}, "exits": listed}


class TestFlowCanvas(TelephonyCase):
    """What the canvas asks of the server beside loading and saving, as its user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin, cls.leader = cls.users["admin"], cls.users["leader"]
        cls.drawn = cls.env["callcenter.ivr.flow"].create({"name": "Drawn", "code": "drawn", "node_id": cls.node.id})
        cls.template = cls.env.ref("callcenter_telephony.ivr_template_menu")

    def edit(self, user, method, *args):
        return self.rpc(user, "callcenter.ivr.flow", method, [self.drawn.id], *args)

    def prompt(self, user, method, *args):
        return self.rpc(user, "callcenter.prompt", method, *args)

    def test_the_second_save_says_who_saved_in_between(self):
        seen = self.edit(self.admin, "editor_load")["revision"]
        other = self.users["admin"].copy({"login": "other admin", "name": "Other Admin"})
        self.rpc(other, "callcenter.ivr.flow", "editor_save", [self.drawn.id], [step("theirs")], "theirs", seen)
        told = self.edit(self.admin, "editor_save", [step("mine")], "mine", seen)
        self.assertEqual(told["conflict"]["by"], "Other Admin")
        self.assertTrue(told["conflict"]["at"])
        self.assertEqual(self.drawn.step_ids.mapped("code"), ["theirs"], "nothing was overwritten")
        now = self.edit(self.admin, "editor_load")["revision"]
        saved = self.edit(self.admin, "editor_save", [step("mine")], "mine", now)
        self.assertEqual(saved["revision"], self.edit(self.admin, "editor_load")["revision"])
        self.assertEqual(self.drawn.step_ids.mapped("code"), ["mine"])

    def test_a_change_in_the_form_is_a_conflict_too(self):
        self.edit(self.admin, "editor_save", [step("a"), step("b")], "a")
        seen = self.edit(self.admin, "editor_load")["revision"]
        self.drawn.with_user(self.admin).write({"step_ids": [(2, self.drawn.step_ids[1].id)]})
        self.assertTrue(self.edit(self.admin, "editor_save", [step("a")], "a", seen)["conflict"])

    def test_a_check_tells_the_exit_and_writes_nothing(self):
        steps = [step("hello", "play", {}, next=False), step("lost")]
        found = self.edit(self.admin, "editor_check", steps, "hello")
        told = {(fault["step"], fault["field"], fault["exit"]) for fault in found}
        self.assertEqual(told, {("hello", "prompt_id", False), ("hello", "exits", "next"), ("lost", "", False)})
        self.assertFalse(self.drawn.step_ids)
        self.assertTrue(self.edit(self.admin, "editor_check", [], ""), "an empty flow has no start")
        with self.assertRaises(ValidationError):
            self.edit(self.admin, "editor_check", [{"code": "x"}], "x")

    def test_what_callers_hear_and_old_versions_are_shown_as_the_draft_is(self):
        self.edit(self.admin, "editor_save", [step("bye")], "bye")
        self.edit(self.admin, "publish", "")
        first = self.drawn.version_id
        loaded = self.edit(self.leader, "editor_load")
        self.assertEqual([one["code"] for one in loaded["live"]["steps"]], ["bye"])
        self.assertEqual(
            {**loaded["live"]["steps"][0], "id": 0}, {**loaded["steps"][0], "id": 0}, "only rows have an id"
        )
        self.edit(self.admin, "editor_save", [step("end")], "end")
        self.edit(self.admin, "publish", "")
        old = self.edit(self.leader, "editor_version", first.id)
        self.assertEqual((old["start"], old["steps"][0]["code"]), ("bye", "bye"))
        other = self.drawn.copy({"code": "drawn2"})
        foreign = self.rpc(self.admin, "callcenter.ivr.flow", "editor_version", other.ids, first.id)
        self.assertEqual(foreign, {"start": "", "steps": []})

    def test_ways_between_steps_are_counted(self):
        self.drawn.code = "counted"
        calls = [
            call("1.1", ["a", "b"]),
            call("1.2", ["a", "b", "c"]),
            call("1.3", ["a"]),
            call("1.4", ["a"], at=NOON + 86400),
        ]
        self.store.write(Batch(calls=calls))
        ways = {(way["step"], way["target"]): way["passed"] for way in self.edit(self.leader, "edge_counts")}
        self.assertEqual(ways, {("a", "b"): 2, ("b", "c"): 1})
        self.assertEqual(self.edit(self.leader, "edge_counts", "2026-09-22 00:00:00"), [])

    def test_an_empty_flow_begins_with_a_template(self):
        told = {one["id"]: one for one in self.edit(self.admin, "editor_load")["templates"]}
        self.assertEqual(told[self.template.id]["name"], self.template.name)
        graph = self.edit(self.admin, "editor_template", self.template.id)
        self.assertEqual((graph["start"], graph["steps"][0]["name"]), ("welcome", "Welcome"))
        self.assertEqual(graph["steps"][1]["values"]["tries"], 3, "what is not given is as in a new step")
        found = self.edit(self.admin, "editor_save", graph["steps"], graph["start"])["faults"]
        self.assertEqual({fault["field"] for fault in found}, {"prompt_id", "queue_id"})

    def test_every_template_lacks_records_only(self):
        for template in self.env["callcenter.ivr.template"].search([]):
            graph = self.edit(self.admin, "editor_template", template.id)
            found = self.edit(self.admin, "editor_check", graph["steps"], graph["start"])
            self.assertLessEqual({fault["field"] for fault in found}, {"prompt_id", "queue_id", "calendar_id"})

    def test_a_flow_is_kept_as_a_template_with_the_records_of_its_server(self):
        steps = [step("help", "queue", {"queue_id": self.queue.id})]
        kept = self.edit(self.admin, "save_as_template", "Mine", steps, "help")
        graph = self.edit(self.admin, "editor_template", kept["id"])
        self.assertEqual(graph["steps"][0]["values"]["queue_id"]["id"], self.queue.id)
        node = self.node.copy({"code": "elsewhere", "name": "Elsewhere", "outbound_trunk_id": False})
        other = self.env["callcenter.ivr.flow"].create({"name": "O", "code": "o", "node_id": node.id})
        graph = self.rpc(self.admin, "callcenter.ivr.flow", "editor_template", other.ids, kept["id"])
        self.assertFalse(graph["steps"][0]["values"]["queue_id"], "the queue is another server's")

    def test_prompts_are_made_where_they_are_used(self):
        card = self.prompt(self.admin, "editor_new", "Night: closed!")
        row = self.env["callcenter.prompt"].browse(card["id"])
        self.assertEqual((row.code, card["revision"]), ("night_closed", False))
        again = self.prompt(self.admin, "editor_new", "Night: closed!")
        self.assertEqual(self.env["callcenter.prompt"].browse(again["id"]).code, "night_closed_1")
        chinese = self.prompt(self.admin, "editor_new", "欢迎语")
        self.assertTrue(self.env["callcenter.prompt"].browse(chinese["id"]).code.startswith("prompt"))
        data = sound()
        card = self.prompt(self.admin, "editor_upload", row.ids, data, "night.wav")
        self.assertTrue(card["revision"] and card["seconds"])
        with self.assertRaises(ValidationError):
            self.prompt(self.admin, "editor_upload", row.ids, base64.b64encode(b"noise").decode(), "x.txt")

    def test_others_may_look_or_not_even_that(self):
        steps = [step("bye")]
        for user in (self.leader, self.agent):
            for method, *args in (
                ("editor_check", steps, "bye"),
                ("editor_save", steps, "bye", "x"),
                ("editor_template", self.template.id),
                ("save_as_template", "Mine", steps, "bye"),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.edit(user, method, *args)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.prompt(user, "editor_new", "x")
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "callcenter.ivr.template", "write", self.template.ids, {"name": "x"})
        loaded = self.edit(self.leader, "editor_load")
        self.assertFalse(loaded["editable"] or loaded["templates"])
        self.assertTrue(self.edit(self.admin, "editor_load")["editable"])
        self.assertEqual(self.edit(self.leader, "edge_counts"), [])
        for method, *args in (("edge_counts",), ("editor_version", 1)):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.edit(self.agent, method, *args)

    def test_the_list_opens_the_canvas(self):
        action = self.drawn.with_user(self.admin).action_open_editor()
        self.assertEqual(
            (action["tag"], action["context"]), ("callcenter_telephony.flow_editor", {"active_id": self.drawn.id})
        )
