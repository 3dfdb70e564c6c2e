"""The event link: ``./callcenter bench ami [--replay-only] [--rates 30,60] [--seconds 20]``.

Replay: a recorded stream against our reader, panoramisk and pyst2's Manager, each given a callback per event; ratios of
events/s, best of three rounds in turn (pyst2, being slow, of one on a shorter stream).
Live: queue calls by SIPp on the whole product; lost is what SIPp made, or an agent took by the node's queue_log, and
the ledger has not; the lag is from the node's moment of an event to its row being committed.
Prints ``ami ratio_pyst2= ratio_panoramisk= lost= lag_p95_ms=``; the goals are 50, 1, 0 and 1000.
"""

import argparse
import sys

import ami_live
import ami_replay

CALLS, SHORT, ROUNDS = 400, 12, 3


def replay() -> tuple[dict[str, float], int]:
    """Events/s by reader, and how many events ours lost."""
    rates: dict[str, float] = {"pyst2": ami_replay.replay(ami_replay.pyst2, SHORT)[0]}
    lost = 0
    for _ in range(ROUNDS):
        for reader in (ami_replay.ours, ami_replay.panoramisk):
            rate, missing = ami_replay.replay(reader, CALLS)
            rates[reader.__name__] = max(rate, rates.get(reader.__name__, 0))
            lost += missing if reader is ami_replay.ours else 0
    return rates, lost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replay-only", action="store_true", help="without the live part")
    parser.add_argument("--rates", default="30,60", help="queue calls/s of the live part")
    parser.add_argument("--seconds", type=int, default=20, help="of each rate")
    given = parser.parse_args()
    rates, lost = replay()
    for name, rate in rates.items():
        print(f"  {name}: {rate:,.0f} events/s", flush=True)
    ratios = {name: rates["ours"] / rates[name] for name in ("pyst2", "panoramisk")}
    lag = ""
    if not given.replay_only:
        missing, worst = ami_live.run(tuple(map(int, given.rates.split(","))), given.seconds)
        lost, lag = lost + missing, f"{worst:.0f}"
    told = " ".join(f"ratio_{name}={ratio:.2f}" for name, ratio in ratios.items())
    print(f"ami {told} lost={lost} lag_p95_ms={lag}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
