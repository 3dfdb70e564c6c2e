import ipaddress

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.callcenter_crm.tools import location

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
    number_form = fields.Selection(
        [("typed", "As dialled"), ("e164", "International: +86…"), ("national", "As people dial it there")],
        "Numbers are sent",
        required=True,
        default="typed",
        help="As people dial it there: numbers of the own city without area code; a mobile of another city and fixed "
        "numbers of other areas with the long-distance prefix; other countries with the international prefix.",
    )
    dial_prefix = fields.Char(
        "Prefix", help="Digits before every number but short ones, such as 9 for an outside line."
    )
    area_code = fields.Char(help="Of the city where the line is, without its 0, such as 755. It tells local calls.")
    national_prefix = fields.Char("Long-distance prefix", default="0")
    international_prefix = fields.Char(default="00")
    check_s = fields.Integer(
        "Ask the carrier every (s)",
        help="Whether it is there; while it is not, calls go by the next trunk at once. 0: never, for carriers that "
        "answer no such questions.",
    )

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

    @api.constrains("dial_prefix", "area_code", "national_prefix", "international_prefix")
    def _constrain_digits(self):
        for name in ("dial_prefix", "area_code", "national_prefix"):
            self._check_digits(name)
        for trunk in self:
            if not (trunk.international_prefix or "0").removeprefix("+").isdecimal():
                raise ValidationError(self.env._("International prefix: write digits, or a + alone."))
            if not 0 <= trunk.check_s <= 3600:
                raise ValidationError(self.env._("Ask the carrier: 0 to 3600 seconds."))

    def _home(self):
        """Return the beginnings of national numbers that are of the trunk's own city."""
        prefix = str(self.node_id.country_id.phone_code or 86)
        if self.number_form != "national" or not self.area_code or prefix != "86":
            return ()
        place = location.locate(f"+86{self.area_code}".ljust(12, "0"))
        return location.beginnings(place.city) if place.city else ()

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
            form=self.number_form,
            prefix=self.dial_prefix or "",
            area=self.area_code or "",
            national=self.national_prefix or "",
            abroad=self.international_prefix or "",
            home=self._home(),
            check_s=self.check_s,
        )
