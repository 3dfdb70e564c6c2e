"""Guessing passwords, of phones and of the manager interface: limited, told, and nobody else suffers."""

import asyncio
import socket

import pytest
from tools.sip import Phone
from tools.waiting import wait_until

from .company import PASSWORD
from .linked import Linked
from .node import Node

GUESSER, OFFICE, OTHER, FAR = "127.0.0.66", "127.0.0.77", "127.0.0.88", "127.0.0.99"
LIMIT = 4


@pytest.fixture
def linked(node, office):
    linked = Linked(node)
    linked.store.rule = {"failures": LIMIT, "within_s": 600.0, "refuse_s": 600.0}
    with linked:
        yield linked


def register(phones, host: str, password: str, user: str = "1001") -> int:
    """The final status of a registration from this address; 403 = refused unread."""

    async def work():
        phone = await Phone(user, phones.server, password, host=host).open()
        try:
            async with asyncio.timeout(5):
                return await phone.register()
        finally:
            phone.close()

    return phones.run(work())


def guess(phones, host: str, times: int = LIMIT) -> list[int]:
    return [register(phones, host, f"guess-{n}", f"{1001 + n}") for n in range(times)]


def let_in(phones, host: str) -> None:
    """Asterisk tells its SIP side of a changed access list behind the reload's answer."""
    wait_until(lambda: register(phones, host, PASSWORD) == 200, 10, f"{host} is let in again")


def refused(linked, host: str) -> None:
    linked.until(lambda: any(row.address == host for row in linked.store.guesses), f"{host} is told")


def test_an_address_that_guesses_is_refused_until_an_admin_lifts_it(phones, linked):
    assert guess(phones, GUESSER) == [401] * LIMIT
    refused(linked, GUESSER)
    assert register(phones, GUESSER, PASSWORD) == 403, "also with the right password"
    assert register(phones, OTHER, PASSWORD) == 200, "others are not touched"
    (row,) = linked.store.guesses
    assert (row.count, row.service, bool(row.until)) == (LIMIT, "PJSIP", True)
    assert {"1001", "1002"} <= set(row.accounts)
    linked.until(lambda: GUESSER in linked.store.heartbeats[-1]["message"], "the server's form says so")

    assert linked.order("lift_address", address=GUESSER) == (True, "")
    let_in(phones, GUESSER)


def test_an_office_with_a_phone_that_works_is_told_and_not_shut_out(phones, linked):
    assert register(phones, OFFICE, PASSWORD) == 200
    assert guess(phones, OFFICE) == [401] * LIMIT
    refused(linked, OFFICE)
    assert register(phones, OFFICE, PASSWORD) == 200
    assert linked.store.guesses[-1].until is None


def test_who_is_refused_stays_so_over_a_new_start_of_connector_and_asterisk(node: Node, phones, linked):
    assert guess(phones, FAR) == [401] * LIMIT
    refused(linked, FAR)
    linked.stop()
    node.restart()
    assert register(phones, FAR, PASSWORD) == 403, "Asterisk alone"
    linked.start()
    assert linked.order("lift_address", address=FAR)[0]
    let_in(phones, FAR)


def test_the_managers_password_is_guessed_slowly_and_not_unseen(node, linked):
    for _ in range(LIMIT):
        with socket.create_connection(("127.0.0.1", node.ports["AMI_PORT"]), 5) as connection:
            connection.sendall(b"Action: Login\r\nUsername: connector\r\nSecret: x\r\n\r\n")
            while connection.recv(4096):
                """Until Asterisk has hung up: one guess a connection, a second each."""
    linked.until(lambda: linked.store.guesses, "it is told")
    row = linked.store.guesses[-1]
    assert (row.address, row.service, row.until) == ("127.0.0.1", "AMI", None)
    assert linked.order("configure")[0], "the connector is not kept out"
