"""Which steps a caller passed, and where one left."""

from callcenter_telephony.connector.events import ChannelEvent, Source
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.path import Path


def event(kind: K, **data) -> ChannelEvent:
    return ChannelEvent(kind, 0.0, "1.1", "1.1", "PJSIP/x-1", Source.AMI, data=data)


def path(*steps) -> Path:
    walked = Path()
    for at, kind, data in steps:
        walked.step(at, event(kind, **data))
    return walked


def step(at: float, code: str, flow: str = "hotline"):
    return at, K.IVR, {"flow": flow, "version": "v1", "step": code}


def told(walked: Path) -> list:
    return [(leg.party, leg.ended_by, [code for code, _version, _at in leg.steps]) for leg in walked.legs]


def test_steps_belong_to_the_leg_of_their_flow():
    walked = path(step(1, "a"), step(2, "b"), step(3, "x", "inner"), step(4, "c"))
    walked.close(5, "caller")
    assert told(walked) == [
        ("hotline", "moved", ["a", "b"]), ("inner", "moved", ["x"]), ("hotline", "caller", ["c"]),
    ]  # fmt: skip


def test_ringing_somebody_ends_the_flows_leg_and_going_on_begins_another():
    walked = path(step(1, "a"), (2, K.IVR_END, {"next": "agent"}), step(9, "nobody"))
    walked.close(10, "caller")
    assert told(walked) == [("hotline", "moved", ["a"]), ("hotline", "caller", ["nobody"])]
    assert (walked.legs[0].end, walked.legs[1].start) == (2, 9)
