"""Makes what the stories need, as an administrator does it: people, phones, queues, flows, numbers. All by RPC."""

import base64
import io
import re
import wave
from collections import defaultdict

from ..waiting import wait_until
from .book import settings_of
from .names import Names

TIMES = ("service_level_s", "short_abandon_s", "ring_timeout_s", "wrap_s")  # of a queue
AT_ONCE = 10  # records made by one request
SOUNDS = {"menu": 1, "question": 4, "thanks": 2, "greeting": 9, "balance": 17}  # seconds of silence


def _silence(seconds: int) -> str:
    data = io.BytesIO()
    with wave.open(data, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes(16000 * seconds))
    return base64.b64encode(data.getvalue()).decode()


class Company:
    """``times``: how much faster than the stories' the clock goes that their queues are set for."""

    def __init__(self, stack, cast: list[Names], times: float = 1):
        self.rpc = stack.rpc("admin")
        self.stack, self.cast, self.times = stack, cast, times
        self.made: dict[str, list[int]] = defaultdict(list)

    def open(self) -> None:
        """All of it live on the node."""
        self.node = self._one("callcenter.node", [])
        self.sounds = self._sounds()
        self._reasons()
        self.agents = self._people()
        self.queues = self._queues()
        self._have("callcenter.did", "number", [did for names in self.cast for did in self._set_up(names)])
        unfinished = "SELECT count(*) FROM callcenter_command WHERE state IN ('queued', 'sent')"
        wait_until(lambda: not self.stack.ledger.value(unfinished), 60, "all commands carried out")
        self.stack.wait_configured(30)

    def close(self) -> None:
        """No call comes in any more and nobody is signed in. All is archived, as the history stays."""
        for model in ("callcenter.did", "callcenter.ivr.flow", "callcenter.agent"):
            if self.made[model]:
                self.rpc.call(model, "write", self.made[model], {"active": False})

    def _one(self, model: str, domain: list) -> int:
        return self.rpc.call(model, "search", domain, limit=1)[0]

    def _have(self, model: str, key: str, rows: list[dict]) -> list[int]:
        """Ids of such records; those of an earlier run on this installation are taken again as they are."""
        everything = {"active_test": False, "no_reset_password": True}
        wanted = [row[key] for row in rows]
        known = self.rpc.call(model, "search_read", [[key, "in", wanted]], [key], context=everything)
        ids = {row[key][0] if isinstance(row[key], list) else row[key]: row["id"] for row in known}
        if ids:
            self.rpc.call(model, "write", list(ids.values()), {"active": True}, context=everything)
        missing = [row for row in rows if row[key] not in ids]
        for begin in range(0, len(missing), AT_ONCE):
            some = missing[begin : begin + AT_ONCE]
            made = self.rpc.call(model, "create", some, context=everything)
            ids |= dict(zip((row[key] for row in some), made, strict=True))
        found = [ids[name] for name in wanted]
        self.made[model] += found
        return found

    def _sounds(self) -> dict[str, int]:
        rows = [
            {"name": f"story-{name}", "code": f"story-{name}", "upload": _silence(seconds)}
            for name, seconds in SOUNDS.items()
        ]
        return dict(zip(SOUNDS, self._have("callcenter.prompt", "code", rows), strict=True))

    def _reasons(self) -> None:
        agents = [agent for names in self.cast for agent in names.story["agents"].values()]
        codes = sorted({agent["reason"] for agent in agents if "reason" in agent})
        self._have("callcenter.pause.reason", "code", [{"name": code.title(), "code": code} for code in codes])

    def _people(self) -> dict[str, int]:
        """Agents by extension."""
        people = [(names, name) for names in self.cast for name in names.agents]
        logins = [names.login(name) for names, name in people]
        users = self._users(people, logins)
        extensions = [names.agent(name) for names, name in people]
        rows = [{"extension": extension, "node_id": self.node} for extension in extensions]
        endpoints = self._have("callcenter.endpoint", "extension", rows)
        agents = [
            {"user_id": user, "endpoint_id": endpoint, "phone_kind": "sip"}
            for user, endpoint in zip(users, endpoints, strict=True)
        ]
        return dict(zip(extensions, self._have("callcenter.agent", "user_id", agents), strict=True))

    def _users(self, people: list, logins: list[str]) -> list[int]:
        ours = [["module", "=", "callcenter_crm"], ["name", "in", ["role_agent", "role_leader"]]]
        known = self.rpc.call("ir.model.data", "search_read", ours, ["name", "res_id"])
        roles = {row["name"]: row["res_id"] for row in known}
        rows = [
            {
                "name": login,
                "login": login,
                **({"password": login} if name in names.at_screens else {}),  # hashing takes a while
                "role_line_ids": [[0, 0, {"role_id": roles["role_leader" if name == "leader" else "role_agent"]}]],
            }
            for login, (names, name) in zip(logins, people, strict=True)
        ]
        return self._have("res.users", "login", rows)

    def _queues(self) -> dict[str, int]:
        """Queues by code."""
        rows = [self._queue(names, code) for names in self.cast for code in names.queues]
        ids = self._have("callcenter.queue", "code", rows)
        if self.times != 1:  # those of an earlier run may have been set for another clock
            for queue, row in zip(ids, rows, strict=True):
                self.rpc.call("callcenter.queue", "write", [queue], {name: row[name] for name in TIMES})
        return dict(zip((row["code"] for row in rows), ids, strict=True))

    def _queue(self, names: Names, code: str) -> dict:
        settings = settings_of(names.story)
        values = {name: round(settings[name] / self.times) for name in TIMES}
        agents = (names.agent(name) for name, agent in names.story["agents"].items() if code in agent["queues"])
        return values | {
            "member_ids": [[0, 0, {"agent_id": self.agents[extension]}] for extension in agents],
            "name": names.queue(code),
            "code": names.queue(code),
            "node_id": self.node,
            "strategy": settings["strategy"],
            "missed_limit": settings["missed_limit"],
            "survey": settings["survey"],
            "question_ids": [[0, 0, self._question()]],
            "survey_thanks_id": self.sounds["thanks"],
            "last_agent_days": int(settings["last_agent"]),
        }

    def _question(self) -> dict:
        answers = [[0, 0, {"key": key, "name": key, "value": 25 * (int(key) - 1)}] for key in "12345"]
        return {"name": "How was it?", "prompt_id": self.sounds["question"], "answer_ids": answers}

    def _set_up(self, names: Names) -> list[dict]:
        """What the story's text says; gives its DIDs."""
        config = names.story.get("config", {})
        for key in config.keys() & _SET_UP.keys():
            _SET_UP[key](self, names, config[key])
        for act in names.story["acts"]:
            if act["does"] == "take_preview":
                self._campaign(names, act)
            elif act["does"] in ("pick_up", "listen"):
                self._department(names)
        flow = self._flow(names, config["ivr"]) if "4001" in names.dids else 0
        leads = {"4001": {"target": "flow", "flow_id": flow}}
        if "4002" in names.dids:
            leads["4002"] = {"target": "queue", "queue_id": self.queues[names.queue("service")]}
        return [{"number": names.did(did), "node_id": self.node} | leads[did] for did in names.dids]

    def _flow(self, names: Names, text: str) -> int:
        """Of ``4001 hotline: 1 sales, 2 service, 3 reads the balance for 17 s (goal) and ends the call``."""
        code, choices = re.fullmatch(r"4001 (\w+): (.*)", text).groups()
        keys = dict(re.findall(r"(?:^|, )(\d) (\w+)", choices))
        menu = {
            "sequence": 1,
            "code": "main",
            "name": "Menu",
            "kind": "menu",
            "prompt_id": self.sounds["menu"],
            "timeout_s": 60,
            "tries": 1,
            "next_code": "bye",
            "choice_ids": [[0, 0, {"key": key, "target_code": target}] for key, target in keys.items()],
        }
        steps = [menu, *(self._step(names, place, target) for place, target in enumerate(keys.values(), 2))]
        steps.append({"sequence": 9, "code": "bye", "name": "End", "kind": "hangup"})
        row = {
            "name": names.flow(code),
            "code": names.flow(code),
            "node_id": self.node,
            "step_ids": [[5], *([0, 0, step] for step in steps)],
        }
        flow = self._have("callcenter.ivr.flow", "code", [row])
        self.rpc.call("callcenter.ivr.flow", "action_publish", flow)
        return flow[0]

    def _step(self, names: Names, place: int, target: str) -> dict:
        step = {"sequence": place, "code": target, "name": target}
        if target == "reads":
            return step | {"kind": "play", "prompt_id": self.sounds["balance"], "goal": True, "next_code": "bye"}
        return step | {"kind": "queue", "queue_id": self.queues[names.queue(target)]}

    def _campaign(self, names: Names, act: dict) -> None:
        name = f"{names.story['id']} {act['campaign']}"
        row = {"name": name, "dial_mode": "preview", "state": "running", "hour_from": 0, "hour_to": 24}
        (campaign,) = self._have("callcenter.campaign", "name", [row])
        user = self._one("res.users", [["login", "=", names.login(act["who"])]])
        contact = {"campaign_id": campaign, "name": name, "number": act["number"], "user_id": user}
        self.rpc.call("callcenter.contact", "create", [contact])

    def _department(self, names: Names) -> None:
        """The agents of the story are one, with its leader if there is one."""
        (department,) = self._have("callcenter.department", "name", [{"name": names.story["id"]}])
        logins = [names.login(name) for name in names.agents]
        users = self.rpc.call("res.users", "search", [["login", "in", logins]])
        self.rpc.call("res.users", "write", users, {"callcenter_department_id": department})
        if "leader" in names.agents:
            leader = self._one("res.users", [["login", "=", names.login("leader")]])
            self.rpc.call("callcenter.department", "write", [department], {"leader_id": leader})

    def _blacklist(self, names: Names, numbers: list[str]) -> None:
        (known,) = self.rpc.call("callcenter.node", "read", [self.node], ["refused_numbers"])
        lines = {*(known["refused_numbers"] or "").split(), *numbers}
        self.rpc.call("callcenter.node", "write", [self.node], {"refused_numbers": "\n".join(sorted(lines))})

    def _overflow(self, names: Names, text: str) -> None:
        """Of ``service: after 30 s to queue sales`` or ``… to +8613900000099``."""
        code, seconds, target = re.fullmatch(r"(\w+): after (\d+) s to (?:queue )?(\S+)", text).groups()
        if target.startswith("+"):
            rule = {"reason": "late", "action": "outside", "number": target}
        else:
            rule = {"reason": "late", "action": "queue", "target_queue_id": self.queues[names.queue(target)]}
        self._rule(names, code, rule, max_wait_s=round(int(seconds) / self.times))

    def _no_agents(self, names: Names, text: str) -> None:
        """Of ``service: voicemail``."""
        (code,) = re.fullmatch(r"(\w+): voicemail", text).groups()
        box = {"name": names.queue(code), "code": names.queue(code), "node_id": self.node}
        box |= {"greeting_id": self.sounds["greeting"], "queue_id": self.queues[names.queue(code)]}
        (mailbox,) = self._have("callcenter.mailbox", "code", [box])
        self._rule(names, code, {"reason": "no_agents", "action": "voicemail", "mailbox_id": mailbox})

    def _rule(self, names: Names, code: str, rule: dict, **values) -> None:
        queue = [self.queues[names.queue(code)]]
        self.rpc.call("callcenter.queue", "write", queue, {"rule_ids": [[5], [0, 0, rule]], **values})

    def _callback(self, names: Names, text: str) -> None:
        """Of ``service: press 1 while waiting; …``."""
        code, key = re.match(r"(\w+): press (\d)", text).groups()
        values = {"callback_key": key, "callback_thanks_id": self.sounds["menu"]}
        self.rpc.call("callcenter.queue", "write", [self.queues[names.queue(code)]], values)

    def _vip(self, names: Names, numbers: list[str]) -> None:
        vip = [["dictionary_id.code", "=", "customer_level"], ["code", "=", "vip"]]
        level = self._one("callcenter.dictionary.item", vip)
        self.rpc.call("callcenter.dictionary.item", "write", [level], {"queue_priority": 5})
        rows = [{"name": f"{names.story['id']} {number}", "phone": number} for number in numbers]
        customers = self._have("res.partner", "name", rows)
        self.rpc.call("res.partner", "write", customers, {"callcenter_level_id": level})


_SET_UP = {
    "blacklist": Company._blacklist,
    "overflow": Company._overflow,
    "no_agents": Company._no_agents,
    "callback": Company._callback,
    "vip": Company._vip,
}
