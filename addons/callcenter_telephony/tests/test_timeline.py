from odoo.tests.common import tagged

from odoo.addons.callcenter_crm.tests.common import CallcenterCase


@tagged("post_install", "-at_install")
class TestTimelineRecording(CallcenterCase):
    """A call on the customer's timeline brings its recording to whoever may hear it."""

    def setUp(self):
        super().setUp()
        self.node = self.env["callcenter.node"].create({"name": "T", "code": "timeline-node"})
        self.call = self._new_call(partner_id=self.customer.id, user_id=self.agent.id, talk_s=60)

    def record(self, call, **vals):
        vals = {"seconds": 59.5, "sha256": "ab", "path": f"{call.id}.wav", **vals}
        return self.env["callcenter.recording"].create(
            {"node_id": self.node.id, "call_id": call.id, "call_key": call.key, **vals}
        )

    def rows(self, user):
        rows = self.rpc(user, "callcenter.timeline", "page", self.customer.id)["rows"]
        return {row["id"]: (row["recording_id"], row["recording_s"]) for row in rows if row["kind"] == "call"}

    def test_a_call_brings_its_recording(self):
        recording = self.record(self.call)
        silent = self._new_call(partner_id=self.customer.id, user_id=self.agent.id)
        self.assertEqual(self.rows(self.agent), {self.call.id: (recording.id, 59.5), silent.id: (False, 0)})

    def test_a_file_that_never_came_is_no_recording(self):
        self.record(self.call, sha256=False)
        self.assertEqual(self.rows(self.agent), {self.call.id: (False, 0)})

    def test_recordings_of_others_calls_are_not_told(self):
        foreign = self._new_call(partner_id=self.customer.id, user_id=self.colleague.id)
        recording = self.record(foreign)
        self.assertNotIn(foreign.id, self.rows(self.agent))
        self.assertEqual(self.rows(self.users["leader"])[foreign.id], (recording.id, 59.5))
