from . import marks, state_marks


def post_init_hook(env):
    """Give the calls that were booked before this addon came what it notes on every call."""
    env["callcenter.call.leg"]._freeze_limits()
    env["callcenter.call"].search([("rating_key", "!=", False)])._rate()


def uninstall_hook(env):
    """Leave nothing of this addon in the way of the ledger's writers."""
    for statement in (*marks.remove(), *state_marks.remove()):
        env.cr.execute(statement)
