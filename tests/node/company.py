"""The configuration of the test's node: the demo company in small, with short times."""

import io
import wave
from array import array
from math import pi, sin

from callcenter_telephony.render.model import (
    Callback,
    Choice,
    Did,
    Endpoint,
    Flow,
    Mailbox,
    Music,
    NodeConfig,
    Overflow,
    Prompt,
    Question,
    Queue,
    Step,
    Trunk,
)

PASSWORD = "secret-1001-x"
REFUSED = "+8613800000002"
OUTSIDE = "+8613900000099"


def sound(seconds: float, hertz: float = 330) -> bytes:
    """Wav, 8 kHz mono 16 bit."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(array("h", (int(6000 * sin(2 * pi * hertz * n / 8000)) for n in range(int(8000 * seconds)))))
    return out.getvalue()


def company(carrier_port: int, **extra) -> NodeConfig:
    """``carrier_port``: where outbound calls go on 127.0.0.1."""
    queue = Queue(
        "service", ring_timeout_s=3, wrap_s=2, questions=(Question("survey"),), survey_thanks="thanks",
        last_agent_s=600, own_agent=True,
    )  # fmt: skip
    sales = Queue("sales", wrap_s=0, missed_limit=0, no_agents=Overflow("queue", "service"), max_wait_s=2)
    back = Queue(
        "back", ring_timeout_s=3, wrap_s=2, announce_position=True, announce_wait=True, greeting="thanks",
        max_wait_s=60, no_agents=Overflow("voicemail", "night", "thanks"), full=Overflow("callback"), max_length=2,
        language="zh", music="calm", callback=Callback("1", "menu", "menu", "thanks", tries=2, retry_s=1),
    )  # fmt: skip
    away = Queue("away", max_wait_s=2, late=Overflow("outside", OUTSIDE, mailbox="night"))
    return NodeConfig(
        code="test",
        outbound_trunk="demo-carrier",
        trunks=(Trunk("demo-carrier", "127.0.0.1", carrier_port, allowed_ips=("127.0.0.1",)),),
        endpoints=tuple(Endpoint(str(ext), PASSWORD, f"Agent {ext - 1000}") for ext in (1001, 1002)),
        queues=(queue, sales, back, away),
        flows=(
            Flow(
                "hotline",
                "main",
                (
                    Step("main", "menu", "menu", "bye", choices=(Choice("1", "sales"), Choice("2", "service")),
                         timeout_s=1, tries=2),
                    Step("sales", "queue", queue="sales"),
                    Step("service", "queue", queue="service"),
                    Step("bye", "hangup", "thanks"),
                ),
            ),
        ),
        dids=(Did("4001", flow="hotline"), Did("4002", queue="service"), Did("4003", queue="sales"),
              Did("4004", queue="back"), Did("4005", queue="away")),
        music=(Music("calm", ("thanks",)),),
        mailboxes=(Mailbox("night", "thanks", "thanks", max_s=4),),
        prompts=(
            Prompt("menu", "r1", sound(0.5)), Prompt("survey", "r1", sound(0.5)), Prompt("thanks", "r1", sound(0.3)),
        ),
        extra={"wrap_s": "2", "dial_timeout_s": "3", "transfer_timeout_s": "3", **extra},
    )  # fmt: skip
