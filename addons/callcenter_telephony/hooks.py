def post_init_hook(env):
    """Let the records of a fresh install follow the ports of the machine's own settings, and have the words read."""
    env["callcenter.node"]._apply_settings()
    env["callcenter.speech"]._all_words()
