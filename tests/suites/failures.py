"""What failed in Odoo's own test suites, without the call center and with it: failures.py WITHOUT.log WITH.log.

Prints both lists and what fails only with it; exit code 1 if there is any.
"""

import re
import sys
from pathlib import Path

FAILED = re.compile(r" ERROR \S+ odoo\.addons\.(?P<where>[\w.]+): (?:FAIL|ERROR): (?:Subtest )?(?P<test>[\w.]+)")


def failures(log: str) -> set[str]:
    """Names ``addon.tests.file: Class.test`` of the tests that failed; of subtests the test counts."""
    return {f"{found['where']}: {found['test']}" for found in FAILED.finditer(log)}


def ran(log: str) -> bool:
    """The run came to its end."""
    return bool(re.search(r"odoo\.tests\.result: \d+ failed, \d+ error\(s\) of [1-9]\d* tests", log))


def main(without: Path, with_us: Path) -> int:
    logs = {"without": without.read_text(), "with the call center": with_us.read_text()}
    for name, log in logs.items():
        if not ran(log):
            print(f"The run {name} did not come to its end.", file=sys.stderr)
            return 1
        found = sorted(failures(log))
        print(f"{name}: {len(found)} fail", *found, sep="\n  ")
    before, after = map(failures, logs.values())
    new = sorted(after - before)
    print(f"only with the call center: {len(new)}", *new, sep="\n  ")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
