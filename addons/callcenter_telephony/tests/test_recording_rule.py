from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from ..connector.ledger import Batch, Recording
from ..render.model import RecordingRule
from .common import NOON, TelephonyCase, answered_call

FILE = "2026/09/21/1.1-1.raw"


class TestRecordingRule(TelephonyCase):
    """The rules reach the node as plain values, the first one first."""

    def setUp(self):
        super().setUp()
        self.env["callcenter.recording.rule"].search([]).active = False

    def rule(self, **vals):
        return self.env["callcenter.recording.rule"].create({"name": "Rule", **vals})

    def rendered(self):
        return self.node._node_config().recording_rules

    def test_a_rule_as_the_node_gets_it(self):
        rule = self.rule(record="no", direction="inbound", queue_ids=self.queue.ids, agent_ids=self.me.ids, percent=20)
        code = str(rule.id)
        wanted = RecordingRule(code, False, "inbound", ("help",), (), ("7001",), 20)
        self.assertEqual(self.rendered(), (wanted,))

    def test_a_campaign_is_known_to_the_node_by_its_number(self):
        campaign = self.env["callcenter.campaign"].create({"name": "Spring"})
        self.rule(campaign_ids=campaign.ids)
        self.assertEqual(self.rendered()[0].campaigns, (str(campaign.id),))

    def test_departments_mean_their_people_and_those_below(self):
        top = self.env["callcenter.department"].create({"name": "Top"})
        team = self.env["callcenter.department"].create({"name": "Team", "parent_id": top.id})
        self.rule(department_ids=top.ids)
        self.assertEqual(self.rendered()[0].agents, ())
        self.env.cr.precommit.data.clear()
        self.agent.callcenter_department_id = team
        self.assertIn(self.node.id, self.env.cr.precommit.data["callcenter.configure"])
        self.assertEqual(self.rendered()[0].agents, ("7001",))

    def test_order_archive_and_queues_of_other_servers(self):
        other = self.env["callcenter.node"].create({"name": "Other", "code": "other"})
        queue = self.env["callcenter.queue"].create({"name": "Q", "code": "q", "node_id": other.id})
        last = self.rule(sequence=20)
        first = self.rule(sequence=5)
        self.rule(active=False)
        self.rule(queue_ids=queue.ids)
        self.assertEqual([rule.code for rule in self.rendered()], [str(first.id), str(last.id)])

    def test_saving_a_rule_configures_the_node(self):
        self.env.cr.precommit.data.clear()
        self.rule()
        self.assertIn(self.node.id, self.env.cr.precommit.data["callcenter.configure"])

    def test_a_share_is_1_to_100(self):
        for percent in (0, 101, -1):
            with self.assertRaises(ValidationError):
                self.rule(percent=percent)

    def test_the_key_is_one_that_no_menu_needs(self):
        for key in ("2", "*", "*2,x", "**123456"):
            with self.assertRaises(ValidationError):
                self.node.record_key = key
        self.node.record_key = False
        self.assertEqual(self.node._node_config().record_key, "")

    def test_only_business_admins_change_rules(self):
        rule = self.rule()
        with self.assertRaises(AccessError):
            rule.with_user(self.agent).read(["name"])
        with self.assertRaises(AccessError):
            rule.with_user(self.users["leader"]).write({"record": "no"})
        rule.with_user(self.users["leader"]).read(["name"])
        with Form(rule.with_user(self.users["admin"])) as form:
            form.record = "no"


class TestPauseRecording(TelephonyCase):
    """An agent pauses the recording of the own live call, and nobody else's."""

    def live(self, key="test-node:1.1", **recording):
        call = answered_call(key, end=None, result="", ended_by="")
        call.legs = call.legs[:4]
        call.legs[3].end = call.legs[3].wrap = None
        call.recordings = [Recording(FILE, channel="1.1", **recording)] if recording is not None else []
        self.store.write(Batch(calls=[call]))
        return call

    def test_pause_and_go_on_are_commands(self):
        call = self.live()
        self.node.record_pause_s = 90
        self.act(self.agent, "pause_recording", call.key)
        self.act(self.agent, "resume_recording", call.key)
        who = {"agent": "7001", "call": call.key}
        self.assertEqual(self.commands("pause_recording"), [("pause_recording", {**who, "limit": 90})])
        self.assertEqual(self.commands("resume_recording"), [("resume_recording", who)])
        acts = self.env["callcenter.audit"].search([("model", "=", "callcenter.call"), ("res_id", "!=", False)])
        said = acts.filtered(lambda row: row.detail in ("recording paused", "recording goes on"))
        self.assertEqual(said.user_id, self.agent)
        self.assertEqual(len(said), 2)

    def test_nobody_else_s_call(self):
        call = self.live()
        for user in (self.colleague,):
            for method in ("pause_recording", "resume_recording"):
                with self.assertRaises(AccessError):
                    self.act(user, method, call.key)
        with self.assertRaises(AccessError):
            self.act(self.users["leader"], "pause_recording", call.key)
        self.assertFalse(self.commands("pause_recording") + self.commands("resume_recording"))

    def test_a_call_that_is_over(self):
        self.store.write(Batch(calls=[answered_call()]))
        with self.assertRaises(UserError):
            self.act(self.agent, "pause_recording", "test-node:1.1")

    def test_what_is_not_recorded_is_begun_only_where_that_is_allowed(self):
        call = self.live(wanted=False)
        with self.assertRaises(UserError):
            self.act(self.agent, "pause_recording", call.key)
        with self.assertRaises(UserError):
            self.act(self.agent, "resume_recording", call.key)
        self.node.record_on_demand = True
        self.act(self.agent, "resume_recording", call.key)
        self.assertEqual(self.commands("start_recording"), [("start_recording", {"agent": "7001", "call": call.key})])

    def test_the_desktop_is_told_each_change_once(self):
        with self.bus() as sent:
            self.live()
            self.live()
            self.live(paused=[(NOON + 20, None)], paused_by=["7001"])
            self.live(paused=[(NOON + 20, NOON + 30)], paused_by=["7001"])
        told = [message for to, kind, message in sent if kind == "callcenter/call" and to == self.agent.partner_id.id]
        self.assertEqual([row["recording"] for row in told], ["on", "paused", "on"])
        self.assertEqual(self.act(self.agent, "call_card", "test-node:1.1")["recording"], "on")
