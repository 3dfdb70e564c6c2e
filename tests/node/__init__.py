"""A real Asterisk per test: the rendered configuration at work."""

import sys
from pathlib import Path
from types import ModuleType

if "callcenter_telephony" not in sys.modules:  # its pure parts, without Odoo
    package = ModuleType("callcenter_telephony")
    package.__path__ = [str(Path(__file__).parents[2] / "addons" / "callcenter_telephony")]
    sys.modules["callcenter_telephony"] = package
