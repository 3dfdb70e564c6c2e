def post_init_hook(env):
    """Let the records of a fresh install follow the ports of the machine's own settings."""
    env["callcenter.node"]._apply_settings()
