"""The section ``[callcenter]`` of Odoo's settings file, for what the web server needs of it."""

import configparser
from pathlib import Path

from odoo.tools import config

DEFAULTS = {
    "node": "demo",
    "recordings_dir": "",
    "ami_port": "5038",
    "sip_port": "5060",
    "ws_port": "8088",
    "customer_port": "5080",
    "espeak_dir": "",
}


def read():
    """Return the section as a dict of texts, missing keys filled from DEFAULTS."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    path = config["config"]
    if path and Path(path).is_file():
        parser.read(path, encoding="utf-8")
    given = dict(parser["callcenter"]) if parser.has_section("callcenter") else {}
    return {**DEFAULTS, **given}
