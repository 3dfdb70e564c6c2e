"""What the product's own reports by queue and by agent say of the stories' calls, in the stories' words."""

from datetime import UTC, datetime

from .names import Names

QUEUE = {
    "offered": "offered", "answered": "answered", "abandoned": "abandoned", "short_abandoned": "short_abandoned",
    "left_queue": "left", "lost": "lost", "sl_yes": "sl_yes", "sl_no": "sl_no", "sl_out": "sl_out",
    "wait_answered_s": "wait_answered", "wait_abandoned_s": "wait_abandoned", "longest_wait_s": "longest_wait",
}  # fmt: skip
AGENT = {
    "offers": "offers", "offers_answered": "answered", "missed": "missed", "handled": "handled", "talk_s": "talk",
    "hold_s": "hold", "consult_s": "consult", "wrap_s": "wrap_up",
}  # fmt: skip
LEFT = ("overflow", "voicemail", "callback", "moved")
SECONDS = {"wait_answered", "wait_abandoned", "longest_wait", "talk", "hold", "consult", "wrap_up"}


class Reports:
    """``of(names)`` gives ``{"queues": ..., "agents": ...}`` of a story's calls since ``since`` (epoch)."""

    def __init__(self, rpc, since: float):
        self._rpc = rpc
        self._since = datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%d %H:%M:%S")

    def of(self, names: Names) -> dict:
        queues = {names.queue(code): code for code in names.queues}
        agents = {extension: name for name, extension in names.agents.items()}
        return {
            "queues": self._figures("callcenter.report.queue", "callcenter.queue", "code", queues, QUEUE),
            "agents": self._figures("callcenter.report.agent", "callcenter.agent", "extension", agents, AGENT),
        }

    def _figures(self, report: str, model: str, key: str, wanted: dict[str, str], figures: dict[str, str]) -> dict:
        """By the story's name; what is 0 is left out."""
        domain = [[key, "in", sorted(wanted)]]
        rows = self._rpc.call(model, "search_read", domain, [key], context={"active_test": False})
        names = {row["id"]: wanted[row[key]] for row in rows}
        field = model.rpartition(".")[2] + "_id"
        sums = [f"{name}:{'max' if name == 'longest_wait_s' else 'sum'}" for name in figures]
        since = [[field, "in", list(names)], ["date", ">=", self._since]]
        found = self._rpc.call(report, "formatted_read_group", since, [field], sums)
        told = {
            names[row[field][0]]: {word: row[spec] for spec, word in zip(sums, figures.values(), strict=True)}
            for row in found
        }
        return {name: {word: value for word, value in row.items() if value} for name, row in told.items()}


def wanted(kpi: dict, with_seconds: bool) -> dict:
    """What the reports are to say, of what the story says."""
    queues = {code: _left(figures) for code, figures in kpi.get("queues", {}).items()}
    found = {
        "queues": {code: _only(figures, QUEUE, with_seconds) for code, figures in queues.items()},
        "agents": {name: _only(figures, AGENT, with_seconds) for name, figures in kpi.get("agents", {}).items()},
    }
    return {kind: {name: figures for name, figures in rows.items() if figures} for kind, rows in found.items()}


def _left(figures: dict) -> dict:
    return figures | {"left": sum(figures.get(name, 0) for name in LEFT)}


def _only(figures: dict, known: dict[str, str], with_seconds: bool) -> dict:
    words = set(known.values()) - (set() if with_seconds else SECONDS)
    return {word: figures[word] for word in sorted(words & figures.keys()) if figures[word]}


def without_seconds(told: dict) -> dict:
    return {
        kind: {name: {word: value for word, value in row.items() if word not in SECONDS} for name, row in rows.items()}
        for kind, rows in told.items()
    }
