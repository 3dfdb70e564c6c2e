"""When the node was up: the last moment at which it was alive before a start."""

from callcenter_telephony.connector.node_life import NodeLife


def restarts(start, *signs):
    life = NodeLife(starts=[start])
    for sign in signs:
        life.seen(sign)
    life._settle_restarts()
    return life.restarts


def test_alive_is_the_last_sign_before_the_start():
    assert restarts(46.3, 40.2, 43.1, 46.9) == [(46.3, 43.1)]


def test_a_line_of_whole_seconds_of_the_second_of_the_start_may_be_from_after_it():
    """Asterisk killed at 43.1, up at 46.3, an agent paused at 46.9: queue_log says 46."""
    assert restarts(46.3, 43.1, 46.0) == [(46.3, 43.1)]


def test_a_line_of_whole_seconds_counts_when_its_second_was_over():
    assert restarts(46.3, 40.2, 45.0) == [(46.3, 45.0)]


def test_an_exact_sign_within_the_second_of_a_quick_start_counts():
    assert restarts(46.3, 45.0, 46.1) == [(46.3, 46.1)]
