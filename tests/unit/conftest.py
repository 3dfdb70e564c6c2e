"""Tests without Odoo: the addon is a bare package here, so that its pure modules import; tests may be coroutines."""

import asyncio
import inspect
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20  # seconds a coroutine test may take before it counts as stuck

for folder in (ROOT / "tests",):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def _bare_package(name: str) -> None:
    package = ModuleType(name)
    package.__path__ = [str(ROOT / "addons" / name)]
    sys.modules.setdefault(name, package)


for _addon in ("callcenter_crm", "callcenter_telephony", "callcenter_kpi"):
    _bare_package(_addon)


@pytest.fixture
def told():
    """A reducer to be told what happens: agent 1001 is signed in, nobody has wrap-up. What it wrote is checked."""
    import invariants
    from callcenter_telephony.connector.events import AgentKind
    from callcenter_telephony.connector.ports import QueueRule
    from told import Told

    told = Told(QueueRule(wrap_s=0))
    told.agent(AgentKind.SIGN_IN, 0)
    yield told
    invariants.check(told.ledger)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run a coroutine test in an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    work = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
    asyncio.run(asyncio.wait_for(work, LONGEST))
    return True
