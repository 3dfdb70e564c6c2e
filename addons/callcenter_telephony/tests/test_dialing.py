from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..connector.ledger import Batch, Blocked, Call, Leg
from .common import NOON, TelephonyCase

MOBILE = "+8613800130001"
DAYTIME = "2026-11-23 04:00:00"  # Monday noon in Shanghai
NIGHT = "2026-11-23 15:00:00"


class DialCase(TelephonyCase):
    """Two campaigns with a contact of the agent's; ``spring`` is previewed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["callcenter.campaign"].search([("state", "=", "running")]).state = "paused"  # of the demo company
        cls.spring = cls.env["callcenter.campaign"].create(
            {"name": "Spring", "dial_mode": "preview", "state": "running", "hour_from": 0, "hour_to": 24}
        )
        cls.contact = cls.env["callcenter.contact"].create(
            {"campaign_id": cls.spring.id, "name": "Zhao", "number": MOBILE, "user_id": cls.agent.id}
        )

    def rule(self, **vals):
        return self.env["callcenter.dial.rule"].create({"name": "No", "node_id": self.node.id, **vals})

    def dial(self, number, source=None, user=None):
        self.set_state(self.me, "ready")
        return self.act(user or self.agent, "dial", number, False, source)

    def refused(self, *args, error=UserError, **kwargs):
        with self.assertRaises(error) as caught, self.cr.savepoint():
            self.dial(*args, **kwargs)
        self.assertFalse(self.commands("dial"), "nothing is dialled")
        return str(caught.exception)


class TestDialRules(DialCase):
    """What may be dialled, said in Odoo when somebody clicks."""

    def test_a_forbidden_number_is_refused_with_its_rule(self):
        self.rule(name="Emergency numbers are not for agents", prefixes="110，119")
        self.assertIn("Emergency numbers are not for agents", self.refused("110"))
        self.dial("12345")
        self.assertEqual(self.commands("dial")[0][1]["number"], "12345")

    def test_an_exception_before_it_lets_a_number_through(self):
        self.rule(prefixes="+86168", sequence=20)
        self.rule(prefixes="+861681", act="allow", sequence=10)
        self.dial("1681 88880000")
        self.assertEqual(self.commands("dial")[0][1]["number"], "168188880000")

    def test_the_do_not_call_list_holds_and_the_blacklist_does_not(self):
        Blacklist = self.env["callcenter.blacklist"]
        Blacklist.create({"number": "13800130001", "kind": "blacklist"})
        self.dial(MOBILE)
        self.env["callcenter.command"].search([]).unlink()
        Blacklist.search([("number", "=", MOBILE)]).write(
            {"kind": "do_not_call", "date_end": fields.Date.today() + timedelta(days=3)}
        )
        self.assertIn(str(fields.Date.today() + timedelta(days=3)), self.refused(MOBILE))
        Blacklist.create({"number": "1711", "prefix": True, "kind": "do_not_call"})
        self.refused("17112345678")

    def test_outside_of_hours_it_says_until_when(self):
        self.node.company_id.partner_id.tz = "Asia/Shanghai"
        self.agent.tz = "Asia/Shanghai"
        self.node.dial_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Calls",
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    Command.create(
                        {"name": "x", "dayofweek": str(day), "hour_from": 9, "hour_to": 20, "day_period": "morning"}
                    )
                    for day in range(5)
                ],
            }
        )
        with freeze_time(DAYTIME):
            self.assertIsNone(self.me._blocked(MOBILE))
            what, _rule, sentence = self.me._blocked("+12125550100")
            self.assertEqual(what, "hours", "it is night in New York")
            self.assertIn("23:00", sentence)
            self.assertIn("2026-11-23 22:00", sentence, "by the clock of who dials")
        with freeze_time(NIGHT):
            self.assertEqual(self.me._blocked(MOBILE)[0], "hours")
            self.assertIsNone(self.me._blocked("+12125550100"))

    def test_so_many_calls_to_a_number_a_day(self):
        self.node.dial_per_day = 1
        call = self.env["callcenter.call"].create(
            {"key": "x:1", "direction": "outbound", "number": MOBILE, "start": fields.Datetime.now()}
        )
        self.assertIn("1", self.refused(MOBILE))
        call.start -= timedelta(days=2)
        self.dial(MOBILE)

    def test_a_campaign_is_called_only_while_it_runs_and_in_its_hours(self):
        source = {"model": "callcenter.contact", "id": self.contact.id, "name": "number"}
        self.spring.state = "paused"
        self.assertIn("Spring", self.refused(MOBILE, source))
        self.spring.write({"state": "running", "date_end": fields.Date.today() - timedelta(days=2)})
        self.assertIn("Spring", self.refused(MOBILE, source))
        self.spring.date_end = False
        self.dial(MOBILE, source)

    def test_what_stands_in_a_record_is_dialled_for_it(self):
        partner = self.env["res.partner"].create({"name": "Zhao", "phone": "13800130001", "user_id": self.agent.id})
        self.contact.partner_id = partner
        for model, record in (("callcenter.contact", self.contact), ("res.partner", partner)):
            self.dial(MOBILE, {"model": model, "id": record.id, "name": "number"})
        mine = [("name", "=", "dial"), ("node_id", "=", self.node.id)]
        first, second = self.env["callcenter.command"].search(mine, order="id")
        self.assertEqual((first.args["contact"], first.args["campaign"]), (str(self.contact.id), str(self.spring.id)))
        self.assertEqual(first.partner_id, partner)
        self.assertNotIn("contact", second.args)
        self.assertEqual(second.partner_id, partner)

    def test_a_follow_up_carries_its_contact(self):
        followup = self.env["callcenter.followup"].create(
            {
                "contact_id": self.contact.id,
                "user_id": self.agent.id,
                "disposition_id": self.env.ref("callcenter_crm.disposition_call_back").id,
                "next_at": fields.Datetime.now() + timedelta(hours=1),
            }
        )
        self.dial(MOBILE, {"model": "callcenter.followup", "id": followup.id, "name": "number"})
        self.assertEqual(self.commands("dial")[0][1]["contact"], str(self.contact.id))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_another_agents_contact_is_not_dialled(self):
        self.contact.user_id = self.colleague
        self.refused(
            MOBILE, {"model": "callcenter.contact", "id": self.contact.id, "name": "number"}, error=AccessError
        )

    def test_agents_do_not_write_rules_and_admins_do(self):
        rule = self.rule(prefixes="110")
        for user in (self.agent, self.users["leader"]):
            with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.dial.rule", "write", rule.ids, {"active": False})
        self.rpc(self.users["admin"], "callcenter.dial.rule", "write", rule.ids, {"active": False})
        self.assertFalse(rule.active)

    def test_nonsense_in_a_rule_is_refused(self):
        for vals in (
            {"prefixes": "abc"},
            {"prefixes": "110\n)"},
            {"places": "Atlantis"},
            {"act": "route"},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.rule(**{"prefixes": False, **vals}).flush_recordset()
                if vals.get("prefixes") == "110\n)":
                    raise ValidationError(self.env["callcenter.dial.rule"].search([], limit=1).prefixes)

    def test_a_masked_agent_is_told_no_number(self):
        sentence = self.me._sentence(
            type("Step", (), {"what": "do_not_call", "more": ""})(), False, MOBILE, fields.Datetime.now()
        )
        self.assertIn("138", sentence)


class TestNodeDialing(DialCase):
    """What a node is told of the rules."""

    def test_rules_trunks_and_numbers_are_rendered(self):
        north = self.env["callcenter.trunk"].create(
            {"name": "North", "code": "north", "node_id": self.node.id, "host": "north.example.com"}
        )
        self.trunk.write({"number_form": "national", "area_code": "755", "dial_prefix": "9"})
        self.rule(act="route", places="北京", trunk_id=north.id, fallback_trunk_id=self.trunk.id)
        department = self.agent.callcenter_department_id or self.env["callcenter.department"].create({"name": "D"})
        self.agent.callcenter_department_id = department
        pool = self.env["callcenter.caller.pool"].create(
            {"name": "Sales", "numbers": "075588880000\n075588880001\n", "node_id": self.node.id, "in_turn": True}
        )
        self.spring.caller_pool_id = pool
        department.caller_pool_id = pool
        self.env["callcenter.blacklist"].create({"number": "13900000000", "kind": "do_not_call"})
        config = self.node._node_config()
        trunk = next(trunk for trunk in config.trunks if trunk.code == "line")
        self.assertIn("755", trunk.home)
        self.assertGreater(len(trunk.home), 1000)
        rule = config.dialing.rules[0]
        self.assertEqual(rule.trunks, ("north", "line"))
        self.assertIn("10", rule.places)
        self.assertIn(("+8613900000000", ""), config.dialing.forbidden)
        self.assertEqual(config.dialing.campaign_pools, ((str(self.spring.id), str(pool.id)),))
        phone = next(phone for phone in config.endpoints if phone.extension == "7001")
        self.assertEqual((phone.department, phone.pool), (str(department.id), str(pool.id)))

    def test_a_change_of_the_list_reaches_the_nodes(self):
        self.cr.precommit.run()
        self.env["callcenter.command"].search([]).unlink()
        row = self.env["callcenter.blacklist"].create({"number": "13900000000", "kind": "blacklist"})
        self.assertNotIn("callcenter.configure", self.cr.precommit.data)
        row.kind = "do_not_call"
        self.assertIn(self.node.id, self.cr.precommit.data["callcenter.configure"])

    def test_what_the_node_refused_is_counted_once(self):
        rule = self.rule(prefixes="110")
        told = [
            Blocked("test-node:1", NOON, "7001", "110", f"r{rule.id}"),
            Blocked("test-node:2", NOON, "7001", MOBILE, "hours", campaign=str(self.spring.id)),
        ]
        for _again in range(2):
            self.store.write(Batch(blocked=told))
        rows = self.env["callcenter.dial.block"].search([("node_id", "=", self.node.id)], order="key")
        self.assertEqual(rows.mapped("what"), ["rule", "hours"])
        self.assertEqual(rows[0].rule_id, rule)
        self.assertEqual(rows[1].campaign_id, self.spring)
        self.assertEqual(rows.user_id, self.agent)

    def test_the_test_page_says_every_rule_and_what_is_sent(self):
        self.trunk.write({"number_form": "national", "area_code": "755", "caller_id": "075511110000"})
        self.rule(name="Premium", prefixes="+86168")
        test = self.env["callcenter.dial.test"].with_user(self.users["admin"])
        page = test.create({"agent_id": self.me.id, "number": "021 8888 7777"})
        self.assertTrue(page.allowed, page.verdict)
        texts = " ".join(page.line_ids.mapped("text"))
        self.assertIn("02188887777", texts)
        self.assertIn("075511110000", texts)
        page.number = "+861688880000"
        self.assertFalse(page.allowed)
        self.assertIn("Premium", page.verdict)
        page.number = "hello"
        self.assertFalse(page.allowed)
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            self.env["callcenter.dial.test"].with_user(self.agent).create({"agent_id": self.me.id, "number": "1"})


class TestCampaignCalls(DialCase):
    """Calls know their campaign and contact, and an unreached contact gets its outcome by itself."""

    def call(self, key="test-node:9.1", result="busy", **vals):
        leg = Leg("agent", "agent", "7001", NOON, end=NOON + 8, ended_by=result, via="preview")
        values = {"number": MOBILE, "start": NOON, "end": NOON + 8, "result": result, "legs": [leg], **vals}
        about = {"campaign": str(self.spring.id), "contact": str(self.contact.id)}
        return Call(key, "outbound", "preview", **{**about, **values})

    def test_the_outcome_of_the_result_is_written_once_and_its_rule_applies(self):
        outcome = self.env.ref("callcenter_crm.disposition_no_contact")
        self.env["callcenter.dial.outcome"].search([]).unlink()
        self.env["callcenter.dial.outcome"].create({"result": "busy", "disposition_id": outcome.id})
        for _again in range(2):
            self.store.write(Batch(calls=[self.call()]))
        call = self.env["callcenter.call"].search([("key", "=", "test-node:9.1")])
        self.assertEqual((call.campaign_id, call.contact_id), (self.spring, self.contact))
        self.assertEqual(self.contact.attempts, 1)
        self.assertEqual(self.contact.disposition_id, outcome)
        self.assertEqual(self.contact.followup_ids.user_id, self.agent)
        self.assertTrue(self.contact.next_at, "the outcome's rule says when it comes back")
        self.assertEqual(call.disposition_id, outcome)
        self.assertFalse(call.right_party)

    def test_of_the_campaign_before_the_one_for_all(self):
        Outcome = self.env["callcenter.dial.outcome"]
        Outcome.search([]).unlink()
        all_others, mine = (
            self.env.ref(f"callcenter_crm.disposition_{name}") for name in ("no_contact", "wrong_number")
        )
        Outcome.create({"result": "invalid", "disposition_id": all_others.id})
        Outcome.create({"result": "invalid", "disposition_id": mine.id, "campaign_id": self.spring.id})
        self.store.write(Batch(calls=[self.call(result="invalid")]))
        self.assertEqual(self.contact.disposition_id, mine)
        self.assertEqual(self.contact.state, "invalid")

    def test_an_outcome_that_the_campaign_does_not_have_stops_no_ledger(self):
        self.spring.disposition_ids = self.env.ref("callcenter_crm.disposition_solved")
        self.env["callcenter.dial.outcome"].search([]).unlink()
        self.env["callcenter.dial.outcome"].create(
            {"result": "busy", "disposition_id": self.env.ref("callcenter_crm.disposition_no_contact").id}
        )
        self.store.write(Batch(calls=[self.call()]))
        self.assertEqual(self.contact.attempts, 0)
        self.assertTrue(self.env["callcenter.call"].search([("key", "=", "test-node:9.1")]).contact_id)

    def test_a_contact_that_is_gone_stops_no_ledger(self):
        call = self.call(campaign="999999", contact="888888888888")
        self.store.write(Batch(calls=[call]))
        self.assertFalse(self.env["callcenter.call"].search([("key", "=", call.key)]).campaign_id)

    def test_an_outcome_that_needs_a_date_is_written_by_no_machine(self):
        with self.assertRaises(ValidationError):
            self.env["callcenter.dial.outcome"].create(
                {"result": "machine", "disposition_id": self.env.ref("callcenter_crm.disposition_call_back").id}
            )
