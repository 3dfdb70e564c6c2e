import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests.common import tagged

from odoo.addons.callcenter_crm.tests.common import CallcenterCase

from ..connector.ledger import Batch, Call, Leg, Offer, State
from ..connector.sink import OdooStore

NODE = "test-node"
NOON = 1_790_000_000.0  # a moment; tests count from it


class SameTransactionStore(OdooStore):
    """The store in the transaction of a test, so that everything is rolled back."""

    def __init__(self, env, node_code):
        super().__init__(env.cr.dbname, node_code)
        self._env = env

    @contextmanager
    def _environment(self):
        self._env.flush_all()
        self._env.invalidate_all()
        yield self._env
        self._env.flush_all()
        self._env.invalidate_all()


@tagged("post_install", "-at_install")
class TelephonyCase(CallcenterCase):
    """A node with queue ``help`` and two agents, 7001 (``self.agent``) and 7002 (``self.colleague``)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.node = env["callcenter.node"].create({"name": "Test", "code": NODE, "country_id": env.ref("base.cn").id})
        cls.trunk = env["callcenter.trunk"].create(
            {"name": "Line", "code": "line", "node_id": cls.node.id, "host": "sip.example.com"}
        )
        cls.node.outbound_trunk_id = cls.trunk
        cls.queue = env["callcenter.queue"].create(
            {"name": "Help", "code": "help", "node_id": cls.node.id, "wrap_s": 20}
        )
        cls.me = cls._new_agent(cls.agent, "7001")
        cls.other = cls._new_agent(cls.colleague, "7002")
        cls.reason = env.ref("callcenter_telephony.pause_reason_lunch")

    @classmethod
    def _new_agent(cls, user, extension):
        endpoint = cls.env["callcenter.endpoint"].create({"extension": extension, "node_id": cls.node.id})
        agent = cls.env["callcenter.agent"].create({"user_id": user.id, "endpoint_id": endpoint.id})
        cls.env["callcenter.queue.member"].create({"queue_id": cls.queue.id, "agent_id": agent.id})
        return agent

    def setUp(self):
        super().setUp()
        self.store = SameTransactionStore(self.env, NODE)

    def act(self, user, method, *args, **kwargs):
        """Call a method of callcenter.agent as the browser of ``user`` does."""
        return self.rpc(user, "callcenter.agent", method, *args, **kwargs)

    def commands(self, name=None):
        """Return the (name, args) of the queued commands of the node, the oldest first."""
        rows = self.env["callcenter.command"].search([("node_id", "=", self.node.id)], order="id")
        return [(row.name, row.args) for row in rows if name in (None, row.name) and (name or row.name != "configure")]

    def set_state(self, agent, state, **more):
        self.store.write(Batch(states=[State(agent.extension, time.time() - 5, None, state, **more)]))

    @contextmanager
    def bus(self):
        """Collect what is sent to browsers as (partner id, kind, message)."""
        sent = []

        def keep(_self, target, kind, message):
            sent.append((getattr(target, "id", target), kind, message))

        with patch.object(self.env.registry["bus.bus"], "_sendone", keep):
            yield sent


def answered_call(key="test-node:1.1", at=NOON, agent="7001", **vals):
    """A call that waited 10 s, was talked for 50 s by ``agent`` and has its wrap-up open."""
    legs = [
        Leg("caller", "caller", vals.get("number", "+8613800130001"), at, end=at + 65),
        Leg("ivr", "ivr", "hotline", at, end=at + 5, flow="hotline", keys="2", ended_by="joined"),
        Leg("queue", "queue", "help", at + 5, end=at + 15, queue="help", via="queue", outcome="answered"),
        Leg(
            "agent",
            "agent",
            agent,
            at + 8,
            answer=at + 15,
            end=at + 65,
            ended_by="caller",
            via="queue",
            queue="help",
            hold=[(at + 20, at + 30)],
            wrap=(at + 65, None),
        ),
    ]
    values = {
        "number": "+8613800130001",
        "name": "Wang",
        "did": "4001",
        "start": at,
        "end": at + 65,
        "result": "answered",
        "ended_by": "caller",
        "cause": 16,
        "queue": "help",
        "agent": agent,
        "last_handler": agent,
        "service_level": "yes",
        "ivr_s": 5.0,
        "wait_s": 10.0,
        "talk_s": 40.0,
        "hold_s": 10.0,
        "legs": legs,
    }
    return Call(key, **{**values, **vals})


def offer(call, agent="7001", at=NOON):
    return Offer(call, agent, "+8613800130001", "Wang", "4001", "help", "2", at + 8, at + 5)
