"""The call stories as a node tells of them, and a ledger that takes in what the reducer makes of it."""

from collections import defaultdict
from dataclasses import replace

from callcenter_telephony.connector.ports import QueueRule
from story_node import StoryNode, Telling
from tools.stories import seen
from tools.stories.book import DEFAULTS, STORIES, in_order, settings_of, start_of  # noqa: F401
from tools.stories.book import expected as _expected

NODE = "demo"

# Why a story cannot pass yet; each is to come with the feature that it tells of.
NOT_YET = {}
PASSING = [name for name in STORIES if name not in NOT_YET]


def tellings(name: str) -> list[Telling]:
    """What the node tells of the story, in the order of arrival."""
    story = STORIES[name]
    return StoryNode(story, DEFAULTS, start_of(story)).run()


def rules(name: str) -> dict[str, QueueRule]:
    settings = settings_of(STORIES[name])
    rule = QueueRule(
        settings["service_level_s"], settings["short_abandon_s"], settings["wrap_s"], settings["missed_limit"]
    )
    return defaultdict(lambda: replace(rule), {"service": rule, "sales": rule, "": rule})


class Ledger:
    """Takes batches in as the sink does: calls by key, states of an agent by their start."""

    def __init__(self):
        self.calls = {}
        self.states = defaultdict(dict)
        self.offers = []

    def write(self, batch) -> None:
        for call in batch.calls:
            for alias in call.aliases:
                self.calls.pop(alias, None)
            self.calls[call.key] = call
        by_agent = defaultdict(list)
        for row in batch.states:
            by_agent[row.agent].append(row)
        for agent, rows in by_agent.items():
            kept = self.states[agent]
            for row in rows:
                for start in [start for start in kept if start > row.start and (row.end is None or start < row.end)]:
                    del kept[start]
            for start, row in list(kept.items()):
                if start < rows[0].start and (row.end is None or row.end > rows[0].start):
                    kept[start] = replace(row, end=rows[0].start)
            kept.update({row.start: row for row in rows})
        self.offers += batch.offers

    def line(self, agent: str) -> list:
        return [self.states[agent][start] for start in sorted(self.states[agent])]


def Seen(name: str, ledger: Ledger, digits: int = 6) -> seen.Seen:
    return seen.Seen(STORIES[name], ledger, digits)


def expected(name: str) -> tuple[dict, list[dict], dict]:
    return _expected(STORIES[name])
