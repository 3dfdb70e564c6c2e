"""Which calls are recorded: the rules as dialplan, so that the node decides alone.

The first rule that fits decides; without one the queue's own switch does, and outbound calls are recorded.
"""

from .model import NodeConfig, RecordingRule
from .text import context, section

FEATURE = "cc-record"  # of features.conf, and of DYNAMIC_FEATURES on an agent's channel
_WAYS = {"inbound": "!=", "outbound": "="}


def settings(config: NodeConfig) -> list[tuple[str, object]]:
    """Global variables."""
    return [
        ("CC_OUT_RECORD", int(config.recording)),
        ("CC_RECORD_FEATURE", FEATURE if config.record_key else ""),
        ("CC_RECORD_PAUSE_S", config.record_pause_s),
        ("CC_RECORD_ON_DEMAND", int(config.record_on_demand and config.recording)),
    ]


def features(config: NodeConfig) -> str:
    """features.conf: the key runs on the channel of whom the agent talks to."""
    keys = [(FEATURE, f'{config.record_key},peer,Gosub,"cc-record-key,s,1"')] if config.record_key else []
    return section("applicationmap", "", keys).replace(" = ", " => ")


def rules(config: NodeConfig) -> str:
    """cc-record-rules, and for each rule about agents the context cc-record-<code> with their extensions.

    Called on the channel that may be recorded, or on the agent's. ARG1: the agent, empty while unknown; CC_WAY
    (outbound or empty), CC_QUEUE, CC_CAMPAIGN, and CC_RECORD, which says what holds without a rule.
    """
    if not config.recording:
        return context("cc-record-rules", [("s", ["Return(no:)"])])
    steps = [step for rule in config.recording_rules for step in _rule(rule)]
    steps.append('Return(${IF($["${CC_RECORD}" = "1"]?yes:no)}:)')
    texts = [context("cc-record-rules", [("s", ["NoOp()", *steps])])]
    for rule in config.recording_rules:
        if rule.agents is not None:
            agents = [(extension, ["NoOp()"]) for extension in sorted(rule.agents)]
            texts.append(context(f"cc-record-{rule.code}", agents or [("none", ["NoOp()"])]))
    return "".join(texts)


def _rule(rule: RecordingRule) -> list[str]:
    """The steps of one rule; who does not fit goes on behind them."""
    out = f"after{rule.code}"
    steps = []
    if rule.direction:
        steps.append(f'GotoIf($["${{CC_WAY}}" {_WAYS[rule.direction]} "outbound"]?:{out})')
    for variable, wanted in (("CC_QUEUE", rule.queues), ("CC_CAMPAIGN", rule.campaigns)):
        if wanted:
            fits = " | ".join(f'"${{{variable}}}" = "{code}"' for code in wanted)
            steps.append(f"GotoIf($[{fits}]?:{out})")
    if rule.percent < 100:
        luck = f"CC_LUCK_{rule.code}"
        steps.append(f'ExecIf($["${{{luck}}}" = ""]?Set(__{luck}=${{RAND(1,100)}}))')
        steps.append(f"GotoIf($[${{{luck}}} <= {rule.percent}]?:{out})")
    if rule.agents is not None:
        steps.append('GotoIf($["${ARG1}" = ""]?later)'.replace("later", f"later{rule.code}"))
        steps.append(f"GotoIf(${{DIALPLAN_EXISTS(cc-record-{rule.code},${{ARG1}},1)}}?:{out})")
    steps.append(f"Return({'yes' if rule.record else 'no'}:{rule.code})")
    if rule.agents is not None:
        steps.append(f"(later{rule.code}),Return(later:)")
    return [*steps, f"({out}),NoOp()"]
