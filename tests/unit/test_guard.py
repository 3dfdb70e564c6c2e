"""Who guesses passwords is refused: how many wrong ones, in which time, for how long, and who never is."""

import pytest
from callcenter_telephony.connector.door import _host
from callcenter_telephony.connector.guard import MOST, Guard, GuardRule

RULE = GuardRule(failures=3, within_s=60, refuse_s=600, never=("192.0.2.0/24", "2001:db8::/32"))


def guessed(guard, *moments, address="198.51.100.7"):
    """What each of the wrong passwords at these moments makes."""
    return [guard.failed(at, address, f"100{n}", "PJSIP") for n, at in enumerate(moments)]


def test_the_third_within_a_minute_is_one_too_many():
    *before, guess = guessed(Guard(RULE), 0, 30, 60)
    assert before == [None, None]
    assert (guess.since, guess.last, guess.count, guess.accounts) == (0, 60, 3, ["1000", "1001", "1002"])


def test_an_office_that_mistypes_at_times_is_no_guesser():
    assert guessed(Guard(RULE), 0, 31, 61, 100, 130) == [None] * 5


def test_addresses_count_alone():
    guard = Guard(RULE)
    for n in range(20):
        assert guard.failed(n / 100, f"198.51.100.{n}", "1001", "PJSIP") is None


def test_who_is_refused_is_let_in_again_after_the_time():
    guard = Guard(RULE)
    guard.refuse(guessed(guard, 0, 1, 2)[-1])
    assert guard.lines() == "deny = 198.51.100.7/32\n"
    assert not guard.expire(601)
    assert guard.expire(602) and guard.lines() == ""


def test_a_lifted_address_counts_anew():
    guard = Guard(RULE)
    guard.refuse(guessed(guard, 0, 1, 2)[-1])
    assert guessed(guard, 3, 4, 5) == [None] * 3  # on the way while the list is loaded
    assert guard.lift("198.51.100.7") and not guard.lift("198.51.100.7")
    assert guessed(guard, 6, 7, 8)[-1].count == 3


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.0.2.200", "2001:db8::5"])
def test_this_machine_and_the_own_networks_are_spared(address):
    assert Guard(RULE).spared(address)


def test_a_network_made_the_own_one_is_let_in():
    guard = Guard(RULE)
    guard.refuse(guessed(guard, 0, 1, 2)[-1])
    guard.rule = GuardRule(never=("198.51.100.0/24",))
    assert guard.expire(3) and not guard.refused


def test_none_is_refused_when_the_rule_is_off():
    assert guessed(Guard(GuardRule(failures=0)), *range(50)) == [None] * 50


def test_a_flood_of_addresses_takes_no_more_memory():
    guard = Guard(RULE)
    for n in range(MOST + 50):
        guard.failed(n, f"2001:db8::{n:x}", "1001", "PJSIP")
    assert len(guard._failures) == MOST


@pytest.mark.parametrize("text", ["", "x", "1.2.3.4\r\ndeny = 0.0.0.0/0", "0.0.0.0/0"])
def test_what_is_no_address_is_not_written(text):
    with pytest.raises(ValueError):
        Guard(RULE).failed(0, text, "1001", "PJSIP")


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("sip:1001@192.0.2.1:5060", "192.0.2.1"),
        ("sip:1001@192.0.2.1:5060;transport=ws", "192.0.2.1"),
        ("sip:demo@[2001:db8::1]:5060", "2001:db8::1"),
        ("sip:192.0.2.9:5060", "192.0.2.9"),
    ],
)
def test_the_address_of_a_registered_phone(uri, host):
    assert _host(uri) == host
