"""A browser phone that is lost in a call without a word, with a connector: music, and the way back or the queue."""

import shutil

import pytest
from tools.rtp import AGENT
from tools.story import wait_hears
from tools.waiting import wait_until

from . import scenes
from .linked import Linked
from .test_rejoin import ANSWER, COME_BACK, DIALOG, hears_music
from .web import JSSIP, phone_page, told

pytestmark = pytest.mark.skipif(not (shutil.which("chromium") and JSSIP.exists()), reason="no Chromium or no JsSIP")
WEB = "PJSIP/1001-web"


@pytest.fixture
def linked(node, office, request):
    with Linked(node, lost_phone_s=getattr(request, "param", "30")) as linked:
        assert linked.order("sign_in", agent="1001", interface=WEB, queues=[["service", 0]]) == (True, "")
        yield linked


def lost(linked, office, page):
    """(customer, key of the call, what the phone needs to come back): the page is gone in the middle of the call."""
    offers = len(linked.store.offers)
    call = office.phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    told(page, "call")
    page.evaluate(ANSWER)
    told(page, "confirmed")
    wait_hears(call, AGENT)
    linked.until(lambda: len(linked.store.offers) > offers, "the offer is told")
    key = linked.store.offers[-1].call
    linked.until(lambda: agent_leg(linked, key).answer, "the answer is booked")
    dialog = page.evaluate(DIALOG)
    page.close()
    wait_until(lambda: hears_music(call), 20, "music instead of silence")
    return call, key, dialog


def agent_leg(linked, key, number=0):
    return [leg for leg in linked.store.calls[key].legs if leg.role == "agent"][number]


def test_the_customer_hears_music_until_the_phone_is_back(node, office, page, linked, browser, tmp_path):
    call, key, dialog = lost(linked, office, page)
    linked.until(lambda: agent_leg(linked, key).hold, "the hold is booked")
    folder = tmp_path / "again"
    folder.mkdir()
    with phone_page(browser, folder, node) as again:
        again.evaluate(COME_BACK, dialog)
        told(again, "confirmed")
        wait_hears(call, AGENT)
        linked.until(lambda: agent_leg(linked, key).hold[0][1], "the hold is over")
        wait_until(lambda: "cc-comfort" not in node.cli("core show channels"), 5, "no music any more")
        call.hang_up()
        linked.until(lambda: linked.store.calls[key].end, "the call is over")
    row = linked.store.calls[key]
    assert "rejoined" in row.marks and row.hold_s > 0
    assert len([leg for leg in row.legs if leg.role == "agent"]) == 1


@pytest.mark.parametrize("linked", ["4"], indirect=True)
def test_a_phone_that_stays_away_gives_the_customer_back_to_the_queue(node, office, page, linked):
    call, key, _dialog = lost(linked, office, page)
    legs = linked.store.calls[key].legs
    linked.until(lambda: [leg.via for leg in linked.store.calls[key].legs if leg.role == "queue"] == ["", "return"],
                 "waiting again")  # fmt: skip
    assert not call.untaken and agent_leg(linked, key).ended_by == "fault", legs
    call.hang_up()
    linked.until(lambda: linked.store.calls[key].end, "the call is over")
    assert linked.store.calls[key].result == "answered"
