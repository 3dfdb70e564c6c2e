"""Restarts, reloads and deaths of a node."""

import socket
from dataclasses import replace

import pytest
from callcenter_telephony.render import tree
from callcenter_telephony.render.model import Queue
from tools.baresip import free_port
from tools.phones import Phones
from tools.waiting import wait_until

from . import scenes
from .company import company
from .journal import last_call, records
from .node import Node
from .office import Office


@pytest.fixture
def own():
    """(node, phones, office) of this test alone: it may be killed."""
    port = free_port(socket.SOCK_DGRAM)
    with Node(company(port)) as node, Phones(node.server) as phones:
        yield node, phones, Office(node, phones, port)


def test_members_and_their_reasons_outlive_a_restart(own):
    node, _phones, office = own
    office.sign_in("1001")
    office.sign_in("1002")
    office.pause("1002", "lunch")
    node.restart()
    shown = wait_until(lambda: node.cli("queue show service"), 5, "the queue")
    assert "PJSIP/1001" in shown
    assert "PJSIP/1002" in shown
    assert "paused:lunch" in shown
    # their phones need not register again
    assert "1001/sip:1001@127.0.0.1" in node.cli("pjsip show contacts")
    scenes.answered_agent_survey(office)
    assert len(node.queue_log.read_text().split("QUEUESTART")) == 3


def test_a_wrap_up_cut_by_a_restart_is_found_in_astdb(own):
    node, phones, office = own
    desk = office.sign_in("1001")
    call = phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    desk.wait_call().answer(desk.sound)
    node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
    call.hang_up()
    node.ami.wait(Event="QueueMemberPause", PausedReason="wrap_up")
    node.restart()
    assert office.db("cc/wrap/1001")
    assert "paused:wrap_up" in node.cli("queue show service")


def test_a_waiting_call_keeps_its_way_when_the_configuration_changes(own):
    node, phones, office = own
    desk = office.sign_in("1001")
    office.pause("1001", "lunch")
    call = phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    node.ami.wait(Event="CEL", UserDefType="CC_QUEUE")
    queues = (*node.config.queues, Queue("night"))
    node.config = replace(node.config, queues=queues, dids=node.config.dids[:1])
    node.write_rendered()
    for command in ("dialplan reload", "queue reload all", "module reload res_pjsip.so"):
        node.cli(command)
    assert "night" in node.cli("queue show")
    office.pause("1001", paused=False)
    offer = desk.wait_call()
    offer.answer(desk.sound)
    node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
    offer.hang_up()
    node.ami.wait(Event="CEL", UserDefType="CC_SURVEY")
    call.hang_up()
    phones.customer(scenes.CUSTOMER, "4002").wait_ended()
    assert last_call(node.journal)[-1].kind != "CC_QUEUE"


def test_extensions_and_trunks_come_and_go_with_a_reload(own):
    node, phones, office = own
    office.desk("1001")
    stays, goes = node.config.endpoints
    other = replace(stays, extension="1003")
    trunk = replace(node.config.trunks[0], allowed_ips=("192.0.2.1",))
    node.config = replace(node.config, endpoints=(stays, other), trunks=(trunk,))
    node.write_rendered()
    for module in ("res_pjsip", "res_pjsip_endpoint_identifier_ip", "res_pjsip_outbound_registration"):
        node.cli(f"module reload {module}.so")
    assert phones.run(phones.phone("1003", other.password).register()) == 200
    assert phones.run(phones.phone("1002", goes.password).register()) in (401, 403, 404)
    assert "1001/sip:1001@127.0.0.1" in node.cli("pjsip show contacts")
    assert phones.customer(scenes.CUSTOMER, "4002").wait_ended().status == 401


def test_a_full_trunk_takes_no_further_call(carrier_port):
    trunk = replace(company(carrier_port).trunks[0], max_calls=1)
    config = replace(company(carrier_port), trunks=(trunk,))
    with Node(config) as node, Phones(node.server) as phones:
        office = Office(node, phones, carrier_port)
        office.carrier.default = "answer"
        first, second = office.desk("1001"), office.desk("1002")
        office.dial("1001", "+8613800000041")
        first.wait_call()
        node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
        office.dial("1002", "+8613800000042")
        second.wait_call().wait_ended()
        node.ami.wait_quiet()
        assert [call.dialled for call in office.carrier.calls] == ["+8613800000041"]
        end = next(r for r in last_call(node.journal) if r.kind == "HANGUP")
        assert (end.channel[:10], end.data["hangupcause"]) == ("PJSIP/1002", 34)


def test_a_running_flow_keeps_its_version(own):
    node, phones, _office = own
    call = phones.customer(scenes.CUSTOMER, "4001").wait_answered()
    node.ami.wait(Event="CEL", UserDefType="CC_IVR")
    flow = node.config.flows[0]
    slower = replace(flow, steps=(replace(flow.steps[0], timeout_s=9), *flow.steps[1:]))
    node.config = replace(node.config, flows=(slower,))
    node.write_rendered()
    node.cli("dialplan reload")
    call.press("2")
    call.wait_ended()
    wait_until(lambda: "CHAN_END" in [r.kind for r in last_call(node.journal)], 5, "the call has ended")
    versions = {r.data["version"] for r in last_call(node.journal) if r.kind == "CC_IVR"}
    assert versions == {tree.flows.render(flow, node.config)[0].rpartition("-")[2]}
    assert [r.data["queue"] for r in last_call(node.journal) if r.kind == "CC_QUEUE"] == ["service"]


def test_a_killed_node_leaves_an_open_call_in_the_journal(own):
    node, phones, office = own
    desk = office.sign_in("1001")
    call = phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    desk.wait_call().answer(desk.sound)
    node.ami.wait(Event="CEL", EventName="BRIDGE_ENTER")
    wait_until(lambda: [r.kind for r in records(node.journal)].count("BRIDGE_ENTER") == 2, 5, "journal")
    node.wait_member_on_disk("1001")
    node.kill()
    text = node.journal.read_text()
    assert text.endswith("\n")
    assert [r.kind for r in records(node.journal)][-1] == "BRIDGE_ENTER"
    node.start()
    assert "PJSIP/1001" in node.cli("queue show service")
    call.phone.transport.close()
    desk.calls.clear()
    scenes.answered_agent_survey(office)
