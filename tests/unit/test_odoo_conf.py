"""The configuration that the product starts Odoo with."""

from configparser import ConfigParser
from pathlib import Path

CONF = Path(__file__).resolve().parents[2] / "config" / "odoo.conf"


def test_a_long_import_leaves_a_thread_for_the_other_jobs():
    conf = ConfigParser(interpolation=None)
    conf.read(CONF)
    assert conf.getint("options", "max_cron_threads") >= 2
