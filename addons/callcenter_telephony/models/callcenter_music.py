from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render


class CallcenterMusic(models.Model):
    """What waiting callers hear: sounds one after the other."""

    _name = "callcenter.music"
    _inherit = "callcenter.config.mixin"
    _description = "Music on Hold"
    _order = "name"
    _not_configured = frozenset({"name"})

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    prompt_ids = fields.Many2many("callcenter.prompt", string="Sounds", domain="[('company_id', '=', company_id)]")
    shuffle = fields.Boolean("In any order", help="Each caller hears another beginning.")

    _code_uniq = models.Constraint("UNIQUE (company_id, code)", "Another music has this code already.")

    @api.constrains("code", "prompt_ids", "active")
    def _constrain_sounds(self):
        self._check_code()
        for music in self:
            if music.code in ("default", "general"):
                raise ValidationError(self.env._("This code is taken by the music that comes with it."))
            if music.active and not music.prompt_ids.filtered("wav"):
                raise ValidationError(self.env._("“%(music)s” has no sound yet.", music=music.name))

    @api.constrains("active")
    def _constrain_archive(self):
        for music in self.filtered(lambda music: not music.active):
            queues = self.env["callcenter.queue"].search([("music_id", "=", music.id)])
            if queues:
                names = ", ".join(queues.mapped("name"))
                raise ValidationError(self.env._("This music is still played by: %(names)s.", names=names))

    def _configured_nodes(self):
        return self.env["callcenter.node"].search([("company_id", "in", self.company_id.ids)])

    def _as_music(self):
        sounds = self.prompt_ids.filtered(lambda prompt: prompt.wav and prompt.active)
        return render.Music(self.code, tuple(sounds.mapped("code")), self.shuffle)
