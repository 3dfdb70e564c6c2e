"""What failed in Odoo's own test suites, without the call center and with it: failures.py WITHOUT.xml WITH.xml.

Reads pytest's JUnit files, prints both lists and what fails only with it; exit code 1 if there is any.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def failures(cases: list[ElementTree.Element]) -> set[str]:
    """Names ``addon.tests.file.Class.test`` of the tests that failed; of subtests the test counts."""
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return {f"{case.get('classname')}.{case.get('name', '').split(' ')[0]}" for case in bad}


def main(without: Path, with_us: Path) -> int:
    found = {}
    for name, path in {"without": without, "with the call center": with_us}.items():
        cases = list(ElementTree.parse(path).iter("testcase")) if path.exists() else []
        if not cases:
            print(f"The run {name} did not come to its end.", file=sys.stderr)
            return 1
        found[name] = failures(cases)
        print(f"{name}: {len(found[name])} of {len(cases)} fail", *sorted(found[name]), sep="\n  ")
    before, after = found.values()
    new = sorted(after - before)
    print(f"only with the call center: {len(new)}", *new, sep="\n  ")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
