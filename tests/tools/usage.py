"""Who takes the machine's time while something is measured: processor seconds from /proc, by service."""

import os
import time
from collections import defaultdict
from pathlib import Path

from .stack import SERVICES, Stack

TICK = os.sysconf("SC_CLK_TCK")


class Usage:
    """Cores taken since it was made: each service, the measurement's own programs by name, and everybody else."""

    def __init__(self, stack: Stack):
        self._stack = stack
        self._began, self._before = time.monotonic(), self._seconds()

    def cores(self) -> dict[str, float]:
        """1.0 = one core busy all the time; ``others`` is what does not belong to the measurement."""
        passed, now = time.monotonic() - self._began, self._seconds()
        return {name: max(0.0, now[name] - self._before.get(name, 0.0)) / passed for name in now}

    def __str__(self) -> str:
        shares = sorted(self.cores().items(), key=lambda share: -share[1])
        return " ".join(f"{name}={share:.2f}" for name, share in shares if share >= 0.005)

    def _seconds(self) -> dict[str, float]:
        """Processor seconds up to now; those of ended programs are with whoever waited for them."""
        processes = _processes()
        taken: defaultdict[str, float] = defaultdict(float)
        for name in SERVICES:
            for pid in _tree(processes, self._pid(name)):
                taken[name] += processes[pid]["seconds"]
        for pid in _tree(processes, os.getpid()):
            taken["bench" if pid == os.getpid() else processes[pid]["name"]] += processes[pid]["seconds"]
        taken["others"] = _machine() - sum(taken.values())
        return taken

    def _pid(self, service: str) -> int:
        try:
            return int((self._stack.data / "pids" / service).read_text().split()[0])
        except (OSError, IndexError):
            return 0


def _processes() -> dict[int, dict]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            head, _, rest = (folder / "stat").read_text().rpartition(")")
        except OSError:  # just gone
            continue
        fields = rest.split()
        seconds = sum(map(int, fields[11:15])) / TICK
        name = head.partition("(")[2].partition(":")[0]
        found[int(folder.name)] = {"parent": int(fields[1]), "name": name, "seconds": seconds}
    return found


def _tree(processes: dict[int, dict], root: int) -> set[int]:
    """``root`` and what it has started, as far as it is there."""
    tree = {root} & processes.keys()
    while more := {pid for pid, process in processes.items() if process["parent"] in tree} - tree:
        tree |= more
    return tree


def _machine() -> float:
    """Busy seconds of all cores: neither idle nor waiting for the disk."""
    numbers = [int(text) for text in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return (sum(numbers[:8]) - numbers[3] - numbers[4]) / TICK
