from unittest.mock import patch

from odoo.tests.common import new_test_user

from .. import settings
from ..connector.ports import QueueRule
from .common import NODE, TelephonyCase


class TestConfigure(TelephonyCase):
    """What is saved reaches the node: one command a transaction."""

    def setUp(self):
        super().setUp()
        self.env.cr.precommit.run()
        self.env["callcenter.command"].search([]).unlink()
        self.node._config_applied("abc", "")

    def configures(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        return len(self.commands("configure"))

    def test_many_changes_make_one_command(self):
        self.queue.wrap_s = 5
        self.trunk.port = 5070
        self.me.endpoint_id.name = "Jane"
        self.assertEqual(self.configures(), 1)
        self.assertEqual(self.node.config_state, "applying")

    def test_each_kind_of_record_counts(self):
        for record, vals in (
            (self.node, {"recording": False}),
            (self.queue, {"strategy": "random"}),
            (self.trunk, {"host": "b.example.com"}),
            (self.me.endpoint_id, {"name": "X"}),
            (self.me.member_ids, {"penalty": 3}),
        ):
            self.env["callcenter.command"].search([]).unlink()
            record.write(vals)
            self.assertEqual(self.configures(), 1, record)

    def test_what_does_not_matter_to_the_node_makes_none(self):
        self.node.name = "Other"
        self.queue.name = "Other"
        self.me.phone_kind = "sip"
        self.assertEqual(self.configures(), 0)

    def test_a_deleted_record_counts(self):
        self.node.outbound_trunk_id = False
        self.configures()
        self.env["callcenter.command"].search([]).unlink()
        self.trunk.unlink()
        self.assertEqual(self.configures(), 1)

    def test_a_refused_save_makes_none(self):
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017
            self.queue.short_abandon_s = 999
        self.assertEqual(self.configures(), 0)

    def test_the_form_hears_how_it_went(self):
        with self.bus() as sent:
            self.queue.wrap_s = 5
            self.configures()
            self.store.take_commands(10)
            self.store.config_applied("abc", "queues.conf: no such strategy")
            self.assertEqual(
                (self.node.config_state, self.node.config_error), ("error", "queues.conf: no such strategy")
            )
            self.store.config_applied("def")
        self.assertEqual(
            [m["state"] for _to, kind, m in sent if kind == "callcenter/config"], ["applying", "error", "live"]
        )
        self.assertEqual((self.node.config_state, self.node.config_revision), ("live", "def"))

    def test_a_save_during_the_applying_keeps_it_applying(self):
        self.queue.wrap_s = 5
        self.configures()
        self.store.config_applied("def")
        self.assertEqual(self.node.config_state, "applying")

    def test_only_admins_hear_of_configurations(self):
        channels = self.env["ir.websocket"].with_user(self.agent)
        outsider = new_test_user(self.env, "cc_nobody", "base.group_user")
        self.assertEqual(self._allowed(channels), [])
        self.assertEqual(self._allowed(channels.with_user(outsider)), [])
        self.assertEqual(self._allowed(channels.with_user(self.users["admin"])), ["callcenter_config"])

    def _allowed(self, websocket):
        """What our part lets through; the rest needs a request."""
        return websocket._callcenter_channels(["callcenter_config"])

    def test_the_configuration_as_plain_values(self):
        self.queue.member_ids.filtered(lambda row: row.agent_id == self.other).penalty = 5
        config = self.node._node_config()
        self.assertEqual(
            (config.code, config.country, config.country_prefix, config.outbound_trunk), (NODE, "CN", "86", "line")
        )
        self.assertEqual(
            [(e.extension, e.name) for e in config.endpoints], [("7001", "cc_agent"), ("7002", "cc_colleague")]
        )
        self.assertEqual(config.endpoints[0].password, self.me.endpoint_id.password)
        self.assertEqual((config.queues[0].code, config.queues[0].wrap_s), ("help", 20))
        self.assertEqual((config.extra["queues/7001"], config.extra["queues/7002"]), ("help:0", "help:5"))
        hash(config)

    def test_archived_records_are_off_the_node(self):
        self.other.active = False
        self.other.endpoint_id.active = False
        self.assertEqual([e.extension for e in self.node._node_config().endpoints], ["7001"])

    def test_rules_for_the_reducer(self):
        self.assertEqual(self.store.rules(), {"": QueueRule(wrap_s=30), "help": QueueRule(20, 5, 20, 1)})
        self.node.wrap_s = 7
        self.assertEqual(self.store.rules()[""].wrap_s, 7)

    def test_the_ports_of_the_settings_file_reach_the_records(self):
        given = {**settings.DEFAULTS, "node": NODE, "ws_port": "18088", "sip_port": "15060", "ami_port": "15038"}
        with patch.object(settings, "read", lambda: given):
            self.store.config()
            self.assertEqual((self.node.ws_port, self.node.sip_port, self.node.ami_port), (18088, 15060, 15038))
            self.node.ws_port = 443
            self.store.config()
        self.assertEqual(self.node.ws_port, 443, "only the start of the connector takes them over")

    def test_the_heartbeat_shows_on_the_form(self):
        self.store.heartbeat(
            {"linked": True, "calls": 3, "disk_free_mb": 900, "messages": [{"code": "disk", "text": "Disk full"}]}
        )
        self.assertEqual((self.node.linked, self.node.live_calls, self.node.disk_free_mb), (True, 3, 900))
        self.assertEqual(self.node.status_message, "Disk full")
