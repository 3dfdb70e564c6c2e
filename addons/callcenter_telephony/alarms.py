"""Which numbers of the live monitor are alarms: levels target, watch, alarm.

Monitors judge by the same rules in the browser (``static/src/monitor/monitor_rules.js``), each second; the server
judges to tell leaders who do not look. The table ``static/tests/alarm_cases.json`` holds for both. Pure; rows and rules
are those of callcenter.agent.monitor_load, moments ms since the epoch.
"""

AGENT_METRICS = {"on_call": "long_call", "not_ready": "long_not_ready", "wrap_up": "long_wrap_up"}
NO_CUSTOMER = ("monitor", "preview")  # on_call, but in no call of one's own


def rule_for(rules, metric, queue=False, department=False):
    """Return the rule that holds, or None: one for just this queue or department goes before one for all."""
    found = [
        rule
        for rule in rules
        if rule["metric"] == metric and rule["queue"] in (False, queue) and rule["department"] in (False, department)
    ]
    return next((rule for rule in found if rule["queue"] or rule["department"]), found[0] if found else None)


def level_of(rule, value):
    """Return target, watch or alarm; none without a rule or a value."""
    if not rule or value is None:
        return "none"

    def worse(limit):
        return value < limit if rule.get("lower") else value >= limit

    return "alarm" if worse(rule["alarm"]) else "watch" if worse(rule["watch"]) else "target"


def agent_alarms(rules, agent, reasons, now):
    """Return what has to be looked at of an agent: {metric, part, value, level, limit, rule}, none or one.

    A reason with a limit of its own is judged by that: its time is over, or not.
    """
    metric = AGENT_METRICS.get(agent["state"])
    if not metric or agent["sub"] in NO_CUSTOMER:
        return []
    rule, since = rule_for(rules, metric, department=agent["department"]), agent["since"]
    if metric == "long_call" and agent["call"]:
        since = agent["call"]["since"] or since
    if metric == "long_not_ready":
        limit = next((one["limit_s"] for one in reasons if one["code"] == agent["reason"]), 0)
        rule = {**(rule or {}), "watch": limit, "alarm": limit} if limit else rule
    return _judged([(metric, "", _seconds(since, now), rule)])


def queue_alarms(rules, queue, waiting, now):
    """Return those of a queue; ``day`` may be missing, then the day's numbers are not judged."""
    day = queue.get("day")
    values = {
        "waiting": len(waiting),
        "longest_wait": max((_seconds(row["since"], now) for row in waiting), default=None),
        "service_level": day and _percent(day["yes"], day["yes"] + day["no"]),
        "abandoned": day and _percent(day["abandoned"], day["offered"] - day["short"] - day["open"]),
    }
    return _judged(
        [(metric, "", value, rule_for(rules, metric, queue=queue["id"])) for metric, value in values.items()]
    )


def node_alarms(rules, node, now):
    """Return those of a server, with its trunks and disks."""
    status = node["status"]
    values = [("node_down", "node", _seconds(status["lost"] if status["linked"] is False else node["seen"], now))]
    for trunk in status["trunks"]:
        down = trunk["state"] == "down"
        values.append(("trunk_down", trunk["code"], _seconds(trunk["since"], now) if down else None))
    values.append(("disk_low", "disk", status["disk_free_mb"]))
    if status["recordings_free_mb"] != status["disk_free_mb"]:
        values.append(("disk_low", "recordings", status["recordings_free_mb"]))
    return _judged([(metric, part, value, rule_for(rules, metric)) for metric, part, value in values])


def _judged(values):
    rows = []
    for metric, part, value, rule in values:
        level = level_of(rule, value)
        if level in ("watch", "alarm"):
            row = {"metric": metric, "part": part, "value": value, "level": level, "limit": rule[level]}
            rows.append({**row, "rule": rule})
    return rows


def _seconds(since, now):
    return max(0.0, (now - since) / 1000) if since else None


def _percent(part, whole):
    return 100 * part / whole if whole > 0 else None
