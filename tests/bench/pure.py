"""Imported first by a measurement: finds the tests' tools, and the telephone addon's pure parts without Odoo."""

import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]

package = ModuleType("callcenter_telephony")
package.__path__ = [str(ROOT / "addons" / "callcenter_telephony")]
sys.modules.setdefault("callcenter_telephony", package)
