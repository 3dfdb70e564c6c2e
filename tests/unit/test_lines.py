"""Trunks and phones as the heartbeat tells them, and what the machine bears."""

from types import SimpleNamespace

from callcenter_telephony.connector.lines import Lines
from callcenter_telephony.connector.machine import Machine

CONFIG = SimpleNamespace(
    trunks=[SimpleNamespace(code=code) for code in ("carrier", "login", "unasked")],
    endpoints=[SimpleNamespace(extension=extension) for extension in ("1001", "1002", "1003")],
)


class FakeLink:
    def __init__(self, contacts, logins=()):
        self.lists = {"PJSIPShowContacts": contacts, "PJSIPShowRegistrationsOutbound": logins}

    async def listing(self, name):
        return list(self.lists[name])


def contact(name, status):
    return {"Event": "ContactList", "ObjectName": name, "Status": status}


def login(name, status):
    return {"Event": "OutboundRegistrationDetail", "ObjectName": name, "Status": status}


async def test_a_phone_counts_once_and_only_while_it_is_there():
    lines = Lines()
    contacts = [
        contact("1001;@a", "Reachable"),
        contact("1001-web;@b", "NonQualified"),
        contact("1002;@c", "Unreachable"),
    ]
    await lines.look(FakeLink([*contacts, contact("stranger;@d", "Reachable")]))
    assert lines.read(CONFIG, [])["phones"] == {"registered": 1, "configured": 3}


async def test_a_trunk_is_down_when_it_does_not_answer_or_does_not_let_us_in():
    lines = Lines()
    contacts = [
        contact("carrier@@a", "Unreachable"),
        contact("login@@b", "Reachable"),
        contact("unasked@@c", "NonQualified"),
    ]
    await lines.look(FakeLink(contacts, [login("login", "Rejected")]))
    assert [row["state"] for row in lines.read(CONFIG, [])["trunks"]] == ["down", "down", "unknown"]
    contacts[0] = contact("carrier@@a", "Reachable")
    await lines.look(FakeLink(contacts, [login("login", "Registered")]))
    assert [row["state"] for row in lines.read(CONFIG, [])["trunks"]] == ["up", "up", "unknown"]
    lines.forget()
    assert {row["state"] for row in lines.read(CONFIG, [])["trunks"]} == {"unknown"}


def test_calls_are_counted_by_the_names_of_their_channels():
    told = Lines().read(CONFIG, ["PJSIP/carrier-0000001a", "PJSIP/carrier-0000001b", "PJSIP/1001-web-00000002"])
    assert told["channels"] == 3
    assert [row["calls"] for row in told["trunks"]] == [2, 0, 0]
    assert Lines().read(None, [])["trunks"] == []


def test_the_machine_tells_shares():
    values = Machine().read()
    assert set(values) == {"cpu", "memory", "load"}
    assert 0 < values["memory"] <= 100
