def post_init_hook(env):
    """Give the calls that were booked before this addon came what it notes on every call."""
    env["callcenter.call.leg"]._freeze_limits()
    env["callcenter.call"].search([("rating_key", "!=", False)])._rate()
