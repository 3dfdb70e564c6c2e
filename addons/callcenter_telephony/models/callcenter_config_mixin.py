import re

from odoo import api, models
from odoo.exceptions import ValidationError

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
DIGITS = re.compile(r"[0-9]{1,20}")
HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?|\[?[0-9A-Fa-f:]{2,45}\]?")
PENDING = "callcenter.configure"


class CallcenterConfigMixin(models.AbstractModel):
    """A record that ends up in the configuration of a node.

    Whatever is saved in one transaction, each node concerned gets one ``configure`` command, sent
    with the commit. A model names the fields that do not matter to the node in ``_not_configured``.
    """

    _name = "callcenter.config.mixin"
    _description = "Part of a node's configuration"

    _not_configured = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._configure_later(records._configured_nodes())
        return records

    def write(self, vals):
        matters = bool(vals.keys() - self._not_configured)
        nodes = self._configured_nodes() if matters else self.env["callcenter.node"]
        result = super().write(vals)
        if matters:
            self._configure_later(nodes | self._configured_nodes())
        return result

    def unlink(self):
        nodes = self._configured_nodes()
        result = super().unlink()
        self._configure_later(nodes)
        return result

    def _configured_nodes(self):
        """Return the nodes whose configuration these records are part of."""
        return self.node_id

    def _configure_later(self, nodes):
        """Send one ``configure`` to each of ``nodes`` when the transaction is about to be committed."""
        if not nodes:
            return
        data = self.env.cr.precommit.data
        if PENDING not in data:
            data[PENDING] = set()
            env = self.env

            @env.cr.precommit.add
            def send():
                env["callcenter.node"]._send_configure(env.cr.precommit.data.pop(PENDING, ()))

        data[PENDING].update(nodes.ids)

    # checks shared by the models

    def _check_pattern(self, field_name, pattern, message):
        """Raise ValidationError with ``message`` (has a %(value)s) where a filled field does not match wholly."""
        for record in self:
            value = record[field_name]
            if value and not pattern.fullmatch(value):
                raise ValidationError(message % {"value": value})

    def _check_code(self, field_name="code"):
        self._check_pattern(
            field_name,
            CODE,
            self.env._("The code “%(value)s” cannot be used: take 1 to 40 letters, digits, - or _ without spaces."),
        )

    def _check_digits(self, field_name):
        self._check_pattern(
            field_name, DIGITS, self.env._("“%(value)s” is no number: write 1 to 20 digits and nothing else.")
        )

    def _check_host(self, field_name="host"):
        self._check_pattern(
            field_name,
            HOST,
            self.env._("“%(value)s” is no host: write a name such as sip.example.com or an IP address, without port."),
        )

    def _check_port(self, *field_names):
        for record in self:
            for name in field_names:
                if not 0 < record[name] < 65536:
                    raise ValidationError(
                        self.env._(
                            "%(field)s: %(value)s is no port, ports go from 1 to 65535.",
                            field=record._fields[name].get_description(self.env)["string"],
                            value=record[name],
                        )
                    )

    def _check_codecs(self):
        allowed = {"alaw", "ulaw", "opus", "g722", "g729", "gsm"}
        for record in self:
            given = record._codecs()
            if not given or set(given) - allowed:
                raise ValidationError(
                    self.env._(
                        "Codecs “%(codecs)s”: write one or more of %(allowed)s, separated by commas.",
                        codecs=record.codecs or "",
                        allowed=", ".join(sorted(allowed)),
                    )
                )

    def _codecs(self):
        """Return the codecs of a record as a tuple of names."""
        self.ensure_one()
        return tuple(part.strip() for part in (self.codecs or "").split(",") if part.strip())

    def _check_plain(self, *field_names):
        """Refuse line breaks, control signs and what would end a line of an Asterisk file."""
        for record in self:
            for name in field_names:
                value = record[name] or ""
                if not value.isprintable() or any(sign in value for sign in ';"\\[]<>'):
                    raise ValidationError(
                        self.env._(
                            '%(field)s: the signs ; " \\ [ ] < > and line breaks cannot be used here.',
                            field=record._fields[name].get_description(self.env)["string"],
                        )
                    )
