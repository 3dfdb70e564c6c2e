"""FastAGI look-ups have a deadline: a call never waits for the connector."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest


@contextmanager
def server(port: int, answer):
    """A FastAGI server that does ``answer(connection)`` with its one client."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        listener.settimeout(10)

        def serve():
            with listener.accept()[0] as connection:
                connection.settimeout(10)
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield
        thread.join(5)


def say_yes(connection) -> None:
    connection.recv(65536)
    connection.sendall(b'SET VARIABLE CC_ANSWER "yes"\n')
    connection.recv(4096)


def say_nothing(connection) -> None:
    while connection.recv(65536):
        pass


def ask(node) -> tuple[str, float]:
    """(what the subroutine returned, seconds it took), asked by a call that plays on afterwards."""
    before = node.ami.mark()
    dialplan = (
        ("1", "Answer", ""), ("2", "Gosub", "cc-agi,s,1(test)"),
        ("3", "CELGenUserEvent", "CC_ASKED,answer=${GOSUB_RETVAL}"), ("4", "Wait", "1"),
        ("5", "CELGenUserEvent", "CC_ALIVE"),
    )  # fmt: skip
    for priority, application, data in dialplan:
        node.ami.action(
            "DialplanExtensionAdd", Context="cc-asked", Extension="s", Priority=priority, Application=application,
            ApplicationData=data, Replace="yes",
        )  # fmt: skip
    started = time.monotonic()
    node.ami.action(
        "Originate", Channel="Local/s@cc-asked/n", Application="Wait", Data="20", Async="true", Timeout="9000"
    )  # fmt: skip
    told = node.ami.wait(Event="CEL", UserDefType="CC_ASKED", after=before)
    took = time.monotonic() - started
    node.ami.wait(Event="CEL", UserDefType="CC_ALIVE", after=before)
    return told["Extra"], took


def test_an_answer_comes_back(node):
    with server(node.ports["AGI_PORT"], say_yes):
        extra, took = ask(node)
    assert extra == '{"extra":"answer=yes"}'
    assert took < 0.5


def test_without_a_connector_the_call_goes_on_at_once(node):
    extra, took = ask(node)
    assert extra == '{"extra":"answer="}'
    assert took < 0.5


def test_a_connector_that_hangs_costs_half_a_second(node):
    with server(node.ports["AGI_PORT"], say_nothing):
        extra, took = ask(node)
    assert extra == '{"extra":"answer="}'
    assert took == pytest.approx(0.5, abs=0.3)
