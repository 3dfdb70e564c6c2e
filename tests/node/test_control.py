"""Transfers, consults and three-way on a real Asterisk: by the dialplan alone, and through the connector's commands."""

import socket

import pytest
from tools.baresip import free_port
from tools.phones import Phones
from tools.waiting import wait_until

from . import scenes_control as scenes
from .company import company
from .journal import last_call
from .linked import Linked
from .node import Node
from .office import Office

PHONE = "PJSIP/1001"


@pytest.fixture(scope="module")
def node():
    port = free_port(socket.SOCK_DGRAM)
    with Node(company(port)) as node:
        node.carrier_port = port
        yield node


@pytest.fixture
def office(node):
    with Phones(node.server) as phones:
        node.cli("database deltree cc")
        node.ami.events.clear()
        office = Office(node, phones, node.carrier_port)
        yield office
        office.sign_out_all()


def marks(node, *kinds: str) -> list[tuple]:
    """(kind, what a person would ask first) of the last call's marks of these kinds."""
    told = ("role", "to", "via", "next", "by")
    return [
        (record.kind.removeprefix("CC_"), next((record.data[name] for name in told if record.data.get(name)), ""))
        for record in last_call(node.journal)
        if record.kind.removeprefix("CC_") in kinds
    ]


SCENES = [
    (scenes.transfer_agent, [("TRANSFER", "1002"), ("OFFER", "target")]),
    (scenes.transfer_returns, [("TRANSFER", "1002"), ("OFFER", "target"), ("OFFER", "agent")]),
    (scenes.transfer_nobody, [("TRANSFER", scenes.OUTSIDE), ("OFFER", "agent"), ("QUEUE", "return")]),
    (scenes.consult_completed, [("CONSULT", "1002"), ("OFFER", "consult"), ("LEFT", "survey")]),
    (scenes.consult_cancelled, [("CONSULT", "1002"), ("OFFER", "consult"), ("BACK", "1001"), ("LEFT", "survey")]),
    (scenes.consult_not_waited, [("CONSULT", "1002"), ("OFFER", "consult"), ("TRANSFER", "1002"), ("OFFER", "target")]),
    (scenes.consult_customer_leaves, [("CONSULT", "1002"), ("OFFER", "consult")]),
    (scenes.three_way_left, [("CONSULT", "1002"), ("OFFER", "consult")]),
    (scenes.three_way_customer_leaves, [("CONSULT", "1002"), ("OFFER", "consult")]),
    (scenes.out_consult, [("CONSULT", "1002"), ("OFFER", "consult"), ("LEFT", "hangup")]),
    (scenes.refer_attended, []),
]


@pytest.mark.parametrize(("scene", "expected"), SCENES, ids=[scene.__name__ for scene, _expected in SCENES])
def test_the_customer_is_never_lost(node, office, scene, expected):
    """The scene itself listens to who hears whom, and that nobody is left on the node."""
    scene(office)
    found = marks(node, "TRANSFER", "CONSULT", "BACK", "OFFER", "LEFT", "QUEUE")
    first = [("QUEUE", "queue"), ("OFFER", "queue")]
    assert [mark for mark in found if mark not in first] == expected


def test_through_the_connector(node, office):
    """Consult, three-way and leaving by commands; the ledger has every role; who is not in the call is refused."""
    with Linked(node) as linked:
        desk, other = office.desk("1001"), office.desk("1002")
        for extension, queue in (("1001", "service"), ("1002", "sales")):
            ready = linked.order("sign_in", agent=extension, interface=f"PJSIP/{extension}", queues=[[queue, 0]])
            assert ready == (True, "")
        customer = office.phones.customer("13800000001", "4002")
        agent = desk.wait_ringing()
        linked.until(lambda: linked.store.offers, "the offer is told")
        key = linked.store.offers[-1].call
        agent.answer(desk.sound)
        linked.until(lambda: linked.state("1001") == "on_call", "1001 talks")

        def order(name, agent="1001", **args):
            return linked.order(name, agent=agent, call=key, **args)

        assert order("transfer", "1002", to="1001", kind="agent")[0] is False
        assert order("consult", to="1002", kind="agent") == (True, "")
        call = other.wait_ringing()
        linked.until(lambda: linked.store.offers[-1].agent == "1002", "the offer is told")
        offer = linked.store.offers[-1]
        assert (offer.call, offer.role, offer.by) == (key, "consult", "1001")
        call.answer(other.sound)
        linked.until(lambda: [leg for leg in legs(linked, key) if leg.role == "consult" and leg.answer], "the consult")
        assert order("consult", to="1002", kind="agent") == (
            False,
            "Somebody else is in the call. Finish or cancel that first.",
        )
        assert order("three_way") == (True, "")
        linked.until(lambda: [leg for leg in legs(linked, key) if leg.role == "conference"], "the three-way")
        scenes.heard(customer)
        assert order("leave") == (True, "")
        agent.wait_ended()
        linked.until(lambda: [leg for leg in legs(linked, key) if leg.role == "target"], "1002 has the customer")
        assert order("transfer", to="1002", kind="agent")[0] is False
        customer.hang_up()
        linked.until(lambda: linked.store.calls[key].end, "the call is over")
        roles = [
            (leg.role, leg.party, leg.ended_by) for leg in legs(linked, key) if leg.role not in ("caller", "queue")
        ]
        assert roles == [
            ("agent", "1001", "left"),
            ("consult", "1002", "joined"),
            ("conference", "1002", "joined"),
            ("target", "1002", "caller"),
        ]
        linked.until(lambda: linked.state("1002") == "wrap_up", "1002 writes it up")
        wait_until(lambda: "0 active channels" in node.cli("core show channels"), 15, "no channel left")


def legs(linked, key: str) -> list:
    return linked.store.calls[key].legs
