from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from .callcenter_audit import ACTS

# what is of the system, and nobody's data
_NOT_OFFERED = ("ir.", "base", "bus.", "mail.", "web", "iap.", "digest.", "report", "callcenter.audit", "decimal.", "_")
# the least time for which laws want such logs kept (China's Cybersecurity Law, article 21: six months)
MIN_DAYS, MIN_DAYS_PARAMETER = 183, "callcenter_crm.audit_min_days"


class CallcenterAuditRule(models.Model):
    """An act upon a model that is written down, and for how long. Without a model: upon all of them."""

    _name = "callcenter.audit.rule"
    _description = "Audit Rule"
    _order = "act, model, id"

    act = fields.Selection(ACTS, required=True, default="change")
    model = fields.Selection("_selection_model", "Object", help="Empty: all objects.")
    keep_days = fields.Integer(
        "Keep (days)",
        default=730,
        required=True,
        aggregator=None,
        help="Rows that are older are removed each night. 0: never.",
    )
    again_minutes = fields.Integer(
        "Once in (minutes)",
        default=30,
        required=True,
        aggregator=None,
        help="The same look at a record or page of a list, or playing, by one user is written down once in this time. "
        "0: each time.",
    )
    many = fields.Integer(
        "Lists From",
        default=2,
        required=True,
        aggregator=None,
        help="Looks at lists are written down from so many records on. 2: each page of a list; 200: longer lists only.",
    )
    active = fields.Boolean(default=True)

    _many_positive = models.Constraint("CHECK (many > 1 AND again_minutes >= 0)", "Lists have two records at least.")
    _rule_unique = models.UniqueIndex("(act, coalesce(model, ''))", "There is such a rule already.")

    @api.model
    def _selection_model(self):
        # sudo: ir.model - the names of models are no secret of the settings
        models_ = self.env["ir.model"].sudo().search([("abstract", "=", False), ("transient", "=", False)])
        return sorted(
            ((row.model, row.name) for row in models_ if not row.model.startswith(_NOT_OFFERED)), key=lambda m: m[1]
        )

    @api.depends("act", "model")
    def _compute_display_name(self):
        acts = dict(self._fields["act"]._description_selection(self.env))
        names = dict(self._selection_model())
        for rule in self:
            what = names.get(rule.model, rule.model) if rule.model else self.env._("all objects")
            rule.display_name = f"{acts.get(rule.act, '')}: {what}"

    @api.constrains("act", "model")
    def _check_model(self):
        for rule in self.filtered(lambda rule: not rule.model and rule.act in ("see", "create", "change", "delete")):
            raise ValidationError(self.env._("Choose the object of “%(rule)s”.", rule=rule.display_name))

    @api.constrains("keep_days")
    def _check_keep_days(self):
        least = self._min_days()
        if any(0 < rule.keep_days < least or rule.keep_days < 0 for rule in self):
            raise ValidationError(self.env._("The audit log is kept for %(days)s days at least.", days=least))

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self._changed("create", rules)
        return rules

    def write(self, vals):
        result = super().write(vals)
        self._changed("change", self, vals)
        return result

    def unlink(self):
        self._changed("delete", self)
        return super().unlink()

    @api.model
    def _min_days(self):
        # sudo: ir.config_parameter - a limit of the installation
        text = self.env["ir.config_parameter"].sudo().get_param(MIN_DAYS_PARAMETER, MIN_DAYS)
        return int(text) if str(text).isdecimal() else MIN_DAYS

    def _changed(self, act, rules, vals=None):
        """Forget the rules kept in memory, and write down who changed them, whatever they say."""
        self.env.registry.clear_cache()
        if self.env.uid != SUPERUSER_ID:
            self.env["callcenter.audit"]._note(act, rules, detail={"set": vals} if vals else None)

    @api.model
    @ormcache()
    def _watched(self):
        """Return ``{(act, model): (again_minutes, many)}`` of what is written down; model False stands for all."""
        self.flush_model()
        # sudo: callcenter.audit.rule - what is written down is the same for everybody
        return {(rule.act, rule.model): (rule.again_minutes, rule.many) for rule in self.sudo().search([])}

    @api.model
    def _limits(self, act, model):
        """Return ``(again_minutes, many)`` if ``act`` upon ``model`` is written down, else None."""
        watched = self._watched()
        return watched.get((act, model)) or watched.get((act, False))
