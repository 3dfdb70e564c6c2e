import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render
from . import callcenter_config_mixin as mixin

EXTENSION = mixin.re.compile(r"[0-9]{2,8}")
PASSWORD_LENGTH = 12


class CallcenterEndpoint(models.Model):
    """An extension: one password, usable by a SIP phone and by the browser phone."""

    _name = "callcenter.endpoint"
    _inherit = "callcenter.node.part"
    _description = "Extension"
    _order = "extension"
    _rec_name = "extension"
    _not_configured = frozenset()

    extension = fields.Char(required=True)
    name = fields.Char("Shown as", help="Name that colleagues see when this extension calls.")
    password = fields.Char(
        groups="callcenter_crm.group_admin",
        copy=False,
        required=True,
        default=lambda self: self._new_password(),
        help="For SIP phones. The browser phone gets it by itself.",
    )
    codecs = fields.Char(required=True, default="alaw,ulaw")
    agent_ids = fields.One2many("callcenter.agent", "endpoint_id", "Agents")
    masked = fields.Boolean(
        "Masked numbers",
        compute="_compute_masked",
        store=True,
        help="These phones are told masked numbers of customers, as their agent sees them on screen.",
    )

    _extension_uniq = models.Constraint("UNIQUE (node_id, extension)", "This extension exists already on the server.")

    @api.depends(
        "node_id.company_id.callcenter_mask_numbers",
        "agent_ids.active",
        "agent_ids.user_id.all_group_ids",
        "agent_ids.user_id.company_ids.callcenter_mask_numbers",
    )
    def _compute_masked(self):
        """Whoever changes a role or a company, the server's configuration follows. Without an agent: as the company."""
        for endpoint in self:
            users = endpoint.with_context(active_test=True).agent_ids.user_id
            if users:
                endpoint.masked = not all(user._callcenter_may_see_numbers() for user in users)
            else:
                endpoint.masked = endpoint.node_id.company_id.callcenter_mask_numbers
        self._configure_later(self.filtered("id").node_id)

    @api.model
    def _new_password(self):
        return secrets.token_urlsafe(18)

    @api.constrains("extension")
    def _constrain_extension(self):
        self._check_pattern(
            "extension", EXTENSION, self.env._("“%(value)s” is no extension: write 2 to 8 digits and nothing else.")
        )

    @api.constrains("extension", "node_id")
    def _constrain_did(self):
        for endpoint in self:
            taken = self.env["callcenter.did"].search_count(
                [("node_id", "=", endpoint.node_id.id), ("number", "=", endpoint.extension)], limit=1
            )
            if taken:
                raise ValidationError(self.env._("%(number)s is a DID already.", number=endpoint.extension))

    @api.constrains("name", "password")
    def _constrain_plain(self):
        self._check_plain("name", "password")
        for endpoint in self:
            if len(endpoint.password) < PASSWORD_LENGTH or any(sign in endpoint.password for sign in " :@"):
                raise ValidationError(
                    self.env._(
                        "The password needs at least %(length)s signs and no space, colon or @.", length=PASSWORD_LENGTH
                    )
                )

    @api.constrains("codecs")
    def _constrain_codecs(self):
        self._check_codecs()

    def action_new_password(self):
        """Make a new password; phones with the old one lose their registration."""
        for endpoint in self:
            endpoint.password = self._new_password()

    def _as_endpoint(self):
        return render.Endpoint(
            extension=self.extension,
            password=self.password,
            name=self.name or self.agent_ids[:1].name or "",
            codecs=self._codecs(),
            masked=self.masked,
            **self.agent_ids[:1]._dial_settings(),
        )
