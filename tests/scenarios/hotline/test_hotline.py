import csv
import time

import pytest
from tools import story
from tools.stack import RpcError
from tools.waiting import wait_until

DID, MEMBER, PIN = "4089", "880088", "97531"
NUMBER, E164 = "13800008801", "+8613800008801"
VIP, VIP_E164 = "13800008802", "+8613800008802"
TEXTS = {
    "hl-hello": "您好，欢迎致电。",
    "hl-menu": "查订单请按一，人工请按二。",
    "hl-who": "请输入会员号。",
    "hl-pin": "请输入密码。",
    "hl-sorry": "对不起。",
}


@pytest.fixture(scope="module")
def admin(stack):
    return stack.rpc("admin")


@pytest.fixture(scope="module")
def hotline(stack, admin):
    """What the flow leads to, made once: prompts, hours, queue, customers; and the flow, empty."""
    return Hotline(stack, admin)


class Hotline:
    def __init__(self, stack, admin):
        self.stack, self.admin = stack, admin
        self.node = admin.call("callcenter.node", "search", [["code", "=", "demo"]])[0]
        self.prompts = {code: self._prompt(code, text) for code, text in TEXTS.items()}
        hours = [[0, 0, {"name": "All day", "dayofweek": str(n), "hour_from": 0, "hour_to": 24}] for n in range(7)]
        calendar = {"name": "Hotline", "tz": "Asia/Shanghai", "attendance_ids": [[5, 0, 0], *hours]}
        self.calendar = admin.call("resource.calendar", "create", calendar)
        self.queue = admin.call(
            "callcenter.queue", "create", {"node_id": self.node, "code": "hlsenior", "name": "Senior"}
        )
        agent = admin.call("callcenter.agent", "search", [["extension", "=", "1002"]])[0]
        admin.call("callcenter.queue.member", "create", {"queue_id": self.queue, "agent_id": agent})
        self.service = admin.call("callcenter.queue", "search", [["code", "=", "service"]])[0]
        self._customers()
        values = {"node_id": self.node, "code": "hotline8", "name": "Hotline"}
        self.flow = admin.call("callcenter.ivr.flow", "create", values)
        admin.call(
            "callcenter.did", "create",
            {"node_id": self.node, "number": DID, "name": "Hotline", "target": "flow", "flow_id": self.flow},
        )  # fmt: skip

    def _prompt(self, code: str, text: str) -> int:
        prompt = self.admin.call("callcenter.prompt", "create", {"code": code, "name": code, "text": text})
        self.admin.call("callcenter.prompt", "action_speak", [prompt])
        return prompt

    def _customers(self) -> None:
        create = self.admin.call
        partner = create("res.partner", "create", {"name": "Hotline customer", "phone": NUMBER})
        product = create("product.product", "create", {"name": "Box", "list_price": 1234.5})
        order = {"partner_id": partner, "order_line": [[0, 0, {"product_id": product, "product_uom_qty": 1}]]}
        create("sale.order", "create", order)
        member = {"number": MEMBER, "partner_id": partner, "pin": PIN}
        self.member = create("callcenter.member", "create", member)
        domain = [["dictionary_id.code", "=", "customer_level"]]
        level = create("callcenter.dictionary.item", "search", domain, limit=1)
        create("callcenter.dictionary.item", "write", level, {"queue_priority": 8})
        create("res.partner", "create", {"name": "Important", "phone": VIP, "callcenter_level_id": level[0]})

    def call(self, method: str, *args):
        return self.admin.call("callcenter.ivr.flow", method, [self.flow], *args)

    def steps(self, menu_key: str = "1") -> list[dict]:
        """The hotline as the editor sends it."""
        prompt = self.prompts

        def step(code: str, kind: str, values: dict, **exits: str) -> dict:
            listed = [{"key": key.removeprefix("k"), "target": target} for key, target in exits.items()]
            return {"code": code, "kind": kind, "name": code, "x": 0, "y": 0, "values": values, "exits": listed}

        asked = {"prompt_id": prompt["hl-who"], "pin_prompt_id": prompt["hl-pin"], "timeout_s": 3, "tries": 3}
        return [
            step("when", "hours", {"calendar_id": self.calendar}, open="hello", closed="shut", holiday="feast"),
            step("hello", "play", {"prompt_id": prompt["hl-hello"]}, next="level"),
            step("level", "branch", {"subject": "level"}, next="menu", k8="senior"),
            step("menu", "menu", {"prompt_id": prompt["hl-menu"]}, next="bye", k2="agents", **{f"k{menu_key}": "who"}),
            step("who", "member", {**asked, "lock_after": 3}, next="order", failed="bye", locked="locked"),
            step("order", "lookup", {"lookup_id": self.lookup, "goal": True}, next="bye", none="sorry", failed="sorry"),
            step("locked", "play", {"prompt_id": prompt["hl-sorry"]}, next="bye"),
            step("sorry", "play", {"prompt_id": prompt["hl-sorry"]}, next="bye"),
            step("shut", "hangup", {"prompt_id": prompt["hl-sorry"]}),
            step("feast", "hangup", {"prompt_id": prompt["hl-sorry"]}),
            step("senior", "queue", {"queue_id": self.queue}),
            step("agents", "queue", {"queue_id": self.service}),
            step("bye", "hangup", {}),
        ]

    @property
    def lookup(self) -> int:
        return self.admin.call("callcenter.lookup", "search", [["code", "=", "last_order"]])[0]

    def publish(self, menu_key: str = "1") -> dict:
        saved = self.call("editor_save", self.steps(menu_key), "when")
        assert saved["faults"] == []
        return self.call("publish", f"menu {menu_key}")


