"""What the fake node knows: queue members, AstDB entries, channels, and how it answers to each action."""

ERROR, SUCCESS = "Error", "Success"


def success(message="Done", **more):
    return {"Response": SUCCESS, "Message": message, **more}


def error(message):
    return {"Response": ERROR, "Message": message}


class FakeNode:
    """``members``: (queue, interface) → dict; ``db``: "family/key" → value; ``channels``: name → uniqueid."""

    def __init__(self):
        self.members = {}
        self.db = {}
        self.channels = {}
        self.queues = {"service", "sales"}
        self.missing = set()  # contexts that it does not have
        self.endpoints = set()
        self.uptime = 1000
        self.cli = {}  # command → output
        self.commands = []
        self.originated = []
        self.redirected = []  # channel → context, both of a dual one
        self.variables = {}  # (channel, name) → value
        self.originate_answer = {"Response": SUCCESS, "Reason": "4"}

    def answer(self, action):
        """(response, list events or None, later events) to one action."""
        handler = getattr(self, f"on_{action['Action'].lower()}", None)
        if handler is None:
            return error("Invalid/unknown command"), None, []
        result = handler(action)
        return result if isinstance(result, tuple) else (result, None, [])

    def on_ping(self, action):
        return success(Ping="Pong", Timestamp="1700000000.000000")

    def on_coresettings(self, action):
        return success(AsteriskVersion="22.10.0")

    def on_command(self, action):
        self.commands.append(text := action["Command"])
        output = self.cli.get(text)
        if text == "core show uptime seconds":
            output = f"System uptime: {self.uptime}\nLast reload: 1"
        if text.startswith("dialplan show ") and text.split()[-1] in self.missing:
            output = f"There is no existence of '{text.split()[-1]}' context"
        return success("Command output follows", Output=(output or "ok").split("\n"))

    def on_queueadd(self, action):
        key = (action["Queue"], action["Interface"])
        if key[0] not in self.queues:
            return error("Unable to add interface to queue: No such queue")
        if key in self.members:
            return error("Unable to add interface: Already there")
        self.members[key] = {
            "name": action.get("MemberName", ""),
            "penalty": action.get("Penalty", "0"),
            "paused": action.get("Paused") == "true",
            "reason": action.get("Reason", ""),
            "status": "1",
        }
        return success("Added interface to queue")

    def on_queueremove(self, action):
        if self.members.pop((action["Queue"], action["Interface"]), None) is None:
            return error("Unable to remove interface: Not there")
        return success("Removed interface from queue")

    def on_queuepause(self, action):
        found = [
            member
            for (queue, interface), member in self.members.items()
            if interface == action["Interface"] and action.get("Queue", queue) == queue
        ]
        for member in found:
            member["paused"] = action["Paused"] == "true"
            member["reason"] = action.get("Reason", "") if member["paused"] else ""
        return success() if found else error("Interface not found")

    def on_queuepenalty(self, action):
        self.members[action["Queue"], action["Interface"]]["penalty"] = action["Penalty"]
        return success()

    def on_queuereload(self, action):
        return success("Queue reloaded successfully")

    def on_queuestatus(self, action):
        rows = [{"Event": "QueueParams", "Queue": queue} for queue in sorted(self.queues)]
        for (queue, interface), member in self.members.items():
            if action.get("Member", member["name"]) in (member["name"], interface):
                rows.append(_member_row(queue, interface, member))
        return success("Queue status will follow"), rows, []

    def on_dbput(self, action):
        self.db[f"{action['Family']}/{action['Key']}"] = action["Val"]
        return success("Updated database successfully")

    def on_dbdel(self, action):
        if self.db.pop(f"{action['Family']}/{action['Key']}", None) is None:
            return error("Database entry could not be deleted")
        return success("Key deleted successfully")

    def on_dbget(self, action):
        value = self.db.get(f"{action['Family']}/{action['Key']}")
        if value is None:
            return error("Database entry could not be deleted")
        row = {"Event": "DBGetResponse", "Family": action["Family"], "Key": action["Key"], "Val": value}
        return success("Result will follow"), [row], []

    def on_dbgettree(self, action):
        prefix = action["Family"] + "/"
        rows = [
            {"Event": "DBGetTreeResponse", "Key": f"/{key}", "Val": value}
            for key, value in self.db.items()
            if key.startswith(prefix)
        ]
        return success("Result will follow"), rows, []

    def on_originate(self, action):
        self.originated.append(action)
        later = {"Event": "OriginateResponse", "ActionID": action["ActionID"], **self.originate_answer}
        return success("Originate successfully queued"), None, [later]

    def on_hangup(self, action):
        if self.channels.pop(action["Channel"], None) is None:
            return error("No such channel")
        return success("Channel Hungup")

    def on_redirect(self, action):
        wanted = [action[name] for name in ("Channel", "ExtraChannel") if name in action]
        if any(name not in self.channels for name in wanted):
            return error("Channel does not exist")
        self.redirected.append({name: action["Context"] for name in wanted[:1]})
        if wanted[1:]:
            self.redirected[-1][wanted[1]] = action["ExtraContext"]
        return success("Redirect successful")

    def on_setvar(self, action):
        (name,) = action["Variable"]
        self.variables[action["Channel"], name] = action["Value"]
        return success("Variable Set")

    def on_getvar(self, action):
        (name,) = action["Variable"]
        value = self.variables.get((action["Channel"], name), "")
        return success("Result will follow", Variable=name, Value=value)

    def on_coreshowchannels(self, action):
        rows = [{"Event": "CoreShowChannel", "Channel": name, "Uniqueid": u} for name, u in self.channels.items()]
        return success("Channels will follow"), rows, []

    def on_pjsipshowendpoints(self, action):
        if not self.endpoints:
            return error("No endpoints found")
        return success(), [{"Event": "EndpointList", "ObjectName": name} for name in sorted(self.endpoints)], []


def _member_row(queue, interface, member):
    return {
        "Event": "QueueMember",
        "Queue": queue,
        "Name": member["name"],
        "Location": interface,
        "StateInterface": interface,
        "Penalty": member["penalty"],
        "Status": member["status"],
        "Paused": "1" if member["paused"] else "0",
        "PausedReason": member["reason"],
    }
