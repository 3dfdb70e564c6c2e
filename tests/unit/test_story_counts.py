"""The counts of the call stories follow from their rows: the rules of counting are those of the files."""

import pytest
from tools.stories import count
from tools.stories.book import STORIES
from tools.stories.seen import OWNERS


@pytest.mark.parametrize("name", STORIES)
def test_every_second_has_the_owner_that_the_story_says(name):
    expect = STORIES[name]["expect"]
    for key, call in expect["calls"].items():
        seconds = count.owners(call, [leg for leg in expect["legs"] if leg["call"] == key])
        assert {owner: seconds[owner] for owner in OWNERS} == {owner: call[owner] for owner in OWNERS}


@pytest.mark.parametrize("name", STORIES)
def test_the_counts_follow_from_the_rows(name):
    expect = STORIES[name]["expect"]
    assert count.kpi(STORIES[name], expect["calls"], expect["legs"], expect["states"]) == expect["kpi"]