@pytest.fixture
def dial(hotline, phones, ledger, since):
    """Calls the hotline: (the telephone's end, the call in the ledger)."""

    def dial(number: str = NUMBER, e164: str = E164):
        began = time.time() - 0.001
        customer = phones.customer(number, DID, hertz=0).wait_answered()
        return customer, ledger.wait_call(e164, began)

    return dial


def marks(stack, call: dict, kind: str) -> list[str]:
    linkedid = call["key"].partition(":")[2]
    journal = (stack.node / "log" / "cel-custom" / "cel.csv").read_text(errors="replace")
    return [line for line in journal.splitlines() if line.startswith(f'"{kind}"') and f'"{linkedid}"' in line]


def steps_of(stack, call: dict) -> list[str]:
    return [line.partition("step=")[2].partition('"')[0] for line in marks(stack, call, "CC_IVR")]


def test_the_check_names_what_is_missing_and_nothing_goes_live(hotline, phones):
    steps = hotline.steps()
    steps[1]["values"] = {}
    steps[3]["exits"] = steps[3]["exits"][1:]
    saved = hotline.call("editor_save", steps, "when")
    told = {(fault["step"], fault["field"]) for fault in saved["faults"]}
    assert told == {("hello", "prompt_id"), ("menu", "exits")}, saved["faults"]
    assert hotline.call("publish", "")["published"] is False
    assert phones.customer(NUMBER, DID, hertz=0).wait_ended().status == 404
    bizadmin = hotline.stack.rpc("bizadmin")
    assert bizadmin.call("callcenter.ivr.flow", "editor_load", [hotline.flow])["faults"] == saved["faults"]
    with pytest.raises(RpcError):
        hotline.stack.rpc("leader").call("callcenter.ivr.flow", "publish", [hotline.flow], "")


def test_publishing_is_live_for_the_next_call(hotline, phones):
    began = time.monotonic()
    assert hotline.publish() == {"published": 1, "faults": []}
    call, seconds, _moment = story.wait_live(phones, NUMBER, DID, began)
    assert seconds < 2
    call.hang_up()


def test_three_wrong_pins_lock_and_the_order_is_spoken_to_who_knows_it(hotline, stack, ledger, dial):
    customer, call = dial()
    story.choose(stack, call, customer, "menu", "1")
    story.choose(stack, call, customer, "who", f"{MEMBER}#1111#{MEMBER}#2222#{MEMBER}#3333#")
    customer.wait_ended(40)
    assert steps_of(stack, ledger.wait_ended(call["key"]))[-3:] == ["who", "locked", "bye"]
    with (stack.node / "log" / "cel-custom" / "cel.csv").open(errors="replace", newline="") as journal:
        said = [row[9] for row in csv.reader(journal) if row and row[0].startswith("CC_")]
    assert any("step=locked" in extra for extra in said)
    assert not any("3333" in extra for extra in said)

    hotline.admin.call("callcenter.member", "action_unlock", [hotline.member])
    customer, call = dial()
    story.choose(stack, call, customer, "menu", "1")
    story.choose(stack, call, customer, "who", f"{MEMBER}#{PIN}#")
    customer.wait_ended(60)
    call = story.check_whole(ledger, ledger.wait_ended(call["key"]))
    assert steps_of(stack, call)[-3:] == ["who", "order", "bye"]
    assert "found=1" in marks(stack, call, "CC_LOOKUP")[0]
    said = [float(line.split('","')[1]) for line in marks(stack, call, "CC_IVR")[-2:]]
    assert said[1] - said[0] > 3, "the order is said: number, amount, state"
    assert call["result"] == "contained"


def test_an_important_customer_comes_to_the_senior_queue(hotline, stack, ledger, phones, team, dial):
    wait_until(lambda: VIP_E164 in stack.asterisk("database show cc vip"), 10, "the level on the node")
    senior = phones.desk_phone("1002", stack.secret_of("1002"))
    team["agent2"].sign_in("sip")
    customer, call = dial(VIP, VIP_E164)
    senior.wait_ringing(20).answer(senior.sound)
    story.wait_hears(customer, story.AGENT)
    customer.hang_up()
    call = ledger.wait_ended(call["key"])
    assert (call["queue_code"], call["result"]) == ("hlsenior", "answered")
    assert "menu" not in steps_of(stack, call)


