"""Each call story leaves the ledger that it expects."""

import pytest
from tools.phones import Phones
from tools.stories import clock, play
from tools.stories.book import STORIES

FAULTS = ("S29", "S30", "S31")
FASTER = 2  # times as fast as the story's goes the clock of the faults
SHORTENED = ("S28",)
LATE_S = 1.0  # an act that comes later than this is not the story's: a server just installed has its first jobs to do
SIDE_BY_SIDE = [name for name in STORIES if name not in FAULTS]


@pytest.fixture(scope="module")
def tell(request):
    """Prints a line past pytest's capture: how each story went is to be read in the log of every run."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def line(text: str) -> None:
        with capture.global_and_fixture_disabled():
            print(text, flush=True)

    return line


@pytest.fixture(scope="module")
def people(stack):
    with Phones(stack.server) as phones:
        yield phones


def acted(stack, people, tell, names, times: float = 1) -> dict:
    stories = {name: play.without_the_edge(STORIES[name]) for name in names}
    clocks = {
        name: clock.without_the_idle(story) if name in SHORTENED else clock.even(story, times)
        for name, story in stories.items()
    }
    found = play.play(stack, people, stories, clocks, times, tell)
    for name, played in found.items():
        tell(f"{name} {'ok' if played.ok else 'differs'}  (acts at most {played.late_s:.1f} s late)")
        for line in [*played.errors, *played.differences]:
            tell(f"    {line}")
    return found


@pytest.fixture(scope="module")
def together(request, stack, people, tell):
    """Those that were chosen of the stories that run side by side."""
    items = (item for item in request.session.items if "together" in getattr(item, "fixturenames", ()))
    found = acted(stack, people, tell, [item.callspec.params["name"] for item in items])
    late = [name for name, played in found.items() if not played.ok and played.late_s > LATE_S]
    if late:
        tell(f"acted once more, as the machine came late: {' '.join(late)}")
        found |= acted(stack, people, tell, late)
    return found


@pytest.mark.parametrize("name", SIDE_BY_SIDE)
def test_side_by_side(together, name):
    assert together[name].ok, "\n".join(together[name].errors + together[name].differences)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_middle(stack, people, tell, name):
    stack.heal()
    played = acted(stack, people, tell, [name], FASTER)[name]
    if not played.ok and played.late_s > LATE_S:
        tell(f"acted once more, as the machine came late: {name}")
        stack.heal()
        played = acted(stack, people, tell, [name], FASTER)[name]
    assert played.ok, "\n".join(played.errors + played.differences)
