import urllib.error

import pytest
from tools import sound, story
from tools.rtp import CUSTOMER, tone
from tools.s3 import S3
from tools.stack import RpcError
from tools.waiting import wait_until

SECRET = 1700  # Hz, what stands for the card number


@pytest.fixture
def admin(stack):
    """The administrator; rules, policies and archives of a test are archived behind it."""
    rpc = stack.rpc("admin")
    yield rpc
    for model in ("callcenter.recording.rule", "callcenter.recording.policy"):
        rpc.call(model, "write", rpc.call(model, "search", []), {"active": False})
    stack.wait_configured()


@pytest.fixture
def record(stack, team, phones):
    """Make a call of agent 1 and 4002 that is talked for a while: gives call and recording once it is in the store."""
    telephone = phones.desk_phone("1001", stack.secret_of("1001"), auto_answer=True)

    def make(number: str, during=lambda call, customer, telephone: None) -> tuple[dict, dict]:
        since = stack.ledger.value("SELECT extract(epoch FROM now())::float")
        team["agent1"].sign_in()
        before = len(telephone.calls)
        customer = phones.customer(number, "4002")
        telephone.wait_call(before + 1)
        story.wait_hears(customer, story.AGENT)
        call = stack.ledger.wait_call("+86" + number, since)
        during(call, customer, telephone.calls[-1])
        customer.hang_up()
        call = stack.ledger.wait_ended(call["key"])
        wait_until(lambda: taken(stack, call), 20, "the recording is in the store")
        team.sign_everybody_out()
        return call, taken(stack, call)[-1]

    return make


def taken(stack, call):
    return [row for row in stack.ledger.recordings(call) if row["sha256"]]


def policy(admin, store: int, **more) -> int:
    values = {"name": "Test", "store_id": store, "keep_days": 0, **more}
    return admin.call("callcenter.recording.policy", "create", [values])[0]


def run(stack, admin, name: str) -> None:
    cron = stack.ledger.value("SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND name = %s", name)
    admin.call("ir.cron", "method_direct_trigger", [cron])


def row(stack, recording: dict) -> dict:
    return stack.ledger.rows("SELECT * FROM callcenter_recording WHERE id = %s", recording["id"])[0]


def path(recording: dict) -> str:
    return f"/callcenter/recording/{recording['id']}"


def status(rpc, address: str) -> int:
    try:
        return rpc.get(address)[0]
    except urllib.error.HTTPError as error:
        return error.code


def test_what_is_said_while_paused_is_in_no_file(stack, team, record):
    desk = team["agent1"]

    def recorded(call, state):
        wait_until(lambda: stack.ledger.call(call["key"])["recording_state"] == state, 5, f"recording is {state}")

    def card_number(call, customer, phone):
        recorded(call, "on")
        with pytest.raises(RpcError):
            stack.rpc("agent2").call("callcenter.agent", "pause_recording", call["key"])
        desk.ask("pause_recording", call["key"])
        recorded(call, "paused")
        customer.play(tone(SECRET))
        wait_until(lambda: sound.seconds_of(sound.from_mulaw(phone.stream.heard), SECRET) >= 2, 8, "the agent hears it")
        customer.play(tone(CUSTOMER))
        story.wait_hears(phone, CUSTOMER)
        desk.ask("resume_recording", call["key"])
        recorded(call, "on")
        story.wait_hears(phone, CUSTOMER)

    _call, recording = record("13800000071", card_number)
    samples, rate = sound.read_wav(stack.recordings / recording["path"])
    assert not [lane for lane in samples.T if (sound.share(lane, SECRET) > 0.05).any()]
    assert sound.seconds_of(samples[:, 0], CUSTOMER) >= 1
    assert abs(len(samples) / rate - recording["expected_s"]) < 0.6
    assert recording["paused_s"] > 2
    wave = desk.rpc.call("callcenter.recording", "wave", [recording["id"]])
    [[at, seconds]] = wave["pauses"]
    assert 0 < at < wave["seconds"]
    assert abs(seconds - float(recording["paused_s"])) < 0.06
    assert len(wave["lanes"]) == 2
    with pytest.raises(RpcError):
        stack.rpc("agent2").call("callcenter.recording", "wave", [recording["id"]])
    notes = "SELECT count(*) FROM callcenter_audit WHERE act = 'change' AND model = 'callcenter.call' AND res_id = %s"
    assert stack.ledger.value(notes, recording["call_id"]) == 2


