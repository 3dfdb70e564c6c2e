from odoo.exceptions import AccessError, UserError

from ..connector.ledger import Batch
from .common import TelephonyCase
from .test_supervision import KEY, running

ALL, RINGING = "callcenter_colleagues", "callcenter_ringing"


class TestColleagues(TelephonyCase):
    """``self.agent`` and ``self.colleague`` serve one queue; the stranger has another department and no queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Department = cls.env["callcenter.department"]
        cls.ours, cls.theirs = Department.create([{"name": "Our team"}, {"name": "Their team"}])
        cls.stranger = cls._new_user("cc_stranger", "agent")
        cls.far = cls._new_agent(cls.stranger, "7011")
        cls.far.member_ids.unlink()
        cls.stranger.callcenter_department_id = cls.theirs
        (cls.agent | cls.colleague).write({"callcenter_department_id": False, "callcenter_department_ids": False})

    def heard(self, user, *names):
        return self.env(user=user)["ir.websocket"]._callcenter_channels(list(names))

    def told(self, sent):
        return [(target, message) for target, kind, message in sent if kind == "callcenter/colleague"]

    def told_on(self, sent):
        return {target for target, _message in self.told(sent)}

    def states(self, agent, *states):
        with self.bus() as sent:
            for state in states:
                self.set_state(agent, state)
        return sent

    def test_the_list_names_states_and_no_customers(self):
        self.set_state(self.other, "not_ready", reason="lunch")
        rows = {row["extension"]: row for row in self.act(self.agent, "colleagues")["agents"]}
        self.assertNotIn("7001", rows)
        row = rows["7002"]
        self.assertEqual((row["state"], row["near"], row["user_id"]), ("not_ready", True, self.colleague.id))
        self.assertFalse(rows["7011"]["near"])
        self.assertEqual(rows["7011"]["department"], "Their team")
        fields = {"id", "extension", "name", "state", "sub", "reason", "code", "since", "user_id", "department", "near"}
        self.assertEqual(set(row), fields)
        with self.assertRaises(AccessError):
            self.act(self.outsider, "colleagues")

    def test_who_rings_is_told_to_the_own_department_at_once(self):
        self.colleague.callcenter_department_id = self.ours
        sent = self.states(self.other, "ready", "ringing", "on_call", "wrap_up")
        told = [message["state"] for target, message in self.told(sent) if target == (self.ours, RINGING)]
        self.assertEqual(told, ["ringing", "on_call"])
        everything = [message["state"] for target, message in self.told(sent) if target == (self.queue, ALL)]
        self.assertEqual(everything, ["ready", "ringing", "on_call", "wrap_up"])
        self.assertNotIn((self.queue, RINGING), self.told_on(sent))
        self.assertFalse([target for target in self.told_on(sent) if target[0] == self.theirs])

    def test_without_a_department_the_queue_is_the_team(self):
        self.assertIn((self.queue, RINGING), self.told_on(self.states(self.other, "ringing")))

    def test_a_browser_hears_of_its_own_groups_alone(self):
        self.assertEqual(self.heard(self.agent, ALL, RINGING), [(self.queue, ALL), (self.queue, RINGING)])
        self.agent.callcenter_department_id = self.ours
        self.assertEqual(self.heard(self.agent, RINGING), [(self.ours, RINGING)])
        self.assertEqual(self.heard(self.stranger, ALL), [(self.theirs, ALL)])
        self.assertEqual(self.heard(self.outsider, ALL, RINGING, "other"), ["other"])

    def test_what_rings_when_the_page_opens(self):
        self.store.write(Batch(calls=[running()]))
        self.set_state(self.other, "ringing", call=KEY)
        self.set_state(self.far, "ringing", call=KEY)
        self.assertEqual([row["extension"] for row in self.act(self.agent, "desktop")["ringing"]], ["7002"])
        self.assertEqual(self.act(self.stranger, "desktop")["ringing"], [])

    def test_pick_up_of_what_is_shown_and_of_nothing_else(self):
        self.store.write(Batch(calls=[running()]))
        self.set_state(self.me, "ready")
        self.set_state(self.far, "ready")
        self.set_state(self.other, "ringing", call=KEY)
        self.act(self.agent, "pick_up", self.other.id)
        self.assertEqual(self.commands("pick_up")[-1][1]["of"], "7002")
        with self.assertRaises(AccessError):
            self.act(self.stranger, "pick_up", self.other.id)
        self.set_state(self.other, "ready")
        with self.assertRaisesRegex(UserError, "Nothing rings"):
            self.act(self.agent, "pick_up", self.other.id)
