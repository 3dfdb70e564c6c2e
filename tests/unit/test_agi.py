"""FastAGI: answers in time or not at all."""

import asyncio

from callcenter_telephony.connector.agi import AgiServer


async def ask(server, script, extra=b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"agi_network: yes\nagi_network_script: {script}\nagi_callerid: 1\n\n".encode() + extra)
    try:
        return (await asyncio.wait_for(reader.read(), 5)).decode()
    finally:
        writer.close()


async def serving(**handlers):
    server = AgiServer("127.0.0.1", 0, deadline=0.05)
    server.handlers.update(handlers)
    await server.start()
    return server


async def test_ping_sets_its_variable():
    server = await serving()
    assert await ask(server, "ping", b"200 result=1\n") == 'SET VARIABLE CC_ANSWER "pong"\n'
    assert (server.served, server.failed) == (1, 0)
    await server.stop()


async def test_after_the_deadline_the_dialplan_goes_on_alone():
    async def slow(request):
        await asyncio.Event().wait()

    server = await serving(slow=slow)
    started = asyncio.get_running_loop().time()
    assert await ask(server, "slow") == ""
    assert asyncio.get_running_loop().time() - started < 1
    assert server.failed == 1
    await server.stop()


async def test_a_bad_question_does_not_end_the_server():
    async def broken(request):
        raise KeyError("oops")

    server = await serving(broken=broken)
    assert await ask(server, "nothing/of/ours?x=1") == ""
    assert await ask(server, "broken") == ""
    assert "pong" in await ask(server, "/ping?a=b", b"200 result=1\n")
    await server.stop()


async def test_a_value_cannot_become_a_second_command():
    async def evil(request):
        await request.set_variable("NAME", 'a"\\\r\nSYSTEM "reboot"')

    server = await serving(evil=evil)
    assert await ask(server, "evil", b"200 result=1\n") == 'SET VARIABLE NAME "a\\"\\\\SYSTEM \\"reboot\\""\n'
    await server.stop()


async def test_an_error_of_asterisk_ends_the_question():
    server = await serving()
    await ask(server, "ping", b"511 Command Not Permitted on a dead channel\n")
    assert server.failed == 1
    await server.stop()
