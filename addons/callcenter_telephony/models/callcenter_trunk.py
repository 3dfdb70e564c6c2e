import ipaddress

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render


class CallcenterTrunk(models.Model):
    """A line to a carrier."""

    _name = "callcenter.trunk"
    _inherit = "callcenter.node.part"
    _description = "Trunk"
    _order = "name"
    _not_configured = frozenset({"name"})

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    host = fields.Char(required=True, help="The carrier's SIP server: name or IP address.")
    port = fields.Integer(required=True, default=5060)
    username = fields.Char()
    password = fields.Char(groups="callcenter_crm.group_admin", copy=False)
    register = fields.Boolean(help="Log in at the carrier; needs user name and password.")
    allowed_ips = fields.Char(
        "Calls accepted from",
        help="IP addresses or networks of the carrier, separated by commas. Empty: the host above.",
    )
    codecs = fields.Char(required=True, default="alaw,ulaw")
    caller_id = fields.Char("Caller number", help="Number shown to the people called; digits, + in front if needed.")
    max_calls = fields.Integer("Most calls at once", help="0: no limit.")

    _code_uniq = models.Constraint("UNIQUE (node_id, code)", "Another trunk of this server has this code already.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains("host", "port")
    def _constrain_host(self):
        self._check_host()
        self._check_port("port")

    @api.constrains("username", "password")
    def _constrain_plain(self):
        self._check_plain("username", "password")

    @api.constrains("codecs")
    def _constrain_codecs(self):
        self._check_codecs()

    @api.constrains("register", "username", "password")
    def _constrain_register(self):
        for trunk in self:
            if trunk.register and not (trunk.username and trunk.password):
                raise ValidationError(self.env._("To log in at the carrier, enter user name and password."))

    @api.constrains("allowed_ips")
    def _constrain_allowed_ips(self):
        for trunk in self:
            for text in trunk._allowed():
                try:
                    ipaddress.ip_network(text, strict=False)
                except ValueError as error:
                    raise ValidationError(
                        self.env._("“%(text)s” is no IP address or network such as 192.0.2.0/24.", text=text)
                    ) from error

    @api.constrains("caller_id", "max_calls")
    def _constrain_caller_id(self):
        for trunk in self:
            if trunk.caller_id and not trunk.caller_id.removeprefix("+").isdecimal():
                raise ValidationError(self.env._("Caller number: write digits only, with a + in front if needed."))
            if trunk.max_calls < 0:
                raise ValidationError(self.env._("Most calls at once: 0 (no limit) or more."))

    def _allowed(self):
        """Return the accepted addresses as a tuple of texts."""
        self.ensure_one()
        return tuple(part.strip() for part in (self.allowed_ips or "").split(",") if part.strip())

    def _as_trunk(self):
        return render.Trunk(
            code=self.code,
            host=self.host,
            port=self.port,
            username=self.username or "",
            password=self.password or "",
            register=self.register,
            allowed_ips=self._allowed(),
            codecs=self._codecs(),
            caller_id=self.caller_id or "",
            max_calls=self.max_calls,
        )