def test_a_holiday_closes(hotline, stack, ledger, dial):
    today = ledger.value("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text")
    values = {"name": "Feast", "kind": "holiday", "date_from": today, "date_to": today}
    day = hotline.admin.call(
        "callcenter.special.day", "create", {**values, "calendar_ids": [[6, 0, [hotline.calendar]]]}
    )
    stack.wait_configured()
    customer, call = dial()
    customer.wait_ended(20)
    call = ledger.wait_ended(call["key"])
    assert steps_of(stack, call) == ["when", "feast"]
    assert call["result"] == "closed"
    hotline.admin.call("callcenter.special.day", "unlink", [day])
    stack.wait_configured()


def test_a_running_call_keeps_its_version_and_one_can_go_back(hotline, stack, ledger, dial):
    customer, call = dial()
    wait_until(lambda: "menu" in steps_of(stack, call), 20, "the caller in the menu")
    second = hotline.publish("7")
    stack.wait_configured()
    customer.press("1")
    wait_until(lambda: "who" in steps_of(stack, call), 10, "the old key still leads on")
    customer.hang_up()

    customer, call = dial()
    story.choose(stack, call, customer, "menu", "7")
    wait_until(lambda: "who" in steps_of(stack, call), 10, "the new key")
    customer.hang_up()

    loaded = hotline.call("editor_load")
    assert loaded["published"]["number"] == second["published"]
    first = next(version for version in loaded["versions"] if version["note"] == "menu 1")
    assert hotline.call("roll_back", first["id"])["published"] == second["published"] + 1
    stack.wait_configured()
    customer, call = dial()
    story.choose(stack, call, customer, "menu", "1")
    wait_until(lambda: "who" in steps_of(stack, call), 10, "the old key again")
    customer.hang_up()
    ledger.wait_ended(call["key"])
    keys = [
        exit_["key"]
        for step in hotline.call("editor_load")["steps"]
        if step["code"] == "menu"
        for exit_ in step["exits"]
    ]
    assert "1" in keys and "7" not in keys, "the draft had no changes of its own and follows"


def test_steps_are_counted(hotline, ledger):
    counts = hotline.call("step_counts")
    assert counts["when"]["passed"] >= 6
    assert counts["feast"] == {"passed": 1, "left": 0}
    assert counts["who"]["left"] >= 3, "who hung up at the question for the member number"
    assert counts["senior"] == {"passed": 1, "left": 0}


@pytest.fixture(scope="module")
def own_phone(hotline):
    """The admin is an agent, too."""
    endpoint = hotline.admin.call("callcenter.endpoint", "create", {"node_id": hotline.node, "extension": "1088"})
    user = hotline.admin.uid
    values = {"user_id": user, "endpoint_id": endpoint, "phone_kind": "sip"}
    hotline.admin.call("callcenter.agent", "create", values)
    hotline.stack.wait_configured()
    return "1088"


def test_the_draft_is_heard_on_the_own_phone(hotline, stack, ledger, phones, own_phone, since):
    desk = phones.desk_phone(own_phone, stack.secret_of(own_phone))
    steps = hotline.steps()
    steps[0]["kind"], steps[0]["values"], steps[0]["exits"] = (
        "play",
        {"prompt_id": hotline.prompts["hl-hello"]},
        [{"key": "next", "target": "menu"}],
    )
    hotline.call("editor_save", steps, "when")
    hotline.call("call_me")
    call = desk.wait_ringing()
    call.answer(None)
    wait_until(lambda: "hotline8-" in stack.asterisk("core show channels verbose"), 10, "the phone in the draft")
    call.press("2")
    call.wait_ended(20)
    wait_until(
        lambda: not list((stack.node / "flows").glob("cc-flow-hotline8-*-*.conf")) or gone(stack), 15, "the trial gone"
    )
    assert not ledger.calls("", since), "a trial is no call"


def gone(stack) -> bool:
    """Only published versions of the flow are left: a trial's context bears the command's number, too."""
    names = [path.stem.removeprefix("cc-flow-hotline8-") for path in (stack.node / "flows").glob("cc-flow-hotline8-*")]
    return not any("-" in name for name in names)


def test_a_prompt_is_spoken_into_the_own_phone(hotline, stack, phones, own_phone):
    desk = phones.desk_phone(own_phone, stack.secret_of(own_phone))
    prompt = hotline.admin.call("callcenter.prompt", "create", {"code": "hl-spoken", "name": "Spoken"})
    hotline.call("record_prompt", prompt)
    call = desk.wait_ringing()
    call.answer(desk.sound)
    wait_until(lambda: len(call.stream.heard) > 4 * 8000, 10, "wait, tone and more than a second of speech")
    call.press("#")
    call.wait_ended(20)
    wait_until(
        lambda: hotline.admin.call("callcenter.prompt", "read", [prompt], ["seconds"])[0]["seconds"] > 1,
        10,
        "the prompt",
    )
