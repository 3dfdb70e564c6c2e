"""Which numbers are alarms, on the server; the browser's test reads the same table."""

import json
from pathlib import Path

import callcenter_telephony
import pytest
from callcenter_telephony.alarms import agent_alarms, node_alarms, queue_alarms

TABLE = json.loads((Path(callcenter_telephony.__path__[0]) / "static/tests/alarm_cases.json").read_text())
RULES, NOW = TABLE["rules"], TABLE["now"]


def judged(kind, case):
    row = case["row"]
    if kind == "queues":
        return queue_alarms(RULES, row, case["waiting"], NOW)
    return agent_alarms(RULES, row, TABLE["reasons"], NOW) if kind == "agents" else node_alarms(RULES, row, NOW)


@pytest.mark.parametrize(
    ("kind", "case"),
    [(kind, case) for kind in ("queues", "agents", "nodes") for case in TABLE[kind]],
    ids=lambda value: value if isinstance(value, str) else value["says"],
)
def test_the_table_of_alarms(kind, case):
    found = [[row[name] for name in ("metric", "part", "level", "value", "limit")] for row in judged(kind, case)]
    assert found == case["expect"]


def test_the_days_numbers_are_not_judged_where_they_were_not_read():
    assert queue_alarms(RULES, {"id": 1}, [], NOW) == []