def test_a_rule_is_live_at_once_and_named_by_the_recording(stack, admin, record):
    rule = admin.call("callcenter.recording.rule", "create", [{"name": "All in", "direction": "inbound"}])[0]
    stack.wait_configured()
    _call, recording = record("13800000072")
    assert recording["rule_id"] == rule
    admin.call("callcenter.recording.rule", "write", [rule], {"record": "no"})
    stack.wait_configured()
    desk, call = stack.rpc("agent1"), {}

    def is_off(running, _customer, _phone):
        call.update(running)
        wait_until(lambda: stack.ledger.call(running["key"])["recording_state"] == "off", 5, "not recorded")
        with pytest.raises(RpcError):
            desk.call("callcenter.agent", "pause_recording", running["key"])
        # else the helper would wait for a recording that never comes
        admin.call("callcenter.node", "write", admin.call("callcenter.node", "search", []), {"record_on_demand": True})
        desk.call("callcenter.agent", "resume_recording", running["key"])
        wait_until(lambda: stack.ledger.call(running["key"])["recording_state"] == "on", 5, "the agent records it")
        story.wait_hears(_customer, story.AGENT)

    _call, recording = record("13800000073", is_off)
    assert recording["rule_code"] == "agent"
    admin.call("callcenter.node", "write", admin.call("callcenter.node", "search", []), {"record_on_demand": False})


def test_moved_to_a_folder_played_damaged_and_found(stack, admin, record, tmp_path):
    _call, recording = record("13800000074")
    whole = (stack.recordings / recording["path"]).read_bytes()
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    store = admin.call("callcenter.recording.store", "create", [{"name": "Disk", "folder": str(tmp_path)}])[0]
    policy(admin, store)
    run(stack, admin, "cron_recording_keep")
    assert row(stack, recording)["store_id"] == store
    assert not (stack.recordings / recording["path"]).exists()
    kept = tmp_path / recording["path"]
    assert kept.read_bytes() == whole
    code, body, headers = stack.rpc("agent1").get(path(recording))
    assert (code, body) == (200, whole)
    assert "Repr-Digest" in headers
    code, part, _headers = stack.rpc("leader").get(path(recording), {"Range": "bytes=1000-1999"})
    assert (code, part) == (206, whole[1000:2000])
    assert status(stack.rpc("agent2"), path(recording)) == 403
    assert status(stack.rpc("agent1"), path(recording) + "?download=1") == 403
    assert status(stack.rpc("qa"), path(recording) + "?download=1") == 200
    kept.write_bytes(whole[:500] + b"\x01" + whole[501:])
    answer = stack.rpc("manager").call("callcenter.recording", "action_check", [recording["id"]])
    assert answer["params"]["type"] == "danger"
    assert row(stack, recording)["fault"] == "changed"
    [node] = admin.call("callcenter.node", "search_read", [["id", "=", recording["node_id"]]], ["damaged_count"])
    assert node["damaged_count"] >= 1
    kept.write_bytes(whole)
    stack.rpc("manager").call("callcenter.recording", "action_check", [recording["id"]])
    assert row(stack, recording)["fault"] is None


def test_moved_to_s3_played_from_there_held_and_deleted(stack, admin, record):
    _call, recording = record("13800000075")
    whole = (stack.recordings / recording["path"]).read_bytes()
    with S3("calls") as s3:
        place = {"kind": "s3", "endpoint": s3.endpoint, "secure": False, "bucket": s3.bucket, "prefix": "kept"}
        keys = {"access_key": s3.access_key, "new_secret": s3.secret}
        store = admin.call("callcenter.recording.store", "create", [{"name": "S3", **place, **keys}])[0]
        assert s3.secret not in str(admin.call("callcenter.recording.store", "read", [store]))
        assert admin.call("callcenter.recording.store", "action_check", [store])["params"]["type"] == "success"
        rule = policy(admin, store)
        s3.away = True
        run(stack, admin, "cron_recording_keep")
        assert row(stack, recording)["store_id"] is None
        assert stack.rpc("agent1").get(path(recording))[1] == whole
        s3.away = False
        run(stack, admin, "cron_recording_keep")
        assert s3.files[f"kept/{recording['path']}"] == whole
        assert not (stack.recordings / recording["path"]).exists()
        assert stack.rpc("agent1").get(path(recording))[1] == whole
        code, part, _headers = stack.rpc("agent1").get(path(recording), {"Range": "bytes=5000-"})
        assert (code, part) == (206, whole[5000:])
        s3.away = True
        assert status(stack.rpc("agent1"), path(recording)) == 503
        s3.away = False
        stack.rpc("manager").call("callcenter.recording", "action_hold", [recording["id"]])
        stack.ledger.rows(
            "UPDATE callcenter_recording SET recorded_at = recorded_at - interval '9 days' WHERE id = %s",
            recording["id"],
        )
        admin.call("callcenter.recording.policy", "write", [rule], {"delete_days": 8})
        run(stack, admin, "cron_recording_keep")
        assert f"kept/{recording['path']}" in s3.files
        stack.rpc("manager").call("callcenter.recording", "action_release", [recording["id"]])
        run(stack, admin, "cron_recording_keep")
        assert f"kept/{recording['path']}" not in s3.files
    gone = row(stack, recording)
    assert (gone["policy_id"], bool(gone["deleted_at"]), gone["leftover"]) == (rule, True, None)
    assert status(stack.rpc("agent1"), path(recording)) == 410
    log = "".join(file.read_text(errors="replace") for file in (stack.data / "log").glob("*.log"))
    assert s3.secret not in log
