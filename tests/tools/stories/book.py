"""The call stories as they stand in the files, and what the ledger must hold after each."""

from datetime import datetime
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
GIVEN = "stories.yaml"  # taken over unchanged
OURS = "more_stories.yaml"  # of the same form

# In the stories, but of other tables (recording, campaign, contact) or counted from the legs by the reports.
_ELSEWHERE = {
    "transfers", "holds", "recording", "callback_wait", "wait_since_entry", "campaign", "disposition", "flags",
    "promised_at",
}  # fmt: skip


def _read(name: str) -> dict:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


DEFAULTS = _read(GIVEN)["defaults"]
GIVEN_STORIES = {story["id"]: story for story in _read(GIVEN)["stories"]}
OUR_STORIES = {story["id"]: story for story in _read(OURS)["stories"]} if (DATA / OURS).exists() else {}
STORIES = GIVEN_STORIES | OUR_STORIES


def settings_of(story: dict) -> dict:
    return DEFAULTS | story.get("config", {})


def start_of(story: dict) -> float:
    return datetime.fromisoformat(settings_of(story)["start_at"]).timestamp()


def expected(story: dict) -> tuple[dict, list[dict], dict]:
    """Calls, legs and states of the story, without what other tables hold."""
    expect = story["expect"]
    calls = {
        key: {field: value for field, value in call.items() if field not in _ELSEWHERE}
        for key, call in expect["calls"].items()
    }
    return calls, expect["legs"], expect["states"]


def in_order(legs: list[dict]) -> list[dict]:
    return sorted(legs, key=lambda leg: (leg["call"], leg["start"], leg["role"], leg["party"], str(leg)))
