"""Acts stories out on the running product, side by side, and holds the ledger against them."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ..waiting import wait_until
from . import compare, count
from . import reports as reported
from .book import GIVEN_STORIES, expected
from .clock import Clock
from .company import Company
from .names import Names
from .record import Record
from .reports import Reports
from .stage import Stage, settled
from .switchboard import Switchboard

APART_S = 0.4  # between the starts of two stories, so that not all dial at once


@dataclass
class Played:
    """How a story went: ``differences`` is empty where the ledger is right."""

    name: str
    errors: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    late_s: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.errors and not self.differences


def play(stack, phones, stories: dict, clocks: dict[str, Clock], times: float = 1, tell=print) -> dict[str, Played]:
    """All of ``stories`` at once, each by its clock; gives by name how it went. ``tell`` hears how long it took."""
    cast = [Names(story) for story in stories.values()]
    company = Company(stack, cast, times)
    stages, board = [], None
    try:
        with _timed("set up", tell):
            company.open()
        with _timed("begun", tell):
            board = Switchboard(phones, stack.port("customer"))
            stages = [Stage(stack, phones, board, names, clocks[names.story["id"]]) for names in cast]
            _side_by_side([stage.take_places for stage in stages])
        start = time.time() + 1
        with _timed("acted", tell):
            _side_by_side([_from(stage, start + APART_S * place) for place, stage in enumerate(stages)])
        with _timed("booked", tell), contextlib.suppress(AssertionError):  # what has not ended is told by its story
            settled(stack, stages)
        reports = Reports(company.rpc, start)
        return {stage.story["id"]: _held_against(stack, stage, reports) for stage in stages}
    finally:
        with _timed("cleared away", tell):
            _side_by_side([stage.leave for stage in stages])
            if board:
                phones.close(board.phone)
            company.close()


@contextlib.contextmanager
def _timed(what: str, tell):
    began = time.monotonic()
    yield
    tell(f"stories {what} in {time.monotonic() - began:.1f} s")


def _from(stage: Stage, start: float):
    return lambda: stage.play(start)


def _side_by_side(works: list) -> None:
    """All of them, each in a thread of its own; an error is raised when all have come to an end."""
    with ThreadPoolExecutor(max(1, len(works))) as pool:
        done = [pool.submit(work) for work in works]
    for work in done:
        work.result()


def _held_against(stack, stage: Stage, reports: Reports) -> Played:
    story = stage.story
    record = Record(stack.ledger, stage.names, stage.start, stage.clock)
    seen = record.seen()
    played = Played(story["id"], stage.errors, list(record.faults), stage.late_s)
    rows = seen.calls(), seen.legs(), seen.states()
    played.differences += compare.differences(expected(story), rows, compare.TOLERANCE_S)
    if not record.faults:
        played.differences += _figures(story, rows)
        played.differences += _reported(stage, reports)
        played.differences += _recorded(stage, record)
    return played


def _reported(stage: Stage, reports: Reports) -> list[str]:
    """Seconds are compared where the story's are those of the day."""
    kpi, told = stage.story["expect"]["kpi"], reports.of(stage.names)
    real_time = stage.clock.real(stage.story["until"]) == stage.story["until"]
    tolerance = compare.TOLERANCE_S * max(1, len(stage.story["expect"]["calls"]))
    wanted = reported.wanted(kpi, real_time)
    return compare.counted(wanted, told if real_time else reported.without_seconds(told), tolerance, "reports")


def _recorded(stage: Stage, record: Record) -> list[str]:
    calls = stage.story["expect"]["calls"].items()
    wanted = {name: call["recording"] for name, call in calls if "recording" in call}
    if not wanted:
        return []
    with contextlib.suppress(AssertionError):
        wait_until(lambda: record.recordings().keys() >= wanted.keys(), 30, "recordings taken in", pause=0.5)
    return compare.by_name("recording", wanted, record.recordings(), compare.TOLERANCE_S)


def _figures(story: dict, rows: tuple) -> list[str]:
    calls, legs, states = rows
    given = story["expect"]["calls"]
    calls = {
        name: {key: given[name][key] for key in _WANTED & given.get(name, {}).keys()} | calls[name] for name in calls
    }
    found = count.kpi(story, calls, legs, states)
    return compare.counted(story["expect"]["kpi"], found, compare.TOLERANCE_S * max(1, len(given)))


_WANTED = {"last_agent", "flags"}  # whom the caller wanted, what the agent said of the call: not in the ledger's rows


def without_the_edge(story: dict) -> dict:
    """S03 without c3, whose wait sits on a limit to the second: for the reducer only, as the file says."""
    if story is not GIVEN_STORIES["S03"]:
        return story
    expect = story["expect"]
    calls = {name: call for name, call in expect["calls"].items() if name != "c3"}
    legs = [leg for leg in expect["legs"] if leg["call"] != "c3"]
    kept = {"calls": calls, "legs": legs, "states": expect["states"]}
    kept["kpi"] = count.kpi(story, calls, legs, expect["states"])
    return story | {"acts": [act for act in story["acts"] if act["call"] != "c3"], "expect": kept}
