"""Fixtures of the tests on the real parts: the product, its telephones, its screens."""

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

# Unit tests share this file and need none of it: the tools are imported when asked for.


@pytest.fixture(scope="session")
def stack():
    """The whole product, running."""
    from tools.stack import Stack

    stack = Stack().run()
    yield stack
    if not stack.keep:
        stack.end()


@pytest.fixture(scope="session")
def shots(stack):
    """Where screenshots go: below the data folder, which git ignores."""
    folder = stack.data / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def chromium(shots):
    from tools.browser import chromium

    with chromium(shots) as browser:
        yield browser


@pytest.fixture
def team(stack):
    """Agents by RPC. Whoever is signed in by the test is signed out behind it, and before it nobody is."""
    from tools.team import Team

    stack.heal()
    team = Team(stack)
    team.sign_everybody_out()
    yield team
    team.sign_everybody_out()


@pytest.fixture
def phones(stack, team):
    """Telephones; when the test ends they hang up before the agents are signed out."""
    from tools.phones import Phones

    with Phones(stack.server) as phones:
        yield phones


@pytest.fixture
def ledger(stack):
    return stack.ledger


@pytest.fixture
def since():
    """The moment the test began, for questions to the ledger."""
    return time.time() - 0.001


@pytest.fixture
def desk(stack, chromium, shots, team):
    """Makes desks: ``desk("agent1")`` is that agent, logged in, at a browser of their own."""
    from tools.browser import AgentDesk

    desks = []

    def make(login: str, kind=AgentDesk) -> AgentDesk:
        desks.append(kind(chromium, stack, login, shots).log_in())
        return desks[-1]

    yield make
    for made in desks:
        made.close()
