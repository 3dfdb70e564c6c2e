from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..connector.ledger import Batch, State
from ..connector.ports import Taken
from .common import NOON, TelephonyCase, answered_call

SECRETS = ("password", "phone_password")


class TestAttacks(TelephonyCase):
    """An agent tries every way to what is not the own; a team leader may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mute = mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models")

        # the worst case: somebody has given them the right to export
        users = cls.env["res.users"].concat(cls.agent, cls.colleague, cls.outsider, *cls.users.values())
        cls.env.ref("base.group_allow_export").user_ids |= users

    def setUp(self):
        super().setUp()
        mine, theirs = answered_call("test-node:1.1"), answered_call("test-node:2.2", at=NOON + 1000, agent="7002")
        states = [State("7001", NOON, None, "ready"), State("7002", NOON, None, "not_ready", reason="lunch")]
        self.store.write(Batch(calls=[mine, theirs], states=states))
        for key in (mine.key, theirs.key):
            self.store.recording_taken(Taken(key, f"{key}.wav", 5.0, 100, "ab"))
        self.mine, self.theirs = (
            self.env["callcenter.call"].search([("key", "=", key)]) for key in (mine.key, theirs.key)
        )
        self.foreign = {
            "callcenter.call": self.theirs,
            "callcenter.call.leg": self.theirs.leg_ids,
            "callcenter.recording": self.theirs.recording_ids,
            "callcenter.agent.state": self.other.state_ids,
            "callcenter.agent": self.other,
        }
        self.own = {
            "callcenter.call": self.mine,
            "callcenter.call.leg": self.mine.leg_ids,
            "callcenter.recording": self.mine.recording_ids,
            "callcenter.agent.state": self.me.state_ids,
            "callcenter.agent": self.me,
        }

    def refused(self, *args, user=None, **kwargs):
        with self.mute, self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(user or self.agent, *args, **kwargs)

    def test_own_rows_are_read_and_foreign_ones_refused(self):
        for model, records in self.foreign.items():
            self.assertTrue(records, model)
            self.assertEqual(
                len(self.rpc(self.agent, model, "read", self.own[model].ids, ["display_name"])), len(self.own[model])
            )
            self.refused(model, "read", records.ids, ["display_name"])
            self.refused(model, "web_read", records.ids, {"display_name": {}})
            self.refused(model, "export_data", records.ids, ["display_name"])

    def test_searches_and_groups_find_the_own_only(self):
        for model, records in self.foreign.items():
            domain = [("id", "in", (records | self.own[model]).ids)]
            found = {row["id"] for row in self.rpc(self.agent, model, "search_read", domain, ["id"])}
            self.assertEqual(found, set(self.own[model].ids), model)
            self.assertEqual(self.rpc(self.agent, model, "search_count", domain), len(self.own[model]))
            groups = self.rpc(self.agent, model, "formatted_read_group", domain, [], ["__count"])
            self.assertEqual(groups[0]["__count"], len(self.own[model]), model)
            names = self.rpc(self.agent, model, "name_search", "", domain)
            self.assertEqual({row[0] for row in names} & set(records.ids), set(), model)

    def test_team_leaders_see_what_their_team_does_and_no_other_s(self):
        for model, records in self.foreign.items():
            self.assertEqual(
                len(self.rpc(self.users["leader"], model, "read", records.ids, ["display_name"])), len(records)
            )
        self.team.leader_id = self.users["manager"]
        for model in ("callcenter.call", "callcenter.call.leg", "callcenter.recording"):
            self.refused(model, "read", self.foreign[model].ids, ["display_name"], user=self.users["leader"])

    def test_inspectors_hear_all_and_change_nothing(self):
        self.assertTrue(
            self.rpc(self.users["qa"], "callcenter.recording", "read", self.theirs.recording_ids.ids, ["path"])
        )
        self.refused("callcenter.call", "write", self.theirs.ids, {"note": "x"}, user=self.users["qa"])

    def test_who_is_no_part_of_the_call_center_sees_nothing(self):
        for model, records in self.foreign.items():
            self.refused(model, "read", records.ids, ["display_name"], user=self.outsider)
            self.refused(model, "search_read", [], ["id"], user=self.outsider)

    def test_a_part_in_a_call_is_enough_to_see_it(self):
        call = answered_call("test-node:2.2", at=NOON + 1000, agent="7002")
        call.legs.append(
            type(call.legs[0])("target", "target", "7001", NOON + 1040, answer=NOON + 1045, end=NOON + 1060)
        )
        self.store.write(Batch(calls=[call]))
        self.assertTrue(self.rpc(self.agent, "callcenter.call", "read", self.theirs.ids, ["key"]))
        self.assertTrue(self.rpc(self.agent, "callcenter.recording", "read", self.theirs.recording_ids.ids, ["path"]))

    def test_nobody_writes_the_ledger(self):
        for model, records in self.own.items():
            if model == "callcenter.call":
                continue
            for user in (self.agent, self.users["leader"]):
                self.refused(
                    model,
                    "write",
                    records[:1].ids,
                    {"state": "ready"} if "state" in records._fields else {"path": "x"},
                    user=user,
                )
                self.refused(model, "unlink", records[:1].ids, user=user)
        for user in (self.agent, self.users["leader"], self.users["admin"]):
            self.refused("callcenter.agent.state", "write", self.me.state_ids.ids, {"state": "ready"}, user=user)
            self.refused("callcenter.call.leg", "write", self.mine.leg_ids.ids, {"talk_s": 1}, user=user)
            self.refused(
                "callcenter.recording", "write", self.mine.recording_ids.ids, {"path": "/etc/passwd"}, user=user
            )

    def test_passwords_are_the_admins_alone(self):
        for user in (
            self.agent,
            self.colleague,
            self.users["leader"],
            self.users["qa"],
            self.users["manager"],
            self.outsider,
        ):
            self.refused("callcenter.endpoint", "read", self.me.endpoint_id.ids, ["password"], user=user)
            self.refused("callcenter.endpoint", "search_read", [("password", "=like", "a%")], ["id"], user=user)
            self.refused("callcenter.endpoint", "formatted_read_group", [], ["password"], user=user)
            self.refused("callcenter.endpoint", "export_data", self.me.endpoint_id.ids, ["password"], user=user)
            self.refused("callcenter.agent", "read", self.me.ids, ["phone_password"], user=user)
            self.refused(
                "callcenter.agent", "search_read", [("endpoint_id.password", "=like", "a%")], ["id"], user=user
            )
            self.refused("callcenter.trunk", "read", self.trunk.ids, ["password"], user=user)
        password = self.me.endpoint_id.password
        read = self.rpc(self.users["admin"], "callcenter.endpoint", "read", self.me.endpoint_id.ids, ["password"])
        self.assertEqual(read[0]["password"], password)

    def test_default_reads_leave_passwords_out(self):
        for row in self.rpc(self.users["leader"], "callcenter.endpoint", "search_read", []):
            self.assertFalse(set(SECRETS) & row.keys())
        copied = self.me.endpoint_id.copy({"extension": "7009"})
        self.assertNotEqual(copied.password, self.me.endpoint_id.password)

    def test_memory_and_channels_are_not_for_agents(self):
        self.refused("callcenter.node.status", "search_read", [], ["snapshot"])
        self.refused("callcenter.node.status", "search_read", [], ["snapshot"], user=self.users["leader"])
        self.refused("callcenter.call.leg", "read", self.mine.leg_ids.ids, ["channel"])
        self.refused("callcenter.command", "search_read", [], ["args"])
        self.refused("callcenter.call.draft", "search_read", [], ["note"])

    def test_configuration_is_the_admins(self):
        for record in (self.node, self.queue, self.trunk, self.me.endpoint_id, self.me):
            for user in (self.agent, self.users["leader"], self.users["qa"]):
                self.refused(record._name, "write", record.ids, {"active": False}, user=user)
                self.refused(record._name, "create", [{}], user=user)
        self.refused("callcenter.node", "action_configure", self.node.ids)
        self.refused("callcenter.endpoint", "action_new_password", self.me.endpoint_id.ids)

    def test_an_agent_acts_for_nobody_else(self):
        """The methods act for the calling user; ids given with the call do not matter."""
        for method, args in (("sign_in", ("browser",)), ("sign_out", ())):
            self.act(self.agent, method, *args)
        self.assertEqual({args["agent"] for _name, args in self.commands()}, {"7001"})
        with self.assertRaises(UserError):
            self.act(self.agent, "sign_in", self.other.ids, "browser")

    def test_private_methods_are_no_rpc(self):
        for model, method in (
            ("callcenter.command", "_send"),
            ("callcenter.agent", "_command"),
            ("callcenter.agent", "_cards"),
            ("callcenter.node", "_node_config"),
            ("callcenter.recording", "_file"),
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.agent, model, method)

    def test_nothing_leaks_through_relations(self):
        """Foreign calls cannot be reached through a customer, a queue or an agent's own fields."""
        rows = self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["callcenter_call_ids"])
        self.assertNotIn(self.theirs.id, rows[0]["callcenter_call_ids"])
        spec = {"callcenter_call_ids": {"fields": {"key": {}, "leg_ids": {"fields": {"party": {}}}}}}
        rows = self.rpc(self.agent, "res.partner", "web_read", self.customer.ids, spec)
        self.assertEqual({row["key"] for row in rows[0]["callcenter_call_ids"]} - {"test-node:1.1"}, set())
        self.refused("callcenter.queue", "read", self.queue.ids, ["member_ids"])

    def test_a_search_through_legs_finds_the_own_only(self):
        found = self.rpc(self.agent, "callcenter.call", "search_read", [("leg_ids.party", "=", "7002")], ["key"])
        self.assertEqual(found, [])
        self.refused("callcenter.agent", "write", self.me.ids, {"member_ids": [Command.clear()]})
