"""What the people and lines of a story are called on the node: each story has agents, queues and DIDs of its own."""

import re

from .book import OUR_STORIES

AT_THE_PHONE = {"answer", "refuse", "hang_up", "hold", "resume", "registered"}
OURS_FROM = 50  # the numbers of the stories that are not in the file given


class Names:
    """``agent``, ``queue``, ``did``, ``flow`` turn the story's names into the node's; ``back`` the node's into its."""

    def __init__(self, story: dict):
        self.story = story
        self.number = int(story["id"][1:]) + (OURS_FROM if story["id"] in OUR_STORIES else 0)
        self.agents = {name: f"8{self.number:02}{place}" for place, name in enumerate(story["agents"], 1)}
        self._back = {extension: name for name, extension in self.agents.items()}

    def agent(self, name: str) -> str:
        return self.agents[name]

    def login(self, name: str) -> str:
        return f"{self.story['id']}-{name}".lower()

    def queue(self, code: str) -> str:
        return self._known(f"{self.story['id']}-{code}", code)

    def flow(self, code: str) -> str:
        return self._known(f"{self.story['id']}-{code}", code)

    def did(self, number: str) -> str:
        return self._known(f"{number}{self.number:02}", number)

    def back(self, name: str | None) -> str:
        return self._back.get(name or "", name or "")

    def _known(self, ours: str, name: str) -> str:
        self._back[ours] = name
        return ours

    @property
    def at_screens(self) -> set[str]:
        """The agents who log in; the others sign in at their phone and need no more than that."""
        busy = {act["who"] for act in self.story["acts"] if act["does"] not in AT_THE_PHONE}
        busy |= set(self.talked_before.values())
        return {name for name, agent in self.story["agents"].items() if agent["state"] == "not_ready" or name in busy}

    @property
    def queues(self) -> list[str]:
        """The story's queues: those that agents serve and those that calls come to."""
        served = [queue for agent in self.story["agents"].values() for queue in agent["queues"]]
        dialled = {act.get("did") for act in self.story["acts"]}
        other = ["service"] if "4002" in dialled else []
        other += re.findall(r"\b(sales|service)\b", str(self.story.get("config", {})))
        return list(dict.fromkeys(served + other))

    @property
    def dids(self) -> list[str]:
        return sorted({act["did"] for act in self.story["acts"] if "did" in act})

    @property
    def talked_before(self) -> dict[str, str]:
        """Agents who had talked to a customer before the story began, by number."""
        calls = self.story["expect"]["calls"].values()
        return {call["number"]: call["last_agent"] for call in calls if "last_agent" in call}

    @property
    def recorded(self) -> bool:
        """The story says what the recording holds: its people speak all the time."""
        return any("recording" in call for call in self.story["expect"]["calls"].values())

    @property
    def numbers(self) -> set[str]:
        """Of customers and others outside, in E.164."""
        return {call["number"] for call in self.story["expect"]["calls"].values()}
