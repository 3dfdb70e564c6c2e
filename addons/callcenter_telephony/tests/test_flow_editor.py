from odoo.exceptions import AccessError, ValidationError

from .common import TelephonyCase
from .test_flow import sound

KINDS = {
    "play", "menu", "digits", "language", "hours", "branch", "set", "member", "lookup", "web", "queue", "agent",
    "department", "outside", "voicemail", "callback", "survey", "blacklist", "subflow", "return", "hangup",
}  # fmt: skip


class TestFlowEditor(TelephonyCase):
    """What the editor loads and saves, as its user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin, cls.leader = cls.users["admin"], cls.users["leader"]
        cls.prompt = cls.env["callcenter.prompt"].create({"name": "Hello", "code": "hello", "upload": sound()})
        cls.drawn = cls.env["callcenter.ivr.flow"].create({"name": "Drawn", "code": "drawn", "node_id": cls.node.id})

    def steps(self):
        return [
            {
                "code": "hello", "kind": "play", "name": "Hello", "x": 10, "y": 20,
                "values": {"prompt_id": {"id": self.prompt.id, "display_name": "Hello"}},
                "exits": [{"key": "next", "target": "main"}],
            },
            {
                "code": "main", "kind": "menu", "name": "Menu", "x": 10, "y": 90,
                "values": {"prompt_id": self.prompt.id, "tries": 2},
                "exits": [{"key": "next", "target": "bye"}, {"key": "1", "target": "help"}],
            },
            {"code": "help", "kind": "queue", "name": "Help", "values": {"queue_id": self.queue.id}, "exits": []},
            {"code": "bye", "kind": "hangup", "name": "Bye", "values": {}, "exits": []},
        ]  # fmt: skip

    def edit(self, user, method, *args):
        return self.rpc(user, "callcenter.ivr.flow", method, [self.drawn.id], *args)

    def test_what_is_saved_is_loaded(self):
        saved = self.edit(self.admin, "editor_save", self.steps(), "hello")
        self.assertEqual(saved["faults"], [])
        self.assertEqual(set(saved["ids"]), {"hello", "main", "help", "bye"})
        loaded = self.edit(self.admin, "editor_load")
        self.assertEqual(loaded["start"], "hello")
        self.assertEqual((loaded["flow"]["code"], loaded["published"], loaded["versions"]), ("drawn", False, []))
        menu = loaded["steps"][1]
        self.assertEqual((menu["id"], menu["x"], menu["y"]), (saved["ids"]["main"], 10, 90))
        self.assertEqual(menu["values"]["prompt_id"], {"id": self.prompt.id, "display_name": "Hello"})
        self.assertEqual(menu["values"]["tries"], 2)
        self.assertEqual(
            menu["exits"],
            [
                {"key": "next", "target": "bye", "label": "No or wrong key", "fixed": True},
                {"key": "1", "target": "help", "label": "1", "fixed": False},
            ],
        )

    def test_a_loaded_draft_can_be_saved_as_it_is(self):
        self.edit(self.admin, "editor_save", self.steps(), "main")
        loaded = self.edit(self.admin, "editor_load")
        self.edit(self.admin, "editor_save", loaded["steps"], loaded["start"])
        self.assertEqual(self.edit(self.admin, "editor_load"), loaded)

    def test_codes_may_change_places_and_steps_may_go(self):
        ids = self.edit(self.admin, "editor_save", self.steps(), "hello")["ids"]
        steps = self.edit(self.admin, "editor_load")["steps"][:2]
        steps[0]["code"], steps[1]["code"] = "main", "hello"
        saved = self.edit(self.admin, "editor_save", steps, "main")
        self.assertEqual(saved["ids"], {"main": ids["hello"], "hello": ids["main"]})
        self.assertTrue(saved["faults"])

    def test_the_kinds_tell_all_that_an_inspector_needs(self):
        kinds = {kind["kind"]: kind for kind in self.edit(self.admin, "editor_load")["kinds"]}
        self.assertEqual(set(kinds), KINDS)
        for kind in kinds.values():
            self.assertTrue(kind["label"] and kind["icon"] and kind["help"], kind)
            for field in kind["fields"]:
                self.assertTrue(field["label"] and field["type"], field)
                self.assertEqual(bool(field["relation"]), field["type"] == "many2one")
                self.assertEqual(bool(field["selection"]), field["type"] == "selection")
        queue = kinds["queue"]["fields"][0]
        self.assertEqual((queue["name"], queue["relation"], queue["required"]), ("queue_id", "callcenter.queue", True))
        self.assertEqual(
            [(one["key"], one["label"], one["required"]) for one in kinds["hours"]["exits"]],
            [("open", "In hours", True), ("closed", "Closed", True), ("holiday", "Holiday", False)],
        )
        self.assertTrue(kinds["menu"]["free"] and kinds["branch"]["free"])

    def test_published_and_history_are_told(self):
        self.edit(self.admin, "editor_save", self.steps(), "hello")
        self.edit(self.admin, "publish", "go")
        loaded = self.edit(self.admin, "editor_load")
        self.assertEqual((loaded["published"]["number"], loaded["published"]["differs"]), (1, False))
        self.assertEqual([(one["number"], one["note"]) for one in loaded["versions"]], [(1, "go")])
        steps = loaded["steps"]
        steps[0]["x"], steps[0]["name"] = 500, "Greeting"
        self.edit(self.admin, "editor_save", steps, "hello")
        self.assertFalse(self.edit(self.admin, "editor_load")["published"]["differs"], "callers notice no places")

    def test_nonsense_is_refused(self):
        for steps in ("x", [1], [{"code": "a"}], [{"code": "a", "kind": "dance"}], [{"kind": "play"}]):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.edit(self.admin, "editor_save", steps, "a")

    def test_others_may_look_or_not_even_that(self):
        self.edit(self.admin, "editor_save", self.steps(), "hello")
        self.edit(self.admin, "publish", "")
        self.assertTrue(self.edit(self.leader, "editor_load"))
        calls = (("editor_save", [], ""), ("publish", ""), ("roll_back", self.drawn.version_id.id), ("call_me",))
        for user in (self.leader, self.agent):
            for method, *args in calls:
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.edit(user, method, *args)
        for method in ("editor_load", "step_counts"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.edit(self.agent, method)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(self.admin, "callcenter.ivr.version", "write", self.drawn.version_id.ids, {"note": "x"})
