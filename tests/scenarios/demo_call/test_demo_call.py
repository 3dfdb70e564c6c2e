import subprocess
import threading

from tools import story
from tools.stack import CHECKOUT
from tools.waiting import wait_until


class DemoCall:
    """The command as a person runs it; ``lines`` is what it has printed so far."""

    def __init__(self, stack, *arguments: str):
        self.lines: list[str] = []
        command = [str(CHECKOUT / "callcenter"), "demo-call", *arguments]
        self.process = subprocess.Popen(
            command, env=stack.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=lambda: self.lines.extend(iter(self.process.stdout.readline, "")), daemon=True).start()

    def wait_said(self, words: str, seconds: float = 20) -> None:
        wait_until(lambda: any(words in line for line in self.lines), seconds, f"demo-call says {words!r}")

    def __enter__(self):
        return self

    def __exit__(self, *exc) -> None:
        self.process.terminate()
        self.process.wait(10)
        print("".join(self.lines))


def test_a_simulated_customer_calls_talks_and_rates(stack, ledger, phones, team, since):
    telephone = phones.desk_phone("1002", stack.secret_of("1002"))
    team["agent2"].sign_in()
    with DemoCall(stack, "--from", "13800000007", "--rate", "4") as demo:
        call = telephone.wait_call(seconds=20)
        demo.wait_said("phone 1002 rings")
        call.answer(telephone.sound)
        demo.wait_said("talks with 1002")
        story.wait_hears(call, story.CUSTOMER)
        call.hang_up()
        demo.wait_said("rates 4")
        demo.wait_said("rating 4")
        assert demo.process.wait(20) == 0
    call = ledger.wait_ended(ledger.wait_call("+8613800000007", since)["key"])
    assert (call["result"], call["rating_key"], call["did_number"]) == ("answered", "4", "4001")
    assert sum("presses" in line for line in demo.lines) == 1
    assert call["ivr_keys"] == "2" and call["ivr_s"] < 5, "the key ends the greeting of 5 s and counts in the menu"


def test_simulated_customers_are_called(stack, ledger, phones, team, since):
    phones.desk_phone("1002", stack.secret_of("1002"))
    team["agent2"].sign_in()
    with DemoCall(stack, "--customer", "busy") as demo:
        demo.wait_said("Customers wait")
        team["agent2"].ask("dial", "13800002031")
        demo.wait_said("is dialled: busy")
    call = ledger.wait_ended(ledger.wait_call("+8613800002031", since)["key"])
    assert call["result"] == "busy"
