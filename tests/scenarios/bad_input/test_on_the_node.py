import base64
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tools import story
from tools.stack import RpcError, StackError
from tools.waiting import wait_until


def test_a_prompt_that_is_no_sound_is_refused(stack):
    rpc = stack.rpc("admin")
    for data in (b"this is no sound", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"\x00" * 5000):
        values = {"code": "bad", "name": "Bad", "upload": base64.b64encode(data).decode(), "filename": "bad.wav"}
        with pytest.raises(RpcError) as refused:
            rpc.call("callcenter.prompt", "create", values)
        assert "not a sound" in str(refused.value)
    assert not rpc.call("callcenter.prompt", "search", [["code", "=", "bad"]])


@pytest.mark.parametrize(
    "rubbish",
    [b'"CHAN_START","1700000000.1', b"\x00\xff\x80\n", b'"HANGUP","yesterday","1"\n', b'",,,,,,,,,,,,,,\n"\n'],
    ids=["half a line", "no text", "wrong fields", "unbalanced quotes"],
)
def test_rubbish_in_the_journal_loses_no_call(stack, ledger, phones, since, rubbish):
    """Written while a call goes on; the connector starts anew behind it and reads the journal again."""
    customer = phones.customer("13800004101", "4001")
    customer.wait_answered()
    with open(stack.node / "log" / "cel-custom" / "cel.csv", "ab") as journal:
        journal.write(rubbish)
    stack.kill("connector")
    customer.hang_up()
    stack.start("connector")
    call = ledger.wait_ended(ledger.wait_call("+8613800004101", since)["key"], 15)
    story.check_whole(ledger, call)
    second = phones.customer("13800004102", "4001")
    second.wait_answered()
    second.hang_up()
    ledger.wait_ended(ledger.wait_call("+8613800004102", since)["key"])


def test_a_wrong_ami_password_is_said_on_the_server(stack, ledger, phones, since):
    secret = stack.data / "etc" / "secrets" / "ami"
    right = secret.read_text()
    stack.stop("connector")
    secret.write_text("wrong")
    starting = threading.Thread(target=lambda: suppress_stack_error(stack.start, "connector"))
    try:
        starting.start()
        text = wait_until(lambda: stack.messages().get("ami_login"), 20, "the message on the server's form")
        assert "password" in text.lower() or "secret" in text.lower(), text
        assert "密码" in on_the_form(stack, "zh_CN")
        customer = phones.customer("13800004103", "4001")
        customer.wait_answered()  # calls go on
        customer.hang_up()
    finally:
        secret.write_text(right)
        starting.join(120)
        with suppress(StackError):
            stack.kill("connector")
        stack.start("connector")
    wait_until(stack.linked, 30, "linked again")
    ledger.wait_ended(ledger.wait_call("+8613800004103", since, 15)["key"], 15)
    wait_until(lambda: "ami_login" not in stack.messages(), 30, "the message gone")


def on_the_form(stack, lang: str) -> str:
    """What a person with this language reads under Attention."""
    (node,) = stack.rpc("admin").call("callcenter.node", "search_read", [], ["status_message"], context={"lang": lang})
    return node["status_message"] or ""


def suppress_stack_error(function, *args) -> None:
    with suppress(StackError):
        function(*args)


@pytest.fixture
def other():
    """A folder that other users can enter, for another installation."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def test_a_port_that_is_taken_is_named_with_who_has_it(stack, other):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {"CALLCENTER_DATA": str(other / "data"), "CALLCENTER_PORT_OFFSET": "23000"}
        with pytest.raises(StackError) as refused:
            stack.entry("run", elsewhere=True, **settings, CALLCENTER_HTTP_PORT=port)
    text = str(refused.value)
    assert f"port {port}" in text and "taken by" in text and str(os.getpid()) in text, text
    assert "CALLCENTER_HTTP_PORT" in text


@contextmanager
def small_disk(stack, size: str):
    """The node's folder of running recordings on a file system of ``size``."""
    folder = stack.node / "spool" / "monitor"
    owner = folder.stat()
    stack.stop("asterisk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        os.chown(folder, owner.st_uid, owner.st_gid)
        stack.start("asterisk")
        wait_until(stack.linked, 30, "linked")
        yield folder
    finally:
        stack.stop("asterisk")
        subprocess.run(["umount", str(folder)], check=True)
        stack.start("asterisk")
        wait_until(stack.linked, 30, "linked")


def test_a_full_disk_is_said_on_the_server_and_the_call_goes_on(stack, ledger, phones, team, since):
    with small_disk(stack, "100k") as folder:
        telephone = phones.desk_phone("1003", stack.secret_of("1003"), auto_answer=True)
        team["agent3"].sign_in()
        customer = phones.customer("13800004104", "4002")
        telephone.wait_call()
        story.wait_hears(customer, story.AGENT)
        wait_until(lambda: shutil.disk_usage(folder).free == 0, 20, "the disk full")
        text = wait_until(lambda: stack.messages().get("disk"), 30, "the message on the server's form")
        assert "full" in text.lower() or "free" in text.lower() or "space" in text.lower(), text
        story.wait_hears(customer, story.AGENT)
        story.wait_hears(telephone.calls[-1], story.CUSTOMER)
        customer.hang_up()
        call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800004104", since)["key"]))
        assert call["result"] == "answered"
