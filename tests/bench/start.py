"""Seconds of the first and of the second start, with a line per step.

The first start downloads and sets up everything in an empty data folder; only Debian packages that the machine
has already are not installed again. Prints ``start first_s=… second_s=…``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CALLCENTER = Path(__file__).resolve().parents[2] / "callcenter"
FIRST_LIMIT_S = 1800
SECOND_LIMIT_S = 300


def settings(data: str) -> dict[str, str]:
    """An environment of its own: nothing of the installation in use, its ports out of the way."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("CALLCENTER_")}
    return env | {"CALLCENTER_DATA": data, "CALLCENTER_PORT_OFFSET": "21000"}


def timed(env: dict[str, str], command: str, limit_s: float) -> float:
    began = time.monotonic()
    subprocess.run([CALLCENTER, command], env=env, check=True, timeout=limit_s, stdin=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> int:
    data = tempfile.mkdtemp(prefix="callcenter-start-")
    os.chmod(data, 0o755)  # the services' own user has to get in
    env = settings(data)
    try:
        first = timed(env, "run", FIRST_LIMIT_S)
        timed(env, "stop", SECOND_LIMIT_S)
        second = timed(env, "run", SECOND_LIMIT_S)
    finally:
        subprocess.run([CALLCENTER, "stop"], env=env, check=False, stdin=subprocess.DEVNULL)
        shutil.rmtree(data, ignore_errors=True)
    print(f"start first_s={first:.1f} second_s={second:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
