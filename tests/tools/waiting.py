"""Waiting for a condition, with a deadline and a sentence when it is missed."""

import threading
import time

PAUSE = 0.05


def wait_until(condition, seconds: float, what: str, pause: float = PAUSE):
    """The first true value of ``condition()``; after ``seconds`` AssertionError with ``what`` and the last value."""
    end = time.monotonic() + seconds
    quiet = threading.Event()
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:g} s (last seen: {value!r})")
        quiet.wait(pause)
