"""Who guesses passwords: after so many wrong ones from an address it is refused for a time. Pure."""

import ipaddress
from collections import deque
from dataclasses import dataclass, field

MOST = 10_000  # addresses remembered
SHOWN = 10  # accounts named
HERE = frozenset(map(ipaddress.ip_address, ("127.0.0.1", "::1")))


@dataclass(frozen=True, slots=True)
class GuardRule:
    """``failures`` within ``within_s`` are too many, 0: never. ``never``: addresses and networks never refused."""

    failures: int = 10
    within_s: float = 600.0
    refuse_s: float = 3600.0
    never: tuple[str, ...] = ()


@dataclass(slots=True)
class Guess:
    """Too many wrong passwords from one address. ``until`` None: told, but not refused."""

    address: str
    service: str  # PJSIP, AMI
    since: float
    last: float
    count: int
    accounts: list[str] = field(default_factory=list)
    until: float | None = None


class Guard:
    """``refused`` holds by address who is refused now."""

    def __init__(self, rule: GuardRule = GuardRule()):
        self.rule = rule
        self.refused: dict[str, Guess] = {}
        self._failures: dict[str, deque[tuple[float, str]]] = {}

    def failed(self, at: float, address: str, account: str, service: str) -> Guess | None:
        """A wrong password; a Guess when it is one too many. Raises ValueError for what is no address."""
        address = str(ipaddress.ip_address(address))
        if not self.rule.failures or address in self.refused:
            return None
        seen = self._failures.pop(address, None) or deque(maxlen=self.rule.failures)
        self._failures[address] = seen  # the latest last
        if len(self._failures) > MOST:
            del self._failures[next(iter(self._failures))]
        seen.append((at, account))
        if len(seen) < self.rule.failures or at - seen[0][0] > self.rule.within_s:
            return None
        del self._failures[address]
        accounts = list(dict.fromkeys(name for _at, name in seen))[:SHOWN]
        return Guess(address, service, seen[0][0], at, len(seen), accounts)

    def spared(self, address: str) -> bool:
        """One of those never refused; this machine is one always."""
        one = ipaddress.ip_address(address)
        networks = (ipaddress.ip_network(text, strict=False) for text in self.rule.never)
        return one in HERE or any(one in network for network in networks if network.version == one.version)

    def refuse(self, guess: Guess) -> None:
        guess.until = guess.last + self.rule.refuse_s
        self.refused[guess.address] = guess

    def lift(self, address: str) -> bool:
        return self.refused.pop(address, None) is not None

    def expire(self, now: float) -> bool:
        """True when somebody is not refused any more."""
        over = [address for address, guess in self.refused.items() if guess.until <= now or self.spared(address)]
        for address in over:
            del self.refused[address]
        return bool(over)

    def lines(self) -> str:
        """What Asterisk's access list says."""
        return "".join(f"deny = {_network(address)}\n" for address in sorted(self.refused))


def _network(address: str) -> str:
    one = ipaddress.ip_address(address)
    return f"{one}/{one.max_prefixlen}"
