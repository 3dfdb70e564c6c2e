"""The link to Asterisk against the fake manager."""

import asyncio
import logging
import time
from contextlib import asynccontextmanager

import pytest
from callcenter_telephony.connector.ami import Link
from callcenter_telephony.connector.ami_session import ActionFailed, LinkDown
from callcenter_telephony.connector.notices import notice
from fake_ami import FakeAmi


@asynccontextmanager
async def linked(ami, wait=True, **changes):
    """A running link with short waits; ``link.got`` are the events, ``link.batches`` their reads."""
    link = Link("127.0.0.1", ami.port, "connector", lambda: changes.pop("secret", "secret"))
    link.first_wait, link.longest_wait, link.refused_wait = 0.01, 0.02, 0.02
    link.got, link.batches, link.ups, link.downs = [], [], 0, []
    link.changed = asyncio.Event()

    def events(messages):
        link.batches.append(messages)
        link.got.extend(messages)
        link.changed.set()

    async def up():
        link.ups += 1
        link.changed.set()

    link.on_events, link.on_up, link.on_down = events, up, link.downs.append
    for name, value in changes.items():
        setattr(link, name, value)
    task = asyncio.ensure_future(link.run())
    try:
        if wait:
            await until(link, lambda: link.up and link.ups)
        yield link
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(link, true):
    while not true():
        link.changed.clear()
        await asyncio.wait_for(link.changed.wait(), 5)


async def test_events_come_in_order_in_batches_as_read():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.push(*({"Event": "CEL", "Number": n} for n in range(50)))
        await until(link, lambda: len(link.got) == 50)
        assert [event["Number"] for event in link.got] == [str(n) for n in range(50)]
        assert len(link.batches) < 50


async def test_answers_find_their_actions_whatever_their_order():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.silent.add("Slow")
        slow = asyncio.ensure_future(link.action("Slow", 5))
        await ami.until(lambda: ami.named("Slow"))
        assert (await link.action("CoreSettings"))["AsteriskVersion"] == "22.10.0"
        ami.push({"Response": "Success", "ActionID": ami.named("Slow")[0]["ActionID"], "Message": "late"})
        assert (await slow)["Message"] == "late"


async def test_an_action_that_is_not_answered_ends_at_its_deadline():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.silent.add("Slow")
        with pytest.raises(TimeoutError, match=r"did not answer Slow within 0.05 s"):
            await link.action("Slow", 0.05)
        assert link.up
        assert not link._session._pending


async def test_an_error_says_what_asterisk_said():
    async with FakeAmi() as ami, linked(ami) as link:
        with pytest.raises(ActionFailed, match="No such channel"):
            await link.action("Hangup", Channel="PJSIP/x-1")


async def test_a_list_is_given_whole_and_its_rows_are_no_events():
    async with FakeAmi() as ami, linked(ami) as link:
        rows = await link.listing("QueueStatus")
        assert [row["Queue"] for row in rows] == ["sales", "service"]
        assert link.got == []


async def test_originate_response_is_an_event_although_it_has_a_response():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.node.originate_answer = {"Response": "Failure", "Reason": "5"}
        answer = await link.originate(5, Channel="PJSIP/1001")
        assert (answer["Event"], answer["Response"], answer["Reason"]) == ("OriginateResponse", "Failure", "5")
        assert [event["Event"] for event in link.got] == ["OriginateResponse"]
        ami.push({"Event": "OriginateResponse", "ActionID": "of somebody else", "Response": "Failure"})
        await until(link, lambda: len(link.got) == 2)


async def test_a_reload_refused_because_another_runs_is_asked_again():
    async with FakeAmi() as ami, linked(ami) as link:
        command = "module reload acl"
        ami.node.cli[command] = "A module reload request is already in progress; please be patient"
        reloading = asyncio.ensure_future(link.reload("acl"))
        await ami.until(lambda: ami.node.commands.count(command) == 2)
        assert not reloading.done()
        ami.node.cli[command] = "Module 'acl' reloaded successfully."
        await asyncio.wait_for(reloading, 5)


