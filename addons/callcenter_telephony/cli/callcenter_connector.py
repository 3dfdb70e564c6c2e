import logging
import signal

from odoo.cli import Command
from odoo.tools import config

_logger = logging.getLogger(__name__)


class CallcenterConnector(Command):
    """The agent of one Asterisk server: carries configuration and commands to it, and its calls into the ledger.

    Runs until SIGTERM. A second one for the same server waits until the first has ended.
    """

    name = "callcenter_connector"

    def run(self, args):
        self.parser.add_argument("--node", help="code of the server; default: the settings file's")
        self.parser.add_argument("-d", "--database", help="default: the settings file's db_name")
        given = self.parser.parse_args(args)
        config.parse_config(["--no-http", "--max-cron-threads=0"], setup_logging=True)
        database = given.database or next(iter(config["db_name"]), None)
        if not database:
            self.parser.error("no database: give -d NAME or db_name in the settings file")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._serve(database, given.node)

    def _serve(self, database, node):
        # imported late: an ImportError at the top would only be told as "Unknown command"; and this file is loaded
        # outside of its package, so there is nothing to be relative to
        # pylint: disable=odoo-addons-relative-import
        from odoo.addons.callcenter_telephony import settings as own
        from odoo.addons.callcenter_telephony.connector import runner, settings, sink

        section = own.read()
        if node:
            section["node"] = node
        values = settings.load(section)
        store = sink.OdooStore(database, values.node)
        _logger.info("connector of server %s, database %s", values.node, database)
        runner.run(store, values)
