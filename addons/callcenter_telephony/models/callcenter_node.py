from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import settings
from ..render import model as render
from . import callcenter_config_mixin as mixin

E164 = mixin.re.compile(r"\+[1-9][0-9]{5,14}")
ALIVE_WITHIN = timedelta(seconds=30)


class CallcenterNode(models.Model):
    """An Asterisk server with its connector."""

    _name = "callcenter.node"
    _inherit = "callcenter.config.mixin"
    _description = "Asterisk server"
    _order = "name"

    _not_configured = frozenset(
        {
            "name",
            "config_revision",
            "config_error",
            "config_pending",
            "configured_at",
            "sip_host",
            "sip_port",
            "ws_host",
            "ws_port",
            "ws_secure",
            "ami_host",
            "ami_port",
            "refused_numbers",  # kept up apart: callcenter_node_numbers.py
        }
    )

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Name of the server in files and calls. Letters, digits, - and _.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    country_id = fields.Many2one(
        "res.country",
        required=True,
        default=lambda self: self.env.company.country_id or self.env.ref("base.cn"),
        help="National numbers are read and dialled by the rules of this country.",
    )
    ami_host = fields.Char("Manager host", required=True, default="127.0.0.1")
    ami_port = fields.Integer("Manager port", required=True, default=5038)
    sip_host = fields.Char("SIP host", required=True, default="127.0.0.1", help="Where SIP phones register.")
    sip_port = fields.Integer("SIP port", required=True, default=5060)
    ws_host = fields.Char(
        "Browser phone host", help="Where the browser phone connects. Empty: the host that Odoo's page came from."
    )
    ws_port = fields.Integer("Browser phone port", required=True, default=8088)
    ws_secure = fields.Boolean("Browser phone encrypted", help="wss instead of ws; needed when Odoo is used by https.")
    outbound_trunk_id = fields.Many2one(
        "callcenter.trunk",
        domain="[('node_id', '=', id)]",
        ondelete="restrict",
        help="Calls to the outside leave here.",
    )
    recording = fields.Boolean("Record calls", default=True, help="Off: nothing is recorded, whatever the queues say.")
    wrap_s = fields.Integer("Wrap-up after outbound calls (s)", default=30, help="0: no wrap-up.")
    dial_timeout_s = fields.Integer("Let outbound calls ring (s)", default=30)
    transfer_timeout_s = fields.Integer(
        "Let transfers ring (s)", default=15, help="Then the call comes back to the agent who transferred it."
    )
    refused_numbers = fields.Text(help="Callers that are turned away, one number a line, such as +8613800000000.")
    trunk_ids = fields.One2many("callcenter.trunk", "node_id", "Trunks")
    endpoint_ids = fields.One2many("callcenter.endpoint", "node_id", "Extensions")
    queue_ids = fields.One2many("callcenter.queue", "node_id", "Queues")
    mailbox_ids = fields.One2many("callcenter.mailbox", "node_id", "Mailboxes")
    flow_ids = fields.One2many("callcenter.ivr.flow", "node_id", "Flows")
    did_ids = fields.One2many("callcenter.did", "node_id", "DIDs")

    config_revision = fields.Char("Revision", readonly=True, copy=False)
    config_error = fields.Text("Configuration error", readonly=True, copy=False)
    config_pending = fields.Boolean(readonly=True, copy=False)
    configured_at = fields.Datetime("Live since", readonly=True, copy=False)
    config_state = fields.Selection(
        [("never", "Not applied yet"), ("applying", "Applying"), ("live", "Live"), ("error", "Not applied: error")],
        "Configuration",
        compute="_compute_config_state",
    )
    status_ids = fields.One2many("callcenter.node.status", "node_id", readonly=True)
    last_seen = fields.Datetime(compute="_compute_status")
    linked = fields.Boolean("Connected", compute="_compute_status")
    disk_free_mb = fields.Integer("Free disk (MB)", compute="_compute_status")
    live_calls = fields.Integer("Calls now", compute="_compute_status")
    status_message = fields.Text("Attention", compute="_compute_status")

    _code_uniq = models.Constraint("UNIQUE (code)", "Another server has this code already.")

    @api.depends("config_error", "config_pending", "configured_at")
    def _compute_config_state(self):
        for node in self:
            if node.config_pending:
                node.config_state = "applying"
            elif node.config_error:
                node.config_state = "error"
            else:
                node.config_state = "live" if node.configured_at else "never"

    @api.depends("status_ids.status", "status_ids.last_seen", "status_ids.given_up_at")
    @api.depends_context("lang")
    def _compute_status(self):
        now = fields.Datetime.now()
        for node in self:
            row = node.status_ids[:1]
            status = row.status or {}
            node.last_seen = row.last_seen
            alive = bool(row.last_seen and now - row.last_seen < ALIVE_WITHIN)
            node.linked = alive and bool(status.get("linked"))
            node.disk_free_mb = int(status.get("disk_free_mb") or 0)
            node.live_calls = int(status.get("calls") or 0) if alive else 0
            node.status_message = row._attention() or False

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains("ami_host", "sip_host", "ws_host")
    def _constrain_hosts(self):
        for name in ("ami_host", "sip_host", "ws_host"):
            self._check_host(name)

    @api.constrains("ami_port", "sip_port", "ws_port")
    def _constrain_ports(self):
        self._check_port("ami_port", "sip_port", "ws_port")

    @api.constrains("wrap_s", "dial_timeout_s", "transfer_timeout_s")
    def _constrain_seconds(self):
        for node in self:
            if not 0 <= node.wrap_s <= 3600:
                raise ValidationError(self.env._("Wrap-up: 0 to 3600 seconds."))
            if not 5 <= node.dial_timeout_s <= 300:
                raise ValidationError(self.env._("Let outbound calls ring: 5 to 300 seconds."))
            if not 5 <= node.transfer_timeout_s <= 300:
                raise ValidationError(self.env._("Let transfers ring: 5 to 300 seconds."))

    @api.constrains("outbound_trunk_id")
    def _constrain_outbound_trunk(self):
        for node in self:
            if node.outbound_trunk_id and node.outbound_trunk_id.node_id != node:
                raise ValidationError(self.env._("The outbound trunk belongs to another server."))

    @api.constrains("refused_numbers")
    def _constrain_refused_numbers(self):
        for node in self:
            for number in node._refused():
                if not E164.fullmatch(number):
                    raise ValidationError(
                        self.env._(
                            "Refused number “%(number)s”: write + and the country code, such as +8613800000000.",
                            number=number,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        nodes = super().create(vals_list)
        # sudo: callcenter.node.status - only the connector writes it; each node has one from the start
        self.env["callcenter.node.status"].sudo().create([{"node_id": node.id} for node in nodes])
        return nodes

    def _configured_nodes(self):
        return self

    def action_configure(self):
        """Render and load the configuration again."""
        self.check_access("write")
        self._send_configure(self.ids)

    # for the connector

    def _send_configure(self, node_ids):
        """Queue ``configure`` for each node that still exists and show on its form that it is being applied."""
        # sudo: callcenter.node - who may save a queue need not have a right on the server's record
        nodes = self.sudo().browse(node_ids).exists()
        nodes = (nodes | nodes.twin_ids).filtered("active")
        # the connector writes these rows, too: who saves while one is due does not get in its way
        nodes.filtered(lambda node: not node.config_pending).write({"config_pending": True})
        for node in nodes:
            self.env["callcenter.command"]._send_once(node, "configure")
            node._push_config_state()
        self.env["callcenter.monitor"]._tell_reload(nodes.company_id)

    def _push_config_state(self):
        """Tell open forms of this node how its configuration stands."""
        self.ensure_one()
        self.env["bus.bus"]._sendone(
            "callcenter_config",
            "callcenter/config",
            {"node_id": self.id, "state": self.config_state, "message": self.config_error or ""},
        )

    def _refused(self):
        """Return the refused numbers as a tuple of E.164 texts."""
        self.ensure_one()
        return tuple(line.strip() for line in (self.refused_numbers or "").splitlines() if line.strip())

    def _node_config(self):
        """Return the whole configuration of this node as plain values (render.model.NodeConfig)."""
        self.ensure_one()
        # sudo: callcenter.* - passwords of extensions and trunks are part of the configuration
        node = self.sudo()._source().with_context(active_test=True, lang=None)
        return render.NodeConfig(
            code=self.code,
            country=node.country_id.code or "CN",
            country_prefix=str(node.country_id.phone_code or 86),
            outbound_trunk=node.outbound_trunk_id.code if node.outbound_trunk_id.active else "",
            trunks=tuple(trunk._as_trunk() for trunk in node.trunk_ids),
            endpoints=tuple(endpoint._as_endpoint() for endpoint in node.endpoint_ids),
            queues=tuple(queue._as_queue() for queue in node.queue_ids),
            flows=node._flow_values(),
            dids=tuple(did._as_did() for did in node._live_dids()),
            prompts=tuple(prompt._as_prompt() for prompt in node._prompts()),
            calendars=node._calendars(),
            departments=node._departments(node._live_versions()._ids_of("department_id")),
            lookups=node._lookups(),
            speeches=node._speeches(),
            music=tuple(music._as_music() for music in node._music()),
            mailboxes=tuple(box._as_mailbox() for box in node.mailbox_ids),
            recording=node.recording,
            dialing=node._dialing(),
            extra=node._extra(),
        )

    def _prompts(self):
        """Return the prompts of the node's company that have a sound."""
        return self.env["callcenter.prompt"].search(
            [("company_id", "in", (False, self.company_id.id)), ("revision", "!=", False)]
        )

    def _music(self):
        """Return the music of the node's company."""
        return self.env["callcenter.music"].search([("company_id", "=", self.company_id.id)])

    def _extra(self):
        """Return further values for node and AstDB; with its agent's queues there, a desk phone can sign in alone."""
        agents = self.env["callcenter.agent"].search([("node_id", "=", self.id)])
        queues = {f"queues/{agent.extension}": agent._queues_text() for agent in agents}
        seconds = {name: str(self[name]) for name in ("wrap_s", "dial_timeout_s", "transfer_timeout_s")}
        return {**seconds, **queues}

    def _config_applied(self, revision, error):
        """Book that ``revision`` of the configuration runs now, and by ``error`` why the new one does not."""
        self.ensure_one()
        later = self.env["callcenter.command"].search_count(
            [("node_id", "=", self.id), ("name", "=", "configure"), ("state", "=", "queued")], limit=1
        )
        vals = {"config_revision": revision, "config_error": error or False, "config_pending": bool(later)}
        if not error:
            vals["configured_at"] = fields.Datetime.now()
        self.write(vals)
        self._push_config_state()

    @api.model
    def _apply_settings(self):
        """Copy the ports of this machine's settings file to the node it names and to its demo trunk.

        The settings file is where ports are moved; the records only tell browsers and phones of them.
        """
        values = settings.read()
        # sudo: callcenter.node - runs at install and when the connector starts
        node = self.sudo().search([("code", "=", values["node"])])
        wanted = {name: int(values[name]) for name in ("ami_port", "sip_port", "ws_port")}
        changed = {name: port for name, port in wanted.items() if node and node[name] != port}
        if changed:
            node.write(changed)
        trunk = self.env.ref("callcenter_telephony.trunk_demo_carrier", raise_if_not_found=False)
        if trunk and trunk.node_id == node and trunk.port != int(values["customer_port"]):
            trunk.sudo().port = int(values["customer_port"])  # sudo: callcenter.trunk - as above