async def test_values_sent_have_no_line_ends():
    async with FakeAmi() as ami, linked(ami) as link:
        await link.action("DBPut", Family="cc", Key="a", Val="1\r\nAction: Command\r\nCommand: core stop now")
        assert ami.node.commands == []
        assert ami.node.db["cc/a"] == "1Action: CommandCommand: core stop now"


async def test_after_a_cut_it_comes_back_and_resyncs():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.drop()
        await until(link, lambda: link.ups == 2)
        assert len(link.downs) == 1
        assert link.problem is None
        ami.push({"Event": "CEL", "Number": 1})
        await until(link, lambda: link.got)


async def test_an_end_noticed_late_was_when_the_connection_was_last_seen_open():
    """A process held up for seconds must not take Asterisk for alive meanwhile: calls would end too late."""
    async with FakeAmi() as ami, linked(ami) as link:
        held = time.time()
        ami.drop()
        time.sleep(1.5)  # noqa: ASYNC251 - the loop stands still
        await until(link, lambda: link.ups == 2)
        assert link.downs[0] < held + 0.1


async def test_waiting_actions_learn_that_the_link_is_gone():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.silent.update(("Slow", "Originate"))
        waiting = [
            asyncio.ensure_future(link.action("Slow", 10)),
            asyncio.ensure_future(link.originate(10, Channel="x")),
        ]
        await ami.until(lambda: ami.named("Slow") and ami.named("Originate"))
        ami.drop()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(result) for result in results] == [LinkDown, LinkDown]


async def test_without_a_link_actions_fail_at_once():
    async with FakeAmi() as ami:
        await ami.close()
        async with linked(ami, wait=False) as link:
            with pytest.raises(LinkDown):
                await link.action("Ping")


async def test_a_wrong_secret_is_said_in_words_without_the_secret(caplog):
    caplog.set_level(logging.DEBUG)
    async with FakeAmi(secret="right") as ami, linked(ami, wait=False, secret="wrong-one") as link:
        await ami.until(lambda: len(ami.named("Login")) >= 3)
        assert link.problem == notice("ami_login", address=f"127.0.0.1:{ami.port}", user="connector")
        assert not link.up
        assert caplog.text.count(link.problem.text) == 1
        assert "wrong-one" not in caplog.text


async def test_a_node_that_hangs_is_left_and_called_again():
    """The link is there, but pings are not answered."""
    async with FakeAmi() as ami, linked(ami, ping_every=0.01, ping_timeout=0.05) as link:
        ami.silent.add("Ping")
        await until(link, lambda: link.ups >= 2)
        assert link.downs


async def test_what_is_no_manager_is_named():
    async def serve(reader, writer):
        writer.write(b"SSH-2.0-OpenSSH\r\n")

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with FakeAmi() as other:
        other.port, kept = server.sockets[0].getsockname()[1], other.port
        async with linked(other, wait=False) as link:
            while link.problem is None or "no AMI there" not in link.problem.text:
                await asyncio.sleep(0)
        other.port = kept
    server.close()


@pytest.mark.parametrize("turns", [0, 1, 2])
async def test_a_cancel_while_the_connection_is_being_refused_ends_the_link(monkeypatch, turns):
    """In whichever turn of the event loop: the refusal must not hide the cancel, or the connector never stops."""
    opening = asyncio.get_running_loop().create_future()
    asked = asyncio.Event()

    async def refuse(*_args, **_kwargs):
        asked.set()
        return await opening

    monkeypatch.setattr(asyncio, "open_connection", refuse)
    link = Link("127.0.0.1", 1, "connector", lambda: "secret")
    task = asyncio.ensure_future(link.run())
    await asked.wait()
    opening.set_exception(ConnectionRefusedError())
    for _turn in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    done, _pending = await asyncio.wait([task], timeout=1)
    assert done
    assert task.cancelled()
