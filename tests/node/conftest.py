"""A node for each test module, booted from the installed Asterisk; without one these tests are skipped."""

import socket
from functools import partial

import pytest
from tools import rtp
from tools.baresip import free_port
from tools.phones import Phones

from . import walking
from .company import company
from .flow_web import Web
from .linked import Linked
from .node import AST_ROOT, Node
from .office import Office
from .web import phone_page

if not (AST_ROOT / "usr" / "sbin" / "asterisk").exists():
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def carrier_port():
    return free_port(socket.SOCK_DGRAM)


@pytest.fixture(scope="module")
def node(carrier_port):
    with Node(company(carrier_port)) as node:
        yield node


@pytest.fixture
def phones(node):
    with Phones(node.server) as phones:
        yield phones


@pytest.fixture
def office(node, phones, carrier_port):
    """Nobody signed in, nothing remembered."""
    node.cli("database deltree cc")
    node.ami.events.clear()
    node.ami.raw.clear()
    office = Office(node, phones, carrier_port)
    yield office
    office.sign_out_all()


@pytest.fixture
def linked(office):
    """A connector on the node, which has just been configured by it."""
    with Linked(office.node) as linked:
        yield linked
        office.sign_out_all()


@pytest.fixture(scope="module")
def web():
    """What flows call."""
    server = Web()
    yield server
    server.shutdown()


@pytest.fixture
def walk(office):
    """``walk("digits", ask="123#")``: see walking.walk."""
    return partial(walking.walk, office)


@pytest.fixture
def browser(tmp_path):
    from tools.browser import chromium

    with chromium(tmp_path, rtp.AGENT) as browser:
        yield browser


@pytest.fixture
def page(browser, tmp_path, node):
    """A page with a registered browser phone of 1001."""
    with phone_page(browser, tmp_path, node) as page:
        yield page
