from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import TelephonyCase


class TestConfiguration(TelephonyCase):
    """Mistakes are refused at the form, with words that say what to do."""

    def refused(self, words, function, *args, **kwargs):
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            function(*args, **kwargs)

    def new(self, model, **vals):
        return self.env[f"callcenter.{model}"].create({"name": "New", "node_id": self.node.id, **vals})

    def test_codes_are_safe_names(self):
        for code in ("two words", "a;b", "tür", "a/b", "../x", "a\nb", "x" * 41):
            self.refused("cannot be used", self.new, "queue", code=code)
            self.refused("cannot be used", setattr, self.node, "code", code)
            self.refused("cannot be used", setattr, self.trunk, "code", code)
        self.assertTrue(self.new("queue", code="After-Sales_2"))

    def test_codes_are_unique_on_a_server(self):
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(Exception, "callcenter_queue_code_uniq|has this code"):
            self.new("queue", code="help")

    def test_where_there_is_one_server_nobody_chooses_it(self):
        models = ("did", "endpoint", "ivr.flow", "queue", "trunk")
        others = self.env["callcenter.node"].search([("id", "!=", self.node.id)])

        def proposed():
            return {self.env[f"callcenter.{model}"].default_get(["node_id"]).get("node_id") for model in models}

        others.active = False
        self.assertEqual(proposed(), {self.node.id})
        self.env["callcenter.node"].create(
            {"name": "Second", "code": "second", "country_id": self.env.ref("base.cn").id}
        )
        self.assertFalse(any(proposed()))

    def test_extensions_and_dids_are_digits(self):
        for extension in ("10a", "1", "123456789", "1001 ", "+1001"):
            self.refused("no extension", self.new, "endpoint", extension=extension)
        for number in ("400-1", "+864001", "abc"):
            self.refused("no number", self.new, "did", number=number, target="queue", queue_id=self.queue.id)

    def test_a_number_is_either_extension_or_did(self):
        self.refused("extension already", self.new, "did", number="7001", target="queue", queue_id=self.queue.id)
        self.new("did", number="4009", target="queue", queue_id=self.queue.id)
        self.refused("DID already", self.new, "endpoint", extension="4009")

    def test_hosts_ports_and_networks(self):
        for host in ("sip example", "sip.example.com:5060", "http://x", "-a", "a;b", "a\nb"):
            self.refused("no host", setattr, self.trunk, "host", host)
        for host in ("10.0.0.1", "sip.example.com", "2001:db8::1"):
            self.trunk.host = host
        self.refused("no port", setattr, self.trunk, "port", 70000)
        self.refused("no IP address", setattr, self.trunk, "allowed_ips", "10.0.0.0/8, carrier")
        self.trunk.allowed_ips = "10.0.0.1, 192.0.2.0/24"
        self.refused("digits only", setattr, self.trunk, "caller_id", "12x")
        self.refused("Codecs", setattr, self.trunk, "codecs", "alaw;allow=all")

    def test_login_needs_name_and_password_without_control_signs(self):
        self.refused("user name and password", setattr, self.trunk, "register", True)
        self.refused("cannot be used", self.trunk.write, {"username": "u", "password": "a\nb=c"})
        self.trunk.write({"register": True, "username": "u", "password": "secret"})

    def test_a_short_abandon_longer_than_the_service_level_is_refused(self):
        self.refused("hide callers", setattr, self.queue, "short_abandon_s", 21)
        self.queue.short_abandon_s = 20

    def test_numbers_of_a_queue_have_limits(self):
        for vals in (
            {"ring_timeout_s": 0},
            {"wrap_s": -1},
            {"max_wait_s": -5},
            {"weight": 10**6},
            {"callback_tries": 0},
            {"periodic_every_s": 1},
        ):
            self.refused("", self.queue.write, vals)

    def test_a_survey_needs_its_question(self):
        self.refused("at least one question", setattr, self.queue, "survey", True)

    def test_an_overflow_in_a_circle_is_refused(self):
        second = self.new("queue", code="second")
        Rule = self.env["callcenter.queue.rule"]
        here = Rule.create({"queue_id": second.id, "reason": "late", "target_queue_id": self.queue.id})
        self.refused("circle", here.write, {"target_queue_id": second.id})
        back = {"queue_id": self.queue.id, "reason": "late", "target_queue_id": second.id}
        self.refused("circle", Rule.create, back)
        Rule.create({**back, "reason": "full"})

    def test_a_did_leads_somewhere_on_its_server(self):
        self.refused("choose where", self.new, "did", number="4009", target="flow")
        node = self.env["callcenter.node"].create({"name": "Second", "code": "second"})
        self.refused(
            "another server", self.new, "did", number="4009", node_id=node.id, target="queue", queue_id=self.queue.id
        )

    def test_a_queue_in_use_cannot_be_archived(self):
        self.new("did", number="4009", target="queue", queue_id=self.queue.id)
        self.refused("4009", setattr, self.queue, "active", False)

    def test_an_agent_and_the_queue_are_on_one_server(self):
        node = self.env["callcenter.node"].create({"name": "Second", "code": "second"})
        queue = self.new("queue", code="far", node_id=node.id)
        self.refused(
            "another server", self.env["callcenter.queue.member"].create, {"queue_id": queue.id, "agent_id": self.me.id}
        )

    def test_refused_numbers_are_international(self):
        self.refused("country code", setattr, self.node, "refused_numbers", "+8613800000000\n138")
        self.node.refused_numbers = "+8613800000000\n\n +8613800000001 "
        self.assertEqual(self.node._refused(), ("+8613800000000", "+8613800000001"))

    def test_the_forms_open_and_save(self):
        with Form(self.env["callcenter.queue"]) as form:
            form.name, form.code, form.node_id = "Care", "care", self.node
        with Form(self.env["callcenter.trunk"]) as form:
            form.name, form.code, form.node_id, form.host = "B", "b", self.node, "b.example.com"
        with Form(self.env["callcenter.endpoint"]) as form:
            form.extension, form.node_id = "7100", self.node
        with Form(self.env["callcenter.agent"]) as form:
            form.user_id, form.endpoint_id = (
                self.outsider,
                self.env["callcenter.endpoint"].search([("extension", "=", "7100")]),
            )
        self.assertEqual(self.env["callcenter.agent"].search([("user_id", "=", self.outsider.id)]).extension, "7100")

    def test_passwords_are_made_and_differ(self):
        first, second = self.me.endpoint_id, self.other.endpoint_id
        self.assertGreater(len(first.password), 20)
        self.assertNotEqual(first.password, second.password)
        old = first.password
        first.action_new_password()
        self.assertNotEqual(first.password, old)
        self.refused("at least", setattr, first, "password", "short")

    def test_an_agent_with_a_history_is_archived_not_deleted(self):
        self.refused("archive", self.me.unlink)
