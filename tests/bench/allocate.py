"""Contacts handed out at once: ``./callcenter bench allocate [--contacts 100000] [--agents 50] [--sample 1000]``.

A manager gives a campaign's contacts evenly to agents, by the same call as the button of the screen makes, over HTTP;
the time is from the click to the committed answer, each move being on its contact's history then. Beside it the plain
way of a program: one ``write`` per contact, for a sample, taken up to the whole. An undo of all is measured too.
Prints ``allocate seconds= undo_seconds= ratio_write= contacts=``; the goal is under 3 s.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.stack import Rpc, Stack

LOAD = """
INSERT INTO callcenter_contact (campaign_id, name, number, region, state, attempts, priority, created)
SELECT %s, 'Contact ' || n, '+86139' || lpad(n::text, 8, '0'), '广东', 'new', 0, n %% 3, now() AT TIME ZONE 'UTC'
  FROM generate_series(1, %s) AS n
"""
HANDED_OUT = """
SELECT count(*), min(c.held), max(c.held), sum(c.moves)
  FROM (SELECT count(*) AS held,
               sum((SELECT count(*) FROM callcenter_contact_move m WHERE m.contact_id = c.id)) AS moves
          FROM callcenter_contact c WHERE campaign_id = %s AND user_id IS NOT NULL GROUP BY user_id) AS c
"""


class Wrong(Exception):
    """Contacts are not where they ought to be."""


def staff(rpc: Rpc, agents: int) -> tuple[int, list[int]]:
    """A department of its own and its agents: (department id, user ids)."""
    tag = f"{time.time():.0f}"
    [department] = rpc.call("callcenter.department", "create", [{"name": f"Bench {tag}"}])
    [role] = rpc.call("res.users.role", "search", [["name", "=", "Call Center Agent"]], limit=1)
    people = [
        {
            "name": f"Bench {tag} {n}",
            "login": f"bench-{tag}-{n}",
            "callcenter_department_id": department,
            "role_line_ids": [[0, 0, {"role_id": role}]],
        }
        for n in range(agents)
    ]
    return department, rpc.call("res.users", "create", people)


def load(stack: Stack, rpc: Rpc, department: int, contacts: int) -> int:
    """A campaign of ``department`` with so many contacts; its id."""
    values = {"name": f"Bench {time.time():.0f}", "department_ids": [[6, 0, [department]]]}
    [campaign] = rpc.call("callcenter.campaign", "create", [values])
    stack.ledger.rows(LOAD, campaign, contacts)
    stack.ledger.rows("ANALYZE callcenter_contact")
    return campaign


def click(rpc: Rpc, wizard: int, button: str) -> float:
    """Seconds from the click to the answer."""
    begun = time.monotonic()
    rpc.call("callcenter.allocate", button, [wizard])
    return time.monotonic() - begun


def prepare(rpc: Rpc, campaign: int) -> int:
    """The screen with all agents of the campaign's department chosen, as it is when it opens; its id."""
    [wizard] = rpc.call("callcenter.allocate", "create", [{"campaign_id": campaign, "targets": "agent"}])
    return wizard


def check(stack: Stack, campaign: int, contacts: int, agents: int) -> None:
    """Raises Wrong unless everybody has an even share and each contact one move."""
    [row] = stack.ledger.rows(HANDED_OUT, campaign)
    count, fewest, most, moves = row.values()
    if (count, moves) != (agents, contacts) or most - fewest > 1:
        raise Wrong(f"{count} agents have {fewest} to {most} contacts with {moves} moves")


def plainly(rpc: Rpc, campaign: int, people: list[int], sample: int) -> float:
    """Seconds for ``sample`` contacts by one ``write`` each."""
    ids = rpc.call("callcenter.contact", "search", [["campaign_id", "=", campaign]], limit=sample)
    begun = time.monotonic()
    for place, contact in enumerate(ids):
        rpc.call("callcenter.contact", "write", [contact], {"user_id": people[place % len(people)]})
    return time.monotonic() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--sample", type=int, default=1000)
    options = parser.parse_args()
    stack = Stack().run()
    try:
        rpc = stack.rpc("admin")
        department, people = staff(rpc, options.agents)
        campaign = load(stack, rpc, department, options.contacts)
        wizard = prepare(rpc, campaign)
        seconds = click(rpc, wizard, "action_move")
        check(stack, campaign, options.contacts, options.agents)
        back = click(rpc, wizard, "action_undo")
        plain = plainly(rpc, campaign, people, options.sample) / options.sample * options.contacts
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    finally:
        stack.end()
    print(
        f"allocate seconds={seconds:.2f} undo_seconds={back:.2f} ratio_write={plain / seconds:.0f}"
        f" contacts={options.contacts}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
