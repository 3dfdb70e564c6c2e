"""What the node's machine bears: its processor, memory and load, as the heartbeat tells it."""

import os
import time

import psutil

LEAST_S = 2.0  # shorter spans say nothing of the processor


class Machine:
    """``read`` gives the values of the span since the reading before, the last ones again when asked too soon."""

    def __init__(self):
        psutil.cpu_percent()  # the first span begins now
        self._at = time.monotonic()
        self._last = self._values(0.0)

    def read(self) -> dict:
        """Percent of processor and memory in use, load of the last minute for each core."""
        if time.monotonic() - self._at >= LEAST_S:
            self._at, self._last = time.monotonic(), self._values(psutil.cpu_percent())
        return self._last

    def _values(self, cpu: float) -> dict:
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        return {"cpu": cpu, "memory": psutil.virtual_memory().percent, "load": round(load, 2)}
